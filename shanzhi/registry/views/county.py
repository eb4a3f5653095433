"""Screens for the county's own parameters and its working calendar."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control

from shanzhi.identity.access import SignedInRequest, may, public, requires

from .. import actions, queries
from ..forms import CalendarForm, CountyForm
from ..models import Area, CalendarDay, County


@requires("registry.edit_county")
def edit_county(request: SignedInRequest) -> HttpResponse:
    county = get_object_or_404(County, pk=request.user.county)
    form = CountyForm(request.POST or None, instance=county)
    if request.method == "POST" and form.is_valid():
        actions.save_county(county=form.instance, by=request.user)
        messages.success(request, _("县级参数已保存，即刻生效。"))
        return redirect("registry:edit_county")
    return render(request, "registry/edit_county.html", {"form": form, "county": county})


@requires("registry.read_registry")
def calendar(request: SignedInRequest) -> HttpResponse:
    county = queries.county_named(request.user.county)
    known = queries.calendar_of(county)
    imported = set(CalendarDay.objects.filter(county=county.code).values_list("day__year", flat=True))
    years = [(year, table.source, year in imported) for year, table in sorted(known.years.items(), reverse=True)]
    missing = queries.missing_year(known)
    return render(
        request,
        "registry/calendar.html",
        {"years": years, "missing": missing, "may_import": may(request.user, "registry.edit_county")},
    )


@requires("registry.edit_county")
def import_year(request: SignedInRequest) -> HttpResponse:
    form = CalendarForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.import_year(county=request.user.county, table=form.table, by=request.user)
        messages.success(request, _("%(year)s 年的放假安排已载入，未结事项的期限将重算。") % {"year": form.table.year})
        return redirect("registry:calendar")
    return render(request, "registry/import_year.html", {"form": form})


@public
@cache_control(public=True, max_age=3600)
def areas_geojson(request: HttpRequest) -> HttpResponse:
    """Return the outlines of the county's towns: public geography, WGS-84."""
    county = queries.default_county().code
    rows = Area.objects.filter(county=county, level=Area.Level.TOWN, is_active=True, geometry__isnull=False)
    features = [
        {"type": "Feature", "geometry": geometry, "properties": {"name": name, "code": code}}
        for name, code, geometry in rows.values_list("name", "code", "geometry")
    ]
    return JsonResponse({"type": "FeatureCollection", "features": features}, json_dumps_params={"ensure_ascii": False})
