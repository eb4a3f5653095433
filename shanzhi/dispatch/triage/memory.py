"""Which earlier texts say (nearly) the same? The same complaint again goes where it went before."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy import sparse
from sklearn.preprocessing import normalize

from .signs import count_words

KEPT = 32  # the weightiest words of a text: enough to know it again, too few to write it down
AGAIN = 0.6  # likeness from which an earlier text counts as the same complaint
TRUST = 0.9  # at most this share of the answer comes from memory: 97 of 100 pairs of near copies bear one label


@dataclass(frozen=True)
class Memory:
    """The weightiest words of every earlier text, as places and weights; the texts themselves are not kept."""

    rows: Any
    labels: Any

    @classmethod
    def of(cls, words: Sequence[Sequence[str]], weights: Any, labels: Any) -> "Memory":
        return cls(_weightiest(words, weights).astype(np.float32), np.asarray(labels, dtype=np.int16))

    def likeness(self, words: Sequence[Sequence[str]], weights: Any) -> Any:
        """For each text how like it is to each earlier one, from 0 to 1."""
        return (_weightiest(words, weights) @ self.rows.T).tocsr()

    def blend(self, chances: Any, words: Sequence[Sequence[str]], weights: Any) -> Any:
        """The chances, drawn towards the labels of earlier texts that say the same."""
        if not self.labels.size:
            return chances
        like = self.likeness(words, weights)
        blended = chances.copy()
        for i in range(like.shape[0]):
            row = slice(like.indptr[i], like.indptr[i + 1])
            near, number = like.data[row], like.indices[row]
            same = near >= AGAIN
            if same.any():
                votes = np.bincount(self.labels[number[same]], weights=near[same] ** 4, minlength=chances.shape[1])
                share = TRUST * min(1.0, (float(near.max()) - AGAIN / 2) / (1 - AGAIN / 2))
                blended[i] = (1 - share) * chances[i] + share * votes / votes.sum()
        return blended

    def arrays(self) -> dict[str, Any]:
        return {
            "memory_places": self.rows.indices.astype(np.uint32),
            "memory_values": self.rows.data.astype(np.float16),
            "memory_starts": self.rows.indptr.astype(np.uint32),
            "memory_labels": self.labels,
        }

    @classmethod
    def from_arrays(cls, arrays: Any, width: int) -> "Memory":
        starts = arrays["memory_starts"].astype(np.int32)
        parts = (arrays["memory_values"].astype(np.float32), arrays["memory_places"].astype(np.int32), starts)
        return cls(sparse.csr_matrix(parts, shape=(len(starts) - 1, width)), arrays["memory_labels"])


def _weightiest(words: Sequence[Sequence[str]], weights: Any) -> Any:
    counted = count_words(words)
    counted.data = counted.data * weights[counted.indices].astype(np.float32)
    for i in range(counted.shape[0]):
        row = slice(counted.indptr[i], counted.indptr[i + 1])
        values = counted.data[row]
        if len(values) > KEPT:
            values[np.argpartition(values, -KEPT)[:-KEPT]] = 0
    counted.eliminate_zeros()
    return normalize(counted)
