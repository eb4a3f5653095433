"""What lies in this piece of the map? Points while they are few, clusters of a grid when they are many; in one query."""

from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.models import QuerySet

from ..models import WorkItem
from .worklist import Clock, address_of

MOST_POINTS = 400
# As many marks as fit side by side on a screen without covering one another.
GRID = 12


@dataclass(frozen=True)
class Box:
    """West, south, east, north in degrees (WGS-84)."""

    west: float
    south: float
    east: float
    north: float

    @classmethod
    def read(cls, text: str | None) -> "Box | None":
        """Return the box of `west,south,east,north`; None when it is none."""
        try:
            west, south, east, north = (float(part) for part in (text or "").split(","))
        except ValueError:
            return None
        ok = -180 <= west < east <= 180 and -90 <= south < north <= 90
        return cls(west, south, east, north) if ok else None

    @property
    def literal(self) -> str:
        return f"(({self.east!r},{self.north!r}),({self.west!r},{self.south!r}))"


@dataclass(frozen=True)
class Cluster:
    """Several lines close together."""

    lon: float
    lat: float
    count: int
    late: int


def in_box(rows: QuerySet[WorkItem], box: Box) -> QuerySet[WorkItem]:
    """Return the lines inside the box, by the point index."""
    return rows.filter(lon__isnull=False).extra(where=["dispatch_workitem.loc <@ %s::box"], params=[box.literal])


def points(rows: QuerySet[WorkItem], box: Box) -> list[WorkItem]:
    """Return up to MOST_POINTS + 1 lines in the box; one more than may be drawn says: cluster them."""
    return list(in_box(rows, box).order_by()[: MOST_POINTS + 1])


def clusters(rows: QuerySet[WorkItem], box: Box, clock: Clock) -> list[Cluster]:
    """Return the lines of the box gathered in a grid: one cell, one mark."""
    found = in_box(rows, box).order_by().values_list("lon", "lat", "due_at", "paused_for")
    sql, params = found.query.sql_with_params()
    wide, high = (box.east - box.west) / GRID, (box.north - box.south) / GRID
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT avg(lon), avg(lat), count(*), count(*) FILTER (WHERE due_at < %s AND paused_for = '')"
            f" FROM ({sql}) AS inside GROUP BY floor((lon - %s) / %s), floor((lat - %s) / %s)",
            [clock.now, *params, box.west, wide, box.south, high],
        )
        return [Cluster(*row) for row in cursor.fetchall()]


def features(rows: QuerySet[WorkItem], box: Box, clock: Clock) -> dict[str, Any]:
    """Return the map's answer: single points while few, clusters when many."""
    few = points(rows, box)
    if len(few) > MOST_POINTS:
        return _collection([_cluster(one) for one in clusters(rows, box, clock)])
    return _collection([_point(row, clock) for row in few])


def _collection(found: list[dict[str, Any]]) -> dict[str, Any]:
    return {"type": "FeatureCollection", "features": found}


def _feature(lon: float, lat: float, **properties: Any) -> dict[str, Any]:
    return {
        "type": "Feature",
        "geometry": {"type": "Point", "coordinates": [round(lon, 6), round(lat, 6)]},
        "properties": properties,
    }


def _point(row: WorkItem, clock: Clock) -> dict[str, Any]:
    light = clock.light(row.due_at, row.paused_for) if row.is_open else None
    said = light.text if light else row.step_label
    return _feature(
        row.lon or 0.0,
        row.lat or 0.0,
        id=str(row.pk),
        title=f"{row.number} {row.title}",
        url=f"/{address_of(row)}",
        light=light.code if light else "grey",
        text=f"{row.step_label} · {said}",
    )


def _cluster(one: Cluster) -> dict[str, Any]:
    text = f"{one.count} 件" + (f"，其中 {one.late} 件超期" if one.late else "")
    return _feature(one.lon, one.lat, id="", title=text, url="", light="red" if one.late else "green", text=text,
                    count=one.count, late=one.late)  # fmt: skip
