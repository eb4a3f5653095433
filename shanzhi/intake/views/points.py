"""Screens for the codes on walls: list, make, print, move, retire."""

import uuid

from django.apps import apps
from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from shanzhi.identity.access import Scope, SignedInRequest, access_of, may, requires
from shanzhi.identity.queries import names_of
from shanzhi.ledger.queries import history
from shanzhi.registry.queries import area_names, county_named, within

from .. import queries
from ..actions import create_point
from ..actions import move_point as move
from ..actions import restore_point as restore
from ..actions import retire_point as retire
from ..forms import PointForm
from ..models import QRPoint
from ..printing import poster_pdf, stickers_pdf

MOST_STICKERS = 240


def _point(request: SignedInRequest, pk: uuid.UUID) -> QRPoint:
    return get_object_or_404(QRPoint.objects.filter(_ground(request)).select_related("area"), pk=pk)


def _ground(request: SignedInRequest, area: str = "area__code") -> Q:
    """Return the condition that a point (or an area) lies where this user looks after points."""
    scope = access_of(request.user).scope("intake.manage_points")
    return within(Scope(scope.counties, scope.area_codes), area=area)


@requires("intake.manage_points")
def points(request: SignedInRequest) -> HttpResponse:
    rows = _searched(queries.points_with_counts(request.user.county).filter(_ground(request)), request)
    state = request.GET.get("state", "")
    if state in QRPoint.State.values:
        rows = rows.filter(state=state)
    page = Paginator(rows, 50).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "state": state,
        "search": _words(request),
        "states": QRPoint.State.choices,
        "sheets": _sheets(_stickered(request).count()),
    }
    return render(request, "intake/points.html", context)


def _words(request: SignedInRequest) -> str:
    return request.GET.get("q", "").replace("\x00", "").strip()[:40]


def _searched(rows: QuerySet[QRPoint], request: SignedInRequest) -> QuerySet[QRPoint]:
    words = _words(request)
    return rows.filter(Q(name__contains=words) | Q(code__startswith=words.upper())) if words else rows


def _stickered(request: SignedInRequest) -> QuerySet[QRPoint]:
    """Return the points that get stickers: those in use, of the list as searched, or the ones named."""
    rows = QRPoint.objects.filter(_ground(request), county=request.user.county, state=QRPoint.State.ACTIVE)
    wanted = request.GET.getlist("point")
    return (rows.filter(code__in=wanted) if wanted else _searched(rows, request)).order_by("code")


def _sheets(count: int) -> list[tuple[int, int, int]]:
    """Return number, first and last sticker of each file: one file holds no more than a printer likes."""
    starts = range(0, max(count, 1), MOST_STICKERS)
    return [(place + 1, first + 1, min(first + MOST_STICKERS, count)) for place, first in enumerate(starts)]


@requires("intake.manage_points")
def new_point(request: SignedInRequest) -> HttpResponse:
    form = PointForm(request.POST or None, county=request.user.county, ground=_ground(request, "code"))
    if request.method == "POST" and form.is_valid():
        made = create_point(county=request.user.county, by=request.user, **form.cleaned_data)
        messages.success(request, _("点位已设立。下一步：下载海报张贴。"))
        return redirect("intake:point", made.pk)
    return render(request, "intake/edit_point.html", {"form": form, "point": None}, status=422 if form.errors else 200)


@requires("intake.manage_points")
def point(request: SignedInRequest, pk: uuid.UUID) -> HttpResponse:
    row = _point(request, pk)
    events = list(history(row.pk)[:20])
    names = names_of(event.by_id for event in events)
    words = getattr(apps.get_app_config("intake"), "events")  # noqa: B009  not in the type of configurations
    context = {
        "point": row,
        "place": area_names(row.county, row.area.code),
        "link": _link(request, row),
        "reports": row.reports.order_by("-received_at")[:20],
        "total": row.reports.count(),
        "may_read": any(may(request.user, name) for name in ("intake.read_reports", "dispatch.read_matters")),
        "events": [
            (event, names.get(event.by_id, "") if event.by_id else "", words.get(event.kind, "")) for event in events
        ],
    }
    return render(request, "intake/point.html", context)


def _link(request: SignedInRequest, row: QRPoint) -> str:
    county = county_named(row.county)
    base = county.public_url.rstrip("/") or request.build_absolute_uri("/").rstrip("/")
    return f"{base}/r/{row.code}/"


@requires("intake.manage_points")
def move_point(request: SignedInRequest, pk: uuid.UUID) -> HttpResponse:
    row = _point(request, pk)
    initial = {
        "name": row.name, "english_name": row.english_name, "area": row.area_id, "place_text": row.place_text,
        "lon": row.lon, "lat": row.lat,
    }  # fmt: skip
    form = PointForm(request.POST or None, county=row.county, ground=_ground(request, "code"), initial=initial)
    for name in ("name", "english_name"):
        form.fields[name].disabled = True
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        move(
            point=row,
            area=data["area"],
            lon=data["lon"],
            lat=data["lat"],
            place_text=data["place_text"],
            by=request.user,
        )
        messages.success(request, _("点位已迁移；以前的反映仍记在原处。"))
        return redirect("intake:point", pk)
    return render(request, "intake/edit_point.html", {"form": form, "point": row}, status=422 if form.errors else 200)


@requires("intake.manage_points")
def retire_point(request: SignedInRequest, pk: uuid.UUID) -> HttpResponse:
    row = _point(request, pk)
    if request.method == "POST":
        retire(point=row, by=request.user)
        messages.success(request, _("点位已停用；有人扫到会看到说明，并可转到普通反映页。"))
        return redirect("intake:point", pk)
    context = {
        "title": _("停用「%(name)s」？") % {"name": row.name},
        "rows": [(_("点位码"), row.code), (_("位置"), row.place_text or row.name)],
        "effect": _("停用后扫码会看到「已停用」，仍可转到普通反映页。以前的反映不受影响，随时可以恢复。"),
        "button": _("确认停用"),
        "cancel_url": f"/points/{row.pk}/",
        "layout": "web/office.html",
    }
    return render(request, "web/confirm.html", context)


@require_POST
@requires("intake.manage_points")
def restore_point(request: SignedInRequest, pk: uuid.UUID) -> HttpResponse:
    restore(point=_point(request, pk), by=request.user)
    messages.success(request, _("点位已恢复使用。"))
    return redirect("intake:point", pk)


@requires("intake.manage_points")
def poster(request: SignedInRequest, pk: uuid.UUID) -> HttpResponse:
    row = _point(request, pk)
    return _pdf(poster_pdf(row, county_named(row.county), _link(request, row)), f"{row.code}.pdf")


@requires("intake.manage_points")
def stickers(request: SignedInRequest) -> HttpResponse:
    """One file of stickers, the first MOST_STICKERS points of the list or, by `part`, the ones after them."""
    text = request.GET.get("part", "1")
    first = (int(text) - 1) * MOST_STICKERS if text.isdecimal() and 1 <= len(text) <= 4 and int(text) else 0
    rows = _stickered(request)[first : first + MOST_STICKERS]
    if not (found := [(row, _link(request, row)) for row in rows]):
        messages.error(request, _("没有在用的点位可以打印标签：请先设立点位，或去掉筛选。"))
        return redirect("intake:points")
    return _pdf(stickers_pdf(found, county_named(request.user.county)), "stickers.pdf")


def _pdf(data: bytes, name: str) -> HttpResponse:
    response = HttpResponse(data, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{name}"'
    return response
