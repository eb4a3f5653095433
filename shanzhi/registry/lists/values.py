"""What does one cell mean, as a plain value that can be compared, kept and written out again?"""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation
from typing import Any

from .cells import Cell

Plain = Any
EXCEL_DAY_ZERO = date(1899, 12, 30)
DAY = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?(?:[ T]\d.*)?")
SEPARATORS = re.compile(r"[、,，;；\n|/]+")
YES, NO = {"是", "有", "y", "yes", "true", "1", "√", "需要"}, {"否", "无", "n", "no", "false", "0", "×", "不需要"}
UNITS = {"万元": 10_000, "万": 10_000, "元": 1}


class BadCell(ValueError):
    """The cell cannot be read; `advice` says what to do about it."""

    def __init__(self, text: str, advice: str = "") -> None:
        super().__init__(text)
        self.advice = advice


def text_of(cell: Cell) -> str:
    """The cell as trimmed text; digits and letters in half width, inner line breaks kept as spaces."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "是" if cell else "否"
    return " ".join(_half_width(str(cell)).split())


def _half_width(text: str) -> str:
    """Full-width letters and digits only; Chinese punctuation stays as printed."""
    return "".join(
        unicodedata.normalize("NFKC", one) if "\uff10" <= one <= "\uff5a" and one not in "：；？＝" else one
        for one in text
    ).replace("\u3000", " ")


@dataclass(frozen=True)
class Text:
    """Words; `most` is the room the column has."""

    most: int = 300

    def read(self, cell: Cell, around: Any) -> Plain:
        text = text_of(cell)
        if len(text) > self.most:
            raise BadCell(f"有{len(text)}个字，最多{self.most}个字。", "请缩短，或者把说明移到备注。")
        return text

    def show(self, value: Plain, around: Any) -> Cell:
        return str(value or "")


@dataclass(frozen=True)
class Digits:
    """A code of so many digits. A shorter one lost its leading zeros in a spreadsheet, or is wrong."""

    length: int = 12
    pads: bool = False

    def read(self, cell: Cell, around: Any) -> Plain:
        text = text_of(cell).replace(" ", "").replace("'", "")
        if re.fullmatch(r"\d+(\.\d+)?[eE]\+?\d+", text) or isinstance(cell, float):
            advice = "这一列在表格软件里被当成数字，末几位已经丢失。请把列设为文本，从原件重新粘贴。"
            raise BadCell(f"「{text}」是科学计数法，代码不完整。", advice)
        if not re.fullmatch(r"[0-9]+", text):
            raise BadCell(f"「{text}」不是{self.length}位数字代码。", "请核对这一列是否选对、有没有别的字。")
        if len(text) < self.length and self.pads:
            return text.zfill(self.length)
        if len(text) != self.length:
            raise BadCell(f"「{text}」是{len(text)}位，应为{self.length}位。", self._advice(text))
        return text

    def _advice(self, text: str) -> str:
        if len(text) < self.length:
            return f"可能丢了前导零，补零后是 {text.zfill(self.length)}；确认无误可勾选“补足前导零”。"
        return "请核对原件。"

    def show(self, value: Plain, around: Any) -> Cell:
        return str(value or "")


@dataclass(frozen=True)
class Day:
    """A date, as text in the usual ways of writing or as a spreadsheet's serial number."""

    def read(self, cell: Cell, around: Any) -> Plain:
        text = unicodedata.normalize("NFKC", text_of(cell))
        if not text:
            return None
        if isinstance(cell, int | float) or re.fullmatch(r"\d{5}(\.\d+)?", text):
            serial = float(text)
            if 20_000 <= serial <= 80_000:
                return (EXCEL_DAY_ZERO + timedelta(days=int(serial))).isoformat()
        if found := (DAY.fullmatch(text) or re.fullmatch(r"(\d{4})(\d{2})(\d{2})", text)):
            try:
                return date(int(found[1]), int(found[2]), int(found[3])).isoformat()
            except ValueError:
                raise BadCell(f"「{text}」没有这一天。", "请核对年月日。") from None
        raise BadCell(f"「{text}」读不懂是哪一天。", "请写成 2026-01-31 的样子。")

    def show(self, value: Plain, around: Any) -> Cell:
        return str(value or "")


@dataclass(frozen=True)
class Money:
    """A sum in 元; 万元 after the number is understood."""

    def read(self, cell: Cell, around: Any) -> Plain:
        text = unicodedata.normalize("NFKC", text_of(cell)).replace(",", "").replace(" ", "")
        if not text or text in {"-", "—", "/", "无"}:
            return None
        unit = next((unit for unit in UNITS if text.endswith(unit)), "")
        try:
            value = Decimal(text.removesuffix(unit)) * UNITS.get(unit, 1)
        except InvalidOperation:
            raise BadCell(f"「{text}」不是金额。", "请只写数字，单位元；按倍数、比例罚款的写在罚款规则一列。") from None
        if not value.is_finite() or value < 0 or value >= Decimal(10) ** 12:
            raise BadCell(f"「{text}」不是合理的金额。", "请核对。")
        return f"{value:.2f}"

    def show(self, value: Plain, around: Any) -> Cell:
        return str(value or "").removesuffix(".00")


@dataclass(frozen=True)
class YesNo:
    default: bool = False

    def read(self, cell: Cell, around: Any) -> Plain:
        text = text_of(cell).lower()
        if not text:
            return self.default
        if text in YES or text in NO:
            return text in YES
        raise BadCell(f"「{text}」应写是或者否。")

    def show(self, value: Plain, around: Any) -> Cell:
        return "是" if value else "否"


@dataclass(frozen=True)
class Number:
    least: int = 0
    most: int = 32_767
    whole: bool = True

    def read(self, cell: Cell, around: Any) -> Plain:
        text = text_of(cell)
        if not text:
            return None
        try:
            value = float(text)
        except ValueError:
            raise BadCell(f"「{text}」不是数字。") from None
        if not self.least <= value <= self.most or (self.whole and not value.is_integer()):
            raise BadCell(f"「{text}」应是{self.least}到{self.most}的{'整数' if self.whole else '数'}。")
        return int(value) if self.whole else value

    def show(self, value: Plain, around: Any) -> Cell:
        return "" if value is None else value


@dataclass(frozen=True)
class Choice:
    """One of a few values; every value has its label and other ways to say it."""

    labels: Mapping[str, Any]
    others: Mapping[str, str] = field(default_factory=dict)
    default: str = ""
    blank: bool = False

    def read(self, cell: Cell, around: Any) -> Plain:
        text = text_of(cell)
        if not text and (self.default or self.blank):
            return self.default
        for value, label in self.labels.items():
            if text in (value, str(label)):
                return value
        if text in self.others:
            return self.others[text]
        raise BadCell(f"「{text}」不在可选的值里。", f"请写：{'、'.join(map(str, self.labels.values()))}。")

    def show(self, value: Plain, around: Any) -> Cell:
        return str(self.labels.get(value, value or ""))


@dataclass(frozen=True)
class Words:
    """Several short words in one cell."""

    most: int = 30

    def read(self, cell: Cell, around: Any) -> Plain:
        words = list(dict.fromkeys(part.strip() for part in SEPARATORS.split(text_of(cell)) if part.strip()))
        if long := next((word for word in words if len(word) > self.most), ""):
            raise BadCell(f"「{long}」过长，每个词最多{self.most}个字。", "词之间用顿号分开。")
        return words

    def show(self, value: Plain, around: Any) -> Cell:
        return "、".join(value or [])
