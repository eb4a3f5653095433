"""Which statutes are there, in which version on which day, and does a citation resolve in the imported text?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from pathlib import Path

from shanzhi.law import sources
from shanzhi.law.articles import Article, StatuteText
from shanzhi.law.citation import Citation, penalty_law


@dataclass(frozen=True, slots=True)
class Version:
    """One text of a statute; `checked` is false where the text does not state when it came into force."""

    in_force: date
    adopted: date | None = None
    until: date | None = None
    checked: bool = True

    def covers(self, day: date) -> bool:
        return self.in_force <= day and (self.until is None or day <= self.until)


@dataclass(frozen=True, slots=True)
class Statute:
    """A statute under its short name; versions in the order in which they came into force."""

    short: str
    title: str
    versions: tuple[Version, ...]

    def version_on(self, day: date) -> Version | None:
        return next((version for version in reversed(self.versions) if version.covers(day)), None)

    @property
    def current(self) -> Version:
        return self.versions[-1]


@cache
def catalogue() -> Mapping[str, Statute]:
    """Every statute this product cites, by short name."""
    statutes = (
        Statute(entry["short"], entry["title"], tuple(Version(**version) for version in entry["versions"]))
        for entry in sources.read("statutes.yaml")["statutes"]
    )
    return {statute.short: statute for statute in statutes}


@cache
def _short_names() -> Mapping[str, str]:
    return {statute.title: short for short, statute in catalogue().items()}


def short_name(title: str) -> str:
    """The short name a title is cited by; one not in the catalogue loses 中华人民共和国 only."""
    return _short_names().get(title, title.removeprefix("中华人民共和国"))


class Severity(StrEnum):
    """How the new provision compares with the old one for this act: judged by a person, never guessed."""

    SAME = "相同"
    HEAVIER = "较重"
    LIGHTER = "较轻"
    NOT_UNLAWFUL = "不认为违法"
    MIXED = "有轻有重"


@dataclass(frozen=True, slots=True)
class Applicable:
    """`version` is None when a person has to decide first; `explanation` says why."""

    version: Version | None
    explanation: str
    basis: tuple[Citation, ...] = (penalty_law(37),)


def applicable(statute: Statute, act_on: date, decided_on: date, new_is: Severity | None = None) -> Applicable:
    """Article 37: the law of the day of the act, unless the law of the day of decision is lighter."""
    old, new = statute.version_on(act_on), statute.version_on(decided_on)
    if old is None:
        return Applicable(None, f"目录里没有{act_on}施行的《{statute.short}》文本，请先补录当时的文本。")
    if new == old:
        return Applicable(old, "行为时与决定时是同一文本，适用该文本。")
    if new is None and new_is is not Severity.NOT_UNLAWFUL:
        return Applicable(None, f"《{statute.short}》在{decided_on}已废止，请判断新的规定是否较轻或者不认为违法。")
    if new_is is None or new_is is Severity.MIXED:
        return Applicable(None, "行为后规定已修改，请比较新旧规定的处罚轻重；有轻有重的，法律没有写明如何比较。")
    if new_is is Severity.NOT_UNLAWFUL:
        return Applicable(new, "新的规定不认为是违法，适用新的规定，不予处罚。")
    if new_is is Severity.LIGHTER:
        return Applicable(new, "新的规定处罚较轻，适用新的规定。")
    return Applicable(old, "新的规定处罚不是较轻，适用违法行为发生时的规定。")


def compare_fines(old: tuple[int, int], new: tuple[int, int]) -> Severity:
    """Compare two fine ranges (lowest, highest); one bound up and the other down is a person's question."""
    steps = {(new[0] > old[0]) - (new[0] < old[0]), (new[1] > old[1]) - (new[1] < old[1])}
    if steps == {0}:
        return Severity.SAME
    if {-1, 1} <= steps:
        return Severity.MIXED
    return Severity.LIGHTER if -1 in steps else Severity.HEAVIER


@dataclass(frozen=True, slots=True)
class Unresolved:
    citation: Citation
    reason: str


class TextStore:
    """The statutes imported into one directory, one JSON file for each version; read when first asked for."""

    def __init__(self, directory: Path) -> None:
        self._texts: dict[str, list[StatuteText]] = {}
        for file in sorted(directory.glob("*.json")):
            text = StatuteText.from_json(file.read_text(encoding="utf-8"))
            self._texts.setdefault(short_name(text.title), []).append(text)
        for versions in self._texts.values():
            versions.sort(key=lambda text: text.adopted or date.min)

    @property
    def statutes(self) -> Mapping[str, list[StatuteText]]:
        """All imported versions by short name, oldest first."""
        return self._texts

    def text(self, short: str, on: date | None = None) -> StatuteText | None:
        """The version in force on that day as far as the catalogue knows its dates, else the newest."""
        versions = self._texts.get(short, [])
        known = catalogue().get(short)
        version = known.version_on(on) if known and on else None
        matching = [text for text in versions if version and text.adopted == version.adopted]
        candidates = matching or versions
        return candidates[-1] if candidates else None

    def article(self, citation: Citation, on: date | None = None) -> Article | None:
        text = self.text(citation.statute, on)
        articles = text.articles if text else ()
        return next((article for article in articles if article.number == citation.article), None)

    def quote(self, citation: Citation, on: date | None = None) -> str:
        """The words the citation points at, or an empty text."""
        article = self.article(citation, on)
        if article is None:
            return ""
        parts = article.paragraphs
        if citation.paragraph is not None:
            parts = parts[citation.paragraph - 1 : citation.paragraph]
        if citation.item is None:
            return "\n".join(line for part in parts for line in (part.text, *part.written_items))
        return "\n".join(text for part in parts for number, text in part.items if number == citation.item)

    def unresolved(self, citations: Iterable[Citation]) -> list[Unresolved]:
        """The citations that point at nothing, each once, with the reason."""
        unique = sorted(set(citations), key=str)
        return [Unresolved(citation, reason) for citation in unique if (reason := self._fault(citation))]

    def _fault(self, citation: Citation) -> str:
        text = self.text(citation.statute)
        if text is None:
            return "正文没有导入"
        article = self.article(citation)
        if article is None:
            return "摘录里没有这一条" if text.excerpt else "没有这一条"
        return "" if text.excerpt or self.quote(citation) else "没有这一款或者这一项"
