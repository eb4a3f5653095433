"""The list of documents, and the page of one: what it says, how it looks, what is missing."""

import base64
import uuid
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from shanzhi.identity.access import SignedInRequest, refusal_text, requires
from shanzhi.law.obstacle import NotAllowed

from .. import actions, queries, rules
from ..forms import WordsForm
from ..models import Document, DocumentVersion
from ..paper import docx, printing
from ..queries import reading
from ..store import NotStored, uploads

State = Document.State
MOST_PAGES = 12


def readable(request: SignedInRequest, pk: uuid.UUID) -> Document:
    return get_object_or_404(reading.readable_documents(request.user), pk=pk)


def require_on(request: SignedInRequest, permission: str, document: Document) -> None:
    """Stop when the permission does not cover this document, and say who may."""
    if not reading.may_on(request.user, permission, document):
        raise PermissionDenied(refusal_text((permission,)))


@requires("dossier.read_documents")
@never_cache
def documents(request: SignedInRequest) -> HttpResponse:
    """The documents on the user's ground, newest first, by state and kind."""
    rows = reading.readable_documents(request.user)
    state, kind, asked = (request.GET.get(name, "") for name in ("state", "kind", "q"))
    if state in State.values:
        rows = rows.filter(state=state)
    if kind in rules.templates():
        rows = rows.filter(template=kind)
    if asked.strip():
        rows = rows.filter(number__icontains=asked.strip()[:60])
    page = Paginator(rows.order_by("-created_at", "-id"), 30).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "states": [(label, value) for value, label in State.choices],
        "kinds": rules.templates().values(),
        "kind": kind,
    }
    return render(request, "dossier/documents.html", context)


@requires("dossier.read_documents")
@never_cache
def document(request: SignedInRequest, pk: uuid.UUID) -> HttpResponse:
    """One document: its words on the left, the page as it prints on the right."""
    found = readable(request, pk)
    return render(request, "dossier/document.html", page_of(request, found))


def page_of(request: SignedInRequest, found: Document, form: WordsForm | None = None) -> dict[str, Any]:
    """Return everything the page of a document shows."""
    version = queries.version_of(found)
    kind = rules.template(found.template)
    writes = reading.may_on(request.user, "dossier.write_document", found)
    editable = writes and not rules.standing(found, "revise")
    if form is None and editable and kind.free:
        form = WordsForm(kind=kind, free=version.free, version=version.no)
    return {
        "document": found,
        "kind": kind,
        "version": version,
        "form": form,
        "facts": reading.fact_lines(found, version.facts, version.sources),
        "words": [] if form else _words(kind, version),
        "missing": [] if found.is_read_only else queries.missing_fields(found),
        "pages": pages_of(found),
        "versions": found.versions.order_by("-no")[:50],
        "names": reading.people_of(found),
        "deliveries": found.deliveries.select_related("proof"),
        "signatures": version.signatures.all(),
        "subject_url": reading.subject_url(found.subject_type, found.subject_id),
        "steps": _steps(request, found, kind, writes),
    }


def _steps(request: SignedInRequest, found: Document, kind: rules.Template, writes: bool) -> set[str]:
    """Return which steps this person may take now."""

    def may(permission: str) -> bool:
        return reading.may_on(request.user, permission, found)

    steps = set()
    if writes and found.state == State.DRAFT and kind.reviewed:
        steps.add("submit")
    if found.state == State.IN_REVIEW and may("dossier.approve_document"):
        steps |= {"approve", "send_back"}
    ready = found.state in {State.REVIEWED, State.NUMBERED} or (found.state == State.DRAFT and not kind.reviewed)
    if ready and may("dossier.seal_document" if kind.reviewed else "dossier.write_document"):
        steps.add("seal")
    if found.state == State.SEALED and may("dossier.serve_document"):
        steps.add("serve")
    if writes and found.state not in {State.SEALED, State.VOID}:
        steps |= {"void", "sign"}
    return steps


