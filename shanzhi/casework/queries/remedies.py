"""Is a decision under review or before a court, when may it be enforced, and which remedies had a county in a period?"""

import uuid
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from django.db.models import QuerySet

from shanzhi.law.terms import Pause, add_months

from ..models import Decision, PenaltyCase, Remedy

STANDS = frozenset({"upheld", "dismissed", "withdrawn", "mediated", "changed"})


def remedies_of(county: str, period: tuple[date, date]) -> QuerySet[Remedy]:
    """Return what was applied for in the county from the first to the last day, both counted."""
    return Remedy.objects.filter(county=county, applied_on__range=period).select_related("decision__case")


def remedies_of_case(case_id: uuid.UUID) -> list[Remedy]:
    """Return the remedies of a case, those about a revoked decision among them, the oldest first."""
    return list(Remedy.objects.filter(decision__case_id=case_id).order_by("applied_on", "id"))


def spans_of(made: Decision, on: date) -> list[Pause]:
    """Return the days of review and lawsuit, during which no late fee is reckoned (行政处罚法73.3)."""
    rows = Remedy.objects.filter(decision=made)
    return [Pause(one.applied_on, max(one.ended_on or on, one.applied_on), PAUSED[one.kind]) for one in rows]


PAUSED = {"review": "行政复议", "first": "行政诉讼", "second": "行政诉讼"}


def enforceable_from(made: Decision, remedies: Sequence[Remedy]) -> date | None:
    """Return the last day the party may still ask somebody else to decide; nothing while somebody does."""
    if made.served_on is None or any(one.ended_on is None for one in remedies):
        return None
    usual = max(made.served_on + timedelta(days=60), add_months(made.served_on, 6))
    if not remedies:
        return usual
    last = remedies[-1]
    if last.outcome not in STANDS:
        return None
    # What was refused at the door or taken back leaves the party's own terms where they were.
    later = [one for one in (last.next_due_on, last.ended_on) if one]
    return max(usual, *later) if last.outcome in ("dismissed", "withdrawn") else max(later)


def remedy_facts(case: PenaltyCase) -> dict[str, Any]:
    """Return what the guards ask about the remedies of a case."""
    rows = remedies_of_case(case.pk)
    return {
        "remedy_open": any(one.ended_on is None for one in rows),
        "remedy_unanswered": any(one.ended_on is None and one.answered_on is None for one in rows),
        "stayed": any(one.ended_on is None and one.stayed_on is not None for one in rows),
        "undone": bool(rows and rows[-1].outcome == "revoked"),
    }
