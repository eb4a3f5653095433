"""Who must be told, and whose matter is it to act on?"""

import uuid
from typing import Any

from django.db.models import Q

from shanzhi.identity.access import Scope, access_of
from shanzhi.identity.models import User
from shanzhi.identity.queries import holders
from shanzhi.intake.models import Report
from shanzhi.registry.models import Agency
from shanzhi.registry.queries import agency_subtree, units_named, within

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


class Ground:
    """Where one user may do what: asked many times on a page, reads each agency tree once."""

    def __init__(self, user: Any) -> None:
        self.access = access_of(user)
        self.trees: dict[frozenset[uuid.UUID], frozenset[uuid.UUID]] = {}

    def holds(self, permission: str, county: str, area_code: str, agency_id: uuid.UUID | None) -> bool:
        """Say whether the permission covers a row of this county, area and unit."""
        scope = self.access.scope(permission)
        if county in scope.counties or any(area_code.startswith(code) for code in scope.area_codes if area_code):
            return True
        if not agency_id or not scope.agency_ids:
            return False
        if scope.agency_ids not in self.trees:
            self.trees[scope.agency_ids] = agency_subtree(scope.agency_ids)
        return agency_id in self.trees[scope.agency_ids]

    def on_matter(self, permission: str, matter: Matter) -> bool:
        return self.holds(permission, matter.county, matter.area_code, matter.agency_id)

    def on_task(self, permission: str, task: Task) -> bool:
        """Assisting units act on their own tasks, wherever the matter lies."""
        return self.holds(permission, task.county, "", task.agency_id)


def readable(user: Any) -> Q:
    """Return the condition for matters the user may read: on his ground, or with a task for his units."""
    scope = scope_of(user, "dispatch.read_matters")
    found = within(scope)
    if scope.agency_ids:
        found |= Q(pk__in=Task.objects.filter(within(scope, area="matter__area_code")).values("matter_id"))
    return found


def units_complained_about(matter: Matter) -> list[Agency]:
    """Return the units the reporters' words name: whoever is complained about should not handle the complaint (P07)."""
    reports = Report.objects.filter(links__matter=matter, links__detached_at__isnull=True)
    return units_named(matter.county, "\n".join(reports.values_list("text", flat=True)[:20]))
