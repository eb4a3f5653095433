"""May this be the same as something we have already? Open matters of the kind close by, nearest first, with the why."""

import math
from dataclasses import dataclass
from datetime import timedelta

from django.utils import timezone

from shanzhi.registry.geo import metres_between
from shanzhi.registry.models import EventType

from .. import rules
from ..models import Matter

METRES_A_DEGREE = 111_320.0
MOST = 6
WIDEST, LONGEST_DAYS = 300, 30


@dataclass(frozen=True)
class Neighbour:
    """A matter that may be the same, how far it is and why it was offered."""

    matter: Matter
    metres: int
    why: str


def possible_duplicates(matter: Matter) -> list[Neighbour]:
    """Return open matters that may be the same: radius and days come from the event type (P04)."""
    if matter.lon is None or matter.lat is None:
        return []
    kind = matter.event_type
    metres, days = (kind.near_metres, kind.near_days) if kind else _reach(matter)
    since = timezone.now() - timedelta(days=days)
    box = _box(matter.lon, matter.lat, metres)
    rows = Matter.objects.filter(
        county=matter.county, step__in=rules.OPEN_STEPS, opened_at__gte=since, lon__range=box[0], lat__range=box[1]
    ).exclude(pk=matter.pk)
    if kind:
        rows = rows.filter(event_type__in=[kind, None]) | rows.filter(event_type__isnull=True, tile=matter.tile)
    elif matter.tile:
        rows = rows.filter(tile__in=[matter.tile, ""])
    found = []
    for other in rows.select_related("event_type", "agency").order_by("-opened_at")[:100]:
        far = round(metres_between(matter.lon, matter.lat, other.lon or 0.0, other.lat or 0.0))
        if far <= metres:
            found.append(Neighbour(other, far, f"同类事件，{metres} 米、{days} 日以内"))
    return sorted(found, key=lambda one: one.metres)[:MOST]


def _reach(matter: Matter) -> tuple[int, int]:
    """Return the widest radius and window of the tile's types, within bounds: the type is not known yet."""
    types = EventType.objects.filter(county=matter.county, is_active=True, tile=matter.tile) if matter.tile else []
    pairs = [(kind.near_metres, kind.near_days) for kind in types] or [(100, 15)]
    return min(WIDEST, max(m for m, _ in pairs)), min(LONGEST_DAYS, max(d for _, d in pairs))


def _box(lon: float, lat: float, metres: int) -> tuple[tuple[float, float], tuple[float, float]]:
    up, side = metres / METRES_A_DEGREE, metres / (METRES_A_DEGREE * max(0.1, math.cos(math.radians(lat))))
    return (lon - side, lon + side), (lat - up, lat + up)
