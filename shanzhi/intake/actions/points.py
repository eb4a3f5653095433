"""How do codes come onto walls, move, and leave? Each change is kept."""

import secrets
from typing import Any

from django.db import IntegrityError, transaction

from shanzhi.law.obstacle import NotAllowed, Obstacle
from shanzhi.ledger.actors import Actor
from shanzhi.ledger.events import record
from shanzhi.registry.models import Area

from ..models import QRPoint

ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"  # nothing that is read as something else


def create_point(
    *,
    county: str,
    name: str,
    area: Area,
    lon: float,
    lat: float,
    by: Actor,
    place_text: str = "",
    english_name: str = "",
    code: str = "",
    is_sample: bool = False,
) -> QRPoint:
    """Make a point; its code is drawn, short, and never used twice."""
    for attempt in range(8):
        try:
            with transaction.atomic():
                point = QRPoint.objects.create(
                    county=county,
                    code=code or "".join(secrets.choice(ALPHABET) for _ in range(6)),
                    name=name,
                    english_name=english_name,
                    area=area,
                    place_text=place_text,
                    lon=lon,
                    lat=lat,
                    is_sample=is_sample,
                )
                record("intake.point_created", subject=point, by=by, area=area.code)
                return point
        except IntegrityError:
            if code or attempt == 7:
                raise NotAllowed([Obstacle(f"点位码 {code} 已被使用。")]) from None
    raise AssertionError("unreachable")


@transaction.atomic
def move_point(*, point: QRPoint, area: Area, lon: float, lat: float, place_text: str, by: Actor) -> None:
    """Put the code somewhere else; reports already made keep the old place."""
    row = QRPoint.objects.select_for_update().get(pk=point.pk)
    before: dict[str, Any] = {"area": row.area_id, "lon": repr(row.lon), "lat": repr(row.lat)}
    row.area, row.lon, row.lat, row.place_text = area, lon, lat, place_text
    row.save(update_fields=["area", "lon", "lat", "place_text"])
    record("intake.point_moved", subject=row, by=by, before=before, area=area.pk, lon=repr(lon), lat=repr(lat))


@transaction.atomic
def retire_point(*, point: QRPoint, by: Actor) -> None:
    """Take the code out of use: scanning it says so and offers the general report page."""
    _set_state(point, QRPoint.State.RETIRED, "intake.point_retired", by)


@transaction.atomic
def restore_point(*, point: QRPoint, by: Actor) -> None:
    """Put the code back into use."""
    _set_state(point, QRPoint.State.ACTIVE, "intake.point_restored", by)


def _set_state(point: QRPoint, state: QRPoint.State, kind: str, by: Actor) -> None:
    row = QRPoint.objects.select_for_update().get(pk=point.pk)
    if row.state == state:
        return
    row.state = state
    row.save(update_fields=["state"])
    record(kind, subject=row, by=by)
