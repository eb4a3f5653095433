"""Service of the decision, money, demands and the court."""

import uuid
from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from django.db import IntegrityError, transaction

from shanzhi.law import money as law_money
from shanzhi.law import procedure as law
from shanzhi.law.citation import cite, penalty_law
from shanzhi.law.obstacle import NotAllowed, Obstacle
from shanzhi.law.rulebook import Overlay
from shanzhi.law.rulebook import amount as law_amount
from shanzhi.law.terms import add_months
from shanzhi.ledger.actors import Actor

from .. import rules
from ..models import CourtApplication, Decision, Payment, PaymentPlan, PenaltyCase, Step, Urging
from ..queries.facts import Rows, owed
from ..queries.remedies import enforceable_from, remedies_of_case, spans_of
from .ending import close_if_done
from .frame import begin, day_of, law_term, log, refuse, save, wants
from .papers import draw
from .serving import ServiceWords, serve_paper

PAPERS = ("强制执行申请书", "行政处罚决定书及作出决定的事实、理由和依据", "当事人的意见及催告情况",
          "申请强制执行标的情况", "法律、行政法规规定的其他材料")  # fmt: skip


def _decision(rows: Rows) -> Decision:
    assert rows.decision is not None  # the step saw to it
    return rows.decision


@transaction.atomic
def note_decision_served(
    *, case_id: uuid.UUID, words: ServiceWords, version: int | None = None, by: Actor, on: date | None = None
) -> PenaltyCase:
    """Serve the decision; the fifteen days to pay begin when it has reached the party."""
    day = day_of(on)
    case, _facts, rows = begin("note_decision_served", case_id, by, day, version=version)
    made, was = _decision(rows), case.step
    made.served_on = serve_paper(case, made.document_id, words, by=by, on=day)
    if made.served_on is not None and (made.fine_amount or made.confiscated_amount):
        made.pay_due_on = law_term(case, "penalty.pay", made.served_on).due_day
    made.save(update_fields=["served_on", "pay_due_on"])
    save(case, Step.SERVED if made.served_on else None)
    title = "决定书送达" if made.served_on else "决定书已送出，等待回执"
    log("note_decision_served", "casework.decision_served", case, by, day, was=was, title=title, served=made.served_on)
    return case


@transaction.atomic
def note_no_penalty_served(
    *, case_id: uuid.UUID, words: ServiceWords, version: int | None = None, by: Actor, on: date | None = None
) -> PenaltyCase:
    """Serve the decision that there is no penalty."""
    day = day_of(on)
    case, _facts, rows = begin("note_no_penalty_served", case_id, by, day, version=version)
    made = _decision(rows)
    made.served_on = serve_paper(case, made.document_id, words, by=by, on=day)
    made.save(update_fields=["served_on"])
    save(case, None)
    title = "不予处罚决定书送达" if made.served_on else "不予处罚决定书已送出，等待回执"
    log("note_no_penalty_served", "casework.decision_served", case, by, day, title=title, served=made.served_on)
    return case


def late_fee_on(made: Decision, paid: Sequence[Payment], on: date) -> law_money.LateFee:
    """Return the late fee reckoned up to the day on what is still owed of the fine."""
    left = min(owed(made, paid), made.fine_amount)
    due = made.pay_due_on or on
    return law_money.late_fee(left, due, on, remedies=spans_of(made, on), clause=made.late_fee_clause)


