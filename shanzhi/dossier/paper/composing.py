"""What stands on the page? A kind of document, its facts and its words, made into blocks of plain text."""

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from ..models import Letterhead
from ..rules import Template, fields, is_filled
from . import words
from .clauses import CLAUSES, contact

Block = dict[str, Any]
# A field in braces, or underscores: room to write in by hand.
_PLACE = re.compile(r"\{(\w+)\}|_{4,}")
_NO_GLYPH = ("Cc", "Cf", "Co", "Cn", "Cs")
# Room left for the pen where a fact is still missing, in signs.
BLANK = 5


@dataclass(frozen=True)
class Signed:
    """A signature as it is printed: the picture, or the note why there is none."""

    part: str
    name: str
    image: bytes = b""
    words: str = ""


@dataclass(frozen=True)
class Sheet:
    """All that a page is made of besides the template."""

    facts: Mapping[str, Any]
    free: Mapping[str, Any]
    head: Letterhead | None = None
    title: str = ""
    number: str = ""
    issued: str = ""
    mark: str = ""
    seal: bool = False
    is_sample: bool = False
    foot: str = ""
    signed: tuple[Signed, ...] = ()
    images: Mapping[str, bytes] = field(default_factory=dict)

    @property
    def said(self) -> dict[str, Any]:
        agency = self.head.full_name if self.head else ""
        return {"agency_name": agency, **self.facts, **self.free}


def compose(template: Template, sheet: Sheet) -> dict[str, Any]:
    """Return the data the layout engine sets."""
    said = sheet.said
    blocks: list[Block] = []
    for about in template.body or _plain_body(template):
        when = about.get("when")
        if when and not _holds(when, said):
            continue
        blocks += _MAKERS[_kind_of(about)](about, template, sheet, said)
    agency = str(said.get("agency_name") or "")
    closes = template.sealed
    tail = [
        clean(line) for about in template.body if about.get("clause") == "contact" for line in contact(said, sheet.head)
    ]
    if template.labels and template.labels.get("tail"):
        tail.append(clean(_filled(str(template.labels["tail"]), said)))
    return {
        "paper": {
            "layout": template.layout,
            "size": template.size,
            "title": clean(sheet.title or template.name),
            "agency": clean(agency),
            "numbered": template.is_numbered,
            "number": clean(sheet.number) or ("（文号待编）" if template.is_numbered else ""),
            "issued": words.said(sheet.issued, "date"),
            "closing": closes,
            "seal": closes and sheet.seal,
            "seal-note": "示例" if sheet.is_sample else "",
            "mark": sheet.mark,
            "foot": clean(sheet.foot),
            "foot-signs": [_PARTS.get(part, part) for part in template.signers] if template.layout == "record" else [],
            "tail": tail,
        },
        "blocks": blocks,
    }


_PARTS = {
    "party": "当事人",
    "person": "被询问人",
    "present": "在场人",
    "witness": "见证人",
    "officer": "执法人员",
    "recorder": "记录人",
    "approver": "批准人",
    "recipient": "签收人",
    "host": "主持人",
    "member": "出席人员",
    "agent": "委托代理人",
}


def clean(text: Any) -> str:
    """Return text in signs the fonts can set; line ends stay."""
    plain = str(text).replace("\r\n", "\n").replace("\r", "\n")
    return "".join(sign for sign in plain if sign == "\n" or unicodedata.category(sign) not in _NO_GLYPH)


def _kind_of(about: Mapping[str, Any]) -> str:
    return next(key for key in about if key in _MAKERS)


def _holds(when: str, said: Mapping[str, Any]) -> bool:
    """Read 'fine', 'not fine', 'fine or warning', 'party_kind=person'."""
    if when == "silent":
        return not any(is_filled(said.get(key)) for key in ("defence_made", "hearing_asked", "hearing_held"))
    for one in when.split(" or "):
        name, _, wanted = one.strip().removeprefix("not ").partition("=")
        found = str(said.get(name, "")) == wanted if wanted else is_filled(said.get(name))
        if found != one.strip().startswith("not "):
            return True
    return False


def _value(key: str, said: Mapping[str, Any]) -> str:
    return clean(words.said(said.get(key), fields()[key].kind))


def _filled(text: str, said: Mapping[str, Any]) -> str:
    return _PLACE.sub(lambda found: _value(found[1], said), text)


def _runs(text: str, said: Mapping[str, Any]) -> list[list[Any]]:
    """Cut a sentence into words and places; a place with nothing to say is left blank for the pen."""
    made: list[list[Any]] = []
    at = 0
    for found in _PLACE.finditer(text):
        if found.start() > at:
            made.append(["t", text[at : found.start()]])
        value = _value(found[1], said) if found[1] else ""
        made.append(["t", value] if value else ["b", BLANK])
        at = found.end()
    if at < len(text):
        made.append(["t", text[at:]])
    return made


