"""Which items may be decided on the spot here and today, how high, and what is already known of the party?"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from shanzhi.law.rulebook import amount as law_amount
from shanzhi.registry.models import Agency, DiscretionStep, Item
from shanzhi.registry.queries import discretion_steps, usable_items

from ..models import Party, PenaltyCase

Range = tuple[Decimal, Decimal]
PERSON_WORDS, UNIT_WORDS = ("个人", "公民", "自然人"), ("单位", "法人", "企业", "组织", "经营者")
AFTER_REFUSAL = re.compile("逾期|拒不|不改正|不清除")
RECENT, LOOKED_AT = 5, 40


@dataclass(frozen=True)
class OnSpot:
    """What the item and article 51 leave for this kind of party."""

    item: Item
    range: Range | None
    limit: Decimal
    warns: bool
    after_refusal: bool

    @property
    def may_fine(self) -> bool:
        return self.range is not None and self.range[0] <= self.limit

    @property
    def fits(self) -> bool:
        return self.item.summary_allowed and (self.may_fine or self.warns)

    @property
    def highest(self) -> Decimal | None:
        return min(self.range[1], self.limit) if self.range else None


def on_spot(item: Item, *, is_person: bool) -> OnSpot:
    """Return what may be decided on the spot; a sole trader counts as the citizen behind the sign, the milder limit."""
    limit = law_amount(f"penalty.summary.max_fine.{'person' if is_person else 'unit'}")
    return OnSpot(item, range_of(item, is_person=is_person), limit, _warns(item), _after_refusal(item))


def range_of(item: Item, *, is_person: bool) -> Range | None:
    """Return the fine the item has for this kind of party; nothing where it has none or counts by multiples."""
    ranges = (item.fine_rule or {}).get("ranges", [])
    if ranges:
        words = PERSON_WORDS if is_person else UNIT_WORDS
        found = [one for one in ranges if any(word in one["of"] for word in words)]
        return (Decimal(found[0]["low"]), Decimal(found[0]["high"])) if len(found) == 1 else None
    if item.fine_max_amount is None:
        return None
    return item.fine_min_amount or Decimal(0), item.fine_max_amount


def _warns(item: Item) -> bool:
    # A list without the column for measures says nothing about a warning: the officer answers for it.
    return not item.measure or "警告" in item.measure


def _after_refusal(item: Item) -> bool:
    """Say whether the text allows the fine only after an order to correct was not followed."""
    fines = [part for part in re.split("[；;]", item.measure) if "罚款" in part]
    return bool(fines) and all(AFTER_REFUSAL.search(part) for part in fines)


def items_on_spot(unit: Agency, on: date) -> list[Item]:
    """Return the items this unit may decide on the spot on the day, for a person or for a unit."""
    rows = usable_items(unit, on).filter(kind=Item.Kind.PENALTY, summary_allowed=True).order_by("code")
    return [item for item in rows if any(on_spot(item, is_person=kind).fits for kind in (True, False))]


def matching(items: Iterable[Item], words: str) -> list[Item]:
    """Return the items that were meant: the one with this code, else those whose name has all the words."""
    listed, text = list(items), " ".join(words.split())
    code = re.search(r"\d{12}", text)
    if code:
        return [one for one in listed if one.code == code[0]]
    exact = [one for one in listed if one.name == text]
    return exact or [one for one in listed if text and all(word in one.name for word in text.split())]


def cause_of(item: Item) -> str:
    """Return the cause of a case as the item names it."""
    return item.name.removeprefix("对").removesuffix("的行政处罚").removesuffix("的处罚")[:120]


def steps_of(item: Item, on: date) -> list[DiscretionStep]:
    """Return the published steps that name sums."""
    return [one for one in discretion_steps(item, on) if one.low_amount is not None and one.high_amount is not None]


def recent_parties(unit: Agency) -> list[Party]:
    """Return the parties of this unit's latest cases, each once."""
    rows = PenaltyCase.objects.filter(unit=unit).select_related("party").order_by("-opened_at", "-id")[:LOOKED_AT]
    found: dict[str, Party] = {}
    for case in rows:
        party = case.party
        found.setdefault(party.id_digest or party.unified_code or party.name, party)
    return list(found.values())[:RECENT]
