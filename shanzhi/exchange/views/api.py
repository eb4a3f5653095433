"""`/api/v1/`: take in a report, tell where it stands, list matters for another system."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from shanzhi.dispatch.models import Matter, WorkItem
from shanzhi.dispatch.queries import worklist
from shanzhi.intake import actions as intake
from shanzhi.intake import queries as reports
from shanzhi.intake.actions.drafts import keep_photos, status_of
from shanzhi.intake.models import QRPoint, Source
from shanzhi.intake.rules import MOST_PHOTOS, sentence_of
from shanzhi.law.obstacle import NotAllowed
from shanzhi.ledger.actors import PUBLIC
from shanzhi.registry.models import County, Tile
from shanzhi.registry.queries import county_named, default_county
from shanzhi.web.limiter import Limiter

from ..answers import ApiError, answer
from ..gate import api
from ..openapi import document
from ..reading import Sent, read_report

LONGEST_KEY = 80
MOST_ITEMS = 200
# Above this many a minute from one address, reports are taken in and marked for the desk; nobody is locked out.
_by_address = Limiter(capacity=600, per_second=10)


@api()
def openapi(request: HttpRequest) -> HttpResponse:
    county = default_county()
    return answer(document(_base(request), county.name))


def _base(request: HttpRequest) -> str:
    return settings.SHANZHI_PUBLIC_URL or f"{request.scheme}://{request.get_host()}"


@api(methods=("POST",))
def create_report(request: HttpRequest) -> HttpResponse:
    """POST /api/v1/reports → 201 {number, secret, track_url}.

    A photo that cannot be kept answers 415 or 413, with the same three beside the sentence: words and good photos are kept.
    """
    county, sent = _county(), read_report(request)
    key = request.headers.get("Idempotency-Key", "").strip()
    if len(key) > LONGEST_KEY:
        raise ApiError(422, "key_too_long", f"Idempotency-Key 最多 {LONGEST_KEY} 个字符。", "Idempotency-Key")
    flood = _by_address.take(request.META.get("REMOTE_ADDR", "")) > 0
    receipt, faults = _take_in(county, sent, f"api:{key}" if key else None, ["flood"] if flood else [])
    url = f"{_base(request)}{receipt.track_path}"
    given = {"number": receipt.number, "secret": receipt.secret, "track_url": url}
    if faults:
        words = f"{' '.join(faults)} 其余内容已收下，编号 {receipt.number}，请不要重发；照片可在查询页补充。"
        raise ApiError(status_of(faults), "photo", words, "photos", given)
    return answer(given, 201)


def _county() -> County:
    return default_county()


def _take_in(county: County, sent: Sent, key: str | None, alarms: list[str]) -> tuple[intake.Receipt, list[str]]:
    """Take in the report with its good photos; return the receipt and what was wrong with the others."""
    point = _point(county, sent.point)
    if sent.category and not Tile.objects.filter(county=county.code, code=sent.category).exists():
        known = "、".join(Tile.objects.filter(county=county.code).values_list("code", flat=True))
        raise ApiError(422, "category", f"没有「{sent.category}」这个入口代码；可用的有：{known}。", "category")
    try:
        contact = _contact(sent.contact)
        photos, faults = keep_photos(county=county.code, uploads=sent.photos, room=MOST_PHOTOS)
        receipt = intake.receive_report(
            county=county.code,
            source=Source.QR if point else Source.API,
            text=sent.text,
            by=PUBLIC,
            tile=sent.category,
            point=point,
            lon=sent.lon,
            lat=sent.lat,
            place_text=sent.place,
            contact=contact,
            photos=photos,
            language="en" if sent.language.startswith("en") else "zh-hans",
            idempotency_key=key,
            outside_number=sent.outside_number,
            alarms=alarms,
        )
        return receipt, faults
    except intake.KeyReused as fault:
        raise ApiError(409, "key_reused", str(fault), "Idempotency-Key") from None
    except NotAllowed as refusal:
        raise ApiError(422, "refused", "".join(one.text for one in refusal.obstacles), "text") from None


def _contact(text: str) -> intake.ContactDetails | None:
    try:
        return intake.read_contact(text) if text.strip() else None
    except NotAllowed as refusal:
        raise ApiError(422, "refused", "".join(one.text for one in refusal.obstacles), "contact") from None


def _point(county: County, code: str) -> QRPoint | None:
    if not code.strip():
        return None
    point = reports.point_by_code(code)
    if point is None or point.county != county.code:
        raise ApiError(
            422, "point_unknown", f"没有点位码「{code[:20]}」；可以不给点位码，改给坐标或地点描述。", "point"
        )
    if point.state == QRPoint.State.RETIRED:
        raise ApiError(422, "point_retired", f"点位码「{point.code}」已停用；可以改给坐标或地点描述。", "point")
    return point


@api(methods=("GET",))
def get_report(request: HttpRequest, number: str) -> HttpResponse:
    """GET /api/v1/reports/{number}?secret=… → where it stands, in the reporter's words."""
    report = reports.report_by_secret(number, request.GET.get("secret", ""))
    if report is None:
        raise ApiError(404, "not_found", "没有这件诉求，或凭证不对。")
    steps = reports.public_timeline(report)
    return answer(
        {
            "number": report.number,
            "stage": report.stage,
            "stage_label": str(report.get_stage_display()),
            "sentence": sentence_of(report),
            "handler": report.handler_name,
            "due_on": report.due_on,
            "answer": report.answer if report.stage in {"closed", "rated"} else "",
            "timeline": [{"at": timezone.localtime(step.at), "text": f"{step.title}{step.text}"} for step in steps],
        }
    )


