"""What is this matter, whose is it, how urgent: three answers each, with their grounds, or "decide yourself"?"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.urls import reverse

from shanzhi.registry.models import Agency, EventType, LimitUnit
from shanzhi.registry.queries import routings

from ..models import Matter, Urgency
from ..rules.alarms import LABELS, URGENT
from ..rules.weighing import ABSTAIN_BELOW, TOP, Clue, Ranked, Shown, by_chance, by_weight
from .disputes import precedents_for
from .evidence import Evidence, evidence_of
from .items_like import items_like, library_of
from .learned import guess_of, setting_of

ABSTAINS = "拿不准，请人工判断"
BY_RULING = 0.98
BY_RULE, BY_LINE, BY_SILENT_LINE, BY_EARLIER = 0.9, 0.5, 0.1, 0.4


@dataclass(frozen=True)
class Tip:
    """One answer: what to put in the field, what to show, how sure, why."""

    value: str
    code: str
    label: str
    confidence: float
    clues: list[Clue]
    url: str = ""

    @property
    def percent(self) -> int:
        return round(100 * self.confidence)


@dataclass(frozen=True)
class Advice:
    """Everything suggested for a matter; lists are empty where nothing speaks for anything."""

    types: list[Tip] = field(default_factory=list)
    units: list[Tip] = field(default_factory=list)
    helpers: list[Tip] = field(default_factory=list)
    items: list[Tip] = field(default_factory=list)
    urgency: Tip | None = None
    threshold: float = ABSTAIN_BELOW

    @property
    def threshold_percent(self) -> int:
        return round(100 * self.threshold)

    @property
    def sure_type(self) -> Tip | None:
        """The first type, if it is sure enough to be put into the form."""
        return self.types[0] if self.types and self.types[0].confidence >= self.threshold else None

    @property
    def sure_unit(self) -> Tip | None:
        return self.units[0] if self.units and self.units[0].confidence >= self.threshold else None

    def shown(self, which: str, *, is_auto: bool = False) -> Shown:
        """What stood on the page, for the record beside the decision."""
        tips: list[Tip] = getattr(self, which)
        sure = self.sure_type if which == "types" else self.sure_unit
        return Shown([(tip.code, tip.confidence) for tip in tips], sure is not None, is_auto)


def suggest(matter: Matter) -> Advice:
    """Suggest type, unit, helpers, item and urgency. Works by rules alone when the county has no model in force."""
    found = evidence_of(matter, guess_of(matter.county))
    ranked = [Ranked(str(matter.event_type_id), 1.0, [])] if matter.event_type else by_weight(found.clues)
    kinds = {one.key: found.types.get(one.key) or matter.event_type for one in ranked}
    types = [
        Tip(one.key, kind.code, str(kind), one.confidence, one.clues) for one in ranked if (kind := kinds[one.key])
    ]
    likely = [(kind, one.confidence) for one in ranked if (kind := kinds[one.key])]
    units, helpers = _units(matter, likely, found)
    return Advice(
        types=types,
        units=units,
        helpers=helpers,
        items=_items(matter, likely, found),
        urgency=_urgency(matter, likely),
        threshold=setting_of(matter.county).threshold_percent / 100,
    )


def _units(matter: Matter, likely: list[tuple[EventType, float]], found: Evidence) -> tuple[list[Tip], list[Tip]]:
    """Whoever the rules, the boundary list and earlier matters name; each chance is weighed by that of its type."""
    clues: list[Clue] = []
    helping: list[Clue] = []
    units: dict[str, Agency] = {}

    def speak(into: list[Clue], agency: Agency, weight: float, text: str, source: str, url: str = "") -> None:
        units[str(agency.pk)] = agency
        into.append(Clue(str(agency.pk), weight, text, source, url))

    routed = routings([kind for kind, _ in likely], matter.area_code)
    for (kind, chance), routing in zip(likely, routed, strict=True):
        if chosen := routing.chosen:
            speak(clues, chosen.agency, BY_RULE * chance, f"责任规则：{chosen.reason}", "rule")
            for unit in chosen.assisting:
                speak(helping, unit, BY_RULE * chance, f"责任规则：「{kind}」由它协办", "rule")
    chances = {kind.pk: chance for kind, chance in likely}
    _by_precedents(matter, speak, clues)
    _by_lines(found, chances, speak, clues, helping)
    _by_earlier(found, chances, speak, clues)
    return _tips(by_chance(clues), units), _tips(by_chance(helping), units)


def _by_precedents(matter: Matter, speak: Callable[..., None], clues: list[Clue]) -> None:
    """Whoever the guidance body named for matters like this one: no rule of the lists goes before it."""
    for row, unit in precedents_for(matter):
        if unit is not None and unit.is_active:
            text = f"先例「{row.title}」：裁定由它承办，依据{row.rule}"
            speak(clues, unit, BY_RULING, text, "precedent", f"{reverse('dispatch:precedents')}#{row.pk}")


def _by_lines(
    found: Evidence, chances: dict[Any, float], speak: Callable[..., None], clues: list[Clue], helping: list[Clue]
) -> None:
    """Who leads and who supports by the boundary list."""
    for one in found.lines:
        share = sum(chances.get(kind.pk, 0.0) for kind in one.line.event_types.all())
        # A line of the right type whose own words nobody said is about something else of that type.
        share *= BY_LINE if any(word and word in found.said.words for word in one.line.words) else BY_SILENT_LINE
        url = reverse("registry:boundary_line", args=[one.line.pk])
        said = f"职责边界清单 {one.line.code}「{one.line.matter}」由它"
        if one.line.lead and share:
            speak(clues, one.line.lead, share, f"{said}牵头", "line", url)
        for unit in one.line.supporters.all() if share else ():
            speak(helping, unit, share, f"{said}配合", "line", url)


def _by_earlier(found: Evidence, chances: dict[Any, float], speak: Callable[..., None], clues: list[Clue]) -> None:
    """Where matters like this one, of one of the likely types, were sent."""
    sent = [one for one in found.earlier if one.agency_id and one.type_id in chances]
    units = Agency.objects.filter(is_active=True).in_bulk({one.agency_id for one in sent}) if sent else {}
    for one in sent[:TOP]:
        if agency := units.get(one.agency_id):
            text = f"相似的 {one.number}「{one.title}」由它办理"
            url = reverse("dispatch:matter", args=[one.matter_id])
            speak(clues, agency, BY_EARLIER * one.likeness * chances[one.type_id], text, "earlier", url)


def _tips(ranked: list[Ranked], units: dict[str, Agency]) -> list[Tip]:
    return [Tip(one.key, units[one.key].code, str(units[one.key]), one.confidence, one.clues) for one in ranked]


def _items(matter: Matter, likely: list[tuple[EventType, float]], found: Evidence) -> list[Tip]:
    clues, shown = [], {}
    library = library_of(matter.county, found.said.on)
    for kind, chance in likely:
        for item, value, why in items_like(library, kind, found.said.words):
            shown[item.pk] = item
            url = reverse("registry:item", args=[item.pk])
            clues.append(Clue(item.pk, chance * value, f"与「{kind}」{why}", "item", url))
    return [
        Tip(one.key, shown[one.key].code, shown[one.key].label, one.confidence, one.clues, one.clues[0].url)
        for one in by_chance(clues)
    ]


def _urgency(matter: Matter, likely: list[tuple[EventType, float]]) -> Tip | None:
    hot = [tag for tag in matter.alarms if tag in URGENT]
    if hot:
        text = "、".join(str(LABELS[tag]) for tag in hot)
        level = Urgency.EMERGENCY if len(hot) > 1 else Urgency.URGENT
        return _how_urgent(level, 0.9, f"原话里的提示：{text}")
    for kind, chance in likely[:1]:
        hours = kind.limit_unit in (LimitUnit.HOUR, LimitUnit.WORKING_HOUR)
        if hours and kind.limit_unit == LimitUnit.HOUR and kind.limit_value <= 2:
            return _how_urgent(Urgency.URGENT, chance, f"「{kind}」要求 {kind.limit_value} 小时内办理")
    return None


def _how_urgent(level: Urgency, chance: float, text: str) -> Tip:
    return Tip(
        str(int(level)), str(int(level)), str(level.label), chance, [Clue(str(int(level)), chance, text, "word")]
    )
