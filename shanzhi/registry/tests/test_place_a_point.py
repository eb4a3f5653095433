"""Does a point land in the right town, in the right coordinate system, fast enough?"""

import json
import math
import os
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from shapely.geometry import shape

from shanzhi.registry.geo import (
    AreaIndex,
    gcj_from_wgs,
    is_position,
    metres_between,
    wgs_from_bd,
    wgs_from_gcj,
)

CHECKOUT = Path(__file__).resolve().parents[3]
GEOGRAPHY = Path(os.environ.get("SHANZHI_SHARED", CHECKOUT.parent / "shared")) / "data" / "geography"
TOWNS = "changshan_townships_with_codes.geojson"
needs_geography = pytest.mark.skipif(not GEOGRAPHY.is_dir(), reason="real boundaries (shared/data/geography) not here")

china = st.tuples(st.floats(73.5, 134.9), st.floats(18.1, 53.4))


def square(x: float, y: float, side: float, hole: float = 0.0) -> dict:
    def ring(edge: float) -> list[list[float]]:
        low, high = (side - edge) / 2, (side + edge) / 2
        corners = [(low, low), (high, low), (high, high), (low, high), (low, low)]
        return [[x + right, y + up] for right, up in corners]

    return {"type": "Polygon", "coordinates": [ring(side)] + ([ring(hole)] if hole else [])}


def read(name: str) -> list[dict]:
    return json.loads((GEOGRAPHY / name).read_text(encoding="utf-8"))["features"]


def town_rows() -> list[tuple[str, str, dict]]:
    return [(town["properties"]["code9"], "town", town["geometry"]) for town in read(TOWNS)]


def test_the_shift_agrees_with_published_positions():
    lon, lat = gcj_from_wgs(121.5272106, 31.1774276)
    assert (lon, lat) == pytest.approx((121.531541859215, 31.17530398364597), abs=1e-8)


@given(china)
def test_undoing_the_shift_comes_back_within_a_millimetre(place):
    assert metres_between(*place, *wgs_from_gcj(*gcj_from_wgs(*place))) < 0.001


@given(china)
def test_the_shift_is_some_hundred_metres_everywhere_in_china(place):
    assert 20 < metres_between(*place, *gcj_from_wgs(*place)) < 1500


def test_outside_china_nothing_is_shifted():
    assert gcj_from_wgs(11.88, 43.46) == (11.88, 43.46)
    assert wgs_from_gcj(-0.1276, 51.5072) == (-0.1276, 51.5072)


@given(china)
def test_baidu_positions_come_back_within_a_centimetre(place):
    x, y = gcj_from_wgs(*place)
    turn = math.pi * 3000 / 180
    radius = math.sqrt(x * x + y * y) + 0.00002 * math.sin(y * turn)
    angle = math.atan2(y, x) + 0.000003 * math.cos(x * turn)
    baidu = (radius * math.cos(angle) + 0.0065, radius * math.sin(angle) + 0.006)
    assert metres_between(*place, *wgs_from_bd(*baidu)) < 0.01


@needs_geography
def test_the_county_outline_of_a_web_map_fits_the_towns_only_after_conversion():
    towns = shapely.union_all([shape(town["geometry"]).buffer(0) for town in read(TOWNS)])
    outline = shape(read("data_district_330822.json")[0]["geometry"])
    mended = shapely.transform(outline, lambda found: [wgs_from_gcj(*xy) for xy in found])
    moved = metres_between(*outline.centroid.coords[0], *mended.centroid.coords[0])
    assert 500 < moved < 650
    before, after = (found.symmetric_difference(towns).area / towns.area for found in (outline, mended))
    assert after < before / 2, (before, after)


def test_a_metre_is_a_metre():
    assert metres_between(118, 28, 118, 29) == pytest.approx(111_195, abs=1)
    assert metres_between(118.5, 28.9, 118.5, 28.9) == 0
    assert metres_between(-179.9999, 0, 179.9999, 0) == pytest.approx(22.24, abs=0.01)


@pytest.mark.parametrize("bad", [(0.0, 0.0), (181, 20), (118, -91), (math.nan, 28), (118, math.inf)])
def test_what_cannot_be_a_place_is_none(bad):
    assert not is_position(*bad)
    assert AreaIndex([("330822001", "town", square(118, 28, 1))]).town_of(*bad) is None


