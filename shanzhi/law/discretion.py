"""How high should the fine be? The published table first; where it is silent, the general rule of the place; never a guess."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from enum import StrEnum
from functools import cache
from typing import Any

from shanzhi.law import sources
from shanzhi.law.citation import Citation, cite
from shanzhi.law.discretion_tables import Step, beyond_the_statute
from shanzhi.law.leniency import Finding, Verdict
from shanzhi.law.money import CENT, to_cents
from shanzhi.law.obstacle import NotAllowed, Obstacle
from shanzhi.law.rulebook import Overlay

Range = tuple[Decimal, Decimal]
Shares = Mapping[str, Range]
PUBLISHED = cite("行政处罚法34")


class Band(StrEnum):
    """Below the statute's lowest, in its lower part, in the middle, in its upper part."""

    MITIGATED = "mitigated"
    LIGHTER = "lighter"
    NORMAL = "normal"
    HEAVIER = "heavier"

    @property
    def label(self) -> str:
        return {"mitigated": "减轻", "lighter": "从轻", "normal": "一般", "heavier": "从重"}[self.value]


LENIENT = frozenset({Band.LIGHTER, Band.MITIGATED})


class NoBand(ValueError):
    """Neither a table nor a general rule says how high; the sentence says what is missing."""


@dataclass(frozen=True, slots=True)
class GeneralRule:
    """What a place applies where its tables are silent. `shares` is None where nothing is known: it must be set."""

    name: str
    shares: Shares | None
    point: Decimal
    basis: Citation
    departing: Citation
    note: str = ""

    @classmethod
    def read(cls, raw: Mapping[str, Any]) -> GeneralRule:
        """Return a rule from plain data: name, shares, point, basis, departing, note. Raises NoBand."""
        shares = raw["shares"] and {
            Band(band): (Decimal(str(first)), Decimal(str(last))) for band, (first, last) in raw["shares"].items()
        }
        for band, (first, last) in (shares or {}).items():
            if not 0 <= first <= last <= 1:
                raise NoBand(f"「{band.label}」的比例应在 0 与 1 之间，起不高于止。")
        point = Decimal(str(raw["point"]))
        if not 0 <= point <= 1:
            raise NoBand("建议的位置应在 0 与 1 之间。")
        return cls(raw["name"], shares, point, cite(raw["basis"]), cite(raw["departing"]), raw.get("note", ""))


@cache
def _general_rules() -> dict[Overlay, GeneralRule]:
    rows = sources.read("discretion/general_rules.yaml")["rules"]
    return {Overlay(raw["overlay"]): GeneralRule.read(raw) for raw in rows}


def general_rule(overlay: Overlay) -> GeneralRule:
    """The rule that goes with the governing rules of a case; only the market rules have one in the texts at hand."""
    return _general_rules()[overlay]


@dataclass(frozen=True, slots=True)
class Proposal:
    """A step, its range, a first sum, and where it all comes from. `band` is None where a table names no legal band."""

    name: str
    low: Decimal
    high: Decimal
    amount: Decimal
    explanation: str
    basis: tuple[Citation, ...]
    departing: Citation
    band: Band | None = None
    superior: bool = False


def fitting(steps: Iterable[Step], item: str, facts: frozenset[str], on: date) -> list[Step]:
    """The steps of the day whose conditions are all met and most; more than one means that they tie."""
    met = [step for step in steps if step.item == item and step.holds(on) and step.conditions <= facts]
    most = max((len(step.conditions) for step in met), default=0)
    return [step for step in met if len(step.conditions) == most]


def from_table(
    steps: Iterable[Step],
    item: str,
    facts: frozenset[str],
    *,
    on: date,
    statutory: Range | None,
    rule: GeneralRule,
    times: Decimal | None = None,
) -> Proposal | None:
    """Return the step that fits, or None where the table is silent. `times`: what a multiple is of. Raises NoBand."""
    found = fitting(steps, item, facts, on)
    if not found:
        return None
    if len(found) > 1:
        names = "、".join(f"第{step.order}阶次" for step in found)
        raise NoBand(f"{names}都符合，基准没有写明用哪一个，请选定并说明理由。")
    [step] = found
    if statutory is not None and beyond_the_statute(found, statutory):
        raise NoBand(f"{step.source}第{step.order}阶次超出法定幅度，不能适用，请核对基准。")
    edges = step.sums(times)
    if edges is None:
        raise NoBand(f"这一阶次按{step.unit}的倍数计算，请先填{step.unit}。")
    why = f"{step.source}第{step.order}阶次{step.name}：符合{'、'.join(sorted(step.conditions)) or '一般情形'}"
    if step.unit != "元":
        why += f"，{step.unit}{times}的{step.low}倍至{step.high}倍"
    basis = (PUBLISHED, *((step.basis,) if step.basis else ()))
    return _proposal(step.name, edges, rule.point, why, basis, rule.departing, None, step.superior)


def from_shares(statutory: Range, band: Band, rule: GeneralRule) -> Proposal:
    """Return the band as a share of the statutory range. Raises NoBand where the place has set no such rule."""
    if rule.shares is None or band not in rule.shares:
        raise NoBand(f"{rule.name}没有「{band.label}」这一档的一般裁量规则，请按公布的规则先设定，或者写明理由自定。")
    first, last = rule.shares[band]
    low, high = (Decimal(0), statutory[0]) if band is Band.MITIGATED else statutory
    edges = (low + (high - low) * first, low + (high - low) * last)
    why = f"裁量基准没有写到，按{rule.name}（{rule.basis}）取{band.label}一档"
    return _proposal(band.label, edges, rule.point, why, (rule.basis,), rule.departing, band)


