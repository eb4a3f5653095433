"""How high a fine may a rule (规章) itself set? Articles 13 and 14 leave the number to others; only numbers at hand are known."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from shanzhi.law import sources
from shanzhi.law.citation import Citation, cite
from shanzhi.law.money import exact
from shanzhi.law.obstacle import Obstacle
from shanzhi.law.rulebook import amount, value

ELSEWHERE = "其他地方"


class NoCap(ValueError):
    """The number is not at hand and was not given; the sentence says who sets it, by which article."""


@dataclass(frozen=True, slots=True)
class Cap:
    """The highest fine such a rule may set. `given`: the number came from the county's own setting."""

    amount: Decimal
    basis: tuple[Citation, ...]
    explanation: str
    given: bool


@dataclass(frozen=True, slots=True)
class _Known:
    name: str
    values: tuple[str | None, str | None]
    set_by: str
    basis: Citation


@cache
def _known() -> dict[str, _Known]:
    rows = sources.read("discretion/caps.yaml")["caps"]
    return {
        raw["issuer"]: _Known(raw["name"], (raw["value"], raw["safety"]), raw["set_by"], cite(raw["basis"]))
        for raw in rows
    }


def cap_on_rules(issuer: str, *, safety: bool = False, given: Decimal | None = None) -> Cap:
    """Return the cap for 国务院部门, 浙江省 or another place; `given` counts only where no text is at hand. Raises NoCap."""
    known = _known().get(issuer) or _known()[ELSEWHERE]
    if id := known.values[safety]:
        limit, source = amount(id), value(id).basis
        text = f"{known.name}设定罚款以{limit}元为限（{source[0]}）。"
        return Cap(limit, (known.basis, *source), text, given=False)
    if given is None:
        raise NoCap(
            f"{known.name}设定罚款的限额由{known.set_by}规定（{known.basis}），手头没有它的原文，"
            "请先设定这个数额和出处。"
        )
    limit = exact(given, "罚款限额")
    text = f"{known.name}设定罚款以{limit}元为限（本县设定，出处须另行注明；{known.basis}）。"
    return Cap(limit, (known.basis,), text, given=True)


def obstacles_to_rule(highest: Decimal, cap: Cap) -> list[Obstacle]:
    """Why a fine that stands on a rule alone may not go so high."""
    if highest <= cap.amount:
        return []
    text = f"只由规章设定的罚款以{cap.amount}元为限，这一规定写的是{highest}元。"
    return [Obstacle(text, cap.basis, remedy="核对该行为有没有法律、法规依据，或者向制定机关提出。")]
