"""Who must be told, and whose matter is it to act on?"""

import uuid
from typing import Any

from django.db.models import Q

from shanzhi.identity.access import Scope, access_of
from shanzhi.identity.models import User
from shanzhi.identity.queries import holders
from shanzhi.registry.models import Agency
from shanzhi.registry.queries import within

from ..models import Matter, Task


def agency_chain(agency_id: uuid.UUID) -> list[uuid.UUID]:
    """Return the agency and everything above it, nearest first, in one query."""
    table = Agency._meta.db_table
    rows = Agency.objects.raw(
        f"WITH RECURSIVE up AS (SELECT id, parent_id, 0 AS step FROM {table} WHERE id = %s"
        f" UNION SELECT a.id, a.parent_id, up.step + 1 FROM {table} a JOIN up ON a.id = up.parent_id WHERE up.step < 9)"
        f" SELECT id FROM up ORDER BY step",
        [agency_id],
    )
    return [row.pk for row in rows]


def people_of_unit(matter: Matter, agency_id: uuid.UUID, officer_user_id: uuid.UUID | None = None) -> list[User]:
    """Return who must hear of work for a unit: the officer named, else those who may work for the unit, nearest first."""
    if officer_user_id:
        return list(User.objects.filter(pk=officer_user_id, is_active=True))
    for agency in agency_chain(agency_id):
        if found := list(holders("dispatch.work_matter", county=matter.county, agency_ids=[agency])[:20]):
            return found
    return []


def leads_of_unit(matter: Matter, agency_id: uuid.UUID) -> list[User]:
    """Return those who answer for a unit: they may return its tasks."""
    for agency in agency_chain(agency_id):
        if found := list(holders("dispatch.return_task", county=matter.county, agency_ids=[agency])[:20]):
            return found
    return []


def centre_people(county: str, permission: str) -> list[User]:
    """Return those at the centre who hold the permission over the whole county."""
    return list(holders(permission, county=county)[:50])


def scope_of(user: Any, permission: str) -> Scope:
    """Return the ground on which the user holds the permission."""
    return access_of(user).scope(permission)


def may_on_matter(user: Any, permission: str, matter: Matter) -> bool:
    """Say whether the permission covers this matter's unit or place."""
    return covers(scope_of(user, permission), matter.county, matter.area_code, matter.agency_id)


def may_on_task(user: Any, permission: str, task: Task) -> bool:
    """Say whether the permission covers the task's own unit."""
    return covers(scope_of(user, permission), task.county, "", task.agency_id)


def covers(scope: Scope, county: str, area_code: str, agency_id: uuid.UUID | None) -> bool:
    """Say whether a ground holds a row of this county, area and unit."""
    if county in scope.counties:
        return True
    if area_code and any(area_code.startswith(code) for code in scope.area_codes):
        return True
    return bool(agency_id and scope.agency_ids and scope.agency_ids & frozenset(agency_chain(agency_id)))


def readable(user: Any) -> Q:
    """Return the condition for matters the user may read: on his ground, or with a task for his units."""
    scope = scope_of(user, "dispatch.read_matters")
    found = within(scope)
    if scope.agency_ids:
        found |= Q(pk__in=Task.objects.filter(within(scope, area="matter__area_code")).values("matter_id"))
    return found
