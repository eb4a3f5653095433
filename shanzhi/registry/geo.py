"""Where is a point: in which coordinate system, how far from another, in which town?"""

import math
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

import numpy
import shapely
from shapely.geometry import shape

EARTH_RADIUS = 6_371_008.8

# The ellipsoid and the box which the Chinese map shift is defined on (Krasovsky 1940).
_SHIFT_AXIS = 6_378_245.0
_SHIFT_ECCENTRICITY = 0.006_693_421_622_965_943
_SHIFT_BOX = (72.004, 0.8293, 137.8347, 55.8271)
_BAIDU_TURN = math.pi * 3000 / 180


class LonLat(NamedTuple):
    lon: float
    lat: float


class Near(NamedTuple):
    code: str
    metres: float


def is_position(lon: float, lat: float) -> bool:
    """Say whether this can be a place on earth; (0, 0) is what a broken receiver writes, so it is not."""
    return math.isfinite(lon) and math.isfinite(lat) and abs(lon) <= 180 and abs(lat) <= 90 and (lon, lat) != (0, 0)


def gcj_from_wgs(lon: float, lat: float) -> LonLat:
    """Shift a WGS-84 position to GCJ-02, the system of Chinese web maps; outside China nothing is shifted."""
    west, south, east, north = _SHIFT_BOX
    if not (west <= lon <= east and south <= lat <= north):
        return LonLat(lon, lat)
    x, y = lon - 105.0, lat - 35.0
    root, ripple = math.sqrt(abs(x)), _waves(x, (6, 20), (2, 20))
    up = -100 + 2 * x + 3 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * root + ripple
    up += _waves(y, (1, 20), (1 / 3, 40)) + _waves(y, (1 / 12, 160), (1 / 30, 320))
    right = 300 + x + 2 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * root + ripple
    right += _waves(x, (1, 20), (1 / 3, 40)) + _waves(x, (1 / 12, 150), (1 / 30, 300))
    slant = math.radians(lat)
    squash = 1 - _SHIFT_ECCENTRICITY * math.sin(slant) ** 2
    north_south = _SHIFT_AXIS * (1 - _SHIFT_ECCENTRICITY) / squash**1.5
    east_west = _SHIFT_AXIS / math.sqrt(squash) * math.cos(slant)
    return LonLat(lon + math.degrees(right / east_west), lat + math.degrees(up / north_south))


def _waves(at: float, *terms: tuple[float, float]) -> float:
    return sum(height * math.sin(turn * at * math.pi) for turn, height in terms) * 2 / 3


def wgs_from_gcj(lon: float, lat: float) -> LonLat:
    """Undo the shift: look for the position whose shift lands here (to about 1e-10 degrees)."""
    x, y = lon, lat
    for _ in range(12):
        there = gcj_from_wgs(x, y)
        off_x, off_y = there.lon - lon, there.lat - lat
        x, y = x - off_x, y - off_y
        if abs(off_x) + abs(off_y) < 1e-11:
            break
    return LonLat(x, y)


def gcj_from_bd(lon: float, lat: float) -> LonLat:
    """Turn a BD-09 position into GCJ-02, exactly: look for the position that BD-09 moves here."""
    x, y = lon - 0.0065, lat - 0.006
    for _ in range(12):
        radius = math.hypot(x, y) + 0.00002 * math.sin(y * _BAIDU_TURN)
        angle = math.atan2(y, x) + 0.000003 * math.cos(x * _BAIDU_TURN)
        off_x, off_y = radius * math.cos(angle) + 0.0065 - lon, radius * math.sin(angle) + 0.006 - lat
        x, y = x - off_x, y - off_y
        if abs(off_x) + abs(off_y) < 1e-11:
            break
    return LonLat(x, y)


def wgs_from_bd(lon: float, lat: float) -> LonLat:
    return wgs_from_gcj(*gcj_from_bd(lon, lat))


def metres_between(lon1: float, lat1: float, lon2: float, lat2: float) -> float:
    """Return the way over the sphere (haversine)."""
    up, right = math.radians(lat2 - lat1), math.radians(lon2 - lon1)
    chord = math.sin(up / 2) ** 2
    chord += math.cos(math.radians(lat1)) * math.cos(math.radians(lat2)) * math.sin(right / 2) ** 2
    return 2 * EARTH_RADIUS * math.asin(math.sqrt(min(1.0, chord)))


# Squares of about 200 m, remembered where they lie wholly in one area: the next point there needs no search.
CELLS_A_DEGREE = 500
MOST_CELLS = 100_000


