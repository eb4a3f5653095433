"""Outside the lists nothing may be put on a township: the refusal names the line and who has it instead."""

from typing import Any

import pytest

from shanzhi.dispatch import actions
from shanzhi.dispatch.models import Matter, Return, Step, Task
from shanzhi.law.obstacle import NotAllowed
from shanzhi.registry.models import BoundaryLine, ResponsibilityRule, TerritorialDuty

from .ground import CODE, MORNING, Ground

pytestmark = pytest.mark.django_db
DAY = MORNING.date()


def line(ground: Ground, **fields: Any) -> BoundaryLine:
    row = BoundaryLine.objects.create(
        **{"county": CODE, "code": "示例B1", "matter": "示例", "valid_from": DAY, "lead": ground.agencies["bureau"]}
        | fields
    )
    row.event_types.add(ground.types["smoke"])
    return row


def duty(ground: Ground, **fields: Any) -> TerritorialDuty:
    row = TerritorialDuty.objects.create(
        county=CODE, code="示例D1", matter="示例", township_duty="日常巡查", valid_from=DAY, **fields
    )
    row.event_types.add(ground.types["smoke"])
    return row


def assign(ground: Ground, matter: Matter, unit: str = "town", **more: Any) -> Matter:
    return actions.assign_matter(
        matter_id=matter.pk, agency_id=ground.agencies[unit].pk, by=ground.users["desk"], at=MORNING, **more
    )


def test_a_matter_outside_the_lists_is_not_given_to_a_township(ground: Ground) -> None:
    matter = ground.accepted()
    with pytest.raises(NotAllowed, match="不能交给东街道办承担：属地管理清单里没有这一项") as refused:
        assign(ground, matter)
    assert "按责任规则交东街道执法队办理（示例责任清单：餐饮油烟）" in refused.value.obstacles[0].remedy
    assert Matter.objects.get(pk=matter.pk).step == Step.ACCEPTED


def test_the_refusal_names_the_boundary_line_and_its_lead(ground: Ground) -> None:
    line(ground)
    with pytest.raises(NotAllowed) as refused:
        assign(ground, ground.accepted())
    assert refused.value.obstacles[0].remedy == "按职责边界清单 示例B1 交综合执法局办理。"


def test_a_territorial_duty_puts_it_on_the_township(ground: Ground) -> None:
    duty(ground)
    assert assign(ground, ground.accepted()).agency == ground.agencies["town"]


def test_a_duty_of_other_townships_does_not(ground: Ground) -> None:
    duty(ground).townships.add(ground.agencies["village"])
    with pytest.raises(NotAllowed, match="不适用于东街道办"):
        assign(ground, ground.accepted())


def test_a_duty_that_has_ended_puts_nothing_on_a_township(ground: Ground) -> None:
    duty(ground)
    TerritorialDuty.objects.update(valid_from=DAY.replace(year=2025), valid_to=DAY.replace(day=1))
    with pytest.raises(NotAllowed, match="没有这一项"):
        assign(ground, ground.accepted())


def test_a_boundary_line_led_by_the_township_of_the_place_does(ground: Ground) -> None:
    line(ground, lead=None, lead_role=ResponsibilityRule.Target.TOWNSHIP)
    assert assign(ground, ground.accepted()).agency == ground.agencies["town"]


def test_the_township_of_the_place_is_not_another_one(ground: Ground) -> None:
    line(ground, lead=None, lead_role=ResponsibilityRule.Target.TOWNSHIP)
    with pytest.raises(NotAllowed, match="东街道办"):
        assign(ground, ground.accepted(area_code=f"{CODE}002"))


def test_a_word_of_the_reporter_puts_nothing_on_a_township(ground: Ground) -> None:
    row = duty(ground, words=["路灯"])
    row.event_types.clear()
    with pytest.raises(NotAllowed, match="没有这一项"):
        assign(ground, ground.accepted(text="饭店油烟很大，旁边路灯也坏了（示例）"))


def test_who_only_helps_by_the_line_does_not_have_it(ground: Ground) -> None:
    line(ground, supporter_roles=[ResponsibilityRule.Target.TOWNSHIP])
    matter = ground.accepted()
    with pytest.raises(NotAllowed, match="东街道办"):
        assign(ground, matter)
    assert assign(ground, matter, "team", assisting_ids=[ground.agencies["town"].pk]).agency == ground.agencies["team"]
    assert Task.objects.get(kind=Task.Kind.ASSIST).agency == ground.agencies["town"]


def test_help_outside_the_lists_is_refused_and_nothing_is_assigned(ground: Ground) -> None:
    matter = ground.accepted()
    with pytest.raises(NotAllowed, match="东街道办"):
        assign(ground, matter, "team", assisting_ids=[ground.agencies["town"].pk])
    assert not Task.objects.exists()


def test_assistance_patrol_and_change_of_unit_ask_the_lists_too(ground: Ground) -> None:
    matter, town = ground.in_hand(), ground.agencies["town"].pk
    more: dict[str, Any] = {"matter_id": matter.pk, "at": MORNING, "agency_id": town}
    with pytest.raises(NotAllowed, match="东街道办"):
        actions.ask_assist(demand="到场配合", by=ground.users["lead"], **more)
    with pytest.raises(NotAllowed, match="东街道办"):
        actions.spread_patrol(places=["示例街"], demand="看油烟", by=ground.users["desk"], **more)
    with pytest.raises(NotAllowed, match="东街道办"):
        actions.reassign_matter(reason="示例", by=ground.users["desk"], **more)


def test_a_return_is_not_ruled_onto_a_township_outside_the_lists(ground: Ground) -> None:
    matter = ground.assigned()
    actions.ask_return(
        task_id=Task.objects.get(matter=matter).pk, rule="示例责任清单", reason="不属本队",
        proposed_id=ground.agencies["town"].pk, by=ground.users["lead"], at=MORNING,
    )  # fmt: skip
    row = Return.objects.get()
    with pytest.raises(NotAllowed, match="东街道办"):
        actions.rule_return(return_id=row.pk, uphold=True, reason="示例", by=ground.users["head"], at=MORNING)
    duty(ground)
    actions.rule_return(return_id=row.pk, uphold=True, reason="示例", by=ground.users["head"], at=MORNING)
    assert Matter.objects.get(pk=matter.pk).agency == ground.agencies["town"]