def _words(kind: rules.Template, version: DocumentVersion) -> list[tuple[str, str]]:
    said = ((kind.label(field.key), rules.as_text(version.free.get(field.key), field.kind)) for field in kind.free)
    return [(label, text) for label, text in said if text]


def pages_of(found: Document, free: dict[str, Any] | None = None) -> list[str]:
    """Return the pages as pictures inside the page: what is not kept yet has no address."""
    composed = printing.composed(found, free=free)
    made = printing.setting.pictures(composed)[:MOST_PAGES]
    return [f"data:image/png;base64,{base64.b64encode(one).decode()}" for one in made]


@requires("dossier.write_document")
@require_POST
def save_words(request: SignedInRequest, pk: uuid.UUID) -> HttpResponse:
    """Keep what was typed as a new version."""
    found = readable(request, pk)
    require_on(request, "dossier.write_document", found)
    form = _typed(request, found)
    if form.is_valid():
        try:
            actions.revise(
                document_id=found.pk,
                free=form.words(),
                reason=form.cleaned_data["reason"],
                base=form.cleaned_data["base"],
                by=request.user,
            )
        except NotAllowed as refusal:
            for obstacle in refusal.obstacles:
                form.add_error(None, f"{obstacle}{obstacle.remedy and f' {obstacle.remedy}。'}")
        else:
            return redirect("dossier:document", pk)
    return render(request, "dossier/document.html", page_of(request, found, form), status=422)


@requires("dossier.write_document")
@require_POST
def preview(request: SignedInRequest, pk: uuid.UUID) -> HttpResponse:
    """The page as it would print with what is typed just now; nothing is kept."""
    found = readable(request, pk)
    form = _typed(request, found)
    free = form.words() if form.is_valid() else None
    return render(request, "dossier/_sheets.html", {"pages": pages_of(found, free), "document": found})


def _typed(request: SignedInRequest, found: Document) -> WordsForm:
    version = queries.version_of(found)
    kind = rules.template(found.template)
    return WordsForm(request.POST, kind=kind, free=version.free, version=version.no)


@requires("dossier.read_documents")
@never_cache
def changes(request: SignedInRequest, pk: uuid.UUID) -> HttpResponse:
    """What differs between two versions."""
    found = readable(request, pk)
    second = _number(request.GET.get("to"), found.version_no, found)
    first = _number(request.GET.get("from"), max(second - 1, 1), found)
    context = {
        "document": found,
        "first": queries.version_of(found, first),
        "second": queries.version_of(found, second),
        "changes": queries.changes(found, first, second),
        "numbers": range(1, found.version_no + 1),
        "names": reading.people_of(found),
    }
    return render(request, "dossier/changes.html", context)


def _number(text: str | None, otherwise: int, found: Document) -> int:
    number = int(text) if text and text.isdecimal() and len(text) < 6 else otherwise
    return min(max(number, 1), found.version_no)


@requires("dossier.read_documents")
@never_cache
def document_pdf(request: SignedInRequest, pk: uuid.UUID) -> HttpResponseBase:
    """The finished document, byte for byte as it was sealed."""
    found = readable(request, pk)
    if found.file is None:
        raise Http404(_("文书还没有定稿，没有 PDF。"))
    try:
        stream = uploads().open(found.file.sha256)
    except NotStored:
        raise Http404(_("这份文书不在存储里。")) from None
    return FileResponse(stream, content_type="application/pdf", filename=f"{found.title}{found.number}.pdf")


@requires("dossier.read_documents")
@never_cache
def document_docx(request: SignedInRequest, pk: uuid.UUID) -> HttpResponse:
    """A copy for those who must edit elsewhere; it says that it is not the document."""
    found = readable(request, pk)
    response = HttpResponse(docx.copy_of(printing.composed(found)), content_type=docx.MEDIA_TYPE)
    response["Content-Disposition"] = f'attachment; filename="document-{found.pk.hex[-8:]}.docx"'
    return response
