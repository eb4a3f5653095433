"""Which way may a matter go? One table: it makes the buttons, the refusals and the page of the handbook."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from shanzhi.law.obstacle import Obstacle

from ..models import Step
from . import guards
from .guards import Doer, Facts

Guard = Callable[[Facts, Doer], list[Obstacle]]

IN_WORK = (Step.SIGNED, Step.IN_HAND)
WORKING_STEPS = (Step.ASSIGNED, Step.SIGNED, Step.IN_HAND)
OPEN_STEPS = (Step.PENDING, Step.ACCEPTED, *WORKING_STEPS, Step.LONG_TERM, Step.ANSWERED, Step.VERIFIED)
BEFORE_ANSWER = (Step.PENDING, Step.ACCEPTED, *WORKING_STEPS, Step.LONG_TERM)
DONE_STEPS = (Step.CLOSED, Step.RATED)


@dataclass(frozen=True)
class Edge:
    """One verb: from which steps, to which step (None: it stays), by whom, and what must hold."""

    verb: str
    label: Any
    start: tuple[Step, ...]
    end: Step | None
    permission: str
    guards: tuple[Guard, ...] = ()
    by_unit: bool = False
    is_primary: bool = False
    has_button: bool = True


EDGES: tuple[Edge, ...] = (
    Edge("accept_matter", _("受理"), (Step.PENDING,), Step.ACCEPTED, "dispatch.accept_matter", is_primary=True),
    Edge("refuse_matter", _("不予受理"), (Step.PENDING, Step.ACCEPTED), Step.REFUSED, "dispatch.accept_matter"),
    Edge("assign_matter", _("派单"), (Step.ACCEPTED,), Step.ASSIGNED, "dispatch.assign_matter", (guards.needs_type,),
         is_primary=True),
    Edge("reassign_matter", _("改派"), WORKING_STEPS, Step.ASSIGNED, "dispatch.assign_matter",
         (guards.needs_type, guards.no_return_open)),
    Edge("sign_matter", _("签收"), (Step.ASSIGNED,), Step.SIGNED, "dispatch.work_matter", (guards.no_return_open,),
         by_unit=True, is_primary=True),
    Edge("start_work", _("开始处置"), (Step.SIGNED,), Step.IN_HAND, "dispatch.work_matter",
         (guards.no_return_open, guards.may_enforce), by_unit=True, is_primary=True),
    Edge("note_progress", _("记录进展"), (*IN_WORK, Step.LONG_TERM), None, "dispatch.work_matter", by_unit=True),
    Edge("ask_assist", _("请求协办"), WORKING_STEPS, None, "dispatch.work_matter", by_unit=True),
    Edge("ask_return", _("申请退回"), WORKING_STEPS, None, "dispatch.return_task",
         (guards.no_return_open, guards.one_return_a_unit), by_unit=True),
    Edge("raise_dispute", _("提请职责裁定"), WORKING_STEPS, None, "dispatch.return_task",
         (guards.no_return_open, guards.centre_has_ruled, guards.no_dispute), by_unit=True),
    Edge("rule_return", _("裁定退回"), WORKING_STEPS, None, "dispatch.rule_return", has_button=False),
    Edge("ask_time", _("申请延期或中止"), IN_WORK, None, "dispatch.work_matter",
         (guards.no_return_open, guards.no_time_ask_open, guards.not_paused, guards.not_late), by_unit=True),
    Edge("decide_time", _("决定延期或中止"), IN_WORK, None, "dispatch.grant_time", has_button=False),
    Edge("resume_clock", _("恢复计时"), IN_WORK, None, "dispatch.work_matter", (guards.paused,), by_unit=True),
    Edge("shelve_matter", _("转挂账"), IN_WORK, Step.LONG_TERM, "dispatch.grant_time",
         (guards.no_return_open, guards.no_time_ask_open, guards.not_paused)),
    Edge("review_shelf", _("挂账复查"), (Step.LONG_TERM,), None, "dispatch.grant_time", is_primary=True),
    Edge("unshelve_matter", _("恢复办理"), (Step.LONG_TERM,), Step.IN_HAND, "dispatch.grant_time"),
    Edge("give_answer", _("反馈结果"), IN_WORK, Step.ANSWERED, "dispatch.work_matter",
         (guards.no_return_open, guards.no_time_ask_open, guards.not_paused, guards.may_enforce),
         by_unit=True, is_primary=True),
    Edge("verify_answer", _("核查通过"), (Step.ANSWERED,), Step.VERIFIED, "dispatch.verify_answer",
         (guards.has_answer_of_another,), is_primary=True),
    Edge("send_back", _("退回重做"), (Step.ANSWERED, Step.VERIFIED), Step.IN_HAND, "dispatch.verify_answer",
         (guards.has_answer_of_another,)),
    Edge("close_matter", _("办结"), (Step.VERIFIED,), Step.CLOSED, "dispatch.verify_answer",
         (guards.has_answer_of_another, guards.no_assist_open), is_primary=True),
    Edge("rate_matter", _("登记评价"), DONE_STEPS, Step.RATED, "", has_button=False),
    Edge("reopen_matter", _("重新办理"), DONE_STEPS, Step.ASSIGNED, "dispatch.verify_answer"),
    Edge("archive_matter", _("归档"), DONE_STEPS, Step.ARCHIVED, "dispatch.verify_answer", (guards.no_task_open,)),
    Edge("spread_patrol", _("扩大巡查"), (*IN_WORK, Step.ANSWERED, Step.VERIFIED, *DONE_STEPS), None,
         "dispatch.spread_patrol"),
    Edge("merge_matter", _("并案"), BEFORE_ANSWER, Step.MERGED, "dispatch.assign_matter", (guards.no_return_open,)),
    Edge("undo_merge", _("撤销并案"), (Step.MERGED,), None, "dispatch.assign_matter", is_primary=True),
    Edge("split_matter", _("分案"), OPEN_STEPS, None, "dispatch.assign_matter"),
    Edge("change_type", _("更正类型"), BEFORE_ANSWER[1:], None, "dispatch.assign_matter"),
    Edge("withdraw_matter", _("反映人撤回"), (Step.PENDING, Step.ACCEPTED, Step.ASSIGNED), Step.WITHDRAWN, "",
         has_button=False),
)  # fmt: skip
BY_VERB = {edge.verb: edge for edge in EDGES}


def obstacles(verb: str, facts: Facts, doer: Doer) -> list[Obstacle]:
    """Return everything that stands against the verb; empty means go."""
    edge = BY_VERB[verb]
    if facts.step not in edge.start:
        where = "、".join(f"「{Step(step).label}」" for step in edge.start)
        return [guards.house(f"事件现在是「{facts.step.label}」，{edge.label}只能在{where}时进行。")]
    return [found for guard in edge.guards for found in guard(facts, doer)]


def open_edges(step: str) -> list[Edge]:
    """Return the verbs that lead on from a step and have a button, the most natural one first."""
    found = [edge for edge in EDGES if edge.has_button and Step(step) in edge.start]
    return sorted(found, key=lambda edge: not edge.is_primary)


def as_markdown() -> str:
    """Return the table for the handbook."""
    lines = ["| 动作 | 从 | 到 | 权限 | 条件 |", "|---|---|---|---|---|"]
    for edge in EDGES:
        start = "、".join(str(Step(step).label) for step in edge.start)
        end = str(Step(edge.end).label) if edge.end else "不变"
        held = "；".join(guards.NAMES[guard] for guard in edge.guards) or "—"
        who = f"`{edge.permission}`" if edge.permission else "反映人"
        lines.append(f"| {edge.label} `{edge.verb}` | {start} | {end} | {who} | {held} |")
    return "\n".join(lines) + "\n"
