"""What stands in a text, as numbers: words and runs of characters, once for the whole and once for its beginning."""

from collections.abc import Sequence
from itertools import pairwise
from typing import Any, NamedTuple

import numpy as np
from scipy import sparse
from sklearn.feature_extraction.text import HashingVectorizer
from sklearn.preprocessing import normalize

from .text import joined

# People say what they want in the first line: it stands in two blocks of its own beside the whole text.
FIRST_WORDS, FIRST_SIGNS = 12, 30


class Block(NamedTuple):
    bits: int
    scale: float
    words: bool
    beginning: bool


BLOCKS = (
    Block(18, 1.0, words=True, beginning=False),
    Block(18, 1.0, words=False, beginning=False),
    Block(18, 0.5, words=True, beginning=True),
    Block(18, 0.5, words=False, beginning=True),
)
WIDTH = sum(2**block.bits for block in BLOCKS)


def edges() -> list[tuple[int, int]]:
    """Where each block begins and ends."""
    ends = np.cumsum([2**block.bits for block in BLOCKS]).tolist()
    return list(zip([0, *ends[:-1]], ends, strict=True))


def count(texts: Sequence[Sequence[str]]) -> Any:
    """How often each sign stands in each text; the tenth time counts less than the first."""
    signs = [joined(text) for text in texts]
    parts = []
    for block in BLOCKS:
        if block.words:
            parts.append(
                _words(block.bits).transform([_pairs(t[:FIRST_WORDS]) if block.beginning else t for t in texts])
            )
        else:
            parts.append(_runs(block.bits).transform([s[:FIRST_SIGNS] if block.beginning else s for s in signs]))
    for part in parts:
        part.data = 1 + np.log(part.data)
    return sparse.hstack(parts, format="csr", dtype=np.float32)


def count_words(texts: Sequence[Sequence[str]]) -> Any:
    """Single words only, in the places they have in the first block."""
    counts = _words(BLOCKS[0].bits).transform(texts)
    counts.data = (1 + np.log(counts.data)).astype(np.float32)
    return counts.tocsr()


def rarity(counts: Any) -> Any:
    """Rare signs weigh more; those seen once only weigh nothing."""
    seen = np.bincount(counts.indices, minlength=counts.shape[1])
    weights = np.log((1 + counts.shape[0]) / (1 + seen)) + 1
    weights[seen < min(2, counts.shape[0] / 50)] = 0
    return weights.astype(np.float16)


def weigh(counts: Any, weights: Any) -> Any:
    """Counts times rarity; each block of each text has the length its scale says."""
    weighed = counts.copy()
    weighed.data = weighed.data * weights[weighed.indices].astype(np.float32)
    parts = [
        normalize(weighed[:, begin:end]) * block.scale for block, (begin, end) in zip(BLOCKS, edges(), strict=True)
    ]
    return sparse.hstack(parts, format="csr", dtype=np.float32)


def _words(bits: int) -> Any:
    return HashingVectorizer(analyzer=list, n_features=2**bits, alternate_sign=False, norm=None, dtype=np.float32)


def _runs(bits: int) -> Any:
    return HashingVectorizer(
        analyzer="char",
        ngram_range=(1, 3),
        n_features=2**bits,
        alternate_sign=False,
        norm=None,
        lowercase=False,
        dtype=np.float32,
    )


def _pairs(words: Sequence[str]) -> list[str]:
    """The words, and each two that follow one another."""
    return [*words, *(f"{one} {other}" for one, other in pairwise(words))]