def _paragraphs(text: str) -> list[str]:
    return [line.strip() for line in clean(text).split("\n") if line.strip()]


def _p(about: Mapping[str, Any], template: Template, sheet: Sheet, said: Mapping[str, Any]) -> list[Block]:
    """A sentence with places; a place that holds several paragraphs breaks the sentence there."""
    indent = about.get("indent", True)
    text = about["p"]
    whole = _PLACE.fullmatch(text.strip())
    if whole:
        lines = _paragraphs(_value(whole[1], said))
        return [{"t": "p", "indent": indent, "runs": [["t", line]]} for line in lines] or [
            {"t": "p", "indent": indent, "runs": [["b", 20]]}
        ]
    made: list[Block] = []
    rows: list[list[Any]] = []
    for kind, value in _runs(text, said):
        first, *rest = value.split("\n") if kind == "t" else [value]
        rows.append([kind, first])
        for line in rest:
            made.append({"t": "p", "indent": indent, "runs": rows})
            rows = [["t", line.strip()]]
    return [*made, {"t": "p", "indent": indent, "runs": rows}]


def _heading(about: Mapping[str, Any], template: Template, sheet: Sheet, said: Mapping[str, Any]) -> list[Block]:
    return [{"t": "heading", "s": clean(_filled(about["heading"], said))}]


def _centre(about: Mapping[str, Any], template: Template, sheet: Sheet, said: Mapping[str, Any]) -> list[Block]:
    return [{"t": "centre", "s": clean(_filled(about["centre"], said))}]


def _space(about: Mapping[str, Any], template: Template, sheet: Sheet, said: Mapping[str, Any]) -> list[Block]:
    return [{"t": "space", "mm": about["space"]}]


def _to(about: Mapping[str, Any], template: Template, sheet: Sheet, said: Mapping[str, Any]) -> list[Block]:
    """The addressee, flush left with a colon."""
    return [{"t": "p", "indent": False, "runs": [*_runs("{" + about["to"] + "}", said), ["t", "："]]}]


def _party(about: Mapping[str, Any], template: Template, sheet: Sheet, said: Mapping[str, Any]) -> list[Block]:
    """Who it is about, told as the kind of party wants it (行政处罚法59.1(1))."""
    person = said.get("party_kind") == "person"
    rows: list[tuple[str, str]] = [("当事人", "party_name")]
    if said.get("party_trade_name"):
        rows.append(("字号", "party_trade_name"))
    if person:
        rows += [("性别", "party_sex"), ("身份证号码", "party_id_no"), ("住址", "party_address")]
    else:
        rows += [("统一社会信用代码", "party_code"), ("住所（经营场所）", "party_address")]
        rows.append(
            ("经营者" if said.get("party_kind") == "sole_trader" else "法定代表人（负责人）", "party_representative")
        )
    if said.get("party_guardian"):
        rows.append(("监护人", "party_guardian"))
    if said.get("party_phone"):
        rows.append(("联系电话", "party_phone"))
    lines = [[["t", f"{label}："], ["t", _value(key, said)] if _value(key, said) else ["b", 10]] for label, key in rows]
    return [{"t": "party", "lines": lines}]


def _clause(about: Mapping[str, Any], template: Template, sheet: Sheet, said: Mapping[str, Any]) -> list[Block]:
    if about["clause"] == "contact":
        return []  # printed at the foot of the last page
    lines = CLAUSES[about["clause"]](said, sheet.head)
    return [{"t": "p", "indent": True, "runs": [["t", clean(line)]]} for line in lines]


def _table(about: Mapping[str, Any], template: Template, sheet: Sheet, said: Mapping[str, Any]) -> list[Block]:
    field_ = fields()[about["table"]]
    columns = list(about.get("columns", field_.columns))
    rows = said.get(about["table"]) or []
    filled = [[clean(words_of(row, column)) for column in columns] for row in rows]
    if not filled:
        filled = [[""] * len(columns) for _ in range(about.get("empty", 3))]
    widths = list(about.get("widths", [1] * len(columns)))
    return [
        {
            "t": "table",
            "title": about.get("title", ""),
            "head": columns,
            "rows": filled,
            "widths": widths,
            "long": [index for index, width in enumerate(widths) if width >= 3],
        }
    ]


def words_of(row: Any, column: str) -> str:
    """Return one cell; a column may be given by any case of its name, a missing one is empty."""
    value = row.get(column, "") if isinstance(row, Mapping) else ""
    return "" if value is None else str(value)


def _qa(about: Mapping[str, Any], template: Template, sheet: Sheet, said: Mapping[str, Any]) -> list[Block]:
    marks = about.get("marks")
    if marks is None:
        marks = ["问：", "答："]
    elif marks == ["", ""]:
        spoken = [(str(one.get("q", "")), str(one.get("a", ""))) for one in said.get(about["qa"]) or []]
        return [{"t": "qa", "items": [{"q": clean(who + words_), "a": ""} for who, words_ in spoken]}]
    items = [
        {"q": _marked(marks[0], one.get("q")), "a": _marked(marks[1], one.get("a"))}
        for one in said.get(about["qa"]) or []
        if isinstance(one, Mapping)
    ]
    return [{"t": "qa", "items": items}]