def propose(
    steps: Iterable[Step],
    item: str,
    facts: frozenset[str],
    *,
    on: date,
    statutory: Range,
    rule: GeneralRule,
    band: Band = Band.NORMAL,
    times: Decimal | None = None,
) -> Proposal:
    """The table first, then the general rule with the band that was chosen. Raises NoBand."""
    found = from_table(steps, item, facts, on=on, statutory=statutory, rule=rule, times=times)
    return found or from_shares(statutory, band, rule)


def _proposal(
    name: str,
    edges: Range,
    point: Decimal,
    why: str,
    basis: tuple[Citation, ...],
    departing: Citation,
    band: Band | None,
    superior: bool = False,
) -> Proposal:
    """Edges are rounded inwards, so that no cent leaves the band; half a cent of the sum goes up, but not out."""
    high = edges[1].quantize(CENT, ROUND_FLOOR)
    low = min(edges[0].quantize(CENT, ROUND_CEILING), high)
    amount = min(to_cents(low + (high - low) * point), high)
    text = f"{why}，{low}元至{high}元，建议{amount}元。"
    return Proposal(name, low, high, amount, text, basis, departing, band, superior)


class Approval(StrEnum):
    """Who agreed that the proposal is left."""

    NONE = "none"
    CHIEF = "chief"
    DISCUSSION = "discussion"
    SUPERIOR = "superior"


_APPROVERS = {
    False: (frozenset({Approval.CHIEF, Approval.DISCUSSION}), "经主要负责人批准或者集体讨论"),
    True: (frozenset({Approval.SUPERIOR}), "逐级报请制定基准的上级批准"),
}


@dataclass(frozen=True, slots=True)
class Deviation:
    """What the file keeps when the sum is not that of the table (行政处罚法34)."""

    proposed: Proposal
    amount: Decimal
    reason: str
    approval: Approval

    def as_json(self) -> dict[str, str]:
        return {
            "proposed": self.proposed.explanation,
            "amount": str(self.amount),
            "reason": self.reason,
            "approval": self.approval.value,
            "basis": str(self.proposed.departing),
        }


def obstacles_to_deviation(proposal: Proposal, amount: Decimal, reason: str, approval: Approval) -> list[Obstacle]:
    """Leaving the range takes a reason and the agreement of whoever may give it; inside the range nothing is asked."""
    if proposal.low <= amount <= proposal.high:
        return []
    allowed, words = _APPROVERS[proposal.superior]
    if reason.strip() and approval in allowed:
        return []
    return [Obstacle(f"偏离裁量基准，须写明理由并{words}。", proposal.departing)]


def deviate(proposal: Proposal, amount: Decimal, *, reason: str, approval: Approval) -> Deviation | None:
    """Return the record for the file, or None inside the range. Raises NotAllowed."""
    if found := obstacles_to_deviation(proposal, amount, reason, approval):
        raise NotAllowed(found)
    if proposal.low <= amount <= proposal.high:
        return None
    return Deviation(proposal, amount, reason.strip(), approval)


def obstacles_to_fine(
    amount: Decimal,
    *,
    statutory: Range,
    band: Band,
    leniency: Finding | None = None,
    proposal: Proposal | None = None,
    reason: str = "",
    approval: Approval = Approval.NONE,
    told: Decimal | None = None,
) -> list[Obstacle]:
    """Return every reason against this sum: range, leniency by the articles that order it, the table, the notice."""
    low, high = statutory
    found = []
    if amount > high or (amount < low and band is not Band.MITIGATED):
        found.append(Obstacle(f"罚款应在{low}元至{high}元之间，减轻处罚的除外。", cite("行政处罚法5.2")))
    if band is Band.MITIGATED and low < amount <= high:
        found.append(Obstacle(f"减轻处罚应在法定最低限度{low}元以下。", cite("行政处罚法5.2")))
    found += _against_leniency(leniency, band)
    if proposal is not None:
        found += obstacles_to_deviation(proposal, amount, reason, approval)
    if told is not None and amount > told:
        found.append(Obstacle("不得因当事人陈述、申辩而给予更重的处罚。", cite("行政处罚法45.2")))
    return found


def _against_leniency(leniency: Finding | None, band: Band) -> list[Obstacle]:
    """What articles 30 to 33 order, each ground by its own article, whether or not it carried the verdict."""
    if leniency is None:
        return []
    grounds = (*leniency.grounds, *leniency.others)
    if leniency.verdict is Verdict.MUST_NOT_PUNISH:
        basis = tuple(dict.fromkeys(one.basis for one in leniency.grounds))
        return [Obstacle(f"依法不予行政处罚，不能罚款：{leniency.grounds[0].text}", basis, leniency.grounds[0].duty)]
    ordered = tuple(dict.fromkeys(one.basis for one in grounds if one.verdict is Verdict.MUST_LIGHTEN))
    if ordered and band not in LENIENT:
        return [Obstacle("应当从轻或者减轻处罚，须选从轻或者减轻的档次。", ordered)]
    return []
