"""Taking evidence in, opening it, handing it on, recognising it elsewhere, excluding it."""

import uuid
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.db import connection, models, transaction
from django.utils import timezone

from shanzhi.law.citation import penalty_law, zhejiang_enforcement
from shanzhi.law.obstacle import Obstacle
from shanzhi.ledger.actors import Actor
from shanzhi.ledger.events import record
from shanzhi.registry.models import Agency, Officer

from .. import rules
from ..models import CustodyEntry, Document, Evidence, StoredFile
from .writing import refuse

What = CustodyEntry.What


@transaction.atomic
def add_evidence(
    *,
    subject: models.Model,
    agency: Agency,
    form: str,
    kind: str,
    title: str,
    file: StoredFile | None = None,
    taken_at: datetime | None = None,
    officers: Sequence[Officer] = (),
    proves: str = "",
    source: str = "",
    quantity: str = "",
    kept_at: str = "",
    place: str = "",
    lon: float | None = None,
    lat: float | None = None,
    position: str = "",
    device: str = "",
    reveals_reporter: bool = False,
    by: Actor,
    on: date | None = None,
) -> Evidence:
    """Register one piece of evidence with its original. The same original given twice for a subject is one piece."""
    place_of = {"subject_type": subject._meta.label_lower, "subject_id": subject.pk}
    _hold_numbers(subject.pk)
    if file is not None:
        same = Evidence.objects.filter(**place_of, file__sha256=file.sha256, excluded_at__isnull=True).first()
        if same is not None:
            return same
    refuse(_against_adding(form, kind, title, file, taken_at, officers))
    evidence = Evidence.objects.create(
        **place_of,
        county=getattr(subject, "county", agency.county),
        agency=agency,
        no=_next_number(place_of),
        form=form,
        kind=kind,
        title=title.strip()[:120],
        proves=proves.strip()[:300],
        source=source.strip()[:120],
        file=file,
        quantity=quantity.strip()[:40],
        kept_at=kept_at.strip()[:120],
        taken_at=taken_at or (file.taken_at if file else None) or timezone.now(),
        place=place.strip()[:160],
        lon=lon,
        lat=lat,
        position=position.strip()[:80],
        device=device.strip()[:120],
        officers=[officer.name for officer in officers],
        officer_ids=[officer.pk for officer in officers],
        reveals_reporter=reveals_reporter,
        by_id=by.actor_id,
    )
    _log(evidence, What.ADDED, by, "", evidence.kept_at)
    digest = {"sha256": file.sha256, "sm3": file.sm3} if file else {}
    _record("dossier.evidence_added", evidence, by, on, no=evidence.no, **digest)
    return evidence


@transaction.atomic
def open_evidence(*, evidence_id: uuid.UUID, reason: str, by: Actor, on: date | None = None) -> StoredFile:
    """Return the original for looking at it, and keep who did so and why."""
    evidence = Evidence.objects.select_related("file").get(pk=evidence_id)
    found = [] if reason.strip() else [rules.house("没有写调阅原件的事由。", "请写明为什么要看原件")]
    if evidence.file is None:
        found.append(rules.house("这件证据是实物，没有电子原件。", "请到保管地点查看"))
    refuse(found)
    assert evidence.file is not None
    _log(evidence, What.OPENED, by, reason)
    _record("dossier.evidence_opened", evidence, by, on)
    record("dossier.original_opened", subject=evidence.file, by=by, on=on, thread=evidence.subject_id)
    return evidence.file


@transaction.atomic
def move_evidence(
    *,
    evidence_id: uuid.UUID,
    holder: str,
    reason: str,
    returned: bool = False,
    document: Document | None = None,
    by: Actor,
    on: date | None = None,
) -> Evidence:
    """Note that a piece of evidence went into other hands, or back to its owner."""
    evidence = Evidence.objects.select_for_update(of=("self",)).get(pk=evidence_id)
    found = [] if holder.strip() else [rules.house("没有写交给了谁。", "请写明接收人或保管地点")]
    found += [] if reason.strip() else [rules.house("没有写移交的事由。", "请写明事由")]
    refuse(found)
    evidence.kept_at = holder.strip()[:120]
    evidence.save(update_fields=["kept_at"])
    _log(evidence, What.RETURNED if returned else What.MOVED, by, reason, holder, document)
    _record("dossier.evidence_moved", evidence, by, on, returned=returned)
    return evidence


