"""From the notice to the closing: nothing is decided before its time, nothing harsher, nothing unpaid is forgotten."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from shanzhi.casework import actions
from shanzhi.casework.actions.payment import PAPERS
from shanzhi.casework.models import Decision, PenaltyCase, Step
from shanzhi.dispatch.models import WorkItem
from shanzhi.dossier.models import Document

from .ground import DAY, Ground, person_words
from .run import HANDED, LENIENT, at, concluded, decided, later, notified, propose, record, sealed, served, told
from .test_open_and_file import reasons

pytestmark = pytest.mark.django_db


def decide(ground: Ground, case: PenaltyCase, *, on: Any = DAY) -> Any:
    return actions.decide_penalty(case_id=case.pk, reasons="事实清楚。", by=ground.users["head"], on=on)


def test_a_notice_is_needed_and_must_have_reached_the_party(ground: Ground) -> None:
    case = concluded(ground)
    propose(ground, case)
    actions.notify_party(case_id=case.pk, reasons="理由", by=ground.users["officer"], on=DAY)
    with pytest.raises(actions.NotAllowed) as refusal:
        decide(ground, case)
    assert "行政处罚法44" in reasons(refusal)
    with pytest.raises(actions.NotAllowed) as refusal:
        actions.note_notice_served(case_id=case.pk, words=HANDED, by=ground.users["officer"], on=DAY)
    assert "用印" in reasons(refusal)


def test_who_drew_a_document_up_does_not_pass_it(ground: Ground) -> None:
    case = concluded(ground)
    propose(ground, case)
    actions.notify_party(case_id=case.pk, reasons="理由", by=ground.users["officer"], on=DAY)
    paper = Document.objects.get(subject_id=case.pk, template="advance_notice")
    with pytest.raises(actions.NotAllowed):
        actions.finish_document(case_id=case.pk, document_id=paper.pk, by=ground.users["officer"], on=DAY)


def test_nothing_is_decided_before_the_partys_time_is_over_or_clearly_waived(ground: Ground) -> None:
    fine = {"fine_amount": Decimal(60000), "band": "normal"}
    case = notified(ground, item_id=ground.items["build"].pk, proposal=fine)
    assert case.notices.get().hearing_right and case.notices.get().hearing_due_on == later(7)
    with pytest.raises(actions.NotAllowed) as refusal:
        decide(ground, case, on=later(7))
    assert "行政处罚法62" in reasons(refusal)
    with pytest.raises(actions.NotAllowed):
        actions.note_waiver(case_id=case.pk, words="没吭声", signed=False, by=ground.users["officer"], on=DAY)


def test_a_major_penalty_waits_for_review_and_discussion(ground: Ground) -> None:
    case = notified(
        ground, item_id=ground.items["build"].pk, proposal={"fine_amount": Decimal(120000), "band": "normal"}
    )
    with pytest.raises(actions.NotAllowed) as refusal:
        decide(ground, case, on=later(8))
    assert "行政处罚法58" in reasons(refusal) and "行政处罚法57" in reasons(refusal)
    actions.send_to_review(case_id=case.pk, by=ground.users["officer"], on=later(8))
    words: dict[str, Any] = {"case_id": case.pk, "words": "同意。", "by": ground.users["reviewer"], "on": later(8)}
    with pytest.raises(actions.NotAllowed) as refusal:
        actions.review_case(result="passed", qualification="", **words)
    assert "行政处罚法58.2" in reasons(refusal)
    actions.review_case(result="passed", qualification="国家统一法律职业资格（示例）", **words)
    actions.send_to_discussion(case_id=case.pk, by=ground.users["officer"], on=later(8))
    talk: dict[str, Any] = {"case_id": case.pk, "place": "会议室", "words": "同意", "by": ground.users["head"]}
    with pytest.raises(actions.NotAllowed):
        actions.discuss_case(members="甲，局长，同意", on=later(9), **talk)
    made = actions.discuss_case(members="甲，局长，同意\n乙，副局长，不同意，过重", on=later(9), **talk)
    assert made.result == "returned"
    with pytest.raises(actions.NotAllowed):
        decide(ground, case, on=later(9))
    actions.discuss_case(members="甲，局长，同意\n乙，副局长，同意\n丙，副局长，不同意", on=later(9), **talk)
    assert decide(ground, case, on=later(9)).lines == ["罚款120000.00元"]


def test_an_investigator_does_not_review_his_own_case(ground: Ground) -> None:
    case = notified(ground)
    actions.note_waiver(case_id=case.pk, words="放弃", signed=True, by=ground.users["officer"], on=DAY)
    actions.send_to_review(case_id=case.pk, by=ground.users["officer"], on=DAY)
    with pytest.raises(actions.NotAllowed) as refusal:
        actions.review_case(
            case_id=case.pk, result="passed", words="同意", qualification="有", by=ground.users["second"], on=DAY
        )
    assert "行政处罚法58" in reasons(refusal)


def test_a_returned_review_asks_for_a_new_notice(ground: Ground) -> None:
    case = notified(ground)
    actions.note_waiver(case_id=case.pk, words="放弃", signed=True, by=ground.users["officer"], on=DAY)
    actions.send_to_review(case_id=case.pk, by=ground.users["officer"], on=DAY)
    actions.review_case(
        case_id=case.pk, result="returned", words="裁量不当", qualification="有", by=ground.users["reviewer"], on=DAY
    )
    case.refresh_from_db()
    assert case.step == Step.CONCLUDED and not case.notices.filter(superseded=False).exists()


def test_a_defence_is_checked_and_never_makes_it_harsher(ground: Ground) -> None:
    case = notified(ground)
    actions.take_statement(case_id=case.pk, words="家里困难。", by=ground.users["officer"], on=DAY)
    with pytest.raises(actions.NotAllowed) as refusal:
        decide(ground, case)
    assert "行政处罚法45" in reasons(refusal)
    actions.check_statement(case_id=case.pk, accepted=True, words="属实", by=ground.users["officer"], on=DAY)
    actions.change_proposal(case_id=case.pk, reason="采纳", by=ground.users["officer"], on=DAY)
    case.refresh_from_db()
    with pytest.raises(actions.NotAllowed) as refusal:
        propose(ground, case, fine_amount=Decimal(900))
    assert "行政处罚法45" in reasons(refusal)
    propose(ground, case, fine_amount=Decimal(600), band="lighter")
    case = told(ground, case)
    assert case.step == Step.NOTIFIED


def test_a_hearing_is_asked_for_in_time_and_noticed_seven_days_before(ground: Ground) -> None:
    fine = {"fine_amount": Decimal(60000), "band": "normal"}
    case = notified(ground, item_id=ground.items["build"].pk, proposal=fine)
    ask: dict[str, Any] = {"case_id": case.pk, "by": ground.users["officer"]}
    with pytest.raises(actions.NotAllowed) as refusal:
        actions.request_hearing(on=later(8), **ask)
    assert "行政处罚法64(1)" in reasons(refusal)
    actions.request_hearing(on=later(3), **ask)
    notice: dict[str, Any] = {"case_id": case.pk, "place": "会议室", "by": ground.users["officer"], "on": later(4)}
    host, own = ground.officers["reviewer"].pk, ground.officers["second"].pk
    with pytest.raises(actions.NotAllowed) as refusal:
        actions.notify_hearing(host_id=host, held_at=at(later(10)), **notice)
    assert "行政处罚法64(2)" in reasons(refusal)
    with pytest.raises(actions.NotAllowed) as refusal:
        actions.notify_hearing(host_id=own, held_at=at(later(21)), **notice)
    assert "行政处罚法64(4)" in reasons(refusal)
    actions.notify_hearing(host_id=host, held_at=at(later(21)), **notice)
    hear: dict[str, Any] = {"case_id": case.pk, "words": "各方发言", "by": ground.users["reviewer"]}
    with pytest.raises(actions.NotAllowed):
        actions.hold_hearing(signed=True, on=later(20), **hear)
    with pytest.raises(actions.NotAllowed) as refusal:
        actions.hold_hearing(signed=False, on=later(21), **hear)
    assert "行政处罚法64(8)" in reasons(refusal)
    actions.hold_hearing(signed=True, on=later(21), **hear)
    case = actions.report_hearing(case_id=case.pk, words="建议维持", by=ground.users["reviewer"], on=later(22))
    assert case.step == Step.LEGAL_REVIEW
    with pytest.raises(actions.NotAllowed) as refusal:
        decide(ground, case, on=later(22))
    assert "行政处罚法58" in reasons(refusal)


def test_a_small_fine_gives_no_hearing(ground: Ground) -> None:
    case = notified(ground)
    with pytest.raises(actions.NotAllowed) as refusal:
        actions.request_hearing(case_id=case.pk, by=ground.users["officer"], on=DAY)
    assert "行政处罚法63" in reasons(refusal)


def test_what_was_not_told_is_not_decided(ground: Ground) -> None:
    case = decided(ground)
    made = Decision.objects.get(case=case)
    assert (made.fine_amount, made.lines, made.serve_due_on) == (Decimal(800), ["罚款800.00元"], later(9))
    with pytest.raises(actions.NotAllowed):
        decide(ground, case)


def test_a_range_lowered_meanwhile_stops_the_decision(ground: Ground) -> None:
    case = notified(ground, proposal={"fine_amount": Decimal(2000)})
    actions.note_waiver(case_id=case.pk, words="放弃", signed=True, by=ground.users["officer"], on=DAY)
    item = ground.items["smoke"]
    item.fine_max_amount = Decimal(1000)
    item.save()
    with pytest.raises(actions.NotAllowed) as refusal:
        decide(ground, case)
    assert "行政处罚法5" in reasons(refusal)


def test_a_party_that_died_is_not_punished(ground: Ground) -> None:
    case = notified(ground)
    actions.note_waiver(case_id=case.pk, words="放弃", signed=True, by=ground.users["officer"], on=DAY)
    actions.change_party(
        case_id=case.pk, what="died", after="", proof="死亡证明（示例）", by=ground.users["officer"], on=DAY
    )
    with pytest.raises(actions.NotAllowed) as refusal:
        decide(ground, case)
    assert "承受人" in reasons(refusal)


def test_a_paid_fine_closes_the_case(ground: Ground) -> None:
    case = served(ground)
    assert (case.step, case.decisions.get().pay_due_on) == (Step.SERVED, DAY + timedelta(days=15))
    close: dict[str, Any] = {"case_id": case.pk, "reason": "履行完毕", "by": ground.users["head"], "on": later(5)}
    with pytest.raises(actions.NotAllowed) as refusal:
        actions.close_case(**close)
    assert "800.00元没有缴纳" in reasons(refusal)
    pay: dict[str, Any] = {"case_id": case.pk, "way": "bank", "by": ground.users["officer"], "on": later(5)}
    with pytest.raises(actions.NotAllowed):
        actions.record_payment(amount=Decimal(801), receipt_no="A1", **pay)
    actions.record_payment(amount=Decimal(300), receipt_no="A1", **pay)
    with pytest.raises(actions.NotAllowed) as refusal:
        actions.record_payment(amount=Decimal(500), receipt_no="A1", **pay)
    assert "登记过" in reasons(refusal)
    actions.record_payment(amount=Decimal(500), receipt_no="A2", **pay)
    case = actions.close_case(**close)
    assert (case.step, case.closed_on) == (Step.CLOSED, later(5))
    assert not WorkItem.objects.get(pk=case.pk).is_open
    with pytest.raises(actions.NotAllowed):
        actions.change_party(
            case_id=case.pk, what="renamed", after="x", proof="y", by=ground.users["officer"], on=later(6)
        )


def test_a_late_fee_is_what_the_law_reckons(ground: Ground) -> None:
    case = served(ground)
    pay: dict[str, Any] = {"case_id": case.pk, "way": "bank", "receipt_no": "A1", "by": ground.users["officer"]}
    with pytest.raises(actions.NotAllowed) as refusal:
        actions.record_payment(amount=Decimal(900), late_fee_amount=Decimal(100), on=later(17), **pay)
    assert "行政处罚法72(1)" in reasons(refusal)
    actions.record_payment(amount=Decimal(848), late_fee_amount=Decimal(48), on=later(17), **pay)


def test_a_fine_never_paid_goes_to_the_court_in_its_time(ground: Ground) -> None:
    case = served(ground)
    by = ground.users["officer"]
    with pytest.raises(actions.NotAllowed):
        actions.urge(case_id=case.pk, by=by, on=later(10))
    apply: dict[str, Any] = {"case_id": case.pk, "court": "示例县人民法院", "by": ground.users["head"]}
    with pytest.raises(actions.NotAllowed) as refusal:
        actions.apply_to_court(papers=PAPERS, on=later(190), **apply)
    assert "行政强制法54" in reasons(refusal)
    actions.urge(case_id=case.pk, by=by, on=later(20))
    sealed(ground, case, "demand_letter", on=later(20))
    actions.note_urging_served(case_id=case.pk, words=HANDED, by=by, on=later(20))
    with pytest.raises(actions.NotAllowed) as refusal:
        actions.apply_to_court(papers=PAPERS, on=later(60), **apply)
    assert "行政强制法53" in reasons(refusal)
    with pytest.raises(actions.NotAllowed) as refusal:
        actions.apply_to_court(papers=PAPERS[:3], on=later(190), **apply)
    assert "行政强制法55" in reasons(refusal)
    actions.apply_to_court(papers=PAPERS, on=later(190), **apply)
    actions.note_court_answer(case_id=case.pk, state="ruled", words="准予执行", by=by, on=later(200))
    case = actions.close_case(case_id=case.pk, reason="法院执行", by=ground.users["head"], on=later(200))
    assert case.closed_on == later(200)


def test_instalments_replace_the_day_of_the_decision(ground: Ground) -> None:
    case = served(ground)
    plan: dict[str, Any] = {"case_id": case.pk, "reason": "低保户（示例）", "by": ground.users["head"], "on": later(3)}
    for wrong in ("2026-99-01", "2026-04-30 2026-04-01", ""):
        with pytest.raises(actions.NotAllowed):
            actions.plan_payment(dues=wrong, **plan)
    actions.plan_payment(dues="2026-04-30\n2026-05-31", **plan)
    assert str(case.decisions.get().pay_due_on) == "2026-05-31"


def test_a_first_offence_with_slight_harm_put_right_is_not_punished(ground: Ground) -> None:
    case = ground.filed()
    record(ground, case)
    actions.order_correction(case_id=case.pk, demand="灭火", due_on=later(1), by=ground.users["officer"], on=DAY)
    actions.recheck_correction(
        case_id=case.pk, result="corrected", words="已灭", by=ground.users["officer"], on=later(1)
    )
    actions.conclude(case_id=case.pk, course="a", facts_found="b", reasons="c", by=ground.users["officer"], on=later(1))
    case.refresh_from_db()
    propose(ground, case, facts={**LENIENT, "harm": "slight"}, kind="no_penalty", fine_amount=Decimal(0),
            education="已当面教育，签收。", on=later(1))  # fmt: skip
    with pytest.raises(actions.NotAllowed):
        actions.notify_party(case_id=case.pk, reasons="x", by=ground.users["officer"], on=later(1))
    actions.decide_no_penalty(case_id=case.pk, reasons="首违", by=ground.users["head"], on=later(1))
    sealed(ground, case, "no_penalty_decision", on=later(1))
    actions.note_no_penalty_served(case_id=case.pk, words=HANDED, by=ground.users["officer"], on=later(1))
    case = actions.close_case(case_id=case.pk, reason="不予处罚", by=ground.users["head"], on=later(1))
    assert (case.step, case.closed_on) == (Step.NO_PENALTY, later(1))
    again = concluded(ground, party=person_words())
    with pytest.raises(actions.NotAllowed) as refusal:
        propose(ground, again, facts={**LENIENT, "harm": "slight"}, kind="no_penalty", fine_amount=Decimal(0),
                education="再教育")  # fmt: skip
    assert "不是初次违法" in reasons(refusal)


def test_a_pause_the_rules_do_not_list_is_refused(ground: Ground) -> None:
    case = ground.filed()
    with pytest.raises(actions.NotAllowed) as refusal:
        actions.pause_clock(case_id=case.pk, kind="鉴定", reason="送检", first_on=DAY, by=ground.users["head"], on=DAY)
    assert "行政处罚法60" in reasons(refusal)
    with pytest.raises(actions.NotAllowed) as refusal:
        actions.extend_term(case_id=case.pk, days=30, reason="复杂", by=ground.users["head"], on=DAY)
    assert "行政处罚法60" in reasons(refusal)


def test_under_the_market_rules_testing_is_left_out_and_thirty_days_may_be_added(ground: Ground) -> None:
    item = ground.items["smoke"]
    item.overlay = "market"
    item.save()
    case = ground.filed()
    due = case.due_on
    actions.pause_clock(
        case_id=case.pk,
        kind="鉴定",
        reason="送检",
        first_on=DAY,
        last_on=later(9),
        by=ground.users["head"],
        on=later(9),
    )
    case.refresh_from_db()
    assert case.due_on > due
    actions.extend_term(case_id=case.pk, days=30, reason="复杂", by=ground.users["head"], on=later(10))
    with pytest.raises(actions.NotAllowed):
        actions.extend_term(case_id=case.pk, days=400, reason="复杂", by=ground.users["head"], on=later(200))
