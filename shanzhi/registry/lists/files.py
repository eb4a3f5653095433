"""How does a list go out again: in the shape it came in, with its faults, with its differences?"""

import csv
import io
from collections.abc import Iterable

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from .cells import FORMULA, Cell
from .columns import ListSpec, Record
from .keeping import records_in_force, rows_in_force
from .surroundings import Surroundings
from .trial import Trial

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def list_rows(spec: ListSpec, records: Iterable[Record], around: Surroundings) -> Iterable[list[Cell]]:
    """Yield the header and one row a record, every cell as the importer reads it."""
    yield [column.heading for column in spec.columns]
    for record in records:
        yield [column.reader.show(record[column.name], around) for column in spec.columns]


def list_in_force(spec: ListSpec, around: Surroundings) -> list[list[Cell]]:
    """Return the rows of the list in force, ordered by key."""
    records, _rows = records_in_force(spec, rows_in_force(spec, around.county), around)
    return list(list_rows(spec, (records[key] for key in sorted(records)), around))


def fault_rows(trial: Trial) -> Iterable[list[Cell]]:
    """Yield every fault with its row in the uploaded file."""
    yield ["文件里的行", "列", "填的是", "问题", "怎样改"]
    for fault in sorted(trial.reading.faults, key=lambda one: one.row):
        yield [fault.row, fault.column, fault.value, fault.text, fault.advice]


def difference_rows(trial: Trial) -> Iterable[list[Cell]]:
    """Yield every difference, field by field."""
    yield ["变动", "行", "列", "原来", "现在"]
    for key in trial.changes.new:
        yield ["新增", key, "", "", ""]
    for key, changes in trial.changes.changed.items():
        for change in changes:
            yield ["修改", key, change.heading, change.before, change.after]
    for key in trial.changes.missing:
        yield ["缺少", key, "", "", ""]


def workbook(sheets: Iterable[tuple[str, Iterable[list[Cell]]]]) -> bytes:
    """Return an XLSX file. Codes and words are text cells, so that no spreadsheet drops zeros or runs a formula."""
    book = Workbook(write_only=True)
    for title, rows in sheets:
        sheet = book.create_sheet(title)
        sheet.freeze_panes = "A2"
        for column in range(1, 31):
            sheet.column_dimensions[get_column_letter(column)].width = 20
        for number, row in enumerate(rows):
            sheet.append([_cell(sheet, value, number == 0) for value in row])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _cell(sheet: object, value: Cell, heading: bool) -> object:
    if not heading and not isinstance(value, str):
        return value
    if isinstance(value, str):
        value = ILLEGAL_CHARACTERS_RE.sub("", value)  # a control character of a CSV has no place in a workbook
    cell = WriteOnlyCell(sheet, value=value)
    if isinstance(value, str):
        cell.data_type = "s"
        cell.number_format = "@"
    if heading:
        cell.font = Font(bold=True)
    return cell


def csv_file(rows: Iterable[list[Cell]]) -> bytes:
    """Return a CSV with a byte order mark, so that spreadsheets read the Chinese; formulas are made text."""
    out = io.StringIO()
    writer = csv.writer(out)
    for row in rows:
        writer.writerow([_harmless(value) for value in row])
    return out.getvalue().encode("utf-8-sig")


def _harmless(value: Cell) -> Cell:
    return f"'{value}" if isinstance(value, str) and value.startswith(FORMULA) else value
