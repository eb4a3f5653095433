"""When does one of the county's own (not statutory) limits end, and what colour is it now?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from enum import StrEnum
from itertools import pairwise
from typing import TypeAlias
from zoneinfo import ZoneInfo

from shanzhi.law.calendar import ONE_DAY, Calendar

SHANGHAI = ZoneInfo("Asia/Shanghai")
# A day ends at 24:00 (民法典203.2); written one second earlier so that its date is the last day itself.
END_OF_DAY = time(23, 59, 59)

Span: TypeAlias = tuple[datetime, datetime]
OpenSpan: TypeAlias = tuple[datetime, datetime | None]


class LimitUnit(StrEnum):
    HOUR = "小时"
    WORKING_HOUR = "工作小时"
    DAY = "日"
    WORKING_DAY = "个工作日"

    @property
    def by_clock(self) -> bool:
        return self in (LimitUnit.HOUR, LimitUnit.WORKING_HOUR)

    @property
    def working(self) -> bool:
        return self in (LimitUnit.WORKING_HOUR, LimitUnit.WORKING_DAY)


@dataclass(frozen=True, slots=True)
class Limit:
    value: int
    unit: LimitUnit

    def __post_init__(self) -> None:
        if self.value < 1:
            raise ValueError("时限至少为 1。")

    def __str__(self) -> str:
        return f"{self.value}{self.unit}"


@dataclass(frozen=True, slots=True)
class WorkHours:
    """The office hours of a working day, in order."""

    spans: tuple[tuple[time, time], ...] = ((time(8, 30), time(12)), (time(14), time(17, 30)))

    def __post_init__(self) -> None:
        times = [moment for span in self.spans for moment in span]
        if not times or any(later <= earlier for earlier, later in pairwise(times)):
            raise ValueError("办公时间应依次写出，且互不重叠。")

    @property
    def close(self) -> time:
        return self.spans[-1][1]


@dataclass(frozen=True, slots=True)
class Due:
    """The end of a limit. While `paused_since` is set the end is only what it would be without that pause."""

    at: datetime
    provisional: bool
    explanation: str
    paused_since: datetime | None = None


@dataclass(frozen=True, slots=True)
class Light:
    """Colour, word and shape say the same thing three times, so that nobody depends on colour."""

    code: str
    word: str
    shape: str
    text: str


OFFICE_HOURS = WorkHours()


def due_at(
    start: datetime,
    limit: Limit,
    calendar: Calendar,
    hours: WorkHours = OFFICE_HOURS,
    pauses: Sequence[OpenSpan] = (),
) -> Due:
    """The start hour or day is not counted; a pause's first day counts, the day it ends does not."""
    start = start.astimezone(SHANGHAI)
    closed = [(begin.astimezone(SHANGHAI), end.astimezone(SHANGHAI)) for begin, end in pauses if end is not None]
    running = [begin.astimezone(SHANGHAI) for begin, end in pauses if end is None]
    if limit.unit.by_clock:
        at = _after_hours(start, limit, calendar, hours, closed)
    else:
        at = _after_days(start, limit, calendar, hours, closed)
    # An unannounced year's holidays can only make the end later or earlier where working time is counted.
    provisional = limit.unit.working and any(year not in calendar.years for year in range(start.year, at.year + 1))
    since = min(running, default=None)
    return Due(at, provisional, _explain(start, limit, at, bool(closed), since, provisional), since)


def _after_days(
    start: datetime, limit: Limit, calendar: Calendar, hours: WorkHours, pauses: Sequence[Span]
) -> datetime:
    working = limit.unit.working
    day, left = start.date(), limit.value
    while left:
        day += ONE_DAY
        paused = any(begin.date() < day <= end.date() for begin, end in pauses)
        left -= not paused and (not working or calendar.is_workday(day))
    return datetime.combine(day, hours.close if working else END_OF_DAY, SHANGHAI)


def _after_hours(
    start: datetime, limit: Limit, calendar: Calendar, hours: WorkHours, pauses: Sequence[Span]
) -> datetime:
    office = hours if limit.unit.working else None
    left = timedelta(hours=limit.value)
    for opens, closes in _open_spans(start, calendar, office):
        for begin, end in _without(pauses, opens, closes):
            if end - begin >= left:
                return begin + left
            left -= end - begin
    raise AssertionError("unreachable: spans never end")  # pragma: no cover


