"""Which items of the item list may a report be about? Kept in memory a county, read again when the list changes."""

from dataclasses import dataclass
from datetime import date

from django.db.models import CharField, Count, Max
from django.db.models.functions import Cast

from shanzhi.law.citation import BadCitation, cite
from shanzhi.registry.models import EventType, Item
from shanzhi.registry.queries import listed_on

from .likeness import Shelf

LEAST = 0.12
BY_ARTICLE = 0.35
MOST = 3


@dataclass(frozen=True)
class Listed:
    """What is shown of an item."""

    pk: str
    code: str
    label: str


@dataclass(frozen=True)
class Library:
    """The items of a county on a day: their names as texts, and the statutes each stands on."""

    stamp: tuple[object, ...]
    rows: dict[str, Listed]
    shelf: Shelf
    articles: dict[str, frozenset[str]]


_kept: dict[str, Library] = {}


def items_like(library: Library, kind: EventType, words: str) -> list[tuple[Listed, float, str]]:
    """Return items near the type by article and by words, each with a chance and the reason."""
    like = library.shelf.like(f"{kind.name}，{kind.plain_name}，{kind.filing_criterion}，{words[:200]}", LEAST)
    own = frozenset(kind.basis.split("；"))
    found = []
    for key, value in like.items():
        shared = own & library.articles[key]
        chance = min(0.95, value * 1.5 + (BY_ARTICLE if shared else 0))
        named = "、".join(sorted(shared))
        found.append((library.rows[key], chance, f"依据同一条（{named}）" if shared else "的说法相近"))
    return sorted(found, key=lambda one: -one[1])[:MOST]


def library_of(county: str, on: date) -> Library:
    """Return the items listed on the day; one query when nothing has changed since the last time."""
    rows = listed_on(Item.objects.filter(county=county), on)
    stamp = rows.values_list("county").annotate(
        Count("pk"), Count("valid_to"), Max("valid_from"), last=Max(Cast("pk", CharField()))
    ).order_by("county").first() or ()  # fmt: skip
    kept = _kept.get(county)
    if kept is None or kept.stamp != stamp:
        items = list(rows.select_related("holder"))
        kept = _kept[county] = Library(
            stamp,
            {str(item.pk): Listed(str(item.pk), item.code, f"{item.name}（{item.holder}）") for item in items},
            Shelf.of((str(item.pk), item.name) for item in items),
            {
                str(item.pk): frozenset(_article(one.get("cite", "")) for one in item.legal_bases) - {""}
                for item in items
            },
        )
    return kept


def _article(text: str) -> str:
    """Return statute and article, as an event type names them: paragraphs are not named there."""
    try:
        return cite(text).whole_article.long if text else ""
    except BadCitation:
        return ""
