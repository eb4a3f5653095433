"""How like are two Chinese texts, judged by the pairs of characters they share? Rare pairs count more."""

import math
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from ..triage.text import joined, pairs


@dataclass(frozen=True)
class Shelf:
    """Texts by key, ready to be compared with another text."""

    signs: Mapping[str, frozenset[str]]
    rare: Mapping[str, float]
    length: Mapping[str, float]

    @classmethod
    def of(cls, texts: Iterable[tuple[str, str]]) -> "Shelf":
        signs = {key: pairs(joined([text])) for key, text in texts}
        seen = Counter(mark for marks in signs.values() for mark in marks)
        rare = {mark: math.log(1 + len(signs) / times) for mark, times in seen.items()}
        return cls(signs, rare, {key: _length(marks, rare) for key, marks in signs.items()})

    def like(self, text: str, least: float = 0.0) -> dict[str, float]:
        """Return the likeness (0–1) of the text to every text on the shelf that reaches the least."""
        said = pairs(joined([text])) & self.rare.keys()
        if not said:
            return {}
        size = _length(said, self.rare)
        found = {}
        for key, marks in self.signs.items():
            if both := said & marks:
                value = sum(self.rare[mark] ** 2 for mark in both) / (size * (self.length[key] or 1.0))
                if value >= least:
                    found[key] = value
        return found


def _length(marks: Iterable[str], rare: Mapping[str, float]) -> float:
    return math.sqrt(sum(rare[mark] ** 2 for mark in marks))
