"""Which article does a rule rest on, and how is that article written down?"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from shanzhi.law.numerals import to_chinese

_WRITTEN = re.compile(
    r"(?P<statute>\D*[^\d(（.])(?P<article>\d+(?:之\d+)?)(?:\.(?P<paragraph>\d+))?(?:[(（](?P<item>\d+)[)）])?"
)


class BadCitation(ValueError):
    """The text names no article."""


@dataclass(frozen=True, slots=True)
class Citation:
    """One article, or a paragraph (款) or item (项) of it: 行政处罚法64(1), 行政处罚法67.3."""

    statute: str
    article: str
    paragraph: int | None = None
    item: int | None = None

    def __str__(self) -> str:
        paragraph = "" if self.paragraph is None else f".{self.paragraph}"
        item = "" if self.item is None else f"({self.item})"
        return f"{self.statute}{self.article}{paragraph}{item}"

    @property
    def long(self) -> str:
        """As a document prints it: 《行政处罚法》第六十四条第（一）项."""
        head, _, inserted = self.article.partition("之")
        text = f"《{self.statute}》第{to_chinese(int(head))}条"
        if inserted:
            text += f"之{to_chinese(int(inserted))}"
        if self.paragraph is not None:
            text += f"第{to_chinese(self.paragraph)}款"
        if self.item is not None:
            text += f"第（{to_chinese(self.item)}）项"
        return text

    @property
    def whole_article(self) -> Citation:
        """The article without paragraph and item: where the reader's anchor is."""
        return Citation(self.statute, self.article)


@cache
def cite(text: str) -> Citation:
    """行政处罚法64(1) → Citation('行政处罚法', '64', item=1)."""
    found = _WRITTEN.fullmatch(text.strip())
    if found is None:
        raise BadCitation(f"不是条文引注：{text}。应写作“行政处罚法64(1)”或“行政处罚法67.3”。")
    paragraph, item = found["paragraph"], found["item"]
    return Citation(
        found["statute"],
        found["article"],
        None if paragraph is None else int(paragraph),
        None if item is None else int(item),
    )


def _of(statute: str, article: int | str, paragraph: int | None, item: int | None) -> Citation:
    return Citation(statute, str(article), paragraph, item)


def penalty_law(article: int | str, paragraph: int | None = None, item: int | None = None) -> Citation:
    return _of("行政处罚法", article, paragraph, item)


def coercion_law(article: int | str, paragraph: int | None = None, item: int | None = None) -> Citation:
    return _of("行政强制法", article, paragraph, item)


def review_law(article: int | str, paragraph: int | None = None, item: int | None = None) -> Citation:
    return _of("行政复议法", article, paragraph, item)


def litigation_law(article: int | str, paragraph: int | None = None, item: int | None = None) -> Citation:
    return _of("行政诉讼法", article, paragraph, item)


def civil_procedure_law(article: int | str, paragraph: int | None = None, item: int | None = None) -> Citation:
    return _of("民事诉讼法", article, paragraph, item)


def civil_code(article: int | str, paragraph: int | None = None, item: int | None = None) -> Citation:
    return _of("民法典", article, paragraph, item)


def referral_rules(article: int | str, paragraph: int | None = None, item: int | None = None) -> Citation:
    return _of("行政执法机关移送涉嫌犯罪案件的规定", article, paragraph, item)


def petition_rules(article: int | str, paragraph: int | None = None, item: int | None = None) -> Citation:
    return _of("信访工作条例", article, paragraph, item)


def market_procedure(article: int | str, paragraph: int | None = None, item: int | None = None) -> Citation:
    return _of("市场监督管理行政处罚程序规定", article, paragraph, item)


def ecology_measures(article: int | str, paragraph: int | None = None, item: int | None = None) -> Citation:
    return _of("生态环境行政处罚办法", article, paragraph, item)


def zhejiang_enforcement(article: int | str, paragraph: int | None = None, item: int | None = None) -> Citation:
    return _of("浙江省综合行政执法条例", article, paragraph, item)
