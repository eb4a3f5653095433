"""Which codes hang where, and what came from each?"""

from datetime import timedelta

from django.db.models import Count, Max, Q, QuerySet
from django.utils import timezone

from ..models import QRPoint


def point_by_code(code: str) -> QRPoint | None:
    """Return the point of a code as people type it: case and spaces do not matter."""
    tidy = code.strip().upper().replace(" ", "").replace("-", "")[:12]
    return QRPoint.objects.select_related("area").filter(code=tidy).first()


def points_with_counts(county: str) -> QuerySet[QRPoint]:
    """Return the points with how many reports came from each: ever, in thirty days, and the last one."""
    month = timezone.now() - timedelta(days=30)
    return (
        QRPoint.objects.filter(county=county)
        .select_related("area")
        .annotate(
            report_total=Count("reports"),
            report_month=Count("reports", filter=Q(reports__received_at__gte=month)),
            last_report_at=Max("reports__received_at"),
        )
        .order_by("code")
    )
