"""Must, or may, the penalty be left out or made lighter? Articles 28 to 33 of the penalty law, in their order.

Each article is a function that looks at the facts and says what it orders, or nothing. The law does not rank them; the verdict
is the most favourable, and everything else that applies stands beside it, for a person to decide with a reason.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from shanzhi.law.citation import BadCitation, Citation, cite
from shanzhi.law.obstacle import Obstacle

ADULT, ANSWERABLE = 18, 14
EDUCATION = "对当事人进行教育（行政处罚法33.3）。"


class Verdict(StrEnum):
    """From the most favourable down."""

    MUST_NOT_PUNISH = "must_not_punish"
    MAY_NOT_PUNISH = "may_not_punish"
    MUST_LIGHTEN = "must_lighten_or_mitigate"
    MAY_LIGHTEN = "may_lighten_or_mitigate"
    PUNISH = "punish"


WORDS = {
    Verdict.MUST_NOT_PUNISH: "不予行政处罚",
    Verdict.MAY_NOT_PUNISH: "可以不予行政处罚",
    Verdict.MUST_LIGHTEN: "应当从轻或者减轻行政处罚",
    Verdict.MAY_LIGHTEN: "可以从轻或者减轻行政处罚",
    Verdict.PUNISH: "没有不罚、从轻、减轻的情形",
}


class Mental(StrEnum):
    SOUND = "sound"
    UNABLE = "unable"
    INTERMITTENT_SOUND = "intermittent_sound"
    PARTLY_ABLE = "partly_able"


class Harm(StrEnum):
    NONE = "none"
    SLIGHT = "slight"
    SERIOUS = "serious"


class BadFacts(ValueError):
    """The facts cannot be read; the sentence says which one and how it should be."""


@dataclass(frozen=True, slots=True)
class Facts:
    """What is established. `age` is the age at the act, in full years; None for a firm.

    `other_lighter` cites the statute that orders leniency besides article 32; `fault_irrelevant`: a statute or an
    administrative regulation punishes without fault (33.2, second sentence).
    """

    age: int | None = None
    mental: Mental = Mental.SOUND
    minor: bool = False
    first_offence: bool = False
    corrected_in_time: bool = False
    harm: Harm = Harm.SERIOUS
    no_fault_proven: bool = False
    removed_harm: bool = False
    coerced: bool = False
    confessed_unknown: bool = False
    meritorious: bool = False
    other_lighter: str = ""
    fault_irrelevant: bool = False

    @classmethod
    def read(cls, raw: Mapping[str, Any]) -> Facts:
        """Return facts from plain data. Raises BadFacts."""
        known = set(cls.__dataclass_fields__)
        if unknown := sorted(set(raw) - known):
            raise BadFacts(f"不认识的事实：{'、'.join(unknown)}。可用的有：{'、'.join(sorted(known))}。")
        values = dict(raw)
        age = values.get("age")
        if age is not None and (isinstance(age, bool) or not isinstance(age, int) or not 0 <= age <= 150):
            raise BadFacts("age 应是违法时的周岁数，0 到 150 的整数；单位不填。")
        for name, kind in (("mental", Mental), ("harm", Harm)):
            if name in values:
                values[name] = _one_of(name, kind, values[name])
        values["other_lighter"] = _citation(values.get("other_lighter", ""))
        for name in known - {"age", "mental", "harm", "other_lighter"}:
            if not isinstance(values.get(name, False), bool):
                raise BadFacts(f"{name} 应是 true 或 false。")
        return cls(**values)


def _one_of(name: str, kind: type[Mental] | type[Harm], value: Any) -> Mental | Harm:
    try:
        return kind(value)
    except ValueError:
        raise BadFacts(f"{name} 应是 {'、'.join(kind)} 之一。") from None


def _citation(value: Any) -> str:
    try:
        return str(cite(value)) if value else ""
    except (BadCitation, AttributeError, TypeError):
        raise BadFacts("other_lighter 应写明另有规定的条文，如“某条例12”。") from None


@dataclass(frozen=True, slots=True)
class Ground:
    """One article that applies: what it orders, and what it asks for besides."""

    verdict: Verdict
    basis: Citation
    text: str
    duty: str = ""


Article = Callable[[Facts], Ground | None]


def article_30(facts: Facts) -> Ground | None:
    """Under fourteen: no penalty. Fourteen to under eighteen: lighter or mitigated. The age is that at the act."""
    if facts.age is None or facts.age >= ADULT:
        return None
    if facts.age < ANSWERABLE:
        text = "违法时不满十四周岁。"
        return Ground(Verdict.MUST_NOT_PUNISH, cite("行政处罚法30"), text, f"责令监护人加以管教。{EDUCATION}")
    return Ground(Verdict.MUST_LIGHTEN, cite("行政处罚法30"), "违法时已满十四周岁不满十八周岁。")


def article_31(facts: Facts) -> Ground | None:
    """Unable to recognise or control: no penalty. Not wholly lost: may be lighter. Intermittent and sound: punished."""
    if facts.mental is Mental.UNABLE:
        text = "违法时不能辨认或者不能控制自己的行为。"
        return Ground(Verdict.MUST_NOT_PUNISH, cite("行政处罚法31"), text, f"责令其监护人严加看管和治疗。{EDUCATION}")
    if facts.mental is Mental.PARTLY_ABLE:
        return Ground(Verdict.MAY_LIGHTEN, cite("行政处罚法31"), "尚未完全丧失辨认或者控制自己行为的能力。")
    return None


def article_32_1(facts: Facts) -> Ground | None:
    """Removed or reduced the harm of his own accord."""
    text = "主动消除或者减轻违法行为危害后果。"
    return Ground(Verdict.MUST_LIGHTEN, cite("行政处罚法32(1)"), text) if facts.removed_harm else None


def article_32_2(facts: Facts) -> Ground | None:
    """Coerced or led into it."""
    text = "受他人胁迫或者诱骗实施违法行为。"
    return Ground(Verdict.MUST_LIGHTEN, cite("行政处罚法32(2)"), text) if facts.coerced else None


def article_32_3(facts: Facts) -> Ground | None:
    """Told of a violation the agency did not know."""
    text = "主动供述行政机关尚未掌握的违法行为。"
    return Ground(Verdict.MUST_LIGHTEN, cite("行政处罚法32(3)"), text) if facts.confessed_unknown else None


def article_32_4(facts: Facts) -> Ground | None:
    """Rendered meritorious help; cooperation alone is not enough."""
    text = "配合行政机关查处违法行为有立功表现。"
    return Ground(Verdict.MUST_LIGHTEN, cite("行政处罚法32(4)"), text) if facts.meritorious else None


def article_32_5(facts: Facts) -> Ground | None:
    """Another statute or rule orders leniency; it must be named."""
    text = f"{facts.other_lighter}规定应当从轻或者减轻。"
    return Ground(Verdict.MUST_LIGHTEN, cite("行政处罚法32(5)"), text) if facts.other_lighter else None


def article_33_1_first(facts: Facts) -> Ground | None:
    """Minor, corrected in time, no harm: all three, and then it is no choice. A first offence is not asked for."""
    if facts.minor and facts.corrected_in_time and facts.harm is Harm.NONE:
        text = "违法行为轻微并及时改正，没有造成危害后果。"
        return Ground(Verdict.MUST_NOT_PUNISH, cite("行政处罚法33.1"), text, EDUCATION)
    return None


def article_33_1_second(facts: Facts) -> Ground | None:
    """First offence, slight harm, corrected in time: all three, and then it may be left out."""
    if facts.first_offence and facts.corrected_in_time and facts.harm is not Harm.SERIOUS:
        return Ground(Verdict.MAY_NOT_PUNISH, cite("行政处罚法33.1"), "初次违法且危害后果轻微并及时改正。", EDUCATION)
    return None


def article_33_2(facts: Facts) -> Ground | None:
    """The party proves that he was not at fault; the burden is his."""
    if facts.no_fault_proven and not facts.fault_irrelevant:
        text = "当事人有证据足以证明没有主观过错（法律、行政法规另有规定的除外）。"
        return Ground(Verdict.MUST_NOT_PUNISH, cite("行政处罚法33.2"), text, EDUCATION)
    return None


ARTICLES: tuple[Article, ...] = (
    article_30, article_31, article_32_1, article_32_2, article_32_3, article_32_4, article_32_5,
    article_33_1_first, article_33_1_second, article_33_2,
)  # fmt: skip
ORDER = tuple(Verdict)


@dataclass(frozen=True, slots=True)
class Finding:
    """The verdict, the articles it rests on, and every other ground that applies and must be weighed."""

    verdict: Verdict
    grounds: tuple[Ground, ...]
    others: tuple[Ground, ...] = ()

    @property
    def basis(self) -> tuple[Citation, ...]:
        return tuple(dict.fromkeys(ground.basis for ground in self.grounds))

    @property
    def explanation(self) -> str:
        """One sentence a decision can quote."""
        reasons = "；".join(f"{ground.text.rstrip('。')}（{ground.basis}）" for ground in self.grounds)
        duties = "".join(dict.fromkeys(ground.duty for ground in self.grounds if ground.duty))
        return f"{reasons}：{WORDS[self.verdict]}。{duties}" if reasons else f"{WORDS[self.verdict]}。"

    @property
    def needs_choice(self) -> bool:
        """A may beside a must of another kind: the law does not say which goes first, a person decides and says why."""
        return bool(self.others) and self.verdict is Verdict.MAY_NOT_PUNISH


def leniency(facts: Facts) -> Finding:
    """Return what articles 30 to 33 say to these facts. Correction is ordered in every case (28)."""
    found = [ground for article in ARTICLES if (ground := article(facts))]
    if not found:
        return Finding(Verdict.PUNISH, ())
    verdict = min((ground.verdict for ground in found), key=ORDER.index)
    return Finding(
        verdict,
        tuple(ground for ground in found if ground.verdict is verdict),
        tuple(ground for ground in found if ground.verdict is not verdict),
    )


def obstacles_to_sparing(facts: Facts) -> list[Obstacle]:
    """Why this cannot be passed over as a first offence (首违不罚): all three conditions, each that is missing named."""
    asked = (
        (facts.first_offence, "不是初次违法"),
        (facts.harm is not Harm.SERIOUS, "危害后果不轻微"),
        (facts.corrected_in_time, "没有及时改正"),
    )
    missing = [text for met, text in asked if not met]
    if not missing:
        return []
    text = f"{'、'.join(missing)}，不能按“初次违法且危害后果轻微并及时改正”不予处罚。"
    return [Obstacle(text, cite("行政处罚法33.1"), remedy="三个条件同时具备才可以不予处罚。")]
