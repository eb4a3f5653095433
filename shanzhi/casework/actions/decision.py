"""The decision: a penalty, none, or over to the police. It says what the party was told, and nothing harsher."""

import uuid
from datetime import date

from django.db import transaction

from shanzhi.law import discretion
from shanzhi.law.citation import cite
from shanzhi.law.leniency import Facts, Verdict, leniency
from shanzhi.law.obstacle import NotAllowed, Obstacle
from shanzhi.ledger.actors import Actor

from ..models import Decision, PenaltyCase, Proposal, Step
from ..queries.amounts import statutory_range
from ..queries.paper_facts import bases_of
from .frame import begin, day_of, law_term, log, person, save, wants
from .papers import draw
from .proposing import lines_of
from .telling import told_proposal


@transaction.atomic
def decide_penalty(
    *, case_id: uuid.UUID, reasons: str, version: int | None = None, by: Actor, on: date | None = None
) -> Decision:
    """Decide as proposed and told. The sums are looked at once more against the item of the day."""
    day = day_of(on)
    extra = wants(reasons, "决定的理由", 8000)
    case, _facts, rows = begin("decide_penalty", case_id, by, day, version=version, extra=extra)
    proposal, told = rows.proposal, told_proposal(case)
    assert proposal is not None  # the guard saw to it
    against = _against_decision(case, proposal, told)
    if against:
        raise NotAllowed(against)
    was = case.step
    made = Decision.objects.create(
        case=case, kind=Decision.Kind.PENALTY, proposal=proposal, fine_amount=proposal.fine_amount,
        confiscated_amount=proposal.confiscated_amount, lines=lines_of(proposal), basis=_basis(case),
        reasons=reasons.strip(), decided_on=day, serve_due_on=law_term(case, "penalty.serve", day).due_day,
        by_id=person(by),
    )  # fmt: skip
    made.document = draw(case, "penalty_decision", by=by, on=day, free={
        "facts_found": case.report_facts, "reasons": made.reasons, "discretion_reasons": proposal.discretion_words,
        "decision_text": "；".join(made.lines) + "。", "defence_answer": _answer(case),
    })  # fmt: skip
    made.save(update_fields=["document"])
    save(case, Step.DECIDED)
    log("decide_penalty", "casework.penalty_decided", case, by, day, was=was, words="；".join(made.lines),
        fine=str(made.fine_amount))  # fmt: skip
    return made


def _against_decision(case: PenaltyCase, proposal: Proposal, told: Proposal | None) -> list[Obstacle]:
    finding = leniency(Facts.read(proposal.leniency_facts))
    found = []
    if finding.verdict is Verdict.MUST_NOT_PUNISH:
        found.append(Obstacle("依法不予处罚的，不能作出处罚决定。", finding.basis))
    limits = statutory_range(case)
    if proposal.fine_amount and limits is not None:
        band = discretion.Band(proposal.band)
        found += discretion.obstacles_to_fine(proposal.fine_amount, statutory=limits, band=band, leniency=finding)
    if told is None or told.pk != proposal.pk:
        text = "处理建议在告知以后改变过，新的内容没有告知当事人。"
        found.append(Obstacle(text, cite("行政处罚法44"), "重新告知。"))
    return found


def _basis(case: PenaltyCase) -> str:
    return "；".join(bases_of(case, "罚则"))[:600]


def _answer(case: PenaltyCase) -> str:
    checked = case.statements.filter(checked_on__isnull=False).last()
    if checked is None:
        return "当事人没有提出陈述、申辩。"
    return f"当事人的陈述、申辩{'已采纳' if checked.accepted else '不予采纳'}：{checked.check_words}"


@transaction.atomic
def decide_no_penalty(
    *, case_id: uuid.UUID, reasons: str, version: int | None = None, by: Actor, on: date | None = None
) -> Decision:
    """Decide that there is no penalty, or that the violation is not established; the party is told in a decision."""
    day = day_of(on)
    extra = wants(reasons, "决定的理由", 8000)
    case, _facts, rows = begin("decide_no_penalty", case_id, by, day, version=version, extra=extra)
    proposal = rows.proposal
    assert proposal is not None
    was, dropped = case.step, proposal.kind == Proposal.Kind.DROPPED
    made = Decision.objects.create(
        case=case, kind=Decision.Kind.DROPPED if dropped else Decision.Kind.NO_PENALTY, proposal=proposal,
        lines=["违法事实不能成立，不予行政处罚" if dropped else "不予行政处罚"],
        basis="行政处罚法57.1(3)" if dropped else proposal.leniency_words[:600], reasons=reasons.strip(), decided_on=day,
        serve_due_on=law_term(case, "penalty.serve", day).due_day, by_id=person(by),
    )  # fmt: skip
    facts = {"leniency": "违法事实不能成立", "leniency_basis": [made.basis]} if dropped else {}
    made.document = draw(case, "no_penalty_decision", by=by, on=day, facts=facts, free={
        "facts_found": case.report_facts, "reasons": made.reasons, "decision_text": made.lines[0] + "。",
        "education": proposal.education,
    })  # fmt: skip
    made.save(update_fields=["document"])
    save(case, Step.NO_PENALTY)
    log("decide_no_penalty", "casework.no_penalty_decided", case, by, day, was=was, words=reasons)
    return made


@transaction.atomic
def refer_crime(
    *, case_id: uuid.UUID, reasons: str, receiver: str, version: int | None = None, by: Actor, on: date | None = None
) -> Decision:
    """Hand the case to the judicial organs because a crime is suspected; a penalty never takes its place."""
    day = day_of(on)
    extra = [*wants(reasons, "涉嫌犯罪的理由", 8000), *wants(receiver, "接收机关", 80)]
    case, _facts, _rows = begin("refer_crime", case_id, by, day, version=version, extra=extra)
    was = case.step
    made = Decision.objects.create(
        case=case, kind=Decision.Kind.REFERRED, lines=[f"移送{receiver.strip()}"], basis="行政处罚法27",
        reasons=reasons.strip(), decided_on=day, by_id=person(by),
    )  # fmt: skip
    save(case, Step.REFERRED)
    log("refer_crime", "casework.crime_referred", case, by, day, was=was, words=reasons)
    return made
