"""程序: the procedures as drawings and tables, and where a case stands in one. Public: the law is everybody's."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from shanzhi.identity.access import public
from shanzhi.law.procedure import BadProcedure
from shanzhi.law.rulebook import Overlay

from .. import procedures as told
from ..forms import StepForm


@public
def procedures(request: HttpRequest) -> HttpResponse:
    """List the procedures: what each is for, how many steps, by which articles."""
    return render(request, "law/procedures.html", {"rows": list(told.overview())})


@public
def procedure(request: HttpRequest, name: str) -> HttpResponse:
    """Draw one procedure; `?step=` marks where a case stands."""
    try:
        form = StepForm(told.table(name), request.GET)
    except BadProcedure:
        raise Http404(_("没有「%(name)s」这个程序。") % {"name": name}) from None
    chosen = form.cleaned_data if form.is_valid() else {}
    overlay = Overlay(chosen.get("overlay") or Overlay.GENERAL)
    here = chosen.get("step", "")
    table = told.table(name, overlay)
    ways = told.ways(table)
    rows = told.steps(table, overlay, here)
    context = {
        "form": form, "table": table, "purpose": told.purpose(table), "overlay": overlay, "steps": rows, "ways": ways,
        "here": next((row for row in rows if row.here), None), "next": [way for way in ways if way.source.id == here],
        "pictures": told.pictures(name, overlay, here),
    }  # fmt: skip
    return render(request, "law/procedure.html", context, status=422 if form.errors else 200)
