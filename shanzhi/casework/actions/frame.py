"""What does every action on a case do? Lock, ask the law, change, record, keep the history, the term and the worklist."""

import uuid
from collections.abc import Iterable
from datetime import date, datetime, time
from typing import Any

from django.utils import timezone

from shanzhi.dispatch.actions.work_items import put_work_item
from shanzhi.dispatch.models import WorkItem
from shanzhi.identity.queries import names_of
from shanzhi.law.limits import END_OF_DAY, SHANGHAI
from shanzhi.law.obstacle import NotAllowed, Obstacle
from shanzhi.law.rulebook import Overlay
from shanzhi.law.terms import Term, term
from shanzhi.ledger.actors import Actor
from shanzhi.ledger.events import record
from shanzhi.ledger.models import Event
from shanzhi.registry.queries import calendar_of, county_named

from .. import rules
from ..models import CaseStep, PenaltyCase, Step
from ..queries.facts import Rows, doer_of, facts_of, term_of_case
from ..queries.remedies import remedies_of_case
from ..queries.ways import label_of_way, terms_of_way
from ..rules import CaseFacts

RELATED = ("agency", "unit", "item__holder", "party", "matter")


class Conflict(NotAllowed):
    """Somebody else was faster; the sentence says who, when and what."""

    def __init__(self, case: PenaltyCase) -> None:
        last = CaseStep.objects.filter(case=case).order_by("-at", "-id").first()
        who = names_of([last.by_id]).get(last.by_id, "系统") if last and last.by_id else "系统"
        done = f"{who}已于{timezone.localtime(last.at):%m月%d日 %H:%M}办理「{last.title}」" if last else "案件已被改动"
        text = f"您打开页面后，{done}，案件现在是「{Step(case.step).label}」。您填的内容没有保存，也没有改动任何东西。"
        super().__init__([rules.house(text, "看看现在的情况，再决定怎么办")])


def lock(case_id: uuid.UUID) -> PenaltyCase:
    """Return the case, held until the transaction ends."""
    PenaltyCase.objects.select_for_update().values_list("pk").get(pk=case_id)
    return PenaltyCase.objects.select_related(*RELATED).get(pk=case_id)


def person(by: Actor) -> uuid.UUID:
    """Return who it is. Raises NotAllowed when nobody is signed in."""
    if by.actor_id is None:
        raise NotAllowed([rules.house("这一步要由登录的工作人员办理。", "请登录后再办")])
    return by.actor_id


def refuse(found: Iterable[Obstacle]) -> None:
    """Raise NotAllowed when anything stands in the way."""
    listed = list(found)
    if listed:
        raise NotAllowed(listed)


def wants(text: str, what: str, most: int = 4000) -> list[Obstacle]:
    """Return the reason when words that must be there are missing or too long."""
    if not text.strip():
        return [rules.house(f"没有写{what}。", f"请写明{what}")]
    if len(text.strip()) > most:
        return [rules.house(f"{what}太长（{len(text.strip())}字，最多{most}字）。", "请写短些")]
    return []


def day_of(on: date | None) -> date:
    return on or timezone.localdate()


def begin(
    verb: str,
    case_id: uuid.UUID,
    by: Actor,
    on: date,
    *,
    version: int | None = None,
    extra: Iterable[Obstacle] = (),
) -> tuple[PenaltyCase, CaseFacts, Rows]:
    """Lock the case and ask the law. Raises NotAllowed with every reason, Conflict when the page was out of date."""
    case = lock(case_id)
    if version is not None and version != case.version:
        raise Conflict(case)
    rows = Rows.of(case)
    facts = facts_of(case, on=on, rows=rows)
    refuse([*_day_obstacles(case, on), *rules.obstacles(verb, facts, doer_of(by)), *extra])
    return case, facts, rows


