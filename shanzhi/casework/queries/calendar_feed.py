"""Which statutory dates does an officer's calendar show? Numbers and dates only: a calendar is read in many places."""

from datetime import UTC, date, datetime, timedelta

from shanzhi.registry.models import Officer

from ..models import PenaltyCase
from .deadlines import Deadline, deadlines_of
from .facts import Rows

MOST_CASES = 200
LINE = 73


def feed_text(officer: Officer, *, today: date, now: datetime) -> str:
    """Return the calendar (iCalendar, RFC 5545) of an officer's running cases."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//shanzhi//casework//ZH", "CALSCALE:GREGORIAN",
             "METHOD:PUBLISH", "X-WR-CALNAME:法定期限", "X-WR-TIMEZONE:Asia/Shanghai"]  # fmt: skip
    rows = PenaltyCase.objects.filter(
        officers__officer=officer, officers__until_on__isnull=True, closed_on__isnull=True
    ).order_by("opened_at")
    for case in rows.select_related("party", "item")[:MOST_CASES]:
        for place, one in enumerate(deadlines_of(case, Rows.of(case), today=today)):
            lines += _event(case, one, place, now)
    return "\r\n".join(_folded(line) for line in [*lines, "END:VCALENDAR"]) + "\r\n"


def _event(case: PenaltyCase, one: Deadline, place: int, now: datetime) -> list[str]:
    note = "（暂按，放假安排未公布）" if one.provisional else ""
    return [
        "BEGIN:VEVENT",
        f"UID:{case.pk}-{place}@shanzhi",
        f"DTSTAMP:{now.astimezone(UTC):%Y%m%dT%H%M%SZ}",
        f"DTSTART;VALUE=DATE:{one.on:%Y%m%d}",
        f"DTEND;VALUE=DATE:{one.on + timedelta(days=1):%Y%m%d}",
        f"SUMMARY:{_escaped(f'{case} {one.name}{note}')}",
        f"DESCRIPTION:{_escaped(f'{one.explanation} {one.basis}'.strip())}",
        "BEGIN:VALARM",
        "ACTION:DISPLAY",
        f"DESCRIPTION:{_escaped(one.name)}",
        "TRIGGER:-P3D",
        "END:VALARM",
        "END:VEVENT",
    ]


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,").replace("\n", "\\n")


def _folded(line: str) -> str:
    """Break a line after 73 bytes, never inside a character."""
    parts, room, part = [], LINE, ""
    for sign in line:
        size = len(sign.encode())
        if size > room:
            parts.append(part)
            part, room = " ", LINE - 1
        part += sign
        room -= size
    return "\r\n".join([*parts, part])
