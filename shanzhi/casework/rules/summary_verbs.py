"""Which verbs have the shorter ways of a case, and what stands before them? Rows for the table in verbs.py."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from shanzhi.law.citation import cite, penalty_law
from shanzhi.law.obstacle import Obstacle

from ..models import Step
from .guards import CaseFacts, Doer, house

HANDLE, APPROVE = "casework.handle_case", "casework.approve_case"
WHILE_QUICK = (
    Step.INVESTIGATING, Step.CONCLUDED, Step.NOTIFIED, Step.HEARING, Step.LEGAL_REVIEW, Step.COLLECTIVE,
)  # fmt: skip
TALK = (Step.INVESTIGATING, Step.CONCLUDED, Step.NO_PENALTY)
OPEN = (
    Step.CLUE, *WHILE_QUICK, Step.DECIDED, Step.SERVED, Step.NO_PENALTY,
)  # fmt: skip


def on_spot_only(facts: CaseFacts, doer: Doer) -> list[Obstacle]:
    return [] if facts.way == "summary" else [house("本案不是当场处罚，不用备案。")]


def record_open(facts: CaseFacts, doer: Doer) -> list[Obstacle]:
    return [Obstacle("已经备案。", penalty_law(52, 3))] if facts.recorded else []


def hand_in_open(facts: CaseFacts, doer: Doer) -> list[Obstacle]:
    return [] if facts.hand_in_open else [Obstacle("没有当场收缴后还没有交回的罚款。", cite("行政处罚法71"))]


def on_spot_done(facts: CaseFacts, doer: Doer) -> list[Obstacle]:
    """A penalty on the spot is recorded and its money handed in before the case ends."""
    found = []
    if facts.way == "summary" and not facts.recorded:
        found.append(Obstacle("当场处罚还没有报所属机关备案。", penalty_law(52, 3), "先登记备案。"))
    if facts.hand_in_open:
        found.append(Obstacle("当场收缴的罚款还没有交回机关。", cite("行政处罚法71"), "先登记交回。"))
    return found


def not_quick_yet(facts: CaseFacts, doer: Doer) -> list[Obstacle]:
    return [house("已经是简案快办。")] if facts.way == "quick" else []


def quick(facts: CaseFacts, doer: Doer) -> list[Obstacle]:
    return [] if facts.way == "quick" else [house("本案没有按简案快办办理。", "先由当事人书面同意")]


def still_quick(facts: CaseFacts, doer: Doer) -> list[Obstacle]:
    """A condition that fell away sends the case back to the general procedure before anything more is decided."""
    if not facts.quick_against:
        return []
    said = "；".join(one.text.rstrip("。") for one in facts.quick_against)
    return [house(f"简案快办的条件已经不符合：{said}。", "先转回普通程序，已取得的证据继续有效")]


# verb, label, start, to, permission, guards, is_primary, basis
ROWS: tuple[tuple[Any, ...], ...] = (
    ("note_record", _("登记备案"), (Step.SERVED, Step.ENFORCEMENT), None, APPROVE, (on_spot_only, record_open), True,
     "行政处罚法52.3"),
    ("hand_in_fine", _("当场收缴的罚款交回机关"), (Step.SERVED, Step.ENFORCEMENT), None, HANDLE, (hand_in_open,), True,
     "行政处罚法71"),
    ("go_quick", _("改按简案快办"), (Step.INVESTIGATING, Step.CONCLUDED), None, HANDLE, (not_quick_yet,), False,
     "行政处罚法54、62"),
    ("record_quick", _("简案快办：询问、告知、陈述申辩一次办理"), (Step.INVESTIGATING,), Step.CONCLUDED, HANDLE,
     (quick, still_quick), True, "行政处罚法44、45、55"),
    ("record_education", _("说服教育、当事人承诺"), TALK, None, HANDLE, (), False, "行政处罚法33.3"),
    ("refer_help", _("转介帮扶"), OPEN, None, HANDLE, (), False, "行政处罚法6"),
    ("leave_quick", _("转回普通程序"), WHILE_QUICK, None, HANDLE, (quick,), False, "行政处罚法54"),
)  # fmt: skip
