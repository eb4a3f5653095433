"""Is a penalty on the spot over: recorded, paid, handed in? Then the case closes by itself."""

from datetime import date

from shanzhi.ledger.actors import Actor

from ..models import PenaltyCase, Step
from ..queries.facts import facts_of
from .frame import lock, log, save

DONE = "当场处罚已经履行并备案。"


def close_if_done(case: PenaltyCase, by: Actor, day: date) -> PenaltyCase:
    """Close a penalty on the spot when nothing is left to do; any other case is left as it is."""
    if case.way != PenaltyCase.Way.SUMMARY:
        return case
    now = lock(case.pk)
    facts = facts_of(now, on=day)
    if now.closed_on or facts.owed > 0 or not facts.recorded or facts.hand_in_open or now.step != Step.SERVED:
        return now
    now.closed_on, now.closing_reason = day, DONE
    save(now, Step.CLOSED, "closed_on", "closing_reason")
    log("close_case", "casework.case_closed", now, by, day, was=Step.SERVED, title="结案", words=DONE)
    return now
