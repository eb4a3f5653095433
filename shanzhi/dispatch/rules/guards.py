"""What stands in the way? Facts in, obstacles out: every reason in one sentence, with the basis where a statute speaks."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass, field

from shanzhi.intake.plain_text import public_version
from shanzhi.law.citation import penalty_law, zhejiang_enforcement
from shanzhi.law.obstacle import Obstacle
from shanzhi.registry.models import Agency, Officer
from shanzhi.registry.queries.people import CertificateState

from ..models import Step

SHORTEST_ACCOUNT = 10
PRIVATE = {"id_card", "bank_card", "email", "account"}
ENFORCING = (Agency.Kind.TEAM, Agency.Kind.BUREAU)


@dataclass(frozen=True)
class Facts:
    """All that the guards need to know of a matter, read once under its lock."""

    step: Step
    lead_agency_id: uuid.UUID | None = None
    lead_agency: str = ""
    enforces: bool = False
    has_type: bool = False
    report_count: int = 0
    open_assists: tuple[str, ...] = ()
    open_patrols: int = 0
    open_return: bool = False
    return_ruled: bool = False
    open_dispute: bool = False
    ruled_by_guidance: str = ""
    units_that_returned: frozenset[uuid.UUID] = field(default_factory=frozenset)
    open_time_ask: bool = False
    is_paused: bool = False
    is_late: bool = False
    answered_by: uuid.UUID | None = None
    answered_in: uuid.UUID | None = None


@dataclass(frozen=True)
class Doer:
    """Who wants to act: his account, the unit he works in, his certificate (None when nobody in office)."""

    id: uuid.UUID | None = None
    agency_id: uuid.UUID | None = None
    standing: str = ""
    certificate: CertificateState | None = None


def house(text: str, remedy: str = "") -> Obstacle:
    """Return a reason that rests on the county's own way of working, not on a statute."""
    return Obstacle(text, (), remedy)


def needs_type(facts: Facts, doer: Doer) -> list[Obstacle]:
    return [] if facts.has_type else [house("还没有确定事件类型，时限和责任单位都无从确定。", "先选定事件类型")]


def no_return_open(facts: Facts, doer: Doer) -> list[Obstacle]:
    if facts.open_return:
        return [house("承办单位已申请退回，尚待中心裁定。", "先裁定退回申请")]
    return []


def centre_has_ruled(facts: Facts, doer: Doer) -> list[Obstacle]:
    if facts.return_ruled:
        return []
    return [house("中心还没有就退回裁定过。", "先申请退回；对中心的裁定有异议的，再提请指导机构裁定")]


def no_dispute(facts: Facts, doer: Doer) -> list[Obstacle]:
    if facts.ruled_by_guidance:
        return [house(f"指导机构已裁定由{facts.ruled_by_guidance}承办，不能再争。", "请按裁定办理")]
    return [house("这件事已有一项职责争议在等裁定。", "等待裁定，时限照常计算")] if facts.open_dispute else []


def one_return_a_unit(facts: Facts, doer: Doer) -> list[Obstacle]:
    if facts.lead_agency_id in facts.units_that_returned:
        return [
            house(f"{facts.lead_agency}对这件事已申请过一次退回；每个单位只能申请一次。", "请按裁定办理，或联系中心")
        ]
    return []


def no_time_ask_open(facts: Facts, doer: Doer) -> list[Obstacle]:
    return [house("已有一项延期或中止申请尚未决定。", "先等待决定")] if facts.open_time_ask else []


def not_late(facts: Facts, doer: Doer) -> list[Obstacle]:
    return [house("已经超过办理期限，不能再申请延期或中止。", "请尽快办结并说明原因")] if facts.is_late else []


def not_paused(facts: Facts, doer: Doer) -> list[Obstacle]:
    return [house("时限正在中止。", "先恢复计时")] if facts.is_paused else []


def paused(facts: Facts, doer: Doer) -> list[Obstacle]:
    return [] if facts.is_paused else [house("时限没有中止，无须恢复。")]


def has_answer_of_another(facts: Facts, doer: Doer) -> list[Obstacle]:
    if facts.answered_by and facts.answered_by == doer.id:
        return [house("反馈人不能核查自己的反馈。", "请由另一位核查人员办理")]
    return []


