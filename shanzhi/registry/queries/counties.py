"""Which county is this, and when does it work?"""

from collections.abc import Callable
from datetime import date, time
from functools import lru_cache
from time import monotonic as time_now

from django.db.models import Count, Max
from django.utils import timezone

from shanzhi.law.calendar import Calendar, YearTable
from shanzhi.law.limits import WorkHours

from ..models import CalendarDay, County


class NoCounty(LookupError):
    """The database holds no county yet."""


# The county's parameters are asked for by every request and change a few times a year.
KEPT_SECONDS = 3.0
_kept: dict[str, tuple[float, County]] = {}
_calendars: dict[str, tuple[float, Calendar]] = {}


def forget_counties() -> None:
    """Read the parameters anew next time: after a change, and between tests."""
    _kept.clear()
    _calendars.clear()


def _remembered(key: str, read: Callable[[], County | None]) -> County | None:
    now = time_now()
    found = _kept.get(key)
    if found and now - found[0] < KEPT_SECONDS:
        return found[1]
    county = read()
    if county is not None:
        _kept[key] = (now, county)
    return county


def default_county() -> County:
    """Return the county this installation serves: the only one, or the first. Raises NoCounty before set-up.

    Not to be changed in place: the same object answers for a few seconds.
    """
    county = _remembered("", lambda: County.objects.order_by("code").first())
    if county is None:
        raise NoCounty("系统中还没有县级参数：请先运行 ./run，或用 shanzhi import sample 载入示例县。")
    return county


def county_named(code: str) -> County:
    """Return the county of this code. Raises NoCounty."""
    county = _remembered(code, lambda: County.objects.filter(pk=code).first())
    if county is None:
        raise NoCounty(f"没有代码为 {code} 的县（市、区）。")
    return county


def work_hours_of(county: County) -> WorkHours:
    """Return the county's office hours as the law package counts them."""
    return _work_hours(county.office_opens)


@lru_cache(maxsize=64)
def _work_hours(text: str) -> WorkHours:
    spans = []
    for part in text.replace("，", ",").split(","):
        start, _, end = part.strip().partition("-")
        spans.append((time.fromisoformat(start), time.fromisoformat(end)))
    return WorkHours(tuple(spans))


def calendar_of(county: County) -> Calendar:
    """Return the working calendar: as announced, with the days this county has imported since."""
    now = time_now()
    found = _calendars.get(county.code)
    if found and now - found[0] < KEPT_SECONDS:
        return found[1]
    state = CalendarDay.objects.filter(county=county.code).aggregate(count=Count("pk"), newest=Max("changed_at"))
    calendar = Calendar.announced()
    if state["count"]:
        calendar = _imported_calendar(county.code, state["count"], str(state["newest"]))
    _calendars[county.code] = (now, calendar)
    return calendar


@lru_cache(maxsize=8)
def _imported_calendar(code: str, count: int, newest: str) -> Calendar:
    """Build the calendar once per state of the table (its size and last change name the state)."""
    calendar = Calendar.announced()
    by_year: dict[int, list[CalendarDay]] = {}
    for row in CalendarDay.objects.filter(county=code).order_by("day"):
        by_year.setdefault(row.day.year, []).append(row)
    for year, rows in by_year.items():
        off = {row.day: row.name for row in rows if not row.is_working}
        work = {row.day: row.name for row in rows if row.is_working}
        calendar = calendar.with_year(YearTable(year, rows[0].source, off, work))
    return calendar


def missing_year(calendar: Calendar, *, today: date | None = None) -> int | None:
    """Return the year whose announcement is still missing: next year's from November on (P26), else this year's."""
    day = today or timezone.localdate()
    wanted = [day.year, day.year + 1] if day.month >= 11 else [day.year]
    return next((year for year in wanted if not calendar.is_announced(date(year, 1, 1))), None)
