"""How is a report kept while it is being written? On the server, page by page, until it is sent, once."""

import base64
import uuid
from collections.abc import Collection, Sequence
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from shanzhi.dossier.models import StoredFile
from shanzhi.ledger.actors import PUBLIC
from shanzhi.registry.queries import place_at

from .. import sealing
from ..models import Draft, DraftPhoto, QRPoint, Report, Source
from ..photos import PhotoRefused, take_in
from ..rules import MOST_PHOTOS
from .contacts import ContactDetails, read_contact
from .receiving import Receipt, receipt_of, receive_report

KEPT_DAYS = 3


def start_draft(*, county: str, data: dict[str, Any]) -> Draft:
    """Begin a report; what is known already (the point, the language) stands in it."""
    return Draft.objects.create(county=county, data=data)


@transaction.atomic
def keep_answers(*, draft_id: uuid.UUID, answers: dict[str, Any]) -> Draft:
    """Write down the answers of a page; a draft that was sent is not changed any more."""
    draft = Draft.objects.select_for_update().get(pk=draft_id)
    if draft.report_id is None:
        draft.data = {**draft.data, **answers}
        draft.save(update_fields=["data", "updated_at"])
    return draft


def keep_photos(
    *,
    county: str,
    uploads: Sequence[Any],
    room: int,
    device_digests: Sequence[str] = (),
    there: Collection[str] = (),
) -> tuple[list[StoredFile], list[str]]:
    """Take in photos one by one; return the good ones and a sentence for each that was refused. The rest is kept.

    `there` names the digests of photos already kept: sent once more (a phone that fills its form again), they are no news.
    """
    kept: list[StoredFile] = []
    faults: list[str] = []
    for number, upload in enumerate(uploads):
        name = str(getattr(upload, "name", "") or _("照片%(number)d") % {"number": number + 1})[:40]
        try:
            photo = take_in(upload)
        except PhotoRefused as refusal:
            faults.append(_("「%(name)s」：%(fault)s") % {"name": name, "fault": refusal})
            continue
        if photo.sha256 in there or photo.sha256 in {file.sha256 for file in kept}:
            continue
        if len(kept) >= room:
            faults.append(_("照片最多 %(most)d 张，「%(name)s」没有存。") % {"most": MOST_PHOTOS, "name": name})
            continue
        device = device_digests[number] if number < len(device_digests) else ""
        kept.append(StoredFile.objects.create(county=county, device_sha256=_digest_text(device), **vars(photo)))
    return kept, faults


def status_of(faults: Sequence[str]) -> int:
    """Return the status that tells of refused photos: 413 when one was too large, else 415."""
    return 413 if any("MB" in fault for fault in faults) else 415


def _digest_text(text: str) -> str:
    tidy = text.strip().lower()
    return tidy if len(tidy) == 64 and all(letter in "0123456789abcdef" for letter in tidy) else ""


def add_photos(*, draft: Draft, uploads: Sequence[Any], device_digests: Sequence[str] = ()) -> list[str]:
    """Add photos to a draft; return what was wrong with those that were refused."""
    there = set(draft.photos.values_list("file__sha256", flat=True))
    files, faults = keep_photos(
        county=draft.county,
        uploads=uploads,
        room=MOST_PHOTOS - len(there),
        device_digests=device_digests,
        there=there,
    )
    DraftPhoto.objects.bulk_create(DraftPhoto(draft=draft, file=file) for file in files)
    return faults


def remove_photo(*, draft: Draft, photo_id: uuid.UUID) -> None:
    """Take a photo out of a draft that was not sent yet."""
    DraftPhoto.objects.filter(pk=photo_id, draft=draft, draft__report__isnull=True).delete()


@transaction.atomic
def send_draft(*, draft_id: uuid.UUID, origin: str, alarms: Sequence[str] = ()) -> Receipt:
    """Make the draft a report. Sent twice (a second tap, a second tab), it gives the same receipt."""
    draft = Draft.objects.select_for_update().get(pk=draft_id)
    # Asked for only now: joined to the locked row it would be what it was before the wait.
    if draft.report_id:
        return receipt_of(Report.objects.get(pk=draft.report_id))
    data = draft.data
    point = QRPoint.objects.select_related("area").filter(pk=data["point"]).first() if data.get("point") else None
    photos = [row.file for row in draft.photos.select_related("file").order_by("added_at", "id")]
    receipt = receive_report(
        county=draft.county,
        source=Source.QR if point else Source.WEB,
        text=data["text"],
        by=PUBLIC,
        tile=data.get("tile", ""),
        point=point,
        lon=_number(data.get("lon")),
        lat=_number(data.get("lat")),
        area_code=data.get("area", ""),
        place_text=data.get("place_text", ""),
        place_basis=data.get("place_basis", ""),
        contact=contact_of(draft),
        photos=photos,
        joined_to=Report.objects.filter(pk=data["join"], county=draft.county).first() if data.get("join") else None,
        is_public=data.get("is_public", True),
        language=data.get("language", "zh-hans"),
        idempotency_key=f"draft:{draft.pk}",
        origin=origin,
        alarms=alarms,
    )
    Draft.objects.filter(pk=draft.pk).update(report_id=receipt.report_id, data={})
    return receipt


def sealed_contact(draft_id: uuid.UUID, text: str) -> list[str]:
    """Return a contact as a draft keeps it: sealed, so that no table holds it in clear for even a day."""
    if not text:
        return []
    sealed, key_id = sealing.seal(text, draft_id)
    return [base64.b64encode(sealed).decode(), key_id]


def contact_typed(draft: Draft) -> str:
    """Return the contact the draft's writer typed."""
    kept = draft.data.get("contact")
    return sealing.unseal(base64.b64decode(kept[0]), kept[1], draft.pk) if kept else ""


def contact_of(draft: Draft) -> ContactDetails | None:
    """Return the contact a draft holds."""
    text = contact_typed(draft)
    return read_contact(text, wants_message=bool(draft.data.get("wants_message"))) if text else None


def _number(value: Any) -> float | None:
    return float(value) if value is not None else None


def in_town(draft: Draft) -> str:
    """Return the name of the town the draft's position lies in, or nothing."""
    lon, lat = _number(draft.data.get("lon")), _number(draft.data.get("lat"))
    return place_at(draft.county, lon, lat).town_name if lon is not None and lat is not None else ""


def forget_old_drafts() -> int:
    """Delete drafts nobody touched for KEPT_DAYS; a sent one has handed everything to its report."""
    old = Draft.objects.filter(updated_at__lt=timezone.now() - timedelta(days=KEPT_DAYS))
    return old.delete()[0]
