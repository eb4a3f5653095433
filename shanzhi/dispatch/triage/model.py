"""What does a text most probably speak of, and how sure is that?"""

import io
import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from scipy import sparse
from sklearn.feature_extraction.text import HashingVectorizer
from sklearn.preprocessing import normalize
from sklearn.svm import LinearSVC

from .reading import Message, known_words
from .text import joined

WORD_BITS, SIGN_BITS = 18, 18
FOLDS = 4


@dataclass(frozen=True)
class Guess:
    label: str
    confidence: float


class Model:
    """A linear model over words and characters. Saved as plain numbers: loading it runs nothing."""

    def __init__(self, classes: list[str], known: frozenset[str], arrays: dict[str, Any], sharpness: float) -> None:
        self.classes, self.known, self.arrays, self.sharpness = classes, known, arrays, sharpness
        self.slopes = np.ascontiguousarray(arrays["slopes"].astype(np.float32).T)

    @classmethod
    def train(cls, read: Sequence[Message]) -> "Model":
        known = known_words(read)
        counts = count([message.words(known) for message in read])
        weights = rarity(counts)
        signs = weigh(counts, weights)
        classes = sorted({message.label for message in read})
        if len(classes) < 2:
            raise ValueError("至少需要两类已标注的留言才能训练")
        answers = np.array([classes.index(message.label) for message in read])
        slopes, offsets = fit(signs, answers, len(classes))
        arrays = {"weights": weights, "slopes": slopes, "offsets": offsets}
        return cls(classes, known, arrays, sharpness_of(signs, answers, len(classes)))

    def probabilities(self, texts: Sequence[Message]) -> Any:
        signs = weigh(count([message.words(self.known) for message in texts]), self.arrays["weights"])
        scores = signs @ self.slopes + self.arrays["offsets"]
        return softmax(np.asarray(scores) * self.sharpness)

    def suggest(self, text: str, top: int = 3) -> list[Guess]:
        """The likeliest answers for one raw text, best first."""
        row = self.probabilities([Message(text, "", cut=False)])[0]
        best = np.argsort(-row)[:top]
        return [Guess(self.classes[i], float(row[i])) for i in best]

    def telling_words(self, text: str, label: str, top: int = 5) -> list[str]:
        """The words of the text that speak most for the label: the reason shown to the dispatcher."""
        words = sorted(set(Message(text, "", cut=False).words(self.known)))
        words = [word for word in words if len(word) > 1]
        if not words or label not in self.classes:
            return []
        signs = weigh(count([[word] for word in words]), self.arrays["weights"])
        slopes = self.slopes
        lead = np.asarray(signs @ (slopes[:, self.classes.index(label)] - slopes.mean(axis=1)))
        return [words[i] for i in np.argsort(-lead)[:top] if lead[i] > 0]

    def save(self, path: Path) -> None:
        head = {"classes": self.classes, "known": sorted(self.known), "sharpness": self.sharpness}
        buffer = io.BytesIO()
        note = np.frombuffer(json.dumps(head, ensure_ascii=False).encode(), dtype=np.uint8)
        np.savez_compressed(buffer, head=note, **self.arrays)
        path.write_bytes(buffer.getvalue())

    @classmethod
    def load(cls, path: Path) -> "Model":
        with np.load(path, allow_pickle=False) as stored:
            head = json.loads(stored["head"].tobytes())
            arrays = {name: stored[name] for name in ("weights", "slopes", "offsets")}
        return cls(head["classes"], frozenset(head["known"]), arrays, head["sharpness"])


def count(texts: Sequence[Sequence[str]]) -> Any:
    """How often each sign stands in each text: words, and runs of one to three characters."""
    words = HashingVectorizer(analyzer=list, n_features=2**WORD_BITS, alternate_sign=False, norm=None)
    runs = HashingVectorizer(
        analyzer="char", ngram_range=(1, 3), n_features=2**SIGN_BITS, alternate_sign=False, norm=None, lowercase=False
    )
    parts = [words.transform(texts), runs.transform([joined(text) for text in texts])]
    for part in parts:
        part.data = 1 + np.log(part.data)
    return sparse.hstack(parts, format="csr", dtype=np.float32)


def rarity(counts: Any) -> Any:
    """Rare signs weigh more; those seen once only weigh nothing."""
    seen = np.bincount(counts.indices, minlength=counts.shape[1])
    weights = np.log((1 + counts.shape[0]) / (1 + seen)) + 1
    weights[seen < min(2, counts.shape[0] / 50)] = 0
    return weights.astype(np.float16)


def weigh(counts: Any, weights: Any) -> Any:
    weighed = counts.copy()
    weighed.data = weighed.data * weights[weighed.indices].astype(np.float32)
    halves = [weighed[:, : 2**WORD_BITS], weighed[:, 2**WORD_BITS :]]
    return sparse.hstack([normalize(half) for half in halves], format="csr", dtype=np.float32)


def fit(signs: Any, answers: Any, classes: int) -> tuple[Any, Any]:
    learner = LinearSVC(C=1.0, class_weight="balanced", random_state=0).fit(signs, answers)
    slopes, offsets = learner.coef_, learner.intercept_
    if len(learner.classes_) == 2:
        slopes, offsets = np.vstack([-slopes, slopes]), np.hstack([-offsets, offsets])
    full, rest = np.zeros((classes, signs.shape[1]), dtype=np.float16), np.full(classes, -9.0, dtype=np.float32)
    full[learner.classes_], rest[learner.classes_] = slopes, offsets
    return full, rest


def sharpness_of(signs: Any, answers: Any, classes: int) -> float:
    """How much a lead in score is worth, learned on texts the scoring had not seen."""
    order = np.random.default_rng(0).permutation(len(answers))[:4000]
    held = order[: max(1, len(order) // FOLDS)]
    rest = order[len(held) :]
    if len(Counter(answers[rest].tolist())) < 2:
        return 1.0
    slopes, offsets = fit(signs[rest], answers[rest], classes)
    scores = np.asarray(signs[held] @ slopes.astype(np.float32).T + offsets)
    tries = [0.5 * 1.15**step for step in range(24)]
    losses = [-np.log(softmax(scores * t)[np.arange(len(held)), answers[held]] + 1e-9).mean() for t in tries]
    return float(tries[int(np.argmin(losses))])


def softmax(scores: Any) -> Any:
    raised = np.exp(scores - scores.max(axis=1, keepdims=True))
    return raised / raised.sum(axis=1, keepdims=True)
