"""Lists: the worklist with its filters, the desk, what is stuck, today on the phone, the map beside its list."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from shanzhi.identity.access import may, requires
from shanzhi.law.obstacle import NotAllowed
from shanzhi.registry.models import Agency, Area, EventType
from shanzhi.registry.queries import county_named

from .. import actions
from ..models import SavedView, Urgency
from ..queries import map as map_queries
from ..queries import worklist as work
from .verbs import person

PERMISSION = "dispatch.read_matters"


@requires(PERMISSION)
def worklist(request: HttpRequest) -> HttpResponse:
    page = work.worklist(person(request), request.GET)
    context = {"page": page, **_filters(request), "most": work.MOST_COUNTED}
    return render(request, "dispatch/worklist.html", context)


def _filters(request: HttpRequest) -> dict[str, Any]:
    """Return what the filter bar offers and what is chosen. The long lists are read only when somebody wants them."""
    chosen = work.Filters.read(request.GET)
    query = request.GET.copy()
    for name in ("after", "before", "page", "more"):
        query.pop(name, None)
    found = {
        "chosen": chosen,
        "views": _views(request),
        "saved": list(SavedView.objects.filter(user=person(request))),
        "query": query.urlencode(),
        "steps": work.step_choices(),
        "lights": [(text, value) for value, text in work.LIGHTS.items()],
    }
    return found | _lists(person(request).county) if request.GET.get("more") or chosen.narrowed else found


def _lists(county: str) -> dict[str, Any]:
    """Return the choices of the filters that are not chips (three queries)."""
    return {
        "kinds": [(text, value) for value, text in work.KINDS.items()],
        "urgencies": [(label, str(value)) for value, label in Urgency.choices if value],
        "sources": work.source_choices(),
        "agencies": Agency.objects.filter(county=county, is_active=True).only("pk", "name").order_by("code"),
        "types": EventType.objects.filter(county=county, is_active=True).only("code", "name").order_by("code"),
        "towns": Area.objects.filter(county=county, level="town", is_active=True).only("code", "name").order_by("code"),
    }


def _views(request: HttpRequest) -> list[tuple[str, str]]:
    """Return the ready-made views that make sense for what the user may do."""
    base = reverse("dispatch:worklist")
    found = [(_("全部待办"), base)]
    if may(person(request), "dispatch.work_matter"):
        found.append((_("我经办的"), f"{base}?mine=1"))
    if may(person(request), "dispatch.accept_matter"):
        found += [(_("受理台"), reverse("dispatch:desk")), (_("待派单"), f"{base}?step=accepted")]
    if may(person(request), "dispatch.rule_return"):
        found.append((_("待裁定"), f"{base}?kind=ruling"))
    if may(person(request), "dispatch.return_task") or may(person(request), "dispatch.rule_dispute"):
        found.append((_("职责争议"), reverse("dispatch:disputes")))
    if may(person(request), "dispatch.grant_time"):
        found.append((_("延期中止"), f"{base}?kind=time"))
    if may(person(request), "dispatch.verify_answer"):
        found.append((_("待核查"), f"{base}?step=answered"))
    return [*found, (_("已超期"), f"{base}?light=late"), (_("卡住的"), reverse("dispatch:stuck")),
            (_("已办结"), f"{base}?state=closed")]  # fmt: skip


@require_POST
@requires(PERMISSION)
def keep_view(request: HttpRequest) -> HttpResponse:
    """Keep the filters of the page under a name."""
    query = request.POST.get("query", "")[:500]
    try:
        actions.save_view(user=person(request), name=request.POST.get("name", ""), query=query)
        messages.success(request, _("已保存为常用筛选。"))
    except NotAllowed as refusal:
        messages.error(request, str(refusal))
    return redirect(f"{reverse('dispatch:worklist')}?{query}")


@require_POST
@requires(PERMISSION)
def drop_view(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    actions.delete_view(user=person(request), view_id=pk)
    messages.success(request, _("已删去。"))
    return redirect("dispatch:worklist")


@requires("dispatch.accept_matter")
def desk(request: HttpRequest) -> HttpResponse:
    """The reception desk: what has come in and waits to be taken on, then what waits to be assigned."""
    query = {"step": request.GET.get("step") or "pending", "after": request.GET.get("after", "")}
    page = work.worklist(person(request), query)
    context = {
        "page": page,
        "views": _views(request),
        "counts": work.desk_counts(person(request)),
        "step": query["step"],
    }
    return render(request, "dispatch/desk.html", {**context, "cards": work.cards(page.rows)})


@requires(PERMISSION)
def stuck(request: HttpRequest) -> HttpResponse:
    """What waits past its term: who has it, since when, what to do."""
    return render(request, "dispatch/stuck.html", {"lines": work.stuck(person(request)), "views": _views(request)})


@requires(PERMISSION)
def today(request: HttpRequest) -> HttpResponse:
    """One's own work on the phone: late, today, soon."""
    return render(request, "dispatch/today.html", {"lists": work.today_lists(person(request))})


@requires(PERMISSION)
def map_page(request: HttpRequest) -> HttpResponse:
    """The county's map with the list of the same filters beside it."""
    page = work.worklist(person(request), request.GET)
    county = county_named(person(request).county)
    points = reverse("dispatch:area_points")
    query = request.GET.urlencode()
    context = {"page": page, "county": county, "points": f"{points}?{query}" if query else points, **_filters(request)}
    return render(request, "dispatch/map.html", context)


@requires(PERMISSION)
def area_points(request: HttpRequest) -> JsonResponse:
    """GeoJSON of the lines inside ?bbox=west,south,east,north, under the worklist's filters."""
    county = county_named(person(request).county)
    box = map_queries.Box.read(request.GET.get("bbox"))
    box = box or map_queries.Box(county.min_lon, county.min_lat, county.max_lon, county.max_lat)
    clock = work.Clock.of(county)
    rows = work.filtered(work.work_for(person(request)), work.Filters.read(request.GET), clock, person(request))
    return JsonResponse(map_queries.features(rows, box, clock), content_type="application/geo+json")
