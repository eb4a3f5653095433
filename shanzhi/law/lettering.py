"""How wide is a line of Chinese, and where may it be broken?"""

from __future__ import annotations

import unicodedata
from math import ceil

# A line does not begin with these, nor end with those.
NOT_FIRST = "，。、；：！？）」』》〉】…·%％"
NOT_LAST = "（「『《〈【"
PAUSES = "，。、；：）》」"


def ems(text: str) -> float:
    """Return the width in units of the letter height: a Chinese character is 1, a Latin letter or a digit a good half."""
    return sum(1.0 if unicodedata.east_asian_width(letter) in "WFA" else 0.58 for letter in text)


def broken(text: str, widest: float) -> list[str]:
    """Return the text in lines of about equal length, none wider than `widest`; rather after a pause than in a word."""
    count = ceil(ems(text) / widest)
    while count:
        for liking in (3.5, 0.0):
            lines = _lines(text, ems(text) / count + 0.5, widest, liking)
            if len(lines) <= count:
                return lines
        count += 1
    return []


def _lines(text: str, aim: float, widest: float, liking: float) -> list[str]:
    lines: list[str] = []
    while text:
        end = _end(text, aim, widest, liking)
        lines.append(text[:end])
        text = text[end:]
    return lines


def _end(text: str, aim: float, widest: float, liking: float) -> int:
    """Return where the first line ends; `liking` is how far from the aim a pause is still preferred."""
    if ems(text) <= min(aim, widest):
        return len(text)
    fits = max((end for end in range(1, len(text) + 1) if ems(text[:end]) <= widest), default=1)
    good = [end for end in range(1, fits + 1) if _may_break(text, end)] or [fits]
    return min(
        good,
        key=lambda end: (
            abs(ems(text[:end]) - aim)
            - (liking if text[end - 1] in PAUSES or text[end : end + 1] in tuple(NOT_LAST) else 0.0)
        ),
    )


def _may_break(text: str, end: int) -> bool:
    if end >= len(text):
        return True
    before, after = text[end - 1], text[end]
    inside_number = before.isascii() and after.isascii() and before.isalnum() and after.isalnum()
    return after not in NOT_FIRST and before not in NOT_LAST and not inside_number
