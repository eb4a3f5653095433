"""More time, a clock that stands still, the long-term list, and the jobs that look after them."""

from datetime import date, timedelta

import pytest

from shanzhi.dispatch import actions, checking
from shanzhi.dispatch.models import ClockChange, Matter, Step, WorkItem
from shanzhi.identity.models import Notice
from shanzhi.ledger.models import Event

from .ground import MORNING, Ground

pytestmark = pytest.mark.django_db


def ask(county: Ground, matter: Matter, kind: str = "extension", **fields: object) -> ClockChange:
    named = "案情复杂" if kind == "extension" else "调取资料"
    values = {"ground": named, "reason": "示例", "value": 2, "at": MORNING + timedelta(hours=1), **fields}
    return actions.ask_time(matter_id=matter.pk, kind=kind, by=county.users["officer"], **values)  # type: ignore[arg-type]


def test_an_extension_names_unit_ground_and_approver_and_moves_the_end(ground: Ground) -> None:
    matter = ground.in_hand()
    row = ask(ground, matter)
    actions.decide_time(change_id=row.pk, grant=True, reason="同意", by=ground.users["head"], at=MORNING)
    after = Matter.objects.get(pk=matter.pk)
    assert after.due_at and after.due_at.date() == date(2026, 3, 16), "周四加两个工作日是下周一"
    assert not list(checking.deadline_differences())


def test_who_asked_cannot_decide(ground: Ground) -> None:
    matter = ground.in_hand()
    row = ask(ground, matter)
    with pytest.raises(actions.NotAllowed, match="不能批准自己"):
        actions.decide_time(change_id=row.pk, grant=True, reason="同意", by=ground.users["officer"])


def test_an_unknown_ground_is_refused_with_the_list(ground: Ground) -> None:
    matter = ground.in_hand()
    with pytest.raises(actions.NotAllowed, match="不在清单"):
        ask(ground, matter, ground="太忙")


def test_a_late_matter_cannot_ask_any_more(ground: Ground) -> None:
    matter = ground.in_hand()
    with pytest.raises(actions.NotAllowed, match="已经超过办理期限"):
        ask(ground, matter, at=MORNING + timedelta(days=9))


def test_a_pause_is_taken_out_of_the_time_and_says_so(ground: Ground) -> None:
    matter = ground.in_hand()
    row = ask(ground, matter, "pause")
    actions.decide_time(change_id=row.pk, grant=True, reason="同意", by=ground.users["head"], at=MORNING)
    assert WorkItem.objects.get(pk=matter.pk).paused_for == "调取资料"
    actions.resume_clock(matter_id=matter.pk, by=ground.users["officer"], at=MORNING + timedelta(days=1))
    after = Matter.objects.get(pk=matter.pk)
    assert after.due_at and after.due_at.date() == date(2026, 3, 13), "停一天，到期顺延一个工作日"
    assert after.paused_for == ""


def test_a_pause_nobody_ends_lapses_by_itself(ground: Ground) -> None:
    matter = ground.in_hand()
    row = ask(ground, matter, "pause")
    actions.decide_time(change_id=row.pk, grant=True, reason="同意", by=ground.users["head"], at=MORNING)
    assert actions.lapse_pauses(now=MORNING + timedelta(days=1)) == 0
    assert actions.lapse_pauses(now=MORNING + timedelta(days=9)) == 1
    assert Matter.objects.get(pk=matter.pk).paused_for == ""
    assert actions.lapse_pauses(now=MORNING + timedelta(days=9)) == 0


def test_the_shelf_has_a_review_day_and_the_clock_runs_on_afterwards(ground: Ground) -> None:
    matter = ground.in_hand()
    with pytest.raises(actions.NotAllowed, match="复查日"):
        actions.shelve_matter(
            matter_id=matter.pk, reason="待批", public_text="待批", review_on=date(2027, 3, 9), by=ground.users["head"],
            at=MORNING,
        )  # fmt: skip
    actions.shelve_matter(
        matter_id=matter.pk, reason="待批", public_text="需要等待批复", review_on=date(2026, 4, 9),
        by=ground.users["head"], at=MORNING,
    )  # fmt: skip
    line = WorkItem.objects.get(pk=matter.pk)
    assert (line.step, line.due_at.date()) == (Step.LONG_TERM, date(2026, 4, 9))  # type: ignore[union-attr]
    actions.review_shelf(
        matter_id=matter.pk,
        text="仍在等",
        review_on=date(2026, 5, 9),
        by=ground.users["head"],
        at=MORNING + timedelta(31),
    )
    actions.unshelve_matter(
        matter_id=matter.pk, reason="已批", by=ground.users["head"], at=MORNING + timedelta(days=40)
    )
    after = Matter.objects.get(pk=matter.pk)
    assert after.step == Step.IN_HAND and after.due_at and after.due_at > MORNING + timedelta(days=40)
    assert not list(checking.deadline_differences()) and not list(checking.work_item_differences())


def test_reminders_climb_from_officer_to_lead_to_centre_and_never_repeat(ground: Ground) -> None:
    matter = ground.in_hand()
    Notice.objects.all().delete()
    due = matter.due_at
    assert due

    def told(now: object) -> set[str]:
        before = set(Notice.objects.values_list("pk", flat=True))
        actions.chase_due(now=now)  # type: ignore[arg-type]
        return set(Notice.objects.exclude(pk__in=before).values_list("user__username", flat=True))

    assert told(due - timedelta(hours=2)) == {"officer"}
    assert told(due - timedelta(hours=1)) == set()
    assert told(due + timedelta(hours=1)) == {"officer", "lead"}
    assert "head" in told(due + timedelta(days=3))
    assert Event.objects.filter(kind="dispatch.matter_chased").count() == 3


def test_what_was_settled_long_ago_is_put_away(ground: Ground) -> None:
    matter = ground.closed()
    assert actions.archive_settled(now=MORNING + timedelta(days=3)) == 0
    assert actions.archive_settled(now=MORNING + timedelta(days=17)) == 1
    assert Matter.objects.get(pk=matter.pk).step == Step.ARCHIVED
