"""How does a report come in? Once, whole, in one statement: report, event, jobs and the key that stops a second copy."""

import base64
import hashlib
import hmac
import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection, models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from psycopg.types.json import Jsonb

from shanzhi.dossier.models import StoredFile
from shanzhi.law.obstacle import NotAllowed, Obstacle
from shanzhi.ledger.actors import Actor
from shanzhi.ledger.digests import sm3
from shanzhi.ledger.events import values_of
from shanzhi.ledger.models import Event
from shanzhi.ledger.rows import new_id
from shanzhi.ledger.subscriptions import subscribers
from shanzhi.registry.queries import place_at

from ..models import QRPoint, Report, ReportPhoto, Source, Stage
from ..plain_text import clean, public_version
from ..rules import MOST_PHOTOS
from .contacts import ContactDetails, keep_contact


class KeyReused(ValueError):
    """The same key came with another content: nothing was taken in, and nothing was lost."""


@dataclass(frozen=True)
class Receipt:
    """What the reporter is given: no content, so that a stolen receipt tells nothing (P11)."""

    report_id: uuid.UUID
    number: str
    secret: str
    received_at: datetime
    digest: str
    repeated: bool = False

    @property
    def track_path(self) -> str:
        return f"/t/{self.number}/{self.secret}/"


def receive_report(
    *,
    county: str,
    source: str,
    text: str,
    by: Actor,
    at: datetime | None = None,
    tile: str = "",
    point: QRPoint | None = None,
    lon: float | None = None,
    lat: float | None = None,
    area_code: str = "",
    place_text: str = "",
    place_basis: str = "",
    contact: ContactDetails | None = None,
    photos: Sequence[StoredFile] = (),
    joined_to: Report | None = None,
    is_public: bool = True,
    language: str = "zh-hans",
    idempotency_key: str | None = None,
    outside_number: str = "",
    origin: str = "",
    alarms: Sequence[str] = (),
) -> Receipt:
    """Take in a report and return its receipt; the same key and content again give the same receipt.

    Raises NotAllowed with every fault of the content, KeyReused when the key stands for another content.
    """
    if len(photos) > MOST_PHOTOS:
        raise NotAllowed([Obstacle(_("照片最多 %(most)d 张。") % {"most": MOST_PHOTOS})])
    words, moment = clean(text), at or timezone.now()
    given: dict[str, Any] = {
        "id": new_id(),
        "county": county,
        "source": Source(source),
        "text": words,
        "public_text": public_version(words)[0],
        "tile": tile,
        "place_text": place_text.strip()[:160],
        "received_at": moment,
        "stage": Stage.RECEIVED,
        "stage_at": moment,
        "joined_to_id": (joined_to.joined_to_id or joined_to.pk) if joined_to else None,
        "is_public": is_public,
        "language": language,
        "idempotency_key": idempotency_key or None,
        "outside_number": outside_number[:60],
        "photo_count": len(photos),
        "by_id": by.actor_id,
        "origin": origin,
        "alarms": list(alarms),
    }
    report = _report_of_columns(*(_BLANK | given).values())
    _put_in_place(report, point, lon, lat, area_code, place_basis)
    report.content_digest = _content_digest(report, contact, photos)
    secret = secret_of(report.id)
    report.secret_digest = hashlib.sha256(secret.encode()).digest()
    number = _write(report, by, contact, photos)
    if number is None:
        return _receipt_again(report)
    return Receipt(report.id, number, secret, moment, report.content_digest.hex())


def _write(report: Report, by: Actor, contact: ContactDetails | None, photos: Sequence[StoredFile]) -> str | None:
    """Write the report with what belongs to it; alone, it is one statement that needs no transaction around it."""
    if not (contact or photos):
        return _insert(report, by)
    with transaction.atomic():
        number = _insert(report, by)
        if number:
            _keep_parts(report, contact, photos)
    return number


def _keep_parts(report: Report, contact: ContactDetails | None, photos: Sequence[StoredFile]) -> None:
    ReportPhoto.objects.bulk_create(
        ReportPhoto(report=report, file=file, order=order) for order, file in enumerate(photos)
    )
    if contact:
        keep_contact(report=report, contact=contact)


def _put_in_place(
    report: Report, point: QRPoint | None, lon: float | None, lat: float | None, area_code: str, basis: str
) -> None:
    """Fill in the place from what is surest: the code on the wall, then a position, then the list of villages."""
    if point is not None:
        report.point = point
        report.area_code = point.area.code
        report.lon, report.lat = point.lon, point.lat
        report.place_text = report.place_text or point.place_text or point.name
        report.place_basis = Report.PlaceBasis.CODE
    elif lon is not None and lat is not None:
        found = place_at(report.county, lon, lat)
        report.lon, report.lat = lon, lat
        report.area_code = area_code if area_code.startswith(found.area_code) else found.area_code
        report.is_outside = found.is_outside
        report.place_basis = basis or Report.PlaceBasis.PHONE
    else:
        report.area_code = area_code
        report.place_basis = basis or (Report.PlaceBasis.LIST if area_code else Report.PlaceBasis.NONE)


