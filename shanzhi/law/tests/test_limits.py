"""Internal limits and their lights. 2026-11-23 is a Monday."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shanzhi.law.calendar import Calendar
from shanzhi.law.limits import SHANGHAI, Due, Limit, LimitUnit, WorkHours, due_at, light

CALENDAR = Calendar.announced()
HOUR, WORKING_HOUR, DAY, WORKING_DAY = LimitUnit


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


def end(start: str, value: int, unit: LimitUnit, *pauses: tuple[str, str]) -> datetime:
    spans = [(at(begin), at(until)) for begin, until in pauses]
    return due_at(at(start), Limit(value, unit), CALENDAR, pauses=spans).at


@pytest.mark.parametrize(
    ("start", "value", "unit", "expected"),
    [
        ("2026-11-23T10:15", 24, HOUR, "2026-11-24T10:15"),
        ("2026-10-01T16:30", 48, HOUR, "2026-10-03T16:30"),
        ("2026-11-23T10:00", 2, WORKING_HOUR, "2026-11-23T12:00"),
        ("2026-11-23T11:00", 2, WORKING_HOUR, "2026-11-23T15:00"),
        ("2026-11-23T16:30", 2, WORKING_HOUR, "2026-11-24T09:30"),
        ("2026-11-27T16:30", 2, WORKING_HOUR, "2026-11-30T09:30"),
        ("2026-11-28T03:00", 1, WORKING_HOUR, "2026-11-30T09:30"),
        ("2026-09-30T17:00", 1, WORKING_HOUR, "2026-10-08T09:00"),
        ("2026-11-23T12:30", 7, WORKING_HOUR, "2026-11-24T12:00"),
        ("2026-11-23T10:00", 3, DAY, "2026-11-26T23:59:59"),
        ("2026-11-27T10:00", 1, WORKING_DAY, "2026-11-30T17:30"),
        ("2026-10-09T10:00", 1, WORKING_DAY, "2026-10-10T17:30"),
        ("2026-09-30T10:00", 3, WORKING_DAY, "2026-10-10T17:30"),
        ("2026-11-28T10:00", 1, WORKING_DAY, "2026-11-30T17:30"),
    ],
)
def test_a_limit_ends_where_its_unit_says(start: str, value: int, unit: LimitUnit, expected: str) -> None:
    assert end(start, value, unit) == at(expected)


@pytest.mark.parametrize(
    ("start", "value", "unit", "pauses", "expected"),
    [
        ("2026-11-23T10:00", 24, HOUR, [("2026-11-23T12:00", "2026-11-23T18:00")], "2026-11-24T16:00"),
        ("2026-11-23T10:00", 2, HOUR, [("2026-11-23T12:00", "2026-11-23T18:00")], "2026-11-23T12:00"),
        ("2026-11-23T10:00", 4, HOUR, [("2026-11-23T08:00", "2026-11-23T11:00")], "2026-11-23T15:00"),
        (
            "2026-11-23T10:00",
            24,
            HOUR,
            [("2026-11-23T14:00", "2026-11-23T18:00"), ("2026-11-23T12:00", "2026-11-23T16:00")],
            "2026-11-24T16:00",
        ),
        (
            "2026-11-23T08:00",
            24,
            HOUR,
            [("2026-11-23T12:00", "2026-11-23T18:00"), ("2026-11-23T13:00", "2026-11-23T14:00")],
            "2026-11-24T14:00",
        ),
        ("2026-11-23T10:00", 3, WORKING_HOUR, [("2026-11-23T11:00", "2026-11-23T14:30")], "2026-11-23T16:30"),
        ("2026-11-23T10:00", 3, DAY, [("2026-11-24T09:00", "2026-11-25T09:00")], "2026-11-27T23:59:59"),
        ("2026-11-23T10:00", 3, DAY, [("2026-11-24T09:00", "2026-11-24T15:00")], "2026-11-26T23:59:59"),
        ("2026-11-26T10:00", 2, WORKING_DAY, [("2026-11-26T11:00", "2026-11-30T09:00")], "2026-12-02T17:30"),
    ],
)
def test_paused_time_is_left_out_once(
    start: str, value: int, unit: LimitUnit, pauses: list[tuple[str, str]], expected: str
) -> None:
    assert end(start, value, unit, *pauses) == at(expected)


def test_a_limit_given_in_another_zone_is_counted_in_the_county() -> None:
    due = due_at(datetime(2026, 11, 23, 16, 30, tzinfo=UTC), Limit(1, DAY), CALENDAR)
    assert due == Due(
        at("2026-11-25T23:59:59"),
        provisional=False,
        explanation="内部时限（非法定）1日，自2026-11-24 00:30起（当日不计），到2026-11-25 23:59止。",
    )


def test_the_explanation_says_what_was_left_out_and_what_still_runs() -> None:
    still = [(at("2026-11-23T16:00"), None), (at("2026-11-23T15:00"), None)]
    pauses = [(at("2026-11-23T12:00"), at("2026-11-23T13:00")), *still]
    due = due_at(at("2026-11-23T10:00"), Limit(24, HOUR), CALENDAR, pauses=pauses)
    assert due.at == at("2026-11-24T11:00")
    assert due.paused_since == at("2026-11-23T15:00")
    assert due.explanation == (
        "内部时限（非法定）24小时，自2026-11-23 10:00起（当时不计），到2026-11-24 11:00止，已扣除中止期间；"
        "自2026-11-23 15:00中止，恢复后重算。"
    )


def test_working_time_that_runs_into_an_unannounced_year_is_provisional() -> None:
    due = due_at(at("2026-12-31T10:00"), Limit(1, WORKING_DAY), CALENDAR)
    assert due.at == at("2027-01-04T17:30")
    assert due.provisional
    assert due.explanation.endswith("到2027-01-04 17:30止；所跨年度放假安排尚未公布，暂算。")
    assert not due_at(at("2026-12-31T10:00"), Limit(2, DAY), CALENDAR).provisional
    assert not due_at(at("2026-12-30T10:00"), Limit(1, WORKING_DAY), CALENDAR).provisional


def test_the_office_hours_are_a_parameter() -> None:
    summer = WorkHours(((time(8), time(11)), (time(15), time(18))))
    assert due_at(at("2026-11-23T10:00"), Limit(2, WORKING_HOUR), CALENDAR, summer).at == at("2026-11-23T16:00")
    assert due_at(at("2026-11-23T10:00"), Limit(1, WORKING_DAY), CALENDAR, summer).at == at("2026-11-24T18:00")


def test_the_day_closes_when_the_last_office_hour_ends() -> None:
    assert WorkHours(((time(9), time(15)),)).close == time(15)
    assert WorkHours(((time(8), time(10)), (time(11), time(12)), (time(13), time(16)))).close == time(16)


def test_senseless_limits_and_hours_are_refused() -> None:
    with pytest.raises(ValueError, match=r"^时限至少为 1。$"):
        Limit(0, DAY)
    for spans in ((), ((time(12), time(8)),), ((time(8), time(12)), (time(12), time(17)))):
        with pytest.raises(ValueError, match=r"^办公时间应依次写出，且互不重叠。$"):
            WorkHours(spans)
    assert [str(Limit(3, unit)) for unit in LimitUnit] == ["3小时", "3工作小时", "3日", "3个工作日"]


DUE = at("2026-11-26T17:30")


@pytest.mark.parametrize(
    ("now", "code", "word", "shape", "text"),
    [
        ("2026-11-23T10:00", "green", "正常", "●", "剩3日"),
        ("2026-11-25T17:29", "green", "正常", "●", "剩1日"),
        ("2026-11-25T17:30", "yellow", "临期", "▲", "剩1日"),
        ("2026-11-25T17:31", "yellow", "临期", "▲", "剩23小时"),
        ("2026-11-26T16:30", "yellow", "临期", "▲", "剩1小时"),
        ("2026-11-26T16:31", "yellow", "临期", "▲", "剩59分钟"),
        ("2026-11-26T17:30", "yellow", "临期", "▲", "剩0分钟"),
        ("2026-11-26T17:31", "red", "超期", "■", "超期1分钟"),
        ("2026-11-27T17:29", "red", "超期", "■", "超期23小时"),
        ("2026-11-28T18:00", "red", "超期", "■", "超期2日"),
    ],
)
def test_the_light_says_colour_word_shape_and_distance(now: str, code: str, word: str, shape: str, text: str) -> None:
    shown = light(DUE, at(now))
    assert (shown.code, shown.word, shown.shape, shown.text) == (code, word, shape, text)


def test_a_paused_limit_is_grey_whatever_the_hour() -> None:
    shown = light(DUE, at("2026-12-30T10:00"), paused="鉴定中")
    assert (shown.code, shown.word, shown.shape, shown.text) == ("grey", "中止", "‖", "中止 · 鉴定中")
    assert light(DUE, DUE, paused="").text == "中止"


@pytest.mark.parametrize(
    ("warn", "last_green", "first_yellow"),
    [
        (timedelta(hours=3), "2026-11-30T14:29", "2026-11-30T14:30"),
        (Limit(3, HOUR), "2026-11-30T14:29", "2026-11-30T14:30"),
        (Limit(3, WORKING_HOUR), "2026-11-30T14:29", "2026-11-30T14:30"),
        (Limit(4, WORKING_HOUR), "2026-11-30T11:29", "2026-11-30T11:30"),
        (Limit(7, WORKING_HOUR), "2026-11-30T08:29", "2026-11-30T08:30"),
        (Limit(8, WORKING_HOUR), "2026-11-27T16:29", "2026-11-27T16:30"),
        (Limit(2, DAY), "2026-11-27T23:59", "2026-11-28T00:00"),
        (Limit(2, WORKING_DAY), "2026-11-25T23:59", "2026-11-26T00:00"),
    ],
)
def test_the_warning_starts_where_the_county_set_it(
    warn: timedelta | Limit, last_green: str, first_yellow: str
) -> None:
    due = at("2026-11-30T17:30")
    assert light(due, at(last_green), warn_before=warn, calendar=CALENDAR).code == "green"
    assert light(due, at(first_yellow), warn_before=warn).code == "yellow"


def test_working_hours_before_an_end_outside_office_hours_count_back_from_the_last_open_hour() -> None:
    due = at("2026-11-30T07:00")
    assert light(due, at("2026-11-27T16:29"), warn_before=Limit(1, WORKING_HOUR)).code == "green"
    assert light(due, at("2026-11-27T16:30"), warn_before=Limit(1, WORKING_HOUR)).code == "yellow"


moments = st.datetimes(datetime(2024, 1, 1), datetime(2026, 6, 30)).map(lambda m: m.replace(second=0, microsecond=0))


@given(moments, st.integers(1, 60), st.lists(st.tuples(moments, st.integers(0, 5000)), max_size=3))
def test_working_hours_agree_with_a_minute_by_minute_count(
    start: datetime, value: int, drawn: list[tuple[datetime, int]]
) -> None:
    pauses = [(begin, begin + timedelta(minutes=length)) for begin, length in drawn]
    moment, left = start, value * 60
    while left:
        worked = CALENDAR.is_workday(moment.date()) and (
            time(8, 30) <= moment.time() < time(12) or time(14) <= moment.time() < time(17, 30)
        )
        left -= worked and not any(begin <= moment < until for begin, until in pauses)
        moment += timedelta(minutes=1)
    spans = [(b.replace(tzinfo=SHANGHAI), e.replace(tzinfo=SHANGHAI)) for b, e in pauses]
    due = due_at(start.replace(tzinfo=SHANGHAI), Limit(value, WORKING_HOUR), CALENDAR, pauses=spans)
    assert due.at == moment.replace(tzinfo=SHANGHAI)


@given(moments, st.integers(1, 40), st.booleans())
def test_days_agree_with_a_day_by_day_count(start: datetime, value: int, working: bool) -> None:
    day, left = start.date(), value
    while left:
        day = date.fromordinal(day.toordinal() + 1)
        left -= not working or CALENDAR.is_workday(day)
    due = due_at(start.replace(tzinfo=SHANGHAI), Limit(value, WORKING_DAY if working else DAY), CALENDAR)
    assert due.at.date() == day
