"""Drawing up, revising, reviewing and voiding a document."""

import json
import uuid
from collections.abc import Mapping
from datetime import date
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import IntegrityError, models, transaction
from django.utils import timezone

from shanzhi.law.obstacle import NotAllowed, Obstacle
from shanzhi.ledger.actors import Actor
from shanzhi.ledger.events import record
from shanzhi.registry.models import Agency

from .. import rules
from ..models import Document, DocumentVersion
from ..store import digests

State = Document.State


def lock(document_id: uuid.UUID) -> Document:
    """Return the document, held until the transaction ends."""
    Document.objects.select_for_update().values_list("pk").get(pk=document_id)
    return Document.objects.select_related("agency", "issuer", "file").get(pk=document_id)


def current(document: Document) -> DocumentVersion:
    """Return the version that counts now."""
    return document.versions.get(no=document.version_no)


def refuse(found: list[Obstacle]) -> None:
    if found:
        raise NotAllowed(found)


@transaction.atomic
def draw_up(
    *,
    template: str,
    subject: models.Model,
    agency: Agency,
    facts: Mapping[str, Any],
    free: Mapping[str, Any] | None = None,
    sources: Mapping[str, str] | None = None,
    slot: str = "",
    title: str = "",
    volume: str = "",
    issuer: Agency | None = None,
    replaces: Document | None = None,
    by: Actor,
    on: date | None = None,
) -> Document:
    """Return a new draft about the subject, or the living document that already fills this place.

    `facts` may hold every fact of the case: the document keeps those it says. A kind that is drawn up once a
    subject, and any call that names the same `slot` twice, brings back the first document, revised if it still can be.
    `agency` is the unit that handles the case; `issuer` the one in whose name the document speaks, where that is another.
    """
    kind = rules.template(template)
    slot = slot or ("one" if kind.once else str(uuid.uuid4()))
    place = {"subject_type": subject._meta.label_lower, "subject_id": subject.pk, "template": template, "slot": slot}
    living = Document.objects.exclude(state=State.VOID).filter(**place).first()
    if living is None:
        try:
            with transaction.atomic():
                return _first_draft(
                    kind,
                    subject,
                    agency,
                    facts,
                    free or {},
                    sources or {},
                    slot,
                    title,
                    volume,
                    issuer,
                    replaces,
                    by,
                    on,
                )
        except IntegrityError:
            # Somebody else drew it up between the look and the writing.
            living = Document.objects.exclude(state=State.VOID).get(**place)
    if not rules.standing(living, "revise"):
        revise(document_id=living.pk, facts=facts, free=free, sources=sources, by=by, on=on)
        living.refresh_from_db()
    return living


def _first_draft(
    kind: rules.Template,
    subject: models.Model,
    agency: Agency,
    facts: Mapping[str, Any],
    free: Mapping[str, Any],
    sources: Mapping[str, str],
    slot: str,
    title: str,
    volume: str,
    issuer: Agency | None,
    replaces: Document | None,
    by: Actor,
    on: date | None,
) -> Document:
    document = Document.objects.create(
        county=getattr(subject, "county", agency.county),
        agency=agency,
        issuer=issuer,
        template=kind.key,
        subject_type=subject._meta.label_lower,
        subject_id=subject.pk,
        slot=slot,
        title=title or kind.name,
        volume=volume or kind.volume,
        series=kind.series,
        replaces=replaces,
        created_by_id=by.actor_id,
        is_sample=bool(getattr(subject, "is_sample", False)),
    )
    _keep(document, kind, facts, free, sources, "", by)
    _record("dossier.document_drawn_up", document, by, on)
    return document


@transaction.atomic
def revise(
    *,
    document_id: uuid.UUID,
    facts: Mapping[str, Any] | None = None,
    free: Mapping[str, Any] | None = None,
    sources: Mapping[str, str] | None = None,
    reason: str = "",
    base: int | None = None,
    by: Actor,
    on: date | None = None,
) -> Document:
    """Keep a new version: given facts and words replace those of the same name, the others stay.

    A document in review goes back to draft. `base` is the version the page showed: NotAllowed when another came since.
    """
    document = lock(document_id)
    refuse(rules.standing(document, "revise"))
    last = current(document)
    if base is not None and base != last.no:
        text = f"您打开页面后，{timezone.localtime(last.at):%m月%d日 %H:%M} 已有人保存了第{last.no}版。"
        refuse([rules.house(text, "请对照新的一版再改")])
    kind = rules.template(document.template)
    before = last.digest
    new_facts, new_free = {**last.facts, **(facts or {})}, {**last.free, **(free or {})}
    if _content(kind, new_facts, new_free)[2] == before:
        return document
    document.version_no += 1
    _keep(document, kind, new_facts, new_free, {**last.sources, **(sources or {})}, reason, by)
    document.state = State.DRAFT
    document.save(update_fields=["version_no", "state"])
    _record("dossier.document_revised", document, by, on, version=document.version_no)
    return document


