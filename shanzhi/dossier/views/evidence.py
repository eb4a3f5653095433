"""The page of one piece of evidence: what it is, its digests, through whose hands it went."""

import uuid

from django.contrib import messages
from django.forms import Form
from django.http import FileResponse, Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control, never_cache

from shanzhi.identity.access import SignedInRequest, requires
from shanzhi.identity.queries import names_of
from shanzhi.law.obstacle import NotAllowed

from .. import actions, forms
from ..models import Evidence, StoredFile
from ..queries import reading
from ..store import NotStored, uploads


def _readable(request: SignedInRequest, pk: uuid.UUID) -> Evidence:
    return get_object_or_404(reading.readable_evidence(request.user), pk=pk)


def _sent(digest: str, media_type: str, name: str = "") -> HttpResponseBase:
    try:
        stream = uploads().open(digest)
    except NotStored:
        raise Http404(_("这份文件不在存储里。")) from None
    response = FileResponse(stream, content_type=media_type, as_attachment=bool(name), filename=name)
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


@requires("dossier.read_documents")
@never_cache
def evidence(request: SignedInRequest, pk: uuid.UUID) -> HttpResponse:
    found = _readable(request, pk)
    custody = list(found.custody.select_related("document")[:500])
    people = names_of([one.by_id for one in custody if one.by_id])
    lines = [(one, people.get(one.by_id, _("系统")) if one.by_id else _("系统")) for one in custody]
    context = {
        "evidence": found,
        "custody": lines,
        "subject_url": reading.subject_url(found.subject_type, found.subject_id),
        "may_open": found.file is not None and reading.may_on(request.user, "dossier.open_original", found),
        "may_exclude": not found.excluded_at and reading.may_on(request.user, "dossier.exclude_evidence", found),
        "may_move": reading.may_on(request.user, "dossier.add_evidence", found),
        "recognised": found.recognised_as.select_related("agency")[:50],
        "is_sound": _is_sound(found.file),
    }
    return render(request, "dossier/evidence.html", context)


def _is_sound(file: StoredFile | None) -> bool | None:
    """Say whether the original still lies in the store; its digest is checked by the nightly sweep, not by a page."""
    return None if file is None else uploads().holds(file.sha256)


@requires("dossier.read_documents")
@cache_control(private=True, max_age=3600)
def evidence_copy(request: SignedInRequest, pk: uuid.UUID) -> HttpResponseBase:
    """The copy for show, without what the original carries along."""
    found = _readable(request, pk)
    if found.file is None or not found.file.show_sha256:
        raise Http404(_("这件证据没有展示件。"))
    thumb = request.GET.get("size") == "thumb"
    return _sent(found.file.thumb_sha256 if thumb else found.file.show_sha256, "image/jpeg")


@requires("dossier.open_original")
@never_cache
def open_original(request: SignedInRequest, pk: uuid.UUID) -> HttpResponseBase:
    """Ask why, keep it, and hand the original over."""
    found = _readable(request, pk)
    if not reading.may_on(request.user, "dossier.open_original", found):
        raise Http404(_("没有这件证据，或它不在您的查看范围内。"))
    form = forms.ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            file = actions.open_evidence(evidence_id=pk, reason=form.cleaned_data["reason"], by=request.user)
        except NotAllowed as refusal:
            for one in refusal.obstacles:
                form.add_error(None, str(one))
        else:
            return _sent(file.sha256, "application/octet-stream", file.name or f"{file.sha256[:12]}.bin")
    return _asked(
        request, found, form, _("调阅原件"), _("调阅并下载"), _("谁在何时因何调阅，记入流转记录和台账，不能删除。")
    )


@requires("dossier.exclude_evidence")
@never_cache
def exclude(request: SignedInRequest, pk: uuid.UUID) -> HttpResponse:
    """Set a piece of evidence aside."""
    found = _readable(request, pk)
    form = forms.ExcludeForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and reading.may_on(request.user, "dossier.exclude_evidence", found):
        actions.exclude_evidence(evidence_id=pk, reason=form.cleaned_data["reason"], by=request.user)
        messages.success(request, _("已排除，不再作为认定案件事实的根据。"))
        return redirect("dossier:evidence", pk)
    text = _("证据留在案卷中并注明已排除；以非法手段取得的证据，不得作为认定案件事实的根据。")
    return _asked(request, found, form, _("排除这件证据？"), _("确认排除"), text, danger=True)


@requires("dossier.add_evidence")
@never_cache
def move(request: SignedInRequest, pk: uuid.UUID) -> HttpResponse:
    """Note that a piece of evidence went into other hands."""
    found = _readable(request, pk)
    form = forms.MoveForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and reading.may_on(request.user, "dossier.add_evidence", found):
        actions.move_evidence(evidence_id=pk, by=request.user, **form.cleaned_data)
        messages.success(request, _("已记入流转记录。"))
        return redirect("dossier:evidence", pk)
    return _asked(request, found, form, _("登记移交"), _("登记移交"), "")


def _asked(
    request: SignedInRequest, found: Evidence, form: Form, title: str, button: str, effect: str, danger: bool = False
) -> HttpResponse:
    context = {
        "title": title,
        "rows": [(_("证据"), str(found)), (_("种类"), found.get_kind_display()), (_("取证机关"), found.agency)],
        "effect": effect,
        "form": form,
        "button": button,
        "danger": danger,
        "cancel_url": reverse("dossier:evidence", args=[found.pk]),
    }
    return render(request, "web/confirm.html", context, status=422 if form.errors else 200)
