"""What may be done with a case, from which steps, by whom? One table; the law's own tables say what stands in the way."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from shanzhi.law.citation import Citation, cite

from ..models import Step
from . import guards, remedy_verbs, summary_verbs
from .guards import Guard

READ, OPEN, HANDLE = "casework.read_cases", "casework.open_case", "casework.handle_case"
APPROVE, REVIEW, DISCUSS = "casework.approve_case", "casework.review_case", "casework.discuss_case"
DECIDE, HEAR, MONEY = "casework.decide_case", "casework.hold_hearing", "casework.record_payment"

BEFORE_DECISION = (
    Step.CLUE, Step.INVESTIGATING, Step.CONCLUDED, Step.NOTIFIED, Step.HEARING, Step.LEGAL_REVIEW, Step.COLLECTIVE,
)  # fmt: skip
RUNNING = BEFORE_DECISION[1:]
OPEN_STEPS = (*BEFORE_DECISION, Step.DECIDED, Step.SERVED, Step.ENFORCEMENT, Step.NO_PENALTY, Step.REFERRED)
AFTER_DECISION = (Step.DECIDED, Step.SERVED, Step.ENFORCEMENT, Step.NO_PENALTY)


@dataclass(frozen=True)
class Verb:
    """One thing to do: `to` is the step of the law's table it leads to, None when the case stays where it is."""

    verb: str
    label: Any
    start: tuple[Step, ...]
    to: Step | None
    permission: str
    guards: tuple[Guard, ...] = ()
    is_primary: bool = False
    basis: str = ""

    @property
    def citations(self) -> tuple[Citation, ...]:
        return citations_of(self.basis)


def citations_of(text: str) -> tuple[Citation, ...]:
    """Return the articles written as 行政处罚法57、59 (the second of the same statute) or with each statute named."""
    found: list[Citation] = []
    for part in filter(None, text.split("、")):
        found.append(cite(found[-1].statute + part if part[0].isdigit() and found else part))
    return tuple(found)


