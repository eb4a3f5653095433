"""Staff screens about reports: registering for somebody, the sealed contact, words to the reporter, deliveries."""

import uuid
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from shanzhi.identity.access import SignedInRequest, access_of, may, requires
from shanzhi.identity.queries import names_of
from shanzhi.law.obstacle import NotAllowed
from shanzhi.ledger.rows import new_id
from shanzhi.registry.models import EventType, Tile
from shanzhi.registry.queries import area_names, within

from .. import queries
from ..actions import message_reporter, receive_report, redact_report
from ..actions import open_contact as open_contact_action
from ..actions import retry_delivery as retry
from ..actions import settle_delivery as settle
from ..actions.drafts import keep_photos
from ..actions.receiving import KeyReused
from ..actions.restricting import RESTRICTED
from ..forms import MessageForm, OpenContactForm, RedactForm, RegisterForm
from ..models import Delivery, Report
from ..rules import MOST_PHOTOS

# Who works on reports may write to the reporter; who only reads may not.
MAY_WRITE = ("intake.register_report", "intake.open_contact", "dispatch.work_matter", "dispatch.accept_matter")


def visible_report(request: SignedInRequest, pk: uuid.UUID) -> Report:
    """Return the report when it lies on the user's ground: county, area, or a matter of his unit."""
    access = access_of(request.user)
    scopes = [access.scope(name) for name in ("intake.read_reports", "dispatch.read_matters")]
    ground = Q(pk__in=[])
    for scope in scopes:
        ground |= within(scope, agency="handler_agency_id")
    rows = Report.objects.filter(ground).select_related("point", "joined_to")
    if not may(request.user, "dispatch.read_restricted"):
        # Whoever wrote it down has read it already.
        rows = rows.exclude(~Q(by_id=request.user.pk) | Q(by_id__isnull=True), alarms__contains=[RESTRICTED])
    return get_object_or_404(rows, pk=pk)


@requires("intake.register_report")
@never_cache
def register(request: SignedInRequest) -> HttpResponse:
    """One page for what came by phone, visit, 12345, 110, patrol, drone, media or from above."""
    county = request.user.county
    form = RegisterForm(request.POST or None, request.FILES or None, county=county, initial={"key": str(new_id())})
    if request.method == "POST" and form.is_valid():
        try:
            receipt, faults = _register(request, form.cleaned_data)
        except KeyReused:
            _say_known(form, county)
        except NotAllowed as refusal:
            for obstacle in refusal.obstacles:
                form.add_error(None, obstacle.text)
        else:
            said = _("已登记，编号 %(number)s。") if not receipt.repeated else _("这件已登记过，编号 %(number)s。")
            messages.success(request, said % {"number": receipt.number})
            for fault in faults:
                messages.error(request, fault)
            return redirect("intake:report_detail", receipt.report_id)
    return render(request, "intake/register.html", {"form": form}, status=422 if form.errors else 200)


def _say_known(form: RegisterForm, county: str) -> None:
    """Name the report that has this outside number already: somebody registered it with other words."""
    key = f"{form.cleaned_data['source']}:{form.cleaned_data['outside_number'].strip()}"
    first = Report.objects.filter(county=county, idempotency_key=key).first()
    if first:
        said = _("这个来源单号已登记为 %(number)s，内容与这里不同。新的情况请写到那件诉求里。")
        form.add_error("outside_number", said % {"number": first.number})
    else:
        form.add_error(None, _("这一张表已登记过，内容与这里不同。要登记另一件，请重新打开本页。"))


def _register(request: SignedInRequest, data: dict[str, Any]) -> tuple[Any, list[str]]:
    county = request.user.county
    files, faults = keep_photos(county=county, uploads=request.FILES.getlist("photos"), room=MOST_PHOTOS)
    outside = data["outside_number"].strip()
    receipt = receive_report(
        county=county,
        source=data["source"],
        text=data["text"],
        by=request.user,
        tile=data["tile"],
        lon=data["lon"],
        lat=data["lat"],
        area_code=data["area"],
        place_text=data["place_text"],
        contact=data["contact"],
        photos=files,
        outside_number=outside,
        # The outside system's number is the better key: two people registering one ticket make one report.
        idempotency_key=f"{data['source']}:{outside}" if outside else f"register:{data['key'] or new_id()}",
    )
    return receipt, faults


@requires("intake.read_reports", "dispatch.read_matters")
@never_cache
def report_detail(request: SignedInRequest, pk: uuid.UUID) -> HttpResponse:
    return _detail(request, visible_report(request, pk))


