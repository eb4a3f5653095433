"""How high should the fine be? The published table first; where it is silent, the general rule of the place; never a guess."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from shanzhi.law.citation import cite
from shanzhi.law.obstacle import Obstacle

CENT = Decimal("0.01")
# Lower and upper edge of a band as shares of the statutory range. The thirty per cent are the market rules' own.
MARKET_SHARES: Mapping[str, tuple[Decimal, Decimal]] = {
    "lighter": (Decimal(0), Decimal("0.3")),
    "normal": (Decimal("0.3"), Decimal("0.7")),
    "heavier": (Decimal("0.7"), Decimal(1)),
}
LENIENT = frozenset({"lighter", "mitigated"})


class NoBand(ValueError):
    """Neither a table nor a general rule says how high; the sentence says what is missing."""


@dataclass(frozen=True, slots=True)
class Step:
    """One row of a published table: the conditions that must all be met, and the sums."""

    item: str
    band: str
    conditions: frozenset[str]
    low: Decimal
    high: Decimal
    source: str


@dataclass(frozen=True, slots=True)
class Proposal:
    """A band, its edges, the middle as a first sum, and where it comes from."""

    band: str
    low: Decimal
    high: Decimal
    amount: Decimal
    explanation: str


def from_table(steps: Iterable[Step], item: str, facts: frozenset[str]) -> Proposal | None:
    """Return the row whose conditions are met and most specific; None when the table is silent or two rows tie."""
    fitting = sorted(
        (step for step in steps if step.item == item and step.conditions <= facts),
        key=lambda step: -len(step.conditions),
    )
    if not fitting or (len(fitting) > 1 and len(fitting[0].conditions) == len(fitting[1].conditions)):
        return None
    step = fitting[0]
    return _proposal(
        step.band, step.low, step.high, f"{step.source}：符合{'、'.join(sorted(step.conditions)) or '一般情形'}"
    )


def from_shares(
    low: Decimal, high: Decimal, band: str, shares: Mapping[str, tuple[Decimal, Decimal]], source: str
) -> Proposal:
    """Return the band as a share of the statutory range. Raises NoBand where the place has set no such rule."""
    if band not in shares:
        raise NoBand(f"没有「{band}」这一档的裁量规则，请先设定本地的一般规则。")
    first, last = shares[band]
    return _proposal(band, low + (high - low) * first, low + (high - low) * last, source)


def _proposal(band: str, low: Decimal, high: Decimal, source: str) -> Proposal:
    low, high, middle = (one.quantize(CENT, ROUND_HALF_UP) for one in (low, high, (low + high) / 2))
    return Proposal(band, low, high, middle, f"{source}，{low}元至{high}元，建议{middle}元。")


def obstacles_to_fine(
    amount: Decimal,
    *,
    statutory: tuple[Decimal, Decimal],
    band: str,
    must_lighten: bool = False,
    proposal: Proposal | None = None,
    reason: str = "",
    approved: bool = False,
    told: Decimal | None = None,
) -> list[Obstacle]:
    """Return every reason against this sum. Leaving the proposal takes a reason and the chief's approval or a discussion."""
    low, high = statutory
    found = []
    if amount > high or (amount < low and band != "mitigated"):
        found.append(Obstacle(f"罚款应在{low}元至{high}元之间，减轻处罚的除外。", cite("行政处罚法5")))
    if must_lighten and band not in LENIENT:
        found.append(Obstacle("应当从轻或者减轻处罚，须选从轻或者减轻的档次。", cite("行政处罚法30")))
    if proposal is not None and not proposal.low <= amount <= proposal.high and not (reason.strip() and approved):
        found.append(Obstacle("偏离裁量基准，须写明理由并经主要负责人批准或者集体讨论。", cite("行政处罚法34")))
    if told is not None and amount > told:
        found.append(Obstacle("不得因当事人陈述、申辩而给予更重的处罚。", cite("行政处罚法45")))
    return found
