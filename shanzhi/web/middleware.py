"""What does every request carry: a number to quote, the reader's choices, and (for machines) nothing they do not need?"""

import logging
import re
import secrets
import time
from collections.abc import Callable

from django.conf import settings
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.urls import ResolverMatch, resolve
from django.utils import translation
from django.utils.cache import patch_vary_headers

from . import answers

GetResponse = Callable[[HttpRequest], HttpResponseBase]
log = logging.getLogger("shanzhi.web")

API = "/api/"
EMBEDDED_COOKIE = "shanzhi_embedded"
ELDER_COOKIE = "shanzhi_elder"
SLOW_SECONDS = 3.0
# No I, L, O, U, 0, 1: the number is read out on the telephone.
ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
PROXY_NUMBER = re.compile(r"[A-Za-z0-9-]{6,64}")
# What a browser must know of an answer meant for machines; pages get theirs from Django and the page policy.
API_HEADERS = {
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}
PERMISSIONS_POLICY = "camera=(self), geolocation=(self), microphone=(), payment=(), usb=(), browsing-topics=()"


def new_request_id() -> str:
    """Return a short number a person can read out, 8 characters, unique enough to find a line in today's log."""
    return "".join([ALPHABET[byte % len(ALPHABET)] for byte in secrets.token_bytes(8)])


def request_id(get_response: GetResponse) -> GetResponse:
    """Give each request a number (or keep the proxy's), say it in the answer, and log what was slow or broke."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        given = request.headers.get("X-Request-ID", "")
        request.request_id = given if PROXY_NUMBER.fullmatch(given) else new_request_id()  # type: ignore[attr-defined]
        request.htmx = request.headers.get("HX-Request") == "true"  # type: ignore[attr-defined]
        began = time.monotonic()
        response = get_response(request)
        seconds = time.monotonic() - began
        if response.status_code >= 500 or seconds > SLOW_SECONDS:
            number = request.request_id  # type: ignore[attr-defined]
            log.warning("%s %s %s %.1fs %s", response.status_code, request.method, request.path, seconds, number)
        response.headers["X-Request-ID"] = request.request_id  # type: ignore[attr-defined]
        response.headers.setdefault("Permissions-Policy", PERMISSIONS_POLICY)
        if request.htmx:  # type: ignore[attr-defined]
            patch_vary_headers(response, ["HX-Request"])
        return response

    return middleware


def plain_api(get_response: GetResponse) -> GetResponse:
    """Answer machines directly: no session, cookie, form token or language stands between them and their endpoint."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        if not request.path_info.startswith(API):
            return get_response(request)
        translation.activate(settings.LANGUAGE_CODE)
        try:
            match = _endpoint(request.path_info)
            request.resolver_match = match
            response: HttpResponseBase = match.func(request, *match.args, **match.kwargs)
        except Http404:
            response = answers.problem(404, "not_found", "没有这个接口，或没有这条记录。")
        except PermissionDenied as refused:
            response = answers.problem(403, "forbidden", str(refused) or "没有权限。")
        except SuspiciousOperation as odd:
            response = answers.of_bad_request(request, odd)
        if hasattr(response, "render") and callable(response.render) and not getattr(response, "is_rendered", True):
            response = response.render()
        for name, value in API_HEADERS.items():
            response.headers.setdefault(name, value)
        return response

    return middleware


_endpoints: dict[tuple[str, str], ResolverMatch] = {}


def _endpoint(path: str) -> ResolverMatch:
    """Return the endpoint of a path; those that take nothing from the path are remembered, and there are few of them."""
    key = (settings.ROOT_URLCONF, path)
    found = _endpoints.get(key)
    if found is None:
        found = resolve(path)
        if not (found.args or found.kwargs):
            _endpoints[key] = found
    return found


def elder_mode(get_response: GetResponse) -> GetResponse:
    """Read the reader's choices: large print, a host app around the page, and Chinese for people at work."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        request.elder = request.COOKIES.get(ELDER_COOKIE) == "1"  # type: ignore[attr-defined]
        asked = request.GET.get("embedded")
        request.embedded = asked == "1" or (  # type: ignore[attr-defined]
            asked is None and request.COOKIES.get(EMBEDDED_COOKIE) == "1"
        )
        _work_in_chinese(request)
        response = get_response(request)
        if asked in {"0", "1"}:
            response.set_cookie(EMBEDDED_COOKIE, asked, samesite="Lax", secure=settings.SESSION_COOKIE_SECURE)
        if settings.SESSION_COOKIE_NAME in request.COOKIES and isinstance(response, HttpResponse):
            response.headers.setdefault("Cache-Control", "private, no-cache")
        return response

    return middleware


def _work_in_chinese(request: HttpRequest) -> None:
    """A browser's English is a wish of visitors; offices work in Chinese unless somebody chose otherwise."""
    cookies = request.COOKIES
    if settings.SESSION_COOKIE_NAME in cookies and settings.LANGUAGE_COOKIE_NAME not in cookies:
        translation.activate(settings.LANGUAGE_CODE)
        request.LANGUAGE_CODE = settings.LANGUAGE_CODE
