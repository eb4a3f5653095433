"""What stands in the cells of an uploaded XLSX, XLS or CSV file? Merged cells are filled; nothing is guessed about meaning."""

import csv
import gzip
import io
import json
import re
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from itertools import islice
from typing import IO

import xlrd
from openpyxl import load_workbook
from openpyxl.cell.cell import Cell as SheetCell
from openpyxl.utils import column_index_from_string
from openpyxl.worksheet.worksheet import Worksheet

Cell = str | int | float | bool | None
Row = list[Cell]
MOST_BYTES, MOST_UNPACKED = 20 * 2**20, 150 * 2**20
MOST_ROWS, MOST_COLUMNS = 100_000, 100
# The reader keeps every cell in memory, some hundred bytes each: a small file may hold a great many of them.
MOST_CELLS, MOST_MERGED = 2_000_000, 500_000
CELL = re.compile(rb"<(?:\w+:)?c[\s/>]")
MERGED = re.compile(rb"<(?:\w+:)?mergeCell\s[^>]*?ref\s*=\s*[\"']\$?([A-Z]+)\$?(\d+):\$?([A-Z]+)\$?(\d+)[\"']")
CHUNK, OVERLAP = 2**20, 200
ENCODINGS = ("utf-8-sig", "gb18030")
# What a spreadsheet would run as a formula when it opens a CSV; our own CSV puts an apostrophe before it.
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


class UnreadableFile(ValueError):
    """The file cannot be read; the sentence says why and what to do."""


@dataclass(frozen=True)
class Sheet:
    """One sheet as rows of cells; `merged` counts the merged ranges that were filled."""

    name: str
    rows: list[Row]
    merged: int = 0


def read_file(name: str, data: bytes) -> list[Sheet]:
    """Return the sheets that hold anything. Raises UnreadableFile."""
    if len(data) > MOST_BYTES:
        raise UnreadableFile("文件超过20MB，请分成几个文件。")
    if not data.strip():
        raise UnreadableFile("文件是空的。")
    if data[:4] == b"PK\x03\x04":
        sheets = _workbook(data)
    elif data[:8] == b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1":
        sheets = _old_workbook(data)
    else:
        sheets = [_text_table(name, data)]
    sheets = [sheet for sheet in sheets if sheet.rows]
    if not sheets:
        raise UnreadableFile("文件里没有内容。")
    return sheets


def pack(sheets: Iterable[Sheet]) -> bytes:
    """Return the cells as one compressed value to keep with a draft."""
    raw = [{"name": sheet.name, "rows": sheet.rows, "merged": sheet.merged} for sheet in sheets]
    return gzip.compress(json.dumps(raw, ensure_ascii=False).encode(), compresslevel=3)


def unpack(data: bytes | memoryview) -> list[Sheet]:
    """Return what `pack` kept."""
    return [Sheet(one["name"], one["rows"], one["merged"]) for one in json.loads(gzip.decompress(bytes(data)))]


def _workbook(data: bytes) -> list[Sheet]:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            _must_be_modest(archive)
        book = load_workbook(io.BytesIO(data), data_only=True)
        return [_sheet(sheet) for sheet in book.worksheets]
    except UnreadableFile:
        raise
    except Exception:  # a broken file makes the reader fall in many ways
        raise UnreadableFile("文件打不开：可能已损坏，或者不是 .xlsx。请重新另存为 .xlsx 再上传。") from None


def _must_be_modest(archive: zipfile.ZipFile) -> None:
    """Refuse what would unpack to too much, hold too many cells, or merge so many that filling them never ends."""
    if sum(info.file_size for info in archive.infolist()) > MOST_UNPACKED:
        raise UnreadableFile("文件展开后过大，请删去图片和多余的工作表。")
    cells = merged = 0
    for name in archive.namelist():
        if name.endswith((".rels", ".bin")) or not name.startswith("xl/worksheets/"):
            continue
        with archive.open(name) as part:
            for text, new in _pieces(part):
                cells += sum(1 for found in CELL.finditer(text) if found.end() > new)
                merged += sum(_area(found) for found in MERGED.finditer(text) if found.end() > new)
                if cells > MOST_CELLS:
                    raise UnreadableFile("文件里的单元格太多，请删去末尾只有格式的空行空列，或者分成几个文件。")
                if merged > MOST_MERGED:
                    raise UnreadableFile("表里有一处合并单元格贯通整列或者合并太多，请取消合并后再上传。")


def _pieces(part: IO[bytes]) -> Iterator[tuple[bytes, int]]:
    """Yield a large part bit by bit, each with the end of the one before; what ends before the number was seen."""
    kept = b""
    while piece := part.read(CHUNK):
        yield kept + piece, len(kept)
        kept = (kept + piece)[-OVERLAP:]


def _area(found: re.Match[bytes]) -> int:
    left, top, right, bottom = (one.decode() for one in found.groups())
    if len(left) > 3 or len(right) > 3 or len(top + bottom) > 20:
        return MOST_MERGED + 1
    columns = column_index_from_string(right) - column_index_from_string(left) + 1
    return max(columns, 1) * max(int(bottom) - int(top) + 1, 1)


