"""What does each row of a file say, and what is wrong with it?"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Any

from .cells import Cell, Row, Sheet
from .columns import Column, ListSpec, Record
from .references import AgencyName, ItemCode, LeadName
from .surroundings import Surroundings
from .values import BadCell, Day, Digits, text_of

SAMPLED = 300


@dataclass(frozen=True)
class Fault:
    """One thing that is wrong: in which row of the file (from 1), in which column, and what to do about it."""

    row: int
    column: str
    value: str
    text: str
    advice: str = ""


@dataclass
class Reading:
    """Every row that could be read, and every fault. A list with faults is not put in force."""

    records: dict[str, Record] = field(default_factory=dict)
    places: dict[str, int] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    hints: list[str] = field(default_factory=list)
    row_count: int = 0


@dataclass(frozen=True)
class Options:
    """What the person chose beside the columns."""

    pads: bool = False
    fills: bool = False
    partial: bool = False
    constants: Mapping[str, str] = field(default_factory=dict)


def read_rows(
    spec: ListSpec,
    sheet: Sheet,
    header_row: int,
    mapping: Mapping[int, str],
    around: Surroundings,
    options: Options | None = None,
) -> Reading:
    """Read everything below the header row."""
    options = options or Options()
    reading = Reading(hints=_hints(spec, sheet, header_row, mapping, around))
    constants = _constants(spec, mapping, around, options, header_row, reading)
    told = {*mapping.values(), *constants}
    for column in (one for one in spec.columns if one.required and one.name not in told):
        advice = "请在列对应里选出它，或者给它填一个全表统一的值。"
        reading.faults.append(Fault(header_row + 1, column.heading, "", "缺少这一列。", advice))
    if reading.faults:
        return reading
    columns = {place: _with_options(spec.by_name[name], options) for place, name in mapping.items()}
    for number, cells in _data_rows(sheet, header_row, columns, options):
        reading.row_count += 1
        _read_row(spec, number, cells, columns, around, reading, constants)
    for key, name, text in spec.check_all(reading.records, around):
        reading.faults.append(Fault(reading.places[key], spec.by_name[name].heading, "", text))
    if not reading.row_count:
        reading.faults.append(Fault(header_row + 2, "", "", "表头下面没有数据。", "请核对表头行是否选对。"))
    return reading


def _constants(
    spec: ListSpec,
    mapping: Mapping[int, str],
    around: Surroundings,
    options: Options,
    header_row: int,
    reading: Reading,
) -> Record:
    """Return what every row says because somebody wrote it once for the whole file."""
    found: Record = {}
    for name, text in options.constants.items():
        if name in mapping.values() or name not in spec.by_name or not text:
            continue
        column = spec.by_name[name]
        try:
            found[name] = column.reader.read(text, around)
        except BadCell as fault:
            reading.faults.append(Fault(header_row + 1, column.heading, text, str(fault), fault.advice))
    return found


def _with_options(column: Column, options: Options) -> Column:
    if options.pads and isinstance(column.reader, Digits | ItemCode):
        return replace(column, reader=replace(column.reader, pads=True))
    return column


def _data_rows(
    sheet: Sheet, header_row: int, columns: Mapping[int, Column], options: Options
) -> Iterator[tuple[int, Row]]:
    """Yield the rows that carry data, with their numbers in the file. A single filled cell is a title or a note."""
    last: dict[int, Cell] = {}
    places = list(columns)
    for number, row in enumerate(sheet.rows[header_row + 1 :], header_row + 2):
        cells: Row = [row[place] if place < len(row) else None for place in range(max(places, default=0) + 1)]
        texts = {text_of(cells[place]) for place in places} - {""}
        if len(texts) <= 1 and len(columns) > 1:
            continue
        for place, column in columns.items():
            if text_of(cells[place]):
                last[place] = cells[place]
            elif options.fills and column.fills and place in last:
                cells[place] = last[place]
        yield number, cells


def _read_row(
    spec: ListSpec,
    number: int,
    cells: Row,
    columns: Mapping[int, Column],
    around: Surroundings,
    reading: Reading,
    constants: Record,
) -> None:
    record = dict(constants)
    faults = []
    for place, column in columns.items():
        cell = cells[place]
        try:
            if column.required and not text_of(cell):
                raise BadCell("不能空着。", column.told)
            record[column.name] = column.reader.read(cell, around)
        except BadCell as fault:
            faults.append(Fault(number, column.heading, text_of(cell)[:60], str(fault), fault.advice))
    if not faults:
        for column in spec.columns:
            if column.name not in record:
                record[column.name] = _left_out(column, around)
        faults = [Fault(number, spec.by_name[name].heading, "", text) for name, text in spec.check(record)]
        key = spec.key(record)
        if key in reading.records:
            first = reading.places[key]
            faults.append(Fault(number, "", key[:60], f"与第{first}行重复。", "请删去一行，或者改正代码。"))
        elif not faults:
            reading.records[key], reading.places[key] = record, number
    reading.faults += faults


def _left_out(column: Column, around: Surroundings) -> Any:
    try:
        return column.reader.read(None, around)
    except BadCell:
        return ""


def _hints(
    spec: ListSpec, sheet: Sheet, header_row: int, mapping: Mapping[int, str], around: Surroundings
) -> list[str]:
    """Say what looks odd about whole columns: swapped ones, merged cells."""
    hints = []
    if sheet.merged:
        hints.append(f"表里有{sheet.merged}处合并单元格，已按左上角的内容填满每一格。")
    checked = [
        (place, spec.by_name[name])
        for place, name in mapping.items()
        if isinstance(spec.by_name[name].reader, AgencyName | LeadName | Digits | ItemCode | Day)
    ]
    rows = sheet.rows[header_row + 1 : header_row + 1 + SAMPLED]
    for place, column in checked:
        if _share(rows, place, column, around) >= 0.3:
            continue
        for other, name in mapping.items():
            if other != place and _share(rows, other, column, around) >= 0.7:
                text = f"「{column.heading}」一列不像，「{spec.by_name[name].heading}」一列倒像：两列可能对调了，请改列对应。"
                hints.append(text)
                break
    return hints


def _share(rows: list[Row], place: int, column: Column, around: Surroundings) -> float:
    """How many of the filled cells of this place can be read as the column."""
    reader = Digits(12) if isinstance(column.reader, ItemCode) else column.reader

    @cache
    def good(text: str) -> bool:
        try:
            return bool(reader.read(text, around))
        except BadCell:
            return False

    texts = [text_of(row[place]) for row in rows if place < len(row)]
    filled = [text for text in texts if text]
    return sum(map(good, filled)) / len(filled) if filled else 1.0
