"""What comes next in a case, naturally? One verb a step, from the facts; who may do it is another question."""

from ..models import Step
from .guards import CaseFacts


def next_verb(facts: CaseFacts) -> str | None:
    """Return the verb that leads on; None when the case is closed."""
    if facts.closed or facts.step not in _BY_STEP:
        return None
    return _BY_STEP[Step(facts.step)](facts)


def _clue(facts: CaseFacts) -> str:
    return "file_case" if facts.officers >= 2 else "assign_officers"


def _investigating(facts: CaseFacts) -> str:
    if facts.way == "quick" and not facts.recusal_open:
        return "leave_quick" if facts.quick_against else "record_quick"
    if facts.recusal_open:
        return "decide_recusal"
    if not facts.records:
        return "record_inquiry"
    if facts.hold_open:
        return "settle_hold"
    return "recheck_correction" if facts.correction_open else "conclude"


def _concluded(facts: CaseFacts) -> str:
    return {"penalty": "notify_party", "no_penalty": "decide_no_penalty", "dropped": "decide_no_penalty"}.get(
        facts.proposal, "propose"
    )


def _notified(facts: CaseFacts) -> str:
    if facts.notice_served_on is None:
        return "note_notice_served"
    if facts.statement == "pending":
        return "check_statement"
    if facts.law.get("legal_review_required") and not facts.law.get("legal_review_passed"):
        return "send_to_review"
    return _discussion(facts) or "decide_penalty"


def _discussion(facts: CaseFacts) -> str:
    needed = facts.law.get("collective_required") and not facts.law.get("collective_held")
    return "send_to_discussion" if needed else ""


def _hearing(facts: CaseFacts) -> str:
    return {"requested": "notify_hearing", "noticed": "hold_hearing"}.get(facts.hearing_state, "report_hearing")


def _legal_review(facts: CaseFacts) -> str:
    if not facts.law.get("legal_review_passed"):
        return "review_case"
    return _discussion(facts) or "decide_penalty"


def _collective(facts: CaseFacts) -> str:
    return "decide_penalty" if facts.law.get("collective_held") else "discuss_case"


def _served(facts: CaseFacts) -> str:
    if facts.hand_in_open:
        return "hand_in_fine"
    if facts.way == "summary" and not facts.recorded:
        return "note_record"
    if not facts.owed:
        return "close_case"
    if facts.pay_due_on is None or facts.on <= facts.pay_due_on:
        return "record_payment"
    if facts.urging_open:
        return "note_urging_served"
    return "apply_to_court" if facts.urged else "urge"


def _enforcement(facts: CaseFacts) -> str:
    return "note_court_answer" if facts.court_state in ("applied", "accepted") else "close_case"


def _no_penalty(facts: CaseFacts) -> str:
    return "note_no_penalty_served" if facts.decision_served_on is None else "close_case"


_BY_STEP = {
    Step.CLUE: _clue,
    Step.INVESTIGATING: _investigating,
    Step.CONCLUDED: _concluded,
    Step.NOTIFIED: _notified,
    Step.HEARING: _hearing,
    Step.LEGAL_REVIEW: _legal_review,
    Step.COLLECTIVE: _collective,
    Step.DECIDED: lambda facts: "note_decision_served",
    Step.SERVED: _served,
    Step.ENFORCEMENT: _enforcement,
    Step.NO_PENALTY: _no_penalty,
    Step.REFERRED: lambda facts: "close_case",
}

# The verb that leaves each step on the straight way: what stands before it is shown beforehand.
FORWARD = {
    Step.CLUE: "file_case",
    Step.INVESTIGATING: "conclude",
    Step.CONCLUDED: "notify_party",
    Step.NOTIFIED: "decide_penalty",
    Step.HEARING: "report_hearing",
    Step.LEGAL_REVIEW: "decide_penalty",
    Step.COLLECTIVE: "decide_penalty",
    Step.SERVED: "close_case",
    Step.ENFORCEMENT: "close_case",
    Step.NO_PENALTY: "close_case",
}


def forward_verb(facts: CaseFacts) -> str | None:
    """Return the verb that leaves the present step; none once the case is closed."""
    return None if facts.closed else FORWARD.get(Step(facts.step))
