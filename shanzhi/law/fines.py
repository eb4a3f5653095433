"""May this fine be imposed here and now: once for one act, on the spot, and may the money be taken at once?"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from shanzhi.law.citation import Citation, penalty_law, referral_rules
from shanzhi.law.money import exact
from shanzhi.law.obstacle import Obstacle
from shanzhi.law.rulebook import amount

ONE_ACT_ONE_FINE = penalty_law(29)
SUMMARY = penalty_law(51)


class Party(StrEnum):
    """A citizen, or a legal person or other organisation."""

    PERSON = "person"
    UNIT = "unit"

    @property
    def label(self) -> str:
        return "公民" if self is Party.PERSON else "法人或者其他组织"


@dataclass(frozen=True, slots=True)
class FineNorm:
    """A provision that fines the act: its article and its range."""

    basis: Citation
    lowest: Decimal
    highest: Decimal

    def __post_init__(self) -> None:
        if self.lowest > self.highest:
            raise ValueError(f"{self.basis}的罚款下限高于上限。")


@dataclass(frozen=True, slots=True)
class Choice:
    """The provision to fine by; None when the law leaves open which is the higher, and a person decides."""

    norm: FineNorm | None
    candidates: tuple[FineNorm, ...]
    explanation: str
    basis: tuple[Citation, ...] = (ONE_ACT_ONE_FINE,)


def higher_fine(norms: Sequence[FineNorm]) -> Choice:
    """Article 29: of several provisions the one with the higher fine; no adding up, no second fine."""
    if not norms:
        raise ValueError("至少要有一个规定罚款的条文。")
    highest = max(norm.highest for norm in norms)
    lowest = max(norm.lowest for norm in norms)
    best = next((norm for norm in norms if norm.highest == highest and norm.lowest == lowest), None)
    if best is not None:
        text = f"同一违法行为只罚款一次，按罚款数额高的{best.basis}（{best.lowest}元至{best.highest}元）处罚。"
        return Choice(best, (best,), text)
    rivals = tuple(norm for norm in norms if highest == norm.highest or lowest == norm.lowest)
    text = "几个条文上限与下限互有高低，法律没有写明如何比较，请选定一个并说明理由。"
    return Choice(None, rivals, text)


def repeated_fine(already_fined: bool, proposes_fine: bool) -> list[Obstacle]:
    """A second fine for one act, by whatever agency; other kinds of penalty stay possible."""
    if not (already_fined and proposes_fine):
        return []
    text = "同一违法行为已经给予罚款，不得再次罚款。"
    return [Obstacle(text, ONE_ACT_ONE_FINE, remedy="可以责令改正，或者给予法律规定的其他种类处罚。")]


# Decided before the case went to the police, these go on (移送规定11.2).
GO_ON = frozenset({"警告", "责令停产停业", "暂扣许可证件", "吊销许可证件"})


def fine_while_with_police(handed_over: bool, proposes_fine: bool) -> list[Obstacle]:
    """No fine in the place of a referral, and none before the police or the court have finished."""
    if not (handed_over and proposes_fine):
        return []
    basis = (referral_rules(11, 1), penalty_law(27, 1), penalty_law(35, 2), penalty_law(82))
    text = "案件已经移送，不得以罚款代替移送；人民法院判处罚金的，也不再给予罚款。"
    return [Obstacle(text, basis, remedy="等公安机关、人民法院处理结果；不追究刑事责任的，再依法处理。")]


def goes_on_after_referral(kind: str) -> bool:
    """Whether a penalty decided before the referral is still carried out."""
    return kind in GO_ON


def summary_obstacles(party: Party, fine: Decimal, kinds: Iterable[str] = ("罚款",)) -> list[Obstacle]:
    """Why this penalty cannot be decided on the spot; empty means it can."""
    fine = exact(fine, "罚款数额")
    limit = amount(f"penalty.summary.max_fine.{party.value}")
    found = []
    if fine > limit:
        text = f"当场处罚对{party.label}罚款以{limit}元为限，拟罚{fine}元。"
        found.append(Obstacle(text, SUMMARY, remedy="改用普通程序。"))
    if others := [kind for kind in kinds if kind not in ("罚款", "警告")]:
        text = f"当场处罚只能警告或者罚款，不能{'、'.join(others)}。"
        found.append(Obstacle(text, SUMMARY, remedy="改用普通程序。"))
    return found


@dataclass(frozen=True, slots=True)
class Collection:
    """The circumstances of taking money on the spot (行政处罚法68、69)."""

    fine: Decimal
    decided_on_spot: bool
    hard_to_enforce_later: bool = False
    remote: bool = False
    paying_is_hard: bool = False
    party_asks: bool = False


def collection_obstacles(case: Collection) -> list[Obstacle]:
    """Why the officer may not take the money on the spot; empty means he may, against the official receipt."""
    limit = amount("penalty.collect_on_spot.max")
    fine = exact(case.fine, "罚款数额")
    if case.decided_on_spot and (fine <= limit or case.hard_to_enforce_later):
        return []
    if case.remote and case.paying_is_hard and case.party_asks:
        return []
    found = []
    if case.decided_on_spot:
        text = f"罚款{fine}元超过{limit}元，也不属于不当场收缴事后难以执行。"
        found.append(Obstacle(text, penalty_law(68), remedy="由当事人到指定的银行或者通过电子支付系统缴纳。"))
    else:
        found.append(Obstacle("不是当场作出的处罚决定。", penalty_law(68)))
    missing = [
        text
        for met, text in (
            (case.remote, "不在边远、水上、交通不便地区"),
            (case.paying_is_hard, "缴款没有确实的困难"),
            (case.party_asks, "当事人没有提出"),
        )
        if not met
    ]
    found.append(Obstacle("、".join(missing) + "。", penalty_law(69)))
    return found
