"""Which volumes were bound from a file, and what do its finished documents say it is about?"""

from typing import Any

from django.db.models import F, Model, QuerySet

from ..models import ArchiveVolume, Document, DocumentVersion

COVER_FACTS = ("case_no", "cause", "party_name", "filed_on", "closed_on")


def volumes_of(subject: Model) -> QuerySet[ArchiveVolume]:
    """Return the volumes of a subject, newest first."""
    rows = ArchiveVolume.objects.filter(subject_type=subject._meta.label_lower, subject_id=subject.pk)
    return rows.select_related("file", "agency").order_by("-bound_at", "volume")


def known_facts(subject: Model) -> dict[str, Any]:
    """Return what the finished documents of a subject say of it, the newest word first."""
    versions = DocumentVersion.objects.filter(
        document__subject_type=subject._meta.label_lower,
        document__subject_id=subject.pk,
        document__state=Document.State.SEALED,
        no=F("document__version_no"),
    )
    found: dict[str, Any] = {}
    for facts in versions.order_by("-document__created_at").values_list("facts", flat=True):
        for key in COVER_FACTS:
            if facts.get(key) and key not in found:
                found[key] = facts[key]
    return found
