"""The page of a bound volume, and its file. The side volume is for those who bind, not for all who read."""

import uuid

from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from shanzhi.identity.access import SignedInRequest, refusal_text, requires

from ..models import ArchiveVolume, Document
from ..queries import reading
from ..store import NotStored, uploads

COLUMNS = ("题名", "序号", "文号", "日期", "页号")


def _readable(request: SignedInRequest, pk: uuid.UUID) -> ArchiveVolume:
    rows = ArchiveVolume.objects.filter(reading.ground(request.user, "dossier.read_documents"))
    found = get_object_or_404(rows.select_related("agency", "file"), pk=pk)
    if found.volume == Document.Volume.SIDE:
        binders = ArchiveVolume.objects.filter(reading.ground(request.user, "dossier.bind_volume"))
        if not binders.filter(pk=pk).exists():
            raise PermissionDenied(refusal_text(("dossier.bind_volume",)))
    return found


@requires("dossier.read_documents")
@never_cache
def volume(request: SignedInRequest, pk: uuid.UUID) -> HttpResponse:
    found = _readable(request, pk)
    context = {
        "volume": found,
        "headings": COLUMNS,
        "rows": [[row.get(name, "") or "—" for name in COLUMNS] for row in found.contents],
        "subject_url": reading.subject_url(found.subject_type, found.subject_id),
    }
    return render(request, "dossier/volume.html", context)


@requires("dossier.read_documents")
@never_cache
def volume_pdf(request: SignedInRequest, pk: uuid.UUID) -> HttpResponseBase:
    found = _readable(request, pk)
    try:
        stream = uploads().open(found.file.sha256)
    except NotStored:
        raise Http404(_("这一卷不在存储里。")) from None
    return FileResponse(stream, content_type="application/pdf", filename=found.file.name)
