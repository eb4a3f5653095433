"""A report becomes a matter, is taken on or not, gets its type corrected."""

from datetime import timedelta

import pytest

from shanzhi.dispatch import actions
from shanzhi.dispatch.models import Matter, Step, WorkItem
from shanzhi.identity.models import Notice
from shanzhi.intake.models import Report, Stage
from shanzhi.ledger.actors import SYSTEM
from shanzhi.ledger.models import Event

from .ground import MORNING, Ground

pytestmark = pytest.mark.django_db


def test_a_report_opens_one_matter_however_often_it_is_asked(ground: Ground) -> None:
    report = ground.report()
    first = actions.open_or_join(report_id=report.pk, by=SYSTEM)
    again = actions.open_or_join(report_id=report.pk, by=SYSTEM)
    assert first.pk == again.pk and Matter.objects.count() == 1
    assert first.title == "饭店油烟直排，味道很大（示例）"


def test_a_waiting_matter_has_the_centres_own_limit(ground: Ground) -> None:
    matter = ground.matter()
    line = WorkItem.objects.get(pk=matter.pk)
    assert line.due_at == MORNING + timedelta(hours=6), "四个工作时，扣除午休"


def test_accepting_tells_the_reporter(ground: Ground) -> None:
    matter = ground.accepted()
    assert (matter.step, matter.due_at) == (Step.ACCEPTED, None)
    assert Report.objects.get().stage == Stage.ACCEPTED


def test_accepting_twice_is_refused_with_the_step(ground: Ground) -> None:
    matter = ground.accepted()
    with pytest.raises(actions.NotAllowed, match="待派单"):
        actions.accept_matter(matter_id=matter.pk, event_type_id=ground.types["smoke"].pk, by=ground.users["desk"])


def test_refusing_needs_a_reason_and_shows_it_to_the_reporter(ground: Ground) -> None:
    matter = ground.matter()
    with pytest.raises(actions.NotAllowed, match="理由"):
        actions.refuse_matter(matter_id=matter.pk, reason="  ", by=ground.users["desk"])
    actions.refuse_matter(matter_id=matter.pk, reason="不在本县，请向所在地反映。", by=ground.users["desk"])
    report = Report.objects.get()
    assert (report.stage, report.refusal) == (Stage.REFUSED, "不在本县，请向所在地反映。")
    assert not WorkItem.objects.get(pk=matter.pk).is_open


def test_correcting_the_type_works_the_limit_out_anew_and_keeps_the_history(ground: Ground) -> None:
    matter = ground.assigned()
    before = matter.due_at
    actions.change_type(
        matter_id=matter.pk, event_type_id=ground.types["water"].pk, reason="看照片是污水", by=ground.users["desk"]
    )
    matter = Matter.objects.get(pk=matter.pk)
    assert before and matter.due_at == before + timedelta(days=4), "三个改为五个工作日，中间隔一个周末"
    assert matter.tasks.get().due_at == matter.due_at
    event = Event.objects.get(kind="dispatch.type_changed")
    assert (event.data["before"], event.data["after"]) == ("smoke", "water")


def test_the_reporter_withdraws_and_a_matter_of_nobody_else_ends(ground: Ground) -> None:
    matter = ground.assigned()
    report = Report.objects.get()
    Report.objects.update(wants_withdrawal=True)
    actions.withdraw_report(report_id=report.pk, by=SYSTEM)
    matter = Matter.objects.get(pk=matter.pk)
    assert matter.step == Step.WITHDRAWN
    assert matter.tasks.get().state == "withdrawn"


def test_a_withdrawal_changes_nothing_once_work_has_begun(ground: Ground) -> None:
    matter = ground.in_hand()
    Report.objects.update(wants_withdrawal=True)
    actions.withdraw_report(report_id=Report.objects.get().pk, by=SYSTEM)
    assert Matter.objects.get(pk=matter.pk).step == Step.IN_HAND
    assert Event.objects.filter(kind="dispatch.withdrawal_noted").count() == 1


def test_words_of_danger_put_a_matter_before_the_others_and_call_the_desk(ground: Ground) -> None:
    matter = ground.matter(text="楼道里有煤气味，快来人（示例）")
    assert (matter.urgency, matter.alarms) == (1, ["gas"])
    assert "desk" in set(Notice.objects.values_list("user__username", flat=True))
    assert ground.matter().alarms == []