def _detail(request: SignedInRequest, report: Report, status: int = 200, **more: Any) -> HttpResponse:
    contact = getattr(report, "contact", None)
    openings = list(contact.openings.all()[:20]) if contact else []
    names = names_of(row.by_id for row in openings)
    context = {
        "report": report,
        "tile": Tile.objects.filter(county=report.county, code=report.tile).first(),
        "place": area_names(report.county, report.area_code),
        "photos": report.photos.select_related("file"),
        "supplements": report.supplements.all(),
        "contact": contact,
        "openings": [(row, names.get(row.by_id, "")) for row in openings],
        "deliveries": report.deliveries.order_by("-created_at")[:20],
        "registered_by": names_of([report.by_id]).get(report.by_id, "") if report.by_id else "",
        "may_write": any(may(request.user, permission) for permission in MAY_WRITE),
        "may_open": may(request.user, "intake.open_contact"),
        "may_redact": may(request.user, "intake.redact_report"),
        "may_original": may(request.user, "dossier.open_original"),
        "open_form": OpenContactForm(),
        "message_form": MessageForm(),
        "redact_form": RedactForm(initial={"public_text": report.public_text}),
        "hidden": set(report.photos.filter(is_public=False).values_list("pk", flat=True)),
        **more,
    }
    return render(request, "intake/report_detail.html", context, status=status)


@requires("intake.open_contact")
@never_cache
def open_contact(request: SignedInRequest, pk: uuid.UUID) -> HttpResponse:
    """Show the contact once, on this page only, after the reason is written down."""
    report = visible_report(request, pk)
    form = OpenContactForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            opened = open_contact_action(report_id=report.pk, reason=form.cleaned_data["reason"], by=request.user)
        except NotAllowed as refusal:
            for obstacle in refusal.obstacles:
                form.add_error(None, obstacle.text)
        else:
            return _detail(request, report, opened=opened)
    return _detail(request, report, 422 if form.errors else 200, open_form=form)


@requires(*MAY_WRITE)
def message(request: SignedInRequest, pk: uuid.UUID) -> HttpResponse:
    report = visible_report(request, pk)
    form = MessageForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        count = message_reporter(report_id=report.pk, text=form.cleaned_data["text"], by=request.user)
        said = _("已交由平台转达。") if count else _("反映人没有留可发消息的联系方式；这段话会显示在他的查询页上。")
        messages.success(request, said)
        return redirect("intake:report_detail", pk)
    return _detail(request, report, 422 if form.errors else 200, message_form=form)


@requires("intake.redact_report")
def redact(request: SignedInRequest, pk: uuid.UUID) -> HttpResponse:
    report = visible_report(request, pk)
    form = RedactForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        redact_report(
            report_id=report.pk,
            public_text=form.cleaned_data["public_text"],
            hidden_photos=[uuid.UUID(value) for value in request.POST.getlist("hide")],
            by=request.user,
        )
        messages.success(request, _("公开内容已更新；原文和原照片不变。"))
        return redirect("intake:report_detail", pk)
    return _detail(request, report, 422 if form.errors else 200, redact_form=form)


@requires("identity.read_deliveries")
def deliveries(request: SignedInRequest) -> HttpResponse:
    page = Paginator(queries.stuck_deliveries(request.user.county), 50).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "may_settle": may(request.user, "intake.open_contact"),
        "may_read": any(may(request.user, name) for name in ("intake.read_reports", "dispatch.read_matters")),
    }
    return render(request, "intake/deliveries.html", context)


@require_POST
@requires("intake.open_contact")
def retry_delivery(request: SignedInRequest, pk: uuid.UUID) -> HttpResponse:
    return _with_delivery(request, pk, retry, _("已重新排队发送。"))


@require_POST
@requires("intake.open_contact")
def settle_delivery(request: SignedInRequest, pk: uuid.UUID) -> HttpResponse:
    return _with_delivery(request, pk, settle, _("已记下：由人工告知。"))


def _with_delivery(request: SignedInRequest, pk: uuid.UUID, act: Callable[..., None], said: str) -> HttpResponse:
    row = get_object_or_404(Delivery, pk=pk)
    visible_report(request, row.report_id)
    try:
        act(delivery_id=row.pk, by=request.user)
        messages.success(request, said)
    except NotAllowed as refusal:
        messages.error(request, "".join(obstacle.text for obstacle in refusal.obstacles))
    return redirect("intake:deliveries")


@requires("registry.read_registry")
def near_preview(request: SignedInRequest, pk: uuid.UUID) -> HttpResponse:
    """What would the radius and the window of a type have joined in the last quarter? Three settings side by side."""
    kind = get_object_or_404(EventType, pk=pk, county=request.user.county)
    settings = [
        (_("减半"), max(1, kind.near_metres // 2), max(1, kind.near_days // 2)),
        (_("现在"), kind.near_metres, kind.near_days),
        (_("加倍"), kind.near_metres * 2, kind.near_days * 2),
    ]
    now = timezone.now()
    rows = [
        (label, metres, days, *queries.offered_in_the_past(kind, metres=metres, days=days, now=now))
        for label, metres, days in settings
    ]
    return render(request, "intake/near_preview.html", {"kind": kind, "rows": rows})
