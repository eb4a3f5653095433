"""What have people said in the sample county, where, and with which pictures?"""

from dataclasses import asdict
from datetime import datetime
from typing import Any
from zlib import crc32

from shanzhi.dossier.models import StoredFile
from shanzhi.intake import actions as intake
from shanzhi.intake.models import QRPoint, Report
from shanzhi.intake.photos import KeptPhoto, take_in
from shanzhi.ledger.actors import PUBLIC, SYSTEM

from .cast import Cast
from .files import read_yaml
from .pictures import picture

# Who writes down what reaches the county by other ways than the public page.
REGISTRARS = {"grid": "grid", "patrol": "officer", "drone": "centre"}


def add_points(cast: Cast) -> dict[str, QRPoint]:
    """Put up the sample codes; a retired one shows what scanning it says."""
    points = {}
    for row in read_yaml("qr_points")["points"]:
        point = points[row["key"]] = intake.create_point(
            county=cast.county.code,
            name=row["name"],
            english_name=row["english_name"],
            area=cast.areas[row["area"]],
            place_text=row["place_text"],
            lon=row["lon"],
            lat=row["lat"],
            code=row["code"],
            is_sample=True,
            by=SYSTEM,
        )
        if row.get("state") == "retired":
            intake.retire_point(point=point, by=cast.users["admin"])
    return points


def say(cast: Cast, points: dict[str, QRPoint], row: dict[str, Any], at: datetime) -> Report:
    """Take in one told report as if it had come at that moment."""
    source = row["source"]
    by = PUBLIC if source in ("qr", "web") else cast.users[REGISTRARS.get(source, "dispatch")]
    point = points.get(row.get("point", ""))
    place = _place(cast, row.get("place", {}), row["key"])
    receipt = intake.receive_report(
        county=cast.county.code,
        source=source,
        text=row["text"],
        by=by,
        at=at,
        tile=row.get("tile", ""),
        point=point,
        contact=_contact(row),
        photos=keep_photos(cast, row.get("photos", []), point),
        language=row.get("language", "zh-hans"),
        outside_number=row.get("outside_number", ""),
        alarms=row.get("alarms", []),
        idempotency_key=f"sample:{row['key']}",
        **place,
    )
    return Report.objects.get(pk=receipt.report_id)


def _place(cast: Cast, place: dict[str, Any], key: str) -> dict[str, Any]:
    """Return the place as the page would send it: a village from the list, with a point within 200 metres of its own."""
    area = cast.areas.get(place.get("area", ""))
    if "lon" in place:
        return {"lon": place["lon"], "lat": place["lat"], "place_text": place["text"]}
    if area is None:
        return {}
    spot = crc32(key.encode())
    return {
        "area_code": area.code,
        "lon": round((area.lon or 0) + (spot % 41 - 20) * 1e-4, 6),
        "lat": round((area.lat or 0) + (spot // 41 % 31 - 15) * 1e-4, 6),
        "place_text": place["text"],
        "place_basis": Report.PlaceBasis.LIST,
    }


def _contact(row: dict[str, Any]) -> intake.ContactDetails | None:
    told = row.get("contact", {})
    if not told:
        return None
    return intake.read_contact(
        told.get("email") or told["phone"], wants_message=bool(told.get("sms") or "email" in told)
    )


def keep_photos(cast: Cast, scenes: list[str], place: Any = None) -> list[StoredFile]:
    """Draw the scenes and take them in like any photo; a place that knows its position puts it into them."""
    lon, lat = getattr(place, "lon", None), getattr(place, "lat", None)
    files = [StoredFile(county=cast.county.code, **asdict(_kept(cast, scene, lon, lat))) for scene in scenes]
    return StoredFile.objects.bulk_create(files)


def _kept(cast: Cast, *drawing: Any) -> KeptPhoto:
    if drawing not in cast.photos:
        scene, lon, lat = drawing
        cast.photos[drawing] = take_in(picture(scene, lon=lon, lat=lat), name=f"sample-{scene}.jpg")
    return cast.photos[drawing]
