"""How often was the suggestion what people chose, week by week, and does a confidence of 80 % mean eight in ten?"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Count, Q
from django.db.models.functions import TruncWeek

from ..models import AdviceTaken

WEEKS = 8
BANDS = ((0.0, 0.5), (0.5, 0.7), (0.7, 0.85), (0.85, 1.01))


@dataclass(frozen=True)
class Week:
    """One week: decided with a suggestion, the first taken, one of three taken."""

    begins: date
    total: int
    first: int
    three: int

    @property
    def first_percent(self) -> int:
        return round(100 * self.first / self.total)

    @property
    def three_percent(self) -> int:
        return round(100 * self.three / self.total)


@dataclass(frozen=True)
class Band:
    """A range of confidence, and how often the first suggestion in it was chosen."""

    low: int
    high: int
    total: int
    first: int

    @property
    def percent(self) -> int:
        return round(100 * self.first / self.total) if self.total else 0


def weeks_of(county: str, about: str, now: datetime) -> list[Week]:
    """Return the last weeks, newest first (one query). What went by itself is not a person's choice and does not count."""
    rows = AdviceTaken.objects.filter(county=county, about=about, is_auto=False, at__gte=now - timedelta(weeks=WEEKS))
    found = (
        rows.annotate(week=TruncWeek("at"))
        .values_list("week")
        .annotate(total=Count("id"), first=Count("id", filter=Q(rank=1)), three=Count("id", filter=Q(rank__gte=1)))
        .order_by("-week")
    )
    return [Week(week.date(), total, first, three) for week, total, first, three in found]


def bands_of(county: str, about: str, now: datetime) -> list[Band]:
    """Return what the confidences of the last weeks were worth (one query)."""
    rows = AdviceTaken.objects.filter(county=county, about=about, is_auto=False, at__gte=now - timedelta(weeks=WEEKS))
    asked: dict[str, Count] = {}
    for number, (low, high) in enumerate(BANDS):
        inside = Q(confidence__gte=low, confidence__lt=high)
        asked |= {f"n{number}": Count("id", filter=inside), f"r{number}": Count("id", filter=inside & Q(rank=1))}
    found = rows.aggregate(**asked)
    return [
        Band(round(100 * low), min(100, round(100 * high)), found[f"n{number}"], found[f"r{number}"])
        for number, (low, high) in enumerate(BANDS)
    ]
