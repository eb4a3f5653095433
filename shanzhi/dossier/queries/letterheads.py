"""In whose name does an agency write?"""

from shanzhi.law.calendar import Calendar
from shanzhi.registry.models import Agency
from shanzhi.registry.queries import calendar_of, county_named

from ..models import Document, Letterhead


def letterhead_of(agency: Agency) -> Letterhead | None:
    """Return the agency's letterhead, or that of the office it acts for.

    A stationed team without one writes in the name of the bureau that guides it, failing that of the office it belongs to.
    """
    asked: list[Agency] = [agency]
    seen = set()
    while asked:
        step = asked.pop(0)
        if step.pk in seen:
            continue
        seen.add(step.pk)
        found = Letterhead.objects.select_related("agency", "seal_image").filter(agency_id=step.pk).first()
        if found is not None:
            return found
        above = (step.guided_by, step.parent) if step.kind == Agency.Kind.TEAM else (step.parent,)
        asked += [one for one in above if one is not None]
    return None


def letterhead_for(document: Document) -> Letterhead | None:
    """Return the letterhead of the agency in whose name a document speaks."""
    return letterhead_of(document.issuer or document.agency)


def calendar_for(county: str) -> Calendar:
    """Return the working calendar of a county."""
    return calendar_of(county_named(county))
