"""What stands on the worklist? One line for each thing that waits for somebody, kept by the actions in their transaction."""

import uuid
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db import connection
from django.utils import timezone

from shanzhi.law import limits
from shanzhi.registry.models import County
from shanzhi.registry.queries import calendar_of, county_named, work_hours_of

from .. import rules
from ..models import ClockChange, Dispute, Matter, Return, Step, Task, WorkItem

FIRST = timedelta(days=3650)  # before anything that waits by its due date
COLUMNS = [field.name for field in WorkItem._meta.concrete_fields if field.name != "subject_id"]


def put_work_item(item: WorkItem) -> None:
    """Write the line, or bring the one for the same subject up to date."""
    put_work_items([item])


def put_work_items(items: Sequence[WorkItem]) -> None:
    """Write several lines in one statement."""
    WorkItem.objects.bulk_create(
        items, update_conflicts=True, unique_fields=["subject_id"], update_fields=COLUMNS, batch_size=500
    )


def end_work_item(subject_id: uuid.UUID) -> None:
    """The subject is done: its line leaves the open worklist and stays to be found."""
    WorkItem.objects.filter(pk=subject_id, is_open=True).update(is_open=False)


def put_matter(matter: Matter) -> None:
    """Bring the matter's own line up to date."""
    put_work_item(matter_line(matter, step_term(matter)))


def step_term(matter: Matter) -> tuple[datetime | None, bool]:
    """Return until when the present step must move on: the handling's end, the centre's own limit, or the review day."""
    if matter.step == Step.LONG_TERM and matter.review_on:
        return rules.day_end(matter.review_on), False
    limit = rules.step_limit(matter.step)
    if limit is None:
        return matter.due_at, matter.due_is_provisional
    county = county_named(matter.county)
    due = limits.due_at(matter.step_at, limit, calendar_of(county), work_hours_of(county))
    return due.at, due.provisional


def matter_line(matter: Matter, term: tuple[datetime | None, bool]) -> WorkItem:
    """Return the worklist line a matter gives."""
    is_open = matter.step in rules.OPEN_STEPS
    due_at, provisional = term if is_open else (matter.due_at, matter.due_is_provisional)
    paused = matter.paused_for if matter.step in rules.WORKING_STEPS else ""
    return WorkItem(
        subject_id=matter.pk,
        county=matter.county,
        kind="matter",
        matter_id=matter.pk,
        number=matter.number,
        title=matter.title,
        step=matter.step,
        step_label=str(Step(matter.step).label),
        place_text=matter.place_text,
        area_code=matter.area_code,
        type_code=matter.event_type.code if matter.event_type_id and matter.event_type else "",
        source=matter.source,
        urgency=matter.urgency,
        alarms=matter.alarms,
        agency_id=matter.agency_id,
        officer_id=matter.officer_id,
        lon=matter.lon,
        lat=matter.lat,
        opened_at=matter.opened_at,
        due_at=due_at,
        due_is_provisional=provisional,
        paused_for=paused,
        report_count=matter.report_count,
        sort_at=_place(matter, due_at),
        is_open=is_open,
    )


def _place(matter: Matter, due_at: datetime | None) -> datetime:
    """What may be urgent stands before everything else until somebody has it in hand; the rest by its due date."""
    if matter.urgency and matter.step in (Step.PENDING, Step.ACCEPTED):
        return matter.opened_at - FIRST
    return due_at or matter.opened_at


def _about(matter: Matter, **fields: Any) -> WorkItem:
    """Return a line about a part of the matter: it shares the matter's place, type and number."""
    line = matter_line(matter, (None, False))
    for name, value in {"paused_for": "", "is_open": True, **fields}.items():
        setattr(line, name, value)
    line.sort_at = line.due_at or line.opened_at
    return line


def put_task(matter: Matter, task: Task) -> None:
    """Bring the line of an assisting or patrol task up to date; the lead task is the matter's own line."""
    if task.kind == Task.Kind.LEAD:
        return
    asked = Task.State(task.state)
    line = _about(
        matter,
        subject_id=task.pk,
        kind="task",
        title=f"{Task.Kind(task.kind).label}：{matter.title}"[:120],
        step=task.state,
        step_label=str(asked.label)[:20],
        place_text=task.place_text or matter.place_text,
        agency_id=task.agency_id,
        officer_id=task.officer_id,
        opened_at=task.sent_at,
        due_at=task.due_at,
        due_is_provisional=task.due_is_provisional,
        is_open=task.ended_at is None,
    )
    put_work_item(line)


def put_ruling(matter: Matter, row: Return) -> None:
    """Bring the line of a return that waits for the centre's ruling up to date."""
    line = _about(
        matter,
        subject_id=row.pk,
        kind="ruling",
        title=f"退回待裁定：{matter.title}"[:120],
        step="ruling",
        step_label=str(Return.Ruling(row.ruling).label),
        agency_id=None,
        officer_id=None,
        opened_at=row.asked_at,
        due_at=row.decide_by,
        is_open=row.ruling == Return.Ruling.OPEN,
    )
    put_work_item(line)


def put_time_ask(matter: Matter, row: ClockChange) -> None:
    """Bring the line of an extension or pause that waits for its decision up to date."""
    line = _about(
        matter,
        subject_id=row.pk,
        kind="time",
        title=f"{ClockChange.Kind(row.kind).label}待批准：{matter.title}"[:120],
        step="time",
        step_label=str(ClockChange.State(row.state).label),
        agency_id=None,
        officer_id=None,
        opened_at=row.asked_at,
        due_at=row.decide_by or row.asked_at + timedelta(days=1),
        is_open=row.state == ClockChange.State.ASKED,
    )
    put_work_item(line)


def next_matter_number(at: datetime) -> str:
    """Return the next number: the day and a running number that never repeats."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval('dispatch_matter_number')")
        return f"SJ{timezone.localdate(at):%Y%m%d}{cursor.fetchone()[0]:06d}"


def term_from(county: County, limit: limits.Limit, at: datetime) -> limits.Due:
    """Return when an internal limit that begins now ends."""
    return limits.due_at(at, limit, calendar_of(county), work_hours_of(county))


def put_dispute(matter: Matter, row: Dispute) -> None:
    """Bring the line of a dispute up to date: it waits for the other side first, then for the guidance body."""
    waits = row.state == Dispute.State.ASKED
    line = _about(
        matter,
        subject_id=row.pk,
        kind="dispute",
        title=f"职责争议：{matter.title}"[:120],
        step="reply" if waits else "dispute",
        step_label=str(Dispute.State(row.state).label),
        agency_id=row.other_id if waits else None,
        officer_id=None,
        opened_at=row.claimed_at,
        due_at=row.reply_by if waits else row.decide_by,
        is_open=row.ended_at is None,
    )
    put_work_item(line)
