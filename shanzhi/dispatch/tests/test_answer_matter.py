"""The closing gate, the check by another, the rating, the second round."""

from datetime import timedelta

import pytest

from shanzhi.dispatch import actions, handlers
from shanzhi.dispatch.models import Answer, Matter, Step, Task
from shanzhi.identity.models import Notice
from shanzhi.intake.models import Report, Stage
from shanzhi.ledger.actors import PUBLIC
from shanzhi.ledger.events import record
from shanzhi.ledger.models import Event

from .ground import MORNING, Ground

pytestmark = pytest.mark.django_db


def test_a_thin_answer_is_refused_with_every_reason(ground: Ground) -> None:
    matter = ground.in_hand()
    with pytest.raises(actions.NotAllowed) as refused:
        ground.answer(matter, done="已办", told="", public_text="", no_photo_reason="")
    assert len(refused.value.obstacles) == 4


def test_an_officer_without_a_valid_certificate_cannot_answer(ground: Ground) -> None:
    matter = ground.in_hand()
    with pytest.raises(actions.NotAllowed) as refused:
        ground.answer(matter, by=ground.users["expired"])
    assert "行政处罚法42" in str(refused.value)


def test_an_open_assisting_task_holds_the_answer_until_it_is_done_or_taken_back(ground: Ground) -> None:
    matter = ground.in_hand()
    actions.ask_assist(
        matter_id=matter.pk, agency_id=ground.agencies["ecology"].pk, demand="检测", by=ground.users["lead"], at=MORNING
    )
    with pytest.raises(actions.NotAllowed, match="协办还没有完成"):
        ground.answer(matter)
    ground.answer(matter, end_assists=True)
    assert Task.objects.get(kind="assist").state == "withdrawn"


def test_who_answered_cannot_verify(ground: Ground) -> None:
    matter = ground.answered()
    with pytest.raises(actions.NotAllowed, match="不能核查自己"):
        actions.verify_answer(matter_id=matter.pk, by=ground.users["officer"])


def test_an_answer_sent_back_stays_beside_the_next(ground: Ground) -> None:
    matter = ground.answered()
    actions.send_back(matter_id=matter.pk, fault="too_thin", opinion="补照片", by=ground.users["verify"])
    after = Matter.objects.get(pk=matter.pk)
    assert (after.step, after.send_back_count, after.due_at) == (Step.IN_HAND, 1, matter.due_at)
    ground.answer(matter, at=MORNING + timedelta(hours=3))
    assert [answer.verdict for answer in Answer.objects.all()] == ["sent_back", "waiting"]


def test_closing_tells_every_reporter_the_answer(ground: Ground) -> None:
    matter = ground.in_hand()
    second = ground.report("同一家店（示例）")
    actions.attach_report(report_id=second.pk, matter_id=matter.pk, by=ground.users["desk"])
    ground.answer(matter)
    actions.verify_answer(matter_id=matter.pk, by=ground.users["verify"], at=MORNING)
    actions.close_matter(matter_id=matter.pk, by=ground.users["verify"], at=MORNING)
    assert set(Report.objects.values_list("stage", "answer")) == {(Stage.CLOSED, "净化器已清洗，复测正常。")}


def test_a_rating_counts_once_however_often_the_handler_runs(ground: Ground) -> None:
    matter = ground.closed()
    event = record("intake.report_rated", subject=Report.objects.get(), by=PUBLIC)
    for _ in range(2):
        handlers.rate_matter_of_report(event)
    assert Matter.objects.get(pk=matter.pk).step == Step.RATED
    assert Event.objects.filter(kind="dispatch.matter_rated").count() == 1


def test_reopening_reaches_the_unit_its_lead_and_the_centre_with_a_clock_of_its_own(ground: Ground) -> None:
    matter = ground.closed()
    Notice.objects.all().delete()
    event = record("intake.reopening_asked", subject=Report.objects.get(), by=PUBLIC, at=MORNING + timedelta(days=2))
    for _ in range(2):
        handlers.reopen_matter_of_report(event)
    after = Matter.objects.get(pk=matter.pk)
    assert (after.step, after.reopened_count, after.agency_id) == (Step.ASSIGNED, 1, matter.agency_id)
    assert after.due_at and matter.due_at and after.due_at > matter.due_at
    assert {"officer", "lead", "head"} <= set(Notice.objects.values_list("user__username", flat=True))


def test_the_second_reopening_is_marked_and_urgent(ground: Ground) -> None:
    matter = ground.closed()
    for _ in range(2):
        actions.reopen_matter(matter_id=matter.pk, reason="仍未解决", by=ground.users["verify"], at=MORNING)
        Matter.objects.filter(pk=matter.pk).update(step=Step.CLOSED)
        Task.objects.filter(matter=matter, ended_at__isnull=True).update(ended_at=MORNING, state="done")
    after = Matter.objects.get(pk=matter.pk)
    assert after.urgency == 2 and "reopened_again" in after.alarms


def test_an_answer_that_names_somebodys_id_card_is_refused(ground: Ground) -> None:
    matter = ground.in_hand()
    with pytest.raises(actions.NotAllowed, match="身份证号"):
        ground.answer(matter, public_text="店主身份证号 11010519491231002X 已登记。")
