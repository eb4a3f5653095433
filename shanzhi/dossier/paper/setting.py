"""How does composed data become a PDF or a picture? Words reach Typst as data, never as markup."""

import json
import os
import re
import threading
from collections.abc import Mapping
from datetime import datetime
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import typst
from django.conf import settings

TYPST = Path(__file__).parent / "typst"
BODY = ("Noto Serif SC", "Noto Sans SC")
# What a county's own 仿宋 and 小标宋 are called inside their files, as far as we have met them.
OWN_BODY = ("FangSong", "FangSong_GB2312", "STFangsong", "仿宋", "仿宋_GB2312")
OWN_HEAD = ("FZXiaoBiaoSong-B05S", "FZXiaoBiaoSong-B05", "方正小标宋简体", "FZXBSJW--GB1-0")
_UNSHOWN = re.compile(r'the text `"(.*?)"` could not be displayed', re.DOTALL)
_one_at_a_time = threading.Lock()


class NoGlyph(ValueError):
    """A sign has no shape in any font at hand; `signs` says which."""

    def __init__(self, signs: str) -> None:
        self.signs = signs
        super().__init__(signs)


@cache
def _fonts() -> typst.Fonts:
    found = find_spec("pylopdf_fonts_zh_cn")
    if found is None or not found.submodule_search_locations:
        raise RuntimeError("The Chinese fonts (pylopdf-fonts-zh-cn) are not installed.")
    folders = [str(Path(found.submodule_search_locations[0]))]
    own = getattr(settings, "SHANZHI_FONTS", None) or os.environ.get("SHANZHI_FONTS", "")
    if own and Path(own).is_dir():
        folders.insert(0, str(own))
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=folders)


@cache
def faces() -> dict[str, Any]:
    """Return the faces to set in: the county's own where their files are there, else the one that comes along."""
    there = set(_fonts().families())
    body = [name for name in OWN_BODY if name in there]
    head = [name for name in OWN_HEAD if name in there]
    return {"body": [*body, *BODY], "head": [*head, *BODY], "has-head": bool(head)}


@cache
def _compiler() -> typst.Compiler:
    return typst.Compiler(str(TYPST / "document.typ"), root=str(TYPST), font_paths=_fonts(), ignore_system_fonts=True)


def pdf(composed: Mapping[str, Any], *, at: datetime | None = None) -> bytes:
    """Return the document as PDF/A-2b. Raises NoGlyph: a file for the archive may not show boxes instead of names."""
    try:
        made = _set(composed, format="pdf", pdf_standards=["a-2b"], pdf_tags=False, timestamp=at)
    except typst.TypstError as fault:
        found = _UNSHOWN.search(str(fault))
        if found is None:
            raise
        raise NoGlyph(found[1]) from None
    assert isinstance(made, bytes)
    return made


def pictures(composed: Mapping[str, Any], *, ppi: float = 110) -> list[bytes]:
    """Return each page as a PNG."""
    made = _set(composed, format="png", ppi=ppi)
    return made if isinstance(made, list) else [made]


def _set(composed: Mapping[str, Any], **how: Any) -> Any:
    data = json.dumps({**composed, "faces": faces()}, ensure_ascii=False)
    with _one_at_a_time:
        return _compiler().compile(sys_inputs={"data": data}, **how)


def numbers_pdf(total: int) -> bytes:
    """Return `total` empty pages with nothing but their number."""
    data = json.dumps({"total": total, "faces": faces()}, ensure_ascii=False)
    with _one_at_a_time:
        made = typst.compile(
            str(TYPST / "numbers.typ"), root=str(TYPST), font_paths=_fonts(), sys_inputs={"data": data}
        )
    assert isinstance(made, bytes)
    return made
