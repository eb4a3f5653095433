"""What did a list say under a former version?"""

from datetime import date
from typing import Any

from django.db.models import Q

from ..models import ListVersion, RowChange
from .columns import ListSpec
from .keeping import record_of, records_in_force, rows_in_force
from .reading import Reading
from .surroundings import Surroundings
from .trial import Trial, compared


def rows_under(spec: ListSpec, version: ListVersion) -> Any:
    """Return the rows the list had while the version was the newest. Rows made by hand count as older than any."""
    rows = spec.model._default_manager.filter(county=version.county)
    begun = Q(version=None) | Q(version__number__lte=version.number)
    ended = Q(ended_by=None) | Q(ended_by__number__gt=version.number)
    joined = rows.filter(begun & ended).prefetch_related(*(column.name for column in spec.links))
    return joined.select_related("item") if "item" in spec.by_name else joined


def as_of(spec: ListSpec, version: ListVersion, on: date) -> Trial:
    """Return a former version as if it were read from a file, compared with the list in force."""
    around = Surroundings(version.county, on)
    records, _rows = records_in_force(spec, rows_under(spec, version), around)
    reading = Reading(records=records, row_count=len(records))
    return compared(spec, reading, around, set(spec.by_name))


def register_before(spec: ListSpec, version: ListVersion, on: date) -> Trial:
    """Return a register as it was before the version after `version` changed it."""
    around = Surroundings(version.county, on)
    rows = rows_in_force(spec, version.county)
    records, _kept = records_in_force(spec, rows, around)
    later = RowChange.objects.filter(
        version__county=version.county, version__kind=version.kind, version__number__gt=version.number or 0
    )
    for change in later.order_by("-version__number"):
        for key, said in ((key, said) for key, said in _keyed(spec, change)):
            if said is None:
                records.pop(key, None)
            else:
                records[key] = said
    reading = Reading(records=records, row_count=len(records))
    return compared(spec, reading, around, set(spec.by_name))


def _keyed(spec: ListSpec, change: RowChange) -> list[tuple[str, Any]]:
    """What to undo: the row as it was after goes, the row as it was before comes back."""
    found: list[tuple[str, Any]] = []
    if change.after is not None:
        found.append((spec.key(change.after), None))
    if change.before is not None:
        found.append((spec.key(change.before), change.before))
    return found


def records_under(spec: ListSpec, version: ListVersion, around: Surroundings) -> list[dict[str, Any]]:
    """Return the records of a former version, for a file."""
    return [record_of(spec, row, around) for row in rows_under(spec, version)]
