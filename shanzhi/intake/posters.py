"""What hangs on the wall? The A4 poster of a point, and sheets of stickers, as PDF."""

import io
import json
import re
import threading
import unicodedata
from collections.abc import Sequence
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Protocol

import segno
import typst

from .plain_text import tidy

TEMPLATES = Path(__file__).parent / "typst"
# Label sheets sold everywhere: columns, rows, label and pitch and margin in millimetres.
SHEETS = {
    "2x4": {"columns": 2, "rows": 4, "width": 99.1, "height": 67.7, "step": 101.6, "left": 4.65, "top": 13.1},
    "3x8": {"columns": 3, "rows": 8, "width": 63.5, "height": 33.9, "step": 66.0, "left": 7.25, "top": 12.9},
}
# The compiler keeps its font book; one document at a time keeps its memory small, and takes milliseconds.
_one_at_a_time = threading.Lock()


class Point(Protocol):
    """What is read of a point."""

    code: str
    name: str
    english_name: str
    place_text: str
    is_sample: bool


class Office(Protocol):
    """What is read of the county."""

    name: str
    english_name: str
    service_name: str
    hotline: str


def poster(*, point: Point, county: Office, link: str, phone: str = "") -> bytes:
    """Return the A4 poster of a point; `link` is what its code opens, `phone` whom to call without one."""
    return _pdf("poster.typ", {**_words_of(county, phone), "title": _said(point.name), **_shown(point, link)})


def stickers(*, points: Sequence[tuple[Any, str]], county: Office, sheet: str = "3x8", phone: str = "") -> bytes:
    """Return sheets of stickers for points and their links, in the order given; 3×8 or 2×4 to a page."""
    labels = [_shown(point, link) for point, link in points]
    return _pdf("stickers.typ", {**_words_of(county, phone), "labels": labels, "sheet": SHEETS[sheet]})


def _words_of(county: Office, phone: str) -> dict[str, Any]:
    return {
        "county": _said(county.name),
        "english_county": _said(county.english_name),
        "service": _said(county.service_name),
        "phone": _said(phone or county.hotline),
    }


def _shown(point: Point, link: str) -> dict[str, Any]:
    address = (link.partition("://")[2] or link).rstrip("/")
    return {
        "name": _said(point.name),
        "english": _said(point.english_name),
        "place": _said(point.place_text),
        "code": _said(point.code),
        "address": _said(address),
        "host": _said(address.partition("/")[0]),
        "sample": bool(point.is_sample),
        "qr": qr_svg(link),
    }


_LONG_WORD = re.compile(r"([^\s\u2e80-\uffff]{8})(?=[^\s\u2e80-\uffff])")
_NO_GLYPH = ("So", "Sk", "Cf", "Co", "Cn")


def _said(text: str) -> str:
    """Return text on one line in signs the fonts have (no emoji), with places to break in very long words."""
    kept = (sign for sign in tidy(text) if unicodedata.category(sign) not in _NO_GLYPH and sign not in "\ufe0e\ufe0f")
    return _LONG_WORD.sub("\\1\u200b", " ".join("".join(kept).split()))


def qr_svg(link: str) -> str:
    """Return the code of a link as SVG with its quiet border, readable when a quarter of it is scratched."""
    out = io.BytesIO()
    code = segno.make(link, error="q", micro=False)
    code.save(out, kind="svg", border=4, dark="#101418", light=None, xmldecl=False)
    return out.getvalue().decode()


@cache
def _fonts() -> typst.Fonts:
    found = find_spec("pylopdf_fonts_zh_cn")
    if found is None or not found.submodule_search_locations:
        raise RuntimeError("The Chinese fonts (pylopdf-fonts-zh-cn) are not installed.")
    return typst.Fonts(include_system_fonts=False, font_paths=[str(Path(found.submodule_search_locations[0]))])


def _pdf(template: str, data: dict[str, Any]) -> bytes:
    """Set a template. Words reach it as data, never as markup: nothing in a name can be an instruction."""
    with _one_at_a_time:
        made = typst.compile(
            str(TEMPLATES / template),
            root=str(TEMPLATES),
            font_paths=_fonts(),
            sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
        )
    assert isinstance(made, bytes)
    return made
