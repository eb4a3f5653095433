"""Which verbs has a decision that somebody else looks at, and what stands before them? Rows for the table in verbs.py."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from shanzhi.law.citation import cite
from shanzhi.law.obstacle import Obstacle

from ..models import Step
from .guards import CaseFacts, Doer, house

WHERE = (Step.SERVED, Step.ENFORCEMENT, Step.NO_PENALTY, Step.CLOSED)
HANDLE, APPROVE = "casework.handle_case", "casework.approve_case"
# A party may turn to others after he has paid and the case is closed: these do not end with the case.
AFTER_CLOSING = frozenset({"note_remedy", "answer_remedy", "stay_enforcement", "note_remedy_outcome"})


def decision_stands(facts: CaseFacts, doer: Doer) -> list[Obstacle]:
    if facts.decision_served_on:
        return []
    return [house("没有已经送达的决定，不能登记复议、诉讼。", "先登记决定书送达")]


def no_remedy_open(facts: CaseFacts, doer: Doer) -> list[Obstacle]:
    if not facts.remedy_open:
        return []
    return [Obstacle("已有没有结束的复议或者诉讼。", cite("行政复议法29"), "先登记它的结果。")]


def remedy_open(facts: CaseFacts, doer: Doer) -> list[Obstacle]:
    return [] if facts.remedy_open else [house("没有正在进行的复议、诉讼。")]


def remedy_unanswered(facts: CaseFacts, doer: Doer) -> list[Obstacle]:
    return [] if facts.remedy_unanswered else [house("没有待答复的复议、诉讼。")]


def not_stayed(facts: CaseFacts, doer: Doer) -> list[Obstacle]:
    return [house("已经停止执行。", "结果登记后恢复")] if facts.stayed else []


def nothing_pending(facts: CaseFacts, doer: Doer) -> list[Obstacle]:
    """Nobody closes a case over which somebody else still decides."""
    if not facts.remedy_open:
        return []
    return [house("行政复议或者行政诉讼还没有结果，不能结案。", "先登记结果")]


# verb, label, start, to, permission, guards, is_primary, basis
ROWS: tuple[tuple[Any, ...], ...] = (
    ("note_remedy", _("登记复议、诉讼"), WHERE, None, HANDLE, (decision_stands, no_remedy_open), False,
     "行政复议法20、行政诉讼法46"),
    ("answer_remedy", _("登记复议答复、应诉答辩"), WHERE, None, HANDLE, (remedy_unanswered,), False,
     "行政复议法48、行政诉讼法67"),
    ("stay_enforcement", _("登记停止执行"), WHERE, None, APPROVE, (remedy_open, not_stayed), False,
     "行政复议法42、行政诉讼法56"),
    ("note_remedy_outcome", _("登记复议、诉讼结果"), WHERE, None, APPROVE, (remedy_open,), False,
     "行政复议法62、行政诉讼法69"),
)  # fmt: skip