def test_a_hole_belongs_to_the_town_inside_it():
    rows = [("330822100", "town", square(118, 28, 1, hole=0.5)), ("330822101", "town", square(118.25, 28.25, 0.5))]
    index = AreaIndex(rows)
    assert index.town_of(118.1, 28.1) == "330822100"
    assert index.town_of(118.5, 28.5) == "330822101"
    assert AreaIndex([("330822100", "town", square(118, 28, 1, hole=0.5))]).town_of(118.5, 28.5) is None


def test_a_town_in_two_parts_is_found_in_both_and_as_two_rows():
    parts = [square(118, 28, 0.1)["coordinates"], square(119, 28, 0.1)["coordinates"]]
    both = AreaIndex([("330822200", "town", {"type": "MultiPolygon", "coordinates": parts})])
    rows = AreaIndex([("330822200", "town", square(118, 28, 0.1)), ("330822200", "town", square(119, 28, 0.1))])
    for index in (both, rows):
        assert index.town_of(118.05, 28.05) == index.town_of(119.05, 28.05) == "330822200"
        assert index.town_of(118.5, 28.05) is None


def test_a_common_border_goes_to_the_smaller_code_whatever_the_order():
    rows = [("330822002", "town", square(118, 28, 1)), ("330822001", "town", square(119, 28, 1))]
    assert AreaIndex(rows).town_of(119, 28.5) == AreaIndex(rows[::-1]).town_of(119, 28.5) == "330822001"


def test_levels_do_not_mix_and_useless_shapes_are_left_out():
    bow = {"type": "Polygon", "coordinates": [[[118, 28], [119, 29], [119, 28], [118, 29], [118, 28]]]}
    rows = [
        ("330822", "county", square(118, 28, 1)),
        ("330822001", "town", None),
        ("330822002", "town", {"type": "LineString", "coordinates": [[118, 28], [119, 29]]}),
        ("330822003", "town", json.dumps(bow)),
    ]
    index = AreaIndex(rows)
    assert len(index) == 2
    assert index.area_of("county", 118.5, 28.01) == "330822"
    assert index.town_of(118.9, 28.5) == "330822003"
    assert index.town_of(118.5, 28.9) is None


def test_outside_the_nearest_town_is_named_with_its_distance():
    index = AreaIndex([("330822001", "town", square(118, 28, 0.1)), ("330822002", "town", square(118.3, 28, 0.1))])
    near = index.nearest_town(118.11, 28.05)
    assert near and near.code == "330822001"
    assert near.metres == pytest.approx(metres_between(118.1, 28.05, 118.11, 28.05), abs=1)
    assert index.nearest_town(118.35, 28.05) == ("330822002", 0.0)
    assert AreaIndex([]).nearest_town(118, 28) is None
    assert AreaIndex([]).town_of(118, 28) is None


def test_nearest_is_measured_on_the_ground_and_not_in_degrees():
    north, east = square(118.0, 28.100, 0.01), square(118.105, 28.0, 0.01)
    near = AreaIndex([("330822001", "town", north), ("330822002", "town", east)]).nearest_town(118.0, 28.0)
    assert near and near.code == "330822002"
    assert near.metres == pytest.approx(10_308, abs=20)


@needs_geography
def test_a_point_finds_its_real_town_in_well_under_a_millisecond():
    rows = town_rows()
    index = AreaIndex(rows)
    inside = [(code, shape(geometry).representative_point()) for code, _, geometry in rows]
    assert all(index.town_of(at.x, at.y) == code for code, at in inside)
    started = time.perf_counter()
    for at in range(5000):
        index.town_of(118.2 + at * 0.0001, 28.6 + at * 0.0001)
    assert (time.perf_counter() - started) / 5000 < 0.0005


@needs_geography
def test_many_threads_get_the_same_answers():
    places = [(118.3 + at * 0.0004, 28.75 + at * 0.0003) for at in range(1000)]
    index = AreaIndex(town_rows())
    once = [index.town_of(*place) for place in places]
    with ThreadPoolExecutor(8) as pool:
        for again in pool.map(lambda _: [index.town_of(*place) for place in places], range(16)):
            assert again == once


@given(st.lists(st.tuples(st.floats(-0.02, 0.06), st.floats(-0.02, 0.04)), min_size=1, max_size=30))
def test_a_remembered_square_never_answers_otherwise_than_the_search(steps: list[tuple[float, float]]) -> None:
    left, right = square(118.0, 29.0, 0.0213, hole=0.0041), square(118.0213, 29.0, 0.0213)
    level = AreaIndex([("a", "town", left), ("b", "town", right)])._levels["town"]
    for east, north in steps:
        lon, lat = 118.0 + east, 29.0 + north
        assert level.code_at(lon, lat) == level._searched(lon, lat)
