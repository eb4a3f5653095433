"""A party turns to the reviewing government or the court: register, answer, stay, and what the outcome does to the case."""

import uuid
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db import transaction

from shanzhi.law.citation import cite
from shanzhi.law.obstacle import Obstacle
from shanzhi.ledger.actors import Actor

from .. import rules
from ..models import Decision, Notice, PenaltyCase, Remedy, Step
from ..queries.remedies import remedies_of_case
from .frame import begin, day_of, law_term, log, refuse, save, wants

ANSWER = {"review": "review.answer", "first": "litigation.answer", "second": "litigation.answer"}


@dataclass(frozen=True)
class RemedyWords:
    """Who turned to whom, and when."""

    kind: str
    applicant: str
    body: str
    applied_on: date
    copy_on: date
    body_number: str = ""
    late_words: str = ""


@transaction.atomic
def note_remedy(
    *, case_id: uuid.UUID, words: RemedyWords, version: int | None = None, by: Actor, on: date | None = None
) -> Remedy:
    """Note a reconsideration or a lawsuit; the agency's own days to answer begin with the copy it received."""
    day = day_of(on)
    extra = [*wants(words.applicant, "申请人", 120), *wants(words.body, "复议机关或者法院", 120)]
    if words.kind not in Remedy.Kind.values:
        extra.append(rules.house("没有选定救济途径。"))
    case, _facts, rows = begin("note_remedy", case_id, by, day, version=version, extra=extra)
    made = rows.decision
    assert made is not None and made.served_on is not None  # the guard saw to it
    refuse(_against(case, made, words, day))
    row = Remedy.objects.create(
        county=case.county, decision=made, kind=words.kind, applicant=words.applicant.strip(), body=words.body.strip(),
        body_number=words.body_number.strip(), applied_on=words.applied_on, late_words=words.late_words.strip(),
        copy_on=words.copy_on, answer_due_on=law_term(case, ANSWER[words.kind], words.copy_on).due_day,
        by_id=by.actor_id,
    )  # fmt: skip
    save(case, None)
    said = f"{row.get_kind_display()}：{row.body}，{row.answer_due_on}前答复"
    log("note_remedy", "casework.remedy_noted", case, by, day, words=said, way=row.kind)
    return row


def _against(case: PenaltyCase, made: Decision, words: RemedyWords, day: date) -> list[Obstacle]:
    assert made.served_on is not None
    past = remedies_of_case(case.pk)
    found = []
    if words.applied_on < made.served_on or words.copy_on < words.applied_on or words.copy_on > day:
        found.append(rules.house("日期的先后不对：送达、申请或者起诉、收到副本、今天。", "请核对日期"))
    reviewed = any(one.kind == Remedy.Kind.REVIEW for one in past)
    if words.kind == Remedy.Kind.FIRST and case.way == PenaltyCase.Way.SUMMARY and not reviewed:
        text = "对当场作出的处罚决定不服，应当先申请行政复议，不能直接起诉。"
        found.append(Obstacle(text, cite("行政复议法23"), "核对是否先经过复议。"))
    if words.kind == Remedy.Kind.SECOND and not any(one.kind == Remedy.Kind.FIRST for one in past):
        found.append(Obstacle("还没有登记一审的结果。", cite("行政诉讼法85"), "先登记一审。"))
    last, basis = _last_day(case, made, words.kind, past)
    if words.applied_on > last and not words.late_words.strip():
        text = f"期限到{last}届满，{words.applied_on}提出已经逾期。"
        found.append(Obstacle(text, cite(basis), "复议机关、法院仍受理的，写明理由。"))
    return found


def _last_day(case: PenaltyCase, made: Decision, kind: str, past: list[Remedy]) -> tuple[date, str]:
    """Return the party's last day for this way, and its article."""
    assert made.served_on is not None
    if kind == Remedy.Kind.REVIEW:
        return law_term(case, "review.apply", made.served_on).due_day, "行政复议法20"
    if past and past[-1].next_due_on:
        return past[-1].next_due_on, "行政诉讼法45" if past[-1].kind == Remedy.Kind.REVIEW else "行政诉讼法85"
    return law_term(case, "litigation.direct", made.served_on).due_day, "行政诉讼法46"


@transaction.atomic
def answer_remedy(
    *, case_id: uuid.UUID, words: str, version: int | None = None, by: Actor, on: date | None = None
) -> Remedy:
    """Note that the agency answered and handed in its evidence; late is noted as late, never hidden."""
    day = day_of(on)
    extra = wants(words, "答复意见和所附证据", 8000)
    case, _facts, _rows = begin("answer_remedy", case_id, by, day, version=version, extra=extra)
    row = _open(case)
    row.answered_on, row.answer_words = day, words.strip()
    row.save(update_fields=["answered_on", "answer_words"])
    save(case, None)
    late = f"（逾期{(day - row.answer_due_on).days}天）" if day > row.answer_due_on else ""
    log("answer_remedy", "casework.remedy_answered", case, by, day, words=words, title=f"提出复议答复、应诉答辩{late}")
    return row


