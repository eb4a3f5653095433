"""Which spans of time are left out of a term, and does the governing text allow them?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TypeAlias

from shanzhi.law.citation import Citation, coercion_law
from shanzhi.law.obstacle import Obstacle

ONE_DAY = timedelta(days=1)
# Given on the command line: whoever types it answers for its lawfulness.
GIVEN = "给定"

DaySpan: TypeAlias = tuple[date, date]


@dataclass(frozen=True, slots=True)
class Pause:
    """First and last day, both left out. `told_in_writing`: the party was told of this span in writing."""

    first: date
    last: date
    kind: str = GIVEN
    told_in_writing: bool = False

    def __post_init__(self) -> None:
        if self.last < self.first:
            raise ValueError(f"中止期间的末日 {self.last} 早于首日 {self.first}。")


@dataclass(frozen=True, slots=True)
class PauseRule:
    """Kinds of pause one article allows for one term."""

    kinds: tuple[str, ...]
    basis: Citation
    told_in_writing: bool = False


def merged(pauses: Iterable[Pause]) -> list[DaySpan]:
    """The days left out as separate spans in order; overlapping and touching ones become one."""
    spans: list[DaySpan] = []
    for first, last in sorted((pause.first, pause.last) for pause in pauses):
        if spans and first <= spans[-1][1] + ONE_DAY:
            spans[-1] = (spans[-1][0], max(spans[-1][1], last))
        else:
            spans.append((first, last))
    return spans


def days_in(spans: Sequence[DaySpan], after: date, until: date) -> int:
    """How many paused days lie after the one day and up to and including the other."""
    return sum(max((min(last, until) - max(first, after + ONE_DAY)).days + 1, 0) for first, last in spans)


def obstacles(
    name: str, basis: tuple[Citation, ...], rules: Sequence[PauseRule], pauses: Iterable[Pause]
) -> Iterator[Obstacle]:
    """Every pause the governing text does not list, or lists under a condition that is not met."""
    for pause in pauses:
        if pause.kind == GIVEN:
            continue
        rule = _rule_for(rules, pause.kind)
        if rule is None:
            yield _not_listed(name, basis, pause)
        elif rule.told_in_writing and not pause.told_in_writing:
            yield Obstacle(
                f"{pause.kind}期间（{pause.first}至{pause.last}）没有书面告知当事人，不能从“{name}”中扣除。",
                rule.basis,
                remedy="补录书面告知当事人的日期和期间。",
            )


def basis_of(rules: Sequence[PauseRule], pauses: Iterable[Pause]) -> tuple[Citation, ...]:
    """The articles that allow these pauses, each once, in order of use."""
    found = (_rule_for(rules, pause.kind) for pause in pauses)
    return tuple(dict.fromkeys(rule.basis for rule in found if rule is not None))


def _rule_for(rules: Sequence[PauseRule], kind: str) -> PauseRule | None:
    return next((rule for rule in rules if kind in rule.kinds), None)


def _not_listed(name: str, basis: tuple[Citation, ...], pause: Pause) -> Obstacle:
    if pause.kind in ("查封", "扣押", "查封扣押"):
        return Obstacle(
            f"查封、扣押的时间不在不计入之列，不能从“{name}”中扣除。",
            (*basis, coercion_law(25)),
            remedy="只有规章列明的检测、鉴定等期间可以扣除。",
        )
    return Obstacle(
        f"“{name}”所依条文没有把“{pause.kind}”列为不计入的期间。",
        basis,
        remedy="确有法律、法规、规章规定的，请先选用相应的规则。",
    )