def _open_spans(start: datetime, calendar: Calendar, hours: WorkHours | None) -> Iterator[Span]:
    """From the start on: office hours of working days, or round the clock when no hours are given."""
    day = start.date()
    while True:
        midnight = datetime.combine(day, time(), SHANGHAI)
        spans = [(midnight, midnight + ONE_DAY)]
        if hours is not None:
            spans = [
                (datetime.combine(day, opens, SHANGHAI), datetime.combine(day, closes, SHANGHAI))
                for opens, closes in hours.spans
                if calendar.is_workday(day)
            ]
        yield from ((max(opens, start), max(closes, start)) for opens, closes in spans)
        day += ONE_DAY


def _without(pauses: Sequence[Span], opens: datetime, closes: datetime) -> Iterator[Span]:
    """The parts of one span that no pause covers; some may be of no length."""
    for begin, end in sorted(pauses):
        yield opens, max(opens, min(begin, closes))
        opens = max(opens, end)
    yield opens, max(opens, closes)


def _explain(
    start: datetime, limit: Limit, at: datetime, has_pauses: bool, since: datetime | None, provisional: bool
) -> str:
    begin = "当时" if limit.unit.by_clock else "当日"
    text = f"内部时限（非法定）{limit}，自{start:%Y-%m-%d %H:%M}起（{begin}不计），到{at:%Y-%m-%d %H:%M}止"
    if has_pauses:
        text += "，已扣除中止期间"
    if since is not None:
        text += f"；自{since:%Y-%m-%d %H:%M}中止，恢复后重算"
    if provisional:
        text += "；所跨年度放假安排尚未公布，暂算"
    return text + "。"


def light(
    due_at: datetime,
    now: datetime,
    *,
    warn_before: timedelta | Limit = ONE_DAY,
    paused: str | None = None,
    calendar: Calendar | None = None,
    hours: WorkHours = OFFICE_HOURS,
) -> Light:
    """The one place that decides the colour of a limit. The moment of the end itself is still in time."""
    if paused is not None:
        return Light("grey", "中止", "‖", f"中止 · {paused}" if paused else "中止")
    due_at, now = due_at.astimezone(SHANGHAI), now.astimezone(SHANGHAI)
    if now > due_at:
        return Light("red", "超期", "■", f"超期{_distance(due_at, now)}")
    text = f"剩{_distance(now, due_at)}"
    if now >= _warns_from(due_at, warn_before, calendar or Calendar.announced(), hours):
        return Light("yellow", "临期", "▲", text)
    return Light("green", "正常", "●", text)


def _warns_from(due_at: datetime, before: timedelta | Limit, calendar: Calendar, hours: WorkHours) -> datetime:
    if isinstance(before, timedelta):
        return due_at - before
    if before.unit is LimitUnit.HOUR:
        return due_at - timedelta(hours=before.value)
    if before.unit is LimitUnit.WORKING_HOUR:
        return _back_hours(due_at, before.value, calendar, hours)
    days = -before.value
    first = calendar.add_workdays(due_at.date(), days) if before.unit.working else due_at.date() + ONE_DAY * days
    return datetime.combine(first, time(), SHANGHAI)


def _back_hours(due_at: datetime, value: int, calendar: Calendar, hours: WorkHours) -> datetime:
    left, day = timedelta(hours=value), due_at.date()
    while True:
        for opens, closes in reversed(hours.spans if calendar.is_workday(day) else ()):
            begin = datetime.combine(day, opens, SHANGHAI)
            end = min(datetime.combine(day, closes, SHANGHAI), due_at)
            if end - begin >= left:
                return end - left
            left -= max(end - begin, timedelta())
        day -= ONE_DAY


def _distance(earlier: datetime, later: datetime) -> str:
    """Days by the calendar from one day's length on, below that hours, below that minutes."""
    gap = later - earlier
    if gap >= ONE_DAY:
        return f"{(later.date() - earlier.date()).days}日"
    minutes = int(gap.total_seconds() // 60)
    return f"{minutes // 60}小时" if minutes >= 60 else f"{minutes}分钟"
