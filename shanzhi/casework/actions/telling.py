"""What the party is told before the decision, what he says to it, and what the re-check finds."""

import uuid
from datetime import date
from typing import Any

from django.db import transaction

from shanzhi.law.citation import penalty_law
from shanzhi.law.obstacle import NotAllowed, Obstacle
from shanzhi.ledger.actors import Actor

from .. import rules
from ..models import Notice, PenaltyCase, Proposal, Statement, Step
from ..queries.amounts import hearing_needed
from .frame import begin, day_of, law_term, log, save, wants
from .papers import draw
from .proposing import lines_of
from .serving import ServiceWords, serve_paper


@transaction.atomic
def notify_party(
    *,
    case_id: uuid.UUID,
    reasons: str,
    version: int | None = None,
    by: Actor,
    on: date | None = None,
) -> PenaltyCase:
    """Draw up the notice of the proposed penalty, its facts, reasons and basis, and of the rights (行政处罚法44)."""
    day = day_of(on)
    extra = wants(reasons, "拟处罚的理由", 4000)
    case, _facts, rows = begin("notify_party", case_id, by, day, version=version, extra=extra)
    assert rows.proposal is not None  # the guard saw to it
    was, needed = case.step, hearing_needed(case, rows.proposal)
    Notice.objects.filter(case=case, superseded=False).update(superseded=True)
    notice = Notice.objects.create(case=case, proposal=rows.proposal, hearing_right=needed.needed, on=day)
    free = {
        "facts_found": case.report_facts,
        "reasons": reasons.strip(),
        "decision_text": "；".join(lines_of(rows.proposal)) + "。",
    }
    facts: dict[str, Any] = {"hearing_right": needed.needed}
    if needed.needed:
        facts["hearing_until"] = law_term(case, "penalty.hearing.request", day).due_day
    template = "hearing_right_notice" if needed.needed else "advance_notice"
    notice.document = draw(case, template, by=by, on=day, facts=facts, free=free, slot=str(notice.pk))
    notice.save(update_fields=["document"])
    save(case, Step.NOTIFIED)
    log("notify_party", "casework.party_notified", case, by, day, was=was, words=reasons, hearing=needed.needed)
    return case


@transaction.atomic
def note_notice_served(
    *, case_id: uuid.UUID, words: ServiceWords, version: int | None = None, by: Actor, on: date | None = None
) -> PenaltyCase:
    """Serve the notice, or take over the service already noted with the document; the party's terms begin to run."""
    day = day_of(on)
    case, _facts, rows = begin("note_notice_served", case_id, by, day, version=version)
    notice = rows.notice
    assert notice is not None and notice.document is not None
    notice.served_on = serve_paper(case, notice.document_id, words, by=by, on=day)
    if notice.served_on is not None:
        notice.statement_due_on = _due(case, "penalty.statement", notice.served_on)
        if notice.hearing_right:
            notice.hearing_due_on = _due(case, "penalty.hearing.request", notice.served_on)
        notice.save(update_fields=["served_on", "statement_due_on", "hearing_due_on"])
    save(case, None)
    title = "告知书送达" if notice.served_on else "告知书已送出，等待回执"
    log("note_notice_served", "casework.notice_served", case, by, day, title=title, served=notice.served_on)
    return case


def _due(case: PenaltyCase, name: str, start: date) -> date | None:
    """Return the end of a term; nothing where the governing text gives no number of days."""
    try:
        return law_term(case, name, start).due_day
    except NotAllowed:
        return None


@transaction.atomic
def note_waiver(
    *, case_id: uuid.UUID, words: str, signed: bool, version: int | None = None, by: Actor, on: date | None = None
) -> PenaltyCase:
    """Note that the party waived his rights in clear words; silence is no waiver (行政处罚法62)."""
    day = day_of(on)
    extra = wants(words, "放弃的记录", 300)
    if not signed:
        text = "放弃陈述、申辩和听证须由当事人明确表示并签名。"
        extra.append(Obstacle(text, penalty_law(62), "取得当事人签名的记录。"))
    case, _facts, rows = begin("note_waiver", case_id, by, day, version=version, extra=extra)
    assert rows.notice is not None and rows.notice.served_on is not None
    if day < rows.notice.served_on:
        raise NotAllowed([rules.house(f"放弃日期{day}早于告知书送达日期{rows.notice.served_on}。", "请核对日期")])
    rows.notice.waived_on, rows.notice.waiver_words = day, words.strip()
    rows.notice.save(update_fields=["waived_on", "waiver_words"])
    save(case, None)
    log("note_waiver", "casework.rights_waived", case, by, day, words=words)
    return case


@transaction.atomic
def take_statement(
    *, case_id: uuid.UUID, words: str, version: int | None = None, by: Actor, on: date | None = None
) -> Statement:
    """Note what the party said in his defence; a late one is heard as well and marked."""
    day = day_of(on)
    extra = wants(words, "陈述、申辩的内容", 8000)
    case, _facts, rows = begin("take_statement", case_id, by, day, version=version, extra=extra)
    due = rows.notice.statement_due_on if rows.notice else None
    made = Statement.objects.create(
        case=case, made_on=day, words=words.strip(), is_late=bool(due and day > due), by_id=by.actor_id
    )
    save(case, None)
    log("take_statement", "casework.statement_taken", case, by, day, words=words)
    return made


@transaction.atomic
def check_statement(
    *, case_id: uuid.UUID, accepted: bool, words: str, version: int | None = None, by: Actor, on: date | None = None
) -> PenaltyCase:
    """Note what the re-check of facts, reasons and evidence found about every open statement."""
    day = day_of(on)
    extra = wants(words, "复核意见", 4000)
    case, _facts, rows = begin("check_statement", case_id, by, day, version=version, extra=extra)
    for one in rows.statements:
        if one.checked_on is None:
            one.checked_on, one.accepted, one.check_words = day, accepted, words.strip()
            one.checked_by_id = by.actor_id
            one.save(update_fields=["checked_on", "accepted", "check_words", "checked_by_id"])
    said = "；".join(one.words for one in rows.statements)
    answer = "采纳。" if accepted else "不予采纳。"
    draw(case, "defence_review", by=by, on=day, free={
        "defence_text": said, "defence_answer": answer + words.strip(), "conclusion": answer,
    }, slot=str(rows.statements[-1].pk))  # fmt: skip
    save(case, None)
    log("check_statement", "casework.statement_checked", case, by, day, words=words, accepted=accepted)
    return case


@transaction.atomic
def change_proposal(
    *, case_id: uuid.UUID, reason: str, version: int | None = None, by: Actor, on: date | None = None
) -> PenaltyCase:
    """Go back to a new proposal because the defence was accepted; the party is told again."""
    day = day_of(on)
    extra = wants(reason, "改变拟处罚的理由", 2000)
    case, _facts, _rows = begin("change_proposal", case_id, by, day, version=version, extra=extra)
    was = case.step
    Notice.objects.filter(case=case, superseded=False).update(superseded=True)
    save(case, Step.CONCLUDED)
    log("change_proposal", "casework.proposal_changed", case, by, day, was=was, words=reason)
    return case


def told_proposal(case: PenaltyCase) -> Proposal | None:
    """Return the proposal the party was last told of."""
    last = Notice.objects.filter(case=case, superseded=False).select_related("proposal").last()
    return last.proposal if last else None
