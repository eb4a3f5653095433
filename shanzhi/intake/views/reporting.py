"""The public's way to report: one question a page, with or without script, position, account."""

import hashlib
import secrets
import uuid
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from shanzhi.identity.access import public
from shanzhi.law.obstacle import NotAllowed
from shanzhi.registry.models import County, Tile
from shanzhi.registry.queries import area_names, county_named, default_county
from shanzhi.web.answers import too_many
from shanzhi.web.limiter import Limiter

from .. import queries
from ..actions import drafts
from ..actions.receiving import secret_of
from ..forms import ContactForm, WhatForm, WhereForm
from ..models import Contact, Draft, QRPoint, Report
from ..plain_text import public_version

BROWSER_COOKIE = "shanzhi_browser"
YEAR = 365 * 24 * 3600
# Per address only a mark is set, never a refusal: a whole village may sit behind one address.
_by_browser: dict[int, Limiter] = {}
_by_address: dict[int, Limiter] = {}


@public
@never_cache
def report(request: HttpRequest) -> HttpResponse:
    """Start without a code."""
    return _start(request, default_county(), None)


@public
@never_cache
def report_at_point(request: HttpRequest, code: str) -> HttpResponse:
    """Start from a code on a wall: the place is known."""
    point = queries.point_by_code(code)
    if point is None:
        return _no_such_point(request, _("没有找到这个二维码对应的地点"), 404)
    if point.state == QRPoint.State.RETIRED:
        return _no_such_point(request, _("这个二维码已停用"), 410)
    return _start(request, county_named(point.county), point)


def _no_such_point(request: HttpRequest, title: str, status: int) -> HttpResponse:
    return render(request, "intake/no_point.html", {"title": title, "county": default_county()}, status=status)


def _start(request: HttpRequest, county: County, point: QRPoint | None) -> HttpResponse:
    if request.method == "POST":
        known: dict[str, Any] = {"language": get_language() or "zh-hans"}
        if point:
            known["point"] = str(point.pk)
        draft = drafts.start_draft(county=county.code, data=known)
        return _answer_what(request, draft, point)
    form = WhatForm(county=county.code)
    context = {
        "form": form,
        "county": county,
        "point": point,
        "point_name": _point_name(point),
        "draft": None,
        "photos": [],
    }
    return render(request, "intake/what.html", context)


def _draft(draft_id: uuid.UUID) -> tuple[Draft, QRPoint | None]:
    """Return an unsent draft and its point. A lost one is a page that says so, not an error (P37)."""
    draft = Draft.objects.filter(pk=draft_id).first()
    if draft is None:
        raise Http404(_("这份草稿已过期。您手机上可能还留有当时填写的内容：请重新开始，系统会自动填回。"))
    point = (
        QRPoint.objects.filter(pk=draft.data["point"]).select_related("area").first()
        if draft.data.get("point")
        else None
    )
    return draft, point


@public
@never_cache
def what(request: HttpRequest, draft_id: uuid.UUID) -> HttpResponse:
    draft, point = _draft(draft_id)
    if draft.report_id:
        return redirect("intake:done", draft.pk)
    if request.method == "POST":
        return _answer_what(request, draft, point)
    form = WhatForm(initial=draft.data, county=draft.county)
    return _what_page(request, form, draft, point)


def _answer_what(request: HttpRequest, draft: Draft, point: QRPoint | None) -> HttpResponse:
    """Keep words and good photos whatever else is wrong; go on when nothing is."""
    form = WhatForm(request.POST, request.FILES, county=draft.county)
    uploads = request.FILES.getlist("photos")
    faults = drafts.add_photos(draft=draft, uploads=uploads, device_digests=request.POST.getlist("photos_sha256"))
    if form.is_valid():
        answers = {"tile": form.cleaned_data["tile"], "text": form.cleaned_data["text"]}
        draft = drafts.keep_answers(draft_id=draft.pk, answers=answers)
    for fault in faults:
        form.add_error("photos", fault)
    if not form.errors:
        return redirect(
            "intake:check" if "check" in request.GET else ("intake:near" if point else "intake:where"), draft.pk
        )
    status = drafts.status_of(faults) if faults else 422
    return _what_page(request, form, draft, point, status)