@transaction.atomic
def record_payment(
    *,
    case_id: uuid.UUID,
    amount: Decimal,
    way: str,
    receipt_no: str,
    late_fee_amount: Decimal = Decimal(0),
    on_spot_basis: str = "",
    version: int | None = None,
    by: Actor,
    on: date | None = None,
) -> Payment:
    """Note money that came in, by its receipt; never more than is owed with the late fee of the day."""
    day = day_of(on)
    extra = wants(receipt_no, "罚没票据号码", 40)
    if way not in Payment.Way.values:
        extra.append(rules.house("没有选定缴款方式。"))
    case, facts, rows = begin("record_payment", case_id, by, day, version=version, extra=extra)
    made = _decision(rows)
    fee = late_fee_on(made, rows.payments, day)
    refuse([*_against_sum(amount, late_fee_amount, facts.owed, fee), *_on_spot(made, amount, way, on_spot_basis)])
    hand_in = law_term(case, "penalty.onspot_handin.officer", day).due_day if way == Payment.Way.ON_SPOT else None
    try:
        with transaction.atomic():
            paid = Payment.objects.create(
                decision=made, amount=amount, late_fee_amount=late_fee_amount, paid_on=day, way=way,
                receipt_no=receipt_no.strip(), on_spot_basis=on_spot_basis.strip(), hand_in_due_on=hand_in,
                by_id=by.actor_id,
            )  # fmt: skip
    except IntegrityError:
        raise NotAllowed([rules.house(f"票据{receipt_no}已经登记过。", "请核对票据号码")]) from None
    save(case, None)
    log("record_payment", "casework.payment_recorded", case, by, day, words=f"缴款{amount}元", amount=str(amount))
    close_if_done(case, by, day)
    return paid


def _against_sum(amount: Decimal, late: Decimal, left: Decimal, fee: law_money.LateFee) -> list[Obstacle]:
    if amount <= 0 or late < 0 or late > amount:
        return [rules.house("缴款金额应当大于零，其中的加处罚款不能超过它。", "请核对票据")]
    found = []
    if amount - late > left:
        found.append(rules.house(f"本金只欠{left}元，登记了{amount - late}元。", "请核对票据"))
    if late > fee.amount:
        found.append(Obstacle(f"到今天的加处罚款是{fee.amount}元：{fee.explanation}", fee.basis, "请核对金额。"))
    return found


def _on_spot(made: Decision, amount: Decimal, way: str, basis: str) -> list[Obstacle]:
    if way != Payment.Way.ON_SPOT or basis.strip():
        return []
    if made.fine_amount <= law_amount("penalty.collect_on_spot.max"):
        return []
    text = "一般程序的罚款应当到银行或者通过电子支付系统缴纳，没有写当场收缴的依据。"
    return [Obstacle(text, (penalty_law(67), cite("行政处罚法69")), "写明事后难以执行或者边远地区当事人提出的情况。")]


@transaction.atomic
def plan_payment(
    *, case_id: uuid.UUID, dues: str, reason: str, version: int | None = None, by: Actor, on: date | None = None
) -> PaymentPlan:
    """Allow deferred payment or instalments: the last day replaces the day of the decision."""
    day = day_of(on)
    extra = wants(reason, "经济困难的情况", 300)
    case, facts, rows = begin("plan_payment", case_id, by, day, version=version, extra=extra)
    try:
        days = [date.fromisoformat(one) for one in dues.split()]
        plan = law_money.instalment_plan(facts.owed, days)
    except ValueError as fault:
        raise NotAllowed(
            [rules.house(f"缴款日期写得不对：{fault}", "一行一个日期，写成2026-04-30，由早到晚")]
        ) from None
    if days[0] < day:
        raise NotAllowed([rules.house("第一期的日期已经过去。", "请重新填写")])
    made = _decision(rows)
    listed = [{"number": one.number, "due": one.due.isoformat(), "amount": str(one.amount)} for one in plan.instalments]
    row = PaymentPlan.objects.create(
        decision=made, dues=listed, reason=reason.strip(), last_due_on=days[-1], approved_on=day, by_id=by.actor_id
    )
    made.pay_due_on = days[-1]
    made.save(update_fields=["pay_due_on"])
    save(case, None)
    log("plan_payment", "casework.payment_planned", case, by, day, words=reason, last=days[-1])
    return row


