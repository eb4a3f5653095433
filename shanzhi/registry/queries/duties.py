"""Whose matter is it by the boundary list, and may a township be asked to do this?"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from django.db.models import BooleanField, Q, QuerySet
from django.db.models.expressions import RawSQL

from shanzhi.law.obstacle import Obstacle

from ..models import Agency, BoundaryLine, EventType, TerritorialDuty
from .items import listed_on

MOST = 5
AnyLine = TypeVar("AnyLine", BoundaryLine, TerritorialDuty)


@dataclass(frozen=True)
class LineFound:
    """A boundary line and why it fits; `weight` orders the answers, the named event type first."""

    line: BoundaryLine
    reason: str
    weight: int


@dataclass(frozen=True)
class TownshipDuty:
    """What a township owes in a matter, or the reason why nothing may be put on it."""

    duty: TerritorialDuty | None
    obstacle: Obstacle | None
    line: BoundaryLine | None = None


def boundary_lines_for(
    county: str, on: date, *, words: str = "", event_type: EventType | None = None, most: int = MOST
) -> list[LineFound]:
    """Return the boundary lines that fit the event type or the words, best first."""
    rows = (
        listed_on(BoundaryLine.objects.filter(county=county), on)
        .select_related("lead", "supervisor", "case_taker")
        .prefetch_related("supporters", "called", "event_types")
    )
    rows = _maybe(rows, words, event_type)
    found = [LineFound(line, reason, weight) for line, reason, weight in _fitting(rows, words, event_type)]
    return found[:most]


def duty_of_township(
    county: str, township: Agency, on: date, *, words: str = "", event_type: EventType | None = None
) -> TownshipDuty:
    """Return the line that puts the matter on the township; outside the list nothing may be put on it."""
    rows = (
        listed_on(TerritorialDuty.objects.filter(county=county), on)
        .select_related("department")
        .prefetch_related("townships", "event_types")
    )
    rows = _maybe(rows, words, event_type)
    lines = boundary_lines_for(county, on, words=words, event_type=event_type, most=1)
    line = lines[0].line if lines else None
    elsewhere = False
    for duty, _reason, _weight in _fitting(rows, words, event_type):
        townships = duty.townships.all()
        if not townships or township in townships:
            return TownshipDuty(duty, None, line)
        elsewhere = True
    return TownshipDuty(None, _refusal(township, event_type, words, line, elsewhere), line)


def _maybe(rows: QuerySet[AnyLine], words: str, event_type: EventType | None) -> QuerySet[AnyLine]:
    """Only the lines that can fit: two thousand lines are not read for each report."""
    table = rows.model._meta.db_table
    hit = f"EXISTS (SELECT 1 FROM unnest({table}.words) AS word WHERE word <> '' AND strpos(%s, word) > 0)"
    # The table's name is ours; what people wrote goes in as parameters.
    said = RawSQL(f"({hit} OR strpos(%s, {table}.matter) > 0)", [words, words], BooleanField())  # noqa: S611
    kinds = rows.model._default_manager.filter(event_types__in=_lineage(event_type)).values("pk")
    return rows.annotate(is_said=said).filter(Q(is_said=True) | Q(pk__in=kinds)).order_by("code")


def _refusal(
    township: Agency, event_type: EventType | None, words: str, line: BoundaryLine | None, elsewhere: bool
) -> Obstacle:
    matter = str(event_type) if event_type else words[:30]
    where = f"属地管理清单里的这一项不适用于{township}" if elsewhere else "属地管理清单里没有这一项"
    remedy = (
        f"按职责边界清单 {line.code} 交{line.lead_name}办理。" if line else "交主管部门办理；清单确需调整的，先改清单。"
    )
    return Obstacle(f"「{matter}」不能交给{township}承担：{where}。", (), remedy)


def _fitting(rows: Iterable[AnyLine], words: str, event_type: EventType | None) -> list[tuple[AnyLine, str, int]]:
    lineage = _lineage(event_type)
    found = []
    for row in rows:
        reason, weight = _fit(row, words, lineage)
        if weight:
            found.append((row, reason, weight))
    return sorted(found, key=lambda one: (-one[2], one[0].code))


def _fit(row: AnyLine, words: str, lineage: list[EventType]) -> tuple[str, int]:
    for distance, kind in enumerate(lineage):
        if kind in row.event_types.all():
            return f"清单 {row.code} 列明事件类型「{kind}」", 1000 - 100 * distance + _hits(row, words)
    if count := _hits(row, words):
        hit = [word for word in row.words if word in words]
        return f"清单 {row.code} 的关键词：{'、'.join(hit[:5]) or row.matter}", count
    return "", 0


def _hits(row: AnyLine, words: str) -> int:
    if not words:
        return 0
    return sum(len(word) for word in row.words if word and word in words) + 10 * (row.matter in words)


def _lineage(event_type: EventType | None) -> list[EventType]:
    found: list[EventType] = []
    while event_type is not None and event_type not in found:
        found.append(event_type)
        event_type = event_type.parent
    return found