def _marked(mark: str, text: Any) -> str:
    return mark + clean(text) if text else ""


def _grid(about: Mapping[str, Any], template: Template, sheet: Sheet, said: Mapping[str, Any]) -> list[Block]:
    """A form: rows of label and value, long cells, and cells somebody signs."""
    rows = []
    for row in about["grid"]:
        if isinstance(row, list):
            rows.append({"kind": "pairs", "cells": [[template.label(key), _value(key, said)] for key in row]})
        elif "long" in row:
            key = row["long"]
            rows.append(
                {"kind": "long", "label": template.label(key), "value": _value(key, said), "room": row.get("room", 0)}
            )
        else:
            rows.append(_signed_cell(row, template, sheet, said))
    return [{"t": "grid", "rows": rows}]


def _signed_cell(row: Mapping[str, Any], template: Template, sheet: Sheet, said: Mapping[str, Any]) -> dict[str, Any]:
    key = row["opinion"]
    names = _value(row["by"], said) if row.get("by") else ""
    if row.get("by") and fields()[row["by"]].kind == "people":
        names = "、".join(words.names(said.get(row["by"])))
    date = _value(row["dated"], said) if row.get("dated") else ""
    return {
        "kind": "opinion",
        "label": template.label(key),
        "value": _value(key, said),
        "room": row.get("room", 8),
        "sign": f"签名：{clean(names) or '　　　　　　'}",
        "date": date or "　　年　月　日",
    }


def _facts(about: Mapping[str, Any], template: Template, sheet: Sheet, said: Mapping[str, Any]) -> list[Block]:
    """The head of a record: labels with their values on a line."""
    rows = [
        [[template.label(key), _value(key, said)] for key in ([row] if isinstance(row, str) else row)]
        for row in about["facts"]
    ]
    return [{"t": "facts", "rows": rows}]


def _signs(about: Mapping[str, Any], template: Template, sheet: Sheet, said: Mapping[str, Any]) -> list[Block]:
    """Lines to sign on, with the signatures given so far."""
    items = []
    for part in dict.fromkeys(about["signs"]):
        given = [one for one in sheet.signed if one.part == ("party" if part == "person" else part)]
        empty = about["signs"].count(part) - len(given)
        items += [*(_sign_item(part, one) for one in given), *(_sign_item(part, None) for _ in range(empty))]
    return [{"t": "signs", "columns": about.get("columns", 2), "items": items}]


def _sign_item(part: str, one: Signed | None) -> dict[str, Any]:
    words_ = "" if one is None else (one.words or one.name)
    item: dict[str, Any] = {"label": _PARTS.get(part, part), "image": "", "words": clean(words_)}
    if one is not None and one.image:
        item |= {"image": "png", "image-bytes": list(one.image)}
    return item


def _photos(about: Mapping[str, Any], template: Template, sheet: Sheet, said: Mapping[str, Any]) -> list[Block]:
    items = []
    for row in said.get(about["photos"]) or []:
        digest = str(row.get("sha256", ""))
        lines = [f"{name}：{row[name]}" for name in fields()[about["photos"]].columns if row.get(name)]
        image = sheet.images.get(digest, b"")
        item = {
            "lines": [clean(line) for line in lines],
            "hash": f"SHA-256 {digest}" if digest else "",
            "image": bool(image),
        }
        items.append(item | ({"image-bytes": list(image)} if image else {}))
    return [{"t": "photos", "items": items}]


def _note(about: Mapping[str, Any], template: Template, sheet: Sheet, said: Mapping[str, Any]) -> list[Block]:
    return [{"t": "note", "runs": _runs(about["note"], said)}]


def _plain_body(template: Template) -> Iterable[Mapping[str, Any]]:
    """A kind without a body of its own is a form of all its fields."""
    short = [key for key in template.fields if fields()[key].kind not in {"long", "rows", "qa"}]
    rows: list[Any] = [short[at : at + 2] for at in range(0, len(short), 2)]
    rows += [{"long": key, "room": 10} for key in template.fields if fields()[key].kind == "long"]
    yield {"grid": rows}
    for key in template.fields:
        if fields()[key].kind == "rows":
            yield {"table": key}


Maker = Callable[[Mapping[str, Any], Template, Sheet, Mapping[str, Any]], list[Block]]
_MAKERS: dict[str, Maker] = {
    "p": _p,
    "heading": _heading,
    "centre": _centre,
    "space": _space,
    "to": _to,
    "party": _party,
    "clause": _clause,
    "table": _table,
    "qa": _qa,
    "grid": _grid,
    "facts": _facts,
    "signs": _signs,
    "photos": _photos,
    "note": _note,
}
