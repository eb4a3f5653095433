"""Who answers for this type of event here, and why? Every rule is named: the one that won and those passed over."""

from dataclasses import dataclass, field

from ..models import Agency, EventType, ResponsibilityRule


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
    types = _lineage(event_type)
    rules = sorted(
        ResponsibilityRule.objects.filter(event_type__in=types, is_active=True)
        .select_related("agency", "event_type")
        .prefetch_related("assisting"),
        key=lambda rule: (types.index(rule.event_type), -rule.priority, -len(rule.area_code), str(rule.pk)),
    )
    chosen: Suggestion | None = None
    skipped: list[tuple[ResponsibilityRule, str]] = []
    local = _local_agencies(event_type.county, area_code) if area_code else {}
    for rule in rules:
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


def _lineage(event_type: EventType) -> list[EventType]:
    """Return the type and its parents, nearest first (a tree of at most a few levels)."""
    found = [event_type]
    while (parent := found[-1].parent) is not None and parent not in found:
        found.append(parent)
    return found


def _local_agencies(county: str, area_code: str) -> dict[str, Agency]:
    """Return the township, its team and the village committee of a place."""
    kinds = {
        Agency.Kind.TOWNSHIP: ResponsibilityRule.Target.TOWNSHIP,
        Agency.Kind.TEAM: ResponsibilityRule.Target.TOWN_TEAM,
        Agency.Kind.VILLAGE: ResponsibilityRule.Target.VILLAGE,
    }
    codes = [area_code[:length] for length in (9, 12) if len(area_code) >= length]
    agencies = Agency.objects.filter(county=county, kind__in=list(kinds), area__code__in=codes, is_active=True)
    found: dict[str, Agency] = {}
    for agency in agencies.select_related("area").order_by("code"):
        found.setdefault(kinds[Agency.Kind(agency.kind)], agency)
    return found
