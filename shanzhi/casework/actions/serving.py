"""Serving a document of a case by one of the lawful ways, and the day it counts as served."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from shanzhi.dossier import actions as dossier
from shanzhi.dossier.models import Document, StoredFile
from shanzhi.dossier.queries import delivery_of
from shanzhi.law.obstacle import NotAllowed
from shanzhi.ledger.actors import Actor

from .. import rules
from ..models import PenaltyCase


@dataclass(frozen=True)
class ServiceWords:
    """How a document was served."""

    way: str = "direct"
    received_by: str = ""
    relation: str = ""
    refusal: str = ""
    place: str = ""
    received_on: date | None = None
    witnesses: Sequence[str] = ()
    tracking_no: str = ""
    proof: StoredFile | None = None


def serve_paper(
    case: PenaltyCase, document_id: uuid.UUID | None, words: ServiceWords, *, by: Actor, on: date
) -> date | None:
    """Return the day the document counts as served; None while a receipt or the end of a public notice is waited for."""
    document = Document.objects.filter(pk=document_id).first() if document_id else None
    if document is None or document.state != Document.State.SEALED:
        name = document.title if document else "文书"
        raise NotAllowed([rules.house(f"{name}还没有审核、编号、用印，不能送达。", "先在案卷里办理审核用印")])
    known = delivery_of(document)
    if known is not None:
        return _by(known.served_on, on)
    second = case.officers.filter(until_on__isnull=True, is_lead=False).select_related("officer").first()
    waiting = document.deliveries.filter(result="pending").order_by("acted_on").last()
    if waiting is not None and words.received_on:
        made = dossier.note_receipt(delivery_id=waiting.pk, received_on=words.received_on, by=by)
        return _by(made.served_on, on)
    made = dossier.serve(
        document_id=document.pk,
        way=words.way,
        to_name=case.party.name,
        on=on,
        received_by=words.received_by,
        relation=words.relation,
        refusal=words.refusal,
        place=words.place,
        received_on=words.received_on,
        witnesses=words.witnesses,
        second_officer=second.officer.name if second else "",
        tracking_no=words.tracking_no,
        proof=words.proof,
        by=by,
    )
    return _by(made.served_on, on)


def _by(served: date | None, on: date) -> date | None:
    """A public notice counts as served only when its days are over: until then nothing has been served."""
    return served if served is not None and served <= on else None