def secret_of(report_id: uuid.UUID) -> str:
    """Return the secret of a report: derived with the house's key, so that a retry can be given it again."""
    mac = hmac.digest(_receipt_key(), report_id.bytes, "sha256")
    return base64.b32encode(mac[:15]).decode().lower()


@cache
def _receipt_key() -> bytes:
    return (Path(settings.SHANZHI_KEYS) / "receipt.key").read_bytes()


def _content_digest(report: Report, contact: ContactDetails | None, photos: Sequence[StoredFile]) -> bytes:
    parts = [
        report.text, report.tile, report.place_text, str(report.point_id or ""), repr((report.lon, report.lat)),
        report.area_code, report.outside_number, contact.raw if contact else "", *[file.sha256 for file in photos],
    ]  # fmt: skip
    return sm3("\x1f".join(parts).encode())


# Columns nobody has filled when a report comes in; written as literals, because the driver caches statements of up to
# fifty parameters only.
_EMPTY = {
    "handler_name": "''",
    "handler_agency_id": "NULL",
    "due_on": "NULL",
    "due_is_provisional": "false",
    "answer": "''",
    "refusal": "''",
    "wants_withdrawal": "false",
    "rating": "NULL",
    "rating_reason": "''",
    "rated_at": "NULL",
    "reopen_reason": "''",
    "reopened_at": "NULL",
}
# By position, a model is made in a third of the time that names take.
_BLANK = {found.attname: found.get_default() for found in Report._meta.concrete_fields}
_report_of_columns: Callable[..., Report] = Report
_REPORT_FIELDS = [found for found in Report._meta.concrete_fields if found.attname not in {"number", *_EMPTY}]
_EVENT_FIELDS = [found for found in Event._meta.concrete_fields if not found.has_db_default()]
_EVENT_NAMES = [found.attname for found in _EVENT_FIELDS]


def _columns(fields: Sequence[models.Field]) -> str:
    return ", ".join(f'"{found.column}"' for found in fields)


_STATEMENT = f"""
WITH taken AS (
  INSERT INTO intake_report ({_columns(_REPORT_FIELDS)}, {", ".join(_EMPTY)}, number)
  VALUES ({", ".join(["%s"] * len(_REPORT_FIELDS))}, {", ".join(_EMPTY.values())}, %s || lpad(nextval('intake_report_number')::text, 6, '0'))
  ON CONFLICT (county, idempotency_key) DO NOTHING
  RETURNING number
), happened AS (
  INSERT INTO ledger_event ({_columns(_EVENT_FIELDS)})
  SELECT {", ".join(f"%s::{found.db_type(connection)}" for found in _EVENT_FIELDS)} FROM taken
), asked AS (
  INSERT INTO procrastinate_jobs (queue_name, task_name, priority, lock, queueing_lock, args)
  SELECT 'events', 'ledger.run_handler', 0, NULL, NULL, jsonb_build_object('handler', name, 'event', %s::text)
  FROM taken, unnest(%s::text[]) AS name
)
SELECT number FROM taken
"""


def _insert(report: Report, by: Actor) -> str | None:
    """Write report, event and jobs; None when a report of this key is there already."""
    kind = "intake.report_received"
    event = values_of(kind, subject=report, by=by, at=report.received_at, data={"source": report.source})
    here = report.__dict__
    values: list[Any] = [Jsonb(here[name]) if is_json else here[name] for name, is_json in _REPORT_NAMES]
    values.append(timezone.localtime(report.received_at).strftime("%y%m%d-"))
    values += [Jsonb(event[name]) if name == "data" else event[name] for name in _EVENT_NAMES]
    values += [str(event["id"]), subscribers(kind)]
    with connection.cursor() as cursor:
        cursor.execute(_STATEMENT, values)
        row = cursor.fetchone()
    return row[0] if row else None


_REPORT_NAMES = [(found.attname, isinstance(found, models.JSONField)) for found in _REPORT_FIELDS]


def _receipt_again(report: Report) -> Receipt:
    """Return the receipt of the report that came first under this key."""
    first = Report.objects.only("id", "number", "content_digest", "received_at").get(
        county=report.county, idempotency_key=report.idempotency_key
    )
    if bytes(first.content_digest) != bytes(report.content_digest):
        raise KeyReused(_("这个防重键已用于另一件内容不同的诉求；请为新的诉求换一个键。"))
    return receipt_of(first)


def receipt_of(report: Report) -> Receipt:
    """Return the receipt of a report that was taken in before."""
    digest = bytes(report.content_digest).hex()
    return Receipt(report.id, report.number, secret_of(report.id), report.received_at, digest, repeated=True)
