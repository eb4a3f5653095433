"""The tricky situations that turn on a date or a sum, by their numbers."""

from datetime import date, datetime
from decimal import Decimal

import pytest

from shanzhi.law.calendar import Calendar
from shanzhi.law.citation import cite, penalty_law
from shanzhi.law.explanation import earliest_event
from shanzhi.law.fines import (
    Collection,
    FineNorm,
    Party,
    collection_obstacles,
    higher_fine,
    repeated_fine,
    summary_obstacles,
)
from shanzhi.law.limitation import Status, limitation
from shanzhi.law.money import late_fee
from shanzhi.law.obstacle import NotAllowed
from shanzhi.law.rulebook import rule
from shanzhi.law.statutes import Severity, Statute, Version, applicable, compare_fines
from shanzhi.law.terms import Granted, Overlay, Pause, Term, term

CALENDAR = Calendar.announced()


def count(id: str, start: str, **given: object) -> Term:
    return term(id, date.fromisoformat(start), CALENDAR, **given)  # type: ignore[arg-type]


def test_tp01_evidence_hold_over_the_national_holiday_ends_on_the_fourteenth() -> None:
    for overlay in Overlay:
        assert count("penalty.evidence_hold", "2026-09-29", overlay=overlay).due == date(2026, 10, 14)
    assert "自动解除" in rule("penalty.evidence_hold", Overlay.MARKET).note


def test_tp02_a_request_posted_on_the_last_day_is_in_time_though_it_arrives_later() -> None:
    request = count("penalty.hearing.request", "2026-09-24")
    assert request.due == date(2026, 10, 9)
    assert request.in_time(received=date(2026, 10, 12), posted=date(2026, 10, 9))
    assert not request.in_time(received=date(2026, 10, 12), posted=date(2026, 10, 10))
    assert request.in_time(received=date(2026, 10, 9))
    assert not request.in_time(received=date(2026, 10, 12))


def test_tp03_the_hearing_may_be_held_after_seven_full_working_days() -> None:
    assert count("penalty.hearing.notice", "2026-09-23").due == date(2026, 9, 14)
    assert count("penalty.hearing.notice", "2026-09-21").due < date(2026, 9, 14), "21 Sept must be blocked"
    notice = rule("penalty.hearing.notice")
    assert earliest_event(notice, date(2026, 9, 14), CALENDAR) == date(2026, 9, 23)


def test_tp04_a_fine_received_on_a_make_up_sunday_is_due_after_the_holiday() -> None:
    payment = count("penalty.pay", "2026-09-20")
    assert payment.nominal == date(2026, 10, 5)
    assert payment.due == date(2026, 10, 8)
    assert late_fee(Decimal(1000), payment.due_day, date(2026, 10, 8)).amount == 0
    assert late_fee(Decimal(1000), payment.due_day, date(2026, 10, 9)).amount == Decimal(30)


def test_tp05_the_late_fee_never_exceeds_the_fine() -> None:
    fee = late_fee(Decimal(10000), date(2026, 5, 1), date(2026, 6, 10))
    assert (fee.days, fee.amount, fee.total) == (40, Decimal(10000), Decimal(20000))
    assert fee.capped_from == date(2026, 6, 4), "the 34th day"
    assert late_fee(Decimal(10000), date(2026, 5, 1), date(2026, 6, 3)).amount == Decimal(9900)


def test_tp06_of_two_norms_the_higher_fine_and_only_once() -> None:
    a = FineNorm(cite("示例规定甲8"), Decimal(1000), Decimal(10000))
    b = FineNorm(cite("示例规定乙9"), Decimal(5000), Decimal(50000))
    assert higher_fine([a, b]).norm is b
    assert higher_fine([b, a]).norm is b


def test_tp07_a_second_fine_for_the_same_act_is_blocked_other_penalties_are_not() -> None:
    [obstacle] = repeated_fine(already_fined=True, proposes_fine=True)
    assert obstacle.basis == penalty_law(29)
    assert repeated_fine(already_fined=True, proposes_fine=False) == []


def test_tp10_on_the_spot_only_fines_within_the_limit_and_warnings() -> None:
    assert summary_obstacles(Party.PERSON, Decimal(201))
    assert not summary_obstacles(Party.UNIT, Decimal(3000))
    assert summary_obstacles(Party.UNIT, Decimal(0), ["没收非法财物"])


def test_tp11_a_fine_of_150_in_town_may_not_be_taken_in_cash() -> None:
    assert collection_obstacles(Collection(Decimal(150), decided_on_spot=True))
    assert not collection_obstacles(Collection(Decimal(100), decided_on_spot=True))


def test_tp12_the_officer_hands_in_in_two_working_days_and_the_agency_in_two_more() -> None:
    officer = count("penalty.onspot_handin.officer", "2026-09-24")
    assert officer.due == date(2026, 9, 29)
    assert count("penalty.onspot_handin.bank", "2026-09-29").due == date(2026, 10, 8)


