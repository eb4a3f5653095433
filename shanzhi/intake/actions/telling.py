"""How does every reporter learn what became of it? One stage for all of them, and one delivery each (P05, P12)."""

import uuid
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from shanzhi.law.obstacle import NotAllowed, Obstacle
from shanzhi.ledger.actors import Actor
from shanzhi.ledger.events import record

from ..models import Contact, Delivery, Message, Report, Stage
from ..rules import sentence_of
from ..tasks import send_delivery


@transaction.atomic
def tell_reporters(
    *,
    report_ids: Sequence[uuid.UUID],
    stage: Stage,
    by: Actor,
    at: datetime,
    cause_id: uuid.UUID,
    handler_name: str = "",
    handler_agency_id: uuid.UUID | None = None,
    due_on: date | None = None,
    due_is_provisional: bool = False,
    answer: str = "",
    refusal: str = "",
) -> None:
    """Put the reports into this stage and let everybody who left an address know. Withdrawn reports stay withdrawn.

    Called again for the same cause, nobody is told twice.
    """
    reports = list(Report.objects.select_for_update().filter(pk__in=report_ids, wants_withdrawal=False).order_by("pk"))
    for report in reports:
        moved = report.stage != stage
        report.stage, report.handler_name, report.due_on = stage, handler_name or report.handler_name, due_on
        report.due_is_provisional = due_is_provisional
        report.handler_agency_id = handler_agency_id or report.handler_agency_id
        report.answer, report.refusal = answer or report.answer, refusal or report.refusal
        if moved:
            report.stage_at = at
            data: dict[str, Any] = {"stage": str(stage), "cause": cause_id, "handler": report.handler_agency_id}
            record("intake.stage_changed", subject=report, by=by, at=at, **data)
    fields = [
        "stage",
        "stage_at",
        "handler_name",
        "handler_agency",
        "due_on",
        "due_is_provisional",
        "answer",
        "refusal",
    ]
    Report.objects.bulk_update(reports, fields, batch_size=200)
    _deliver(reports, cause_id)


@transaction.atomic
def message_reporter(*, report_id: uuid.UUID, text: str, by: Actor, at: datetime | None = None) -> int:
    """Give the reporter words through the platform: nobody needs his number (P07).

    They stand on his page, and go out to the addresses he left; return through how many channels.
    """
    report = Report.objects.select_for_update().get(pk=report_id)
    row = Message.objects.create(report=report, text=text.strip()[:300], at=at or timezone.now(), by_id=by.actor_id)
    event = record("intake.message_sent", subject=report, by=by, at=row.at, message=row.pk)
    contacts = Contact.objects.filter(report=report).select_related("report")
    return _send([(contact, row.text) for contact in contacts], event.pk)


@transaction.atomic
def retry_delivery(*, delivery_id: uuid.UUID, by: Actor) -> None:
    """Try a delivery that failed from the beginning again: the gateway is there now, the address was busy."""
    row = _open_delivery(delivery_id)
    row.state, row.attempts = Delivery.State.WAITING, 0
    row.save(update_fields=["state", "attempts"])
    record("intake.delivery_retried", subject=row.report, by=by, delivery=row.pk)
    send_delivery.defer(delivery=str(row.pk))


@transaction.atomic
def settle_delivery(*, delivery_id: uuid.UUID, by: Actor) -> None:
    """Note that somebody told the reporter himself, so that the list of open ones gets shorter (P14)."""
    row = _open_delivery(delivery_id)
    row.state, row.sent_at = Delivery.State.TOLD, timezone.now()
    row.save(update_fields=["state", "sent_at"])
    record("intake.delivery_settled", subject=row.report, by=by, delivery=row.pk)


def _open_delivery(delivery_id: uuid.UUID) -> Delivery:
    row = Delivery.objects.select_for_update(of=("self",)).select_related("report").get(pk=delivery_id)
    if row.state in {Delivery.State.SENT, Delivery.State.TOLD}:
        raise NotAllowed([Obstacle(_("这一条已经送达或已由人工告知。"))])
    return row


def _deliver(reports: Sequence[Report], cause_id: uuid.UUID) -> None:
    contacts = Contact.objects.filter(report__in=reports).select_related("report")
    known = {report.pk: report for report in reports}
    _send([(contact, _in_own_language(known[contact.report_id])) for contact in contacts], cause_id)


def _in_own_language(report: Report) -> str:
    """Return where the report stands in the language it was written in, whoever moved it."""
    with override(report.language):
        return sentence_of(report)


def _send(letters: Sequence[tuple[Contact, str]], cause_id: uuid.UUID) -> int:
    rows = [
        Delivery(
            county=contact.report.county,
            report_id=contact.report_id,
            channel=channel,
            text=f"{contact.report.number}：{text}"[:400],
            cause_id=cause_id,
        )
        for contact, text in letters
        for channel, wanted in (("sms", contact.wants_sms), ("email", contact.wants_email))
        if wanted
    ]
    Delivery.objects.bulk_create(rows, ignore_conflicts=True)
    for pk in Delivery.objects.filter(pk__in=[row.pk for row in rows]).values_list("pk", flat=True):
        send_delivery.defer(delivery=str(pk))
    return len(rows)
