"""Which kinds of documents are there, what does each have to say, and by which article?"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from shanzhi.law.citation import Citation, cite

FOLDER = Path(__file__).parent.parent / "blanks"
# Written in the place of an article where the county's own order, not a statute, wants the field.
HOUSE = "必填"


class NoTemplate(LookupError):
    """No kind of document has this key."""


@dataclass(frozen=True)
class Field:
    """Something a document says: a locked fact, or words its author is free to choose."""

    key: str
    label: str
    kind: str
    is_fact: bool
    columns: tuple[str, ...] = ()
    note: str = ""


@dataclass(frozen=True)
class Need:
    """A field that must not be empty; only `when` another one is filled, if that is said."""

    key: str
    basis: tuple[Citation, ...]
    when: str = ""


@dataclass(frozen=True)
class Template:
    """One kind of document, as data."""

    key: str
    name: str
    group: str
    steps: tuple[str, ...]
    layout: str
    fields: tuple[str, ...]
    needs: tuple[Need, ...]
    body: tuple[Mapping[str, Any], ...]
    series: str = ""
    volume: str = "main"
    once: bool = False
    reviewed: bool = True
    sealed: bool = True
    fine: bool = False
    size: float = 0
    signers: tuple[str, ...] = ()
    basis: str = ""
    labels: Mapping[str, str] | None = None

    @property
    def is_numbered(self) -> bool:
        return bool(self.series)

    @property
    def facts(self) -> tuple[Field, ...]:
        return tuple(fields()[key] for key in self.fields if fields()[key].is_fact)

    @property
    def free(self) -> tuple[Field, ...]:
        return tuple(fields()[key] for key in self.fields if not fields()[key].is_fact)

    def label(self, key: str) -> str:
        """Return what this document calls a field."""
        return (self.labels or {}).get(key) or fields()[key].label


def _read() -> dict[str, Any]:
    read: dict[str, Any] = yaml.safe_load((FOLDER / "fields.yaml").read_text(encoding="utf-8"))
    return read


@cache
def _groups() -> Mapping[str, list[str]]:
    """Return the fields that many documents share, by the name of the group."""
    return _read()["groups"]


@cache
def fields() -> Mapping[str, Field]:
    """Return every field of every document by its key."""
    read = _read()
    return {
        key: Field(
            key, about["label"], about["kind"], group == "facts", tuple(about.get("columns", ())), about.get("note", "")
        )
        for group in ("facts", "free")
        for key, about in read[group].items()
    }


@cache
def templates() -> Mapping[str, Template]:
    """Return every kind of document by its key, in the order of a case."""
    found: dict[str, Template] = {}
    for path in sorted(FOLDER.glob("[0-9]*.yaml")):
        read = yaml.safe_load(path.read_text(encoding="utf-8"))
        for key, about in read["documents"].items():
            found[key] = _template(key, read["group"], about)
    return found


def template(key: str) -> Template:
    """Return the kind of document of this key. Raises NoTemplate."""
    try:
        return templates()[key]
    except KeyError:
        raise NoTemplate(f"没有名为 {key} 的文书种类。") from None


def _template(key: str, group: str, about: dict[str, Any]) -> Template:
    shared = dict.fromkeys(name for group_ in about.get("use", ()) for name in _groups()[group_])
    says: dict[str, str] = {**dict.fromkeys(shared, ""), **about.get("facts", {}), **about.get("free", {})}
    strangers = set(says) - set(fields())
    if strangers:
        raise ValueError(f"文书 {key} 用了没有定义的字段：{'、'.join(sorted(strangers))}。")
    return Template(
        key=key,
        name=about["name"],
        group=group,
        steps=tuple(about.get("steps", ())),
        layout=about.get("layout", "letter"),
        fields=tuple(says),
        needs=tuple(need for name, text in says.items() if (need := _need(name, text))),
        body=tuple(about.get("body", ())),
        series=about.get("series", ""),
        volume=about.get("volume", "main"),
        once=about.get("once", False),
        reviewed=about.get("reviewed", True),
        sealed=about.get("sealed", True),
        fine=about.get("fine", False),
        size=about.get("size", 0),
        signers=tuple(about.get("signers", ())),
        basis=about.get("basis", ""),
        labels=about.get("labels"),
    )


def _need(key: str, text: str | None) -> Need | None:
    """Read '行政处罚法59.1(1)', '行政处罚法67 若 fine', '必填' or nothing."""
    if not text:
        return None
    articles, _, when = text.partition(" 若 ")
    basis = () if articles == HOUSE else tuple(cite(one) for one in articles.split("、"))
    return Need(key, basis, when.strip())
