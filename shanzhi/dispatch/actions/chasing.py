"""What does the clock do by itself? It reminds, lets pauses lapse and puts settled files away."""

import uuid
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from shanzhi.identity.models import User
from shanzhi.law import limits
from shanzhi.law.obstacle import NotAllowed
from shanzhi.ledger.actors import SYSTEM, Actor
from shanzhi.ledger.models import Event
from shanzhi.registry.models import County
from shanzhi.registry.queries import calendar_of, work_hours_of

from .. import rules
from ..models import ClockChange, Matter, Step, WorkItem
from ..queries.people import centre_people, leads_of_unit, people_of_unit
from .clock import resume_clock
from .frame import call, lock, log, moment
from .matter import archive_matter

LONG_OVERDUE = timedelta(days=2)
AT_ONCE = 500
CHUNK = 1000
# Whose eyes a centre step needs: the permission that moves it on.
CENTRE_STEPS = {
    "pending": "dispatch.accept_matter",
    "accepted": "dispatch.assign_matter",
    "answered": "dispatch.verify_answer",
    "verified": "dispatch.verify_answer",
    "long_term": "dispatch.grant_time",
    "ruling": "dispatch.rule_return",
    "time": "dispatch.grant_time",
}


@dataclass(frozen=True)
class Level:
    """A rung of the ladder: its name in the ledger and its words."""

    code: str
    words: str


SOON, LATE, LONG = Level("soon", "即将到期"), Level("late", "已超期"), Level("long", "已超期两日以上")


def tell_people(*, users: Iterable[User], matter: Matter, text: str, cause_id: uuid.UUID) -> None:
    """Tell people about a matter; telling twice for one cause tells once."""
    call(users, matter, text, cause_id)


def chase_due(*, now: datetime | None = None) -> int:
    """Remind of everything due soon, late or long late, each rung once for a due date; return how many were sent."""
    at = moment(now)
    sent = 0
    for county in County.objects.all():
        rows = _waiting(county, at)
        while sent < AT_ONCE and (part := list(islice(rows, CHUNK))):
            done = _chased({row.subject_id for row in part})
            for row in part:
                level = _level(row, at)
                if sent < AT_ONCE and (row.subject_id, level.code, row.due_at.isoformat()) not in done:
                    _chase(row, level, at)
                    sent += 1
    return sent


def _waiting(county: County, at: datetime) -> Iterator[Any]:
    """Return the open lines due before long, the oldest first."""
    limit = limits.Limit(max(county.warn_hours, 1), limits.LimitUnit.WORKING_HOUR)
    horizon = limits.due_at(at, limit, calendar_of(county), work_hours_of(county)).at
    rows = WorkItem.objects.filter(
        county=county.code, is_open=True, paused_for="", due_at__lte=horizon, matter_id__isnull=False
    )
    return iter(list(rows.select_related("officer").order_by("due_at", "subject_id")))


def _level(row: WorkItem, at: datetime) -> Level:
    assert row.due_at is not None
    if at <= row.due_at:
        return SOON
    return LONG if at - row.due_at > LONG_OVERDUE else LATE


def _chased(subjects: set[uuid.UUID]) -> set[tuple[uuid.UUID, str, str]]:
    """Return which rungs have been told for which due dates."""
    events = Event.objects.filter(kind="dispatch.matter_chased", subject_id__in=subjects)
    return {(e.subject_id, e.data.get("level", ""), e.data.get("due_at", "")) for e in events.iterator()}


@transaction.atomic
def _chase(row: WorkItem, level: Level, at: datetime) -> None:
    matter = lock(row.matter_id)  # type: ignore[arg-type]
    users = _whom(matter, row, level)
    due = timezone.localtime(row.due_at)
    event = log("dispatch.matter_chased", matter, SYSTEM, at, subject=row, level=level.code, due_at=row.due_at,
                told=len(users), about=row.step_label)  # fmt: skip
    call(users, matter, f"「{row.step_label}」{level.words}（{due:%m月%d日 %H:%M}）：{row.title}", event.pk)


def _whom(matter: Matter, row: WorkItem, level: Level) -> list[User]:
    """Return who hears it: the one who works on it, then who answers for the unit, then the centre's head."""
    head = centre_people(matter.county, "dispatch.grant_time")
    if permission := CENTRE_STEPS.get(row.step):
        return head if level is LONG else [*centre_people(matter.county, permission), *(head if level is LATE else [])]
    if row.agency_id is None:
        return head
    workers = people_of_unit(matter, row.agency_id, row.officer.user_id if row.officer else None)
    if level is SOON:
        return workers
    return [*workers, *leads_of_unit(matter, row.agency_id), *(head if level is LONG else [])]


def lapse_pauses(*, now: datetime | None = None) -> int:
    """Let the clock of every matter run again whose pause has reached its end."""
    at = moment(now)
    late = ClockChange.objects.filter(
        kind=ClockChange.Kind.PAUSE, state=ClockChange.State.GRANTED, until_at__isnull=True, lapses_at__lte=at
    )
    count = 0
    for matter_id in late.values_list("matter_id", flat=True)[:AT_ONCE]:
        try:
            resume_clock(matter_id=matter_id, by=SYSTEM, at=at)
            count += 1
        except NotAllowed:
            continue  # resumed by hand in the meantime
    return count


def archive_settled(*, now: datetime | None = None) -> int:
    """Put away what was closed longer ago than a reporter may ask for a second handling."""
    at = moment(now)
    count = 0
    for county in County.objects.all():
        before = at - timedelta(days=county.reopen_days + 1)
        settled = Q(step__in=[Step.CLOSED, Step.RATED], closed_at__lt=before)
        for matter_id in Matter.objects.filter(settled, county=county.code).values_list("pk", flat=True)[:AT_ONCE]:
            try:
                archive_matter(matter_id=matter_id, by=SYSTEM, at=at)
                count += 1
            except NotAllowed:
                continue  # patrols around it still run
    return count


@transaction.atomic
def note_request(*, matter_id: uuid.UUID, report_id: uuid.UUID, by: Actor, at: datetime | None = None) -> Matter:
    """A reporter asked for a second handling of a matter that is open again or was refused: the centre is told."""
    now = moment(at)
    matter = lock(matter_id)
    seen = Event.objects.filter(kind="dispatch.request_noted", data__report_id=str(report_id))
    if seen.exists():
        return matter
    event = log("dispatch.request_noted", matter, by, now, report_id=report_id)
    people = list(centre_people(matter.county, "dispatch.grant_time"))
    if matter.agency_id and matter.step in rules.OPEN_STEPS:
        people += people_of_unit(matter, matter.agency_id, matter.officer.user_id if matter.officer else None)
    call(people, matter, "又有反映人要求重新办理", event.pk)
    return matter
