"""Screens about one's own account: signing in and out, password, sessions, notices; and the roles of the county."""

import uuid
from typing import Any

from django.contrib import messages
from django.contrib.auth import authenticate, login, logout
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from . import actions, queries
from .access import SignedInRequest, catalogue, public, requires, signed_in
from .forms import PasswordForm, RoleForm, SignInForm
from .models import Role, SignIn, User

HOME = "home"


def address_of(request: HttpRequest) -> str | None:
    """Return the address the request came from, as the server saw it."""
    return request.META.get("REMOTE_ADDR") or None


def _next_page(request: HttpRequest) -> str:
    """Return where to go after signing in: the page asked for, if it is ours."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    ours = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    return wanted if wanted and ours else ""


@public
@never_cache
@sensitive_post_parameters("password")
def sign_in(request: HttpRequest) -> HttpResponse:
    if request.user.is_authenticated:
        return redirect(_next_page(request) or HOME)
    form = SignInForm(request.POST or None)
    status = 200
    if request.method == "POST" and form.is_valid():
        username, address = form.cleaned_data["username"].strip().lower(), address_of(request)
        locked = queries.lock_reason(username=username, address=address)
        user = None if locked else authenticate(request, **form.cleaned_data)
        if isinstance(user, User):
            return _open_session(request, user, address)
        if locked:
            status = 429
        else:
            actions.note_failed_sign_in(username=username, address=address)
        form.add_error(None, locked or _("账号或密码不对。忘记密码请找本单位管理员重设。"))
    return render(request, "identity/sign_in.html", {"form": form, "next": _next_page(request)}, status=status)


def _open_session(request: HttpRequest, user: User, address: str | None) -> HttpResponse:
    after = _next_page(request)
    login(request, user)
    actions.forget_failed_sign_ins(username=user.username, address=address)
    actions.note_sign_in(
        user=user,
        session_key=request.session.session_key or "",
        address=address,
        agent=request.headers.get("User-Agent", ""),
    )
    if user.must_change_password:
        messages.info(request, _("这是初始密码，请先改成自己的密码。"))
        return redirect("identity:password")
    return redirect(after or HOME)


@require_POST
@public
def sign_out(request: HttpRequest) -> HttpResponse:
    actions.note_sign_out(session_key=request.session.session_key or "")
    logout(request)
    messages.success(request, _("已退出。"))
    return redirect("identity:sign_in")


@signed_in
def account(request: SignedInRequest) -> HttpResponse:
    context = {"sessions": queries.open_sessions(request.user), "this_session": request.session.session_key}
    return render(request, "identity/account.html", context)


@signed_in
@sensitive_post_parameters()
def password(request: SignedInRequest) -> HttpResponse:
    form = PasswordForm(request.POST or None, user=request.user)
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_password(
                user=request.user,
                password=form.cleaned_data["new"],
                by=request.user,
                keep_session=request.session.session_key or "",
            )
        except ValidationError as weak:
            form.add_error("new", weak)
        else:
            _stay_signed_in(request)
            messages.success(request, _("密码已修改，其他设备上的登录已全部退出。"))
            return redirect("identity:account")
    return render(request, "identity/password.html", {"form": form})


def _stay_signed_in(request: SignedInRequest) -> None:
    """The session carries a digest of the password: renew it, under a new key, so that this device stays in."""
    old = request.session.session_key or ""
    login(request, request.user, backend="shanzhi.identity.backend.PasswordBackend")
    actions.move_sign_in(old=old, new=request.session.session_key or "")


@require_POST
@signed_in
def end_session(request: SignedInRequest, pk: uuid.UUID) -> HttpResponse:
    found = get_object_or_404(SignIn, pk=pk, user=request.user)
    actions.end_session(sign_in=found, by=request.user)
    messages.success(request, _("那台设备上的登录已退出。"))
    return redirect("identity:account")


@signed_in
def notices(request: SignedInRequest) -> HttpResponse:
    page = Paginator(queries.notices_of(request.user), 30).get_page(request.GET.get("page"))
    rows = list(page.object_list)
    actions.mark_read(user=request.user)
    return render(request, "identity/notices.html", {"page": page, "rows": rows})


@requires("identity.read_deliveries")
def stuck_notices(request: SignedInRequest) -> HttpResponse:
    page = Paginator(queries.stuck_notices(request.user.county), 50).get_page(request.GET.get("page"))
    return render(request, "identity/stuck_notices.html", {"page": page})


@requires("identity.manage_users")
def roles(request: SignedInRequest) -> HttpResponse:
    names = catalogue()
    rows = [
        (role, [names.get(permission, permission) for permission in role.permissions])
        for role in Role.objects.filter(county=request.user.county).order_by("name")
    ]
    return render(request, "identity/roles.html", {"rows": rows})


@requires("identity.manage_users")
def edit_role(request: SignedInRequest, code: str = "") -> HttpResponse:
    role = get_object_or_404(Role, county=request.user.county, code=code) if code else None
    initial: dict[str, Any] = {"code": role.code, "name": role.name, "permissions": role.permissions} if role else {}
    form = RoleForm(request.POST or None, initial=initial)
    if role:
        form.fields["code"].disabled = True
    if request.method == "POST" and form.is_valid():
        actions.save_role(county=request.user.county, by=request.user, **form.cleaned_data)
        messages.success(request, _("角色「%(name)s」已保存，即刻生效。") % {"name": form.cleaned_data["name"]})
        return redirect("identity:roles")
    return render(request, "identity/edit_role.html", {"form": form, "role": role})
