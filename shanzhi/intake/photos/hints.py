"""Where and when was it taken, as far as the photo itself says? A hint to offer, never a proof."""

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

from PIL import Image

# What a phone leaves out: local time of the county. China has no other and no summer time.
CHINA = timezone(timedelta(hours=8))
_EARLIEST = datetime(1995, 1, 1, tzinfo=UTC)
_EXIF, _GPS = 0x8769, 0x8825
_TAKEN = ((0x9003, 0x9011), (0x9004, 0x9012))
_MOMENT = re.compile(r"(\d{4})[:\-/](\d\d)[:\-/](\d\d)[ T](\d\d):(\d\d):(\d\d)")
_OFFSET = re.compile(r"([+-])(\d\d):(\d\d)")


@dataclass(frozen=True)
class Hint:
    """Position in WGS-84 as receivers give it, and time of day with its zone; None where the photo is silent."""

    taken_at: datetime | None = None
    lon: float | None = None
    lat: float | None = None


def hint_of(image: Image.Image, now: datetime | None = None) -> Hint:
    """Read what the photo says of itself. Nothing in there can make this fail: a silly value is no value."""
    try:
        tags = image.getexif()
        position = _position(tags.get_ifd(_GPS))
        moment = _moment(tags.get_ifd(_EXIF), tags.get(0x0132), now or datetime.now(UTC))
    except Exception:  # a hostile block fails in too many ways to name, and its only loss is a convenience
        return Hint()
    return Hint(moment, *position) if position else Hint(moment)


def orientation_of(image: Image.Image) -> int:
    """Return the EXIF orientation, 1 to 8; 1 where it is missing or silly."""
    try:
        found = image.getexif().get(0x0112, 1)
    except Exception:  # as above
        return 1
    return found if isinstance(found, int) and 1 <= found <= 8 else 1


def _position(tags: Mapping[int, Any]) -> tuple[float, float] | None:
    lat = _degrees(tags.get(2), tags.get(1), "N", "S", 90)
    lon = _degrees(tags.get(4), tags.get(3), "E", "W", 180)
    if lat is None or lon is None or (lat, lon) == (0, 0):
        return None
    return round(lon, 7), round(lat, 7)


def _degrees(parts: Any, side: Any, plus: str, minus: str, most: int) -> float | None:
    side = side.decode("ascii", "replace") if isinstance(side, bytes) else side
    side = str(side or "").strip("\x00 ").upper()
    if side not in (plus, minus) or not isinstance(parts, tuple) or not 1 <= len(parts) <= 3:
        return None
    degrees, minutes, seconds = ([float(part) for part in parts] + [0.0, 0.0])[:3]
    if not all(map(math.isfinite, (degrees, minutes, seconds))):
        return None
    if not (degrees >= 0 and 0 <= minutes < 60 and 0 <= seconds <= 60):
        return None
    value = degrees + minutes / 60 + seconds / 3600
    return None if value > most else value if side == plus else -value


def _moment(tags: Mapping[int, Any], changed: Any, now: datetime) -> datetime | None:
    """Return when the shutter opened: the original time first, then the digitised one, then the file's own."""
    for taken, offset in _TAKEN:
        if found := _read_moment(tags.get(taken), tags.get(offset), now):
            return found
    return _read_moment(changed, tags.get(0x9010), now)


def _read_moment(text: Any, offset: Any, now: datetime) -> datetime | None:
    found = _MOMENT.match(str(text or ""))
    if not found:
        return None
    try:
        year, month, day, hour, minute, second = map(int, found.groups())
        moment = datetime(year, month, day, hour, minute, second, tzinfo=_zone(offset))
        return moment if _EARLIEST <= moment <= now + timedelta(days=1) else None
    except (ValueError, OverflowError):  # a clock that was never set: month 0, 31 June
        return None


def _zone(offset: Any) -> timezone:
    found = _OFFSET.match(str(offset or ""))
    if not found:
        return CHINA
    minutes = int(found[2]) * 60 + int(found[3])
    if minutes > 14 * 60:
        return CHINA
    return timezone(timedelta(minutes=minutes if found[1] == "+" else -minutes))
