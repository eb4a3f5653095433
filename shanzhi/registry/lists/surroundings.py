"""What does the county know that the cells of a list may name: agencies, event types, items, areas?"""

from dataclasses import dataclass
from datetime import date
from functools import cached_property

from ..models import Agency, Area, County, EventType, Item
from ..queries.items import listed_on
from .agency_names import AgencyNames, folded


@dataclass(frozen=True)
class Surroundings:
    """Everything cells may name, read once for a whole file, as of the day the list is to be in force."""

    county: str
    on: date

    @cached_property
    def agencies(self) -> AgencyNames:
        rows = Agency.objects.filter(county=self.county, is_active=True)
        name = County.objects.values_list("name", flat=True).filter(pk=self.county).first()
        return AgencyNames.of(rows, name or "")

    @cached_property
    def event_types(self) -> dict[str, EventType]:
        """Event types by code, and by folded name where the name is theirs alone."""
        rows = list(EventType.objects.filter(county=self.county))
        names: dict[str, list[EventType]] = {}
        for row in rows:
            names.setdefault(folded(row.name), []).append(row)
        found = {name: same[0] for name, same in names.items() if len(same) == 1}
        return found | {row.code: row for row in rows}

    @cached_property
    def items(self) -> dict[str, Item]:
        return {row.code: row for row in listed_on(Item.objects.filter(county=self.county), self.on)}

    @cached_property
    def areas(self) -> dict[str, Area]:
        rows = list(Area.objects.filter(county=self.county, is_active=True).defer("geometry"))
        names: dict[str, list[Area]] = {}
        for row in rows:
            names.setdefault(folded(row.name), []).append(row)
        found = {name: same[0] for name, same in names.items() if len(same) == 1}
        return found | {row.code: row for row in rows}

    @cached_property
    def agency_codes(self) -> dict[object, str]:
        return {row.pk: row.code for row in Agency.objects.filter(county=self.county).only("pk", "code")}