class _Level:
    """The polygons of one level, ready to be asked."""

    def __init__(self, rows: list[tuple[str, shapely.Geometry]]) -> None:
        rows = sorted(rows, key=lambda row: row[0])
        self.codes: list[str] = [code for code, _ in rows]
        self.shapes = numpy.array([polygon for _, polygon in rows], dtype=object)
        self.tree = shapely.STRtree(self.shapes)
        shapely.prepare(self.shapes)
        for polygon in self.shapes:
            # Asking once builds what GEOS builds lazily; afterwards threads only read.
            inside = polygon.representative_point()
            shapely.intersects_xy(polygon, inside.x, inside.y)
        self._inner: dict[tuple[int, int], str | None] = {}

    def code_at(self, lon: float, lat: float) -> str | None:
        """Return the area that holds the point; on a common border, the one with the smaller code."""
        cell = (math.floor(lon * CELLS_A_DEGREE), math.floor(lat * CELLS_A_DEGREE))
        if cell not in self._inner:
            if len(self._inner) >= MOST_CELLS:
                self._inner.clear()
            self._inner[cell] = self._sole_area(*cell)
        return self._inner[cell] or self._searched(lon, lat)

    def _sole_area(self, x: int, y: int) -> str | None:
        """Return the area a small square lies in with all its points and no other area touches; most squares have one."""
        square = shapely.box(*(edge / CELLS_A_DEGREE for edge in (x, y, x + 1, y + 1)))
        touched = self.tree.query(square, predicate="intersects")
        if len(touched) == 1 and shapely.contains_properly(self.shapes[touched[0]], square):
            return self.codes[int(touched[0])]
        return None

    def _searched(self, lon: float, lat: float) -> str | None:
        for at in sorted(map(int, self.tree.query(shapely.Point(lon, lat)))):
            if shapely.intersects_xy(self.shapes[at], lon, lat):
                return self.codes[at]
        return None


class AreaIndex:
    """The boundaries of a county in memory. Never changes: who knows of newer boundaries builds a new one."""

    def __init__(self, rows: Iterable[tuple[str, str, Mapping[str, Any] | str | None]]) -> None:
        found: dict[str, list[tuple[str, shapely.Geometry]]] = {}
        for code, level, geometry in rows:
            polygon = _polygon(geometry)
            if polygon is not None:
                found.setdefault(level, []).append((code, polygon))
        self._levels = {level: _Level(shapes) for level, shapes in found.items()}
        towns = self._levels.get("town")
        # A degree east is shorter than a degree north: stretched so, "nearest" is nearest on the ground.
        middle = float(towns.shapes[0].centroid.y) if towns else 0.0
        self._squeeze = math.cos(math.radians(middle))
        self._flat = _squeezed(towns.shapes, self._squeeze) if towns else None

    def __len__(self) -> int:
        return sum(len(level.codes) for level in self._levels.values())

    def area_of(self, level: str, lon: float, lat: float) -> str | None:
        """Return the code of the area of this level that holds a WGS-84 point."""
        kept = self._levels.get(level)
        return kept.code_at(lon, lat) if kept and is_position(lon, lat) else None

    def town_of(self, lon: float, lat: float) -> str | None:
        return self.area_of("town", lon, lat)

    def nearest_town(self, lon: float, lat: float) -> Near | None:
        """Return the town that lies nearest to a point, and how far its border is; 0 inside it."""
        if self._flat is None or not is_position(lon, lat):
            return None
        if code := self.town_of(lon, lat):
            return Near(code, 0.0)
        here = shapely.Point(lon * self._squeeze, lat)
        at = int(self._flat.nearest(here))
        there = shapely.get_coordinates(shapely.shortest_line(here, self._flat.geometries[at]))[-1]
        metres = metres_between(lon, lat, float(there[0]) / self._squeeze, float(there[1]))
        return Near(self._levels["town"].codes[at], metres)


def _squeezed(shapes: Any, by: float) -> shapely.STRtree:
    return shapely.STRtree(shapely.transform(shapes, lambda xy: xy * (by, 1.0)))


def _polygon(geometry: Mapping[str, Any] | str | None) -> shapely.Geometry | None:
    """Read GeoJSON; a ring that crosses itself is mended, anything without a surface is left out."""
    if not geometry:
        return None
    found = shapely.from_geojson(geometry) if isinstance(geometry, str) else shape(geometry)
    found = shapely.force_2d(found)
    if not found.is_valid:
        found = shapely.make_valid(found)
    return found if not found.is_empty and found.area > 0 else None
