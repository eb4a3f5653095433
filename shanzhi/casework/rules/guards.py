"""What stands in the way besides the law's tables? Facts in, obstacles out, each with its article."""

import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from shanzhi.law.citation import cite, penalty_law
from shanzhi.law.obstacle import Obstacle


@dataclass(frozen=True)
class CaseFacts:
    """All the guards need to know of a case on a day, read once under its lock. `law` goes to the law's own tables."""

    step: str
    on: date
    law: Mapping[str, Any] = field(default_factory=dict)
    overlay: str = "general"
    competence: tuple[Obstacle, ...] = ()
    limitation: str = ""
    limitation_basis: tuple[Any, ...] = ()
    party_standing: str = "standing"
    party_successor: str = ""
    officers: int = 0
    officer_ids: frozenset[uuid.UUID] = frozenset()
    investigators: frozenset[uuid.UUID] = frozenset()
    certificates: tuple[Obstacle, ...] = ()
    records: int = 0
    correction_open: bool = False
    hold_open: bool = False
    seizure_state: str = ""
    recusal_open: bool = False
    proposal: str = ""
    notice_on: date | None = None
    notice_served_on: date | None = None
    waits_until: date | None = None
    waived: bool = False
    statement: str = "none"
    statement_accepted: bool = False
    hearing_right: bool = False
    hearing_due_on: date | None = None
    hearing_state: str = ""
    paused: bool = False
    decision_kind: str = ""
    decision_served_on: date | None = None
    pay_due_on: date | None = None
    owed: Decimal = Decimal(0)
    urging_open: bool = False
    urged: bool = False
    court_state: str = ""
    closed: bool = False
    way: str = "general"
    recorded: bool = False
    hand_in_open: bool = False
    quick_against: tuple[Obstacle, ...] = ()
    remedy_open: bool = False
    remedy_unanswered: bool = False
    stayed: bool = False
    undone: bool = False


@dataclass(frozen=True)
class Doer:
    """Who wants to act, and who he is in office."""

    id: uuid.UUID | None = None
    officer_id: uuid.UUID | None = None


Guard = Callable[[CaseFacts, Doer], list[Obstacle]]


def house(text: str, remedy: str = "") -> Obstacle:
    """Return a reason of order, not of statute."""
    return Obstacle(text, (), remedy)


def _unless(holds: bool, text: str, basis: Any = (), remedy: str = "") -> list[Obstacle]:
    return [] if holds else [Obstacle(text, basis, remedy)]


def competent(facts: CaseFacts, doer: Doer) -> list[Obstacle]:
    """The agency may decide this item on the day."""
    return list(facts.competence)


def not_time_barred(facts: CaseFacts, doer: Doer) -> list[Obstacle]:
    return _unless(not facts.limitation, facts.limitation, facts.limitation_basis, "核对违法行为终了日期和发现日期。")


def party_stands(facts: CaseFacts, doer: Doer) -> list[Obstacle]:
    if facts.party_standing == "standing" or facts.party_successor:
        return []
    return [
        house("当事人已经死亡或者终止，没有登记权利义务承受人，不能继续处罚。", "登记承受人；没有承受人的，终止调查")
    ]


def two_officers(facts: CaseFacts, doer: Doer) -> list[Obstacle]:
    found = _unless(facts.officers >= 2, "执法人员不得少于两人。", cite("行政处罚法42.1"), "增派一名有执法资格的人员。")
    return [*found, *facts.certificates]


def recusal_open(facts: CaseFacts, doer: Doer) -> list[Obstacle]:
    return _unless(facts.recusal_open, "没有待决定的回避。")


def correction_open(facts: CaseFacts, doer: Doer) -> list[Obstacle]:
    return _unless(facts.correction_open, "没有待复查的责令改正。", cite("行政处罚法28.1"))


def hold_open(facts: CaseFacts, doer: Doer) -> list[Obstacle]:
    return _unless(facts.hold_open, "没有登记保存中的证据。", cite("行政处罚法56"))


def hold_settled(facts: CaseFacts, doer: Doer) -> list[Obstacle]:
    return _unless(not facts.hold_open, "先行登记保存的证据还没有处理。", cite("行政处罚法56"), "先作出处理决定。")


def seizure_held(facts: CaseFacts, doer: Doer) -> list[Obstacle]:
    return _unless(facts.seizure_state == "held", "没有可以延长的查封、扣押；只能延长一次。", cite("行政强制法25.1"))


def seizure_open(facts: CaseFacts, doer: Doer) -> list[Obstacle]:
    return _unless(facts.seizure_state in ("held", "extended"), "没有未处理的查封、扣押。", cite("行政强制法28"))


def has_record(facts: CaseFacts, doer: Doer) -> list[Obstacle]:
    text = "案卷里还没有调查笔录，事实无从认定。"
    return _unless(facts.records > 0, text, cite("行政处罚法54.1"), "制作检查、勘验或者询问笔录。")


def penalty_proposed(facts: CaseFacts, doer: Doer) -> list[Obstacle]:
    text = "还没有提出给予处罚的建议和裁量理由。"
    return _unless(facts.proposal == "penalty", text, cite("行政处罚法34"), "先提出处理建议。")


def no_penalty_proposed(facts: CaseFacts, doer: Doer) -> list[Obstacle]:
    text = "还没有提出不予处罚的建议和依据。"
    basis = (cite("行政处罚法33"), cite("行政处罚法57.1"))
    return _unless(facts.proposal in ("no_penalty", "dropped"), text, basis, "先提出处理建议。")


