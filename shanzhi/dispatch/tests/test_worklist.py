"""One list for everything: who sees what, in which order, with how many queries."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from shanzhi.dispatch import actions
from shanzhi.dispatch.models import WorkItem
from shanzhi.dispatch.queries import map as maps
from shanzhi.dispatch.queries import worklist as work
from shanzhi.identity.models import User
from shanzhi.ledger.rows import new_id

from .ground import CODE, MORNING, Ground

pytestmark = pytest.mark.django_db


def user(ground: Ground, name: str) -> User:
    """A user as a request reads him: nothing kept from before."""
    return User.objects.get(pk=ground.users[name].pk)


def numbers(ground: Ground, name: str, **query: str) -> set[str]:
    return {line.item.number for line in work.worklist(user(ground, name), query, now=MORNING).rows}


def fill(ground: Ground, count: int) -> None:
    now = timezone.now()
    WorkItem.objects.bulk_create(
        WorkItem(
            subject_id=new_id(),
            county=CODE,
            kind="matter",
            number=f"F{i:05d}",
            title=f"垃圾桶满溢 {i}",
            step="in_hand",
            step_label="处置中",
            agency=ground.agencies["team"],
            officer=ground.officers["officer"],
            lon=118.5 + i / 100_000,
            lat=28.9,
            opened_at=now,
            due_at=now + timedelta(minutes=i),
            sort_at=now + timedelta(minutes=i),
        )
        for i in range(count)
    )


def test_each_sees_his_own_ground(ground: Ground) -> None:
    first, second, waiting = ground.assigned(), ground.assigned(agency="team2"), ground.matter()
    assert numbers(ground, "desk") == {first.number, second.number, waiting.number}
    assert numbers(ground, "lead") == {first.number}
    assert numbers(ground, "lead2") == {second.number}
    assert numbers(ground, "ecology") == set()


def test_an_assisting_unit_sees_its_task(ground: Ground) -> None:
    matter = ground.in_hand()
    actions.ask_assist(
        matter_id=matter.pk, agency_id=ground.agencies["ecology"].pk, demand="检测", by=ground.users["lead"], at=MORNING
    )
    page = work.worklist(user(ground, "ecology"), {}, now=MORNING)
    assert [line.item.kind for line in page.rows] == ["task"]


def test_filters_from_the_address_and_nonsense_is_dropped(ground: Ground) -> None:
    smoke, waste = ground.assigned(), ground.accepted(kind="waste", text="垃圾桶满了（示例）")
    assert numbers(ground, "desk", type="waste") == {waste.number}
    assert numbers(ground, "desk", step="assigned") == {smoke.number}
    assert numbers(ground, "desk", q="垃圾") == {waste.number}
    assert numbers(ground, "desk", q="垃圾桶满") == {waste.number}
    assert numbers(ground, "desk", q="100%_") == set()
    assert numbers(ground, "desk", agency="x", light="?", urgency="9", **{"from": "2026-99-99"}) == {
        smoke.number,
        waste.number,
    }
    late = work.worklist(user(ground, "desk"), {"light": "late"}, now=MORNING + timedelta(days=1))
    assert [line.item.number for line in late.rows] == [waste.number]


def test_pages_follow_one_another_without_gap_or_repeat(ground: Ground) -> None:
    fill(ground, 120)
    seen, query = [], {}
    for _ in range(3):
        page = work.worklist(user(ground, "desk"), query)
        seen += [line.item.number for line in page.rows]
        query = {"after": page.older or ""}
    assert seen == [f"F{i:05d}" for i in range(120)]
    back = work.worklist(user(ground, "desk"), {"before": page.newer or ""})
    assert [line.item.number for line in back.rows] == seen[50:100]
    assert back.newer and back.older


def test_the_number_of_queries_does_not_grow_with_the_rows(ground: Ground) -> None:
    work.worklist(user(ground, "lead"), {})
    counts = []
    for more in (10, 190):
        fill(ground, more)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            work.worklist(user(ground, "lead"), {})
        counts.append(len(queries))
        WorkItem.objects.update(number="x")
    assert counts[0] == counts[1] <= 12


def test_today_puts_late_today_and_soon_apart(ground: Ground) -> None:
    ground.in_hand()
    for days, name in ((9, "late"), (3, "today"), (1, "soon")):
        lists = work.today_lists(user(ground, "officer"), now=MORNING + timedelta(days=days))
        assert [key for key, rows in lists.items() if rows] == [name]


def test_the_map_draws_points_while_few_and_clusters_when_many(ground: Ground) -> None:
    box = maps.Box(118.4, 28.8, 118.6, 29.0)
    clock = work.Clock.of(ground.county)
    rows = work.work_for(user(ground, "desk"))
    fill(ground, 5)
    assert len(maps.features(rows, box, clock)["features"]) == 5
    fill(ground, 600)
    found = maps.features(rows, box, clock)["features"]
    assert len(found) < 60 and sum(one["properties"]["count"] for one in found) == 605
    assert maps.features(rows, maps.Box(10, 10, 11, 11), clock)["features"] == []


@pytest.mark.parametrize("text", ["", "1,2,3", "a,b,c,d", "2,2,1,1", "0,0,999,1", None])
def test_a_broken_box_is_no_box(text: str | None) -> None:
    assert maps.Box.read(text) is None
