"""What speaks for which type of event: its words, the lists, the code scanned, what such reports were before?"""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import Any

from django.db import connection
from django.urls import reverse

from shanzhi.registry.models import EventType
from shanzhi.registry.queries import LineFound, boundary_lines_for

from ..models import Matter, ReportLink
from ..rules.weighing import Clue
from .likeness import Shelf

RECENT = 2000  # earlier matters compared with a new one; older ones say little about today
LIKE_LEAST = 0.22
POINT_LAST = 20
WORD, WORDS_MOST, LIKENESS, TILE, LINE, POINT, EARLIER, MODEL = 1.7, 4.0, 6.0, 0.8, 1.2, 1.5, 3.5, 5.0


@dataclass(frozen=True)
class Said:
    """What is known of a matter before anybody has looked: its words, place, tile, code, day."""

    matter: Matter
    words: str
    point_ids: list[Any]
    on: date

    @classmethod
    def of(cls, matter: Matter) -> "Said":
        links = ReportLink.objects.filter(matter=matter, detached_at__isnull=True).order_by("at", "id")
        rows = list(links.values_list("report__text", "report__point_id")[:5])
        words = "\n".join([*(text for text, _ in rows), *([] if rows else [matter.title])])
        return cls(matter, words.lower(), [point for _, point in rows if point], matter.opened_at.date())


@dataclass(frozen=True)
class Earlier:
    """An earlier matter somebody has typed, and how like it is."""

    matter_id: Any
    number: str
    title: str
    type_id: Any
    agency_id: Any
    likeness: float


@dataclass
class Evidence:
    """Everything read for one matter: clues for types, the lines and earlier matters that units are judged by, too."""

    said: Said
    types: dict[str, EventType] = field(default_factory=dict)
    clues: list[Clue] = field(default_factory=list)
    lines: list[LineFound] = field(default_factory=list)
    earlier: list[Earlier] = field(default_factory=list)


def evidence_of(matter: Matter, guess: Callable[[str], Iterable[tuple[str, float, str]]] | None = None) -> Evidence:
    """Gather what speaks for which type. `guess` is the learned model: (type code, chance, telling words)."""
    found = Evidence(Said.of(matter))
    rows = list(EventType.objects.filter(county=matter.county, is_active=True).select_related("parent"))
    parents = {row.parent_id for row in rows}
    found.types = {str(row.pk): row for row in rows if row.pk not in parents}
    found.lines = boundary_lines_for(matter.county, found.said.on, words=found.said.words, event_type=matter.event_type)
    found.earlier = earlier_like(matter)
    found.clues = [
        *_by_words(found),
        *_by_description(found),
        *_by_tile(found),
        *_by_lines(found),
        *_by_point(found),
        *_by_earlier(found),
        *(_by_model(found, guess(found.said.words)) if guess else []),
    ]
    return found


def _by_words(found: Evidence) -> list[Clue]:
    """A type's own words; a word that several types claim tells less."""
    owners = Counter(word.lower() for row in found.types.values() for word in set(row.words))
    clues = []
    for key, row in found.types.items():
        hit = [word for word in row.words if word and word.lower() in found.said.words]
        # A word inside another one that was found, too, says nothing new.
        hit = [word for word in hit if not any(word != other and word in other for other in hit)]
        if hit:
            weight = sum(WORD * min(len(word), 4) / 2 / owners[word.lower()] for word in hit)
            text = f"原话里有「{'」「'.join(hit[:4])}」，是「{row}」的关键词"
            clues.append(Clue(key, min(weight, WORDS_MOST), text, "word"))
    return clues


def _by_description(found: Evidence) -> list[Clue]:
    shelf = _shelf(
        tuple((key, f"{row.name}，{row.plain_name}，{row.filing_criterion}") for key, row in found.types.items())
    )
    return [
        Clue(key, LIKENESS * value, f"说法与「{found.types[key]}」的立案条件相近", "criterion")
        for key, value in shelf.like(found.said.words, 0.06).items()
    ]


@lru_cache(maxsize=8)
def _shelf(texts: tuple[tuple[str, str], ...]) -> Shelf:
    return Shelf.of(texts)


def _by_tile(found: Evidence) -> list[Clue]:
    tile = found.said.matter.tile
    return [
        Clue(key, TILE, "与反映人选的入口相符", "tile") for key, row in found.types.items() if tile and row.tile == tile
    ]


def _by_lines(found: Evidence) -> list[Clue]:
    """Boundary lines whose words occur; the best line of a type counts."""
    clues: dict[str, Clue] = {}
    for place, one in enumerate(found.lines):
        url = reverse("registry:boundary_line", args=[one.line.pk])
        for row in one.line.event_types.all():
            text = f"职责边界清单：{one.reason}"
            clues.setdefault(str(row.pk), Clue(str(row.pk), LINE / (1 + place / 2), text, "line", url))
    return [clue for key, clue in clues.items() if key in found.types]


def _by_point(found: Evidence) -> list[Clue]:
    """What was reported at the same code before."""
    if not found.said.point_ids:
        return []
    links = ReportLink.objects.filter(
        report__point_id__in=found.said.point_ids, detached_at__isnull=True, matter__event_type__isnull=False
    ).exclude(matter=found.said.matter)
    last = list(links.order_by("-at").values_list("matter__event_type_id", flat=True)[:POINT_LAST])
    return [
        Clue(str(key), POINT * times / len(last), f"这个二维码点位最近 {len(last)} 件里有 {times} 件是这一类", "point")
        for key, times in Counter(last).items()
        if str(key) in found.types
    ]


def _by_earlier(found: Evidence) -> list[Clue]:
    grouped: dict[str, list[Earlier]] = {}
    for one in found.earlier:
        grouped.setdefault(str(one.type_id), []).append(one)
    clues = []
    for key, own in grouped.items():
        if key in found.types:
            best = own[0]
            more = f"等 {len(own)} 件" if len(own) > 1 else ""
            text = f"与以前的 {best.number}「{best.title}」{more}相似（{best.likeness:.0%}）"
            url = reverse("dispatch:matter", args=[best.matter_id])
            clues.append(Clue(key, EARLIER * best.likeness + 0.2 * (len(own) - 1), text, "earlier", url))
    return clues


def _by_model(found: Evidence, guesses: Iterable[tuple[str, float, str]]) -> list[Clue]:
    by_code = {row.code: key for key, row in found.types.items()}
    return [
        Clue(by_code[code], MODEL * chance, f"学习模型：{chance:.0%}{f'，看的是{words}' if words else ''}", "model")
        for code, chance, words in guesses
        if code in by_code and chance >= 0.05
    ]


def earlier_like(matter: Matter, most: int = 6) -> list[Earlier]:
    """Return the likest of the county's latest typed matters, by their titles (one query, trigrams)."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT id, number, title, event_type_id, agency_id, likeness FROM"
            f" (SELECT id, number, title, event_type_id, agency_id, similarity(title, %s) AS likeness FROM"
            f"  (SELECT id, number, title, event_type_id, agency_id FROM {Matter._meta.db_table}"
            f"   WHERE county = %s AND event_type_id IS NOT NULL AND id <> %s ORDER BY opened_at DESC, id DESC"
            f"   LIMIT %s) AS recent) AS compared"
            f" WHERE likeness >= %s ORDER BY likeness DESC, number LIMIT %s",
            [matter.title, matter.county, matter.pk, RECENT, LIKE_LEAST, most],
        )
        rows: Sequence[Any] = cursor.fetchall()
    return [Earlier(*row) for row in rows]
