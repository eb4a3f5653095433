"""May this be put on a township: which line of the county's lists says so, and who has it when none does?"""

from datetime import date

from shanzhi.law.obstacle import Obstacle
from shanzhi.registry.models import Agency, BoundaryLine, ResponsibilityRule
from shanzhi.registry.queries import boundary_lines_for, duty_of_township, routing

from ..models import Matter

ROLE = ResponsibilityRule.Target.TOWNSHIP


def township_obstacles(matter: Matter, agency: Agency, on: date, *, helps: bool = False) -> list[Obstacle]:
    """Return why nothing may be put on this township; nothing for other units, or when a line of a list says so.

    What it is about is told by the type of the event, never by a chance word of the reporter.
    """
    kind = matter.event_type
    if agency.kind != Agency.Kind.TOWNSHIP or kind is None:
        return []
    owed = duty_of_township(matter.county, agency, on, words=kind.name, event_type=kind)
    if owed.obstacle is None:
        return []
    lines = boundary_lines_for(matter.county, on, words=kind.name, event_type=kind)
    if any(_names(one.line, agency, matter.area_code, helps=helps) for one in lines):
        return []
    chosen = routing(kind, matter.area_code).chosen
    if chosen and (chosen.agency.pk == agency.pk or (helps and agency in chosen.assisting)):
        return []
    remedy = owed.obstacle.remedy
    if chosen and not lines:
        remedy = f"按责任规则交{chosen.agency}办理（{chosen.rule.basis}）；清单确需调整的，先改清单。"
    return [Obstacle(owed.obstacle.text, owed.obstacle.basis, remedy)]


def _names(line: BoundaryLine, agency: Agency, area_code: str, *, helps: bool) -> bool:
    """A role means the township of the place; a named one means that one."""
    is_local = agency.area is None or not area_code or area_code.startswith(agency.area.code)
    if line.lead_id == agency.pk or (line.lead_role == ROLE and is_local):
        return True
    if not helps:
        return False
    return agency in line.supporters.all() or agency in line.called.all() or (ROLE in line.supporter_roles and is_local)
