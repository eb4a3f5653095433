"""One page a step of a document: submit, review, seal, sign, serve, set aside."""

import uuid
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from shanzhi.identity.access import SignedInRequest, requires
from shanzhi.law.obstacle import NotAllowed

from .. import actions, forms, rules
from ..actions.keeping import keep_upload
from ..models import Delivery, Document
from .documents import readable, require_on


def _step(
    request: SignedInRequest,
    found: Document,
    act: Callable[[Form], Any],
    *,
    form: Form,
    title: str,
    button: str,
    effect: str,
    done: str,
    danger: bool = False,
    template: str = "web/confirm.html",
    **more: Any,
) -> HttpResponse:
    """Show the page of a step; when posted, take it and go back to the document, or say every reason why not."""
    if request.method == "POST" and form.is_valid():
        try:
            act(form)
        except NotAllowed as refusal:
            for one in refusal.obstacles:
                form.add_error(None, f"{one}{f' {one.remedy}。' if one.remedy else ''}")
        else:
            messages.success(request, done)
            return redirect("dossier:document", found.pk)
    rows = [
        (_("文书"), found.title),
        (_("文号"), found.number or _("尚未编号")),
        (_("状态"), found.get_state_display()),
    ]
    context = {
        "title": title,
        "rows": rows,
        "effect": effect,
        "form": form,
        "button": button,
        "danger": danger,
        "cancel_url": reverse("dossier:document", args=[found.pk]),
        "document": found,
        **more,
    }
    return render(request, template, context, status=422 if form.errors else 200)


@requires("dossier.write_document")
@never_cache
def submit(request: SignedInRequest, pk: uuid.UUID) -> HttpResponse:
    found = readable(request, pk)
    require_on(request, "dossier.write_document", found)
    return _step(
        request,
        found,
        lambda form: actions.submit_for_review(document_id=pk, by=request.user),
        form=Form(request.POST if request.method == "POST" else None),
        title=_("送审这份文书？"),
        button=_("送审"),
        effect=_("送审后由另一人审核；审核前再修改，要重新送审。"),
        done=_("已送审。"),
    )


@requires("dossier.approve_document")
@never_cache
def approve(request: SignedInRequest, pk: uuid.UUID) -> HttpResponse:
    found = readable(request, pk)
    require_on(request, "dossier.approve_document", found)
    return _step(
        request,
        found,
        lambda form: actions.approve_document(document_id=pk, note=form.cleaned_data["note"], by=request.user),
        form=forms.NoteForm(request.POST or None),
        title=_("审核通过这份文书？"),
        button=_("审核通过"),
        effect=_("通过后可以编号用印；再修改的，要重新审核。"),
        done=_("已审核通过，可以编号用印。"),
    )


@requires("dossier.approve_document")
@never_cache
def send_back(request: SignedInRequest, pk: uuid.UUID) -> HttpResponse:
    found = readable(request, pk)
    require_on(request, "dossier.approve_document", found)
    form = forms.NoteForm(request.POST or None)
    form.fields["note"].required = True
    return _step(
        request,
        found,
        lambda form: actions.send_back_document(document_id=pk, note=form.cleaned_data["note"], by=request.user),
        form=form,
        title=_("退回修改？"),
        button=_("退回修改"),
        effect=_("文书回到起草，经办人会看到您的意见。"),
        done=_("已退回修改。"),
    )


@requires("dossier.seal_document", "dossier.write_document")
@never_cache
def seal(request: SignedInRequest, pk: uuid.UUID) -> HttpResponse:
    found = readable(request, pk)
    kind = rules.template(found.template)
    require_on(request, "dossier.seal_document" if kind.reviewed else "dossier.write_document", found)
    words = _("编号并用印") if kind.is_numbered and kind.sealed else _("定稿")
    return _step(
        request,
        found,
        lambda form: actions.number_and_seal(document_id=pk, by=request.user, on=form.cleaned_data["on"]),
        form=forms.DayForm(request.POST or None),
        title=_("%(words)s？") % {"words": words},
        button=words,
        effect=_("从此这份文书不能再改，只能另行更正。文号按机关、年度和文种连续编排，不留空号。"),
        done=_("已定稿。"),
    )


