"""Is this day a working day here, who said so, and is that announced or only computed?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import cache
from types import MappingProxyType
from typing import Any

from shanzhi.law import sources

ONE_DAY = timedelta(days=1)
_FRIDAY = 4
_PROVISIONAL_SOURCE = "尚未公布放假安排：按周六周日和《全国年节及纪念日放假办法》第二条暂算"


class DayKind(StrEnum):
    WORKDAY = "工作日"
    MAKE_UP = "调休上班"
    WEEKEND = "周末"
    HOLIDAY = "节假日"

    @property
    def works(self) -> bool:
        return self in (DayKind.WORKDAY, DayKind.MAKE_UP)


class CalendarError(ValueError):
    """A year's table is wrong, or a year is beyond every table; the message is for the user."""


@dataclass(frozen=True, slots=True)
class Day:
    """One day as the page draws it; `name` is the festival it belongs to, if any."""

    day: date
    kind: DayKind
    name: str
    provisional: bool


@dataclass(frozen=True)
class YearTable:
    """One year's announcement. Weekends not listed rest, other days not listed work."""

    year: int
    source: str
    days_off: Mapping[date, str]
    make_up_days: Mapping[date, str]

    @classmethod
    def parse(cls, text: str) -> YearTable:
        """Read a year's YAML; a wrong line is named."""
        try:
            raw: dict[str, Any] = sources.parse(text)
            year, source = int(raw["year"]), str(raw["source"])
            off = {day: str(entry["name"]) for entry in raw["days_off"] for day in _span(entry["from"], entry["to"])}
            work = {entry["day"]: str(entry["for"]) for entry in raw["make_up_days"]}
        except (KeyError, TypeError, ValueError) as error:
            raise CalendarError(f"放假安排读不懂：{error}。应有 year、source、days_off、make_up_days。") from error
        _check(year, off, work)
        return cls(year, source, MappingProxyType(off), MappingProxyType(work))


def _span(first: date, last: date) -> list[date]:
    if last < first:
        raise ValueError(f"{first} 之后才是 {last}")
    return [first + timedelta(days=offset) for offset in range((last - first).days + 1)]


def _check(year: int, off: Mapping[date, str], work: Mapping[date, str]) -> None:
    for day in (*off, *work):
        if not isinstance(day, date) or abs(day.year - year) > 1:
            raise CalendarError(f"{year} 年的放假安排里有别年的日子：{day}。")
    if both := sorted(set(off) & set(work)):
        raise CalendarError(f"{both[0]} 既列为放假又列为上班。")
    if weekdays := sorted(day for day in work if day.weekday() <= _FRIDAY):
        raise CalendarError(f"{weekdays[0]} 不是周六周日，不能列为调休上班。")


@cache
def statutory_holidays(year: int) -> Mapping[date, str]:
    """The thirteen days of article 2 of the holiday rules, lunar ones from the table; never shifted."""
    lunar: dict[str, date] | None = _lunar().get(year)
    if lunar is None:
        raise CalendarError(f"历表没有 {year} 年，不能计算；现有 {min(_lunar())} 至 {max(_lunar())} 年。")
    new_year = lunar["春节"]
    days = {date(year, 1, 1): "元旦"}
    days |= dict.fromkeys((new_year + timedelta(days=offset) for offset in range(-1, 3)), "春节")
    days |= {lunar["清明节"]: "清明节", date(year, 5, 1): "劳动节", date(year, 5, 2): "劳动节"}
    days |= {lunar["端午节"]: "端午节", lunar["中秋节"]: "中秋节"}
    days |= dict.fromkeys((date(year, 10, day) for day in (1, 2, 3)), "国庆节")
    return MappingProxyType(days)


@cache
def _lunar() -> dict[int, dict[str, date]]:
    years: dict[int, dict[str, date]] = sources.read("lunar.yaml")["years"]
    return years


class Calendar:
    """A working calendar as known at some moment: an immutable value, passed to whatever counts days."""

    __slots__ = ("_marks", "years")

    def __init__(self, tables: Iterable[YearTable]) -> None:
        self.years: Mapping[int, YearTable] = MappingProxyType({table.year: table for table in tables})
        # True: a weekend day that works; False: a day off. An announcement may reach into a neighbouring year.
        self._marks: dict[date, bool] = {}
        for table in self.years.values():
            self._marks |= dict.fromkeys(table.days_off, False) | dict.fromkeys(table.make_up_days, True)

    @staticmethod
    @cache
    def announced() -> Calendar:
        """The years this version of the product knows as announced."""
        files = sorted((sources.DATA / "holidays").glob("*.yaml"))
        return Calendar(YearTable.parse(file.read_text(encoding="utf-8")) for file in files)

    def with_year(self, table: YearTable) -> Calendar:
        """This calendar and one more announcement; an older one for the same year gives way."""
        return Calendar({**self.years, table.year: table}.values())

    def is_announced(self, day: date) -> bool:
        return day.year in self.years

    def is_workday(self, day: date) -> bool:
        mark = self._marks.get(day)
        if mark is not None:
            return mark
        if day.weekday() > _FRIDAY:
            return False
        return day.year in self.years or day not in statutory_holidays(day.year)

    def next_workday(self, day: date) -> date:
        """The day itself if it works, else the first working day after it."""
        while not self.is_workday(day):
            day += ONE_DAY
        return day

    def previous_workday(self, day: date) -> date:
        """The day itself if it works, else the last working day before it."""
        while not self.is_workday(day):
            day -= ONE_DAY
        return day

    def add_workdays(self, day: date, count: int) -> date:
        """The count-th working day after the day (before it, if negative); the day itself is not counted."""
        step = ONE_DAY if count > 0 else -ONE_DAY
        for _ in range(abs(count)):
            day += step
            while not self.is_workday(day):
                day += step
        return day

    def workdays_between(self, after: date, until: date) -> int:
        """How many working days lie after the one day and up to and including the other."""
        return sum(self.is_workday(day.day) for day in self.days(after + ONE_DAY, until))

    def day(self, day: date) -> Day:
        table = self.years.get(day.year)
        mark = self._marks.get(day)
        if mark is not None:
            kind, names = (DayKind.MAKE_UP, "make_up_days") if mark else (DayKind.HOLIDAY, "days_off")
            name = next(getattr(one, names)[day] for one in self.years.values() if day in getattr(one, names))
            return Day(day, kind, name, provisional=False)
        if table is None and (name := statutory_holidays(day.year).get(day, "")):
            return Day(day, DayKind.HOLIDAY, name, provisional=True)
        kind = DayKind.WEEKEND if day.weekday() > _FRIDAY else DayKind.WORKDAY
        return Day(day, kind, "", provisional=table is None)

    def days(self, first: date, last: date) -> Iterator[Day]:
        """Every day from first to last, for drawing."""
        while first <= last:
            yield self.day(first)
            first += ONE_DAY

    def source(self, year: int) -> str:
        table = self.years.get(year)
        return table.source if table else _PROVISIONAL_SOURCE
