"""What does a statute's Markdown contain: which articles, paragraphs and items?"""

from __future__ import annotations

import json
import re
from dataclasses import asdict, dataclass
from datetime import date
from itertools import takewhile
from typing import Any

from shanzhi.law.numerals import from_chinese, to_chinese

_NUMERAL = "一二三四五六七八九十百千零〇"
_ARTICLE = rf"第([{_NUMERAL}]+)条(?:之([{_NUMERAL}]+))?(?:[\s　]|$)"
_AT_LINE_START = re.compile("^" + _ARTICLE)
_ANYWHERE = re.compile(r"(?:^|(?<=[。）\s]))" + _ARTICLE)
# A few short judicial documents number their articles 一、二、三、.
_BARE = re.compile(rf"^([{_NUMERAL}]+)、()")
_ITEM = re.compile(rf"^[(（]([{_NUMERAL}]+)[)）]\s*")
_DATE = re.compile(r"(\d{4})年(\d{1,2})月(\d{1,2})日")
_ISO_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
_FIRST = re.compile(f"{_AT_LINE_START.pattern}|{_BARE.pattern}|^<!--")
_EXCERPT = "摘录"


class NoStatute(ValueError):
    """The text holds no title or no article."""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph (款); `items` are its （一）（二）… in order, with their numbers."""

    text: str
    items: tuple[tuple[int, str], ...] = ()

    @property
    def written_items(self) -> list[str]:
        """The items as the statute prints them: （一）警告、通报批评；"""
        return [f"（{to_chinese(number)}）{text}" for number, text in self.items]


@dataclass(frozen=True, slots=True)
class Article:
    number: str
    paragraphs: tuple[Paragraph, ...]
    heading: str = ""


@dataclass(frozen=True, slots=True)
class StatuteText:
    """One version of one statute; in an excerpt only whole articles can be cited."""

    title: str
    adopted: date | None
    excerpt: bool
    articles: tuple[Article, ...]

    @property
    def short(self) -> str:
        return self.title.removeprefix("中华人民共和国")

    def as_json(self) -> str:
        raw = asdict(self) | {"adopted": self.adopted.isoformat() if self.adopted else None}
        return json.dumps(raw, ensure_ascii=False, indent=1)

    @classmethod
    def from_json(cls, text: str) -> StatuteText:
        raw: dict[str, Any] = json.loads(text)
        articles = tuple(
            Article(
                one["number"],
                tuple(
                    Paragraph(part["text"], tuple((item[0], item[1]) for item in part["items"]))
                    for part in one["paragraphs"]
                ),
                one["heading"],
            )
            for one in raw["articles"]
        )
        adopted = date.fromisoformat(raw["adopted"]) if raw["adopted"] else None
        return cls(raw["title"], adopted, raw["excerpt"], articles)


def parse(markdown: str, name: str = "") -> StatuteText:
    """Read one statute; its first heading is the title, dates before the first article (or in the name) the version."""
    lines = [line.strip(" \t　\u200b") for line in markdown.splitlines()]
    heading = next((line for line in lines if line.startswith("# ")), "")
    title = re.split("[（(]|摘录", heading.removeprefix("# "))[0].strip()
    if not title:
        raise NoStatute("文本没有“# 名称”一行，不是法规文本。")
    excerpt = _EXCERPT in heading
    blocks = _blocks(lines, excerpt)
    if not blocks:
        raise NoStatute(f"《{title}》里没有找到条文。")
    return StatuteText(
        title, _version_date([heading, *lines, name]), excerpt, tuple(_article(*block) for block in blocks)
    )


def _version_date(lines: list[str]) -> date | None:
    """The last adoption or amendment named in the head of the file, else the first ISO date there or in its name."""
    head = list(takewhile(lambda line: not _FIRST.match(line), lines))
    named = "\n".join(line for line in head if "施行" not in line)
    if found := _DATE.findall(named):
        return max(date(int(year), int(month), int(day)) for year, month, day in found)
    iso = _ISO_DATE.search("\n".join([*head, lines[-1]]))
    return date.fromisoformat(iso[0]) if iso else None


def _blocks(lines: list[str], excerpt: bool) -> list[tuple[str, str, list[str]]]:
    """(number, heading above it, its lines) of every article."""
    marker = _ANYWHERE if excerpt else _AT_LINE_START
    if not any(marker.search(line) for line in lines):
        marker = _BARE
    blocks: list[tuple[str, str, list[str]]] = []
    chapter = ""
    for line in lines:
        if line.startswith("#"):
            chapter = line.lstrip("# ")
            continue
        starts = list(marker.finditer(line))
        before = line[: starts[0].start()] if starts else line
        if blocks and before.strip() and not before.startswith("<!--"):
            blocks[-1][2].append(before.strip())
        for start, end in zip(starts, [*(one.start() for one in starts[1:]), len(line)], strict=False):
            blocks.append((_number(start), chapter, [line[start.end() : end].strip()]))
    return blocks


def _number(found: re.Match[str]) -> str:
    inserted = found[2]
    return str(from_chinese(found[1])) + (f"之{from_chinese(inserted)}" if inserted else "")


def _article(number: str, heading: str, lines: list[str]) -> Article:
    paragraphs: list[Paragraph] = []
    for line in filter(None, lines):
        item = _ITEM.match(line)
        if item:
            last = paragraphs.pop() if paragraphs else Paragraph("")
            paragraphs.append(Paragraph(last.text, (*last.items, (from_chinese(item[1]), line[item.end() :]))))
        else:
            paragraphs.append(Paragraph(line))
    return Article(number, tuple(paragraphs), heading)
