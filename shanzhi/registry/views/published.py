"""Screens for items, boundary lines, territorial duties: what the lists in force say."""

import uuid
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone

from shanzhi.identity.access import SignedInRequest, may, requires

from ..models import BoundaryLine, Item, TerritorialDuty
from ..queries import competence
from ..queries import published as lists

PAGE = 50


def _words(request: SignedInRequest) -> str:
    return request.GET.get("q", "").replace("\x00", "").strip()[:60]


@requires("registry.read_registry")
def items(request: SignedInRequest) -> HttpResponse:
    county, today = request.user.county, timezone.localdate()
    chosen = {
        name: request.GET[name].replace("\x00", "")[:60]
        for name in ("field", "kind", "holder")
        if request.GET.get(name)
    }
    rows = lists.items_listed(county, today, _words(request), chosen)
    fields, holders = lists.item_choices(county, today)
    context = {
        "page": Paginator(rows, PAGE).get_page(request.GET.get("page")),
        "search": _words(request),
        "chosen": chosen,
        "fields": fields,
        "holders": holders,
        "kinds": Item.Kind.choices,
        "versions_url": reverse("registry:list_versions", args=["items"]),
        "may_import": may(request.user, "registry.import_lists"),
    }
    return render(request, "registry/items.html", context)


@requires("registry.read_registry")
def item(request: SignedInRequest, pk: uuid.UUID) -> HttpResponse:
    row = get_object_or_404(Item.objects.select_related("holder", "version"), pk=pk, county=request.user.county)
    today = timezone.localdate()
    about = lists.about_item(row, today)
    answer = competence(row, row.holder, today)
    context = {
        "item": row,
        "about": about,
        "answer": answer,
        "usable": {one.pk for one in about.delegations if one.township in answer.others},
        "ranges": _ranges(row),
        "give_url": reverse("registry:give_item", args=[pk]),
        "current": row.valid_from <= today and (row.valid_to is None or row.valid_to >= today),
        "review_due": row.review_on is not None and row.review_on <= today,
        "may_import": may(request.user, "registry.import_lists"),
    }
    return render(request, "registry/item.html", context)


def _ranges(row: Item) -> list[tuple[str, str]]:
    """The fine as printed: a sum, ranges by party, multiples or shares of a sum."""
    rule: dict[str, Any] = row.fine_rule or {}
    found = []
    if row.fine_max_amount is not None or row.fine_min_amount is not None:
        low, high = row.fine_min_amount or 0, row.fine_max_amount
        found.append(("", f"{low:,.0f} – {high:,.0f} 元" if high is not None else f"{low:,.0f} 元起"))
    found += [(one["of"], f"{one['low']} – {one['high']} 元") for one in rule.get("ranges", [])]
    found += [(one["of"], f"{one['low']} – {one['high']} 倍") for one in rule.get("multiples", [])]
    found += [(one["of"], f"{one['low']}% – {one['high']}%") for one in rule.get("shares", [])]
    if "at_least" in rule:
        found.append(("", f"不足{rule['at_least']}元的，按{rule['at_least']}元计算"))
    if "text" in rule:
        found.append(("", str(rule["text"])))
    return found


@requires("registry.read_registry")
def boundary_lines(request: SignedInRequest) -> HttpResponse:
    county, today = request.user.county, timezone.localdate()
    field = request.GET.get("field", "").replace("\x00", "")[:40]
    rows = lists.lines_listed(county, today, _words(request), field)
    context = {
        "page": Paginator(rows, PAGE).get_page(request.GET.get("page")),
        "search": _words(request),
        "field": field,
        "fields": lists.line_fields(BoundaryLine, county, today),
        "versions_url": reverse("registry:list_versions", args=["boundaries"]),
    }
    return render(request, "registry/boundary_lines.html", context)


@requires("registry.read_registry")
def boundary_line(request: SignedInRequest, pk: uuid.UUID) -> HttpResponse:
    rows = BoundaryLine.objects.select_related("lead", "supervisor", "case_taker", "version")
    rows = rows.prefetch_related("supporters", "called", "event_types")
    line = get_object_or_404(rows, pk=pk, county=request.user.county)
    return render(request, "registry/boundary_line.html", {"line": line})


@requires("registry.read_registry")
def duties(request: SignedInRequest) -> HttpResponse:
    county, today = request.user.county, timezone.localdate()
    field = request.GET.get("field", "").replace("\x00", "")[:40]
    rows = lists.duties_listed(county, today, _words(request), field)
    context = {
        "page": Paginator(rows, PAGE).get_page(request.GET.get("page")),
        "search": _words(request),
        "field": field,
        "fields": lists.line_fields(TerritorialDuty, county, today),
        "versions_url": reverse("registry:list_versions", args=["duties"]),
    }
    return render(request, "registry/duties.html", context)
