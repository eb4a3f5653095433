"""In whose name do the agencies write? The county's administrator keeps it."""

import uuid

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import F, QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from shanzhi.identity.access import SignedInRequest, access_of, requires
from shanzhi.registry.models import Agency
from shanzhi.registry.queries import within

from ..actions.letterheads import keep_letterhead
from ..forms import LetterheadForm
from ..models import Letterhead


def _agencies(request: SignedInRequest) -> QuerySet[Agency]:
    scope = access_of(request.user).scope("dossier.edit_letterhead")
    kinds = (Agency.Kind.BUREAU, Agency.Kind.DEPARTMENT, Agency.Kind.TOWNSHIP, Agency.Kind.TEAM)
    rows = Agency.objects.filter(within(scope, agency="pk", area="area__code"), kind__in=kinds, is_active=True)
    return rows.select_related("letterhead").order_by("kind", "code")


@requires("dossier.edit_letterhead")
@never_cache
def letterheads(request: SignedInRequest) -> HttpResponse:
    rows = _agencies(request).order_by(F("letterhead__mark").asc(nulls_last=True), "kind", "code")
    page = Paginator(rows, 30).get_page(request.GET.get("page"))
    return render(request, "dossier/letterheads.html", {"page": page})


@requires("dossier.edit_letterhead")
@never_cache
def letterhead(request: SignedInRequest, pk: uuid.UUID) -> HttpResponse:
    agency = get_object_or_404(_agencies(request), pk=pk)
    found = Letterhead.objects.filter(agency=agency).first()
    initial = None if found else {"full_name": agency.name}
    form = LetterheadForm(request.POST or None, instance=found, initial=initial, agency=agency)
    if request.method == "POST" and form.is_valid():
        keep_letterhead(agency=agency, values=form.cleaned_data, by=request.user)
        messages.success(request, _("已保存。从下一份文书起按这里的写法。"))
        return redirect("dossier:letterheads")
    status = 422 if form.errors else 200
    return render(request, "dossier/letterhead.html", {"form": form, "agency": agency}, status=status)