def _day_obstacles(case: PenaltyCase, on: date) -> list[Obstacle]:
    today = timezone.localdate()
    if on > today:
        return [rules.house(f"日期{on}在将来，今天是{today}。", "请核对日期")]
    if case.filed_on and on < case.filed_on:
        return [rules.house(f"日期{on}早于立案日期{case.filed_on}。", "请核对日期")]
    return []


def law_term(case: PenaltyCase, name: str, start: date, **more: Any) -> Term:
    """Return one of the terms of the case's governing rules."""
    return term(name, start, calendar_of(county_named(case.county)), overlay=Overlay(case.overlay), **more)


def save(case: PenaltyCase, step: str | None, *fields: str) -> None:
    """Write the changed fields; a new step takes its time; the term is worked out again; the version goes up."""
    changed = {*fields, "version", "due_on", "due_is_provisional"}
    if step is not None:
        case.step, case.step_at = step, timezone.now()
        changed |= {"step", "step_at"}
    due = term_of_case(case, Rows.of(case), today=timezone.localdate())
    case.due_on = due.due_day if due else None
    case.due_is_provisional = bool(due and due.provisional)
    case.version += 1
    case.save(update_fields=sorted(changed))


def log(
    verb: str,
    event: str,
    case: PenaltyCase,
    by: Actor,
    on: date,
    *,
    title: str = "",
    was: str = "",
    words: str = "",
    basis: str = "",
    **data: Any,
) -> Event:
    """Record the event, add the line of history, bring the worklist up to date."""
    made = record(event, subject=case, by=by, on=on, thread=case.pk, **data)
    one = rules.BY_VERB.get(verb)
    CaseStep.objects.create(
        case=case,
        verb=verb,
        title=(title or str(one.label if one else verb))[:120],
        from_step=was or case.step,
        to_step=case.step,
        basis=basis or (one.basis if one else ""),
        words=words.strip(),
        event_id=made.pk,
        on=on,
        at=timezone.now(),
        by_id=by.actor_id,
    )
    put_case(case)
    return made


def put_case(case: PenaltyCase) -> None:
    """Bring the case's own line on the worklist up to date."""
    lead = case.officers.filter(until_on__isnull=True, is_lead=True).values_list("officer_id", flat=True).first()
    ends = {Step.CLOSED, Step.NOT_FILED}
    answering = [one.answer_due_on for one in remedies_of_case(case.pk) if not one.answered_on and not one.ended_on]
    is_open = bool(answering) or (case.closed_on is None and case.step not in ends)
    due_at = _due_at(case, answering) if is_open else None
    put_work_item(
        WorkItem(
            subject_id=case.pk,
            county=case.county,
            kind="case",
            matter_id=None,
            number=(case.number or "未立案")[:20],
            # The party is not named here: a worklist hangs open on the wall of an office.
            title=case.cause,
            step=case.step[:12],
            step_label=label_of_way(case) or str(Step(case.step).label),
            place_text=case.act_place,
            area_code=case.area_code,
            agency_id=case.unit_id,
            officer_id=lead,
            opened_at=case.opened_at,
            due_at=due_at,
            due_is_provisional=case.due_is_provisional,
            paused_for=case.pauses.filter(last_on__isnull=True).values_list("kind", flat=True).first() or "",
            sort_at=due_at or case.opened_at,
            is_open=is_open,
        )
    )


def _due_at(case: PenaltyCase, answering: Iterable[date]) -> datetime | None:
    """Return the end of the present statutory term as a moment; or of the shorter way's own, whichever is first."""
    decided = case.step not in rules.verbs.BEFORE_DECISION
    day = case.due_on
    if decided:
        decision = case.decisions.filter(revoked_on__isnull=True).first()
        day = None if decision is None else (decision.pay_due_on if decision.served_on else decision.serve_due_on)
    days = [one for one in (day, *(one[1] for one in terms_of_way(case)), *answering) if one]
    return datetime.combine(min(days), END_OF_DAY, SHANGHAI) if days else None


def midnight(day: date) -> datetime:
    return datetime.combine(day, time(), SHANGHAI)
