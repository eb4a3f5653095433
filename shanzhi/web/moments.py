"""How do people say this moment, this distance, this article?"""

from datetime import date, datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]


def local(moment: date | datetime) -> date | datetime:
    """Return the moment in the county's own time; dates stay as they are."""
    if isinstance(moment, datetime) and timezone.is_aware(moment):
        return timezone.localtime(moment)
    return moment


def spoken(moment: date | datetime, *, today: date | None = None) -> str:
    """今天 14:05, 明天, 10月13日 09:30, 2025年10月13日: no more than is needed to know the day."""
    moment = local(moment)
    day = moment.date() if isinstance(moment, datetime) else moment
    clock = f" {moment:%H:%M}" if isinstance(moment, datetime) else ""
    return _spoken_day(day, today or timezone.localdate()) + clock


def _spoken_day(day: date, today: date) -> str:
    near = {-1: _("昨天"), 0: _("今天"), 1: _("明天")}.get((day - today).days)
    if near:
        return near
    if (get_language() or "").startswith("en"):
        year = "" if day.year == today.year else f" {day.year}"
        return f"{day.day} {MONTHS[day.month - 1]}{year}"
    year = "" if day.year == today.year else f"{day.year}年"
    return f"{year}{day.month}月{day.day}日"


def exact(moment: date | datetime) -> str:
    """2026年10月13日 14:05."""
    moment = local(moment)
    clock = f" {moment:%H:%M}" if isinstance(moment, datetime) else ""
    if (get_language() or "").startswith("en"):
        return f"{moment.day} {MONTHS[moment.month - 1]} {moment.year}{clock}"
    return f"{moment.year}年{moment.month}月{moment.day}日{clock}"


def length(metres: float) -> str:
    """350米, 1.2公里, 18公里: as exact as a walker needs."""
    if metres < 1000:
        step = 10 if metres >= 100 else 5
        return _("%(n)s米") % {"n": max(step, round(metres / step) * step)}
    kilometres = metres / 1000
    return _("%(n)s公里") % {"n": f"{kilometres:.1f}".removesuffix(".0") if kilometres < 10 else round(kilometres)}


def citations_of(basis: Any) -> list[Any]:
    """Return the single articles of a basis: nothing, one, several, or a text."""
    if not basis:
        return []
    return list(basis) if isinstance(basis, list | tuple) else [basis]
