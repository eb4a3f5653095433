"""What did the caller send? JSON or multipart, turned into typed values with one sentence for each fault."""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest
from django.http.multipartparser import MultiPartParserError

from shanzhi.registry.geo import wgs_from_bd, wgs_from_gcj

from .answers import ApiError

FIELDS = frozenset({"text", "crs", "lon", "lat", "point", "category", "contact", "place", "language", "outside_number"})
MOST_PHOTOS = 9
SYSTEMS: dict[str, Callable[[float, float], Any]] = {
    "": lambda lon, lat: (lon, lat),
    "wgs84": lambda lon, lat: (lon, lat),
    "gcj02": wgs_from_gcj,
    "bd09": wgs_from_bd,
}


@dataclass(frozen=True)
class Sent:
    """A report as a machine or a form sent it."""

    text: str
    lon: float | None = None
    lat: float | None = None
    point: str = ""
    category: str = ""
    contact: str = ""
    place: str = ""
    language: str = "zh-hans"
    outside_number: str = ""
    photos: list[UploadedFile] = field(default_factory=list)


def read_report(request: HttpRequest) -> Sent:
    """Return what was sent. Raises ApiError 400, 413, 415 or 422 with the field it is about."""
    values, photos = _values(request)
    if unknown := sorted(set(values) - FIELDS):
        raise ApiError(
            422,
            "field_unknown",
            f"不认识的字段：{'、'.join(unknown)}。可用的有：{'、'.join(sorted(FIELDS))}。",
            unknown[0],
        )
    if len(photos) > MOST_PHOTOS:
        raise ApiError(422, "too_many_photos", f"照片最多 {MOST_PHOTOS} 张，这次有 {len(photos)} 张。", "photos")
    lon, lat = _degrees(values, "lon", 180), _degrees(values, "lat", 90)
    if (lon is None) != (lat is None):
        raise ApiError(422, "position_half", "lon 与 lat 要么都给，要么都不给。", "lon" if lon is None else "lat")
    lon, lat = _as_wgs84(lon, lat, _words(values, "crs"))
    words = {name: _words(values, name) for name in FIELDS - {"lon", "lat", "crs"}}
    return Sent(lon=lon, lat=lat, photos=photos, **{**words, "language": words["language"] or "zh-hans"})


def _as_wgs84(lon: float | None, lat: float | None, system: str) -> tuple[float | None, float | None]:
    """Convert at the edge: map services in China hand out shifted coordinates, the house keeps WGS-84 only."""
    if system not in SYSTEMS:
        raise ApiError(
            422, "crs", f"crs 应是 {'、'.join(name for name in SYSTEMS if name)} 之一，不写就是 wgs84。", "crs"
        )
    if lon is None or lat is None:
        return lon, lat
    return tuple(SYSTEMS[system](lon, lat))


def _values(request: HttpRequest) -> tuple[dict[str, Any], list[UploadedFile]]:
    kind = (request.content_type or "").lower()
    try:
        if kind == "application/json":
            return _json(request.body), []
        if kind in {"multipart/form-data", "application/x-www-form-urlencoded"}:
            return request.POST.dict(), request.FILES.getlist("photos")
    except RequestDataTooBig:
        raise ApiError(413, "too_big", "内容太大：文字部分最多 2 MB。") from None
    except (MultiPartParserError, UnicodeDecodeError) as error:
        raise ApiError(400, "unreadable", f"请求体读不懂：{error}") from None
    raise ApiError(415, "content_type", "请用 application/json，或带照片时用 multipart/form-data。")


def _json(body: bytes) -> dict[str, Any]:
    try:
        values = json.loads(body or b"{}")
    except (ValueError, RecursionError):
        raise ApiError(400, "json", "请求体不是有效的 JSON（应为 UTF-8 编码）。") from None
    if not isinstance(values, dict):
        raise ApiError(400, "json_object", '请求体应是一个 JSON 对象，如 {"text": "…"}。')
    return {str(name): value for name, value in values.items()}


def _words(values: dict[str, Any], name: str) -> str:
    value = values.get(name)
    if value is None:
        return ""
    if not isinstance(value, str):
        raise ApiError(422, "field_type", f"{name} 应是文字。", name)
    return value


def _degrees(values: dict[str, Any], name: str, most: int) -> float | None:
    value = values.get(name)
    if value is None or value == "":
        return None
    try:
        degrees = float(value) if not isinstance(value, bool) else float("nan")
    except (TypeError, ValueError):
        degrees = float("nan")
    if not -most <= degrees <= most:
        raise ApiError(
            422, "position", f"{name} 应是 -{most} 到 {most} 之间的度数（WGS-84），收到的是 {value!r}。", name
        )
    return degrees
