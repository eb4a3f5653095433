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


class Speaker:
    """Says moments; what is alike for all of them (today, the language) is found out once, for pages of many rows."""

    def __init__(self, today: date | None = None) -> None:
        self.today = today or timezone.localdate()
        self.zone = timezone.get_current_timezone()
        self.is_english = (get_language() or "").startswith("en")
        self.near = {-1: _("昨天"), 0: _("今天"), 1: _("明天")}

    def local(self, moment: date | datetime) -> date | datetime:
        """Return the moment in the county's own time; dates stay as they are."""
        return moment.astimezone(self.zone) if isinstance(moment, datetime) and moment.tzinfo else moment

    def spoken(self, moment: date | datetime) -> str:
        """今天 14:05, 明天, 10月13日 09:30, 2025年10月13日: no more than is needed to know the day."""
        moment = self.local(moment)
        day = moment.date() if isinstance(moment, datetime) else moment
        return self._day(day) + _clock(moment)

    def _day(self, day: date) -> str:
        near = self.near.get((day - self.today).days)
        if near:
            return near
        if self.is_english:
            year = "" if day.year == self.today.year else f" {day.year}"
            return f"{day.day} {MONTHS[day.month - 1]}{year}"
        year = "" if day.year == self.today.year else f"{day.year}年"
        return f"{year}{day.month}月{day.day}日"

    def exact(self, moment: date | datetime) -> str:
        """2026年10月13日 14:05."""
        moment = self.local(moment)
        if self.is_english:
            return f"{moment.day} {MONTHS[moment.month - 1]} {moment.year}{_clock(moment)}"
        return f"{moment.year}年{moment.month}月{moment.day}日{_clock(moment)}"

    def stamp(self, moment: date | datetime) -> str:
        """2026-10-13T14:05+08:00, for machines."""
        moment = self.local(moment)
        return moment.isoformat("T", "minutes") if isinstance(moment, datetime) else moment.isoformat()


def _clock(moment: date | datetime) -> str:
    return f" {moment.hour:02}:{moment.minute:02}" if isinstance(moment, datetime) else ""


def spoken(moment: date | datetime, *, today: date | None = None) -> str:
    """Say one moment as people do."""
    return Speaker(today).spoken(moment)


def exact(moment: date | datetime) -> str:
    """Say one moment in full."""
    return Speaker().exact(moment)


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
