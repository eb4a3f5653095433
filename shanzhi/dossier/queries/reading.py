"""Which documents and pieces of evidence may this person see, and what lies beside each?"""

import uuid
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import NoReverseMatch, reverse

from shanzhi.identity.access import access_of
from shanzhi.identity.models import User
from shanzhi.identity.queries import names_of
from shanzhi.registry.queries import within

from .. import rules
from ..models import Document, Evidence


def ground(user: User, permission: str) -> Q:
    """Return the condition that a row of this room lies on the user's ground.

    It does when his unit handles the case, or when a document of the same file speaks in his agency's name: a bureau
    answers for what the team stationed in a street writes for it.
    """
    scope = access_of(user).scope(permission)
    in_his_name = Document.objects.filter(
        within(scope, agency="issuer_id", area="issuer__area__code"),
        subject_type=OuterRef("subject_type"),
        subject_id=OuterRef("subject_id"),
    )
    return within(scope, agency="agency_id", area="agency__area__code") | Q(Exists(in_his_name))


def readable_documents(user: User) -> QuerySet[Document]:
    return Document.objects.filter(ground(user, "dossier.read_documents")).select_related("agency", "file", "replaces")


def readable_evidence(user: User) -> QuerySet[Evidence]:
    return Evidence.objects.filter(ground(user, "dossier.read_documents")).select_related(
        "agency", "file", "recognised_from__agency"
    )


def may_on(user: User, permission: str, row: Document | Evidence) -> bool:
    """Say whether the permission covers this row."""
    return type(row).objects.filter(ground(user, permission), pk=row.pk).exists()


def subject_url(subject_type: str, subject_id: uuid.UUID) -> str:
    """Return the page of what a document is about; rooms above name theirs as `subject_pages` in their apps.py."""
    label, _, model = subject_type.partition(".")
    try:
        address = getattr(apps.get_app_config(label), "subject_pages", {}).get(model)
        return reverse(address, args=[subject_id]) if address else ""
    except (LookupError, NoReverseMatch):
        return ""


PARTY_KINDS = {"person": "自然人", "organisation": "单位", "sole_trader": "个体工商户"}


@dataclass(frozen=True)
class FactLine:
    """One locked fact as the page shows it."""

    label: str
    text: str
    source: str
    missing: bool


def fact_lines(document: Document, facts: dict[str, Any], sources: dict[str, str]) -> list[FactLine]:
    """Return the facts the document says, with where each came from; empty ones only where they are needed."""
    from ..paper.words import said

    kind = rules.template(document.template)
    wanted = {one.key for one in kind.needs if not one.when or rules.is_filled(facts.get(one.when))}
    lines = []
    for field in kind.facts:
        value = facts.get(field.key)
        if not rules.is_filled(value) and field.key not in wanted:
            continue
        if field.key == "party_kind":
            value = PARTY_KINDS.get(str(value), value)
        text = f"{len(value)} 项" if field.kind == "rows" and isinstance(value, list) else said(value, field.kind)
        lines.append(FactLine(kind.label(field.key), text, sources.get(field.key, ""), not rules.is_filled(value)))
    return lines


def people_of(document: Document) -> dict[uuid.UUID, str]:
    """Return the names of all who had a hand in the document."""
    ids = {document.created_by_id, document.submitted_by_id, document.reviewed_by_id, document.sealed_by_id}
    ids |= set(document.versions.values_list("by_id", flat=True))
    ids |= set(document.deliveries.values_list("by_id", flat=True))
    return names_of([one for one in ids if one])
