"""How long may this step take, when does it end, and what colour is it? Internal limits, counted by the law package."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime, timedelta

from shanzhi.law import limits
from shanzhi.law.calendar import Calendar
from shanzhi.registry.models import LimitUnit

from ..models import ClockChange, Matter, Step

UNITS = {
    LimitUnit.HOUR: limits.LimitUnit.HOUR,
    LimitUnit.WORKING_HOUR: limits.LimitUnit.WORKING_HOUR,
    LimitUnit.DAY: limits.LimitUnit.DAY,
    LimitUnit.WORKING_DAY: limits.LimitUnit.WORKING_DAY,
}

# Steps in which nobody but the centre can move the matter: without a limit of their own they would wait for ever (P14).
CENTRE_LIMITS = {
    Step.PENDING: limits.Limit(4, limits.LimitUnit.WORKING_HOUR),
    Step.ACCEPTED: limits.Limit(4, limits.LimitUnit.WORKING_HOUR),
    Step.ANSWERED: limits.Limit(2, limits.LimitUnit.WORKING_DAY),
    Step.VERIFIED: limits.Limit(2, limits.LimitUnit.WORKING_DAY),
}
DECISION_LIMIT = limits.Limit(1, limits.LimitUnit.WORKING_DAY)
LONGEST_PAUSE = limits.Limit(30, limits.LimitUnit.WORKING_DAY)
LONGEST_SHELF_DAYS = 185


def law_limit(value: int, unit: str) -> limits.Limit:
    """Return a limit of the tables as the law package counts it."""
    return limits.Limit(value, UNITS[LimitUnit(unit)])


def day_end(day: date) -> datetime:
    """Return the last moment of a day here."""
    return datetime.combine(day, limits.END_OF_DAY, limits.SHANGHAI)


def step_limit(step: str) -> limits.Limit | None:
    """Return the centre's own limit for a step, where it has one."""
    return CENTRE_LIMITS.get(Step(step))


def due_of(
    matter: Matter, changes: Iterable[ClockChange], calendar: Calendar, hours: limits.WorkHours
) -> limits.Due | None:
    """Return when the handling ends, with the sentence that explains it; None before the first assignment.

    Pauses are left out; every granted extension is counted on from the end before it.
    """
    if not (matter.assigned_at and matter.limit_value):
        return None
    granted = [c for c in changes if c.state == ClockChange.State.GRANTED and (c.decided_at or c.asked_at)]
    granted = [c for c in granted if c.asked_at >= matter.assigned_at]
    pauses = [(c.from_at, c.until_at) for c in granted if c.kind == ClockChange.Kind.PAUSE and c.from_at]
    limit = law_limit(matter.limit_value, matter.limit_unit)
    due = limits.due_at(matter.assigned_at, limit, calendar, hours, pauses)
    for change in sorted((c for c in granted if c.kind == ClockChange.Kind.EXTENSION), key=lambda c: c.asked_at):
        extra = law_limit(change.value or 1, change.unit)
        longer = limits.due_at(due.at, extra, calendar, hours, pauses)
        text = f"{due.explanation}延期{extra}（{change.ground}），到{longer.at.astimezone(limits.SHANGHAI):%Y-%m-%d %H:%M}止。"
        due = replace(longer, explanation=text, provisional=due.provisional or longer.provisional)
    return due


def light_of(
    due_at: datetime | None,
    now: datetime,
    *,
    paused_for: str,
    warn_hours: int,
    calendar: Calendar,
    hours: limits.WorkHours,
) -> limits.Light | None:
    """Return the light of a worklist line; a line without a term has none."""
    if paused_for:
        return limits.light(due_at or now, now, paused=paused_for)
    if due_at is None:
        return None
    warn: limits.Limit | timedelta = timedelta(0)
    if warn_hours:
        warn = limits.Limit(warn_hours, limits.LimitUnit.WORKING_HOUR)
    return limits.light(due_at, now, warn_before=warn, calendar=calendar, hours=hours)
