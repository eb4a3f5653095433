"""Which disputes wait, for whom; which rulings speak to this matter?"""

from typing import Any

from django.db.models import Q, QuerySet

from shanzhi.identity.access import access_of
from shanzhi.registry.models import Agency, ResponsibilityRule
from shanzhi.registry.queries import agency_subtree, local_agency

from ..models import Dispute, Matter, Precedent, ReportLink

MOST_SHOWN = 3


def disputes_for(user: Any) -> QuerySet[Dispute]:
    """Return the disputes the user may read: all for those who rule, else those of his own units."""
    rows = Dispute.objects.filter(county=user.county).select_related("matter", "claimant", "other", "owner")
    if may_rule_all(user):
        return rows
    units = units_of(user)
    return rows.filter(Q(claimant__in=units) | Q(other__in=units))


def may_rule_all(user: Any) -> bool:
    return user.county in access_of(user).scope("dispatch.rule_dispute").counties


def units_of(user: Any) -> frozenset[Any]:
    """Return the units for which the user may dispute: where he may ask to return a task."""
    scope = access_of(user).scope("dispatch.return_task")
    return agency_subtree(scope.agency_ids) if scope.agency_ids else frozenset()


def precedents_for(matter: Matter) -> list[tuple[Precedent, Agency | None]]:
    """Return the rulings that speak to a matter with the unit each names here, those whose words occur first.

    A precedent with words speaks only where one of them occurs in the title, the place or what was reported.
    """
    if matter.event_type_id is None:
        return []
    rows = Precedent.objects.filter(event_type=matter.event_type_id, ended_at__isnull=True)
    said = _said(matter)
    found = [
        (row, sum(word in said for word in row.words))
        for row in rows.select_related("agency", "dispute__matter").exclude(dispute__matter=matter)[:50]
    ]
    speaking = [(row, hits) for row, hits in found if hits or not row.words]
    speaking.sort(key=lambda pair: (-pair[1], -pair[0].made_at.timestamp()))
    return [(row, holder_here(row, matter)) for row, _hits in speaking[:MOST_SHOWN]]


def _said(matter: Matter) -> str:
    links = ReportLink.objects.filter(matter=matter, detached_at__isnull=True)
    return "\n".join([matter.title, matter.place_text, *links.values_list("report__text", flat=True)[:20]])


def holder_here(row: Precedent, matter: Matter) -> Agency | None:
    """Return the unit a precedent names where this matter is."""
    if row.holder == Precedent.Holder.AGENCY:
        return row.agency
    return local_agency(matter.county, matter.area_code, ResponsibilityRule.Target(row.holder))
