"""Where is the header row, and which of our columns does each of its cells mean?"""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass

from .cells import Cell, Row, Sheet
from .columns import ListSpec

SEARCHED = 30
ASIDE = re.compile(r"[（(\[【].*?[)）\]】]")
CARD = re.compile("身份证|证件")
MARKS = re.compile(r"[\s、，,。:：*＊·/\\_-]+")


@dataclass(frozen=True)
class Found:
    """The sheet, the header row (from 0) and the columns found: place in the row → name of our column."""

    sheet: int
    header_row: int
    mapping: dict[int, str]


def heading_key(cell: Cell) -> str:
    """The heading without spaces, marks and what stands in brackets."""
    text = unicodedata.normalize("NFKC", str(cell or ""))
    return MARKS.sub("", ASIDE.sub("", text)) or MARKS.sub("", text)


def known_headings(spec: ListSpec, remembered: Mapping[str, str]) -> dict[str, str]:
    """Every heading known for the list → our column; what somebody mapped by hand goes first."""
    known: dict[str, str] = {}
    for column in spec.columns:
        for heading in (column.heading, *column.others):
            known.setdefault(heading_key(heading), column.name)
    return known | dict(remembered)


def find_header(sheets: list[Sheet], spec: ListSpec, remembered: Mapping[str, str]) -> Found:
    """Return the row that holds most known headings; without any, the first filled row of the first sheet."""
    known = known_headings(spec, remembered)
    best = Found(0, _first_filled(sheets[0].rows), {})
    for number, sheet in enumerate(sheets):
        for place, row in enumerate(sheet.rows[:SEARCHED]):
            mapping = mapped(row, known)
            if len(mapping) > max(len(best.mapping), 1):
                best = Found(number, place, mapping)
    return best


def mapped(row: Row, known: Mapping[str, str]) -> dict[int, str]:
    """Return place → column for the headings of a row; of two that mean the same, the first counts."""
    found: dict[int, str] = {}
    for place, cell in enumerate(row):
        name = known.get(heading_key(cell)) if cell not in (None, "") else None
        if name and name not in found.values():
            found[place] = name
    if found:
        for place, cell in enumerate(row):
            name = _within(heading_key(cell), known)
            if place not in found and name and name not in found.values():
                found[place] = name
    return dict(sorted(found.items()))


def _within(heading: str, known: Mapping[str, str]) -> str:
    """Return what the longest known heading inside this one means: 注册号/统一社会信用代码. Numbers of identity cards never."""
    if CARD.search(heading):
        return ""
    inside = [key for key in known if len(key) >= 4 and key in heading]
    return known[max(inside, key=len)] if inside else ""


def _first_filled(rows: list[Row]) -> int:
    return next((place for place, row in enumerate(rows) if any(str(cell or "").strip() for cell in row)), 0)