@transaction.atomic
def recognise_evidence(
    *, evidence_id: uuid.UUID, subject: models.Model, agency: Agency, reason: str, by: Actor, on: date | None = None
) -> Evidence:
    """Use a piece lawfully taken by one agency in the case of another: same original, a row of its own."""
    origin = Evidence.objects.select_related("file").get(pk=evidence_id)
    place_of = {"subject_type": subject._meta.label_lower, "subject_id": subject.pk}
    _hold_numbers(subject.pk)
    known = Evidence.objects.filter(**place_of, recognised_from=origin).first()
    if known is not None:
        return known
    found = [] if reason.strip() else [rules.house("没有写互认使用的事由。", "请写明为什么要用这件证据")]
    if origin.excluded_at:
        found.append(Obstacle("这件证据已被排除，不能互认使用。", penalty_law(46, 3), "请另行取证"))
    if origin.subject_id == subject.pk:
        found.append(rules.house("这件证据本来就在本案中。", ""))
    refuse(found)
    same = ("form", "kind", "title", "proves", "source", "file", "quantity", "kept_at", "taken_at", "place", "lon")
    copied: dict[str, Any] = {name: getattr(origin, name) for name in same}
    rest = ("lat", "position", "device", "officers", "officer_ids", "reveals_reporter")
    copied |= {name: getattr(origin, name) for name in rest}
    evidence = Evidence.objects.create(
        **place_of,
        **copied,
        county=getattr(subject, "county", agency.county),
        agency=agency,
        no=_next_number(place_of),
        recognised_from=origin,
        by_id=by.actor_id,
    )
    _log(evidence, What.ADDED, by, reason)
    _log(origin, What.RECOGNISED, by, reason, str(agency))
    _record("dossier.evidence_recognised", evidence, by, on, origin=origin.pk, basis=str(zhejiang_enforcement(18)))
    return evidence


@transaction.atomic
def exclude_evidence(*, evidence_id: uuid.UUID, reason: str, by: Actor, on: date | None = None) -> Evidence:
    """Set a piece aside as unlawful or untrue. It stays in the file, marked, and proves nothing any more."""
    evidence = Evidence.objects.select_for_update(of=("self",)).get(pk=evidence_id)
    if evidence.excluded_at:
        return evidence
    if not reason.strip():
        refuse([Obstacle("没有写排除的理由。", penalty_law(46, 3), "请写明为什么不能作为认定案件事实的根据")])
    evidence.excluded_at, evidence.excluded_why = timezone.now(), reason.strip()[:300]
    evidence.save(update_fields=["excluded_at", "excluded_why"])
    _log(evidence, What.EXCLUDED, by, reason)
    _record("dossier.evidence_excluded", evidence, by, on)
    return evidence


def _against_adding(
    form: str,
    kind: str,
    title: str,
    file: StoredFile | None,
    taken_at: datetime | None,
    officers: Sequence[Officer],
) -> list[Obstacle]:
    found = []
    if form not in Evidence.Form.values or kind not in Evidence.Kind.values:
        found.append(Obstacle("没有选定证据的载体和种类。", penalty_law(46), "请从法定的八种证据中选择"))
    if not title.strip():
        found.append(rules.house("没有写证据名称。", "请写明名称"))
    if file is None and form != Evidence.Form.PHYSICAL:
        found.append(rules.house("没有上传原件。", "请上传照片、视频、录音或文件的原件"))
    if taken_at is not None and taken_at > timezone.now():
        found.append(rules.house("取证时间在将来。", "请核对取证设备的时间"))
    if any(officer.standing != Officer.Standing.OFFICER for officer in officers):
        found.append(Obstacle("取证人员中有人不是执法人员。", penalty_law(42, 1), "辅助人员不能取证，请选执法人员"))
    return found


def _hold_numbers(subject_id: uuid.UUID) -> None:
    """Let only one write number the evidence of a subject at a time; no row of ours stands for the subject."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [subject_id.int % (1 << 63)])


def _next_number(place_of: dict[str, Any]) -> int:
    highest = Evidence.objects.filter(**place_of).aggregate(highest=models.Max("no"))["highest"]
    return (highest or 0) + 1


def _log(
    evidence: Evidence, what: str, by: Actor, reason: str, holder: str = "", document: Document | None = None
) -> None:
    CustodyEntry.objects.create(
        evidence=evidence,
        what=what,
        reason=reason.strip()[:300],
        holder=holder.strip()[:120],
        document=document,
        by_id=by.actor_id,
    )


def _record(kind: str, evidence: Evidence, by: Actor, on: date | None, **data: Any) -> None:
    record(kind, subject=evidence, by=by, on=on, thread=evidence.subject_id, **data)
