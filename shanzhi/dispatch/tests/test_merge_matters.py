"""One thing or two: nobody's report is lost, and every step can be taken back."""

import threading

import pytest
from django.db import connection

from shanzhi.dispatch import actions, handlers
from shanzhi.dispatch.models import Matter, ReportLink, Step, Task
from shanzhi.intake.models import Report, Stage
from shanzhi.ledger.actors import PUBLIC, SYSTEM
from shanzhi.ledger.events import record
from shanzhi.ledger.models import Event

from .ground import Ground, make_ground

pytestmark = pytest.mark.django_db


def test_merging_moves_every_report_and_tells_them_where_it_stands(ground: Ground) -> None:
    into, other = ground.assigned(), ground.matter()
    actions.merge_matter(matter_id=other.pk, into_id=into.pk, reason="同一家店", by=ground.users["desk"])
    into, other = Matter.objects.get(pk=into.pk), Matter.objects.get(pk=other.pk)
    assert (into.report_count, other.step, other.merged_into_id) == (2, Step.MERGED, into.pk)
    assert set(Report.objects.values_list("stage", flat=True)) == {Stage.ASSIGNED}


def test_undoing_a_merge_restores_reports_and_work(ground: Ground) -> None:
    into, other = ground.assigned(), ground.in_hand()
    actions.merge_matter(matter_id=other.pk, into_id=into.pk, reason="同一家店", by=ground.users["desk"])
    actions.undo_merge(matter_id=other.pk, by=ground.users["desk"])
    other = Matter.objects.get(pk=other.pk)
    assert (other.step, other.report_count, other.agency_id) == (Step.ASSIGNED, 1, ground.agencies["team"].pk)
    assert Task.objects.filter(matter=other, kind="lead", ended_at__isnull=True).count() == 1
    assert Matter.objects.get(pk=into.pk).report_count == 1


def test_an_answered_matter_is_not_merged_away(ground: Ground) -> None:
    into, other = ground.assigned(), ground.answered()
    with pytest.raises(actions.NotAllowed, match="待核查"):
        actions.merge_matter(matter_id=other.pk, into_id=into.pk, reason="同一家店", by=ground.users["desk"])


def test_a_split_matter_has_no_clock_until_it_is_assigned_itself(ground: Ground) -> None:
    matter = ground.assigned()
    report = ground.report("另一件事（示例）")
    actions.attach_report(report_id=report.pk, matter_id=matter.pk, by=ground.users["desk"])
    new = actions.split_matter(
        matter_id=matter.pk, report_ids=[report.pk], reason="不是一件事", by=ground.users["desk"]
    )
    assert (new.step, new.due_at, new.assigned_at, new.report_count) == (Step.ACCEPTED, None, None, 1)
    assert Matter.objects.get(pk=matter.pk).report_count == 1


def test_not_all_reports_can_be_split_off(ground: Ground) -> None:
    matter = ground.assigned()
    with pytest.raises(actions.NotAllowed, match="不能把全部诉求"):
        actions.split_matter(
            matter_id=matter.pk, report_ids=[Report.objects.get().pk], reason="试", by=ground.users["desk"]
        )


def test_a_report_joined_to_another_goes_to_its_matter_in_whatever_order_the_jobs_run(ground: Ground) -> None:
    first = ground.report()
    second = ground.report(joined_to=first)
    for report in (second, first):
        handlers.open_matter_of_report(record("intake.report_received", subject=report, by=PUBLIC))
    assert Matter.objects.filter(step=Step.PENDING).count() == 1
    assert Matter.objects.get(step=Step.PENDING).report_count == 2


def test_joined_to_a_settled_matter_it_opens_one_of_its_own(ground: Ground) -> None:
    closed = ground.closed()
    second = ground.report(joined_to=Report.objects.get())
    matter = actions.open_or_join(report_id=second.pk, by=SYSTEM)
    assert matter.pk != closed.pk and matter.step == Step.PENDING


@pytest.mark.django_db(transaction=True)
def test_the_same_handler_run_twice_at_once_opens_one_matter() -> None:
    ground = make_ground()
    report = ground.report()
    barrier = threading.Barrier(3)

    def run() -> None:
        try:
            barrier.wait()
            actions.open_or_join(report_id=report.pk, by=SYSTEM)
        finally:
            connection.close()

    threads = [threading.Thread(target=run) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert Matter.objects.count() == 1 and ReportLink.objects.count() == 1
    assert Event.objects.filter(kind="dispatch.matter_opened").count() == 1
