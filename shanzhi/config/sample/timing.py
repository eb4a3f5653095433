"""When did it happen? Sample times are told from the day of loading, so that the county is always fresh."""

import re
from datetime import datetime, time, timedelta

from django.utils import timezone

UNITS = {"m": "minutes", "h": "hours", "d": "days"}
MORNING, EVENING = time(8, 20), time(20, 30)
SHORT = timedelta(hours=3)


class BadTime(ValueError):
    """A time in a sample file cannot be read."""


def span(text: str) -> timedelta:
    """5h → five hours."""
    if not (found := re.fullmatch(r"(\d+)([mhd])", text)):
        raise BadTime(f"示例文件里的时间读不懂：{text}。应写作 35m、2h 或 3d。")
    return timedelta(**{UNITS[found[2]]: int(found[1])})


def ago(text: str, now: datetime) -> datetime:
    """35m → that long before; 2d 11:40 → at that time of the day two days before."""
    days, _, clock = text.partition(" ")
    if not clock:
        return now - span(days)
    day = timezone.localdate(now) - span(days)
    return timezone.make_aware(datetime.combine(day, time.fromisoformat(clock)))


def after(before: datetime, text: str) -> datetime:
    """Return the moment so long after; a long wait ends by day, as people work."""
    wait = span(text)
    moment = timezone.localtime(before + wait)
    if wait < SHORT or MORNING <= moment.time() <= EVENING:
        return moment
    day = moment.date() + timedelta(days=1) if moment.time() > EVENING else moment.date()
    minutes = (moment.hour * 7 + moment.minute) % 90
    return timezone.make_aware(datetime.combine(day, MORNING)) + timedelta(minutes=minutes)
