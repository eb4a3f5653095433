"""Who may use an item, and what may be put on a township?"""

from datetime import date

import pytest

from shanzhi.registry.models import (
    Agency,
    Area,
    BoundaryLine,
    Concentration,
    Delegation,
    EventType,
    Item,
    TerritorialDuty,
)
from shanzhi.registry.queries import boundary_lines_for, competence, duty_of_township, usable_items

pytestmark = pytest.mark.django_db
CODE = "990105"
DAY = date(2026, 6, 1)


def agency(code: str, kind: str, **fields: object) -> Agency:
    return Agency.objects.create(county=CODE, code=code, name=code, short_name=code, kind=kind, **fields)


@pytest.fixture
def bureau() -> Agency:
    return agency("综合执法局", "bureau")


@pytest.fixture
def town() -> Agency:
    return agency("示例镇", "township")


@pytest.fixture
def item(bureau: Agency) -> Item:
    return Item.objects.create(
        county=CODE, code="330290001000", name="乱倒垃圾", holder=bureau, valid_from=date(2026, 1, 1)
    )


def delegate(item: Item, town: Agency, **fields: object) -> Delegation:
    days = {"from_on": date(2026, 5, 1), "published_on": date(2026, 5, 1), "valid_from": date(2026, 5, 1)}
    return Delegation.objects.create(county=CODE, item=item, township=town, **(days | fields))


def test_the_holder_may_and_a_township_without_delegation_may_not(item: Item, bureau: Agency, town: Agency) -> None:
    assert competence(item, bureau, DAY).may
    answer = competence(item, town, DAY)
    assert not answer.may
    assert "没有处罚权" in answer.obstacles[0].text
    assert answer.others == [bureau]


def test_a_delegation_counts_from_its_publication(item: Item, town: Agency) -> None:
    row = delegate(item, town, published_on=None)
    refused = competence(item, town, DAY)
    assert refused.obstacles[0].written_basis == "行政处罚法24"
    assert list(usable_items(town, DAY)) == []
    row.published_on = DAY
    row.save()
    allowed = competence(item, town, DAY)
    assert allowed.may
    assert allowed.in_name_of == town
    assert "行政处罚法24" in [str(one) for one in allowed.basis]
    assert list(usable_items(town, DAY)) == [item]
    assert list(usable_items(town, date(2026, 5, 31))) == []


@pytest.mark.parametrize("ending", [{"taken_back_on": DAY}, {"until_on": date(2026, 5, 31)}])
def test_a_delegation_that_ended_or_was_taken_back_is_not_usable(
    item: Item, town: Agency, ending: dict[str, date]
) -> None:
    delegate(item, town, **ending)
    assert not competence(item, town, DAY).may
    assert competence(item, town, date(2026, 5, 31)).may
    assert list(usable_items(town, DAY)) == []


def test_a_team_acts_in_the_name_of_its_township_or_its_bureau(item: Item, bureau: Agency, town: Agency) -> None:
    team = agency("执法队", "team", parent=town, guided_by=bureau)
    assert competence(item, team, DAY).in_name_of == bureau
    delegate(item, town)
    assert competence(item, team, DAY).in_name_of == town
    assert list(usable_items(team, DAY)) == [item]


def test_a_department_whose_item_was_concentrated_is_told_to_hand_it_over(item: Item, bureau: Agency) -> None:
    department = agency("住建局", "department")
    days = {"since": date(2026, 1, 1), "valid_from": date(2026, 1, 1)}
    Concentration.objects.create(county=CODE, item=item, from_agency=department, **days)
    answer = competence(item, department, DAY)
    assert "集中行使" in answer.obstacles[0].text
    assert competence(item, bureau, DAY).explanation.startswith("综合执法局集中行使")


def test_an_item_outside_its_days_cannot_be_used(item: Item, bureau: Agency) -> None:
    assert "不在执法事项清单里" in str(competence(item, bureau, date(2025, 12, 31)).obstacles)


def test_the_named_event_type_goes_before_words(bureau: Agency, town: Agency) -> None:
    kind = EventType.objects.create(county=CODE, code="01", name="垃圾")
    by_word = BoundaryLine.objects.create(
        county=CODE, code="A", matter="油烟", words=["油烟"], lead=bureau, valid_from=DAY
    )
    by_type = BoundaryLine.objects.create(county=CODE, code="B", matter="垃圾", lead=bureau, valid_from=DAY)
    by_type.event_types.add(kind)
    found = boundary_lines_for(CODE, DAY, words="楼下油烟很大", event_type=kind)
    assert [one.line for one in found] == [by_type, by_word]
    assert "油烟" in found[1].reason
    assert boundary_lines_for(CODE, DAY, words="无关的话") == []


def test_what_is_not_on_the_territorial_list_cannot_be_put_on_a_township(bureau: Agency, town: Agency) -> None:
    kind = EventType.objects.create(county=CODE, code="02", name="加油站安全")
    line = BoundaryLine.objects.create(county=CODE, code="C", matter="加油站", lead=bureau, valid_from=DAY)
    line.event_types.add(kind)
    refused = duty_of_township(CODE, town, DAY, event_type=kind)
    assert refused.duty is None
    assert "不能交给示例镇承担" in str(refused.obstacle)
    assert refused.obstacle.remedy == "按职责边界清单 C 交综合执法局办理。"
    duty = TerritorialDuty.objects.create(
        county=CODE, code="D", matter="加油站", township_duty="巡查", words=["加油站"], valid_from=DAY
    )
    duty.event_types.add(kind)
    assert duty_of_township(CODE, town, DAY, event_type=kind).duty == duty
    duty.townships.add(agency("别的镇", "township"))
    assert "不适用于示例镇" in str(duty_of_township(CODE, town, DAY, event_type=kind).obstacle)


def test_a_place_is_only_asked_for_when_named(item: Item, bureau: Agency) -> None:
    bureau.area = Area.objects.create(county=CODE, code=CODE, name="示例县", level="county")
    bureau.save()
    assert competence(item, bureau, DAY).may
    assert competence(item, bureau, DAY, f"{CODE}001").may
    assert "辖区" in str(competence(item, bureau, DAY, "110101").obstacles)