@api(scope="dispatch.read_matters")
def list_matters(request: HttpRequest) -> HttpResponse:
    """GET /api/v1/matters with the worklist's filters, keyset-paged."""
    county = county_named(request.machine.county)  # type: ignore[attr-defined]
    clock, filters = worklist.Clock.of(county), worklist.Filters.read(request.GET)
    if filters.mine:
        raise ApiError(422, "mine", "接入密钥没有「我的」：请用 agency 筛选。", "mine")
    rows = WorkItem.objects.filter(county=county.code, kind="matter")
    if "dispatch.read_restricted" not in request.machine.scopes:  # type: ignore[attr-defined]
        hidden = Matter.objects.filter(county=county.code, is_restricted=True)
        rows = rows.exclude(matter_id__in=hidden.values("pk"))
    rows = worklist.filtered(rows, filters, clock, None)
    page = worklist.page_of(rows, filters, after=request.GET.get("after"), before=None, size=_limit(request))
    return answer({"items": [_matter(item, clock) for item in page.rows], "next": page.older})


def _limit(request: HttpRequest) -> int:
    text = request.GET.get("limit", "50")
    if not text.isdigit() or not 1 <= int(text) <= MOST_ITEMS:
        raise ApiError(422, "limit", f"limit 应是 1 到 {MOST_ITEMS} 的整数。", "limit")
    return int(text)


def _matter(item: Any, clock: worklist.Clock) -> dict[str, Any]:
    light = clock.light(item.due_at, item.paused_for) if item.is_open else None
    return {
        "number": item.number,
        "title": item.title,
        "step": item.step,
        "step_label": item.step_label,
        "agency": item.unit_name or "",
        "area_code": item.area_code,
        "place": item.place_text,
        "type": item.type_code,
        "source": item.source,
        "urgency": item.urgency,
        "lon": item.lon,
        "lat": item.lat,
        "opened_at": timezone.localtime(item.opened_at),
        "due_at": timezone.localtime(item.due_at) if item.due_at else None,
        "light": light.code if light else None,
        "report_count": item.report_count,
    }


@api(methods=("POST",))
def reports_root(request: HttpRequest) -> HttpResponse:
    """Answer the address with a slash at its end, too: a redirect would lose the body."""
    response: HttpResponse = create_report(request)
    return response
