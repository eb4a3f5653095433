"""Is what is stored what was promised? Numbers without gaps, sealed files where they should lie, versions as digested."""

from collections.abc import Iterator

from django.db.models import Count, Max, Min

from .actions.writing import digest_of
from .models import Document, DocumentVersion, Letterhead, NumberSeries
from .store import uploads


def number_gaps() -> Iterator[str]:
    """Yield a sentence for every series whose numbers do not run from one to the last without a hole."""
    marks = dict(Letterhead.objects.values_list("agency_id", "mark"))
    for series in NumberSeries.objects.select_related("agency").iterator():
        rows = Document.objects.filter(
            county=series.county,
            series=series.kind,
            number_year=series.year,
            number_agency=series.agency,
        )
        found = rows.aggregate(count=Count("pk"), first=Min("number_serial"), last=Max("number_serial"))
        if (found["count"], found["first"] or 1, found["last"] or 0) != (series.last, 1, series.last):
            name = f"{marks.get(series.agency_id, series.agency)}{series.kind}〔{series.year}〕"
            yield f"{name}：编到 {series.last} 号，文书有 {found['count']} 份，序号不连续。"


def lost_files() -> Iterator[str]:
    """Yield a sentence for every sealed document whose file does not lie in the store."""
    store = uploads()
    sealed = Document.objects.filter(state=Document.State.SEALED).select_related("file")
    for document in sealed.iterator(500):
        if document.file is None or not store.holds(document.file.sha256):
            yield f"{document}：定稿的文件不在存储里。"


def changed_versions() -> Iterator[str]:
    """Yield a sentence for every version whose words no longer give its digest."""
    for version in DocumentVersion.objects.select_related("document").iterator(500):
        if digest_of(version.facts, version.free) != version.digest:
            yield f"{version.document}第 {version.no} 版：内容与摘要不符。"
