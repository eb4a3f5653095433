"""What would happen if this draft were put in force: every fault, every difference?"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from ..models import ColumnName, ListDraft, ListVersion
from .cells import Sheet, unpack
from .columns import ListSpec, Record
from .differences import Differences, differences
from .headings import Found, find_header, heading_key, known_headings, mapped
from .keeping import records_in_force, rows_in_force
from .kinds import SPECS
from .reading import Options, Reading, read_rows
from .surroundings import Surroundings


@dataclass
class Trial:
    """A draft read through once: what it says, what is wrong, what it would change."""

    spec: ListSpec
    around: Surroundings
    reading: Reading
    changes: Differences
    records: dict[str, Record]
    kept: dict[str, object]

    @property
    def clean(self) -> bool:
        return not self.reading.faults


def remembered(county: str, kind: str) -> Mapping[str, str]:
    """Headings somebody mapped before, by their key."""
    rows = ColumnName.objects.filter(county=county, kind=kind).values_list("heading", "column")
    return {heading_key(heading): column for heading, column in rows}


def guess(county: str, kind: str, sheets: list[Sheet]) -> Found:
    """Find the header row and the columns of an uploaded file."""
    return find_header(sheets, SPECS[kind], remembered(county, kind))


def guess_columns(version: ListVersion, sheets: list[Sheet], name: str, header_row: int) -> dict[int, str]:
    """Return the columns found in another sheet or under another header row."""
    known = known_headings(SPECS[version.kind], remembered(version.county, version.kind))
    rows = next((sheet.rows for sheet in sheets if sheet.name == name), [])
    return mapped(rows[header_row], known) if header_row < len(rows) else {}


def sheet_of(draft: ListDraft) -> Sheet:
    """Return the sheet the draft reads."""
    sheets = unpack(draft.cells)
    return next((sheet for sheet in sheets if sheet.name == draft.sheet), sheets[0])


def run_trial(version: ListVersion, on: date) -> Trial:
    """Read the draft as it would be put in force on the day."""
    draft = version.draft
    columns = {int(place): name for place, name in draft.mapping.get("columns", {}).items()}
    options = Options(**draft.mapping.get("options", {}))
    spec, around = SPECS[version.kind], Surroundings(version.county, on)
    reading = read_rows(spec, sheet_of(draft), draft.header_row, columns, around, options)
    told = {*columns.values(), *(name for name, text in options.constants.items() if text)}
    return compared(spec, reading, around, told, partial=options.partial)


def compared(spec: ListSpec, reading: Reading, around: Surroundings, told: set[str], *, partial: bool = False) -> Trial:
    """Compare what was read with the list in force."""
    records, kept = records_in_force(spec, rows_in_force(spec, around.county), around)
    changes = differences(spec, records, reading.records, around, told, partial=partial)
    return Trial(spec, around, reading, changes, records, kept)
