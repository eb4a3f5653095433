"""Giving a matter to a unit: the clock, the officer, the second dispatcher, the change of mind."""

import threading
from datetime import date, timedelta

import pytest
from django.db import connection

from shanzhi.dispatch import actions
from shanzhi.dispatch.models import Matter, Step, Task, WorkItem
from shanzhi.identity.models import Notice
from shanzhi.ledger.models import Event

from .ground import MORNING, Ground, make_ground

pytestmark = pytest.mark.django_db


def test_the_clock_starts_at_assignment_not_at_signature(ground: Ground) -> None:
    matter = ground.assigned()
    assert matter.due_at is not None and matter.due_at.date() == date(2026, 3, 12)
    due = matter.due_at
    actions.sign_matter(matter_id=matter.pk, by=ground.users["lead"], at=MORNING + timedelta(days=1))
    assert Matter.objects.get(pk=matter.pk).due_at == due


def test_the_worklist_line_follows(ground: Ground) -> None:
    matter = ground.assigned()
    line = WorkItem.objects.get(pk=matter.pk)
    assert (line.step, line.agency_id, line.due_at) == (Step.ASSIGNED, ground.agencies["team"].pk, matter.due_at)


def test_the_unit_is_told_once(ground: Ground) -> None:
    ground.assigned()
    told = set(Notice.objects.values_list("user__username", flat=True))
    assert {"lead", "officer"} <= told


def test_an_assisting_unit_gets_a_task_and_a_limit_of_its_own(ground: Ground) -> None:
    matter = ground.accepted()
    actions.assign_matter(
        matter_id=matter.pk,
        agency_id=ground.agencies["team"].pk,
        assisting_ids=[ground.agencies["ecology"].pk],
        by=ground.users["desk"],
        at=MORNING,
    )
    task = Task.objects.get(kind="assist")
    assert task.due_at.date() == date(2026, 3, 11)
    assert WorkItem.objects.get(pk=task.pk).agency_id == ground.agencies["ecology"].pk


def test_before_acceptance_it_is_refused_with_the_step_named(ground: Ground) -> None:
    matter = ground.matter()
    with pytest.raises(actions.NotAllowed, match="待受理"):
        actions.assign_matter(matter_id=matter.pk, agency_id=ground.agencies["team"].pk, by=ground.users["desk"])


def test_an_officer_whose_certificate_ended_is_refused_with_the_articles(ground: Ground) -> None:
    matter = ground.accepted()
    with pytest.raises(actions.NotAllowed) as refused:
        actions.assign_matter(
            matter_id=matter.pk,
            agency_id=ground.agencies["team"].pk,
            officer_id=ground.officers["expired"].pk,
            by=ground.users["desk"],
            at=MORNING,
        )
    assert [o.written_basis for o in refused.value.obstacles] == ["行政处罚法42、浙江省综合行政执法条例28"]
    assert Matter.objects.get(pk=matter.pk).step == Step.ACCEPTED


def test_an_officer_of_another_unit_is_refused(ground: Ground) -> None:
    matter = ground.accepted()
    with pytest.raises(actions.NotAllowed, match="不在西镇执法队工作"):
        actions.assign_matter(
            matter_id=matter.pk,
            agency_id=ground.agencies["team2"].pk,
            officer_id=ground.officers["officer"].pk,
            by=ground.users["desk"],
            at=MORNING,
        )


def test_the_same_click_twice_assigns_once(ground: Ground) -> None:
    matter = ground.accepted()
    for _ in range(2):
        actions.assign_matter(
            matter_id=matter.pk,
            agency_id=ground.agencies["team"].pk,
            by=ground.users["desk"],
            version=matter.version,
        )
    assert Event.objects.filter(kind="dispatch.matter_assigned").count() == 1


def test_reassigning_keeps_deadline_and_history(ground: Ground) -> None:
    matter = ground.assigned()
    due = matter.due_at
    with pytest.raises(actions.NotAllowed, match="改派的理由"):
        actions.reassign_matter(
            matter_id=matter.pk, agency_id=ground.agencies["team2"].pk, reason=" ", by=ground.users["desk"]
        )
    actions.reassign_matter(
        matter_id=matter.pk, agency_id=ground.agencies["team2"].pk, reason="地点在西镇", by=ground.users["desk"]
    )
    matter = Matter.objects.get(pk=matter.pk)
    assert (matter.agency_id, matter.due_at, matter.step) == (ground.agencies["team2"].pk, due, Step.ASSIGNED)
    assert list(matter.tasks.values_list("state", flat=True)) == ["withdrawn", "sent"]


@pytest.mark.django_db(transaction=True)
def test_of_two_dispatchers_at_once_the_second_learns_who_was_first() -> None:
    ground = make_ground()
    matter = ground.accepted()
    barrier, outcomes = threading.Barrier(2), {}

    def assign(name: str, agency: str) -> None:
        try:
            barrier.wait()
            actions.assign_matter(
                matter_id=matter.pk,
                agency_id=ground.agencies[agency].pk,
                by=ground.users[name],
                version=matter.version,
            )
            outcomes[name] = "done"
        except actions.Conflict as conflict:
            outcomes[name] = conflict.obstacles[0].text
        finally:
            connection.close()

    threads = [threading.Thread(target=assign, args=pair) for pair in (("desk", "team"), ("desk2", "team2"))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    loser = next(text for text in outcomes.values() if text != "done")
    winner = next(name for name, text in outcomes.items() if text == "done")
    assert sorted(outcomes.values())[0] == "done" or "done" in outcomes.values()
    assert f"示例·{winner}" in loser and "待签收" in loser
    assert Task.objects.filter(matter=matter, kind="lead").count() == 1
