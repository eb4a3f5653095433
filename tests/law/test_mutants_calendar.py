"""The working calendar: what is wrong with an announcement is told by its earliest day."""

from datetime import date

import pytest

from shanzhi.law.calendar import Calendar, CalendarError, Day, DayKind, YearTable

WEEKENDS_OF_JUNE = ("05", "06", "12", "13", "19", "20", "26", "27")


def announcement(made_up: list[str]) -> str:
    days = ", ".join(f"{{day: {day}, for: 示例}}" for day in made_up)
    off = "{name: 示例, from: 2027-06-01, to: 2027-06-30}"
    return f"year: 2027\nsource: 示例通知\ndays_off: [{off}]\nmake_up_days: [{days}]"


def test_of_several_days_both_off_and_worked_the_earliest_is_named() -> None:
    with pytest.raises(CalendarError, match=r"^2027-06-05 既列为放假又列为上班。$"):
        YearTable.parse(announcement([f"2027-06-{day}" for day in reversed(WEEKENDS_OF_JUNE)]))


def test_of_several_weekdays_listed_as_make_up_days_the_earliest_is_named() -> None:
    with pytest.raises(CalendarError, match=r"^2027-07-05 不是周六周日，不能列为调休上班。$"):
        YearTable.parse(announcement(["2027-07-07", "2027-07-05", "2027-07-06"]))


def test_the_eve_of_spring_festival_2024_was_worked_since_its_announcement_did_not_free_it() -> None:
    eve = date(2024, 2, 9)
    assert Calendar.announced().day(eve) == Day(eve, DayKind.WORKDAY, "", provisional=False)
