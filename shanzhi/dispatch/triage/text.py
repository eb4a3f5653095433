"""Which signs of a text does the model learn from, whether the text comes raw or already cut into words?"""

import logging
import re
from collections.abc import Collection, Iterable

import jieba

jieba.setLogLevel(logging.ERROR)

READ = 800  # signs of a raw text that are cut into words: what is wanted stands in the beginning, and cutting costs the most
_NOT_HAN = re.compile(r"[^一-鿿]+")


def words_of_cut(text: str) -> list[str]:
    """The words of a text in which blanks stand between words."""
    return text.split()


def words_of_raw(text: str, known: Collection[str]) -> list[str]:
    """The words of a text as written. Words the training texts never use (their stop words) are left out,
    so that both shapes end in the same signs."""
    words = (word for word in jieba.cut(text[:READ]) if not word.isspace())
    return [word for word in words if word in known] if known else list(words)


def joined(words: Iterable[str]) -> str:
    """The Chinese characters alone: where a cutter cuts differently, these still agree."""
    return _NOT_HAN.sub("", "".join(words))


def pairs(text: str) -> frozenset[str]:
    """Neighbouring characters: the measure for "the same message again"."""
    return frozenset(text[i : i + 2] for i in range(len(text) - 1))
