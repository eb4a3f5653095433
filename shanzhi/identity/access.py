"""May this person do this, and on which ground? Asked in permissions and scopes, never in role names."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from django.apps import apps
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect, resolve_url
from django.utils import timezone

from .models import Grant, User

View = Callable[..., HttpResponseBase]


class SignedInRequest(HttpRequest):
    """What a guarded view is handed: a request whose user is known. For annotations only."""

    user: User  # type: ignore[assignment]


@dataclass(frozen=True)
class Scope:
    """The ground a permission covers: the whole county, area subtrees, agency subtrees (their roots)."""

    counties: frozenset[str] = frozenset()
    area_codes: frozenset[str] = frozenset()
    agency_ids: frozenset[uuid.UUID] = frozenset()

    def __bool__(self) -> bool:
        return bool(self.counties or self.area_codes or self.agency_ids)


NOWHERE = Scope()


@dataclass
class Access:
    """All that one user may do today: permission → scope. Read once a request."""

    scopes: dict[str, Scope] = field(default_factory=dict)

    def scope(self, permission: str) -> Scope:
        return self.scopes.get(permission, NOWHERE)


def access_of(user: User, *, today: date | None = None) -> Access:
    """Return what the user may do on this day, from his grants in force; kept on the user object for the request."""
    day = today or timezone.localdate()
    kept = getattr(user, "_access", None)
    if kept and kept[0] == day:
        return kept[1]
    access = Access()
    grants = (
        Grant.objects.filter(Q(until_on__isnull=True) | Q(until_on__gte=day), user_id=user.pk, from_on__lte=day)
        .select_related("role")
        .order_by("id")
    )
    for grant in grants:
        for permission in grant.role.permissions:
            access.scopes[permission] = _widened(access.scope(permission), grant)
    user._access = (day, access)  # type: ignore[attr-defined]
    return access


def _widened(scope: Scope, grant: Grant) -> Scope:
    if grant.agency_id:
        return Scope(scope.counties, scope.area_codes, scope.agency_ids | {grant.agency_id})
    if grant.area_code and grant.area_code != grant.county:
        return Scope(scope.counties, scope.area_codes | {grant.area_code}, scope.agency_ids)
    return Scope(scope.counties | {grant.county}, scope.area_codes, scope.agency_ids)


def may(user: Any, permission: str) -> bool:
    """Say whether the user holds the permission on any ground at all."""
    return bool(getattr(user, "is_authenticated", False) and access_of(user).scope(permission))


def _to_sign_in(request: HttpRequest) -> HttpResponseBase:
    """Send a stranger to sign in; he comes back to where he was going."""
    return redirect(f"{resolve_url(settings.LOGIN_URL)}?{urlencode({'next': request.get_full_path()})}")


def requires(*permissions: str) -> Callable[[View], View]:
    """Let only holders of one of these permissions in; a stranger signs in first, somebody else is told who may."""

    def guard(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if not request.user.is_authenticated:
                return _to_sign_in(request)
            if not any(may(request.user, permission) for permission in permissions):
                raise PermissionDenied(refusal_text(permissions))
            return view(request, *args, **kwargs)

        guarded.required_permissions = permissions  # type: ignore[attr-defined]
        return guarded

    return guard


def signed_in(view: View) -> View:
    """Let anybody in who has signed in (his own pages)."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return _to_sign_in(request)
        return view(request, *args, **kwargs)

    guarded.required_permissions = ("signed_in",)  # type: ignore[attr-defined]
    return guarded


def public(view: View) -> View:
    """Mark a view as open to everybody, on purpose."""
    view.required_permissions = ("public",)  # type: ignore[attr-defined]
    return view


def catalogue() -> dict[str, str]:
    """Return every permission of the house with its Chinese name, as the rooms declare them."""
    found: dict[str, str] = {}
    for config in apps.get_app_configs():
        found.update(getattr(config, "permissions", {}))
    return found


def refusal_text(permissions: tuple[str, ...]) -> str:
    """Say what is needed, for the refusal page."""
    names = catalogue()
    return "、".join(str(names.get(permission, permission)) for permission in permissions)
