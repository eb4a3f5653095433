"""Screens on which the county's administrator keeps the lists: see, search, add, change, retire, with history."""

import uuid
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from shanzhi.identity.access import SignedInRequest, may, requires
from shanzhi.identity.queries import names_of
from shanzhi.ledger.queries import history

from .. import actions, queries
from ..forms import form_for
from ..kinds import KINDS, Kind
from ..models import ResponsibilityRule

PAGE = 50


def _kind(slug: str) -> Kind:
    try:
        return KINDS[slug]
    except KeyError:
        raise Http404(_("没有这样的名录。")) from None


@requires("registry.read_registry")
def registry_home(request: SignedInRequest) -> HttpResponse:
    county = request.user.county
    rows = [(kind, kind.model._default_manager.filter(county=county).count()) for kind in KINDS.values()]
    context = {
        "rows": rows,
        "county": queries.county_named(county),
        "may_users": may(request.user, "identity.manage_users"),
        "may_county": may(request.user, "registry.edit_county"),
    }
    return render(request, "registry/home.html", context)


@requires("registry.read_registry")
def row_list(request: SignedInRequest, slug: str) -> HttpResponse:
    kind = _kind(slug)
    rows, chosen = _filtered(kind, request)
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    context = {
        "kind": kind,
        "page": page,
        "headings": [_heading(kind, name) for name in kind.columns],
        "rows": [
            (row, [(_heading(kind, name), _cell(row, name)) for name in kind.columns]) for row in page.object_list
        ],
        "filters": [_filter(kind, name, chosen.get(name, "")) for name in kind.filters],
        "search": request.GET.get("q", ""),
        "can_edit": may(request.user, "registry.edit_registry"),
    }
    return render(request, "registry/row_list.html", context)


def _filtered(kind: Kind, request: SignedInRequest) -> tuple[QuerySet[Any], dict[str, str]]:
    rows = kind.model._default_manager.filter(county=request.user.county).select_related(*kind.joined)
    chosen = {name: request.GET[name] for name in kind.filters if request.GET.get(name)}
    words = request.GET.get("q", "").replace("\x00", "").strip()[:60]
    if words:
        found = Q()
        for look_up in kind.search:
            found |= Q(**{look_up: words})
        rows = rows.filter(found)
    return rows.filter(**chosen).order_by(*kind.order), chosen


def _heading(kind: Kind, name: str) -> str:
    return str(kind.model._meta.get_field(name).verbose_name)  # type: ignore[union-attr]


def _filter(kind: Kind, name: str, value: str) -> dict[str, Any]:
    field = kind.model._meta.get_field(name)
    return {"name": name, "label": field.verbose_name, "choices": field.choices or [], "value": value}  # type: ignore[union-attr]


def _cell(row: Any, name: str) -> Any:
    shown = getattr(row, f"get_{name}_display", None)
    value = shown() if shown else getattr(row, name)
    if isinstance(value, bool):
        return _("是") if value else _("否")
    return "" if value is None else value


@requires("registry.edit_registry")
def edit_row(request: SignedInRequest, slug: str, pk: uuid.UUID | None = None) -> HttpResponse:
    kind = _kind(slug)
    county = request.user.county
    row = get_object_or_404(kind.model, pk=pk, county=county) if pk else None
    form = form_for(kind, county)(request.POST or None, instance=row)
    is_trial = "try" in request.POST and kind.slug == "rules"
    trial = urlencode(_rule_words(form.instance)) if is_trial and form.is_valid() else ""
    if request.method == "POST" and not is_trial and form.is_valid():
        saved = actions.save_row(row=form.instance, by=request.user, related=form.related())
        messages.success(request, _("「%(name)s」已保存。") % {"name": saved})
        return redirect("registry:row_list", slug)
    past = _history(row) if row else []
    context = {"kind": kind, "form": form, "row": row, "past": past, "trial": f"?{trial}" if trial else ""}
    return render(request, "registry/edit_row.html", context)


def _rule_words(rule: ResponsibilityRule) -> dict[str, str]:
    """Return a rule that is not saved yet, for the address of the page that tries it."""
    return {
        "row": str(rule.pk), "event_type": str(rule.event_type_id), "area_code": rule.area_code, "target": rule.target,
        "agency": str(rule.agency_id or ""), "basis": rule.basis, "priority": str(rule.priority),
        "is_active": "1" if rule.is_active else "",
    }  # fmt: skip


def _history(row: Any) -> list[dict[str, Any]]:
    """Return the latest changes in words: when, who, which field from what to what."""
    events = list(history(row.pk)[:20])
    names = names_of(event.by_id for event in events)
    labels = {}
    for field in [*row._meta.concrete_fields, *row._meta.many_to_many]:
        labels[getattr(field, "attname", field.name)] = str(field.verbose_name)
    return [
        {
            "at": event.at,
            "who": names.get(event.by_id, _("系统")) if event.by_id else _("系统"),
            "kind": event.kind,
            "changes": [(labels.get(name, name), *pair) for name, pair in event.data.get("changes", {}).items()],
        }
        for event in events
    ]


@require_POST
@requires("registry.edit_registry")
def retire_row(request: SignedInRequest, slug: str, pk: uuid.UUID) -> HttpResponse:
    kind = _kind(slug)
    row = get_object_or_404(kind.model, pk=pk, county=request.user.county)
    if not hasattr(row, "is_active"):
        raise Http404(_("这类名录不能停用。"))
    actions.retire_row(row=row, by=request.user)
    messages.success(request, _("「%(name)s」已停用；历史记录都还在，需要时可重新启用。") % {"name": row})
    return redirect("registry:row_list", slug)
