"""Who may decide this item here on this day, and if this agency may not, why not?"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from shanzhi.law.citation import cite
from shanzhi.law.obstacle import Obstacle


@dataclass(frozen=True, slots=True)
class Power:
    """One agency's power over one item in its areas, from a day on. A township holds it by delegation."""

    agency: str
    item: str
    areas: frozenset[str]
    starts: date
    ends: date | None = None
    delegated: bool = False
    published: date | None = None

    def holds(self, on: date) -> bool:
        return self.starts <= on and (self.ends is None or on <= self.ends)

    def public(self, on: date) -> bool:
        """A delegation is usable from its publication."""
        return not self.delegated or (self.published is not None and self.published <= on)


@dataclass(frozen=True, slots=True)
class Filing:
    """An agency that filed the same act, and when."""

    agency: str
    filed_at: datetime


def obstacles_to_decide(
    powers: Iterable[Power], *, agency: str, item: str, area: str, on: date, suspected_crime: bool = False
) -> list[Obstacle]:
    """Return every reason why this agency may not decide the item here on the day; empty means it may."""
    crime = Obstacle("涉嫌犯罪，应当移送司法机关，不得以罚代刑。", cite("行政处罚法27"), "转移送程序。")
    found = [crime] if suspected_crime else []
    held = [one for one in powers if (one.agency, one.item) == (agency, item)]
    current = [one for one in held if one.holds(on)]
    usable = [one for one in current if one.public(on)]
    hand_over = "记录、保全证据，移交有权的机关。"
    if not current:
        found.append(Obstacle("本机关在这一天对该事项没有处罚权。", cite("行政处罚法38"), hand_over))
    elif not usable:
        found.append(Obstacle("下放的决定在这一天还没有公布，不能使用。", cite("行政处罚法24"), hand_over))
    elif not any(area in one.areas for one in usable):
        found.append(Obstacle("违法行为发生地不在本机关辖区。", cite("行政处罚法22"), hand_over))
    return found


def keeps_the_case(filings: Iterable[Filing]) -> str | None:
    """Return the agency that filed first (行政处罚法25); None when nobody did, or two at once: the superior designates."""
    ordered = sorted(filings, key=lambda one: one.filed_at)
    if not ordered or (len(ordered) > 1 and ordered[0].filed_at == ordered[1].filed_at):
        return None
    return ordered[0].agency
