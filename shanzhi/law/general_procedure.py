"""What stands between a case and its decision in the general procedure? Every reason with its article, never just "no"."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from typing import Any

from shanzhi.law.citation import cite
from shanzhi.law.obstacle import Obstacle

LEAST_OFFICERS = 2


class BadCase(ValueError):
    """The facts of the case cannot be read; the sentence says which one and how it should be."""


@dataclass(frozen=True, slots=True)
class Case:
    """The facts the decision depends on, as the file shows them today."""

    step: str = ""
    filed: bool = False
    officers: int = 0
    certificates_valid: bool = False
    notice_served: bool = False
    statement: str = "none"
    hearing_right: bool = False
    hearing_requested: bool = False
    hearing_held: bool = False
    legal_review_required: bool = False
    legal_review_passed: bool = False
    collective_required: bool = False
    collective_held: bool = False

    @classmethod
    def read(cls, raw: Mapping[str, Any]) -> Case:
        """Return a case from plain data. Raises BadCase."""
        known = {field.name: field.type for field in fields(cls)}
        if unknown := sorted(set(raw) - set(known)):
            raise BadCase(f"不认识的事实：{'、'.join(unknown)}。可用的有：{'、'.join(sorted(known))}。")
        for name, value in raw.items():
            if known[name] == "bool" and not isinstance(value, bool):
                raise BadCase(f"{name} 应是 true 或 false。")
            if known[name] == "int" and (isinstance(value, bool) or not isinstance(value, int) or value < 0):
                raise BadCase(f"{name} 应是不小于 0 的整数。")
            if known[name] == "str" and not isinstance(value, str):
                raise BadCase(f"{name} 应是文字。")
        if raw.get("statement", "none") not in STATEMENTS:
            raise BadCase(f"statement 应是 {'、'.join(STATEMENTS)} 之一。")
        return cls(**raw)


# What became of the party's right to be heard: nothing said, waived in writing, heard and looked into, or still open.
STATEMENTS = ("none", "waived", "heard", "pending")


def article_42(case: Case) -> Obstacle | None:
    """At least two officers, both with a certificate that holds on the day."""
    if case.officers < LEAST_OFFICERS:
        return Obstacle("执法人员不得少于两人。", cite("行政处罚法42"), "增派一名有执法资格的人员。")
    if not case.certificates_valid:
        return Obstacle("执法人员应当具有执法资格，现有人员的证件无效或已到期。", cite("行政处罚法42"))
    return None


def article_44(case: Case) -> Obstacle | None:
    """Told of the proposed penalty, its facts, reasons and basis, and of the rights."""
    if case.notice_served:
        return None
    text = "尚未告知当事人拟作出的处罚内容及事实、理由、依据和陈述、申辩、要求听证等权利。"
    return Obstacle(text, cite("行政处罚法44"), "送达行政处罚事先告知书。")


def article_45(case: Case) -> Obstacle | None:
    """A statement that was made is heard and looked into before anything is decided."""
    if case.statement != "pending":
        return None
    return Obstacle("当事人提出的陈述、申辩尚未复核。", cite("行政处罚法45"), "复核事实、理由和证据并作记录。")


def article_54(case: Case) -> Obstacle | None:
    """A case is filed before it is decided."""
    return None if case.filed else Obstacle("案件尚未立案。", cite("行政处罚法54"), "符合立案标准的，先立案。")


def article_57(case: Case) -> Obstacle | None:
    """Complex cases and major violations are discussed by those in charge together."""
    if case.collective_required and not case.collective_held:
        return Obstacle("情节复杂或者重大违法行为，尚未由行政机关负责人集体讨论决定。", cite("行政处罚法57"))
    return None


def article_58(case: Case) -> Obstacle | None:
    """No legal review, or not passed: no decision."""
    if case.legal_review_required and not case.legal_review_passed:
        return Obstacle("应当进行法制审核，未经审核或者审核未通过的，不得作出决定。", cite("行政处罚法58"))
    return None


def article_63(case: Case) -> Obstacle | None:
    """A hearing that was asked for by somebody who may is held first."""
    if case.hearing_right and case.hearing_requested and not case.hearing_held:
        return Obstacle("当事人要求听证，行政机关应当组织听证，听证尚未举行。", cite("行政处罚法63"))
    return None


Guard = Callable[[Case], Obstacle | None]
TO_DECIDED: tuple[Guard, ...] = (article_54, article_42, article_44, article_45, article_63, article_58, article_57)
TO_FILED: tuple[Guard, ...] = (article_42,)
STEPS: Mapping[str, tuple[Guard, ...]] = {"filed": TO_FILED, "decided": TO_DECIDED}


def obstacles(case: Case, to: str) -> list[Obstacle]:
    """Return everything that stands between the case and the step; empty means go. Raises BadCase on an unknown step."""
    if to not in STEPS:
        raise BadCase(f"一般程序里没有「{to}」这一步可查；可查的有：{'、'.join(STEPS)}。")
    return [found for guard in STEPS[to] if (found := guard(case))]
