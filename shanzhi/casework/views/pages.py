"""Which form, which action and which words has the page of a verb?"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from .. import actions
from ..forms import inquiry as look
from ..forms import opening as begin
from ..forms import outcome as end
from ..forms import quick as short
from ..forms import remedies as turn
from ..forms.fields import VerbForm


@dataclass(frozen=True)
class VerbPage:
    """A verb's page."""

    verb: str
    form: type[VerbForm]
    action: Callable[..., Any]
    button: Any
    done: Any
    effect: Any = ""
    danger: bool = False


LISTED = (
    VerbPage("assign_officers", begin.AssignForm, actions.assign_officers, _("保存指派"), _("已指派执法人员。"),
             _("两名以上持证执法人员；换下的人员留在经过里。")),
    VerbPage("ask_recusal", begin.RecusalForm, actions.ask_recusal, _("提出"), _("已提出，等待负责人决定。"),
             _("决定作出之前不停止调查。")),
    VerbPage("decide_recusal", begin.RecusalDecisionForm, actions.decide_recusal, _("作出决定"), _("已决定。")),
    VerbPage("change_party", begin.ChangePartyForm, actions.change_party, _("保存变动"), _("已登记，原来的名称留在经过里。")),
    VerbPage("file_case", begin.FileForm, actions.file_case, _("批准立案"), _("已立案，办案期限从今天起算。"),
             _("批准后编立案号，办案期限起算。")),
    VerbPage("refuse_filing", begin.ReasonForm, actions.refuse_filing, _("不予立案"), _("已记录不予立案的理由。"),
             _("案件到此为止。"), True),
    VerbPage("record_inquiry", look.RecordForm, actions.record_inquiry, _("保存笔录"), _("笔录已入卷。"),
             _("由本案两名执法人员制作；交当事人核对签名，拒签的注明。")),
    VerbPage("take_evidence", look.EvidenceForm, actions.take_evidence, _("登记证据"), _("证据已登记。")),
    VerbPage("order_correction", look.CorrectionForm, actions.order_correction, _("责令改正"),
             _("已责令改正，文书待审核用印。"), _("到期要复查。")),
    VerbPage("recheck_correction", look.RecheckForm, actions.recheck_correction, _("保存复查"), _("复查已入卷。")),
    VerbPage("hold_evidence", look.HoldForm, actions.hold_evidence, _("批准登记保存"), _("已登记保存，期限内要处理。"),
             _("须机关负责人批准；七日内作出处理决定。")),
    VerbPage("settle_hold", look.SettleHoldForm, actions.settle_hold, _("保存处理"), _("已处理。")),
    VerbPage("seize", look.SeizeForm, actions.seize, _("批准实施"), _("已实施，期限从今天起算。"),
             _("只有法律、法规授权的事项才能查封、扣押。")),
    VerbPage("extend_seizure", look.ExtendSeizureForm, actions.extend_seizure, _("批准延长"), _("已延长一次。")),
    VerbPage("end_seizure", look.EndSeizureForm, actions.end_seizure, _("保存处理"), _("已处理。")),
    VerbPage("conclude", look.ConcludeForm, actions.conclude, _("调查终结"), _("调查终结，请提出处理建议。")),
    VerbPage("reopen_inquiry", begin.ReasonForm, actions.reopen_inquiry, _("退回补充调查"), _("已退回补充调查。")),
    VerbPage("propose", look.ProposeForm, actions.propose, _("保存建议"), _("处理建议已入卷。"),
             _("先逐项回答从宽的情形，系统按行政处罚法30至33得出结论，再写处罚内容和裁量理由。")),
    VerbPage("notify_party", end.NotifyForm, actions.notify_party, _("制作告知书"), _("告知书已制作，审核用印后送达。"), _("告知拟处罚的内容、事实、理由、依据和陈述、申辩、听证的权利。")),
    VerbPage("note_notice_served", end.ServeForm, actions.note_notice_served, _("登记送达"), _("送达已登记，期限开始计算。"), _("在文书页已登记送达的，直接按登记的日期采用。")),
    VerbPage("note_waiver", end.WaiverForm, actions.note_waiver, _("登记放弃"), _("已登记。"), _("只有明确的放弃才算，沉默不算。")),
    VerbPage("take_statement", end.StatementForm, actions.take_statement, _("保存"), _("已登记，请复核。"), _("口头提出的记入笔录；逾期提出的也要听取。")),
    VerbPage("check_statement", end.CheckForm, actions.check_statement, _("保存复核"), _("复核已入卷。"), _("复核事实、理由和证据；不得因此加重处罚。")),
    VerbPage("change_proposal", end.ReasonForm, actions.change_proposal, _("改变拟处罚"), _("请重新提出处理建议并告知。"), _("原告知作废，重新提出建议、重新告知。")),
    VerbPage("request_hearing", end.MaybeWordsForm, actions.request_hearing, _("登记听证要求"), _("已登记，请通知听证。"), _("口头要求的，记录在案。")),
    VerbPage("notify_hearing", end.HearingNoticeForm, actions.notify_hearing, _("通知听证"), _("听证通知书已制作。"), _("通知到举行之间须有七个完整的工作日。")),
    VerbPage("hold_hearing", end.HearingRecordForm, actions.hold_hearing, _("保存笔录"), _("听证笔录已入卷。")),
    VerbPage("waive_hearing", end.ShortWordsForm, actions.waive_hearing, _("登记视为放弃"), _("已登记。"), _("无正当理由不到场，或者未经许可中途退出。")),
    VerbPage("report_hearing", end.WordsForm, actions.report_hearing, _("提交报告"), _("已送法制审核。"), _("决定应当根据听证笔录作出。")),
    VerbPage("send_to_review", VerbForm, actions.send_to_review, _("送法制审核"), _("已送法制审核。")),
    VerbPage("review_case", end.ReviewForm, actions.review_case, _("提交审核意见"), _("审核意见已入卷。"), _("未通过的退回调查机构，重新提出建议。")),
    VerbPage("send_to_discussion", VerbForm, actions.send_to_discussion, _("提交集体讨论"), _("已提交集体讨论。")),
    VerbPage("discuss_case", end.DiscussForm, actions.discuss_case, _("保存讨论记录"), _("讨论记录已入卷。"), _("过半数同意方为通过。")),
    VerbPage("decide_penalty", end.DecideForm, actions.decide_penalty, _("作出决定"), _("决定书已制作，审核用印后送达。"), _("决定的内容就是告知过的处理建议。")),
    VerbPage("decide_no_penalty", end.DecideForm, actions.decide_no_penalty, _("作出不予处罚决定"), _("决定书已制作，审核用印后送达。")),
    VerbPage("note_decision_served", end.ServeForm, actions.note_decision_served, _("登记送达"), _("送达已登记，缴款期限开始计算。"), _("在文书页已登记送达的，直接按登记的日期采用。")),
    VerbPage("note_no_penalty_served", end.ServeForm, actions.note_no_penalty_served, _("登记送达"), _("送达已登记。")),
    VerbPage("record_payment", end.PaymentForm, actions.record_payment, _("登记缴款"), _("已登记。")),
    VerbPage("plan_payment", end.PlanForm, actions.plan_payment, _("批准"), _("已批准，缴款期限按最后一期。")),
    VerbPage("urge", end.MaybeWordsForm, actions.urge, _("催告"), _("催告书已制作，审核用印后送达。")),
    VerbPage("note_urging_served", end.ServeForm, actions.note_urging_served, _("登记送达"), _("催告书送达已登记。")),
    VerbPage("apply_to_court", end.CourtForm, actions.apply_to_court, _("申请强制执行"), _("已登记申请。"), _("催告后十个工作日、复议和诉讼期限届满后三个月内。")),
    VerbPage("note_court_answer", end.CourtAnswerForm, actions.note_court_answer, _("保存"), _("已登记。")),
    VerbPage("refer_crime", end.ReferForm, actions.refer_crime, _("移送"), _("已登记移送。"), _("不得以行政处罚代替刑事处罚。")),
    VerbPage("pause_clock", end.PauseForm, actions.pause_clock, _("登记"), _("期限已重新计算。"), _("查封、扣押的时间不能扣除。")),
    VerbPage("resume_clock", end.MaybeWordsForm, actions.resume_clock, _("恢复计算"), _("期限已重新计算。")),
    VerbPage("extend_term", end.ExtendForm, actions.extend_term, _("批准延长"), _("期限已重新计算。"), _("只有本案适用的规定允许时才能延长。")),
    VerbPage("note_record", short.RecordForm, actions.note_record, _("登记备案"), _("已备案。"),
             _("当场处罚报所属机关备案；办案人员不能给自己备案。缴清并备案后自动结案。")),
    VerbPage("hand_in_fine", end.MaybeWordsForm, actions.hand_in_fine, _("登记交回"), _("已登记交回机关。"),
             _("自收缴之日起两个工作日内交到机关，机关两个工作日内缴付银行。")),
    VerbPage("go_quick", short.GoQuickForm, actions.go_quick, _("改按简案快办"), _("已改按简案快办，同意书已入卷。"),
             _("当事人承认、书面同意，并且符合本县的办案参数；法定步骤一项不少。")),
    VerbPage("record_quick", short.QuickRecordForm, actions.record_quick, _("保存并告知"), _("询问、告知、陈述申辩已合并入卷并送达。"),
             _("一次完成询问、告知和听取陈述申辩，当事人签名一次；随后照常审核、决定。")),
    VerbPage("leave_quick", end.ShortReasonForm, actions.leave_quick, _("转回普通程序"), _("已转回普通程序，已取得的证据继续有效。")),
    VerbPage("record_education", short.EducationForm, actions.record_education, _("保存记录"), _("教育记录已入卷。"),
             _("不予处罚的，应当对当事人进行教育；提出处理建议时不用再写一遍。")),
    VerbPage("refer_help", short.HelpForm, actions.refer_help, _("转介帮扶"), _("已转介，案件照常办理。"),
             _("处罚之外需要帮一把的，转给有关单位；当事人的名字不随事件传出去。")),
    VerbPage("note_remedy", turn.RemedyForm, actions.note_remedy, _("登记"), _("已登记，答复期限已算出。"),
             _("复议、诉讼期间不停止执行（法律另有规定的除外）；加处罚款在此期间不计算。")),
    VerbPage("answer_remedy", turn.AnswerForm, actions.answer_remedy, _("登记答复"), _("答复已登记。"),
             _("逾期不提出答复、不提交证据的，视为没有证据。")),
    VerbPage("stay_enforcement", turn.StayForm, actions.stay_enforcement, _("停止执行"), _("已登记停止执行。")),
    VerbPage("note_remedy_outcome", turn.OutcomeForm, actions.note_remedy_outcome, _("登记结果"), _("结果已登记。"),
             _("变更的改罚款数额；撤销的决定不再执行；责令重作的回到调查终结，重新告知。")),
    VerbPage("close_case", end.ShortReasonForm, actions.close_case, _("结案"), _("已结案。"), _("结案后不能再改。")),
)  # fmt: skip
PAGES = {page.verb: page for page in LISTED}
