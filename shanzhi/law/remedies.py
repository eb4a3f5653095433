"""Where can the party turn, in which order and until when: what must a decision say about review and suit?"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from shanzhi.law.citation import Citation, review_law
from shanzhi.law.numerals import to_chinese
from shanzhi.law.obstacle import Obstacle
from shanzhi.law.rulebook import Rule, Unit, require_length, rule


class Decider(StrEnum):
    """Whose decision is challenged."""

    DEPARTMENT = "department"
    TOWNSHIP = "township"

    @property
    def basis(self) -> Citation:
        """The article by which the county government reviews it."""
        return review_law(24, 1, 1 if self is Decider.DEPARTMENT else 2)


@dataclass(frozen=True, slots=True)
class Remedies:
    """`review_first`: no suit before the review (行政复议法23). The organ is the government, never the upper department."""

    review_first: bool
    organ: str
    text: str
    basis: tuple[Citation, ...]


def remedies(decider: Decider, county: str, *, on_the_spot: bool) -> Remedies:
    """Return what the decision of a department or a township of this county must say."""
    organ = f"{county}人民政府"
    review, suit, after = rule("review.apply"), rule("litigation.direct"), rule("litigation.after_review")
    basis = (*review.basis[:1], decider.basis)
    text = f"可以自收到本决定书之日起{_length(review)}内向{organ}申请行政复议"
    if on_the_spot:
        text = f"对当场作出的行政处罚决定不服的，应当先申请行政复议：{text}；对复议决定不服的，"
        text += f"可以自收到复议决定书之日起{_length(after)}内向人民法院起诉。"
        return Remedies(True, organ, text, (review_law(23, 1, 1), *basis, *after.basis[:1]))
    text += f"，也可以自收到本决定书之日起{_length(suit)}内直接向人民法院起诉。"
    return Remedies(False, organ, text, (*basis, *suit.basis[:1]))


def _length(one: Rule) -> str:
    number = require_length(one, one.in_force)
    return f"{to_chinese(number)}{'个月' if one.unit is Unit.MONTH else '日'}"


def obstacles_to_notice(required: Remedies, *, offers_direct_suit: bool, organ: str) -> list[Obstacle]:
    """What is wrong with the remedies a decision names."""
    found = []
    if required.review_first and offers_direct_suit:
        text = "对当场处罚不服应当先申请行政复议，不能写成可以直接起诉；应当告知先复议。"
        found.append(Obstacle(text, (review_law(23, 1, 1), review_law(23, 2)), remedy=required.text))
    if organ != required.organ:
        text = f"行政复议机关应写{required.organ}，不是{organ}。"
        found.append(Obstacle(text, required.basis, remedy=required.text))
    return found
