"""What does a text most probably speak of, how sure is that, and why?"""

import io
import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
from scipy import sparse

from .calibrate import contradicted, fit, judged_by_others, learned_chances, softmax
from .memory import Memory
from .reading import Message, known_words
from .signs import BLOCKS, count, edges, rarity, weigh
from .text import joined

ROOM = 12_000_000  # numbers a model may hold: 24 MB, whatever the number of its labels
WEED = 50  # texts of a label from which its slips are left out


@dataclass(frozen=True)
class Guess:
    label: str
    confidence: float


@dataclass(frozen=True)
class Similar:
    reference: str
    label: str
    likeness: float


@dataclass(frozen=True)
class Reasons:
    """Why a label is suggested: the words that speak for it, with their share, and what was reported alike before."""

    label: str
    words: list[tuple[str, float]]
    similar: list[Similar]


class _Text:
    """One text as the model reads it. The desk asks for several labels in a row: read once, asked often."""

    def __init__(self, text: str, known: frozenset[str], weights: Any) -> None:
        self.text = text
        self.words = Message(text, "", cut=False).words(known)
        self.signs = weigh(count([self.words]), weights)

    @cached_property
    def places(self) -> dict[str, Any]:
        """For each word where it stands in the numbers. The whole text only; its beginning repeats it."""
        asked = sorted({word for word in self.words if len(joined([word])) > 1})
        if not asked:
            return {}
        end, alone = edges()[1][1], count([[word] for word in asked])
        return {word: [place for place in alone[i].indices.tolist() if place < end] for i, word in enumerate(asked)}


