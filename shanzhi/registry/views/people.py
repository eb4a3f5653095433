"""Screens for accounts of people in office: who may sign in, as what, over which ground."""

import uuid

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from shanzhi.identity import actions as accounts
from shanzhi.identity.access import SignedInRequest, requires
from shanzhi.identity.forms import ResetForm
from shanzhi.identity.models import Grant

from .. import actions, queries
from ..forms import AccountForm, GrantForm
from ..models import Agency, Officer


def _officer(request: SignedInRequest, pk: uuid.UUID) -> Officer:
    rows = Officer.objects.select_related("user", "working_agency", "payroll_agency", "guidance_agency")
    return get_object_or_404(rows, pk=pk, county=request.user.county)


@requires("identity.manage_users")
def people(request: SignedInRequest) -> HttpResponse:
    words = request.GET.get("q", "").replace("\x00", "").strip()[:40]
    rows = queries.people_listed(request.user.county, words)
    page = Paginator(rows, 50).get_page(request.GET.get("page"))
    return render(request, "registry/people.html", {"page": page, "search": words})


@requires("identity.manage_users")
def person(request: SignedInRequest, pk: uuid.UUID) -> HttpResponse:
    return _person_page(request, _officer(request, pk))


def _in_force(grant: Grant, today: object) -> bool:
    return grant.until_on is None or grant.until_on >= today  # type: ignore[operator]


@require_POST
@requires("identity.manage_users")
@sensitive_post_parameters("password")
def create_account(request: SignedInRequest, pk: uuid.UUID) -> HttpResponse:
    officer = _officer(request, pk)
    form = AccountForm(request.POST)
    if officer.user is not None:
        messages.error(request, _("%(name)s已有账号。") % {"name": officer})
        return redirect("registry:person", pk)
    if form.is_valid():
        try:
            actions.open_account(officer=officer, by=request.user, **form.cleaned_data)
        except ValidationError as weak:
            form.add_error("password", weak.messages)
        else:
            messages.success(request, _("账号已建立。下一步：授予角色。"))
            return redirect("registry:person", pk)
    return _person_page(request, officer, 422, account_form=form)


@require_POST
@requires("identity.manage_users")
@sensitive_post_parameters("password")
def reset_password(request: SignedInRequest, pk: uuid.UUID) -> HttpResponse:
    officer = _officer(request, pk)
    form = ResetForm(request.POST)
    if officer.user and form.is_valid():
        try:
            accounts.change_password(user=officer.user, password=form.cleaned_data["password"], by=request.user)
        except ValidationError as weak:
            form.add_error("password", weak.messages)
        else:
            messages.success(request, _("密码已重设，原有登录已全部退出；本人登录后须修改。"))
            return redirect("registry:person", pk)
    return _person_page(request, officer, 422, reset_form=form)


@require_POST
@requires("identity.manage_users")
def set_active(request: SignedInRequest, pk: uuid.UUID) -> HttpResponse:
    officer = _officer(request, pk)
    active = request.POST.get("active") == "1"
    if officer.user == request.user:
        messages.error(request, _("不能停用自己的账号，请由另一位管理员操作。"))
    elif officer.user:
        accounts.set_active(user=officer.user, active=active, by=request.user)
        messages.success(request, _("账号已启用。") if active else _("账号已停用，登录已全部退出。"))
    return redirect("registry:person", pk)


@require_POST
@requires("identity.manage_users")
def give_grant(request: SignedInRequest, pk: uuid.UUID) -> HttpResponse:
    officer = _officer(request, pk)
    today = timezone.localdate()
    form = GrantForm(request.POST, county=officer.county, today=today)
    if officer.user and form.is_valid():
        data = form.cleaned_data
        accounts.grant(
            user=officer.user,
            role=data["role"],
            by=request.user,
            on=today,
            area_code=data["area"].code if data["area"] else "",
            agency_id=data["agency"].pk if data["agency"] else None,
            until_on=data["until_on"],
        )
        messages.success(request, _("已授予「%(role)s」，即刻生效。") % {"role": data["role"]})
        return redirect("registry:person", pk)
    return _person_page(request, officer, 422, grant_form=form)


@require_POST
@requires("identity.manage_users")
def end_grant(request: SignedInRequest, pk: uuid.UUID, grant_id: uuid.UUID) -> HttpResponse:
    officer = _officer(request, pk)
    get_object_or_404(Grant, pk=grant_id, user=officer.user)
    accounts.end_grant(grant_id=grant_id, by=request.user, on=timezone.localdate())
    messages.success(request, _("授权已终止。"))
    return redirect("registry:person", pk)


def _person_page(request: SignedInRequest, officer: Officer, status: int = 200, **forms: object) -> HttpResponse:
    """Show the person's page; a form that was refused keeps what was typed."""
    today = timezone.localdate()
    grants = Grant.objects.filter(user=officer.user).select_related("role").order_by("-from_on") if officer.user else []
    agencies = dict(
        Agency.objects.filter(pk__in=[g.agency_id for g in grants if g.agency_id]).values_list("pk", "name")
    )
    context = {
        "officer": officer,
        "certificate": queries.certificate_state(officer, on=today),
        "grants": [
            (grant, agencies.get(grant.agency_id, "") if grant.agency_id else "", _in_force(grant, today))
            for grant in grants
        ],
        "account_form": AccountForm(),
        "reset_form": ResetForm(),
        "grant_form": GrantForm(county=officer.county, today=today),
        **forms,
    }
    return render(request, "registry/person.html", context, status=status)
