"""Which county is this, and when does it work?"""

from datetime import date, time
from functools import lru_cache

from django.db.models import Count, Max
from django.utils import timezone

from shanzhi.law.calendar import Calendar, YearTable
from shanzhi.law.limits import WorkHours

from ..models import CalendarDay, County


class NoCounty(LookupError):
    """The database holds no county yet."""


def default_county() -> County:
    """Return the county this installation serves: the only one, or the first. Raises NoCounty before set-up."""
    county = County.objects.order_by("code").first()
    if county is None:
        raise NoCounty("系统中还没有县级参数：请先运行 ./run，或用 shanzhi import sample 载入示例县。")
    return county


def county_named(code: str) -> County:
    """Return the county of this code. Raises NoCounty."""
    try:
        return County.objects.get(pk=code)
    except County.DoesNotExist:
        raise NoCounty(f"没有代码为 {code} 的县（市、区）。") from None


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
    rows = CalendarDay.objects.filter(county=county.code)
    state = rows.aggregate(count=Count("pk"), newest=Max("changed_at"))
    if not state["count"]:
        return Calendar.announced()
    return _imported_calendar(county.code, state["count"], str(state["newest"]))


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
