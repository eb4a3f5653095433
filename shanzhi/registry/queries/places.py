"""Where is this point, and what is the place called?"""

from dataclasses import dataclass, replace
from time import monotonic as time_now

from django.db.models import QuerySet

from ..geo import AreaIndex
from ..models import Area, MapVersion

# The version is asked for at most once in so many seconds: a new boundary is seen by then at the latest.
ASKED_SECONDS = 2.0


@dataclass(frozen=True)
class KeptMap:
    """A county's boundaries in memory, with the names of its towns."""

    version: int
    asked: float
    index: AreaIndex
    names: dict[str, str]


_maps: dict[str, KeptMap] = {}


@dataclass(frozen=True)
class Place:
    """What the map knows of a point: the code of the smallest area it surely lies in, and whether it is outside."""

    area_code: str
    town_name: str
    is_outside: bool


def map_of(county: str) -> KeptMap:
    """Return the county's boundaries in memory; read again when their version has gone up."""
    now, kept = time_now(), _maps.get(county)
    if kept and now - kept.asked < ASKED_SECONDS:
        return kept
    version = MapVersion.objects.filter(pk=county).values_list("version", flat=True).first() or 0
    if kept and kept.version == version:
        _maps[county] = replace(kept, asked=now)
        return _maps[county]
    rows = Area.objects.filter(county=county, is_active=True)
    shapes = rows.filter(geometry__isnull=False).values_list("code", "level", "geometry")
    names = dict(rows.filter(level=Area.Level.TOWN).values_list("code", "name"))
    _maps[county] = KeptMap(version, now, AreaIndex([(code, level, shape) for code, level, shape in shapes]), names)
    return _maps[county]


def forget_maps() -> None:
    """Read the boundaries anew next time: between tests."""
    _maps.clear()


def place_at(county: str, lon: float, lat: float) -> Place:
    """Return the town a WGS-84 point lies in; outside every boundary it is outside the county."""
    kept = map_of(county)
    code = kept.index.town_of(lon, lat)
    return Place(code, kept.names.get(code, ""), False) if code else Place("", "", True)


def area_names(county: str, code: str) -> str:
    """Return the place in words, from the town down."""
    codes = [code[:length] for length in (9, 12, 15) if len(code) >= length]
    names = dict(Area.objects.filter(county=county, code__in=codes).values_list("code", "name"))
    return " ".join(names[part] for part in codes if part in names)


def areas_below(county: str, code: str, level: str) -> QuerySet[Area]:
    """Return the active areas of a level whose code begins with this one."""
    return Area.objects.filter(county=county, level=level, code__startswith=code, is_active=True).order_by("code")
