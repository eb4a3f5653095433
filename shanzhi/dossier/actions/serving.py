"""Serving a document: every lawful way, and the day it counts as served."""

import uuid
from collections.abc import Sequence
from datetime import date

from django.db import transaction
from django.utils import timezone

from shanzhi.ledger.actors import Actor
from shanzhi.ledger.events import record

from .. import rules
from ..models import Delivery, Document, StoredFile
from ..queries.letterheads import calendar_for
from ..rules.serving import Served, obstacles_to, served_day
from .writing import lock, refuse


@transaction.atomic
def serve(
    *,
    document_id: uuid.UUID,
    way: str,
    to_name: str,
    on: date | None = None,
    received_by: str = "",
    relation: str = "",
    refusal: str = "",
    place: str = "",
    received_on: date | None = None,
    witnesses: Sequence[str] = (),
    second_officer: str = "",
    tracking_no: str = "",
    consent: Document | None = None,
    proof: StoredFile | None = None,
    by: Actor,
) -> Delivery:
    """Note one attempt to serve a sealed document. `on` is the day it was handed over, left, posted or published.

    `received_on` is the day signed for, on the postal receipt or of arrival; without it a posted, entrusted or
    electronic delivery waits. Refused with each article when the way lacks what the law asks of it.
    """
    document = lock(document_id)
    day = on or timezone.localdate()
    delivery = Delivery(
        county=document.county,
        document=document,
        way=way,
        to_name=to_name.strip(),
        received_by=received_by.strip(),
        relation=relation.strip(),
        failure=refusal.strip(),
        place=place.strip(),
        acted_on=day,
        received_on=received_on,
        witnesses=[name.strip() for name in witnesses if name.strip()],
        second_officer=second_officer.strip(),
        tracking_no=tracking_no.strip(),
        consent=consent,
        proof=proof,
        by_id=by.actor_id,
    )
    refuse(obstacles_to(delivery))
    _settle(delivery, served_day(delivery, calendar_for(document.county)))
    delivery.save(force_insert=True)
    _tell(delivery, by)
    return delivery


@transaction.atomic
def note_receipt(
    *, delivery_id: uuid.UUID, received_on: date, received_by: str = "", proof: StoredFile | None = None, by: Actor
) -> Delivery:
    """Note when a posted, entrusted or electronic delivery arrived."""
    delivery = Delivery.objects.select_for_update(of=("self",)).select_related("document").get(pk=delivery_id)
    if delivery.result != Delivery.Result.PENDING:
        refuse([rules.house(f"这次送达已是「{delivery.get_result_display()}」。", "请刷新页面，看现在的情况")])
    delivery.received_on = received_on
    delivery.received_by, delivery.proof = received_by.strip() or delivery.received_by, proof or delivery.proof
    refuse(obstacles_to(delivery))
    _settle(delivery, served_day(delivery, calendar_for(delivery.county)))
    delivery.save()
    _tell(delivery, by)
    return delivery


@transaction.atomic
def note_failed_delivery(*, delivery_id: uuid.UUID, reason: str, on: date | None = None, by: Actor) -> Delivery:
    """Note that a delivery did not reach anybody; another way is tried with `serve`."""
    delivery = Delivery.objects.select_for_update(of=("self",)).select_related("document").get(pk=delivery_id)
    wants = [] if reason.strip() else [rules.house("没有写未送达的原因。", "请写明原因，如退件理由")]
    if delivery.result != Delivery.Result.PENDING:
        wants.append(rules.house(f"这次送达已是「{delivery.get_result_display()}」。", "请刷新页面，看现在的情况"))
    refuse(wants)
    delivery.result, delivery.failure = Delivery.Result.FAILED, reason.strip()[:200]
    delivery.save(update_fields=["result", "failure"])
    _tell(delivery, by, on)
    return delivery


def _settle(delivery: Delivery, served: Served | None) -> None:
    if served is None:
        return
    delivery.served_on, delivery.served_why, delivery.is_provisional = served.on, served.why, served.provisional
    delivery.result = Delivery.Result.SERVED


_KINDS = {
    Delivery.Result.PENDING: "dossier.delivery_begun",
    Delivery.Result.SERVED: "dossier.document_served",
    Delivery.Result.FAILED: "dossier.delivery_failed",
}


def _tell(delivery: Delivery, by: Actor, on: date | None = None) -> None:
    document = delivery.document
    record(
        _KINDS[Delivery.Result(delivery.result)],
        subject=document,
        by=by,
        on=on or delivery.received_on or delivery.acted_on,
        thread=document.subject_id,
        template=document.template,
        delivery=delivery.pk,
        way=str(delivery.way),
        served_on=delivery.served_on,
    )
