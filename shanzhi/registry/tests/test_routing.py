"""Who answers for what, where, and why; and lists kept by hand, with history."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from shanzhi.identity import actions as accounts
from shanzhi.identity.access import Scope
from shanzhi.identity.models import User
from shanzhi.law.calendar import YearTable
from shanzhi.ledger.actors import SYSTEM
from shanzhi.ledger.models import Event
from shanzhi.registry import actions
from shanzhi.registry.models import (
    Agency,
    Area,
    CalendarDay,
    County,
    EventType,
    MapVersion,
    Officer,
    ResponsibilityRule,
)
from shanzhi.registry.queries import (
    agency_subtree,
    calendar_of,
    certificate_state,
    forget_counties,
    missing_year,
    place_at,
    routing,
    within,
    work_hours_of,
)

pytestmark = pytest.mark.django_db
CODE = "990104"


@pytest.fixture
def county() -> County:
    return County.objects.create(code=CODE, name="示例县", english_name="Sample")


@pytest.fixture
def town(county: County) -> Area:
    top = Area.objects.create(county=CODE, code=CODE, name="示例县", level="county")
    ring = [[118.0, 28.0], [118.1, 28.0], [118.1, 28.1], [118.0, 28.1], [118.0, 28.0]]
    shape = {"type": "Polygon", "coordinates": [ring]}
    return Area.objects.create(county=CODE, code=f"{CODE}001", name="示例镇", level="town", parent=top, geometry=shape)


def agency(code: str, kind: str, **fields: object) -> Agency:
    return Agency.objects.create(county=CODE, code=code, name=code, short_name=code, kind=kind, **fields)


def test_the_narrower_and_stronger_rule_wins_and_the_others_say_why(town: Area) -> None:
    parent = EventType.objects.create(county=CODE, code="01", name="环境")
    smoke = EventType.objects.create(county=CODE, code="0101", name="油烟", parent=parent)
    team, ecology = agency("示例队", "team", area=town), agency("生态", "department")
    general = ResponsibilityRule.objects.create(
        county=CODE, event_type=parent, target="agency", agency=ecology, basis="示例规则一"
    )
    own = ResponsibilityRule.objects.create(county=CODE, event_type=smoke, target="town_team", basis="示例规则二")
    own.assisting.add(ecology)
    elsewhere = ResponsibilityRule.objects.create(
        county=CODE,
        event_type=smoke,
        target="agency",
        agency=ecology,
        basis="示例规则三",
        area_code=f"{CODE}002",
        priority=9,
    )
    found = routing(smoke, f"{CODE}001001")
    assert found.chosen is not None
    assert (found.chosen.agency, found.chosen.assisting) == (team, [ecology])
    assert "示例规则二" in found.chosen.reason
    assert dict(found.skipped)[elsewhere].startswith("只适用于区域")
    assert "优先" in dict(found.skipped)[general]


def test_without_a_unit_on_the_ground_nothing_is_guessed(town: Area) -> None:
    kind = EventType.objects.create(county=CODE, code="01", name="油烟")
    ResponsibilityRule.objects.create(county=CODE, event_type=kind, target="village", basis="示例规则")
    found = routing(kind, f"{CODE}001001")
    assert found.chosen is None
    assert "没有登记" in found.skipped[0][1]


def test_scopes_cover_subtrees_only(county: County) -> None:
    bureau = agency("局", "bureau")
    team = agency("队", "team", parent=bureau)
    agency("旁", "department")
    assert agency_subtree([bureau.pk]) == {bureau.pk, team.pk}
    rows = Agency.objects.filter(within(Scope(agency_ids=frozenset({bureau.pk})), agency="pk"))
    assert set(rows) == {bureau, team}
    assert not Agency.objects.filter(within(Scope(), agency="pk")).exists()


def test_a_point_is_placed_and_a_new_boundary_is_seen(town: Area) -> None:
    assert place_at(CODE, 118.05, 28.05).town_name == "示例镇"
    assert place_at(CODE, 119.0, 28.05).is_outside
    before = MapVersion.objects.filter(pk=CODE).values_list("version", flat=True).first() or 0
    town.geometry = {
        "type": "Polygon",
        "coordinates": [[[119, 28], [119.1, 28], [119.1, 28.1], [119, 28.1], [119, 28]]],
    }
    actions.save_row(row=town, by=SYSTEM)
    assert (MapVersion.objects.get(pk=CODE).version or 0) > before


@pytest.mark.parametrize(
    ("fields", "valid", "word"),
    [
        ({"certificate_no": "示例1", "certificate_until": date(2026, 1, 1)}, False, "到期"),
        ({"certificate_no": "示例1", "certificate_until": date(2026, 3, 20)}, True, "将于"),
        ({"certificate_no": "示例1", "certificate_until": date(2027, 3, 9)}, True, "有效期至"),
        ({"standing": "auxiliary"}, False, "辅助"),
        ({}, False, "没有登记执法证"),
    ],
)
def test_certificates_are_told_in_words(county: County, fields: dict[str, object], valid: bool, word: str) -> None:
    officer = Officer(county=CODE, name="示例·邹某", working_agency=agency("队", "team"), **fields)
    state = certificate_state(officer, on=date(2026, 3, 9))
    assert (state.valid, word in state.text) == (valid, True)


def test_an_imported_year_changes_the_calendar_and_a_missing_one_is_announced(county: County, town: Area) -> None:
    table = YearTable(2027, "示例通知", {date(2027, 1, 1): "元旦"}, {date(2027, 2, 20): "春节"})
    assert missing_year(calendar_of(county), today=date(2026, 11, 23)) == 2027
    actions.import_year(county=CODE, table=table, by=SYSTEM)
    forget_counties()
    calendar = calendar_of(county)
    assert (calendar.is_workday(date(2027, 2, 20)), calendar.is_workday(date(2027, 1, 1))) == (True, False)
    assert missing_year(calendar, today=date(2026, 11, 23)) is None
    actions.import_year(county=CODE, table=table, by=SYSTEM)
    assert CalendarDay.objects.count() == 2


def test_office_hours_are_read_from_the_county(county: County) -> None:
    county.office_opens = "09:00-12:00，13:00-17:00"
    assert len(work_hours_of(county).spans) == 2


@pytest.fixture
def admin(client: Client, county: County, town: Area) -> User:
    user = accounts.create_user(
        county=CODE, username="admin", display_name="管理员", password="long-enough-9273", by=SYSTEM
    )
    names = ["registry.read_registry", "registry.edit_registry", "registry.edit_county", "identity.manage_users"]
    role = accounts.save_role(county=CODE, code="admin", name="管理员", permissions=names, by=SYSTEM)
    accounts.grant(user=user, role=role, by=SYSTEM, on=timezone.localdate())
    client.force_login(user)
    return user


def test_a_change_by_hand_is_kept_with_before_and_after(client: Client, admin: User) -> None:
    kind = EventType.objects.create(county=CODE, code="01", name="油烟", limit_value=5)
    page = reverse("registry:edit_row", args=["event-types", kind.pk])
    data = {
        "code": "01", "name": "油烟污染", "limit_value": 3, "limit_unit": "working_day", "near_metres": 100,
        "near_days": 15, "is_active": "on",
    }  # fmt: skip
    assert client.post(page, data).status_code == 302
    changes = Event.objects.get(kind="registry.row_changed").data["changes"]
    assert changes == {"name": ["油烟", "油烟污染"], "limit_value": [5, 3]}
    assert "油烟污染" in client.get(page).content.decode()


@pytest.mark.parametrize(
    ("slug", "data", "said"),
    [
        ("areas", {"code": "12", "name": "x", "level": "town"}, "9 位数字"),
        ("areas", {"code": f"{CODE}001", "name": "x", "level": "town"}, "已被使用"),
        ("areas", {"code": f"{CODE}002", "name": "x", "level": "town", "geometry": '{"type": "Point"}'}, "GeoJSON"),
        ("event-types", {"code": "", "name": "x"}, "field-wrong"),
    ],
)
def test_bad_rows_are_refused_with_a_sentence(
    client: Client, admin: User, slug: str, data: dict[str, str], said: str
) -> None:
    answer = client.post(reverse("registry:new_row", args=[slug]), data)
    assert answer.status_code in {200, 422}
    assert said in answer.content.decode()


def test_every_list_opens_and_asks_the_same_number_of_queries(
    client: Client, admin: User, django_assert_max_num_queries: object
) -> None:
    for slug in ("areas", "districts", "agencies", "officers", "event-types", "rules", "tiles"):
        with django_assert_max_num_queries(16):  # type: ignore[operator]
            assert client.get(reverse("registry:row_list", args=[slug])).status_code == 200


def test_a_stranger_is_sent_to_sign_in_and_a_reader_may_not_edit(client: Client, admin: User) -> None:
    assert Client().get(reverse("registry:registry_home")).status_code == 302
    reader = accounts.create_user(county=CODE, username="r", display_name="读", password="long-enough-9273", by=SYSTEM)
    role = accounts.save_role(county=CODE, code="r", name="读", permissions=["registry.read_registry"], by=SYSTEM)
    accounts.grant(user=reader, role=role, by=SYSTEM, on=timezone.localdate())
    client.force_login(reader)
    assert client.get(reverse("registry:row_list", args=["areas"])).status_code == 200
    assert client.get(reverse("registry:new_row", args=["areas"])).status_code == 403


def test_an_account_is_opened_and_given_a_role(client: Client, admin: User) -> None:
    officer = Officer.objects.create(county=CODE, name="示例·邹某", working_agency=agency("队", "team"))
    data = {"username": "zou", "email": "", "password": "long-enough-4421"}
    assert client.post(reverse("registry:create_account", args=[officer.pk]), data).status_code == 302
    officer.refresh_from_db()
    assert officer.user is not None
    assert officer.user.must_change_password
    role = accounts.save_role(county=CODE, code="x", name="队员", permissions=["registry.read_registry"], by=SYSTEM)
    given = {"role": role.pk, "agency": officer.working_agency_id}
    assert client.post(reverse("registry:give_grant", args=[officer.pk]), given).status_code == 302
    assert officer.user.grants.get().agency_id == officer.working_agency_id
    assert client.get(reverse("registry:person", args=[officer.pk])).status_code == 200


def test_county_parameters_are_checked(client: Client, admin: User) -> None:
    page = reverse("registry:edit_county")
    answer = client.post(page, {"name": "示例县", "office_opens": "18:00-08:00"})
    assert "08:30-12:00" in answer.content.decode()
