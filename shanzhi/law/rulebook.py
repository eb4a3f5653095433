"""Which terms and values does the law set, for which kind of case, and from when to when?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from functools import cache
from typing import Any

from shanzhi.law import sources
from shanzhi.law.citation import Citation, cite
from shanzhi.law.obstacle import NotAllowed, Obstacle
from shanzhi.law.pauses import PauseRule
from shanzhi.law.statutes import catalogue


class Overlay(StrEnum):
    """Whose rules govern a case: the general statutes alone, or a department's own. Chosen by the item."""

    GENERAL = "general"
    MARKET = "market"
    ECOLOGY = "ecology"

    @property
    def label(self) -> str:
        return {"general": "一般规定", "market": "市场监管", "ecology": "生态环境"}[self.value]


class Unit(StrEnum):
    HOUR = "hour"
    DAY = "day"
    WORKING_DAY = "working_day"
    WORKING_DAY_BEFORE = "working_day_before"
    MONTH = "month"
    YEAR = "year"

    @property
    def label(self) -> str:
        return _UNIT_LABELS[self]

    @property
    def counts_workdays(self) -> bool:
        return self in (Unit.WORKING_DAY, Unit.WORKING_DAY_BEFORE)


_UNIT_LABELS = {
    Unit.HOUR: "小时",
    Unit.DAY: "日",
    Unit.WORKING_DAY: "个工作日",
    Unit.WORKING_DAY_BEFORE: "个工作日前",
    Unit.MONTH: "个月",
    Unit.YEAR: "年",
}


class Side(StrEnum):
    """Whose time runs."""

    PARTY = "party"
    AGENCY = "agency"
    POLICE = "police"
    COURT = "court"


class Rolls(StrEnum):
    """Whether a last day that is no working day moves on."""

    PARTY = "party"
    TEXT = "text"
    NO = "no"


class UnknownRule(LookupError):
    """No rule has this id; the message is for the user."""


@dataclass(frozen=True, slots=True)
class Extension:
    """Who may add how much; `length` is None where the text says only 合理期限."""

    length: int | None
    by: str
    basis: Citation


@dataclass(frozen=True, slots=True)
class Rule:
    """One term as the text has it. `length` is None where the text gives no number; `none` then says so."""

    id: str
    name: str
    length: int | None
    unit: Unit
    counted_from: str
    basis: tuple[Citation, ...]
    side: Side
    rolls: Rolls
    overlay: Overlay
    extensions: tuple[Extension, ...] = ()
    pauses: tuple[PauseRule, ...] = ()
    coercive: bool = False
    plain_days: bool = False
    effect: bool = False
    since: date | None = None
    until: date | None = None
    none: str = ""
    note: str = ""
    facts: str = ""

    @property
    def in_force(self) -> date:
        """The day from which the text we hold of the first article cited is in force."""
        return catalogue()[self.basis[0].statute].current.in_force

    @property
    def citations(self) -> tuple[Citation, ...]:
        return (*self.basis, *(one.basis for one in self.extensions), *(one.basis for one in self.pauses))

    @property
    def length_label(self) -> str:
        return "条文没有天数" if self.length is None else f"{self.length}{self.unit.label}"


def _rule(raw: dict[str, Any], overlay: Overlay) -> Rule:
    length, _, unit = (raw["length"] or "0 day").partition(" ")
    return Rule(
        id=raw["id"],
        name=raw["name"],
        length=int(length) or None,
        unit=Unit(unit),
        counted_from=raw["from"],
        basis=tuple(map(cite, raw["basis"])),
        side=Side(raw["side"]),
        rolls=Rolls(raw["rolls"]),
        overlay=overlay,
        extensions=tuple(map(_extension, raw.get("extensions", ()))),
        pauses=tuple(
            PauseRule(tuple(one["kinds"]), cite(one["basis"]), one.get("told_in_writing", False))
            for one in raw.get("pauses", ())
        ),
        coercive=raw.get("coercive", False),
        plain_days=raw.get("plain_days", False),
        effect=raw.get("effect", False),
        since=raw.get("since"),
        until=raw.get("until"),
        none=raw.get("none", ""),
        note=raw.get("note", ""),
        facts=str(raw.get("facts", "")),
    )


