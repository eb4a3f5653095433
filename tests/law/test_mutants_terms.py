"""Terms: sentences of law a small slip in the reckoning would break unnoticed by any other test."""

from datetime import date, datetime

import pytest

from shanzhi.law.calendar import Calendar
from shanzhi.law.citation import cite
from shanzhi.law.readings import Readings
from shanzhi.law.rulebook import Overlay, Rolls, Rule, Side, Unit
from shanzhi.law.terms import term, term_of

CALENDAR = Calendar.announced()


def test_civil_code_201_a_moment_given_for_a_term_in_days_is_told_as_its_day() -> None:
    by_day = term("penalty.pay", date(2026, 3, 2), CALENDAR)
    by_moment = term("penalty.pay", datetime(2026, 3, 2, 23, 59), CALENDAR)
    assert by_moment == by_day
    assert by_moment.start == date(2026, 3, 2)
    assert by_moment.explanation == by_day.explanation


@pytest.mark.parametrize(
    ("id", "overlay", "start", "due"),
    [
        # 市场监督管理行政处罚程序规定80, 生态环境行政处罚办法90, 行政复议法88: the first day is not counted.
        ("penalty.decide", Overlay.MARKET, "2026-03-04", "2026-06-02"),
        ("penalty.decide", Overlay.ECOLOGY, "2026-03-04", "2026-06-02"),
        ("review.accept", Overlay.GENERAL, "2026-03-02", "2026-03-09"),
    ],
)
def test_where_the_text_says_the_first_day_is_not_counted_no_reading_counts_it(
    id: str, overlay: Overlay, start: str, due: str
) -> None:
    answer = term(id, date.fromisoformat(start), CALENDAR, overlay=overlay, readings=Readings(start_not_counted=False))
    assert answer.due == date.fromisoformat(due)
    assert "start_not_counted" not in answer.flags


@pytest.mark.parametrize(
    ("id", "start", "due"),
    [
        # 行政处罚法85 makes working days only of the terms it names; 60, 67.3 and 信访工作条例34 count natural days.
        ("penalty.decide", "2026-12-01", "2027-03-01"),
        ("penalty.pay", "2026-03-02", "2026-03-17"),
        ("petition.finish", "2026-03-02", "2026-05-01"),
    ],
)
def test_article_85_whoever_reads_the_three_days_of_a_referral_as_working_days_leaves_other_terms_alone(
    id: str, start: str, due: str
) -> None:
    answer = term(id, date.fromisoformat(start), CALENDAR, readings=Readings(plain_days=False))
    assert answer.due == date.fromisoformat(due)
    assert not answer.provisional


def fifteen_days(rolls: Rolls, overlay: Overlay, *basis: str) -> Rule:
    return Rule("example", "示例", 15, Unit.DAY, "示例之日", tuple(map(cite, basis)), Side.PARTY, rolls, overlay)


@pytest.mark.parametrize(
    "rule",
    [
        fifteen_days(Rolls.TEXT, Overlay.GENERAL, "行政处罚法67.3"),
        fifteen_days(Rolls.PARTY, Overlay.MARKET, "市场监督管理行政处罚程序规定72", "行政处罚法67.3"),
    ],
    ids=["the text says so", "the department's rules come first"],
)
def test_where_the_governing_text_moves_the_last_day_that_is_no_reading_of_ours(rule: Rule) -> None:
    answer = term_of(rule, date(2026, 9, 17), CALENDAR, readings=Readings(party_time_rolls=False))
    assert answer.due == date(2026, 10, 8)
    assert "party_time_rolls" not in answer.flags


def test_coercion_law_56_leaves_the_first_day_to_the_courts_own_rule_which_does_not_count_it() -> None:
    """行诉解释48.2 says so for every period before the court: no reading of ours, nothing to choose."""
    for readings in (Readings(), Readings(start_not_counted=False)):
        answer = term("coercion.court.refusal_appeal", date(2026, 3, 2), CALENDAR, readings=readings)
        assert answer.due == date(2026, 3, 17)
        assert answer.flags == ()


def test_a_term_of_the_coercion_law_that_borrows_no_rule_says_that_its_start_is_our_reading() -> None:
    assert term("coercion.court_apply", date(2026, 3, 2), CALENDAR).flags[0] == "start_not_counted"


@pytest.mark.parametrize(
    ("id", "readings"),
    [("penalty.hearing.request", Readings()), ("referral.head_decides", Readings(plain_days=False))],
)
def test_working_days_that_begin_in_a_year_without_a_table_are_reckoned_for_the_time_being(
    id: str, readings: Readings
) -> None:
    assert term(id, date(2019, 12, 31), CALENDAR, readings=readings).provisional
    assert not term(id, date(2020, 1, 2), CALENDAR, readings=readings).provisional


def test_a_departments_rule_says_itself_when_a_term_starts_whichever_article_is_named_first() -> None:
    """市场监督管理行政处罚程序规定80 and 生态环境行政处罚办法90 say it for every term of their own."""
    flags = [
        term_of(fifteen_days(Rolls.PARTY, overlay, "行政处罚法67.3"), date(2026, 3, 2), CALENDAR).flags
        for overlay in (Overlay.GENERAL, Overlay.MARKET, Overlay.ECOLOGY)
    ]
    assert ["start_not_counted" in one for one in flags] == [True, False, False]
