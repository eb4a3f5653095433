"""Which volumes were bound from a file?"""

from django.db.models import Model, QuerySet

from ..models import ArchiveVolume


def volumes_of(subject: Model) -> QuerySet[ArchiveVolume]:
    """Return the volumes of a subject, newest first."""
    rows = ArchiveVolume.objects.filter(subject_type=subject._meta.label_lower, subject_id=subject.pk)
    return rows.select_related("file", "agency").order_by("-bound_at", "volume")
