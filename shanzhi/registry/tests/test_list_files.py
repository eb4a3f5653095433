"""What is in a file: every kind is read, none can choke the reader, what goes out comes in as it was."""

import io
import os
import time
import zipfile
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook

from shanzhi.registry.lists import cells
from shanzhi.registry.lists.cells import UnreadableFile, pack, read_file, unpack
from shanzhi.registry.lists.files import csv_file, workbook
from shanzhi.registry.lists.headings import find_header
from shanzhi.registry.lists.kinds import SPECS

from .spreadsheets import HEAD, book, item

SHARED = Path(os.environ.get("SHANZHI_SHARED", Path(__file__).resolve().parents[4] / "shared"))
FORMS = SHARED / "data" / "zhejiang-forms"


def with_sheet(before: bytes, after: bytes) -> bytes:
    """Return a workbook with its sheet's text changed by hand."""
    data = io.BytesIO()
    with (
        zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as made,
        zipfile.ZipFile(io.BytesIO(book(HEAD, item()))) as taken,
    ):
        for name in taken.namelist():
            text = taken.read(name)
            made.writestr(name, text.replace(before, after) if name.endswith("sheet1.xml") else text)
    return data.getvalue()


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "空的"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1rest", "可能加了密码.*另存为 .xlsx"),
        (b"PK\x03\x04broken", "打不开"),
        (b"\xff\xfe\x00", "编码"),
    ],
)
def test_an_unreadable_file_says_what_to_do(data: bytes, words: str) -> None:
    with pytest.raises(UnreadableFile, match=words):
        read_file("清单.xlsx", data)


def test_kept_cells_come_back_as_they_were() -> None:
    sheets = read_file("清单.xlsx", book(HEAD, item(616001000)))
    assert unpack(pack(sheets)) == sheets


@pytest.mark.skipif(not FORMS.is_dir(), reason="the collected spreadsheets are not here")
def test_an_old_spreadsheet_is_read_with_its_merged_cells() -> None:
    assert read_file("a.xls", (FORMS / "15_test.xls").read_bytes())[0].merged
    sheets = read_file("a.xls", (FORMS / "08_xzcf.xls").read_bytes())
    found = find_header(sheets, SPECS["firms"], {})
    assert (found.header_row, set(found.mapping.values())) == (1, {"name", "credit_code"})


def test_a_heading_inside_a_longer_one_is_known_but_never_a_number_of_an_identity_card() -> None:
    rows = [["企业名称", "注册号/统一社会信用代码", "法定代表人身份证号"], ["示例店", "", ""]]
    found = find_header(read_file("a.xlsx", book(*rows)), SPECS["firms"], {})
    assert found.mapping == {0: "name", 1: "credit_code"}


def test_a_file_made_to_choke_the_reader_is_refused_at_once() -> None:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as made, zipfile.ZipFile(io.BytesIO(book(HEAD, item()))) as taken:
        for name in taken.namelist():
            text = taken.read(name)
            if name.endswith("sheet1.xml"):
                merges = b'<mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>'
                text = text.replace(b"</sheetData>", b"</sheetData>" + merges)
            made.writestr(name, text)
    with pytest.raises(UnreadableFile, match="取消合并"):
        read_file("a.xlsx", data.getvalue())


@pytest.mark.parametrize(
    "merges",
    [
        b"<mergeCell ref='A1:XFD1048576'/>",
        b'<mergeCell  id="1" ref="$A$1:$XFD$99999"/>',
        b'<x:mergeCell ref="A1:XFD99999"/>',
        b'<mergeCell ref="A1:CV99999"/>',
        b"".join(b'<mergeCell ref="A%d:CV%d"/>' % (row, row + 999) for row in range(1, 90_000, 1000)),
    ],
)
def test_merged_cells_written_in_another_way_are_counted_too(merges: bytes) -> None:
    data = with_sheet(b"</sheetData>", b"</sheetData><mergeCells>" + merges + b"</mergeCells>")
    with pytest.raises(UnreadableFile, match="取消合并"):
        read_file("a.xlsx", data)


def test_a_small_file_with_millions_of_cells_is_refused_before_it_is_read() -> None:
    data = with_sheet(b"</sheetData>", b'<row r="9">' + b"<c/>" * (cells.MOST_CELLS + 1) + b"</row></sheetData>")
    assert len(data) < 200_000
    began = time.monotonic()
    with pytest.raises(UnreadableFile, match="单元格太多"):
        read_file("a.xlsx", data)
    assert time.monotonic() - began < 10


def test_one_stray_cell_far_away_does_not_fill_the_memory() -> None:
    made = Workbook()
    made.active["A1"], made.active["CV99000"] = "事项代码", "x"
    out = io.BytesIO()
    made.save(out)
    with pytest.raises(UnreadableFile, match="很远的单元格"):
        read_file("a.xlsx", out.getvalue())


def test_a_cell_at_the_border_of_two_pieces_is_counted_once(monkeypatch: pytest.MonkeyPatch) -> None:
    data = with_sheet(b"</sheetData>", b'<row r="9">' + b"<c/>" * 5000 + b"</row></sheetData>")
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        there = archive.read("xl/worksheets/sheet1.xml").count(b"<c")
        there -= archive.read("xl/worksheets/sheet1.xml").count(b"<cols")
        monkeypatch.setattr(cells, "CHUNK", 997)
        monkeypatch.setattr(cells, "MOST_CELLS", there)
        cells._must_be_modest(archive)
        monkeypatch.setattr(cells, "MOST_CELLS", there - 1)
        with pytest.raises(UnreadableFile, match="单元格太多"):
            cells._must_be_modest(archive)


def test_a_csv_of_nothing_but_lines_is_refused() -> None:
    with pytest.raises(UnreadableFile, match="超过100000行"):
        read_file("a.csv", b"\n" * 3_000_000 + b"x")


@pytest.mark.parametrize("text", ["=1+1", "+86 570", "-5", "@SUM(A1)", "\t=1+1", "\r=1", "＝1+1", "'plain"])
def test_what_looks_like_a_formula_goes_out_as_text_and_comes_back_as_it_was(text: str) -> None:
    data = csv_file([["名称", "代码"], [text, "1"]])
    line = data.decode("utf-8-sig").split("\r\n", 1)[1]
    assert line.lstrip('"').startswith("'")
    assert read_file("a.csv", data)[0].rows[1] == [text, "1"]


def test_the_workbook_has_no_formula_and_no_control_character() -> None:
    data = workbook([("错误", [["名称"], ["=HYPERLINK(1)"], ["铃\x07声"]])])
    sheet = load_workbook(io.BytesIO(data)).active
    assert [(cell.data_type, cell.value) for (cell,) in sheet.iter_rows(min_row=2)] == [
        ("s", "=HYPERLINK(1)"),
        ("s", "铃声"),
    ]
