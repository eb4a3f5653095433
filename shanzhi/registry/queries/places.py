"""Where is this point, and what is the place called?"""

from dataclasses import dataclass

from django.db.models import QuerySet

from ..geo import AreaIndex
from ..models import Area, MapVersion

_indexes: dict[str, tuple[int, AreaIndex]] = {}


@dataclass(frozen=True)
class Place:
    """What the map knows of a point: the code of the smallest area it surely lies in, and whether it is outside."""

    area_code: str
    town_name: str
    is_outside: bool


def index_of(county: str) -> AreaIndex:
    """Return the county's boundaries in memory; read again when their version has gone up."""
    version = MapVersion.objects.filter(pk=county).values_list("version", flat=True).first() or 0
    kept = _indexes.get(county)
    if kept and kept[0] == version:
        return kept[1]
    rows = Area.objects.filter(county=county, is_active=True, geometry__isnull=False)
    index = AreaIndex([(code, level, shape) for code, level, shape in rows.values_list("code", "level", "geometry")])
    _indexes[county] = (version, index)
    return index


def place_at(county: str, lon: float, lat: float) -> Place:
    """Return the town a WGS-84 point lies in; outside every boundary it is outside the county."""
    code = index_of(county).town_of(lon, lat)
    if code is None:
        return Place("", "", True)
    name = Area.objects.filter(county=county, code=code).values_list("name", flat=True).first() or ""
    return Place(code, name, False)


def area_names(county: str, code: str) -> str:
    """Return the place in words, from the town down: 金川街道 徐村村."""
    codes = [code[:length] for length in (9, 12, 15) if len(code) >= length]
    names = dict(Area.objects.filter(county=county, code__in=codes).values_list("code", "name"))
    return " ".join(names[part] for part in codes if part in names)


def areas_below(county: str, code: str, level: str) -> QuerySet[Area]:
    """Return the active areas of a level whose code begins with this one."""
    return Area.objects.filter(county=county, level=level, code__startswith=code, is_active=True).order_by("code")
