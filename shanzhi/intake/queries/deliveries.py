"""Which messages to reporters have not arrived?"""

from datetime import timedelta

from django.db.models import Q, QuerySet
from django.utils import timezone

from ..models import Delivery


def stuck_deliveries(county: str) -> QuerySet[Delivery]:
    """Return deliveries that wait long or for a channel the county lacks, failed or were given up; newest first."""
    late = Q(state=Delivery.State.WAITING) & (
        Q(created_at__lt=timezone.now() - timedelta(minutes=10)) | ~Q(last_error="")
    )
    failed = Q(state__in=[Delivery.State.FAILED, Delivery.State.GIVEN_UP])
    return Delivery.objects.filter(late | failed, county=county).select_related("report").order_by("-created_at")
