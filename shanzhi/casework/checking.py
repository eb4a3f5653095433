"""Is what is stored what the facts give? Terms of cases, worked out again and compared."""

from collections.abc import Iterator

from django.utils import timezone

from .models import PenaltyCase
from .queries.facts import Rows, term_of_case

CHUNK = 500


def case_term_differences() -> Iterator[str]:
    """Yield a sentence for every running case whose stored term is not what its facts give."""
    rows = PenaltyCase.objects.filter(closed_on__isnull=True, filed_on__isnull=False).order_by("pk")
    # While a span is open its end moves with the calendar: such a case is compared once it has ended.
    for case in rows.exclude(pauses__last_on__isnull=True, pauses__isnull=False).iterator(CHUNK):
        term = term_of_case(case, Rows.of(case), today=timezone.localdate())
        due = term.due_day if term else None
        if due != case.due_on:
            yield f"{case.number}：存的办案期限 {case.due_on}，按事实应为 {due}。"
