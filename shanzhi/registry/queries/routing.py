"""Who answers for this type of event here, and why? Every rule is named: the one that won and those passed over."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from ..models import Agency, EventType, LimitUnit, ResponsibilityRule


@dataclass(frozen=True)
class Suggestion:
    """A unit, those who assist it, and the rule that says so."""

    rule: ResponsibilityRule
    agency: Agency
    assisting: list[Agency]
    reason: str


@dataclass(frozen=True)
class Routing:
    """The unit that answers, and every other rule with the reason why it did not decide."""

    chosen: Suggestion | None
    skipped: list[tuple[ResponsibilityRule, str]] = field(default_factory=list)


def routing(event_type: EventType, area_code: str) -> Routing:
    """Return who answers for the type at the place. Own rules go before those of the parent type, then priority,
    then the narrower area."""
    return routings([event_type], area_code)[0]


def routings(kinds: Sequence[EventType], area_code: str) -> list[Routing]:
    """Answer for several types of one county at one place, in as many queries as for one."""
    if not kinds:
        return []
    lineages = [_lineage(kind) for kind in kinds]
    rules = _rules([kind for lineage in lineages for kind in lineage])
    local = _local_agencies(kinds[0].county, area_code) if area_code else {}
    return [_decided(lineage, rules, area_code, local) for lineage in lineages]


class Router:
    """Answers the same question for many types and places, from lists read once (five queries, however many it is asked).

    `changed` is a rule as it might become; it stands in for the stored one of the same key, or is added.
    """

    def __init__(self, county: str, changed: ResponsibilityRule | None = None) -> None:
        self.types = {row.pk: row for row in EventType.objects.filter(county=county)}
        self.rules = _rules(list(self.types.values()))
        if changed is not None:
            self.rules = [rule for rule in self.rules if rule.pk != changed.pk]
            if changed.is_active:
                # Nobody asks for its helpers here; an unsaved row must not be asked for them by a query.
                changed._prefetched_objects_cache = {"assisting": Agency.objects.none()}  # type: ignore[attr-defined]
                self.rules.append(changed)
        self.local: dict[str, dict[str, Agency]] = {}
        for code, target, agency in _local_rows(county):
            self.local.setdefault(code, {}).setdefault(target, agency)

    def route(self, type_id: Any, area_code: str) -> Routing:
        """Return who answers for the type at the place; nobody for a type that is not there."""
        if type_id not in self.types:
            return Routing(None)
        lengths = [length for length in (9, 12) if len(area_code) >= length]
        local: dict[str, Agency] = {}
        for length in lengths:
            local = {**self.local.get(area_code[:length], {}), **local}
        return _decided(_lineage(self.types[type_id], self.types), self.rules, area_code, local)


@dataclass(frozen=True)
class Usual:
    """Who usually answers for what is reported under a tile here, and the longest of the limits of its types."""

    units: list[str]
    value: int
    unit: str


def usual(county: str, tile: str, area_code: str) -> Usual | None:
    """Return what a reporter may expect, before anybody has looked at his report; None when the tile says nothing."""
    if not tile:
        return None
    router = Router(county)
    types = [row for row in router.types.values() if row.tile == tile and row.is_active]
    if not types:
        return None
    found = [router.route(row.pk, area_code).chosen for row in types]
    units = sorted({str(one.agency) for one in found if one})
    longest = max(types, key=lambda row: row.limit_value * _ROUGH_HOURS[LimitUnit(row.limit_unit)])
    return Usual(units, longest.limit_value, longest.limit_unit)


# Only to see which of two limits is the longer one, never to compute a date.
_ROUGH_HOURS = {LimitUnit.HOUR: 1, LimitUnit.WORKING_HOUR: 4, LimitUnit.DAY: 24, LimitUnit.WORKING_DAY: 34}


def _rules(types: list[EventType]) -> list[ResponsibilityRule]:
    rules = ResponsibilityRule.objects.filter(event_type__in=types, is_active=True)
    return list(rules.select_related("agency", "event_type").prefetch_related("assisting"))


def _decided(
    types: list[EventType], rules: list[ResponsibilityRule], area_code: str, local: dict[str, Agency]
) -> Routing:
    """Return who answers for the first of the types; the others are its parents, nearest first."""
    order = {row.pk: place for place, row in enumerate(types)}
    chosen: Suggestion | None = None
    skipped: list[tuple[ResponsibilityRule, str]] = []
    own = [rule for rule in rules if rule.event_type_id in order]
    for rule in sorted(
        own, key=lambda rule: (order[rule.event_type_id], -rule.priority, -len(rule.area_code), str(rule.pk))
    ):
        agency = rule.agency or local.get(rule.target)
        if chosen:
            skipped.append((rule, f"已由优先的规则确定为{chosen.agency}。"))
        elif not area_code.startswith(rule.area_code):
            skipped.append((rule, f"只适用于区域 {rule.area_code}。"))
        elif agency is None:
            skipped.append((rule, f"此地没有登记{rule.get_target_display()}。"))
        elif not agency.is_active:
            skipped.append((rule, f"{agency}已停用。"))
        else:
            assisting = [unit for unit in rule.assisting.all() if unit.pk != agency.pk and unit.is_active]
            reason = f"「{rule.event_type}」由{rule.agency or rule.get_target_display()}负责：{rule.basis}"
            chosen = Suggestion(rule, agency, assisting, reason)
    return Routing(chosen, skipped)


def _lineage(event_type: EventType, known: Mapping[Any, EventType] | None = None) -> list[EventType]:
    """Return the type and its parents, nearest first (a tree of at most a few levels); `known` saves reading them."""
    found = [event_type]
    while found[-1].parent_id is not None:
        above = (known or {}).get(found[-1].parent_id) or found[-1].parent
        if above is None or above in found:
            break
        found.append(above)
    return found


def local_agency(county: str, area_code: str, target: ResponsibilityRule.Target) -> Agency | None:
    """Return who stands in this role where it happened."""
    return _local_agencies(county, area_code).get(target) if area_code else None


def _local_agencies(county: str, area_code: str) -> dict[str, Agency]:
    """Return the township, its team and the village committee of a place."""
    codes = [area_code[:length] for length in (9, 12) if len(area_code) >= length]
    found: dict[str, Agency] = {}
    for _code, target, agency in _local_rows(county, area__code__in=codes):
        found.setdefault(target, agency)
    return found


def _local_rows(county: str, **only: Any) -> Iterator[tuple[str, str, Agency]]:
    """Yield area, role and agency of what is there on the spot."""
    agencies = Agency.objects.filter(county=county, kind__in=list(_KINDS), area__isnull=False, is_active=True, **only)
    for agency in agencies.select_related("area").order_by("code"):
        assert agency.area is not None
        yield agency.area.code, _KINDS[Agency.Kind(agency.kind)], agency


_KINDS = {
    Agency.Kind.TOWNSHIP: ResponsibilityRule.Target.TOWNSHIP,
    Agency.Kind.TEAM: ResponsibilityRule.Target.TOWN_TEAM,
    Agency.Kind.VILLAGE: ResponsibilityRule.Target.VILLAGE,
}