@transaction.atomic
def submit_for_review(*, document_id: uuid.UUID, by: Actor, on: date | None = None) -> Document:
    """Hand the draft to the reviewer. Refused while a field is missing, with each article."""
    document = lock(document_id)
    refuse([*rules.standing(document, "submit"), *missing_in(document)])
    document.state, document.submitted_at, document.submitted_by_id = State.IN_REVIEW, timezone.now(), by.actor_id
    document.save(update_fields=["state", "submitted_at", "submitted_by_id"])
    _record("dossier.document_submitted", document, by, on)
    return document


@transaction.atomic
def approve_document(*, document_id: uuid.UUID, note: str = "", by: Actor, on: date | None = None) -> Document:
    """Pass the document. Whoever wrote or submitted it cannot be the one who passes it."""
    document = lock(document_id)
    refuse([*rules.standing(document, "approve"), *_own_work(document, by), *missing_in(document)])
    _reviewed(document, State.REVIEWED, note, by)
    _record("dossier.document_approved", document, by, on, version=document.version_no)
    return document


@transaction.atomic
def send_back_document(*, document_id: uuid.UUID, note: str, by: Actor, on: date | None = None) -> Document:
    """Give the document back to its author, with what is wrong."""
    document = lock(document_id)
    wants = [] if note.strip() else [rules.house("没有写退回的原因。", "请写明要改什么")]
    refuse([*rules.standing(document, "send_back"), *wants])
    _reviewed(document, State.DRAFT, note, by)
    _record("dossier.document_sent_back", document, by, on)
    return document


@transaction.atomic
def void_document(*, document_id: uuid.UUID, reason: str, by: Actor, on: date | None = None) -> Document:
    """Set a document aside before it is sealed. Its row, versions and number stay, so that no number is missing."""
    document = lock(document_id)
    wants = [] if reason.strip() else [rules.house("没有写作废的原因。", "请写明原因")]
    refuse([*rules.standing(document, "void"), *wants])
    document.state, document.void_reason, document.voided_at = State.VOID, reason.strip()[:400], timezone.now()
    document.save(update_fields=["state", "void_reason", "voided_at"])
    _record("dossier.document_voided", document, by, on)
    return document


def missing_in(document: Document) -> list[Obstacle]:
    version = current(document)
    return rules.missing(rules.template(document.template), version.facts, version.free)


def _own_work(document: Document, by: Actor) -> list[Obstacle]:
    if by.actor_id and by.actor_id in {document.created_by_id, document.submitted_by_id}:
        return [rules.house("起草、送审的人不能审核自己的文书。", "请由另一位有权审核的人员审核")]
    return []


def _reviewed(document: Document, state: Document.State, note: str, by: Actor) -> None:
    document.state, document.review_note = state, note.strip()[:400]
    document.reviewed_at, document.reviewed_by_id = timezone.now(), by.actor_id
    document.save(update_fields=["state", "review_note", "reviewed_at", "reviewed_by_id"])


def _content(
    kind: rules.Template, facts: Mapping[str, Any], free: Mapping[str, Any]
) -> tuple[dict[str, Any], dict[str, Any], str]:
    """Return what this kind of document keeps of the facts and words, as JSON, and their digest."""
    strangers = (set(facts) | set(free)) - set(rules.fields())
    if strangers:
        raise TypeError(f"没有这样的文书字段：{'、'.join(sorted(strangers))}")
    said = {**facts, **free}
    kept_facts = _plain({field.key: said[field.key] for field in kind.facts if field.key in said})
    kept_free = _plain({field.key: said[field.key] for field in kind.free if field.key in said})
    return kept_facts, kept_free, digest_of(kept_facts, kept_free)


def digest_of(facts: Mapping[str, Any], free: Mapping[str, Any]) -> str:
    """Return the SM3 of what a version says."""
    return digests(json.dumps([facts, free], ensure_ascii=False, sort_keys=True).encode()).sm3


def _plain(values: dict[str, Any]) -> dict[str, Any]:
    """Return the values as JSON keeps them: dates and sums as text, no sign a database refuses."""
    answer: dict[str, Any] = json.loads(json.dumps(values, cls=DjangoJSONEncoder).replace("\\u0000", ""))
    return answer


def _keep(
    document: Document,
    kind: rules.Template,
    facts: Mapping[str, Any],
    free: Mapping[str, Any],
    sources: Mapping[str, str],
    reason: str,
    by: Actor,
) -> DocumentVersion:
    kept_facts, kept_free, digest = _content(kind, facts, free)
    return DocumentVersion.objects.create(
        document=document,
        no=document.version_no,
        facts=kept_facts,
        free=kept_free,
        sources={key: str(text)[:200] for key, text in sources.items() if key in kept_facts},
        digest=digest,
        reason=reason.strip()[:200],
        by_id=by.actor_id,
    )


def _record(kind: str, document: Document, by: Actor, on: date | None, **data: Any) -> None:
    record(kind, subject=document, by=by, on=on, thread=document.subject_id, template=document.template, **data)
