"""The ruling desk: what two units do not agree on, both grounds side by side, the ruling, and what was ruled before."""

import uuid
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from shanzhi.identity.access import may, refusal_text, requires
from shanzhi.law.obstacle import NotAllowed
from shanzhi.registry.queries import county_named

from .. import actions, forms
from ..models import Dispute, Precedent
from ..queries.disputes import disputes_for, may_rule_all, units_of
from ..queries.worklist import Clock
from ..rules import disputes as dispute_rules
from .verbs import VerbPage, person

PAGE = 50
REPLY = VerbPage("reply_dispute", forms.ReplyForm, actions.reply_dispute, gettext_lazy("说明本单位的依据"),
                 gettext_lazy("提交说明"), gettext_lazy("指导机构会对照两边的依据裁定。"),
                 gettext_lazy("已提交，等待裁定。"))  # fmt: skip
RULE = VerbPage("rule_dispute", forms.DisputeRulingForm, actions.rule_dispute, gettext_lazy("裁定职责争议"),
                gettext_lazy("裁定"), gettext_lazy("裁定以后，这件事由所定单位承办，期限和经过保留，双方都不能再退回。"),
                gettext_lazy("已裁定，双方会收到通知。"))  # fmt: skip
WITHDRAW = VerbPage("withdraw_dispute", forms.ReasonForm, actions.withdraw_dispute, gettext_lazy("撤回职责争议"),
                    gettext_lazy("撤回"), gettext_lazy("事项由本单位接着办。"), gettext_lazy("已撤回。"))  # fmt: skip


@requires("dispatch.rule_dispute", "dispatch.return_task")
def disputes(request: HttpRequest) -> HttpResponse:
    """What waits for a ruling, the most urgent first; then what was ruled."""
    over = request.GET.get("state") == "over"
    rows = disputes_for(person(request)).filter(ended_at__isnull=not over)
    page = Paginator(rows.order_by("-ended_at", "-id") if over else rows.order_by("decide_by", "id"), PAGE).get_page(
        request.GET.get("page")
    )
    clock = Clock.of(county_named(person(request).county))
    lights = [(row, None if over else clock.light(_due(row))) for row in page.object_list]
    return render(
        request, "dispatch/disputes.html", {"page": page, "rows": lights, "over": over, "tabs": _tabs(request)}
    )


def _tabs(request: HttpRequest) -> list[tuple[str, str]]:
    base = reverse("dispatch:disputes")
    return [(_("待裁定"), base), (_("已结束"), f"{base}?state=over"), (_("先例"), reverse("dispatch:precedents"))]


def _due(row: Dispute) -> Any:
    return row.reply_by if row.state == Dispute.State.ASKED else row.decide_by


def _dispute(request: HttpRequest, pk: uuid.UUID) -> Dispute:
    return get_object_or_404(disputes_for(person(request)), pk=pk)


@requires("dispatch.rule_dispute", "dispatch.return_task")
def dispute(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Both grounds side by side, and what may be done now."""
    row = _dispute(request, pk)
    units = units_of(person(request))
    may_rule = may_rule_all(person(request))
    context = {
        "dispute": row,
        "may_reply": not dispute_rules.may_reply(row) and row.other_id in units,
        "may_rule": may_rule and not row.ended_at,
        "against": dispute_rules.may_rule(row, timezone.now()) if may_rule and not row.ended_at else [],
        "may_withdraw": not row.ended_at and row.claimant_id in units,
        "light": None if row.ended_at else Clock.of(county_named(row.county)).light(_due(row)),
        "may_matter": may(person(request), "dispatch.read_matters"),
        "precedent": Precedent.objects.filter(dispute=row).first(),
    }
    return render(request, "dispatch/dispute.html", context)


@requires("dispatch.return_task")
def reply_dispute(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    row = _dispute(request, pk)
    if row.other_id not in units_of(person(request)):
        raise PermissionDenied(refusal_text(("dispatch.return_task",)))
    return _act(request, REPLY, row)


@requires("dispatch.return_task")
def withdraw_dispute(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    row = _dispute(request, pk)
    if row.claimant_id not in units_of(person(request)):
        raise PermissionDenied(refusal_text(("dispatch.return_task",)))
    return _act(request, WITHDRAW, row)


@requires("dispatch.rule_dispute")
def rule_dispute(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    row = _dispute(request, pk)
    if not may_rule_all(person(request)):
        raise PermissionDenied(refusal_text(("dispatch.rule_dispute",)))
    return _act(request, RULE, row, dispute=row)


def _act(request: HttpRequest, page: VerbPage, row: Dispute, **more: Any) -> HttpResponse:
    if request.method != "POST" and row.ended_at:
        raise Http404(_("这项争议已经结束。"))
    form = page.form(request.POST or None, matter=row.matter, user=person(request), **more)
    if request.method == "POST" and form.is_valid():
        try:
            page.action(dispute_id=row.pk, by=person(request), **form.values())
        except NotAllowed as refusal:
            for found in refusal.obstacles:
                form.add_error(None, f"{found} {found.remedy}。" if found.remedy else f"{found}")
        else:
            messages.success(request, page.done)
            return redirect("dispatch:dispute", row.pk)
    context = {"page": page, "dispute": row, "form": form}
    return render(request, "dispatch/dispute_verb.html", context, status=422 if form.is_bound else 200)


@requires("dispatch.read_matters")
def precedents(request: HttpRequest) -> HttpResponse:
    """What was ruled, for everybody who assigns or works: the newest first."""
    words = request.GET.get("q", "").replace("\x00", "").strip()[:40]
    rows = Precedent.objects.filter(county=person(request).county).select_related("event_type", "agency", "dispute")
    if words:
        rows = rows.filter(title__contains=words) | rows.filter(reason__contains=words)
    page = Paginator(rows.order_by("-made_at", "-id"), PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page, "search": words, "may_end": may_rule_all(person(request)),
        "tabs": _tabs(request) if may(person(request), "dispatch.rule_dispute") else [],
    }  # fmt: skip
    return render(request, "dispatch/precedents.html", context)


@requires("dispatch.rule_dispute")
def end_precedent(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """A precedent holds no longer."""
    row = get_object_or_404(Precedent.objects.select_related("dispute__matter"), pk=pk, county=person(request).county)
    if not may_rule_all(person(request)):
        raise PermissionDenied(refusal_text(("dispatch.rule_dispute",)))
    form = forms.ReasonForm(request.POST or None, matter=row.dispute.matter)
    if request.method == "POST" and form.is_valid():
        try:
            actions.end_precedent(precedent_id=row.pk, by=person(request), **form.values())
            messages.success(request, _("先例已停用，以后不再提示。"))
            return redirect("dispatch:precedents")
        except NotAllowed as refusal:
            form.add_error(None, str(refusal))
    context = {"precedent": row, "form": form}
    return render(request, "dispatch/end_precedent.html", context, status=422 if form.is_bound else 200)