@transaction.atomic
def stay_enforcement(
    *, case_id: uuid.UUID, words: str, version: int | None = None, by: Actor, on: date | None = None
) -> Remedy:
    """Enforcement stops where the law says so; a remedy alone does not stop it."""
    day = day_of(on)
    extra = wants(words, "停止执行的理由", 300)
    case, _facts, _rows = begin("stay_enforcement", case_id, by, day, version=version, extra=extra)
    row = _open(case)
    row.stayed_on, row.stay_words = day, words.strip()
    row.save(update_fields=["stayed_on", "stay_words"])
    save(case, None)
    log("stay_enforcement", "casework.enforcement_stayed", case, by, day, words=words)
    return row


@transaction.atomic
def note_remedy_outcome(
    *,
    case_id: uuid.UUID,
    outcome: str,
    words: str,
    new_fine: Decimal | None = None,
    version: int | None = None,
    by: Actor,
    on: date | None = None,
) -> Remedy:
    """Note the outcome and do to the decision what it says: leave it, change the sum, undo it, do it again."""
    day = day_of(on)
    extra = wants(words, "结果摘要", 4000)
    if outcome not in Remedy.Outcome.values:
        extra.append(rules.house("没有选定结果。"))
    case, _facts, rows = begin("note_remedy_outcome", case_id, by, day, version=version, extra=extra)
    row, made = _open(case), rows.decision
    assert made is not None
    refuse(_against_sum(row, made, outcome, new_fine, day))
    row.outcome, row.ended_on, row.outcome_words = outcome, day, words.strip()
    row.was_fine_amount, row.next_due_on = made.fine_amount, _next_due(case, row, day)
    row.save(update_fields=["outcome", "ended_on", "outcome_words", "was_fine_amount", "next_due_on"])
    was = case.step
    step = _effect(case, made, outcome, new_fine, day)
    save(case, step, "closed_on")
    title = f"{row.get_kind_display()}结果：{row.get_outcome_display()}"
    log("note_remedy_outcome", "casework.remedy_ended", case, by, day, was=was, title=title, words=words,
        outcome=outcome, fine=str(made.fine_amount))  # fmt: skip
    return row


def _against_sum(row: Remedy, made: Decision, outcome: str, new_fine: Decimal | None, day: date) -> list[Obstacle]:
    found = []
    if day < row.applied_on:
        found.append(rules.house(f"结果日期{day}早于申请日期{row.applied_on}。", "请核对日期"))
    if outcome == Remedy.Outcome.CHANGED and new_fine is None:
        found.append(rules.house("变更的，要写变更后的罚款数额。", "请填写数额"))
    if new_fine is not None and outcome not in (Remedy.Outcome.CHANGED, Remedy.Outcome.MEDIATED):
        found.append(rules.house("只有变更、调解才改变罚款数额。", "请核对结果"))
    if new_fine is not None and new_fine > made.fine_amount:
        article = "行政复议法63.2" if row.kind == Remedy.Kind.REVIEW else "行政诉讼法77.2"
        found.append(Obstacle(f"变更后的{new_fine}元高于原决定的{made.fine_amount}元。", cite(article), "请核对数额。"))
    return found


def _next_due(case: PenaltyCase, row: Remedy, day: date) -> date | None:
    """Return until when the party may go on: to the court after a review, to the higher court after the first."""
    if row.outcome in (Remedy.Outcome.WITHDRAWN, Remedy.Outcome.MEDIATED) or row.kind == Remedy.Kind.SECOND:
        return None
    if row.kind == Remedy.Kind.REVIEW:
        return law_term(case, "litigation.after_review", day).due_day
    return law_term(case, "litigation.appeal", day).due_day


def _effect(case: PenaltyCase, made: Decision, outcome: str, new_fine: Decimal | None, day: date) -> Step | None:
    if new_fine is not None:
        made.fine_amount = new_fine
        made.save(update_fields=["fine_amount"])
    if outcome not in (Remedy.Outcome.REVOKED, Remedy.Outcome.REDO):
        return None
    made.revoked_on = day
    made.save(update_fields=["revoked_on"])
    if outcome == Remedy.Outcome.REVOKED:
        return None
    # Decided again means told again: the old notice spoke of a decision that no longer is.
    Notice.objects.filter(case=case, superseded=False).update(superseded=True)
    case.closed_on = None
    return Step.CONCLUDED


def _open(case: PenaltyCase) -> Remedy:
    return next(one for one in remedies_of_case(case.pk) if one.ended_on is None)
