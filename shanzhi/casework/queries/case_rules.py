"""Which of the county's own numbers for short ways of handling cases are in force on a day?"""

from datetime import date

from django.db.models import QuerySet

from ..models import CaseRules


def rules_on(county: str, day: date) -> CaseRules | None:
    """Return the newest version in force; nothing while the county has set none."""
    return versions(county).filter(from_on__lte=day).first()


def versions(county: str) -> QuerySet[CaseRules]:
    """Return every version, the newest first."""
    return CaseRules.objects.filter(county=county).order_by("-from_on", "-made_at", "-id")