def _what_page(
    request: HttpRequest, form: WhatForm, draft: Draft, point: QRPoint | None, status: int = 200
) -> HttpResponse:
    photos = draft.photos.select_related("file")
    context = {
        "form": form,
        "county": county_named(draft.county),
        "point": point,
        "point_name": _point_name(point),
        "draft": draft,
        "photos": photos,
        "checking": "check" in request.GET,
    }
    return render(request, "intake/what.html", context, status=status)


@require_POST
@public
def remove_photo(request: HttpRequest, draft_id: uuid.UUID, photo_id: uuid.UUID) -> HttpResponse:
    draft, _point = _draft(draft_id)
    drafts.remove_photo(draft=draft, photo_id=photo_id)
    return redirect("intake:what", draft.pk)


@public
@never_cache
def where(request: HttpRequest, draft_id: uuid.UUID) -> HttpResponse:
    draft, point = _draft(draft_id)
    form = WhereForm(request.POST if request.method == "POST" else None, initial=draft.data, county=draft.county)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        answers = {**data, "place_basis": "phone" if data["lon"] is not None else "list" if data["area"] else "none"}
        drafts.keep_answers(
            draft_id=draft.pk, answers={**answers, "lon": _text(data["lon"]), "lat": _text(data["lat"])}
        )
        return redirect("intake:near", draft.pk)
    hint = _photo_hint(draft) if draft.data.get("lon") is None else None
    context = {"form": form, "draft": draft, "point": point, "town": drafts.in_town(draft), "hint": hint}
    return render(request, "intake/where.html", context, status=422 if form.errors else 200)


def _text(value: float | None) -> str | None:
    return None if value is None else repr(value)


def _photo_hint(draft: Draft) -> dict[str, Any] | None:
    """Offer the place a photo carries, by the name of its town; the reporter decides."""
    for row in draft.photos.select_related("file"):
        file = row.file
        if file.taken_lon is not None and file.taken_lat is not None:
            town = drafts.in_town(Draft(county=draft.county, data={"lon": file.taken_lon, "lat": file.taken_lat}))
            return {"lon": file.taken_lon, "lat": file.taken_lat, "town": town} if town else None
    return None


@public
@never_cache
def near(request: HttpRequest, draft_id: uuid.UUID) -> HttpResponse:
    """Has it been reported near here? Joining is one tap; nothing near goes on by itself."""
    draft, point = _draft(draft_id)
    if draft.report_id:
        return redirect("intake:done", draft.pk)
    lon, lat = (point.lon, point.lat) if point else (draft.data.get("lon"), draft.data.get("lat"))
    if request.method == "POST":
        drafts.keep_answers(draft_id=draft.pk, answers={"join": _joinable(draft, request.POST.get("join", ""))})
        return redirect("intake:contact", draft.pk)
    found = []
    if lon is not None and lat is not None:
        tile = draft.data.get("tile", "")
        found = queries.near_open_reports(
            county=draft.county, lon=float(lon), lat=float(lat), tile=tile, now=timezone.now()
        )
    if not found:
        return redirect("intake:contact", draft.pk)
    return render(request, "intake/near.html", {"draft": draft, "found": found})


def _joinable(draft: Draft, text: str) -> str:
    """Return the id of an existing public report of this county, or nothing."""
    try:
        wanted = uuid.UUID(text)
    except ValueError:
        return ""
    row = Report.objects.filter(pk=wanted, county=draft.county, is_public=True).first()
    return str(row.pk) if row else ""


