"""Whose is it? One return a unit, ruled on by the centre; the clock never stops for it."""

from datetime import timedelta
from typing import Any

import pytest

from shanzhi.dispatch import actions
from shanzhi.dispatch.models import Matter, Return, Step, Task, WorkItem

from .ground import MORNING, Ground

pytestmark = pytest.mark.django_db


def ask(ground: Ground, matter: Matter, by: str = "lead", proposed: str = "ecology", **more: Any) -> Return:
    task = Task.objects.get(matter=matter, kind="lead", ended_at__isnull=True)
    values = {"rule": "示例清单第 3 条", "reason": "属环境监测", "at": MORNING + timedelta(hours=1), **more}
    return actions.ask_return(task_id=task.pk, proposed_id=ground.agencies[proposed].pk, by=ground.users[by], **values)


def test_a_return_waits_for_the_centre_with_a_limit_and_a_line_on_its_worklist(ground: Ground) -> None:
    matter = ground.assigned()
    row = ask(ground, matter)
    assert row.decide_by == MORNING + timedelta(hours=7), "四个工作时"
    line = WorkItem.objects.get(pk=row.pk)
    assert (line.kind, line.is_open, line.agency_id) == ("ruling", True, None)


def test_without_rule_or_owner_it_is_refused_with_every_reason(ground: Ground) -> None:
    matter = ground.assigned()
    with pytest.raises(actions.NotAllowed) as refused:
        ask(ground, matter, proposed="team", rule=" ", reason="")
    assert len(refused.value.obstacles) == 3


def test_while_it_waits_the_unit_cannot_sign(ground: Ground) -> None:
    matter = ground.assigned()
    ask(ground, matter)
    with pytest.raises(actions.NotAllowed, match="待中心裁定"):
        actions.sign_matter(matter_id=matter.pk, by=ground.users["lead"])


def test_upheld_the_proposed_owner_has_it_with_the_same_deadline(ground: Ground) -> None:
    matter = ground.assigned()
    row = ask(ground, matter)
    actions.rule_return(return_id=row.pk, uphold=True, reason="同意", by=ground.users["head"])
    after = Matter.objects.get(pk=matter.pk)
    assert (after.agency_id, after.due_at, after.step) == (ground.agencies["ecology"].pk, matter.due_at, Step.ASSIGNED)
    assert after.assigned_at == matter.assigned_at
    assert [task.state for task in after.tasks.all()] == ["returned", "sent"]
    assert not WorkItem.objects.get(pk=row.pk).is_open


def test_rejected_it_stays_and_the_unit_may_not_ask_again(ground: Ground) -> None:
    matter = ground.assigned()
    row = ask(ground, matter)
    actions.rule_return(return_id=row.pk, uphold=False, reason="清单写明由你队承办", by=ground.users["head"])
    assert Matter.objects.get(pk=matter.pk).due_at == matter.due_at
    with pytest.raises(actions.NotAllowed, match="只能申请一次"):
        ask(ground, matter)


def test_a_ruling_is_made_once_and_not_by_the_one_who_asked(ground: Ground) -> None:
    matter = ground.assigned()
    row = ask(ground, matter, by="head")
    with pytest.raises(actions.NotAllowed, match="不能裁定自己的申请"):
        actions.rule_return(return_id=row.pk, uphold=True, reason="同意", by=ground.users["head"])
    actions.rule_return(return_id=row.pk, uphold=True, reason="同意", by=ground.users["desk"])
    with pytest.raises(actions.NotAllowed, match="已裁定"):
        actions.rule_return(return_id=row.pk, uphold=False, reason="反悔", by=ground.users["desk"])
