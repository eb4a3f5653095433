"""Assisting and patrolling: tasks of their own, results that come back."""

import pytest

from shanzhi.dispatch import actions
from shanzhi.dispatch.models import Matter, Step, Task, WorkItem

from .ground import MORNING, Ground

pytestmark = pytest.mark.django_db


def test_a_patrol_is_a_task_a_place_and_its_result_comes_back(ground: Ground) -> None:
    matter = ground.in_hand()
    tasks = actions.spread_patrol(
        matter_id=matter.pk,
        places=["甲店", "乙店", "甲店", " "],
        demand="看净化器",
        by=ground.users["lead"],
        at=MORNING,
    )
    assert [task.place_text for task in tasks] == ["甲店", "乙店"]
    with pytest.raises(actions.NotAllowed, match="是否发现"):
        actions.finish_task(task_id=tasks[0].pk, result="在用", by=ground.users["officer"])
    actions.finish_task(
        task_id=tasks[0].pk,
        result="滤网积油",
        found_problem=True,
        open_new=True,
        by=ground.users["officer"],
        at=MORNING,
    )
    new = Matter.objects.get(spread_from=matter)
    assert (new.step, new.place_text, new.event_type) == (Step.ACCEPTED, "甲店", matter.event_type)
    assert not WorkItem.objects.get(pk=tasks[0].pk).is_open and WorkItem.objects.get(pk=tasks[1].pk).is_open


def test_a_finished_task_is_not_finished_again(ground: Ground) -> None:
    matter = ground.in_hand()
    task = actions.ask_assist(
        matter_id=matter.pk, agency_id=ground.agencies["ecology"].pk, demand="检测", by=ground.users["lead"], at=MORNING
    )
    actions.sign_task(task_id=task.pk, by=ground.users["ecology"], at=MORNING)
    actions.finish_task(task_id=task.pk, result="超标", by=ground.users["ecology"], at=MORNING)
    with pytest.raises(actions.NotAllowed, match="已完成"):
        actions.finish_task(task_id=task.pk, result="又写", by=ground.users["ecology"])


def test_the_same_unit_is_not_asked_twice(ground: Ground) -> None:
    matter = ground.in_hand()
    asked = {"agency_id": ground.agencies["ecology"].pk, "demand": "检测", "by": ground.users["lead"]}
    actions.ask_assist(matter_id=matter.pk, **asked)
    with pytest.raises(actions.NotAllowed, match="已有一项协办"):
        actions.ask_assist(matter_id=matter.pk, **asked)
    assert Task.objects.filter(kind="assist").count() == 1


def test_a_lead_unit_cannot_be_its_own_assistant(ground: Ground) -> None:
    matter = ground.in_hand()
    with pytest.raises(actions.NotAllowed, match="就是主办单位"):
        actions.ask_assist(
            matter_id=matter.pk, agency_id=ground.agencies["team"].pk, demand="检测", by=ground.users["lead"]
        )
