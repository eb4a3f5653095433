"""How are the numbers in a Chinese statute written, and read back?"""

from __future__ import annotations

_DIGITS = "零一二三四五六七八九"
_UNITS = {"十": 10, "百": 100, "千": 1000}
_HIGHEST = 9999


def to_chinese(number: int) -> str:
    """12 → 十二, 105 → 一百零五: as article numbers are printed."""
    if not 0 <= number <= _HIGHEST:
        raise ValueError(f"条文编号应在 0 至 {_HIGHEST} 之间：{number}。")
    if number < 10:
        return _DIGITS[number]
    parts: list[str] = []
    gap = False
    for sign, unit in (("千", 1000), ("百", 100), ("十", 10), ("", 1)):
        digit, number = divmod(number, unit)
        if digit:
            parts.append(("零" if gap else "") + _DIGITS[digit] + sign)
            gap = False
        elif parts:
            gap = True
    return "".join(parts).removeprefix("一") if parts[0] == "一十" else "".join(parts)


def from_chinese(text: str) -> int:
    """十二 → 12, 一百零五 → 105; anything else is an error."""
    total = 0
    digit = 0
    for sign in text:
        if sign in _UNITS:
            total += (digit or 1) * _UNITS[sign]
            digit = 0
        elif sign in "零〇":
            digit = 0
        elif sign in _DIGITS:
            digit = _DIGITS.index(sign)
        else:
            raise ValueError(f"不是中文数字：{text}。")
    if not text:
        raise ValueError("不是中文数字：空白。")
    return total + digit
