"""May this be the same as something we have already? Open matters close by or in like words, likest first, with the why."""

import math
from dataclasses import dataclass
from datetime import timedelta

from django.contrib.postgres.search import TrigramSimilarity
from django.utils import timezone

from shanzhi.registry.geo import metres_between
from shanzhi.registry.models import EventType

from .. import rules
from ..models import Matter

METRES_A_DEGREE = 111_320.0
MOST = 6
WIDEST, LONGEST_DAYS = 300, 30
ALIKE = 0.3
AREA_DIGITS = 12  # village or community
MOST_COMPARED = 300
REPEAT_DAYS, MOST_REPEATS = 180, 5
EMPTY_TITLE = "（没有文字，见照片）"


@dataclass(frozen=True)
class Neighbour:
    """A matter that may be the same, how far it is and why it was offered."""

    matter: Matter
    metres: int | None
    why: str
    weight: float = 0.0


def possible_duplicates(matter: Matter) -> list[Neighbour]:
    """Return open matters that may be the same: close by within the type's radius and days (P04), or in like words
    in the same village or street within the widest window. What is both close and alike comes first."""
    kind = matter.event_type
    metres, days = (kind.near_metres, kind.near_days) if kind else _reach(matter)
    found = {one.matter.pk: one for one in _alike(matter)}
    for one in _close(matter, metres, days):
        like = found.get(one.matter.pk)
        why = f"{one.why}；{like.why}" if like else one.why
        weight = 1 - (one.metres or 0) / (metres + 1) + (like.weight if like else 0)
        found[one.matter.pk] = Neighbour(one.matter, one.metres, why, weight)
    return sorted(found.values(), key=lambda one: -one.weight)[:MOST]


def _alike(matter: Matter) -> list[Neighbour]:
    """Open matters of the last weeks in the same village or street that say nearly the same (trigrams of the title)."""
    area = matter.area_code[:AREA_DIGITS]
    if not area or matter.is_restricted or matter.title == EMPTY_TITLE:
        return []
    rows = Matter.objects.filter(
        county=matter.county,
        step__in=rules.OPEN_STEPS,
        opened_at__gte=timezone.now() - timedelta(days=LONGEST_DAYS),
        area_code__startswith=area,
        is_restricted=False,
    ).exclude(pk=matter.pk)
    recent = rows.order_by("-opened_at", "-id")[:MOST_COMPARED]
    alike = (
        Matter.objects.filter(pk__in=recent.values("pk"))
        .annotate(like=TrigramSimilarity("title", matter.title))
        .filter(like__gte=ALIKE)
    )
    return [
        Neighbour(one, _metres(matter, one), f"同一村（社区），说法相似 {round(100 * one.like)}%", float(one.like))
        for one in alike.select_related("event_type", "agency").order_by("-like")[:MOST]
    ]


def _metres(one: Matter, other: Matter) -> int | None:
    if one.lon is None or one.lat is None or other.lon is None or other.lat is None:
        return None
    return round(metres_between(one.lon, one.lat, other.lon, other.lat))


def repeats(matter: Matter) -> list[Matter]:
    """Return what was handled here before: the same type within its radius in the last half year, done or not."""
    kind = matter.event_type
    if kind is None or matter.lon is None or matter.lat is None:
        return []
    box = _box(matter.lon, matter.lat, kind.near_metres)
    since = timezone.now() - timedelta(days=REPEAT_DAYS)
    rows = Matter.objects.filter(
        county=matter.county, event_type=kind, opened_at__gte=since, lon__range=box[0], lat__range=box[1]
    )
    return list(rows.exclude(pk=matter.pk).exclude(step="merged").order_by("-opened_at")[:MOST_REPEATS])


def _close(matter: Matter, metres: int, days: int) -> list[Neighbour]:
    """Open matters of the kind within so many metres and days."""
    if matter.lon is None or matter.lat is None:
        return []
    kind = matter.event_type
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
    return found


def _reach(matter: Matter) -> tuple[int, int]:
    """Return the widest radius and window of the tile's types, within bounds: the type is not known yet."""
    types = EventType.objects.filter(county=matter.county, is_active=True, tile=matter.tile) if matter.tile else []
    pairs = [(kind.near_metres, kind.near_days) for kind in types] or [(100, 15)]
    return min(WIDEST, max(m for m, _ in pairs)), min(LONGEST_DAYS, max(d for _, d in pairs))


def _box(lon: float, lat: float, metres: int) -> tuple[tuple[float, float], tuple[float, float]]:
    up, side = metres / METRES_A_DEGREE, metres / (METRES_A_DEGREE * max(0.1, math.cos(math.radians(lat))))
    return (lon - side, lon + side), (lat - up, lat + up)
