"""The file of one subject: its documents, its evidence, its volumes, and the order to bind them."""

import uuid

from django.apps import apps
from django.contrib import messages
from django.db import models, transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from shanzhi.identity.access import SignedInRequest, requires
from shanzhi.ledger.rows import new_id

from ..forms import BindForm
from ..models import ArchiveVolume, Document, Evidence
from ..queries import reading
from ..tasks import bind as bind_task

MOST_ROWS = 500


def _subject(kind: str, pk: uuid.UUID) -> models.Model:
    """Return the row a file is about."""
    try:
        model = apps.get_model(kind)
    except (LookupError, ValueError):
        raise Http404(_("没有这种案卷。")) from None
    found = model._default_manager.filter(pk=pk).first()
    if found is None:
        raise Http404(_("没有这个案卷。"))
    return found


def _rows(request: SignedInRequest, kind: str, pk: uuid.UUID) -> tuple[list[Document], list[Evidence]]:
    place = {"subject_type": kind, "subject_id": pk}
    documents = reading.readable_documents(request.user).filter(**place).order_by("created_at", "id")[:MOST_ROWS]
    evidence = reading.readable_evidence(request.user).filter(**place).order_by("no")[:MOST_ROWS]
    found = list(documents), list(evidence)
    if not any(found):
        raise Http404(_("没有这个案卷，或它不在您的查看范围内。"))
    return found


@requires("dossier.read_documents")
@never_cache
def file(request: SignedInRequest, kind: str, pk: uuid.UUID) -> HttpResponse:
    """Everything kept about one subject."""
    documents, evidence = _rows(request, kind, pk)
    volumes = ArchiveVolume.objects.filter(reading.ground(request.user, "dossier.read_documents"))
    volumes = volumes.filter(subject_type=kind, subject_id=pk).select_related("agency").order_by("-bound_at")
    context = {
        "subject": _subject(kind, pk),
        "kind": kind,
        "pk": pk,
        "documents": documents,
        "evidence": evidence,
        "volumes": volumes[:20],
        "may_bind": bool(documents) and reading.may_on(request.user, "dossier.bind_volume", documents[0]),
        "subject_url": reading.subject_url(kind, pk),
    }
    return render(request, "dossier/file.html", context)


@requires("dossier.bind_volume")
@never_cache
def bind(request: SignedInRequest, kind: str, pk: uuid.UUID) -> HttpResponse:
    """Order the binding; the worker does it and tells."""
    documents, _evidence = _rows(request, kind, pk)
    if not documents or not reading.may_on(request.user, "dossier.bind_volume", documents[0]):
        raise Http404(_("没有这个案卷，或它不在您的办理范围内。"))
    form = BindForm(request.POST or None, documents=documents)
    if request.method == "POST" and form.is_valid():
        with transaction.atomic():
            bind_task.defer(
                kind=kind,
                subject=str(pk),
                agency=str(documents[0].agency_id),
                title=form.cleaned_data["title"],
                by=str(request.user.pk),
                cause=str(new_id()),
            )
        messages.success(request, _("正在装订，装好后会通知您。"))
        return redirect("dossier:file", kind, pk)
    context = {
        "title": _("立卷"),
        "rows": [(_("文书"), _("%(n)s 份") % {"n": len(documents)})],
        "effect": _("分正卷、副卷装订。可能暴露反映人身份的材料只入副卷。再次装订另成一卷，原卷保留。"),
        "form": form,
        "button": _("装订"),
        "cancel_url": reverse("dossier:file", args=[kind, pk]),
    }
    return render(request, "web/confirm.html", context, status=422 if form.errors else 200)
