"""Screens for delegations: which township has which items, since when, made public where, taken back why."""

import uuid
from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from shanzhi.identity.access import SignedInRequest, may, requires
from shanzhi.law.citation import cite
from shanzhi.law.obstacle import NotAllowed

from .. import actions
from ..forms import GiveForm, PublishForm, TakeBackForm
from ..models import Agency, Delegation, Item
from ..queries import published as lists


@requires("registry.read_registry")
def delegations(request: SignedInRequest) -> HttpResponse:
    rows = lists.township_counts(request.user.county, timezone.localdate())
    context = {"rows": rows, "versions_url": reverse("registry:list_versions", args=["delegations"])}
    return render(request, "registry/delegations.html", context)


@requires("registry.read_registry")
def township(request: SignedInRequest, pk: uuid.UUID) -> HttpResponse:
    row = get_object_or_404(Agency, pk=pk, county=request.user.county, kind=Agency.Kind.TOWNSHIP)
    today = timezone.localdate()
    found = lists.delegations_of(row, today)
    context = {
        "township": row,
        "today": today,
        "page": Paginator(found, 50).get_page(request.GET.get("page")),
        "may_import": may(request.user, "registry.import_lists"),
    }
    return render(request, "registry/township.html", context)


@requires("registry.import_lists")
def give_item(request: SignedInRequest, pk: uuid.UUID) -> HttpResponse:
    item = get_object_or_404(Item, pk=pk, county=request.user.county)
    today = timezone.localdate()
    form = GiveForm(request.POST or None, county=request.user.county, initial={"from_on": today})

    def act() -> None:
        data = form.cleaned_data
        given = actions.give_item(item=item, by=request.user, on=today, **data)
        messages.success(request, _("已赋予%(name)s，公布以后才能使用。") % {"name": given.township})

    page = {
        "title": _("把事项交给乡镇（街道）"),
        "rows": [(_("事项"), item.name), (_("事项代码"), item.code)],
        "effect": _("公布以前不能使用；公布后由乡镇（街道）以自己的名义行使，县级部门继续监管和指导。"),
        "basis": cite("行政处罚法24"),
        "button": _("交给乡镇（街道）"),
        "cancel_url": reverse("registry:item", args=[pk]),
    }
    return _confirmed(request, form, act, page)


@requires("registry.import_lists")
def publish_delegation(request: SignedInRequest, pk: uuid.UUID) -> HttpResponse:
    row = _delegation(request, pk)
    form = PublishForm(request.POST or None, initial={"on": timezone.localdate()})

    def act() -> None:
        actions.publish_delegation(delegation_id=row.pk, by=request.user, **form.cleaned_data)
        messages.success(request, _("已登记公布，从公布之日起可以使用。"))

    page = {
        "title": _("公布这项赋权"),
        "rows": _about(row),
        "effect": _("登记公布日期和文件；公布日期以前不能使用。"),
        "basis": cite("行政处罚法24"),
        "button": _("登记公布"),
        "cancel_url": _back(row),
    }
    return _confirmed(request, form, act, page)


@requires("registry.import_lists")
def take_back(request: SignedInRequest, pk: uuid.UUID) -> HttpResponse:
    row = _delegation(request, pk)
    form = TakeBackForm(request.POST or None, initial={"on": timezone.localdate()})

    def act() -> None:
        actions.take_back(delegation_id=row.pk, by=request.user, **form.cleaned_data)
        messages.success(request, _("已收回；此前作出的决定不受影响。"))

    page = {
        "title": _("收回这项赋权"),
        "rows": _about(row),
        "effect": _("从收回之日起，该乡镇（街道）不能再用这一事项立案和决定；正在办的案件须移交有权的机关。"),
        "basis": cite("浙江省综合行政执法条例10"),
        "button": _("收回"),
        "danger": True,
        "cancel_url": _back(row),
    }
    return _confirmed(request, form, act, page)


def _delegation(request: SignedInRequest, pk: uuid.UUID) -> Delegation:
    rows = Delegation.objects.select_related("item", "township")
    return get_object_or_404(rows, pk=pk, county=request.user.county)


def _about(row: Delegation) -> list[tuple[str, Any]]:
    return [
        (_("乡镇（街道）"), row.township),
        (_("事项"), row.item.name),
        (_("事项代码"), row.item.code),
        (_("赋权日期"), row.from_on),
    ]


def _back(row: Delegation) -> str:
    return reverse("registry:township", args=[row.township_id])


def _confirmed(
    request: SignedInRequest, form: forms.Form, act: Callable[[], None], page: dict[str, Any]
) -> HttpResponse:
    """Ask, act, and come back; a refusal stands above the form with its reasons."""
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                act()
            except NotAllowed as refusal:
                for obstacle in refusal.obstacles:
                    form.add_error(None, f"{obstacle}{obstacle.remedy}")
            else:
                return redirect(page["cancel_url"])
    return render(request, "web/confirm.html", {**page, "form": form}, status=status)