def no_assist_open(facts: Facts, doer: Doer) -> list[Obstacle]:
    if facts.open_assists:
        return [house(f"{'、'.join(facts.open_assists)}的协办还没有完成。", "催促完成，或收回协办")]
    return []


def no_task_open(facts: Facts, doer: Doer) -> list[Obstacle]:
    found = no_assist_open(facts, doer)
    if facts.open_patrols:
        found.append(house(f"还有 {facts.open_patrols} 处扩大巡查没有结果。", "等待巡查结果，或收回巡查"))
    return found


def may_enforce(facts: Facts, doer: Doer) -> list[Obstacle]:
    """Enforcement is done by officers with a certificate in force; where others work, none is asked for."""
    if not facts.enforces or doer.standing not in (Officer.Standing.OFFICER, Officer.Standing.AUXILIARY):
        return []
    return _certificate(doer.standing, doer.certificate)


def officer_obstacles(officer: Officer, agency: Agency, in_agency: bool, state: CertificateState) -> list[Obstacle]:
    """Return what speaks against giving this officer the matter in this unit (P22)."""
    found = []
    if not in_agency:
        found.append(house(f"{officer}不在{agency}工作。", f"请选{agency}的人员，或只派到单位"))
    if not officer.is_active:
        found.append(house(f"{officer}已不在岗。", "请选在岗人员"))
    if agency.kind in ENFORCING and officer.standing in (Officer.Standing.OFFICER, Officer.Standing.AUXILIARY):
        found += _certificate(officer.standing, state)
    return found


def _certificate(standing: str, state: CertificateState | None) -> list[Obstacle]:
    if state is None or state.valid:
        return []
    if standing == Officer.Standing.AUXILIARY:
        return [Obstacle(state.text, zhejiang_enforcement(30), "请由持证执法人员经办，辅助人员配合")]
    return [Obstacle(state.text, (penalty_law(42), zhejiang_enforcement(28)), "请改由证件有效的执法人员经办")]


def private_details(text: str) -> list[Obstacle]:
    """Return the reason when words meant for reporters name somebody's number (P08)."""
    labels = {finding.label for finding in public_version(text)[1] if finding.kind in PRIVATE}
    if not labels:
        return []
    return [house(f"给反映人看的文字里有{'、'.join(sorted(labels))}。", "请去掉，或改写成单位名称")]


def answer_obstacles(
    *, done: str, told: str, public_text: str, has_photo: bool, no_photo_reason: str, report_count: int
) -> list[Obstacle]:
    """The closing gate: what was done, who was told, what becomes public, and evidence or the reason for none."""
    found = []
    if len(done.strip()) < SHORTEST_ACCOUNT:
        found.append(house(f"采取的措施写得过简（至少 {SHORTEST_ACCOUNT} 个字）。", "写明做了什么、结果怎样"))
    if not told.strip():
        found.append(house("没有写告知了谁、怎样告知的。", "没有联系方式的，写“公开答复”"))
    if report_count and not public_text.strip():
        found.append(house("没有写给反映人的答复。", "用群众看得懂的话写"))
    found += private_details(public_text)
    if not has_photo and not no_photo_reason.strip():
        found.append(house("没有处置后的照片，也没有写无照片的理由。", "补照片或写明理由"))
    return found


# What each guard asks for, in words, for the handbook.
NAMES: dict[Callable[[Facts, Doer], list[Obstacle]], str] = {
    needs_type: "已确定类型",
    no_return_open: "没有待裁定的退回",
    one_return_a_unit: "本单位未退回过",
    centre_has_ruled: "中心已就退回裁定过",
    no_dispute: "没有待裁定的争议，指导机构也未裁定过",
    no_time_ask_open: "没有待决定的时限申请",
    not_late: "未超期",
    not_paused: "未中止",
    paused: "正在中止",
    has_answer_of_another: "不是反馈人本人",
    no_assist_open: "协办已完成",
    no_task_open: "协办、巡查都已完成",
    may_enforce: "执法单位的经办人证件有效（行政处罚法42、浙江省综合行政执法条例28、30）",
}