class Model:
    """A linear model over words and characters, and a memory of what was reported before.
    Saved as plain numbers: loading it runs nothing."""

    def __init__(
        self, classes: list[str], known: frozenset[str], arrays: dict[str, Any], sharpness: float, references: list[str]
    ) -> None:
        self.classes, self.known, self.arrays, self.sharpness = classes, known, arrays, sharpness
        self.references = references
        self._last: _Text | None = None
        self.weights = arrays["weights"]
        self.memory = Memory.from_arrays(arrays, 2 ** BLOCKS[0].bits)
        # One row for each sign that matters, and an empty one, to which all others lead.
        self.slopes = np.vstack([arrays["slopes"], np.zeros((1, len(classes)))]).astype(np.float32)
        self.row_of = np.full(len(self.weights), len(arrays["places"]), dtype=np.int32)
        self.row_of[arrays["places"]] = np.arange(len(arrays["places"]))

    @classmethod
    def train(cls, read: Sequence[Message]) -> "Model":
        known = known_words(read)
        words = [message.words(known) for message in read]
        counts = count(words)
        weights = rarity(counts)
        signs = weigh(counts, weights)
        classes = sorted({message.label for message in read})
        if len(classes) < 2:
            raise ValueError("至少需要两类已标注的留言才能训练")
        answers = np.array([classes.index(message.label) for message in read])
        memory = Memory.of(words, weights[: 2 ** BLOCKS[0].bits], answers)
        which, scores = judged_by_others(signs, answers, len(classes), memory)
        learned = _without_slips(answers, which[contradicted(scores, answers[which])])
        slopes, offsets = fit(signs[learned], answers[learned], len(classes))
        sharp, short = learned_chances(scores, answers[which])
        places = _weightiest(slopes, ROOM // len(classes))
        arrays = {
            "weights": weights,
            "places": places,
            "slopes": slopes[:, places].T.astype(np.float16),
            "offsets": (offsets + short).astype(np.float32),
            **memory.arrays(),
        }
        return cls(classes, known, arrays, sharp, [message.reference for message in read])

    def probabilities(self, texts: Sequence[Message]) -> Any:
        words = [message.words(self.known) for message in texts]
        return self._chances(weigh(count(words), self.weights), words)

    def suggest(self, text: str, top: int = 3) -> list[Guess]:
        """The likeliest answers for one raw text, best first."""
        read = self._read(text)
        row = self._chances(read.signs, [read.words])[0]
        best = np.argsort(-row)[:top]
        return [Guess(self.classes[i], float(row[i])) for i in best]

    def reasons(self, text: str, label: str = "", top: int = 5, near: int = 3) -> Reasons:
        """Why the label (the likeliest, if none is named): words of the text, and the likest earlier texts."""
        label = label or self.suggest(text, 1)[0].label
        return Reasons(label, self._telling(text, label, top), self._similar(text, near))

    def telling_words(self, text: str, label: str, top: int = 5) -> list[str]:
        """The words of the text that speak most for the label: the reason shown to the dispatcher."""
        return [word for word, _ in self._telling(text, label, top)]

    def _read(self, text: str) -> _Text:
        last = self._last
        if last is None or last.text != text:
            last = self._last = _Text(text, self.known, self.weights)
        return last

    def _chances(self, signs: Any, words: Sequence[Sequence[str]]) -> Any:
        found = sparse.csr_matrix(
            (signs.data, self.row_of[signs.indices], signs.indptr), shape=(len(words), len(self.slopes))
        )
        scores = np.asarray(found @ self.slopes + self.arrays["offsets"])
        return self.memory.blend(softmax(scores * self.sharpness), words, self.weights)

    def _telling(self, text: str, label: str, top: int) -> list[tuple[str, float]]:
        if label not in self.classes:
            return []
        read = self._read(text)
        rows = self.slopes[self.row_of[read.signs.indices]]
        lead = read.signs.data * (rows[:, self.classes.index(label)] - rows.mean(axis=1))
        gain = dict(zip(read.signs.indices.tolist(), lead.tolist(), strict=True))
        gains = {word: sum(gain.get(place, 0.0) for place in places) for word, places in read.places.items()}
        total = sum(value for value in gains.values() if value > 0) or 1.0
        best = sorted(gains, key=lambda word: (-gains[word], word))[:top]
        return [(word, gains[word] / total) for word in best if gains[word] > 0]

    def _similar(self, text: str, near: int) -> list[Similar]:
        like = self.memory.likeness([self._read(text).words], self.weights)
        best = np.argsort(-like.data, kind="stable")[:near]
        return [
            Similar(
                self.references[like.indices[i]],
                self.classes[self.memory.labels[like.indices[i]]],
                round(float(like.data[i]), 3),
            )
            for i in best
        ]

    def save(self, path: Path) -> None:
        head = {
            "classes": self.classes,
            "known": sorted(self.known),
            "sharpness": self.sharpness,
            "references": self.references if any(self.references) else len(self.references),
        }
        buffer = io.BytesIO()
        note = np.frombuffer(json.dumps(head, ensure_ascii=False).encode(), dtype=np.uint8)
        np.savez_compressed(buffer, head=note, **self.arrays)
        path.write_bytes(buffer.getvalue())

    @classmethod
    def load(cls, path: Path) -> "Model":
        with np.load(path, allow_pickle=False) as stored:
            head = json.loads(stored["head"].tobytes())
            arrays = {name: stored[name] for name in stored.files if name != "head"}
        named = head["references"]
        references = named if isinstance(named, list) else [""] * named
        return cls(head["classes"], frozenset(head["known"]), arrays, head["sharpness"], references)


def _weightiest(slopes: Any, room: int) -> Any:
    """The places of the signs that matter, at most so many: a model of many labels stays small."""
    weight = np.abs(slopes).max(axis=0)
    used = np.flatnonzero(weight)
    if len(used) > room:
        used = np.sort(used[np.argpartition(weight[used], -room)[-room:]])
    return used.astype(np.uint32)


def _without_slips(answers: Any, slips: Any) -> Any:
    """The texts to learn from. Few texts are not weeded: each of a rare label counts."""
    rare = np.bincount(answers)[answers[slips]] < WEED
    return np.setdiff1d(np.arange(len(answers)), slips[~rare])