@requires("dossier.write_document")
@never_cache
def void(request: SignedInRequest, pk: uuid.UUID) -> HttpResponse:
    found = readable(request, pk)
    require_on(request, "dossier.write_document", found)
    return _step(
        request,
        found,
        lambda form: actions.void_document(document_id=pk, reason=form.cleaned_data["reason"], by=request.user),
        form=forms.ReasonForm(request.POST or None),
        title=_("作废这份文书？"),
        button=_("确认作废"),
        effect=_("作废后不能恢复；文书和已编的文号都保留在案卷中。"),
        done=_("已作废。"),
        danger=True,
    )


@requires("dossier.write_document")
@never_cache
def sign(request: SignedInRequest, pk: uuid.UUID) -> HttpResponse:
    """Sign with a finger on the screen; without scripts, with a picture; or note why there is no signature."""
    found = readable(request, pk)
    require_on(request, "dossier.write_document", found)

    def act(form: Form) -> None:
        data = form.cleaned_data
        actions.sign_document(
            document_id=pk,
            part=data["part"],
            name=data["name"],
            image=data["image"] or data["picture"] or None,
            words=data["words"],
            refusal=data["refusal"],
            by=request.user,
        )

    return _step(
        request,
        found,
        act,
        form=forms.SignForm(request.POST or None, request.FILES or None),
        title=_("签名"),
        button=_("保存签名"),
        effect=_("签名写在这一版文书上；文书再修改，要重新签名。"),
        done=_("已保存签名。"),
        template="dossier/sign.html",
    )


@requires("dossier.serve_document")
@never_cache
def serve(request: SignedInRequest, pk: uuid.UUID) -> HttpResponse:
    """Note one attempt to serve the document."""
    found = readable(request, pk)
    require_on(request, "dossier.serve_document", found)

    def act(form: Form) -> None:
        data = dict(form.cleaned_data)
        proof, consent = data.pop("proof"), data.pop("consent")
        names = data.pop("witnesses").replace(",", "、").replace("，", "、").split("、")
        data["proof"] = keep_upload(county=found.county, upload=proof, by=request.user) if proof else None
        data["consent"] = Document.objects.filter(pk=consent).first() if consent else None
        actions.serve(document_id=pk, witnesses=names, by=request.user, **data)

    return _step(
        request,
        found,
        act,
        form=forms.ServeForm(request.POST or None, request.FILES or None, document=found),
        title=_("登记送达"),
        button=_("登记送达"),
        effect=_("视为送达的日期按送达方式由法律确定，系统自动计算。"),
        done=_("已登记。"),
    )


@requires("dossier.serve_document")
@never_cache
def receipt(request: SignedInRequest, pk: uuid.UUID) -> HttpResponse:
    """Note when a delivery under way arrived, or why it did not."""
    delivery = get_object_or_404(Delivery.objects.select_related("document"), pk=pk)
    found = readable(request, delivery.document_id)
    require_on(request, "dossier.serve_document", found)

    def act(form: Form) -> None:
        data = form.cleaned_data
        if data["failure"]:
            actions.note_failed_delivery(delivery_id=pk, reason=data["failure"], by=request.user)
            return
        proof = keep_upload(county=found.county, upload=data["proof"], by=request.user) if data["proof"] else None
        actions.note_receipt(
            delivery_id=pk,
            received_on=data["received_on"],
            received_by=data["received_by"],
            proof=proof,
            by=request.user,
        )

    return _step(
        request,
        found,
        act,
        form=forms.ReceiptForm(request.POST or None, request.FILES or None),
        title=_("登记送达结果"),
        button=_("保存"),
        effect="",
        done=_("已登记。"),
    )
