"""May a document be served this way, and on which day does it count as served?"""

from dataclasses import dataclass
from datetime import date

from shanzhi.law.calendar import Calendar
from shanzhi.law.citation import civil_procedure_law, penalty_law
from shanzhi.law.obstacle import Obstacle
from shanzhi.law.terms import term

from ..models import Delivery, Document
from .guards import house

Way = Delivery.Way


@dataclass(frozen=True)
class Served:
    """The day, the sentence that says why, and whether a holiday notice could still move it."""

    on: date
    why: str
    provisional: bool = False


def served_day(delivery: Delivery, calendar: Calendar) -> Served | None:
    """Return the day a delivery counts as served; None while that depends on something still to come."""
    if delivery.way == Way.LEFT:
        return Served(delivery.acted_on, "留置送达，以留下文书之日为送达日期（民事诉讼法89）")
    if delivery.way == Way.NOTICE:
        end = term("service.public_notice", delivery.acted_on, calendar)
        return Served(end.due_day, f"公告送达，{end.explanation}", end.provisional)
    day = delivery.received_on or (delivery.acted_on if delivery.way == Way.DIRECT else None)
    if day is None:
        return None
    why = {
        Way.DIRECT: "直接送达，以签收之日为送达日期（民事诉讼法87）",
        Way.POST: "邮寄送达，以回执上注明的收件日期为送达日期（民事诉讼法91）",
        Way.ENTRUSTED: "委托送达，以受送达人签收之日为送达日期（民事诉讼法87）",
        Way.ELECTRONIC: "电子送达，以到达特定系统的日期为送达日期（民事诉讼法90）",
    }
    return Served(day, why[Way(delivery.way)])


def obstacles_to(delivery: Delivery) -> list[Obstacle]:
    """Return everything that stands against this delivery."""
    found = []
    if delivery.document.state != Document.State.SEALED:
        found.append(house("文书还没有用印定稿，不能送达。", "先编号并用印"))
    if delivery.way not in Way.values:
        return [*found, house("没有这种送达方式。", "请从列出的方式中选择")]
    if not delivery.to_name:
        found.append(house("没有写受送达人。", "请写明送给谁"))
    if delivery.received_on and delivery.received_on < delivery.acted_on:
        found.append(house(f"签收日期不能早于送出日期 {delivery.acted_on:%Y-%m-%d}。", "请核对两个日期"))
    issued = delivery.document.issued_on
    if issued and delivery.acted_on < issued:
        found.append(house(f"送达日期不能早于成文日期 {issued:%Y-%m-%d}。", "请核对日期"))
    return found + _BY_WAY[Way(delivery.way)](delivery)


def _direct(delivery: Delivery) -> list[Obstacle]:
    if delivery.received_by:
        return []
    return [Obstacle("直接送达没有写签收人。", civil_procedure_law(87), "由受送达人或者法律认可的人在送达回证上签收")]


def _left(delivery: Delivery) -> list[Obstacle]:
    found = []
    if not delivery.failure:
        found.append(Obstacle("没有写拒收的事由。", civil_procedure_law(89), "请写明谁拒收、为什么"))
    if delivery.witnesses or delivery.proof:
        return found
    text = "留置送达既没有见证人，也没有拍照、录像等记录。"
    return [*found, Obstacle(text, civil_procedure_law(89), "邀请见证人签名，或者上传记录送达过程的照片、录像")]


def _post(delivery: Delivery) -> list[Obstacle]:
    found = [] if delivery.place else [Obstacle("邮寄送达没有写地址。", civil_procedure_law(91), "请写明投寄地址")]
    if not delivery.tracking_no:
        found.append(Obstacle("邮寄送达没有写邮件号。", civil_procedure_law(91), "请填挂号或快递邮件号，以便取得回执"))
    return found


def _entrusted(delivery: Delivery) -> list[Obstacle]:
    if delivery.place:
        return []
    return [Obstacle("委托送达没有写受托机关。", civil_procedure_law(91), "请写明由哪个机关代为送达")]


def _electronic(delivery: Delivery) -> list[Obstacle]:
    if delivery.consent is None:
        text = "没有当事人同意电子送达的确认书。"
        return [Obstacle(text, penalty_law(61, 2), "先由当事人签订送达确认书，或者改用其他方式")]
    if delivery.consent.template != "address_confirmation" or delivery.consent.state != Document.State.SEALED:
        return [Obstacle("所选文书不是已定稿的送达确认书。", penalty_law(61, 2), "请选择当事人签订的确认书")]
    if delivery.consent.subject_id != delivery.document.subject_id:
        return [Obstacle("送达确认书不属于本案。", penalty_law(61, 2), "请选择当事人在本案中签订的确认书")]
    if not delivery.place:
        return [Obstacle("没有写电子送达的账号。", penalty_law(61, 2), "请填确认书上的账号")]
    return []


def _notice(delivery: Delivery) -> list[Obstacle]:
    tried = delivery.document.deliveries.filter(result=Delivery.Result.FAILED).exists()
    found = []
    if not tried and delivery.proof is None:
        text = "公告送达只在受送达人下落不明，或者其他方式无法送达时才能用。"
        found.append(Obstacle(text, civil_procedure_law(95), "先登记其他方式未能送达的情况，或者上传下落不明的证明"))
    if not delivery.tracking_no:
        found.append(Obstacle("没有写公告的载体。", civil_procedure_law(95), "请写明在哪里公告，如公告栏、报纸、网站"))
    return found


_BY_WAY = {
    Way.DIRECT: _direct,
    Way.LEFT: _left,
    Way.POST: _post,
    Way.ENTRUSTED: _entrusted,
    Way.ELECTRONIC: _electronic,
    Way.NOTICE: _notice,
}
