"""Drawing up the documents of a case from its facts, finishing them, serving them: nothing is typed twice."""

import uuid
from datetime import date
from typing import Any

from django.db import transaction

from shanzhi.dossier import actions as dossier
from shanzhi.dossier import rules as dossier_rules
from shanzhi.dossier.models import Document
from shanzhi.dossier.queries import missing_fields
from shanzhi.law.obstacle import NotAllowed
from shanzhi.ledger.actors import Actor

from .. import rules
from ..models import PenaltyCase
from ..queries.paper_facts import facts_for_papers


def draw(
    case: PenaltyCase,
    template: str,
    *,
    by: Actor,
    on: date,
    facts: dict[str, Any] | None = None,
    free: dict[str, Any] | None = None,
    slot: str = "",
) -> Document:
    """Return the draft of a document about the case."""
    known = {**facts_for_papers(case), **(facts or {})}
    said = {key: value for key, value in known.items() if dossier_rules.is_filled(value)}
    document = dossier.draw_up(
        template=template,
        subject=case,
        agency=case.unit,
        issuer=case.agency,
        facts=said,
        free=free or {},
        slot=slot,
        by=by,
        on=on,
    )
    kind = dossier_rules.template(template)
    if kind.reviewed and document.state == Document.State.DRAFT and not missing_fields(document):
        dossier.submit_for_review(document_id=document.pk, by=by, on=on)
        document.refresh_from_db()
    return document


@transaction.atomic
def finish_document(*, case_id: uuid.UUID, document_id: uuid.UUID, by: Actor, on: date | None = None) -> Document:
    """Review where a review is needed, number and seal. The author does not review his own document."""
    case = PenaltyCase.objects.select_for_update().get(pk=case_id)
    document = Document.objects.filter(pk=document_id, subject_id=case.pk).first()
    if document is None:
        raise NotAllowed([rules.house("本案没有这份文书。")])
    kind = dossier_rules.template(document.template)
    if kind.reviewed and document.state == Document.State.DRAFT:
        found = missing_fields(document)
        raise NotAllowed(found or [rules.house("文书还在起草，没有送审。", "由起草人送审")])
    if document.state == Document.State.IN_REVIEW:
        document = dossier.approve_document(document_id=document.pk, by=by, on=on)
    return dossier.number_and_seal(document_id=document.pk, by=by, on=on)
