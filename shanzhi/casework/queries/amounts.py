"""Does this penalty call for a hearing, a legal review, a discussion? By the item's own sums, else the governing rules'."""

from dataclasses import dataclass
from decimal import Decimal

from shanzhi.law.citation import Citation, cite, penalty_law
from shanzhi.law.rulebook import Overlay, value

from ..models import PenaltyCase, Proposal

# Kinds of penalty that give the right to a hearing whatever the sum (行政处罚法63.1(3)—(5)).
HEARING_KINDS = {
    "qualification": "降低资质等级、吊销许可证件",
    "stop": "责令停产停业、责令关闭、限制从业",
    "heavy_other": "其他较重的行政处罚",
}


@dataclass(frozen=True)
class Needed:
    """Whether a step is needed, and why, with the article."""

    needed: bool
    why: str = ""
    basis: tuple[Citation, ...] = ()


NOT_NEEDED = Needed(False)


def hearing_needed(case: PenaltyCase, proposal: Proposal | None) -> Needed:
    """Say whether the party must be told that he may ask for a hearing (行政处罚法63)."""
    if proposal is None or proposal.kind != Proposal.Kind.PENALTY:
        return NOT_NEEDED
    if proposal.other_kind in HEARING_KINDS:
        return Needed(True, HEARING_KINDS[proposal.other_kind], (cite("行政处罚法63.1"),))
    highest = max(proposal.fine_amount, proposal.confiscated_amount)
    if highest <= 0:
        return NOT_NEEDED
    own = case.item.hearing_person_amount if case.party.is_person else case.item.hearing_unit_amount
    name = "hearing.fine.person" if case.party.is_person else "hearing.fine.unit"
    found = value(name, Overlay(case.overlay))
    line = own if own is not None else found.amount
    if line is None:
        # The law only says 较大数额: until the county sets a sum, the right is given to everybody who pays one.
        return Needed(True, "本地没有设定听证数额标准，按有权要求听证办理", found.basis)
    if highest >= line:
        return Needed(True, f"罚款或者没收数额达到{line}元", found.basis)
    return NOT_NEEDED


def review_needed(case: PenaltyCase, proposal: Proposal | None, *, heard: bool) -> Needed:
    """Say whether nobody may decide before a legal review passed (行政处罚法58)."""
    basis = (cite("行政处罚法58"),)
    if heard:
        return Needed(True, "直接关系当事人重大权益，经过听证程序", basis)
    if case.is_complex:
        return Needed(True, "案件情况疑难复杂", basis)
    line = case.item.review_amount
    if proposal is not None and line is not None and proposal.total_amount >= line:
        return Needed(True, f"罚没数额达到{line}元", basis)
    return NOT_NEEDED


def discussion_needed(case: PenaltyCase, proposal: Proposal | None) -> Needed:
    """Say whether those in charge must decide together (行政处罚法57.2)."""
    basis = (penalty_law(57, 2),)
    if case.is_complex:
        return Needed(True, "情节复杂或者重大违法行为", basis)
    if proposal is None:
        return NOT_NEEDED
    if proposal.departs:
        return Needed(True, "偏离裁量基准", (*basis, cite("行政处罚法34")))
    found = value("collective.fine", Overlay(case.overlay))
    line = case.item.collective_amount if case.item.collective_amount is not None else found.amount
    if line is not None and proposal.total_amount >= line:
        return Needed(True, f"罚没数额达到{line}元", found.basis)
    return NOT_NEEDED


def statutory_range(case: PenaltyCase) -> tuple[Decimal, Decimal] | None:
    """Return the lowest and the highest fine of the item; nothing when its list states no highest sum."""
    high = case.item.fine_max_amount
    if high is None:
        return None
    return case.item.fine_min_amount or Decimal(0), high
