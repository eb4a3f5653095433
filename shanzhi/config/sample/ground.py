"""Which ground, agencies, event types and rules does the sample county have?"""

from collections.abc import Iterable
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


def add_rows(rows: Iterable[models.Model], kind: str = "registry.row_added") -> None:
    """Write new rows of one model at once, each with its event in the ledger."""
    rows = list(rows)
    if rows:
        type(rows[0])._default_manager.bulk_create(rows)
        record_all(rows, kind)


def record_all(rows: Iterable[models.Model], kind: str, **data: Any) -> None:
    """Write the same kind of event for many rows; only for kinds that nobody subscribes to."""
    Event.objects.bulk_create([build(kind, subject=row, by=SYSTEM, data=data) for row in rows])


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


def add_areas(county: str) -> dict[str, Area]:
    """Write county, towns, villages and grids; return them by code."""
    outlines = read_outlines()
    areas: dict[str, Area] = {}
    for row in read_areas():
        areas[row["code"]] = Area(
            county=county,
            code=row["code"],
            name=row["name"],
            level=row["level"],
            parent=areas.get(row["parent_code"]),
            lon=float(row["lon"]),
            lat=float(row["lat"]),
            geometry=outlines.get(row["code"]),
        )
    add_rows(areas.values())
    raise_map_version(county)
    return areas


def add_districts(county: str, areas: dict[str, Area]) -> None:
    """Write the sample grouping of towns."""
    for row in read_yaml("districts")["districts"]:
        district = District(
            county=county, code=row["code"], name=row["name"], note="示例分组，真实划分以县里公布为准。"
        )
        add_rows([district])
        district.towns.set([areas[code] for code in row["towns"]])


def add_agencies(county: str, areas: dict[str, Area]) -> dict[str, Agency]:
    """Write the agencies with their two lines: whom they belong to, and who guides them."""
    found = read_yaml("agencies")["agencies"]
    agencies = {row["code"]: _agency(county, row, areas) for row in found}
    for row in found:
        agency = agencies[row["code"]]
        agency.parent = agencies.get(row.get("parent", ""))
        agency.guided_by = agencies.get(row.get("guided_by", ""))
    add_rows(agencies.values())
    return agencies


def _agency(county: str, row: dict[str, Any], areas: dict[str, Area]) -> Agency:
    return Agency(
        county=county,
        code=row["code"],
        name=row["name"],
        short_name=row["short_name"],
        english_name=row.get("english_name", ""),
        aliases=row.get("aliases", []),
        kind=row["kind"],
        area=areas.get(row.get("area", "")),
    )


def add_event_types(county: str, agencies: dict[str, Agency]) -> dict[str, EventType]:
    """Write the tiles of the report page, the tree of event types and who answers for each."""
    data = read_yaml("event_types")
    add_rows(
        Tile(
            county=county,
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
    groups = {row["code"]: _event_type(county, row) for row in data["types"]}
    add_rows(groups.values())
    leaves = {row["code"]: row for group in data["types"] for row in group["children"]}
    types = {code: _event_type(county, row, groups[code[:2]]) for code, row in leaves.items()}
    add_rows(types.values())
    add_rules([(types[code], row) for code, row in leaves.items()], agencies, data["area_sets"])
    return groups | types


def _event_type(county: str, row: dict[str, Any], parent: EventType | None = None) -> EventType:
    found = EventType(county=county, code=row["code"], name=row["name"], english_name=row["name_en"], parent=parent)
    if parent is not None:
        found.plain_name = row["plain_name"]
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


def add_rules(rows: list[tuple[EventType, dict[str, Any]]], agencies: dict[str, Agency], sets: dict[str, Any]) -> None:
    """Write who answers for each type; a rule for a set of areas becomes one rule for each of them."""
    made: list[ResponsibilityRule] = []
    assist = ResponsibilityRule.assisting.through
    links: list[models.Model] = []
    for event_type, row in rows:
        for order, rule in enumerate(row["rules"]):
            for prefix in sets[rule["areas"]] if "areas" in rule else [""]:
                found = _rule(event_type, row, rule["owner"], agencies)
                found.area_code, found.priority = prefix, -order
                made.append(found)
                links += [assist(responsibilityrule=found, agency=agencies[code]) for code in rule.get("assist", [])]
    add_rows(made)
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
