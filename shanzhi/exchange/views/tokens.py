"""Screens for the keys of other systems."""

import uuid

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from shanzhi.identity.access import SignedInRequest, catalogue, requires

from .. import actions
from ..forms import TokenForm
from ..models import MachineToken


def _rows(county: str) -> list[tuple[MachineToken, str]]:
    names = catalogue()
    tokens = MachineToken.objects.filter(county=county).order_by("revoked_at", "name")[:200]
    return [(token, "、".join(str(names.get(scope, scope)) for scope in token.scopes)) for token in tokens]


@requires("exchange.manage_tokens")
def tokens(request: SignedInRequest) -> HttpResponse:
    return render(request, "exchange/tokens.html", {"rows": _rows(request.user.county), "form": TokenForm()})


@requires("exchange.manage_tokens")
@never_cache
def issue_token(request: SignedInRequest) -> HttpResponse:
    """Make a key and show it once: it is not kept."""
    form = TokenForm(request.POST or None)
    key = ""
    if request.method == "POST" and form.is_valid():
        _token, key = actions.issue_token(county=request.user.county, by=request.user, **form.cleaned_data)
        form = TokenForm()
    context = {"rows": _rows(request.user.county), "form": form, "key": key}
    return render(request, "exchange/tokens.html", context, status=422 if form.errors else 200)


@require_POST
@requires("exchange.manage_tokens")
def revoke_token(request: SignedInRequest, pk: uuid.UUID) -> HttpResponse:
    token = get_object_or_404(MachineToken, pk=pk, county=request.user.county)
    actions.revoke_token(token=token, by=request.user)
    messages.success(request, _("「%(name)s」的密钥已吊销，即刻失效。") % {"name": token.name})
    return redirect("exchange:tokens")
