"""Numbering and sealing: the moment after which nothing changes any more."""

import uuid
from datetime import date

from django.db import transaction
from django.utils import timezone

from shanzhi.law.obstacle import NotAllowed, Obstacle
from shanzhi.ledger.actors import Actor
from shanzhi.ledger.events import record

from .. import rules
from ..models import Document, NumberSeries, StoredFile
from ..paper.printing import Printed, finished_pdf
from ..paper.setting import NoGlyph
from ..paper.signature import BadCertificate, configured
from ..queries.letterheads import letterhead_for
from ..store import uploads
from .writing import lock, missing_in, refuse

State = Document.State


@transaction.atomic
def number_document(*, document_id: uuid.UUID, by: Actor, on: date | None = None) -> Document:
    """Give the document its number, once: asked again it keeps the one it has."""
    document = lock(document_id)
    if document.number or document.state == State.SEALED:
        return document
    refuse([*_ready(document), *missing_in(document)])
    _number(document, by, on or timezone.localdate())
    return document


@transaction.atomic
def number_and_seal(*, document_id: uuid.UUID, by: Actor, on: date | None = None) -> Document:
    """Number the document, set it with its seal and keep the PDF; asked again it answers with what was made.

    One transaction: whatever fails, the number goes back to the series and the document stands where it stood.
    """
    document = lock(document_id)
    if document.state == State.SEALED:
        return document
    refuse([*_ready(document), *missing_in(document)])
    day = document.issued_on or on or timezone.localdate()
    if not document.number:
        _number(document, by, day)
    made = _printed(document)
    kept = uploads().keep(made.pdf)
    document.file = StoredFile.objects.create(
        county=document.county,
        sha256=kept.sha256,
        sm3=kept.sm3,
        size=kept.size,
        media_type="application/pdf",
        name=f"{document.title}{document.number}.pdf"[-120:],
        by_id=by.actor_id,
    )
    document.page_count, document.state = made.page_count, State.SEALED
    document.sealed_at, document.sealed_by_id, document.issued_on = timezone.now(), by.actor_id, day
    document.save(update_fields=["file", "page_count", "state", "sealed_at", "sealed_by_id", "issued_on"])
    record(
        "dossier.document_sealed",
        subject=document,
        by=by,
        on=day,
        thread=document.subject_id,
        template=document.template,
        sha256=kept.sha256,
        sm3=kept.sm3,
    )
    return document


def _printed(document: Document) -> Printed:
    """Return the finished PDF, signed where this installation has a certificate."""
    try:
        made = finished_pdf(document)
        if rules.template(document.template).sealed and (by_key := configured()) is not None:
            place = str(document.issuer or document.agency)
            return Printed(by_key.sign(made.pdf, reason=document.title, place=place), made.page_count)
    except NoGlyph as fault:
        text = f"字库里没有“{fault.signs}”这个字，不能成文。"
        raise NotAllowed([rules.house(text, "改用字库有的字，或者请管理员补装含有这个字的字库")]) from None
    except BadCertificate:
        text = "电子签名证书打不开，不能用印。"
        raise NotAllowed([rules.house(text, "请管理员检查证书文件和口令")]) from None
    return made


def _ready(document: Document) -> list[Obstacle]:
    kind = rules.template(document.template)
    good = {State.REVIEWED, State.NUMBERED} if kind.reviewed else {State.DRAFT, State.REVIEWED, State.NUMBERED}
    found = []
    if document.state not in good:
        text = f"文书现在是「{document.get_state_display()}」，还不能编号用印。"
        found.append(rules.house(text, "先送审并通过审核" if kind.reviewed else "请刷新页面，看现在的情况"))
    head = letterhead_for(document)
    if head is None and (kind.is_numbered or kind.sealed):
        found.append(
            rules.house(
                f"{document.issuer or document.agency}还没有发文信息（机关全称、代字、复议机关等）。", "请管理员补录"
            )
        )
    if head is not None and kind.fine and "fine" in _said(document):
        found += _bank(head.bank_name, head.bank_address)
    return found


def _said(document: Document) -> set[str]:
    facts = document.versions.get(no=document.version_no).facts
    return {key for key, value in facts.items() if rules.is_filled(value)}


def _bank(name: str, address: str) -> list[Obstacle]:
    if name and address:
        return []
    return [rules.no_bank()]


def _number(document: Document, by: Actor, day: date) -> None:
    """Take the next number of the series. The series row stays locked until the transaction ends: no gap, no double."""
    kind = rules.template(document.template)
    if kind.is_numbered:
        head = letterhead_for(document)
        assert head is not None  # refused before
        key = {"agency": head.agency, "kind": kind.series, "year": day.year}
        NumberSeries.objects.get_or_create(**key, defaults={"county": document.county})
        series = NumberSeries.objects.select_for_update().get(**key)
        series.last += 1
        series.save(update_fields=["last"])
        document.number_agency = head.agency
        document.series, document.number_year, document.number_serial = kind.series, day.year, series.last
        document.number = head.pattern.format(
            mark=head.mark, kind=kind.series, year=day.year, serial=str(series.last).zfill(head.serial_width)
        )
    document.issued_on, document.numbered_at, document.state = day, timezone.now(), State.NUMBERED
    document.save(
        update_fields=[
            "series",
            "number_agency",
            "number_year",
            "number_serial",
            "number",
            "issued_on",
            "numbered_at",
            "state",
        ]
    )
    record(
        "dossier.document_numbered",
        subject=document,
        by=by,
        on=day,
        thread=document.subject_id,
        series=document.series,
        serial=document.number_serial,
    )