@transaction.atomic
def urge(
    *, case_id: uuid.UUID, words: str = "", version: int | None = None, by: Actor, on: date | None = None
) -> Urging:
    """Demand performance in writing before the court is asked."""
    day = day_of(on)
    case, facts, rows = begin("urge", case_id, by, day, version=version)
    made = _decision(rows)
    fee = late_fee_on(made, rows.payments, day)
    row = Urging.objects.create(decision=made, on=day, owed_amount=facts.owed, by_id=by.actor_id)
    row.document = draw(case, "demand_letter", by=by, on=day, facts={
        "owed": f"{facts.owed:.2f}", "late_fee": f"{fee.amount:.2f}",
        "demand_until": law_term(case, "coercion.urge_wait", day).due_day,
    }, free={"performance": words.strip() or "到决定书写明的银行缴纳。"}, slot=str(row.pk))  # fmt: skip
    row.save(update_fields=["document"])
    save(case, None)
    log("urge", "casework.party_urged", case, by, day, words=fee.explanation, owed=str(facts.owed))
    return row


@transaction.atomic
def note_urging_served(
    *, case_id: uuid.UUID, words: ServiceWords, version: int | None = None, by: Actor, on: date | None = None
) -> PenaltyCase:
    """Serve the demand; ten working days later the court may be asked."""
    day = day_of(on)
    case, _facts, rows = begin("note_urging_served", case_id, by, day, version=version)
    row = next(one for one in rows.urgings if one.served_on is None)
    row.served_on = serve_paper(case, row.document_id, words, by=by, on=day)
    if row.served_on:
        row.waits_until = law_term(case, "coercion.urge_wait", row.served_on).due_day
    row.save(update_fields=["served_on", "waits_until"])
    save(case, None)
    log("note_urging_served", "casework.urging_served", case, by, day, served=row.served_on)
    return case


@transaction.atomic
def apply_to_court(
    *,
    case_id: uuid.UUID,
    court: str,
    papers: Sequence[str],
    remedy_used: bool = False,
    version: int | None = None,
    by: Actor,
    on: date | None = None,
) -> CourtApplication:
    """Ask the court to enforce: demanded, ten working days over, remedies over, within three months, papers complete."""
    day = day_of(on)
    case, _facts, rows = begin("apply_to_court", case_id, by, day, version=version, extra=wants(court, "受理法院", 80))
    made = _decision(rows)
    refuse(
        law.obstacles(
            "enforcement", court_facts(made, rows, papers, remedy_used, day), "applied", overlay=Overlay(case.overlay)
        )
    )
    was = case.step
    row = CourtApplication.objects.create(
        decision=made, court=court.strip(), applied_on=day, papers=list(papers), by_id=by.actor_id
    )
    save(case, Step.ENFORCEMENT)
    log("apply_to_court", "casework.court_asked", case, by, day, was=was, court=row.pk)
    return row


def court_facts(made: Decision, rows: Rows, papers: Sequence[str], remedy_used: bool, day: date) -> dict[str, object]:
    """Return what the law's table of enforcement asks: sixty days and six months from service, three months after."""
    served = [one for one in rows.urgings if one.served_on]
    waited = any(one.waits_until and day > one.waits_until for one in served)
    over = enforceable_from(made, remedies_of_case(made.case_id))
    opens = max(over, made.pay_due_on) if over and made.pay_due_on else over
    facts: dict[str, object] = {
        "step": "urged" if served else "overdue",
        "urged": bool(served),
        "ten_working_days_over": waited,
        "remedies_over": bool(over and day > over and not remedy_used),
        "within_three_months": bool(opens and day <= add_months(opens, 3)),
        "papers_complete": set(PAPERS) <= set(papers),
    }
    known = rules.known_facts("enforcement") | {"step"}
    return {name: value for name, value in facts.items() if name in known}


@transaction.atomic
def note_court_answer(
    *, case_id: uuid.UUID, state: str, words: str, version: int | None = None, by: Actor, on: date | None = None
) -> CourtApplication:
    """Note what the court answered."""
    day = day_of(on)
    extra = wants(words, "法院答复的内容", 300)
    if state not in CourtApplication.State.values or state == CourtApplication.State.APPLIED:
        extra.append(rules.house("没有选定法院的答复。"))
    case, _facts, rows = begin("note_court_answer", case_id, by, day, version=version, extra=extra)
    row = rows.applications[-1]
    row.state, row.answered_on, row.words = state, day, words.strip()
    row.save(update_fields=["state", "answered_on", "words"])
    save(case, None)
    log("note_court_answer", "casework.court_answered", case, by, day, words=words, state=state)
    return row
