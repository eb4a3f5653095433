"""Terms: arithmetic against a slow day-by-day count, readings, extensions, words."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shanzhi.law.calendar import Calendar
from shanzhi.law.citation import cite
from shanzhi.law.explanation import day_by_day, earliest_event
from shanzhi.law.obstacle import NotAllowed
from shanzhi.law.pauses import Pause, PauseRule, days_in, merged, obstacles
from shanzhi.law.rulebook import Overlay, Rolls, Rule, Unit, every_rule, rule
from shanzhi.law.terms import Granted, Term, add_months, after_days, after_workdays, term, term_of

CALENDAR = Calendar.announced()
ONE = timedelta(days=1)


def count(id: str, start: str, **given: object) -> Term:
    when = datetime.fromisoformat(start) if "T" in start else date.fromisoformat(start)
    return term(id, when, CALENDAR, **given)  # type: ignore[arg-type]


def pause(first: str, last: str, kind: str = "给定", told: bool = False) -> Pause:
    return Pause(date.fromisoformat(first), date.fromisoformat(last), kind, told)


# --- against a day-by-day reference ---------------------------------------------------------------

starts = st.dates(date(2020, 2, 1), date(2026, 6, 30))
drawn_pauses = st.lists(
    st.tuples(st.integers(-30, 200), st.integers(0, 40)), max_size=4, unique_by=lambda drawn: drawn[0]
)


def around(start: date, drawn: Sequence[tuple[int, int]]) -> list[Pause]:
    return [Pause(start + offset * ONE, start + (offset + length) * ONE) for offset, length in drawn]


def slowly(start: date, length: int, pauses: Sequence[Pause], working: bool) -> date:
    """One day after the other, each looked at on its own."""
    day, left = start, length
    while left:
        day += ONE
        if any(one.first <= day <= one.last for one in pauses) or (working and not CALENDAR.is_workday(day)):
            continue
        left -= 1
    return day


@given(starts, st.integers(1, 150), drawn_pauses)
def test_natural_days_agree_with_a_day_by_day_count(start: date, length: int, drawn: list[tuple[int, int]]) -> None:
    pauses = around(start, drawn)
    assert after_days(start, length, merged(pauses)) == slowly(start, length, pauses, working=False)


@given(starts, st.integers(1, 60), drawn_pauses)
def test_working_days_agree_with_a_day_by_day_count(start: date, length: int, drawn: list[tuple[int, int]]) -> None:
    pauses = around(start, drawn)
    assert after_workdays(start, length, CALENDAR, merged(pauses)) == slowly(start, length, pauses, working=True)


@given(starts.map(lambda day: datetime(day.year, day.month, day.day, 16, 30)), drawn_pauses)
def test_hours_agree_with_an_hour_by_hour_count(start: datetime, drawn: list[tuple[int, int]]) -> None:
    pauses = around(start.date(), drawn)
    moment, left = start, 48
    while left:
        left -= not any(one.first <= moment.date() <= one.last for one in pauses)
        moment += timedelta(minutes=30)
    # 30-minute steps, since the clock may stop at midnight in the middle of an hour.
    assert term("referral.hand_over", start, CALENDAR, pauses=pauses).due == moment


@given(starts, st.integers(1, 30))
def test_months_end_on_the_same_day_number_or_on_the_last_of_the_month(start: date, months: int) -> None:
    end = add_months(start, months)
    assert (end.year - start.year) * 12 + end.month - start.month == months
    assert end.day == start.day or (end.day < start.day and (end + ONE).day == 1)


@given(st.sampled_from(list(every_rule())), starts, drawn_pauses)
def test_every_rule_explains_itself_day_by_day_and_never_ends_on_a_wrong_day(
    one: Rule, start: date, drawn: list[tuple[int, int]]
) -> None:
    if one.length is None or (one.until and start > one.until) or one.unit is Unit.YEAR:
        return
    when = datetime(start.year, start.month, start.day, 9) if one.unit is Unit.HOUR else start
    pauses = [] if one.unit is Unit.WORKING_DAY_BEFORE else around(start, drawn)
    answer = term_of(one, when, CALENDAR, pauses=pauses)
    if one.unit.counts_workdays or one.rolls is not Rolls.NO:
        assert one.unit is Unit.WORKING_DAY_BEFORE or CALENDAR.is_workday(answer.due_day)
    else:
        assert answer.due == answer.nominal
    drawn_days = day_by_day(answer)
    numbers = [day.number for day in drawn_days if day.number is not None]
    if one.unit is Unit.WORKING_DAY_BEFORE:
        assert numbers == list(range(one.length, 0, -1))
    elif one.unit in (Unit.DAY, Unit.WORKING_DAY):
        assert numbers == list(range(1, one.length + 1))
    assert answer.explanation.endswith("。")
    assert answer.basis == one.basis


@given(starts, st.integers(0, 40))
def test_notice_and_hearing_are_each_others_inverse(notice: date, later: int) -> None:
    hearing = notice + later * ONE
    in_time = term("penalty.hearing.notice", hearing, CALENDAR).due_day >= notice
    assert in_time is (hearing >= earliest_event(rule("penalty.hearing.notice"), notice, CALENDAR))


@given(starts, drawn_pauses)
def test_a_pause_never_shortens_a_term(start: date, drawn: list[tuple[int, int]]) -> None:
    plain = term("penalty.decide", start, CALENDAR)
    paused = term("penalty.decide", start, CALENDAR, pauses=around(start, drawn))
    assert paused.due_day >= plain.due_day


# --- pauses ---------------------------------------------------------------------------------------


def test_overlapping_and_touching_pauses_become_one() -> None:
    spans = merged(
        [pause("2026-03-15", "2026-03-20"), pause("2026-03-01", "2026-03-14"), pause("2026-03-16", "2026-03-17")]
    )
    assert spans == [(date(2026, 3, 1), date(2026, 3, 20))]
    apart = merged([pause("2026-03-03", "2026-03-04"), pause("2026-03-01", "2026-03-01")])
    assert apart == [(date(2026, 3, 1), date(2026, 3, 1)), (date(2026, 3, 3), date(2026, 3, 4))]


def test_a_pause_that_begins_on_the_last_day_moves_it_one_that_begins_after_does_not() -> None:
    start = date(2026, 3, 2)
    assert after_days(start, 10, [(date(2026, 3, 12), date(2026, 3, 13))]) == date(2026, 3, 14)
    assert after_days(start, 10, [(date(2026, 3, 13), date(2026, 3, 14))]) == date(2026, 3, 12)
    assert after_days(start, 10, [(start, date(2026, 3, 3))]) == date(2026, 3, 13)
    assert after_days(start, 10, [(date(2026, 2, 1), start)]) == date(2026, 3, 12)


def test_paused_days_are_counted_only_inside_the_term() -> None:
    spans = [(date(2026, 3, 1), date(2026, 3, 5)), (date(2026, 3, 8), date(2026, 3, 20))]
    assert days_in(spans, date(2026, 3, 3), date(2026, 3, 9)) == 4
    assert days_in(spans, date(2026, 3, 5), date(2026, 3, 7)) == 0
    assert days_in(spans, date(2026, 2, 1), date(2026, 3, 1)) == 1


def test_a_pause_that_ends_before_it_begins_is_refused() -> None:
    with pytest.raises(ValueError, match=r"^中止期间的末日 2026-03-01 早于首日 2026-03-02。$"):
        pause("2026-03-02", "2026-03-01")
    assert pause("2026-03-02", "2026-03-02").last == date(2026, 3, 2)


def test_every_reason_against_a_pause_is_told_with_its_article_and_the_way_out() -> None:
    listed = (PauseRule(("检测",), cite("行政强制法25.3"), told_in_writing=True),)
    basis = (cite("行政强制法25.1"),)
    bad = [
        pause("2026-03-02", "2026-03-03", "检测"),
        pause("2026-03-04", "2026-03-05", "查封"),
        pause("2026-03-06", "2026-03-07", "听证"),
    ]
    good = [pause("2026-03-02", "2026-03-03", "检测", told=True), pause("2026-03-04", "2026-03-05")]
    found = list(obstacles("查封扣押", basis, listed, [*bad, *good]))
    assert [(one.text, one.written_basis, one.remedy) for one in found] == [
        (
            "检测期间（2026-03-02至2026-03-03）没有书面告知当事人，不能从“查封扣押”中扣除。",
            "行政强制法25.3",
            "补录书面告知当事人的日期和期间。",
        ),
        (
            "查封、扣押的时间不在不计入之列，不能从“查封扣押”中扣除。",
            "行政强制法25.1、行政强制法25",
            "只有规章列明的检测、鉴定等期间可以扣除。",
        ),
        (
            "“查封扣押”所依条文没有把“听证”列为不计入的期间。",
            "行政强制法25.1",
            "确有法律、法规、规章规定的，请先选用相应的规则。",
        ),
    ]


@pytest.mark.parametrize("kind", ["查封", "扣押", "查封扣押"])
def test_seizure_is_refused_by_whatever_name(kind: str) -> None:
    with pytest.raises(NotAllowed, match=r"^查封、扣押的时间不在不计入之列"):
        count("penalty.decide", "2026-03-02", overlay=Overlay.MARKET, pauses=[pause("2026-03-10", "2026-03-11", kind)])


def test_a_party_counts_as_not_told_unless_somebody_says_so() -> None:
    assert not Pause(date(2026, 3, 10), date(2026, 3, 11), "检测").told_in_writing


def test_a_refusal_says_what_is_wrong_with_the_question() -> None:
    with pytest.raises(NotAllowed, match=r"^“移送公安”按小时计算，要写明起算的时刻，如 2026-03-02T16:30。（"):
        count("referral.hand_over", "2026-03-02")
    with pytest.raises(NotAllowed, match=r"^倒算的期限没有不计入的期间。（行政处罚法64"):
        count("penalty.hearing.notice", "2026-03-20", pauses=[pause("2026-03-10", "2026-03-11")])


@pytest.mark.parametrize(
    ("id", "overlay", "kind", "told", "basis"),
    [
        ("penalty.decide", Overlay.MARKET, "责令退款", False, "市场监督管理行政处罚程序规定64"),
        ("penalty.decide", Overlay.ECOLOGY, "移送", False, "生态环境行政处罚办法54"),
        ("penalty.decide", Overlay.ECOLOGY, "送达", False, "生态环境行政处罚办法57"),
        ("penalty.file", Overlay.MARKET, "鉴定", False, "市场监督管理行政处罚程序规定18"),
        ("coercion.seizure", Overlay.GENERAL, "鉴定", True, "行政强制法25.3"),
        ("coercion.seizure", Overlay.MARKET, "检疫", True, "市场监督管理行政处罚程序规定38"),
        ("petition.review.decide", Overlay.GENERAL, "听证", False, "信访工作条例36.2"),
    ],
)
def test_a_lawful_pause_adds_the_article_that_allows_it(
    id: str, overlay: Overlay, kind: str, told: bool, basis: str
) -> None:
    one = pause("2026-03-10", "2026-03-11", kind, told)
    answer = count(id, "2026-03-02", overlay=overlay, pauses=[one, replace(one, kind="给定")])
    assert [str(citation) for citation in answer.basis] == list(dict.fromkeys([*map(str, answer.rule.basis), basis]))
    assert answer.spans == ((one.first, one.last),)


# --- extensions -----------------------------------------------------------------------------------


def test_an_extension_names_its_article_and_who_grants_it() -> None:
    answer = count(
        "penalty.decide", "2026-03-02", overlay=Overlay.ECOLOGY, granted=[Granted(30, "负责人"), Granted(10)]
    )
    assert answer.due == date(2026, 7, 10)
    assert answer.explanation.startswith("作出处罚决定130日：")
    assert answer.basis == rule("penalty.decide", Overlay.ECOLOGY).basis
    seizure = count("petition.finish", "2026-03-02", granted=[Granted(30)])
    assert list(map(str, seizure.basis)) == ["信访工作条例34"]


def refusals(id: str, overlay: Overlay, *granted: Granted) -> list[str]:
    with pytest.raises(NotAllowed) as refused:
        count(id, "2026-03-02", overlay=overlay, granted=granted)
    return [obstacle.text for obstacle in refused.value.obstacles]


def test_an_extension_beyond_the_text_is_refused_with_every_reason() -> None:
    assert refusals("penalty.decide", Overlay.GENERAL, Granted(30)) == ["“作出处罚决定”所依条文没有准许延长。"]
    assert refusals("coercion.seizure", Overlay.GENERAL, Granted(30), Granted(1)) == ["“查封扣押”所依条文只能延长1次。"]
    assert refusals("coercion.seizure", Overlay.GENERAL, Granted(31, "办案机构负责人")) == [
        "“查封扣押”最多延长30日，不能延长31日。",
        "“查封扣押”的延长须由行政机关负责人批准，不是办案机构负责人。",
    ]
    assert refusals("coercion.seizure", Overlay.GENERAL, Granted(0)) == ["“查封扣押”的延长至少为一日。"]
    assert refusals("penalty.decide", Overlay.MARKET, Granted(30), Granted(0)) == ["“作出处罚决定”的延长至少为一日。"]
    assert count("coercion.seizure", "2026-03-02", granted=[Granted(1)]).due == date(2026, 4, 2)
    assert count("coercion.seizure", "2026-03-02", granted=[Granted(30)]).due == date(2026, 5, 1)


# --- readings -------------------------------------------------------------------------------------