def _sheet(sheet: Worksheet) -> Sheet:
    if sheet.max_row > MOST_ROWS or sheet.max_column > MOST_COLUMNS * 100:
        raise UnreadableFile(f"工作表「{sheet.title}」超过{MOST_ROWS}行，请分成几个文件。")
    columns = min(sheet.max_column, MOST_COLUMNS)
    if sheet.max_row * columns > MOST_CELLS:  # one stray cell far away makes the reader fill in all between
        raise UnreadableFile(f"工作表「{sheet.title}」末尾有很远的单元格，请删去空行空列后再上传。")
    rows = [[_value(cell) for cell in row] for row in sheet.iter_rows(max_col=columns)]
    for area in sheet.merged_cells.ranges:
        value = rows[area.min_row - 1][area.min_col - 1]
        for row in range(area.min_row - 1, min(area.max_row, len(rows))):
            for column in range(area.min_col - 1, min(area.max_col, columns)):
                rows[row][column] = value
    return Sheet(sheet.title, _trimmed(rows), len(sheet.merged_cells.ranges))


def _old_workbook(data: bytes) -> list[Sheet]:
    """Sheets of a .xls file, which many offices still publish."""
    try:
        with xlrd.open_workbook(file_contents=data, formatting_info=True, logfile=io.StringIO()) as book:
            return [_old_sheet(book, sheet) for sheet in book.sheets()]
    except UnreadableFile:
        raise
    except Exception:  # a broken or encrypted file makes the reader fall in many ways
        text = "文件打不开：可能加了密码，或者已损坏。请在表格软件里取消密码，另存为 .xlsx 再上传。"
        raise UnreadableFile(text) from None


def _old_sheet(book: xlrd.Book, sheet: xlrd.sheet.Sheet) -> Sheet:
    if sheet.nrows > MOST_ROWS:
        raise UnreadableFile(f"工作表「{sheet.name}」超过{MOST_ROWS}行，请分成几个文件。")
    columns = min(sheet.ncols, MOST_COLUMNS)
    if sum((bottom - top) * (right - left) for top, bottom, left, right in sheet.merged_cells) > MOST_MERGED:
        raise UnreadableFile(f"工作表「{sheet.name}」合并的单元格太多，请取消合并后再上传。")
    rows = [[_old_value(book, sheet.cell(row, column)) for column in range(columns)] for row in range(sheet.nrows)]
    for top, bottom, left, right in sheet.merged_cells:
        for row in range(top, min(bottom, len(rows))):
            for column in range(left, min(right, columns)):
                rows[row][column] = rows[top][left]
    return Sheet(sheet.name, _trimmed(rows), len(sheet.merged_cells))


def _old_value(book: xlrd.Book, cell: xlrd.sheet.Cell) -> Cell:
    if cell.ctype == xlrd.XL_CELL_DATE:
        return _day_text(xlrd.xldate_as_datetime(cell.value, book.datemode))
    if cell.ctype == xlrd.XL_CELL_NUMBER:
        shown = book.format_map[book.xf_list[cell.xf_index].format_key].format_str
        return _number(cell.value, shown)
    if cell.ctype == xlrd.XL_CELL_BOOLEAN:
        return bool(cell.value)
    return str(cell.value) if cell.ctype == xlrd.XL_CELL_TEXT else None


def _day_text(value: datetime) -> str:
    return value.date().isoformat() if value.time() == time.min else value.isoformat(sep=" ", timespec="minutes")


def _value(cell: object) -> Cell:
    value = getattr(cell, "value", None)
    if isinstance(value, datetime):
        return _day_text(value)
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, int | float) and not isinstance(value, bool):
        return _number(value, cell.number_format if isinstance(cell, SheetCell) else "")
    return value if isinstance(value, bool) or value is None else str(value)


def _number(value: int | float, shown: str) -> Cell:
    """A number shown with leading zeros (format 000000000000) is a code, and keeps them."""
    whole = int(value) if isinstance(value, float) and value.is_integer() else value
    if isinstance(whole, int) and len(shown) > 1 and set(shown) == {"0"}:
        return str(whole).zfill(len(shown))
    return whole


def _text_table(name: str, data: bytes) -> Sheet:
    text = _decoded(data, ("utf-16",) if data[:2] in (b"\xff\xfe", b"\xfe\xff") else ENCODINGS)
    first = text[:5000]
    delimiter = max((",", "\t", ";"), key=first.count)
    try:
        read = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
        rows: list[Row] = [[_bare(cell) for cell in row[:MOST_COLUMNS]] for row in islice(read, MOST_ROWS + 1)]
    except csv.Error as fault:
        raise UnreadableFile(f"不是表格文件，读不懂（{fault}）。请用 .xlsx 或者 .csv。") from None
    if len(rows) > MOST_ROWS:
        raise UnreadableFile(f"文件超过{MOST_ROWS}行，请分成几个文件。")
    return Sheet(name[:100], _trimmed(rows))


def _bare(cell: str) -> str:
    """Without the apostrophe that keeps a spreadsheet from running it."""
    return cell[1:] if cell[:1] == "'" and cell[1:2] in FORMULA else cell


def _decoded(data: bytes, encodings: Iterable[str]) -> str:
    for encoding in encodings:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" not in text:
            return text
    raise UnreadableFile("文件的文字编码读不懂：请另存为 UTF-8 的 CSV，或者 .xlsx。")


def _trimmed(rows: list[Row]) -> list[Row]:
    """Drop empty rows at the end; rows in between keep their places, so that row numbers match the file."""
    while rows and not any(_filled(cell) for cell in rows[-1]):
        rows.pop()
    return rows


def _filled(cell: Cell) -> bool:
    return cell is not None and str(cell).strip() != ""
