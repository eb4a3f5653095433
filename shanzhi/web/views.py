"""Pages that belong to no room: what went wrong in plain words, the reader's choices, the living design page."""

import sys
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render, resolve_url
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import check_for_language
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from . import answers, showcase
from .middleware import ELDER_COOKIE

YEAR = 365 * 24 * 3600
View = Callable[..., HttpResponse]


def _public(view: View) -> View:
    # The mark of identity.access.public, which this room may not import.
    view.required_permissions = ("public",)  # type: ignore[attr-defined]
    return view


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return answers.of_bad_request(request, exception)


def permission_denied(request: HttpRequest, exception: PermissionDenied | None = None) -> HttpResponse:
    needed = str(exception or "")
    text = _("需要的权限：%(needed)s。请向本单位管理员申请，或换一个账号登录。") % {"needed": needed}
    if not needed:
        text = _("请向本单位管理员申请，或换一个账号登录。")
    return answers.plain(
        request, 403, _("您没有打开这一页的权限"), text, code="forbidden", sign_in=resolve_url(settings.LOGIN_URL)
    )


def page_not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    said = str(exception or "")
    # Django's own reasons are for engineers: the address as data, or which table had no such row.
    of_django = "path" in said or said.startswith("{") or said.endswith("matches the given query.")
    own_words = "" if of_django else said
    text = own_words or _("地址可能抄错了，或内容已经移走。扫码进来的，请再扫一次。")
    return answers.plain(request, 404, _("没有找到这一页"), text, code="not_found")


def server_error(request: HttpRequest) -> HttpResponse:
    return answers.of_fault(request, sys.exc_info()[1])


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    text = _("页面放得太久，或浏览器禁用了 Cookie。请返回上一页，刷新后再提交一次；您填写的内容还在本机。")
    return answers.plain(request, 403, _("这一页已过期"), text, code="csrf", back=True)


@_public
@csrf_exempt
@require_POST
def preferences(request: HttpRequest) -> HttpResponse:
    """Keep the reader's language and print size in cookies of his own; nothing is stored about him."""
    back = request.POST.get("next", "/")
    if not url_has_allowed_host_and_scheme(back, {request.get_host()}, require_https=request.is_secure()):
        back = "/"
    response = HttpResponseRedirect(back)
    options: dict[str, Any] = {"max_age": YEAR, "samesite": "Lax", "secure": settings.SESSION_COOKIE_SECURE}
    language = request.POST.get("language", "")
    if language in dict(settings.LANGUAGES) and check_for_language(language):
        response.set_cookie(settings.LANGUAGE_COOKIE_NAME, language, **options)
    if request.POST.get("elder") in {"0", "1"}:
        response.set_cookie(ELDER_COOKIE, request.POST["elder"], **options)
    return response


@_public
def design(request: HttpRequest) -> HttpResponse:
    """Show every component in every state; the browser tests look at this page."""
    return render(request, "web/design.html", showcase.context(request))


@_public
def design_page(request: HttpRequest, name: str) -> HttpResponse:
    """Show one base page with sample content."""
    return showcase.sample_page(request, name)
