"""Terms: our readings of the gaps, moments and hours, and what is provisional."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from shanzhi.law.calendar import Calendar, YearTable
from shanzhi.law.citation import cite
from shanzhi.law.readings import FLAGS, Readings
from shanzhi.law.rulebook import Overlay, Rolls, Rule, Side, Unit, all_rules
from shanzhi.law.terms import as_day, term, term_of

from .test_terms import CALENDAR, ONE, count, pause


@pytest.mark.parametrize(
    ("id", "start", "reading", "followed", "otherwise"),
    [
        ("penalty.decide", "2026-03-03", "start_not_counted", "2026-06-01", "2026-05-31"),
        ("penalty.hearing.request", "2026-03-02", "start_not_counted", "2026-03-09", "2026-03-06"),
        ("coercion.court_apply", "2026-03-31", "start_not_counted", "2026-06-30", "2026-06-29"),
        ("penalty.decide", "2026-07-05", "own_time_stays", "2026-10-03", "2026-10-08"),
        ("petition.finish", "2026-08-04", "own_time_stays", "2026-10-03", "2026-10-08"),
        ("penalty.pay", "2026-09-17", "party_time_rolls", "2026-10-08", "2026-10-02"),
        ("petition.recheck.apply", "2026-09-02", "party_time_rolls", "2026-10-08", "2026-10-02"),
        ("coercion.seizure", "2026-09-01", "coercive_power_stays", "2026-10-01", "2026-10-08"),
        ("service.public_notice", "2026-09-01", "effect_stays", "2026-10-01", "2026-10-08"),
        ("referral.head_decides", "2026-09-29", "plain_days", "2026-10-02", "2026-10-09"),
        ("penalty.hearing.notice", "2026-09-23", "full_days_between", "2026-09-14", "2026-09-15"),
        ("referral.hand_over", "2026-10-01T16:30", "hours_stay", "2026-10-02T16:30", "2026-10-08T16:30"),
    ],
)
def test_each_reading_is_a_parameter_and_its_flag_is_shown(
    id: str, start: str, reading: str, followed: str, otherwise: str
) -> None:
    ours, theirs = count(id, start), count(id, start, readings=Readings(**{reading: False}))
    assert ours.due == as_written(followed)
    assert theirs.due == as_written(otherwise)
    assert reading in ours.flags
    assert FLAGS[reading] in ours.flag_texts
    assert "解读" in FLAGS[reading]


def as_written(text: str) -> date | datetime:
    return datetime.fromisoformat(text) if "T" in text else date.fromisoformat(text)


@pytest.mark.parametrize(
    ("id", "start", "overlay", "reading", "due"),
    [
        ("penalty.decide", "2026-07-05", Overlay.MARKET, "own_time_stays", "2026-10-08"),
        ("penalty.decide", "2026-07-10", Overlay.MARKET, "start_not_counted", "2026-10-08"),
        ("review.apply", "2026-08-04", Overlay.GENERAL, "party_time_rolls", "2026-10-08"),
        ("review.decide.general", "2026-08-04", Overlay.GENERAL, "own_time_stays", "2026-10-08"),
        ("litigation.direct", "2026-04-01", Overlay.GENERAL, "party_time_rolls", "2026-10-08"),
        ("penalty.pay", "2026-09-17", Overlay.MARKET, "party_time_rolls", "2026-10-08"),
    ],
)
def test_where_the_text_speaks_our_readings_change_nothing(
    id: str, start: str, overlay: Overlay, reading: str, due: str
) -> None:
    answer = count(id, start, overlay=overlay, readings=Readings(**{reading: False}))
    assert answer.due == date.fromisoformat(due)
    assert reading not in answer.flags


def test_counting_three_plain_days_as_working_days_is_provisional_in_an_unannounced_year() -> None:
    other = Readings(plain_days=False)
    assert term("referral.head_decides", date(2026, 12, 30), CALENDAR, readings=other).provisional
    assert not term("referral.head_decides", date(2026, 12, 30), CALENDAR).provisional
    assert not term("referral.head_decides", date(2026, 11, 30), CALENDAR, readings=other).provisional


def test_only_the_readings_an_answer_rests_on_are_flagged() -> None:
    assert count("review.accept", "2026-03-02").flags == ()
    assert count("petition.objection", "2026-03-02").flags == ()
    assert count("penalty.hearing.notice", "2026-03-20").flags == ("full_days_between",)
    assert count("review.hearing.notice", "2026-03-20").flags == ("full_days_between",)
    assert count("coercion.court.refusal_appeal", "2026-03-02").flags == ()
    assert count("coercion.report_urgent", "2026-03-02T09:00").flags == ("hours_stay",)
    assert count("coercion.late_fee_floor", "2026-03-02").flags == ("start_not_counted", "effect_stays")
    assert count("disclosure.answer", "2026-03-02").flags == ()


def test_a_stay_of_the_review_is_a_reading_and_says_so() -> None:
    stay = pause("2026-03-10", "2026-03-11", "中止")
    review = count("review.decide.general", "2026-03-02", pauses=[stay])
    assert review.flags == ("suspension_stops_review",)
    assert "行政复议法39" in map(str, review.basis)
    market = count("penalty.decide", "2026-03-02", overlay=Overlay.MARKET, pauses=[stay])
    assert market.flags == ()
    survey = count("review.decide.general", "2026-03-02", pauses=[pause("2026-03-10", "2026-03-11", "鉴定")])
    assert survey.flags == ()


# --- provisional ----------------------------------------------------------------------------------


def test_an_answer_is_recomputed_when_the_year_is_announced() -> None:
    before = term("penalty.evidence_hold", date(2026, 12, 28), CALENDAR)
    announced = YearTable.parse(
        "year: 2027\nsource: 示例通知\n"
        "days_off: [{name: 元旦, from: 2027-01-01, to: 2027-01-03}]\nmake_up_days: [{day: 2027-01-09, for: 示例}]"
    )
    after = term("penalty.evidence_hold", date(2026, 12, 28), CALENDAR.with_year(announced))
    assert (before.due, before.provisional) == (date(2027, 1, 7), True)
    assert (after.due, after.provisional) == (date(2027, 1, 7), False)
    assert "尚未公布" in before.explanation
    assert "尚未公布" not in after.explanation


@pytest.mark.parametrize(
    ("id", "start", "provisional"),
    [
        ("penalty.pay", "2026-12-16", False),
        ("penalty.pay", "2026-12-17", True),
        ("penalty.hearing.request", "2026-12-24", False),
        ("penalty.hearing.request", "2026-12-25", True),
        ("penalty.hearing.notice", "2027-01-04", True),
        ("penalty.hearing.notice", "2026-12-31", False),
        ("penalty.hearing.request", "2019-12-31", True),
        ("referral.hand_over", "2026-12-31T09:00", False),
    ],
)
def test_provisional_exactly_when_an_announcement_could_still_move_the_end(
    id: str, start: str, provisional: bool
) -> None:
    assert count(id, start).provisional is provisional


# --- odds and ends --------------------------------------------------------------------------------


def test_a_moment_given_for_a_term_in_days_counts_as_its_day() -> None:
    assert count("penalty.pay", "2026-03-02T23:59").due == date(2026, 3, 17)
    assert as_day(datetime(2026, 3, 2, 23)) == date(2026, 3, 2)


def test_hours_keep_the_zone_they_were_given_in() -> None:
    start = datetime(2026, 10, 1, 16, 30, tzinfo=ZoneInfo("Asia/Shanghai"))
    plain = term("referral.hand_over", start, CALENDAR)
    assert plain.due == start + ONE
    rolled = term("referral.hand_over", start, CALENDAR, readings=Readings(hours_stay=False))
    assert rolled.due == datetime(2026, 10, 8, 16, 30, tzinfo=ZoneInfo("Asia/Shanghai"))
    paused = term("referral.hand_over", start, CALENDAR, pauses=[pause("2026-10-02", "2026-10-02")])
    assert paused.due == start + 2 * ONE


def test_a_term_is_its_answer_whatever_calendar_object_it_came_from() -> None:
    answer = count("penalty.pay", "2026-03-02")
    assert answer == term("penalty.pay", date(2026, 3, 2), Calendar(CALENDAR.years.values()))
    assert answer != count("penalty.pay", "2026-03-03")
    assert "calendar" not in repr(answer)


def test_hours_that_end_as_a_pause_begins_are_over() -> None:
    answer = count("referral.hand_over", "2026-03-09T00:00", pauses=[pause("2026-03-10", "2026-03-10")])
    assert answer.due == datetime(2026, 3, 10)


def test_what_is_posted_or_received_on_the_last_day_is_in_time() -> None:
    answer = count("penalty.hearing.request", "2026-03-02")
    assert answer.due_day == date(2026, 3, 9)
    assert answer.day_after == date(2026, 3, 10)
    assert answer.in_time(date(2026, 3, 9))
    assert not answer.in_time(date(2026, 3, 10))
    assert answer.in_time(date(2026, 3, 30), posted=date(2026, 3, 9))
    assert not answer.in_time(date(2026, 3, 9), posted=date(2026, 3, 10))


def test_a_party_whose_text_forbids_rolling_is_not_the_agency() -> None:
    strict = Rule(
        "example", "示例", 15, Unit.DAY, "示例之日", (cite("行政处罚法67.3"),), Side.PARTY, Rolls.NO, Overlay.GENERAL
    )
    answer = term_of(strict, date(2026, 9, 17), CALENDAR)
    assert answer.due == date(2026, 10, 2)
    assert "届满，不顺延，宜在2026-09-30或之前办完。" in answer.explanation


def test_all_rules_put_the_departments_own_in_the_place_of_the_general_ones() -> None:
    market = {one.id: one for one in all_rules(Overlay.MARKET)}
    assert market["penalty.file"].length == 15
    assert market["review.apply"].overlay is Overlay.GENERAL
    assert "penalty.close" in market
    assert "penalty.close" not in {one.id for one in all_rules(Overlay.GENERAL)}
