"""Which documents has a subject, what is missing in them, and were they served?"""

import uuid
from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol

from django.db.models import Model, QuerySet

from shanzhi.law.obstacle import Obstacle

from .. import rules
from ..models import Delivery, Document, DocumentVersion


class Subject(Protocol):
    """A row documents are about."""

    pk: Any
    _meta: Any


def documents_of(subject: Model, *, template: str = "", with_void: bool = False) -> QuerySet[Document]:
    """Return the documents of a subject with their agency and file, oldest first."""
    found = Document.objects.filter(subject_type=subject._meta.label_lower, subject_id=subject.pk)
    if template:
        found = found.filter(template=template)
    if not with_void:
        found = found.exclude(state=Document.State.VOID)
    return found.select_related("agency", "file").order_by("created_at", "id")


def sealed_document(subject: Model, template: str) -> Document | None:
    """Return the newest finished document of this kind."""
    return documents_of(subject, template=template).filter(state=Document.State.SEALED).last()


def version_of(document: Document, no: int | None = None) -> DocumentVersion:
    """Return a version of the document, the current one unless another is named."""
    return document.versions.get(no=no or document.version_no)


def missing_fields(document: Document) -> list[Obstacle]:
    """Return one obstacle for each field the document must say and does not, with its article."""
    version = version_of(document)
    return rules.missing(rules.template(document.template), version.facts, version.free)


def delivery_of(document: Document) -> Delivery | None:
    """Return the delivery by which the document was served first."""
    return document.deliveries.filter(result=Delivery.Result.SERVED).order_by("served_on", "id").first()


def is_served(subject: Model, template: str, *, by_day: date | None = None) -> bool:
    """Say whether a finished document of this kind was served (by that day)."""
    found = Delivery.objects.filter(
        document__subject_type=subject._meta.label_lower,
        document__subject_id=subject.pk,
        document__template=template,
        result=Delivery.Result.SERVED,
    )
    if by_day is not None:
        found = found.filter(served_on__lte=by_day)
    return found.exists()


@dataclass(frozen=True)
class Change:
    """One field that differs between two versions."""

    label: str
    before: Any
    after: Any
    kind: str


def changes(document: Document, first: int, second: int) -> list[Change]:
    """Return what differs between two versions, in the order the document says it."""
    kind = rules.template(document.template)
    before, after = version_of(document, first), version_of(document, second)
    old, new = {**before.facts, **before.free}, {**after.facts, **after.free}
    return [
        Change(kind.label(key), old.get(key), new.get(key), rules.fields()[key].kind)
        for key in kind.fields
        if old.get(key) != new.get(key)
    ]


def document_ids_of(subject_id: uuid.UUID) -> list[uuid.UUID]:
    """Return the ids of all documents of a subject, set aside or not."""
    return list(Document.objects.filter(subject_id=subject_id).values_list("pk", flat=True))
