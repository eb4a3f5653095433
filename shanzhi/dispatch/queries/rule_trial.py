"""What would a changed rule have done to last month's matters? Asked before it is saved (P24)."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, Q

from shanzhi.registry.models import ResponsibilityRule
from shanzhi.registry.queries import Router

from ..models import Matter
from .people import readable

DAYS = 30
MOST_SHOWN = 50
MOST_GROUPS = 5000


@dataclass(frozen=True)
class Move:
    """So many matters would go to another unit, for this reason."""

    before: str
    after: str
    reason: str
    count: int


@dataclass(frozen=True)
class Trial:
    """`total` matters of the last month with a type; `moved` of them would go elsewhere; some of them to look at."""

    total: int
    moved: int
    moves: list[Move]
    examples: list[tuple[Matter, str, str]]


def trial(user: Any, changed: ResponsibilityRule, *, now: datetime) -> Trial:
    """Route the last month's matters by the rules as they are and as they would be (a constant number of queries).

    Counts are of the whole county; single matters are shown to those only who may read them.
    """
    county = user.county
    recent = Matter.objects.filter(county=county, opened_at__gte=now - timedelta(days=DAYS), event_type__isnull=False)
    groups = list(
        recent.values_list("event_type_id", "area_code")
        .annotate(n=Count("id"))
        .order_by("-n", "event_type_id")[:MOST_GROUPS]
    )
    today, then = Router(county), Router(county, changed)
    counts: Counter[tuple[str, str, str]] = Counter()
    went: dict[tuple[Any, str], tuple[str, str]] = {}
    for type_id, area_code, count in groups:
        old, new = today.route(type_id, area_code).chosen, then.route(type_id, area_code).chosen
        if (old and old.agency.pk) != (new and new.agency.pk):
            names = (str(old.agency) if old else "", str(new.agency) if new else "")
            counts[(*names, new.reason if new else "")] += count
            went[type_id, area_code] = names
    moves = [Move(*key, count) for key, count in counts.most_common()]
    total = sum(count for _type, _area, count in groups)
    return Trial(total, sum(counts.values()), moves, _examples(recent.filter(readable(user)), went))


def _examples(recent: Any, went: dict[tuple[Any, str], tuple[str, str]]) -> list[tuple[Matter, str, str]]:
    if not went:
        return []
    wanted = Q()
    for type_id, area_code in list(went)[:MOST_SHOWN]:
        wanted |= Q(event_type_id=type_id, area_code=area_code)
    rows = recent.filter(wanted).order_by("-opened_at", "-id")[:MOST_SHOWN]
    return [(row, *went[row.event_type_id, row.area_code]) for row in rows]
