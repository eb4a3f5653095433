"""Which evidence has a subject?"""

from django.db.models import Model, QuerySet

from ..models import Evidence


def evidence_of(subject: Model, *, with_excluded: bool = False, with_side: bool = True) -> QuerySet[Evidence]:
    """Return the evidence of a subject by number; without `with_side` what may reveal a reporter stays out."""
    found = Evidence.objects.filter(subject_type=subject._meta.label_lower, subject_id=subject.pk)
    if not with_excluded:
        found = found.filter(excluded_at__isnull=True)
    if not with_side:
        found = found.filter(reveals_reporter=False)
    return found.select_related("file", "agency", "recognised_from__agency").order_by("no")


def evidence_rows(subject: Model) -> list[dict[str, str]]:
    """Return the list of evidence as the documents print it; what may reveal a reporter is not in it."""
    return [
        {
            "证据编号": str(one.no),
            "证据名称": one.title,
            "证据种类": one.get_kind_display(),
            "证明对象": one.proves,
        }
        for one in evidence_of(subject, with_side=False)
    ]