@public
@never_cache
def contact(request: HttpRequest, draft_id: uuid.UUID) -> HttpResponse:
    draft, _point = _draft(draft_id)
    initial = {"wants_message": True, "is_public": True, **draft.data, "contact": drafts.contact_typed(draft)}
    form = ContactForm(request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST" and form.is_valid():
        answers = {
            "contact": drafts.sealed_contact(draft.pk, request.POST.get("contact", "").strip()),
            "wants_message": form.cleaned_data["wants_message"],
            "is_public": form.cleaned_data["is_public"],
        }
        drafts.keep_answers(draft_id=draft.pk, answers=answers)
        return redirect("intake:check", draft.pk)
    return render(request, "intake/contact.html", {"form": form, "draft": draft}, status=422 if form.errors else 200)


@public
@never_cache
def check(request: HttpRequest, draft_id: uuid.UUID) -> HttpResponse:
    """Show everything once more, with what others will see, and send."""
    draft, point = _draft(draft_id)
    if draft.report_id:
        return redirect("intake:done", draft.pk)
    if not draft.data.get("text"):
        return redirect("intake:what", draft.pk)
    refusals: list[str] = []
    if request.method == "POST":
        county = county_named(draft.county)
        if wait := _limit(_by_browser, county.report_per_browser_hour).take(_browser(request)):
            return too_many(request, wait)
        flood = _limit(_by_address, county.report_per_address_hour).take(_address(request)) > 0
        try:
            drafts.send_draft(draft_id=draft.pk, origin=_origin(request), alarms=["flood"] if flood else [])
            return redirect("intake:done", draft.pk)
        except NotAllowed as refusal:
            refusals = [obstacle.text for obstacle in refusal.obstacles]
    return _check_page(request, draft, point, refusals)


def _check_page(request: HttpRequest, draft: Draft, point: QRPoint | None, refusals: list[str]) -> HttpResponse:
    masked, findings = public_version(draft.data["text"])
    held = drafts.contact_of(draft)
    tile = Tile.objects.filter(county=draft.county, code=draft.data.get("tile", "")).first()
    places = [_point_name(point), area_names(draft.county, draft.data.get("area", "")), drafts.in_town(draft)]
    context = {
        "draft": draft,
        "point": point,
        "tile": _tile_name(tile),
        "is_public": draft.data.get("is_public", True),
        "place": next((words for words in places if words), ""),
        "masked": masked,
        "findings": findings,
        "contact": held.masked if held else "",
        "photos": draft.photos.select_related("file"),
        "joined": Report.objects.filter(pk=draft.data["join"]).first() if draft.data.get("join") else None,
        "refusals": refusals,
    }
    response = render(request, "intake/check.html", context, status=422 if refusals else 200)
    if BROWSER_COOKIE not in request.COOKIES:
        response.set_signed_cookie(BROWSER_COOKIE, secrets.token_hex(8), max_age=YEAR, httponly=True, samesite="Lax")
    return response


def _point_name(point: QRPoint | None) -> str:
    english = (get_language() or "").startswith("en")
    return "" if point is None else (english and point.english_name) or point.name


def _tile_name(tile: Tile | None) -> str:
    english = (get_language() or "").startswith("en")
    return "" if tile is None else (english and tile.english_name) or tile.name


@public
@never_cache
def done(request: HttpRequest, draft_id: uuid.UUID) -> HttpResponse:
    """The receipt: number and secret link, no content."""
    draft = get_object_or_404(Draft.objects.select_related("report"), pk=draft_id)
    if draft.report is None:
        return redirect("intake:check", draft.pk)
    secret = secret_of(draft.report.pk)
    link = request.build_absolute_uri(f"/t/{draft.report.number}/{secret}/")
    digest = bytes(draft.report.content_digest).hex()
    held = Contact.objects.filter(report=draft.report, tail_digest__isnull=False)
    context = {
        "draft": draft,
        "report": draft.report,
        "link": link,
        "digest": digest,
        "county": county_named(draft.county),
        "has_tail": held.exists(),
        "expected": queries.expected_of(draft.report),
    }
    return render(request, "intake/done.html", context)


def _limit(kept: dict[int, Limiter], an_hour: int) -> Limiter:
    """Return the limiter for so many an hour (the county can change the number while we run)."""
    if an_hour not in kept:
        kept[an_hour] = Limiter(capacity=an_hour, per_second=an_hour / 3600)
    return kept[an_hour]


def _browser(request: HttpRequest) -> str:
    """Return what tells this browser from others; never its address, behind which a village may sit."""
    return request.get_signed_cookie(BROWSER_COOKIE, default="") or request.COOKIES.get(settings.CSRF_COOKIE_NAME, "")


def _address(request: HttpRequest) -> str:
    return request.META.get("REMOTE_ADDR", "")


def _origin(request: HttpRequest) -> str:
    """Return a short digest of where it came from: enough to see a flood, not to find a person."""
    return hashlib.sha256(f"{timezone.localdate()}|{_address(request)}".encode()).hexdigest()[:16]
