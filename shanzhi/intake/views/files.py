"""Who may see which photo, and which copy of it? Copies for show go out; originals are evidence."""

import uuid

from django.http import FileResponse, Http404, HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control

from shanzhi.dossier.actions import note_original_opened
from shanzhi.dossier.models import StoredFile
from shanzhi.dossier.store import NotStored, uploads
from shanzhi.identity.access import SignedInRequest, public, requires

from .. import queries
from ..models import DraftPhoto, Report, ReportPhoto
from .staff import visible_report


def shown(file: StoredFile, *, thumb: bool = False) -> HttpResponseBase:
    """Return the re-encoded copy; its address names its content, so a browser may keep it."""
    return _sent(file.thumb_sha256 if thumb else file.show_sha256, "image/jpeg")


def _sent(digest: str, media_type: str, name: str = "") -> HttpResponseBase:
    try:
        response = FileResponse(
            uploads().open(digest), content_type=media_type, as_attachment=bool(name), filename=name
        )
    except NotStored:
        raise Http404(_("这张照片不在存储里。")) from None
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


def _thumb(request: HttpRequest) -> bool:
    return request.GET.get("size") == "thumb"


@public
@cache_control(private=True, max_age=3600)
def draft_photo(request: HttpRequest, draft_id: uuid.UUID, photo_id: uuid.UUID) -> HttpResponseBase:
    row = get_object_or_404(DraftPhoto.objects.select_related("file"), pk=photo_id, draft_id=draft_id)
    return shown(row.file, thumb=_thumb(request))


@public
@cache_control(private=True, max_age=600)
def near_photo(request: HttpRequest, report_id: uuid.UUID) -> HttpResponseBase:
    """The first public photo of a public report: what tells somebody whether it is the same thing (P03)."""
    row = (
        ReportPhoto.objects.filter(report_id=report_id, is_public=True, report__is_public=True)
        .filter(report__wants_withdrawal=False)
        .select_related("file")
        .first()
    )
    if row is None:
        raise Http404(_("没有可看的照片。"))
    return shown(row.file, thumb=request.GET.get("size") != "large")


@public
@cache_control(private=True, max_age=3600)
def follow_photo(request: HttpRequest, number: str, secret: str, photo_id: uuid.UUID) -> HttpResponseBase:
    report = queries.report_by_secret(number, secret)
    if report is None:
        raise Http404(_("链接不对。"))
    row = get_object_or_404(ReportPhoto.objects.select_related("file"), pk=photo_id, report=report)
    return shown(row.file, thumb=_thumb(request))


def _photo_for(request: SignedInRequest, pk: uuid.UUID, photo_id: uuid.UUID) -> tuple[Report, ReportPhoto]:
    report = visible_report(request, pk)
    return report, get_object_or_404(ReportPhoto.objects.select_related("file"), pk=photo_id, report=report)


@requires("intake.read_reports", "dispatch.read_matters")
@cache_control(private=True, max_age=3600)
def report_photo(request: SignedInRequest, pk: uuid.UUID, photo_id: uuid.UUID) -> HttpResponseBase:
    return shown(_photo_for(request, pk, photo_id)[1].file, thumb=_thumb(request))


@requires("dossier.open_original")
def report_original(request: SignedInRequest, pk: uuid.UUID, photo_id: uuid.UUID) -> HttpResponseBase:
    """The photo as it came, with all its traces: evidence, and each opening is kept."""
    _report, row = _photo_for(request, pk, photo_id)
    note_original_opened(file=row.file, by=request.user)
    return _sent(row.file.sha256, "application/octet-stream", row.file.name or f"{row.file.sha256[:12]}.bin")
