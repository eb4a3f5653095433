"""Has it been reported near here already? Radius and days come from the kind of thing, never from code (P04)."""

import math
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import connection
from django.db.models import Max

from shanzhi.registry.geo import metres_between
from shanzhi.registry.models import EventType

from ..models import OPEN_STAGES, Report

METRES_A_DEGREE = 111_320.0
MOST = 6


@dataclass(frozen=True)
class Neighbour:
    """An open report close by: what may be shown of it, how far and how old it is."""

    report: Report
    metres: int
    photo_count: int


def reach_of(county: str, tile: str) -> tuple[int, int]:
    """Return the widest radius (metres) and window (days) of the tile's event types; of all types without a tile."""
    types = EventType.objects.filter(county=county, is_active=True)
    if tile:
        types = types.filter(tile=tile)
    found = types.aggregate(metres=Max("near_metres"), days=Max("near_days"))
    return found["metres"] or 0, found["days"] or 0


def near_open_reports(
    *, county: str, lon: float, lat: float, tile: str, now: datetime, but_not: Report | None = None
) -> list[Neighbour]:
    """Return public, open reports of the tile close by, nearest first: one for each group of joined reports."""
    metres, days = reach_of(county, tile)
    if not metres:
        return []
    south, east = metres / METRES_A_DEGREE, metres / (METRES_A_DEGREE * max(0.1, math.cos(math.radians(lat))))
    box = f"(({lon + east!r},{lat + south!r}),({lon - east!r},{lat - south!r}))"
    rows = (
        Report.objects.filter(
            county=county,
            stage__in=OPEN_STAGES,
            received_at__gte=now - timedelta(days=days),
            joined_to__isnull=True,
            is_public=True,
            wants_withdrawal=False,
        )
        .extra(where=["loc <@ %s::box"], params=[box])
        .order_by("-received_at")
    )
    if tile:
        rows = rows.filter(tile__in=[tile, ""])
    if but_not:
        rows = rows.exclude(pk=but_not.pk)
    found = [
        Neighbour(row, round(_far(row, lon, lat)), sum(photo.is_public for photo in row.photos.all()))
        for row in rows.prefetch_related("photos")[:50]
    ]
    return sorted((one for one in found if one.metres <= metres), key=lambda one: one.metres)[:MOST]


def _far(row: Report, lon: float, lat: float) -> float:
    return metres_between(lon, lat, row.lon or 0.0, row.lat or 0.0)


PAST_DAYS = 90
MOST_LOOKED_AT = 2000


def offered_in_the_past(event_type: EventType, *, metres: int, days: int, now: datetime) -> tuple[int, int]:
    """Return how many of the last quarter's reports there are, and to how many an earlier one would have been offered.

    Lets somebody see what a radius and a window do before he puts them in force (P04).
    """
    sql = """
      WITH recent AS (
        SELECT id, loc, lon, lat, received_at FROM intake_report
        WHERE county = %s AND tile = %s AND received_at >= %s AND lon IS NOT NULL ORDER BY received_at DESC LIMIT %s
      )
      SELECT count(*), count(*) FILTER (WHERE EXISTS (
        SELECT 1 FROM recent b WHERE b.id <> a.id AND b.received_at < a.received_at
          AND b.received_at >= a.received_at - make_interval(days => %s)
          AND b.loc <@ box(point(a.lon + %s / cos(radians(a.lat)), a.lat + %s),
                           point(a.lon - %s / cos(radians(a.lat)), a.lat - %s))
      )) FROM recent a
    """
    reach = metres / METRES_A_DEGREE
    since = now - timedelta(days=PAST_DAYS)
    values: list[Any] = [event_type.county, event_type.tile, since, MOST_LOOKED_AT, days, reach, reach, reach, reach]
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        found = cursor.fetchone()
    return (int(found[0]), int(found[1])) if found else (0, 0)
