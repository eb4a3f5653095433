"""Which cases may this user read, which may he act on, and which other cases has this party?"""

import uuid
from typing import Any

from django.db.models import Q, QuerySet

from shanzhi.identity.access import access_of
from shanzhi.registry.queries import agency_subtree, within

from ..models import Party, PenaltyCase

READ = "casework.read_cases"


def readable(user: Any, permission: str = READ) -> Q:
    """Return the condition for cases on the user's ground: by the handling unit, or by the agency that answers."""
    scope = access_of(user).scope(permission)
    return within(scope, agency="unit_id") | within(scope, agency="agency_id")


def holds(user: Any, permission: str, case: PenaltyCase) -> bool:
    """Say whether the permission covers this case."""
    scope = access_of(user).scope(permission)
    if case.county in scope.counties:
        return True
    if case.area_code and any(case.area_code.startswith(code) for code in scope.area_codes):
        return True
    if not scope.agency_ids:
        return False
    ground: frozenset[uuid.UUID] = agency_subtree(scope.agency_ids)
    return case.unit_id in ground or case.agency_id in ground


def cases_of_party(party: Party, *, without: uuid.UUID | None = None) -> QuerySet[PenaltyCase]:
    """Return the cases of the same person or firm at every agency of the county, newest first (初次违法的核查)."""
    same = Q(party_id=party.pk)
    if party.id_digest:
        same |= Q(party__id_digest=party.id_digest)
    if party.unified_code:
        same |= Q(party__unified_code=party.unified_code)
    if not party.id_digest and not party.unified_code:
        same |= Q(party__name=party.name)
    rows = PenaltyCase.objects.filter(same, county=party.county)
    if without is not None:
        rows = rows.exclude(pk=without)
    return rows.select_related("agency", "unit", "item", "party").order_by("-opened_at")
