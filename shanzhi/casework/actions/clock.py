"""Spans left out of the term, extensions, and the closing of a case."""

import uuid
from datetime import date

from django.db import transaction

from shanzhi.law.obstacle import NotAllowed, Obstacle
from shanzhi.law.rulebook import Overlay
from shanzhi.law.rulebook import rule as find_rule
from shanzhi.ledger.actors import Actor

from .. import rules
from ..models import Extension, Pause, PenaltyCase, Step
from ..queries.facts import Rows, term_of_case
from ..rules import CaseFacts
from .frame import begin, day_of, log, save, wants
from .papers import draw


def pause_kinds(case: PenaltyCase) -> dict[str, str]:
    """Return the kinds of pause the governing rules list, each with its article."""
    one = find_rule("penalty.decide", Overlay(case.overlay), case.filed_on)
    return {kind: str(rule.basis) for rule in one.pauses for kind in rule.kinds}


@transaction.atomic
def pause_clock(
    *,
    case_id: uuid.UUID,
    kind: str,
    reason: str,
    first_on: date,
    last_on: date | None = None,
    told_in_writing: bool = False,
    version: int | None = None,
    by: Actor,
    on: date | None = None,
) -> Pause:
    """Leave a span out of the term; refused unless the governing rules list the kind."""
    day = day_of(on)
    extra = wants(reason, "说明", 300)
    if last_on and last_on < first_on:
        extra.append(rules.house("末日早于首日。", "请核对日期"))
    case, _facts, rows = begin("pause_clock", case_id, by, day, version=version, extra=extra)
    if case.filed_on and first_on < case.filed_on:
        raise NotAllowed([rules.house(f"首日{first_on}早于立案日期{case.filed_on}。", "请核对日期")])
    made = Pause(
        case=case, kind=kind, reason=reason.strip(), first_on=first_on, last_on=last_on,
        basis=pause_kinds(case).get(kind, ""), told_in_writing=told_in_writing, by_id=by.actor_id,
    )  # fmt: skip
    rows.pauses.append(made)
    _try(case, rows, day)
    made.save(force_insert=True)
    save(case, None)
    log("pause_clock", "casework.clock_paused", case, by, day, words=reason, basis=made.basis, what=kind)
    return made


def _try(case: PenaltyCase, rows: Rows, day: date) -> None:
    """Let the law compute the term with what was added: it refuses with its article what it does not allow."""
    term_of_case(case, rows, today=day)


@transaction.atomic
def resume_clock(
    *, case_id: uuid.UUID, words: str = "", version: int | None = None, by: Actor, on: date | None = None
) -> PenaltyCase:
    """End the open span; its last day is the day before the inquiry goes on."""
    day = day_of(on)
    case, _facts, rows = begin("resume_clock", case_id, by, day, version=version)
    row = next(one for one in rows.pauses if one.last_on is None)
    if day < row.first_on:
        raise NotAllowed([rules.house(f"恢复日期{day}早于首日{row.first_on}。", "请核对日期")])
    row.last_on = day
    row.save(update_fields=["last_on"])
    save(case, None)
    log("resume_clock", "casework.clock_resumed", case, by, day, words=words, basis=row.basis)
    return case


@transaction.atomic
def extend_term(
    *, case_id: uuid.UUID, days: int, reason: str, version: int | None = None, by: Actor, on: date | None = None
) -> Extension:
    """Add days to the term; refused unless the governing rules allow this extension, and only before the term ends."""
    day = day_of(on)
    case, _facts, rows = begin("extend_term", case_id, by, day, version=version, extra=wants(reason, "延长的理由", 300))
    one = find_rule("penalty.decide", Overlay(case.overlay), case.filed_on)
    if case.due_on and day > case.due_on:
        raise NotAllowed([Obstacle(f"办案期限到{case.due_on}已经届满，不能再延长。", one.basis)])
    place = len(rows.extensions)
    by_whom = one.extensions[place].by if place < len(one.extensions) else ""
    basis = str(one.extensions[place].basis) if place < len(one.extensions) else ""
    made = Extension(
        case=case, days=days, granted_by=by_whom, reason=reason.strip(), basis=basis, on=day, by_id=by.actor_id
    )
    rows.extensions.append(made)
    _try(case, rows, day)
    made.save(force_insert=True)
    save(case, None)
    log("extend_term", "casework.term_extended", case, by, day, words=reason, basis=basis, days=days)
    return made


@transaction.atomic
def close_case(
    *, case_id: uuid.UUID, reason: str, version: int | None = None, by: Actor, on: date | None = None
) -> PenaltyCase:
    """Close the case; a served penalty goes to 结案, the other ends keep their own name."""
    day = day_of(on)
    case, facts, _rows = begin("close_case", case_id, by, day, version=version, extra=wants(reason, "结案的理由", 300))
    if facts.step == Step.SERVED:
        found = rules.law_obstacles(facts, Step.CLOSED)
        if found:
            raise NotAllowed(found)
    was = case.step
    case.closed_on, case.closing_reason = day, reason.strip()
    save(case, Step.CLOSED if was == Step.SERVED else None, "closed_on", "closing_reason")
    draw(case, "closing_approval", by=by, on=day, facts={
        "closed_on": day, "closing_reason": reason.strip(), "performed": performed(facts),
    }, free={"handler_opinion": reason.strip(), "decision_text": decided(case)})  # fmt: skip
    log("close_case", "casework.case_closed", case, by, day, was=was, words=reason)
    return case


def performed(facts: CaseFacts) -> str:
    """Return how the decision was performed, in words."""
    if facts.court_state:
        return "已申请人民法院强制执行。"
    return "没有缴款义务。" if facts.decision_kind != "penalty" else "已履行完毕。"


def decided(case: PenaltyCase) -> str:
    """Return what was decided, in words."""
    made = case.decisions.filter(revoked_on__isnull=True).last()
    return "；".join(made.lines) + "。" if made else "没有作出处理决定。"