def _extension(raw: dict[str, str]) -> Extension:
    length = raw["up_to"].partition(" ")[0]
    return Extension(None if length == "reasonable" else int(length), raw["by"], cite(raw["basis"]))


Book = Mapping[Overlay, Mapping[str, tuple[Rule, ...]]]


@cache
def rules() -> Book:
    """Every rule of every overlay, in the order of the files; under one id the older text first."""
    files = sorted((sources.DATA / "terms").glob("*.yaml"))
    return read_book(sources.parse(file.read_text(encoding="utf-8")) for file in files)


def read_book(files: Iterable[dict[str, Any]]) -> Book:
    book: dict[Overlay, dict[str, tuple[Rule, ...]]] = {overlay: {} for overlay in Overlay}
    for raw in files:
        overlay = Overlay(raw["overlay"])
        for entry in raw["terms"]:
            versions = book[overlay].get(entry["id"], ())
            added = (*versions, _rule(entry, overlay))
            book[overlay][entry["id"]] = tuple(sorted(added, key=lambda one: one.since or date.min))
    return book


def rule(id: str, overlay: Overlay = Overlay.GENERAL, on: date | None = None, book: Book | None = None) -> Rule:
    """The rule of that day (else the newest) for this kind of case: the department's own, else the general one."""
    book = book or rules()
    versions = book[overlay].get(id) or book[Overlay.GENERAL].get(id)
    if versions:
        begun = [one for one in versions if on is None or one.since is None or one.since <= on]
        return (begun or versions[:1])[-1]
    elsewhere = [other.label for other in Overlay if id in book[other]]
    if elsewhere:
        raise UnknownRule(f"{overlay.label}没有期限“{id}”，只有{'、'.join(elsewhere)}有。")
    raise UnknownRule(f"没有期限“{id}”；用 shanzhi law list 查看全部。")


def every_rule() -> Iterator[Rule]:
    """All of them: every kind of case, every version."""
    return (one for book in rules().values() for versions in book.values() for one in versions)


def all_rules(overlay: Overlay) -> list[Rule]:
    """Everything that applies to one kind of case, the department's own rules in the place of the general ones."""
    book = rules()
    return [versions[-1] for versions in {**book[Overlay.GENERAL], **book[overlay]}.values()]


def require_length(one: Rule, on: date) -> int:
    """The number of the rule, or a refusal where the text has none or is no longer in force."""
    if one.until is not None and on > one.until:
        text = f"“{one.name}”所依规定自{one.until}后不再施行，新规定的天数尚未核实，不能计算。"
        raise NotAllowed([Obstacle(text, one.basis, remedy="请补录新规定的条文和天数。")])
    if one.length is None:
        raise NotAllowed(
            [Obstacle(f"{one.none}。", one.basis, remedy="本县的内部时限可在“时限设置”里规定，须标明非法定。")]
        )
    return one.length


@dataclass(frozen=True, slots=True)
class Value:
    """A number the law fixes that is no term; `amount` is None where it must be set by the county."""

    id: str
    name: str
    amount: Decimal | None
    unit: str
    basis: tuple[Citation, ...]
    note: str = ""


@cache
def values() -> Mapping[tuple[str, Overlay], Value]:
    """Every fixed number, by id and kind of case."""
    return {
        (raw["id"], Overlay(raw.get("overlay", "general"))): Value(
            raw["id"],
            raw["name"],
            None if raw["amount"] is None else Decimal(str(raw["amount"])),
            raw["unit"],
            tuple(map(cite, raw["basis"])),
            raw.get("note", ""),
        )
        for raw in sources.read("values.yaml")["values"]
    }


def value(id: str, overlay: Overlay = Overlay.GENERAL) -> Value:
    """A fixed number for this kind of case, else the general one."""
    book = values()
    found = book.get((id, overlay)) or book.get((id, Overlay.GENERAL))
    if found is None:
        raise UnknownRule(f"没有数值“{id}”；用 shanzhi law list 查看全部。")
    return found


def amount(id: str) -> Decimal:
    """A fixed number that needs no setting."""
    found = value(id).amount
    if found is None:
        raise UnknownRule(f"“{id}”条文没有数字，须由本县设定。")
    return found


def citations() -> Iterable[Citation]:
    """Every article a term or a value rests on, for the check against the imported texts."""
    for one in every_rule():
        yield from one.citations
    for number in values().values():
        yield from number.basis
