"""Do the sample county's files agree with one another?"""

import io
from itertools import chain

import pytest
from PIL import Image
from shapely.geometry import Point, shape

from shanzhi.config.sample.files import read_areas, read_outlines, read_yaml
from shanzhi.config.sample.ground import basis_text
from shanzhi.config.sample.pictures import SCENES, picture


def leaves():
    return [row for group in read_yaml("event_types")["types"] for row in group["children"]]


def steps():
    return [step for matter in read_yaml("matters")["matters"] for step in matter["steps"]]


def keys(name, field="key"):
    found = [row[field] for row in read_yaml(name)[name]]
    assert len(found) == len(set(found)), f"{name} has a key twice"
    return set(found)


def test_every_part_of_the_ground_lies_in_a_whole_that_is_listed_before_it():
    seen = set()
    for row in read_areas():
        assert row["code"].startswith(row["parent_code"])
        assert not row["parent_code"] or row["parent_code"] in seen
        seen.add(row["code"])


def test_the_county_has_its_fourteen_towns_with_outlines_and_its_villages():
    levels = [row["level"] for row in read_areas()]
    assert (levels.count("county"), levels.count("town"), levels.count("village")) == (1, 14, 198)
    assert set(read_outlines()) == {row["code"] for row in read_areas() if row["level"] == "town"}


def test_villages_grids_and_code_points_lie_inside_the_outline_of_their_town():
    outlines = {code: shape(geometry) for code, geometry in read_outlines().items()}
    places = [(row["code"], row["lon"], row["lat"]) for row in read_areas() if row["level"] in ("village", "grid")]
    places += [(row["area"], row["lon"], row["lat"]) for row in read_yaml("qr_points")["points"]]
    strays = [code for code, lon, lat in places if not outlines[code[:9]].contains(Point(float(lon), float(lat)))]
    assert not strays


def test_every_town_belongs_to_exactly_one_of_seven_districts():
    districts = read_yaml("districts")["districts"]
    towns = sorted(chain.from_iterable(row["towns"] for row in districts))
    assert len(districts) == 7
    assert towns == sorted(read_outlines())


def test_every_agency_that_is_named_exists():
    agencies = keys("agencies", "code")
    named = {row[line] for row in read_yaml("agencies")["agencies"] for line in ("parent", "guided_by") if line in row}
    for row in read_yaml("officers")["officers"]:
        named |= {row[line] for line in ("working_agency", "payroll_agency", "guidance_agency") if line in row}
    for rule in chain.from_iterable(row["rules"] for row in leaves()):
        named |= set(rule.get("assist", ())) | ({rule["owner"]["agency"]} if isinstance(rule["owner"], dict) else set())
    for step in steps():
        named |= {step[word] for word in ("agency", "propose") if word in step} | set(step.get("assist", ()))
    assert not named - agencies


def test_every_account_belongs_to_somebody_and_every_step_to_an_account():
    officers, accounts = keys("officers"), keys("accounts", "username")
    assert not {row["officer"] for row in read_yaml("accounts")["accounts"] if "officer" in row} - officers
    assert not {row["role"] for row in read_yaml("accounts")["accounts"]} - keys("roles", "code")
    assert not {step["by"] for step in steps() if "by" in step} - accounts
    assert sorted(row["story"] for row in read_yaml("accounts")["accounts"] if row["story"]) == [1, 2, 3, 4, 5, 6, 7]


def test_no_report_belongs_to_two_matters_and_every_type_and_picture_is_known():
    reports = keys("reports")
    used = list(chain.from_iterable(matter["reports"] for matter in read_yaml("matters")["matters"]))
    types = {row["code"] for row in leaves()}
    scenes = set(chain.from_iterable(row.get("photos", ()) for row in [*read_yaml("reports")["reports"], *steps()]))
    assert len(used) == len(set(used))
    assert not set(used) - reports
    assert not {matter["type"] for matter in read_yaml("matters")["matters"] if "type" in matter} - types
    assert not scenes - set(SCENES)


def test_every_event_type_says_when_it_is_filed_when_it_is_done_and_who_answers():
    tiles = {row["code"] for row in read_yaml("event_types")["tiles"]}
    assert len(tiles) == 8
    assert len(leaves()) >= 60
    for row in leaves():
        assert row["tile"] in tiles
        assert row["filing"] and row["closing"] and row["plain_name"] and row["rules"]
        assert row["limit"]["value"] >= 1
        assert "areas" not in row["rules"][-1], f"{row['code']} has no rule for the rest of the county"
        assert len(basis_text(row["basis"])) <= 200


def test_contacts_are_reserved_sample_values():
    for row in read_yaml("reports")["reports"]:
        contact = row.get("contact", {})
        assert contact.get("phone", "13800138000") == "13800138000"
        assert contact.get("email", "x@example.org").endswith("@example.org")


@pytest.mark.parametrize("scene", ["smoke", "lamp_after"])
def test_a_sample_picture_is_a_jpeg_that_knows_where_it_was_taken(scene):
    assert picture(scene, lon=118.5, lat=28.9).startswith(b"\xff\xd8")
    position = Image.open(io.BytesIO(picture(scene, lon=118.5, lat=28.9))).getexif().get_ifd(0x8825)
    assert [float(part) for part in position[2]] == pytest.approx([28, 54, 0], abs=0.01)
