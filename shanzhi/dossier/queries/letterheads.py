"""In whose name does an agency write?"""

from shanzhi.law.calendar import Calendar
from shanzhi.registry.models import Agency
from shanzhi.registry.queries import calendar_of, county_named

from ..models import Letterhead


def letterhead_of(agency: Agency) -> Letterhead | None:
    """Return the agency's letterhead, or that of the office above it: a stationed team writes in its bureau's name."""
    step: Agency | None = agency
    for _ in range(6):
        if step is None:
            return None
        found = Letterhead.objects.select_related("agency", "seal_image").filter(agency_id=step.pk).first()
        if found is not None:
            return found
        step = step.parent
    return None


def calendar_for(county: str) -> Calendar:
    """Return the working calendar of a county."""
    return calendar_of(county_named(county))
