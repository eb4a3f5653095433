"""How right is the triage on labelled texts it was not trained on, and how right when it may keep silent?"""

import time
from collections import Counter, defaultdict
from collections.abc import Sequence
from typing import Any

import numpy as np

from .model import Model
from .reading import Message, known_words
from .text import joined, pairs

THRESHOLDS = (0.0, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95)
SAME = 0.55  # share of neighbouring characters from which two messages count as one
COMMON = 800  # a pair of characters in more texts than this tells nothing apart


def without_twins(train: Sequence[Message], test: Sequence[Message]) -> list[Message]:
    """The training texts that are not (nearly) one of the test's texts."""
    known = known_words(train)
    drawn = [pairs(joined(message.words(frozenset()))) for message in train]
    where: dict[str, list[int]] = defaultdict(list)
    for number, marks in enumerate(drawn):
        for mark in marks:
            where[mark].append(number)
    twins: set[int] = set()
    for message in test:
        marks = pairs(joined(message.words(known)))
        shared: Counter[int] = Counter()
        for mark in marks:
            if len(where[mark]) < COMMON:
                shared.update(where[mark])
        for number, _ in shared.most_common(12):
            if len(drawn[number] & marks) > SAME * max(1, min(len(drawn[number]), len(marks))):
                twins.add(number)
    return [message for number, message in enumerate(train) if number not in twins]


def evaluate(model: Model, test: Sequence[Message]) -> dict[str, Any]:
    model.probabilities(test[:1])  # the cutter reads its dictionary once, not once a text
    begun = time.perf_counter()
    chances = model.probabilities(test)
    seconds = time.perf_counter() - begun
    order = np.argsort(-chances, axis=1)
    truth = np.array([model.classes.index(m.label) if m.label in model.classes else -1 for m in test])
    right = order[:, 0] == truth
    return {
        "macro_f1": round(macro_f1([m.label for m in test], [model.classes[i] for i in order[:, 0]]), 4),
        "accuracy": round(float(right.mean()), 4),
        "top3": round(float((order[:, :3] == truth[:, None]).any(axis=1).mean()), 4),
        "abstention": curve(chances.max(axis=1), right),
        "per_second": round(len(test) / max(seconds, 1e-9), 1),
        "tested": len(test),
    }


def curve(sure: Any, right: Any) -> list[dict[str, float | None]]:
    """At each threshold: what share is answered, and how much of that is right."""
    points: list[dict[str, float | None]] = []
    for threshold in THRESHOLDS:
        spoken = sure >= threshold
        share = float(right[spoken].mean()) if spoken.any() else None
        points.append(
            {
                "threshold": threshold,
                "answered": round(float(spoken.mean()), 4),
                "accuracy": None if share is None else round(share, 4),
            }
        )
    return points


def macro_f1(truth: Sequence[str], said: Sequence[str]) -> float:
    """The mean over the labels of the harmonic mean of precision and recall."""
    hits = Counter(t for t, s in zip(truth, said, strict=True) if t == s)
    asked, answered = Counter(truth), Counter(said)
    scores = [2 * hits[label] / (asked[label] + answered[label]) for label in asked | answered]
    return sum(scores) / len(scores) if scores else 0.0