VERBS: tuple[Verb, ...] = (
    Verb("assign_officers", _("指派执法人员"), BEFORE_DECISION, None, HANDLE, basis="行政处罚法42.1"),
    Verb("ask_recusal", _("提出回避"), BEFORE_DECISION, None, HANDLE, basis="行政处罚法43"),
    Verb("decide_recusal", _("决定回避"), BEFORE_DECISION, None, APPROVE, (guards.recusal_open,), basis="行政处罚法43"),
    Verb("change_party", _("当事人变更、更正"), OPEN_STEPS, None, HANDLE),
    Verb("file_case", _("批准立案"), (Step.CLUE,), Step.INVESTIGATING, APPROVE,
         (guards.competent, guards.not_time_barred, guards.party_stands), True, "行政处罚法54.2"),
    Verb("refuse_filing", _("不予立案"), (Step.CLUE,), Step.NOT_FILED, APPROVE, basis="行政处罚法54.2"),
    Verb("record_inquiry", _("制作笔录"), (Step.INVESTIGATING,), None, HANDLE, (guards.two_officers,),
         basis="行政处罚法55"),
    Verb("take_evidence", _("登记证据"), (Step.INVESTIGATING,), None, HANDLE, basis="行政处罚法46"),
    Verb("order_correction", _("责令改正"), (Step.INVESTIGATING, Step.CONCLUDED), None, HANDLE, (guards.two_officers,),
         basis="行政处罚法28.1"),
    Verb("recheck_correction", _("复查改正情况"), OPEN_STEPS, None, HANDLE, (guards.correction_open,),
         basis="行政处罚法28.1"),
    Verb("hold_evidence", _("先行登记保存"), (Step.INVESTIGATING,), None, APPROVE, (guards.two_officers,),
         basis="行政处罚法56"),
    Verb("settle_hold", _("处理登记保存的证据"), OPEN_STEPS, None, HANDLE, (guards.hold_open,), basis="行政处罚法56"),
    Verb("seize", _("查封、扣押"), (Step.INVESTIGATING,), None, APPROVE, basis="行政强制法18"),
    Verb("extend_seizure", _("延长查封、扣押"), RUNNING, None, APPROVE, (guards.seizure_held,), basis="行政强制法25.1"),
    Verb("end_seizure", _("解除或处理查封、扣押"), OPEN_STEPS, None, HANDLE, (guards.seizure_open,),
         basis="行政强制法28"),
    Verb("conclude", _("调查终结"), (Step.INVESTIGATING,), Step.CONCLUDED, HANDLE,
         (guards.has_record, guards.hold_settled), True, "行政处罚法57.1"),
    Verb("reopen_inquiry", _("退回补充调查"), (Step.CONCLUDED,), Step.INVESTIGATING, APPROVE, basis="行政处罚法40"),
    Verb("propose", _("提出处理建议"), (Step.CONCLUDED,), None, HANDLE, basis="行政处罚法34"),
    Verb("notify_party", _("事先告知"), (Step.CONCLUDED,), Step.NOTIFIED, HANDLE,
         (guards.penalty_proposed, guards.party_stands), True, "行政处罚法44"),
    Verb("decide_no_penalty", _("不予处罚"), (Step.CONCLUDED,), Step.NO_PENALTY, DECIDE,
         (guards.no_penalty_proposed, guards.competent), True, "行政处罚法57.1"),
    Verb("note_notice_served", _("登记告知书送达"), (Step.NOTIFIED,), None, HANDLE, (guards.notice_not_served,), True,
         "行政处罚法61"),
    Verb("note_waiver", _("登记明确放弃陈述申辩、听证"), (Step.NOTIFIED,), None, HANDLE, (guards.notice_served,),
         basis="行政处罚法62"),
    Verb("take_statement", _("登记陈述申辩"), (Step.NOTIFIED, Step.HEARING, Step.LEGAL_REVIEW, Step.COLLECTIVE), None,
         HANDLE, basis="行政处罚法45.1"),
    Verb("check_statement", _("复核陈述申辩"), (Step.NOTIFIED, Step.HEARING, Step.LEGAL_REVIEW, Step.COLLECTIVE), None,
         HANDLE, (guards.statement_open,), basis="行政处罚法45.1"),
    Verb("change_proposal", _("改变拟处罚，重新告知"), (Step.NOTIFIED,), Step.CONCLUDED, HANDLE,
         (guards.statement_checked,), basis="行政处罚法45"),
    Verb("request_hearing", _("登记听证要求"), (Step.NOTIFIED,), Step.HEARING, HANDLE,
         (guards.hearing_right, guards.hearing_in_time), basis="行政处罚法64(1)"),
    Verb("notify_hearing", _("通知听证"), (Step.HEARING,), None, HANDLE, (guards.hearing_requested,), True,
         "行政处罚法64(2)"),
    Verb("hold_hearing", _("登记听证笔录"), (Step.HEARING,), None, HEAR, (guards.hearing_noticed,), basis="行政处罚法64"),
    Verb("waive_hearing", _("登记视为放弃听证"), (Step.HEARING,), None, HEAR, (guards.hearing_noticed,),
         basis="行政处罚法64(6)"),
    Verb("report_hearing", _("听证报告，送审"), (Step.HEARING,), Step.LEGAL_REVIEW, HEAR, (guards.hearing_finished,),
         basis="行政处罚法65"),
    Verb("send_to_review", _("送法制审核"), (Step.NOTIFIED,), Step.LEGAL_REVIEW, HANDLE, (guards.waiting_over,),
         basis="行政处罚法58"),
    Verb("review_case", _("法制审核"), (Step.LEGAL_REVIEW,), None, REVIEW, (guards.not_investigator,), True,
         "行政处罚法58"),
    Verb("send_to_discussion", _("提交集体讨论"), (Step.NOTIFIED, Step.LEGAL_REVIEW), Step.COLLECTIVE, HANDLE,
         (guards.waiting_over,), basis="行政处罚法57.2"),
    Verb("discuss_case", _("登记集体讨论"), (Step.COLLECTIVE,), None, DISCUSS, (), True, "行政处罚法57.2"),
    Verb("decide_penalty", _("作出处罚决定"), (Step.NOTIFIED, Step.LEGAL_REVIEW, Step.COLLECTIVE), Step.DECIDED, DECIDE,
         (guards.waiting_over, guards.penalty_proposed, guards.competent, guards.party_stands, guards.not_paused,
          summary_verbs.still_quick), True, "行政处罚法57、59"),
    Verb("note_decision_served", _("登记决定书送达"), (Step.DECIDED,), Step.SERVED, HANDLE, (), True, "行政处罚法61"),
    Verb("note_no_penalty_served", _("登记不予处罚决定书送达"), (Step.NO_PENALTY,), None, HANDLE,
         (guards.decision_not_served,), True, "行政处罚法61"),
    Verb("record_payment", _("登记缴款"), (Step.SERVED, Step.ENFORCEMENT), None, MONEY, (guards.owes,), True,
         "行政处罚法67"),
    Verb("plan_payment", _("批准暂缓或分期缴纳"), (Step.SERVED,), None, APPROVE, (guards.owes,), basis="行政处罚法66.2"),
    Verb("urge", _("催告"), (Step.SERVED,), None, HANDLE, (guards.owes, guards.overdue, remedy_verbs.not_stayed), basis="行政强制法54"),
    Verb("note_urging_served", _("登记催告书送达"), (Step.SERVED,), None, HANDLE, (guards.urging_not_served,),
         basis="行政强制法54"),
    Verb("apply_to_court", _("申请法院强制执行"), (Step.SERVED,), Step.ENFORCEMENT, APPROVE, (guards.owes,),
         basis="行政强制法53"),
    Verb("note_court_answer", _("登记法院答复"), (Step.ENFORCEMENT,), None, HANDLE, (guards.court_waits,),
         basis="行政强制法56、57"),
    Verb("refer_crime", _("涉嫌犯罪，移送"), (Step.INVESTIGATING, Step.CONCLUDED), Step.REFERRED, DECIDE,
         basis="行政处罚法27"),
    Verb("pause_clock", _("登记不计入期限的期间"), RUNNING, None, APPROVE, (guards.not_paused,)),
    Verb("resume_clock", _("结束不计入的期间"), RUNNING, None, HANDLE, (guards.paused,)),
    Verb("extend_term", _("批准延长办案期限"), RUNNING, None, APPROVE, basis="行政处罚法60"),
    Verb("close_case", _("结案"), (Step.SERVED, Step.ENFORCEMENT, Step.NO_PENALTY, Step.REFERRED), None, APPROVE,
         (guards.not_closed, guards.may_close, summary_verbs.on_spot_done, remedy_verbs.nothing_pending), True),
    *(Verb(*row) for row in summary_verbs.ROWS),
    *(Verb(*row) for row in remedy_verbs.ROWS),
)  # fmt: skip
BY_VERB = {one.verb: one for one in VERBS}


def open_verbs(step: str) -> list[Verb]:
    """Return the verbs that can be thought of at a step, the natural next one first."""
    found = [one for one in VERBS if Step(step) in one.start]
    return sorted(found, key=lambda one: not one.is_primary)
