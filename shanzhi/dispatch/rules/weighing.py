"""How much do several grounds for an answer weigh together, and when is that too little to say anything?"""

import math
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

TOP = 3
# Below this a suggestion is not put forward; a county may set its own.
ABSTAIN_BELOW = 0.5
# What speaks for "none of these": so much evidence an answer must have to be as likely as not.
NOTHING = 2.4


@dataclass(frozen=True)
class Clue:
    """One ground for one answer: its weight (log-odds, or a chance for units), the sentence, where to read it."""

    key: str
    weight: float
    text: str
    source: str
    url: str = ""


@dataclass(frozen=True)
class Ranked:
    """An answer with its confidence and its grounds, heaviest first."""

    key: str
    confidence: float
    clues: list[Clue]


@dataclass(frozen=True)
class Shown:
    """What stood on the page when somebody decided: codes with confidence, best first."""

    tips: Sequence[tuple[str, float]]
    was_sure: bool
    is_auto: bool = False


def by_weight(clues: Iterable[Clue], most: int = TOP, nothing: float = NOTHING) -> list[Ranked]:
    """Return the likeliest answers when clues add up as log-odds against "none of these"."""
    grouped = _grouped(clues)
    scores = {key: sum(clue.weight for clue in own) for key, own in grouped.items()}
    whole = math.exp(nothing) + sum(math.exp(score) for score in scores.values())
    best = sorted(scores, key=lambda key: (-scores[key], key))[:most]
    return [Ranked(key, math.exp(scores[key]) / whole, _heaviest(grouped[key])) for key in best]


def by_chance(clues: Iterable[Clue], most: int = TOP) -> list[Ranked]:
    """Return the likeliest answers when each clue is a chance of its own (at least one of them right)."""
    grouped = _grouped(clues)
    chances = {key: 1 - math.prod(1 - min(clue.weight, 0.99) for clue in own) for key, own in grouped.items()}
    whole = max(1.0, sum(chances.values()))
    best = sorted(chances, key=lambda key: (-chances[key], key))[:most]
    return [Ranked(key, chances[key] / whole, _heaviest(grouped[key])) for key in best]


def _grouped(clues: Iterable[Clue]) -> dict[str, list[Clue]]:
    found: dict[str, list[Clue]] = defaultdict(list)
    for clue in clues:
        found[clue.key].append(clue)
    return found


def _heaviest(clues: list[Clue]) -> list[Clue]:
    return sorted(clues, key=lambda clue: -clue.weight)