def notice_not_served(facts: CaseFacts, doer: Doer) -> list[Obstacle]:
    return _unless(facts.notice_served_on is None, "告知书已经送达。")


def notice_served(facts: CaseFacts, doer: Doer) -> list[Obstacle]:
    return _unless(
        facts.notice_served_on is not None, "告知书还没有送达当事人。", penalty_law(44), "先登记告知书送达。"
    )


def waiting_over(facts: CaseFacts, doer: Doer) -> list[Obstacle]:
    """The party's time to speak and to ask for a hearing has run out, or he has waived it in words (62)."""
    if facts.notice_served_on is None or facts.waived or facts.waits_until is None or facts.on > facts.waits_until:
        return []
    text = f"陈述、申辩和要求听证的期限到{facts.waits_until}届满，当事人没有明确放弃，不得作出决定。"
    return [Obstacle(text, (penalty_law(62), penalty_law(64, item=1)), "等待期满，或者登记当事人的明确放弃。")]


def statement_open(facts: CaseFacts, doer: Doer) -> list[Obstacle]:
    return _unless(facts.statement == "pending", "没有待复核的陈述、申辩。", penalty_law(45))


def statement_checked(facts: CaseFacts, doer: Doer) -> list[Obstacle]:
    text = "没有复核采纳的陈述、申辩。"
    return _unless(facts.statement_accepted, text, penalty_law(45), "先登记并复核陈述、申辩。")


def hearing_right(facts: CaseFacts, doer: Doer) -> list[Obstacle]:
    return _unless(facts.hearing_right, "拟作出的处罚不属于应当告知听证的范围。", penalty_law(63))


def hearing_in_time(facts: CaseFacts, doer: Doer) -> list[Obstacle]:
    if facts.notice_served_on is None:
        return [Obstacle("告知书还没有送达当事人。", penalty_law(44), "先登记告知书送达。")]
    if facts.waived:
        return [Obstacle("当事人已经明确放弃听证。", penalty_law(62))]
    return []


def hearing_requested(facts: CaseFacts, doer: Doer) -> list[Obstacle]:
    return _unless(facts.hearing_state == "requested", "听证已经通知。", penalty_law(64))


def hearing_noticed(facts: CaseFacts, doer: Doer) -> list[Obstacle]:
    text = "还没有通知听证的时间、地点，或者听证已经结束。"
    return _unless(facts.hearing_state == "noticed", text, penalty_law(64, item=2))


def hearing_finished(facts: CaseFacts, doer: Doer) -> list[Obstacle]:
    text = "听证还没有举行，也没有视为放弃。"
    return _unless(facts.hearing_state in ("held", "waived"), text, penalty_law(64), "先登记听证笔录。")


def not_investigator(facts: CaseFacts, doer: Doer) -> list[Obstacle]:
    text = "法制审核人员不能是本案的调查人员。"
    return _unless(doer.officer_id not in facts.investigators, text, penalty_law(58), "请由另一位审核人员审核。")


def decision_not_served(facts: CaseFacts, doer: Doer) -> list[Obstacle]:
    return _unless(facts.decision_served_on is None, "决定书已经送达。")


def owes(facts: CaseFacts, doer: Doer) -> list[Obstacle]:
    return _unless(facts.owed > 0, "没有尚未缴纳的款项。")


def overdue(facts: CaseFacts, doer: Doer) -> list[Obstacle]:
    if facts.pay_due_on is not None and facts.on > facts.pay_due_on:
        return []
    return [Obstacle(f"缴款期限到{facts.pay_due_on}，还没有届满。", (penalty_law(67, 3), cite("行政强制法54")))]


def urging_not_served(facts: CaseFacts, doer: Doer) -> list[Obstacle]:
    return _unless(facts.urging_open, "没有待送达的催告书。")


def court_waits(facts: CaseFacts, doer: Doer) -> list[Obstacle]:
    return _unless(facts.court_state in ("applied", "accepted"), "没有等待法院答复的申请。")


def paused(facts: CaseFacts, doer: Doer) -> list[Obstacle]:
    return _unless(facts.paused, "期限没有停止计算。")


def not_paused(facts: CaseFacts, doer: Doer) -> list[Obstacle]:
    return _unless(not facts.paused, "办案期限正在停止计算。", (), "先登记恢复。")


def not_closed(facts: CaseFacts, doer: Doer) -> list[Obstacle]:
    return _unless(not facts.closed, "案件已经结案。")


def may_close(facts: CaseFacts, doer: Doer) -> list[Obstacle]:
    found = []
    if facts.step != "referred" and not facts.undone and facts.decision_served_on is None:
        found.append(Obstacle("决定书还没有送达当事人。", penalty_law(61), "先登记送达。"))
    if facts.owed > 0 and facts.court_state not in ("ruled", "refused"):
        found.append(Obstacle(f"还有{facts.owed}元没有缴纳。", penalty_law(66), "登记缴款，或者申请法院强制执行。"))
    if facts.correction_open:
        found.append(Obstacle("责令改正还没有复查。", cite("行政处罚法28.1"), "先登记复查情况。"))
    if facts.hold_open or facts.seizure_state in ("held", "extended"):
        found.append(house("登记保存或者查封、扣押的财物还没有处理。", "先解除、退还或者作出处理"))
    return found
