"""How does the house say no to a whole request: too much, too often, not found, broken?"""

import json
import logging
from typing import Any

from django.core.exceptions import RequestDataTooBig, TooManyFilesSent
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

log = logging.getLogger("shanzhi.web")


def problem(status: int, code: str, detail: str) -> HttpResponse:
    """Return a refusal for machines, as application/problem+json (RFC 9457)."""
    body = json.dumps({"status": status, "code": code, "detail": detail}, ensure_ascii=False)
    return HttpResponse(body, content_type="application/problem+json; charset=utf-8", status=status)


def plain(request: HttpRequest, status: int, title: str, text: str, **extra: Any) -> HttpResponse:
    """Return a page in plain words that needs neither session nor database."""
    if request.path.startswith("/api/"):
        return problem(status, str(extra.get("code", status)), f"{title}{text}")
    context = {
        "status": status,
        "title": title,
        "text": text,
        "number": getattr(request, "request_id", ""),
        "elder": getattr(request, "elder", False),
        "english": getattr(request, "LANGUAGE_CODE", "").startswith("en"),
        **extra,
    }
    return HttpResponse(render_to_string("web/error.html", context), status=status)


def too_many(request: HttpRequest, wait_seconds: float) -> HttpResponse:
    """Say that somebody asked too often, and when to come back (429)."""
    wait = max(1, round(wait_seconds))
    said = _("%(count)s秒") % {"count": wait} if wait < 90 else _("%(count)s分钟") % {"count": round(wait / 60)}
    text = _("请过%(time)s再试。您填写的内容还在，不用重填。急事请拨打服务电话。") % {"time": said}
    response = plain(request, 429, _("提交得太快了"), text, code="too_many")
    response.headers["Retry-After"] = str(wait)
    return response


def too_large(request: HttpRequest, text: str = "") -> HttpResponse:
    """Say that what was sent is larger than the house takes (413)."""
    words = text or _("请减少照片数量，或用较小的照片再发一次。文字内容还在。")
    return plain(request, 413, _("内容太大，没有收下"), words, code="too_large")


def of_bad_request(request: HttpRequest, fault: Exception | None) -> HttpResponse:
    """Return 413 for what was too large, else 400."""
    if isinstance(fault, RequestDataTooBig | TooManyFilesSent):
        return too_large(request)
    text = _("浏览器发来的内容不完整或有误。请返回上一页再试一次。")
    return plain(request, 400, _("这次请求没有看懂"), text, code="bad_request")


def of_fault(request: HttpRequest, fault: BaseException | None) -> HttpResponse:
    """Return 503 when the database is away, else 500; both with the number to quote."""
    if isinstance(fault, OperationalError | InterfaceError):
        text = _("系统正在恢复，通常一两分钟就好。已经提交成功的内容不会丢失；刚才没有提交成功的，请稍后再交一次。")
        response = plain(request, 503, _("暂时连不上"), text, code="unavailable")
        response.headers["Retry-After"] = "60"
        return response
    text = _("问题出在我们这边，已记录。已经提交成功的内容不会丢失；刚才那一步没有完成，请稍后再试。")
    return plain(request, 500, _("系统出错了"), text, code="fault")