def test_tp13_testing_counts_off_a_seizure_only_if_the_party_was_told() -> None:
    told = Pause(date(2026, 8, 20), date(2026, 8, 29), "检测", told_in_writing=True)
    untold = Pause(told.first, told.last, "检测")
    extended = [Granted(30, "行政机关负责人")]
    assert count("coercion.seizure", "2026-08-10").due == date(2026, 9, 9)
    assert count("coercion.seizure", "2026-08-10", granted=extended).due == date(2026, 10, 9)
    longest = count("coercion.seizure", "2026-08-10", granted=extended, pauses=[told])
    assert longest.due == date(2026, 10, 19)
    assert cite("行政强制法25.3") in longest.basis
    with pytest.raises(NotAllowed, match="没有书面告知"):
        count("coercion.seizure", "2026-08-10", granted=extended, pauses=[untold])


@pytest.mark.parametrize("overlay", list(Overlay))
def test_tp14_seizure_never_stops_the_ninety_days(overlay: Overlay) -> None:
    seized = Pause(date(2026, 7, 20), date(2026, 9, 2), "扣押")
    with pytest.raises(NotAllowed, match="查封、扣押的时间不在不计入之列"):
        count("penalty.decide", "2026-07-10", overlay=overlay, pauses=[seized])


def test_tp15_without_an_own_rule_neither_pause_nor_extension() -> None:
    hearing = Pause(date(2026, 8, 1), date(2026, 8, 20), "听证")
    with pytest.raises(NotAllowed) as refused:
        count("penalty.decide", "2026-07-10", pauses=[hearing], granted=[Granted(30)])
    assert [one.basis for one in refused.value.obstacles] == [(penalty_law(60),)] * 2


def test_tp16_ninety_natural_days_in_market_supervision() -> None:
    assert count("penalty.decide", "2026-07-10", overlay=Overlay.MARKET).due == date(2026, 10, 8)


def test_tp17_fifteen_days_to_file_are_working_days_in_one_field_and_natural_in_the_other() -> None:
    assert count("penalty.file", "2026-09-21", overlay=Overlay.MARKET).due == date(2026, 10, 19)
    ecology = count("penalty.file", "2026-09-21", overlay=Overlay.ECOLOGY)
    assert (ecology.nominal, ecology.due) == (date(2026, 10, 6), date(2026, 10, 8))
    with pytest.raises(NotAllowed, match="没有天数"):
        count("penalty.file", "2026-09-21")


def test_tp18_service_over_labour_day() -> None:
    assert count("penalty.serve", "2026-04-29").due == date(2026, 5, 12)


def test_tp20_service_by_public_notice_takes_thirty_days() -> None:
    assert count("service.public_notice", "2026-08-31").due == date(2026, 9, 30)


def test_tp22_the_old_rule_unless_the_new_one_is_lighter() -> None:
    old, new = Version(date(2020, 1, 1), until=date(2025, 5, 31)), Version(date(2025, 6, 1))
    statute = Statute("示例条例", "示例条例", (old, new))
    act, decided = date(2024, 3, 1), date(2026, 3, 1)
    heavier = compare_fines((500, 1000), (2000, 5000))
    assert heavier is Severity.HEAVIER
    assert applicable(statute, act, decided, heavier).version is old
    lighter = compare_fines((2000, 5000), (500, 1000))
    assert applicable(statute, act, decided, lighter).version is new


def test_tp24_two_years_or_five_with_danger_and_harm_and_none_while_the_act_goes_on() -> None:
    ended, found = date(2023, 5, 1), date(2026, 3, 1)
    assert limitation(ended, found).status is Status.EXPIRED
    assert limitation(ended, found, serious=True).status is Status.ALIVE
    still = limitation(None, found)
    assert (still.status, still.last_day) == (Status.ALIVE, None)


def test_tp25_twenty_four_hours_run_through_the_holiday() -> None:
    answer = term("referral.hand_over", datetime(2026, 9, 30, 18), CALENDAR)
    assert answer.due == datetime(2026, 10, 1, 18)
    assert "hours_stay" in answer.flags


def test_tp27_three_days_that_end_on_a_holiday_are_used_by_the_last_working_day() -> None:
    answer = count("referral.reconsider", "2026-09-23")
    assert answer.due == date(2026, 9, 26)
    assert answer.act_by == date(2026, 9, 24)
    assert "plain_days" in answer.flags


def test_tp30_no_late_fee_for_the_days_of_review() -> None:
    received = date(2026, 3, 2)
    payment = count("penalty.pay", "2026-03-02")
    review = Pause(date(2026, 3, 7), date(2026, 5, 11), "行政复议")
    fee = late_fee(Decimal(1000), payment.due_day, date(2026, 5, 21), remedies=[review])
    assert (review.last - received).days == 70
    assert (fee.days, fee.amount) == (10, Decimal(300))
    with pytest.raises(NotAllowed):
        late_fee(Decimal(1000), payment.due_day, date(2026, 5, 21), remedies=[Pause(review.first, review.last, "信访")])


def test_tp31_ten_days_of_demand_are_working_days() -> None:
    demand = count("coercion.urge_wait", "2026-09-18")
    assert demand.due == date(2026, 10, 9)
    assert demand.day_after == date(2026, 10, 10)
    assert CALENDAR.is_workday(demand.day_after)


def test_tp33_a_published_decision_is_withdrawn_in_three_working_days() -> None:
    assert count("penalty.publish.withdraw", "2026-06-17").due == date(2026, 6, 23)
