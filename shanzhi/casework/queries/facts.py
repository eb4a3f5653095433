"""What must the law know of this case on a day? One function; a constant number of queries."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from shanzhi.law.citation import cite
from shanzhi.law.limitation import Status, limitation
from shanzhi.law.obstacle import Obstacle
from shanzhi.law.rulebook import Overlay
from shanzhi.law.terms import Granted, Term, term
from shanzhi.law.terms import Pause as LawPause
from shanzhi.registry.models import Officer
from shanzhi.registry.queries import calendar_of, certificate_state, competence, county_named

from ..models import (
    CaseOfficer,
    CollectiveDiscussion,
    CorrectionOrder,
    CourtApplication,
    Decision,
    EvidenceHold,
    Extension,
    Hearing,
    InquiryRecord,
    LegalReview,
    Notice,
    Pause,
    Payment,
    PenaltyCase,
    Proposal,
    Recusal,
    Seizure,
    Statement,
    Urging,
)
from ..rules import CaseFacts, Doer
from .amounts import discussion_needed, hearing_needed, review_needed
from .remedies import remedy_facts
from .ways import way_facts


@dataclass
class Rows:
    """The rows of a case, read once each."""

    officers: list[CaseOfficer]
    recusals: list[Recusal]
    records: list[InquiryRecord]
    corrections: list[CorrectionOrder]
    holds: list[EvidenceHold]
    seizures: list[Seizure]
    pauses: list[Pause]
    extensions: list[Extension]
    proposals: list[Proposal]
    notices: list[Notice]
    statements: list[Statement]
    hearings: list[Hearing]
    reviews: list[LegalReview]
    discussions: list[CollectiveDiscussion]
    decisions: list[Decision]
    payments: list[Payment]
    urgings: list[Urging]
    applications: list[CourtApplication]

    @classmethod
    def of(cls, case: PenaltyCase) -> "Rows":
        mine: dict[str, Any] = {"case": case}
        theirs: dict[str, Any] = {"decision__case": case}
        return cls(
            list(CaseOfficer.objects.filter(**mine).select_related("officer__working_agency")),
            list(Recusal.objects.filter(**mine).select_related("officer")),
            list(InquiryRecord.objects.filter(**mine)),
            list(CorrectionOrder.objects.filter(**mine)),
            list(EvidenceHold.objects.filter(**mine)),
            list(Seizure.objects.filter(**mine)),
            list(Pause.objects.filter(**mine)),
            list(Extension.objects.filter(**mine)),
            list(Proposal.objects.filter(**mine)),
            list(Notice.objects.filter(**mine, superseded=False)),
            list(Statement.objects.filter(**mine)),
            list(Hearing.objects.filter(**mine).select_related("host")),
            list(LegalReview.objects.filter(**mine).select_related("reviewer")),
            list(CollectiveDiscussion.objects.filter(**mine)),
            list(Decision.objects.filter(**mine, revoked_on__isnull=True)),
            list(Payment.objects.filter(**theirs)),
            list(Urging.objects.filter(**theirs)),
            list(CourtApplication.objects.filter(**theirs)),
        )

    @property
    def active(self) -> list[CaseOfficer]:
        """Those on the case now, auxiliaries left out: they assist, they do not count."""
        return [one for one in self.officers if one.until_on is None]

    @property
    def counted(self) -> list[CaseOfficer]:
        return [one for one in self.active if one.officer.standing == Officer.Standing.OFFICER]

    @property
    def proposal(self) -> Proposal | None:
        return self.proposals[-1] if self.proposals else None

    @property
    def notice(self) -> Notice | None:
        return self.notices[-1] if self.notices else None

    @property
    def hearing(self) -> Hearing | None:
        return self.hearings[-1] if self.hearings else None

    @property
    def decision(self) -> Decision | None:
        return self.decisions[-1] if self.decisions else None


def facts_of(case: PenaltyCase, *, on: date, rows: Rows | None = None) -> CaseFacts:
    """Return everything the guards and the law's tables ask about the case on the day."""
    rows = rows or Rows.of(case)
    states = [certificate_state(one.officer, on=on) for one in rows.counted]
    notice, hearing, proposal = rows.notice, rows.hearing, rows.proposal
    limited = _limitation(case)
    return CaseFacts(
        step=case.step,
        on=on,
        law=_law_facts(case, rows, [state.valid for state in states]),
        overlay=case.overlay,
        competence=tuple(competence(case.item, case.unit, on, case.area_code).obstacles),
        limitation=limited.explanation if limited.status is Status.EXPIRED else "",
        limitation_basis=limited.basis,
        party_standing=case.party.standing,
        party_successor=case.party.succeeded_by,
        officers=len(rows.counted),
        officer_ids=frozenset(one.officer_id for one in rows.active),
        investigators=frozenset(one.officer_id for one in rows.officers),
        certificates=tuple(Obstacle(state.text, cite("行政处罚法42")) for state in states if not state.valid),
        records=len(rows.records),
        correction_open=any(one.result == CorrectionOrder.Result.WAITING for one in rows.corrections),
        hold_open=any(one.outcome == EvidenceHold.Outcome.HELD for one in rows.holds),
        seizure_state=_seizure_state(rows.seizures),
        recusal_open=any(one.state == Recusal.State.ASKED for one in rows.recusals),
        proposal=proposal.kind if proposal else "",
        notice_on=notice.on if notice else None,
        notice_served_on=notice.served_on if notice else None,
        waits_until=_latest(notice.statement_due_on, notice.hearing_due_on) if notice else None,
        waived=bool(notice and notice.waived_on),
        statement=_statement(rows.statements, notice),
        statement_accepted=any(one.accepted for one in _since(rows.statements, notice)),
        hearing_right=bool(notice.hearing_right if notice else hearing_needed(case, proposal).needed),
        hearing_due_on=notice.hearing_due_on if notice else None,
        hearing_state=hearing.state if hearing else "",
        paused=any(one.last_on is None for one in rows.pauses),
        closed=case.closed_on is not None,
        **_outcome(rows),
        **remedy_facts(case),
        **way_facts(case, rows.payments, proposal, bool(rows.holds or rows.seizures)),
    )


