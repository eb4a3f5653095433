from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shanzhi.law.calendar import Calendar, CalendarError, Day, DayKind, YearTable, statutory_holidays

CALENDAR = Calendar.announced()
NEXT_YEAR = """
year: 2027
source: 示例通知
days_off:
  - {name: 元旦, from: 2027-01-01, to: 2027-01-03}
  - {name: 春节, from: 2027-02-05, to: 2027-02-11}
make_up_days:
  - {day: 2027-01-30, for: 春节}
"""


def test_the_years_2020_to_2026_are_known_as_announced() -> None:
    assert sorted(CALENDAR.years) == list(range(2020, 2027))
    assert CALENDAR.is_announced(date(2026, 12, 31))
    assert not CALENDAR.is_announced(date(2027, 1, 1))
    assert "2025年11月4日" in CALENDAR.source(2026)


@pytest.mark.parametrize(
    ("day", "kind", "name"),
    [
        ("2026-09-20", DayKind.MAKE_UP, "国庆节"),
        ("2026-10-10", DayKind.MAKE_UP, "国庆节"),
        ("2026-10-01", DayKind.HOLIDAY, "国庆节"),
        ("2026-10-11", DayKind.WEEKEND, ""),
        ("2026-10-12", DayKind.WORKDAY, ""),
        ("2025-01-26", DayKind.MAKE_UP, "春节"),
        ("2020-01-31", DayKind.HOLIDAY, "春节"),
        ("2022-12-31", DayKind.HOLIDAY, "元旦"),
    ],
)
def test_a_day_is_what_the_announcement_made_it(day: str, kind: DayKind, name: str) -> None:
    one = date.fromisoformat(day)
    assert CALENDAR.day(one) == Day(one, kind, name, provisional=False)
    assert CALENDAR.is_workday(one) is kind.works


def test_an_unannounced_year_is_computed_from_weekends_and_statutory_holidays_and_says_so() -> None:
    off = {
        one.day.isoformat()[5:]: one.name
        for one in CALENDAR.days(date(2027, 1, 1), date(2027, 12, 31))
        if one.kind is DayKind.HOLIDAY
    }
    assert off == {
        "01-01": "元旦",
        "02-05": "春节",
        "02-06": "春节",
        "02-07": "春节",
        "02-08": "春节",
        "04-05": "清明节",
        "05-01": "劳动节",
        "05-02": "劳动节",
        "06-09": "端午节",
        "09-15": "中秋节",
        "10-01": "国庆节",
        "10-02": "国庆节",
        "10-03": "国庆节",
    }
    assert CALENDAR.day(date(2027, 2, 8)) == Day(date(2027, 2, 8), DayKind.HOLIDAY, "春节", provisional=True)
    assert CALENDAR.day(date(2027, 2, 9)) == Day(date(2027, 2, 9), DayKind.WORKDAY, "", provisional=True)
    assert CALENDAR.day(date(2027, 2, 13)).kind is DayKind.WEEKEND
    assert CALENDAR.source(2027) == "尚未公布放假安排：按周六周日和《全国年节及纪念日放假办法》第二条暂算"
    assert [kind.value for kind in DayKind] == ["工作日", "调休上班", "周末", "节假日"]


def test_when_the_announcement_arrives_the_year_is_no_longer_provisional() -> None:
    known = CALENDAR.with_year(YearTable.parse(NEXT_YEAR))
    assert known.day(date(2027, 2, 9)) == Day(date(2027, 2, 9), DayKind.HOLIDAY, "春节", provisional=False)
    assert known.is_workday(date(2027, 1, 30))
    assert known.is_workday(date(2027, 4, 5))
    assert known.source(2027) == "示例通知"
    assert not CALENDAR.is_announced(date(2027, 2, 9)), "the old calendar is a value and stays as it was"


def test_a_corrected_announcement_replaces_the_old_one() -> None:
    first = CALENDAR.with_year(YearTable.parse(NEXT_YEAR))
    second = first.with_year(YearTable.parse(NEXT_YEAR.replace("2027-02-11", "2027-02-12")))
    assert first.is_workday(date(2027, 2, 12))
    assert not second.is_workday(date(2027, 2, 12))


def test_an_announcement_may_reach_into_the_december_before() -> None:
    text = NEXT_YEAR.replace("from: 2027-01-01", "from: 2026-12-31")
    known = CALENDAR.with_year(YearTable.parse(text))
    assert not known.is_workday(date(2026, 12, 31))
    assert known.day(date(2026, 12, 31)).name == "元旦"


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("year: 2027", "years: 2027", "^放假安排读不懂：'year'。应有 year、source、days_off、make_up_days。$"),
        ("2027-01-03", "2026-12-30", "读不懂：2027-01-01 之后才是 2026-12-30。"),
        ("year: 2027", "year: [", "读不懂"),
        ("2027-01-30", "2027-02-06", "^2027-02-06 既列为放假又列为上班。$"),
        ("2027-01-30", "2027-01-29", "^2027-01-29 不是周六周日，不能列为调休上班。$"),
        ("2027-01-30", "2029-01-27", "^2027 年的放假安排里有别年的日子：2029-01-27。$"),
        ("2027-01-30", "someday", "别年的日子"),
    ],
)
def test_a_wrong_announcement_is_refused_in_a_sentence(old: str, new: str, message: str) -> None:
    with pytest.raises(CalendarError, match=message):
        YearTable.parse(NEXT_YEAR.replace(old, new))


def test_years_beyond_the_lunar_table_are_refused() -> None:
    with pytest.raises(CalendarError, match=r"^历表没有 2051 年，不能计算；现有 2020 至 2050 年。$"):
        CALENDAR.is_workday(date(2051, 1, 2))


def test_statutory_holidays_lie_within_the_announced_days_off() -> None:
    for year in range(2020, 2027):
        for day in statutory_holidays(year):
            # The fourth day of Spring Festival and the second of Labour Day are holidays only since 2025.
            if year >= 2025 or day not in (min(d for d, n in statutory_holidays(year).items() if n == "春节"),):
                assert not CALENDAR.is_workday(day), day


def test_steps_over_the_national_holiday() -> None:
    assert CALENDAR.next_workday(date(2026, 10, 1)) == date(2026, 10, 8)
    assert CALENDAR.next_workday(date(2026, 10, 10)) == date(2026, 10, 10)
    assert CALENDAR.previous_workday(date(2026, 10, 7)) == date(2026, 9, 30)
    assert CALENDAR.previous_workday(date(2026, 9, 30)) == date(2026, 9, 30)
    assert CALENDAR.add_workdays(date(2026, 9, 28), 5) == date(2026, 10, 10)
    assert CALENDAR.add_workdays(date(2026, 10, 10), -5) == date(2026, 9, 28)
    assert CALENDAR.add_workdays(date(2026, 10, 3), 0) == date(2026, 10, 3)
    assert CALENDAR.workdays_between(date(2026, 9, 28), date(2026, 10, 10)) == 5


days = st.dates(date(2020, 1, 1), date(2049, 12, 31))


@given(days, st.integers(1, 40))
def test_counting_working_days_forward_and_between_agree(day: date, count: int) -> None:
    end = CALENDAR.add_workdays(day, count)
    assert CALENDAR.is_workday(end)
    assert CALENDAR.workdays_between(day, end) == count


@given(days)
def test_a_day_works_exactly_when_its_kind_says_so(day: date) -> None:
    assert CALENDAR.day(day).kind.works is CALENDAR.is_workday(day)
