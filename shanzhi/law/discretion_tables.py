"""Which steps does a published discretion table have for an item on a day, and is the table itself in order?

A table is rows, one for each step, as a spreadsheet gives them:

    item_code    the item, required
    table        code of the table; the item's code when empty
    order        number of the step, 1 and up, required
    band         what the table calls the step (一般, 较重, …); free words
    conditions   one text or a list of texts: all of them must be met; none: the step is the usual one
    sanction     the penalty in the table's own words; kept, never computed with
    unit         元 (default), or what the numbers are multiples of: 货值金额, 违法所得, 台, 平方米, …
    low_amount   lowest sum or multiple; empty: the statute has no lowest
    high_amount  highest sum or multiple, required
    source       the document the step was published in, required
    issuer       own (default): the agency's own table; superior: that of a body above it
    basis        article of the statute whose range is divided; may be empty
    valid_from   first day, may be empty; valid_to: last day, may be empty
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from functools import cache
from typing import Any

from shanzhi.law import sources
from shanzhi.law.citation import BadCitation, Citation, cite

YUAN = "元"
ISSUERS = ("own", "superior")
COLUMNS = frozenset(
    ("item_code", "table", "order", "band", "conditions", "sanction", "unit", "low_amount", "high_amount", "source", "issuer",
     "basis", "valid_from", "valid_to")
)  # fmt: skip


class BadTable(ValueError):
    """The rows cannot be read; `faults` names every wrong row, not the first."""

    def __init__(self, faults: list[str]) -> None:
        self.faults = faults
        super().__init__("；".join(faults))


@dataclass(frozen=True, slots=True)
class Step:
    """One step: the conditions that must all be met, and the sums (or multiples of `unit`)."""

    item: str
    table: str
    order: int
    name: str
    conditions: frozenset[str]
    low: Decimal
    high: Decimal
    source: str
    unit: str = YUAN
    superior: bool = False
    basis: Citation | None = None
    valid_from: date | None = None
    valid_to: date | None = None
    sanction: str = ""

    def holds(self, on: date) -> bool:
        """Both the first and the last day are inside."""
        return (self.valid_from is None or self.valid_from <= on) and (self.valid_to is None or on <= self.valid_to)

    def sums(self, times: Decimal | None = None) -> tuple[Decimal, Decimal] | None:
        """Lowest and highest sum; None where the numbers are multiples and nobody said of how much."""
        if self.unit == YUAN:
            return self.low, self.high
        return None if times is None else (self.low * times, self.high * times)


def read_steps(rows: Iterable[Mapping[str, Any]]) -> tuple[Step, ...]:
    """Return the steps of plain rows, in their order. Raises BadTable with every fault."""
    steps, faults = [], []
    for number, row in enumerate(rows, 1):
        try:
            steps.append(_step(row))
        except ValueError as fault:
            faults.append(f"第{number}行：{fault}")
    seen: set[tuple[str, str, int]] = set()
    for step in steps:
        key = (step.item, f"{step.table} {step.valid_from or ''}", step.order)
        if key in seen:
            faults.append(f"事项{step.item}第{step.order}阶次重复。")
        seen.add(key)
    if faults:
        raise BadTable(faults)
    return tuple(steps)


def _step(row: Mapping[str, Any]) -> Step:
    if unknown := sorted(set(row) - COLUMNS):
        raise ValueError(f"不认识的栏目：{'、'.join(unknown)}。")
    item, source = _text(row, "item_code"), _text(row, "source")
    low, high = _number(row, "low_amount"), _number(row, "high_amount")
    if not item or not source or high is None:
        raise ValueError("事项代码、上限和来源都要填。")
    if (low or 0) > high:
        raise ValueError(f"下限{low}高于上限{high}。")
    first, last = _day(row, "valid_from"), _day(row, "valid_to")
    if first and last and first > last:
        raise ValueError("失效日期早于生效日期。")
    issuer = _text(row, "issuer") or "own"
    if issuer not in ISSUERS:
        raise ValueError("issuer 应是 own（本机关）或者 superior（上级）。")
    basis = _text(row, "basis")
    return Step(
        item, _text(row, "table") or item, _order(row), _text(row, "band"), _conditions(row), low or Decimal(0), high,
        source, _text(row, "unit") or YUAN, issuer == "superior", _cited(basis) if basis else None, first, last,
        _text(row, "sanction"),
    )  # fmt: skip


def _text(row: Mapping[str, Any], name: str) -> str:
    return str(row.get(name) or "").strip()


def _order(row: Mapping[str, Any]) -> int:
    raw = _text(row, "order")
    if not raw.isascii() or not raw.isdigit() or int(raw) < 1:
        raise ValueError("阶次应是从 1 起的整数。")
    return int(raw)


def _number(row: Mapping[str, Any], name: str) -> Decimal | None:
    raw = row.get(name)
    if raw is None or raw == "":
        return None
    try:
        number = Decimal(str(raw))
    except InvalidOperation:
        raise ValueError(f"{raw} 不是数。") from None
    if not number.is_finite() or number < 0:
        raise ValueError(f"{raw} 应是不小于零的数。")
    return number


def _day(row: Mapping[str, Any], name: str) -> date | None:
    raw = row.get(name)
    if raw is None or raw == "":
        return None
    if isinstance(raw, date):
        return raw
    try:
        return date.fromisoformat(str(raw))
    except ValueError:
        raise ValueError(f"{raw} 不是日期，应写作 2026-01-31。") from None


def _conditions(row: Mapping[str, Any]) -> frozenset[str]:
    raw = row.get("conditions") or ()
    texts = [raw] if isinstance(raw, str) else raw
    return frozenset(text for one in texts if (text := str(one).strip()))


def _cited(raw: str) -> Citation:
    try:
        return cite(raw)
    except BadCitation as fault:
        raise ValueError(str(fault)) from None


def beyond_the_statute(steps: Iterable[Step], statutory: tuple[Decimal, Decimal]) -> list[Step]:
    """The steps in yuan that leave the range of the statute: a table may divide it, never widen it (行政处罚法16、34)."""
    low, high = statutory
    return [step for step in steps if step.unit == YUAN and not low <= step.low <= step.high <= high]


@cache
def sample(name: str) -> tuple[Step, ...]:
    """One of the package's own sample tables (示例); nothing in them is a published standard of any place."""
    return read_steps(sources.read(f"discretion/{name}.yaml")["rows"])