def _outcome(rows: Rows) -> dict[str, Any]:
    decision = rows.decision
    return {
        "decision_kind": decision.kind if decision else "",
        "decision_served_on": decision.served_on if decision else None,
        "pay_due_on": decision.pay_due_on if decision else None,
        "owed": owed(decision, rows.payments),
        "urged": any(one.served_on for one in rows.urgings),
        "urging_open": any(one.served_on is None for one in rows.urgings),
        "court_state": rows.applications[-1].state if rows.applications else "",
    }


def _law_facts(case: PenaltyCase, rows: Rows, valid: Sequence[bool]) -> dict[str, Any]:
    """Return the facts by the names the law's table of the general procedure gives them."""
    notice, hearing, proposal = rows.notice, rows.hearing, rows.proposal
    heard = bool(hearing and hearing.state in (Hearing.State.HELD, Hearing.State.REPORTED))
    asked = bool(hearing and hearing.state != Hearing.State.WAIVED)
    reviewed = [one for one in rows.reviews if proposal and one.proposal_id == proposal.pk]
    discussed = [one for one in rows.discussions if proposal and one.proposal_id == proposal.pk]
    return {
        "filed": case.filed_on is not None,
        "officers": len(rows.counted),
        "certificates_valid": all(valid),
        "notice_served": bool(notice and notice.served_on),
        "statement": _statement(rows.statements, notice),
        "hearing_right": bool(notice and notice.hearing_right),
        "hearing_requested": asked,
        "hearing_held": heard,
        "legal_review_required": review_needed(case, proposal, heard=heard).needed,
        "legal_review_passed": bool(reviewed and reviewed[-1].result == LegalReview.Result.PASSED),
        "collective_required": discussion_needed(case, proposal).needed,
        "collective_held": bool(discussed and discussed[-1].result == CollectiveDiscussion.Result.AGREED),
    }


def _since(statements: Sequence[Statement], notice: Notice | None) -> list[Statement]:
    return [one for one in statements if notice and one.made_on >= notice.on]


def _statement(statements: Sequence[Statement], notice: Notice | None) -> str:
    made = _since(statements, notice)
    if any(one.checked_on is None for one in made):
        return "pending"
    return "heard" if made else ("waived" if notice and notice.waived_on else "none")


def _seizure_state(seizures: Sequence[Seizure]) -> str:
    still = [one.state for one in seizures if one.state in (Seizure.State.HELD, Seizure.State.EXTENDED)]
    return still[0] if still else (seizures[-1].state if seizures else "")


def _latest(*days: date | None) -> date | None:
    return max((day for day in days if day), default=None)


def _limitation(case: PenaltyCase) -> Any:
    return limitation(case.act_ended_on, case.found_on)


def owed(decision: Decision | None, payments: Sequence[Payment]) -> Decimal:
    """Return what of the decided sums has not been paid; late fees come on top of it."""
    if decision is None:
        return Decimal(0)
    paid = sum((one.amount - one.late_fee_amount for one in payments), Decimal(0))
    return max(decision.fine_amount + decision.confiscated_amount - paid, Decimal(0))


def term_of_case(case: PenaltyCase, rows: Rows, *, today: date) -> Term | None:
    """Return when the case must be decided, with the pauses and extensions its governing rules allow."""
    if case.filed_on is None:
        return None
    pauses = [
        LawPause(one.first_on, one.last_on or max(today, one.first_on), one.kind, one.told_in_writing)
        for one in rows.pauses
    ]
    granted = [Granted(one.days, one.granted_by) for one in rows.extensions]
    overlay = Overlay(case.overlay)
    calendar = calendar_of(county_named(case.county))
    return term("penalty.decide", case.filed_on, calendar, overlay=overlay, pauses=pauses, granted=granted)


def doer_of(by: Any) -> Doer:
    """Return the person behind an actor."""
    if by.actor_id is None or by.actor_kind != "staff":
        return Doer(by.actor_id)
    officer = Officer.objects.filter(user_id=by.actor_id, is_active=True).values_list("pk", flat=True).first()
    return Doer(by.actor_id, officer)
