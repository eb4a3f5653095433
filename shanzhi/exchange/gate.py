"""Which machine is calling, and may it?"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt

from .actions import note_use, token_digest
from .answers import ApiError, refusal
from .models import MachineToken

Endpoint = Callable[..., HttpResponse]


def api(*, scope: str = "", methods: tuple[str, ...] = ("GET",)) -> Callable[[Endpoint], Endpoint]:
    """Make a view an API endpoint: its methods, the token scope it needs (none: open to all), errors as JSON."""

    def wrap(view: Endpoint) -> Endpoint:
        @csrf_exempt
        @wraps(view)
        def endpoint(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            try:
                if request.method not in methods:
                    raise ApiError(405, "method", f"这里只接受 {'、'.join(methods)}。")
                if scope:
                    request.machine = machine_of(request, scope)  # type: ignore[attr-defined]
                return view(request, *args, **kwargs)
            except ApiError as error:
                return refusal(error)

        endpoint.required_permissions = (f"token:{scope}",) if scope else ("public",)  # type: ignore[attr-defined]
        return endpoint

    return wrap


def machine_of(request: HttpRequest, scope: str) -> MachineToken:
    """Return the machine behind `Authorization: Bearer …`. Raises ApiError 401 or 403 with the reason."""
    kind, _, key = request.headers.get("Authorization", "").partition(" ")
    if kind.lower() != "bearer" or not key.strip():
        raise ApiError(401, "token_missing", "请在 Authorization 头里带上接入密钥：Bearer sz_…")
    token = MachineToken.objects.filter(digest=token_digest(key.strip())).first()
    if token is None:
        raise ApiError(401, "token_unknown", "接入密钥不对。")
    if token.revoked_at:
        raise ApiError(401, "token_revoked", "接入密钥已被吊销，请向管理员申请新的。")
    if token.expires_on and token.expires_on < timezone.localdate():
        raise ApiError(401, "token_expired", f"接入密钥已于 {token.expires_on:%Y-%m-%d} 到期。")
    if scope not in token.scopes:
        raise ApiError(403, "scope_missing", f"这个接入密钥没有「{scope}」权限。")
    note_use(token=token)
    return token
