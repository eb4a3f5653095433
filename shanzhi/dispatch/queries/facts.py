"""What must the rules know of this matter and of the person who wants to act? A constant number of queries."""

from datetime import datetime
from typing import Any

from django.utils import timezone

from shanzhi.law.limits import Due
from shanzhi.registry.models import County, Officer
from shanzhi.registry.queries import calendar_of, certificate_state, work_hours_of

from .. import rules
from ..models import Answer, ClockChange, Dispute, Matter, Return, Step, Task


def facts_of(matter: Matter, *, now: datetime | None = None) -> rules.Facts:
    """Return the facts of a matter for the guards (five queries)."""
    return facts_from(
        matter,
        tasks=list(Task.objects.filter(matter=matter).select_related("agency")),
        returns=list(Return.objects.filter(task__matter=matter).select_related("task")),
        changes=list(ClockChange.objects.filter(matter=matter)),
        answers=list(Answer.objects.filter(matter=matter)),
        disputes=list(Dispute.objects.filter(matter=matter).select_related("owner")),
        now=now,
    )


def facts_from(
    matter: Matter,
    *,
    tasks: list[Task],
    returns: list[Return],
    changes: list[ClockChange],
    answers: list[Answer],
    disputes: list[Dispute],
    now: datetime | None = None,
) -> rules.Facts:
    """Return the facts from rows already read."""
    moment = now or timezone.now()
    still = [task for task in tasks if task.ended_at is None]
    lead = next((task for task in still if task.kind == Task.Kind.LEAD), None)
    last = answers[-1] if answers else None
    return rules.Facts(
        step=Step(matter.step),
        lead_agency_id=matter.agency_id,
        lead_agency=str(matter.agency or ""),
        enforces=bool(matter.agency and matter.agency.kind in rules.guards.ENFORCING),
        has_type=matter.event_type_id is not None,
        report_count=matter.report_count,
        open_assists=tuple(str(task.agency) for task in still if task.kind == Task.Kind.ASSIST),
        open_patrols=sum(task.kind == Task.Kind.PATROL for task in still),
        open_return=any(r.ruling == Return.Ruling.OPEN and lead and r.task_id == lead.pk for r in returns),
        return_ruled=any(r.ruling != Return.Ruling.OPEN for r in returns),
        open_dispute=any(row.ended_at is None for row in disputes),
        ruled_by_guidance=next((str(row.owner) for row in disputes if row.state == Dispute.State.RULED), ""),
        units_that_returned=frozenset(r.task.agency_id for r in returns),
        open_time_ask=any(change.state == ClockChange.State.ASKED for change in changes),
        is_paused=bool(matter.paused_for),
        is_late=bool(matter.due_at and not matter.paused_for and moment > matter.due_at),
        answered_by=last.by_id if last else None,
    )


def doer_of(by: Any, *, at: datetime | None = None) -> rules.Doer:
    """Return the person behind an actor, with his certificate's state on the day (one query)."""
    if by.actor_id is None or by.actor_kind != "staff":
        return rules.Doer(by.actor_id)
    officer = Officer.objects.filter(user_id=by.actor_id, is_active=True).first()
    if officer is None:
        return rules.Doer(by.actor_id)
    on = timezone.localdate(at or timezone.now())
    return rules.Doer(by.actor_id, officer.working_agency_id, officer.standing, certificate_state(officer, on=on))


def due_of(matter: Matter, county: County, changes: list[ClockChange] | None = None) -> Due | None:
    """Return when the handling of the matter ends, with its explanation."""
    rows = list(ClockChange.objects.filter(matter=matter)) if changes is None else changes
    return rules.due_of(matter, rows, calendar_of(county), work_hours_of(county))
