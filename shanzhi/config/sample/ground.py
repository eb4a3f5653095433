"""Which ground, agencies, event types and rules does the sample county have?"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import models

from shanzhi.law.citation import Citation
from shanzhi.ledger.actors import SYSTEM
from shanzhi.ledger.events import build
from shanzhi.ledger.models import Event
from shanzhi.registry.actions import raise_map_version
from shanzhi.registry.models import Agency, Area, County, District, EventType, ResponsibilityRule, Tile

from .files import read_areas, read_outlines, read_yaml

TARGETS = {
    "team_of_town": ResponsibilityRule.Target.TOWN_TEAM,
    "government_of_town": ResponsibilityRule.Target.TOWNSHIP,
    "village_committee": ResponsibilityRule.Target.VILLAGE,
}


@dataclass(frozen=True)
class Clerk:
    """Who sets the county up: he writes rows in bulk, each with its event, as of the day the county began."""

    county: str
    at: datetime

    def add(self, rows: Iterable[models.Model], kind: str = "registry.row_added") -> None:
        """Write new rows of one model at once. Only for kinds of events that nobody subscribes to."""
        rows = list(rows)
        if rows:
            type(rows[0])._default_manager.bulk_create(rows)
            Event.objects.bulk_create([build(kind, subject=row, by=SYSTEM, at=self.at) for row in rows])


def add_county() -> County:
    """Write the county's parameters; the box around its outlines bounds every map."""
    outlines = read_outlines().values()
    positions = [xy for shape in outlines for part in shape["coordinates"] for ring in part for xy in ring]
    return County.objects.create(
        **read_yaml("county")["county"],
        is_sample=True,
        min_lon=min(x for x, _ in positions),
        max_lon=max(x for x, _ in positions),
        min_lat=min(y for _, y in positions),
        max_lat=max(y for _, y in positions),
    )


def add_areas(clerk: Clerk) -> dict[str, Area]:
    """Write county, towns, villages and grids; return them by code."""
    outlines = read_outlines()
    areas: dict[str, Area] = {}
    for row in read_areas():
        areas[row["code"]] = Area(
            county=clerk.county,
            code=row["code"],
            name=row["name"],
            level=row["level"],
            parent=areas.get(row["parent_code"]),
            lon=float(row["lon"]),
            lat=float(row["lat"]),
            geometry=outlines.get(row["code"]),
        )
    clerk.add(areas.values())
    raise_map_version(clerk.county)
    return areas


def add_districts(clerk: Clerk, areas: dict[str, Area]) -> None:
    """Write the sample grouping of towns."""
    for row in read_yaml("districts")["districts"]:
        district = District(
            county=clerk.county, code=row["code"], name=row["name"], note="示例分组，真实划分以县里公布为准。"
        )
        clerk.add([district])
        district.towns.set([areas[code] for code in row["towns"]])


def add_agencies(clerk: Clerk, areas: dict[str, Area]) -> dict[str, Agency]:
    """Write the agencies with their two lines: whom they belong to, and who guides them."""
    found = read_yaml("agencies")["agencies"]
    agencies = {row["code"]: _agency(clerk, row, areas) for row in found}
    for row in found:
        agency = agencies[row["code"]]
        agency.parent = agencies.get(row.get("parent", ""))
        agency.guided_by = agencies.get(row.get("guided_by", ""))
    clerk.add(agencies.values())
    return agencies


def _agency(clerk: Clerk, row: dict[str, Any], areas: dict[str, Area]) -> Agency:
    return Agency(
        county=clerk.county,
        code=row["code"],
        name=row["name"],
        short_name=row["short_name"],
        english_name=row.get("english_name", ""),
        aliases=row.get("aliases", []),
        kind=row["kind"],
        area=areas.get(row.get("area", "")),
    )


def add_event_types(clerk: Clerk, agencies: dict[str, Agency]) -> dict[str, EventType]:
    """Write the tiles of the report page, the tree of event types and who answers for each."""
    data = read_yaml("event_types")
    clerk.add(
        Tile(
            county=clerk.county,
            code=row["code"],
            name=row["name"],
            english_name=row["name_en"],
            hint=row["hint"],
            english_hint=row["hint_en"],
            icon=row["icon"],
            order=order,
        )
        for order, row in enumerate(data["tiles"], 1)
    )
    groups = {row["code"]: _event_type(clerk, row) for row in data["types"]}
    clerk.add(groups.values())
    leaves = {row["code"]: row for group in data["types"] for row in group["children"]}
    types = {code: _event_type(clerk, row, groups[code[:2]]) for code, row in leaves.items()}
    clerk.add(types.values())
    add_rules(clerk, [(types[code], row) for code, row in leaves.items()], agencies, data["area_sets"])
    return groups | types


def _event_type(clerk: Clerk, row: dict[str, Any], parent: EventType | None = None) -> EventType:
    found = EventType(
        county=clerk.county, code=row["code"], name=row["name"], english_name=row["name_en"], parent=parent
    )
    if parent is not None:
        found.plain_name, found.words = row["plain_name"], [str(word) for word in row.get("keywords", [])]
        found.tile = row["tile"]
        found.filing_criterion = row["filing"]
        found.closing_criterion = row["closing"]
        found.limit_value, found.limit_unit = row["limit"]["value"], row["limit"]["unit"]
        found.near_metres, found.near_days = row["duplicate"]["radius_m"], row["duplicate"]["days"]
        found.basis = basis_text(row["basis"])
        found.is_sensitive = row.get("sensitive", False)
    return found


def basis_text(basis: list[Any]) -> str:
    """Return the statutes a sample row names, as a document prints them."""
    return "；".join(_named(item) for item in basis)


def _named(item: Any) -> str:
    if isinstance(item, str):
        return item
    return Citation(item["law"], str(item["article"])).long if "article" in item else f"《{item['law']}》"


def add_rules(
    clerk: Clerk, rows: list[tuple[EventType, dict[str, Any]]], agencies: dict[str, Agency], sets: dict[str, Any]
) -> None:
    """Write who answers for each type; a rule for a set of areas becomes one rule for each of them."""
    made: list[ResponsibilityRule] = []
    assist = ResponsibilityRule.assisting.through
    links = []
    for event_type, row in rows:
        for order, rule in enumerate(row["rules"]):
            for prefix in sets[rule["areas"]] if "areas" in rule else [""]:
                found = _rule(event_type, row, rule["owner"], agencies)
                found.area_code, found.priority = prefix, -order
                made.append(found)
                links += [assist(responsibilityrule=found, agency=agencies[code]) for code in rule.get("assist", [])]
    clerk.add(made)
    assist._default_manager.bulk_create(links)


def _rule(event_type: EventType, row: dict[str, Any], owner: Any, agencies: dict[str, Agency]) -> ResponsibilityRule:
    named = isinstance(owner, dict)
    return ResponsibilityRule(
        county=event_type.county,
        event_type=event_type,
        target=ResponsibilityRule.Target.AGENCY if named else TARGETS[owner],
        agency=agencies[owner["agency"]] if named else None,
        basis=f"示例规则（真实分工以县里公布的清单为准）：{row['rule_text']}"[:200],
    )
