from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CaseworkConfig(AppConfig):
    name = "shanzhi.casework"
    label = "casework"
    verbose_name = _("办案")
    subject_pages = {"penaltycase": "casework:case"}
    permissions = {
        "casework.read_cases": _("查看案件"),
        "casework.open_case": _("登记案件线索"),
        "casework.handle_case": _("调查取证、告知、送达"),
        "casework.approve_case": _("批准立案、措施、延期、结案"),
        "casework.review_case": _("法制审核"),
        "casework.discuss_case": _("登记集体讨论"),
        "casework.hold_hearing": _("主持听证"),
        "casework.decide_case": _("作出处理决定"),
        "casework.record_payment": _("登记罚款缴纳"),
    }
    nav = [(_("案件"), "casework:cases", "casework.read_cases", 60)]
    events = {
        "casework.case_opened": _("登记了案件线索"),
        "casework.officers_assigned": _("指派了执法人员"),
        "casework.recusal_asked": _("提出了回避"),
        "casework.recusal_decided": _("决定了回避"),
        "casework.party_changed": _("登记了当事人变动"),
        "casework.case_filed": _("已立案"),
        "casework.filing_refused": _("不予立案"),
        "casework.inquiry_recorded": _("制作了调查笔录"),
        "casework.evidence_taken": _("登记了证据"),
        "casework.correction_ordered": _("责令改正"),
        "casework.correction_rechecked": _("复查了改正情况"),
        "casework.evidence_held": _("先行登记保存了证据"),
        "casework.hold_settled": _("处理了登记保存的证据"),
        "casework.things_seized": _("查封、扣押"),
        "casework.seizure_extended": _("延长了查封、扣押"),
        "casework.seizure_ended": _("解除或处理了查封、扣押"),
        "casework.case_concluded": _("调查终结"),
        "casework.inquiry_reopened": _("退回补充调查"),
        "casework.handling_proposed": _("提出了处理建议"),
        "casework.party_notified": _("制作了事先告知书"),
        "casework.notice_served": _("告知书已送达"),
        "casework.rights_waived": _("当事人明确放弃陈述申辩、听证"),
        "casework.statement_taken": _("登记了陈述申辩"),
        "casework.statement_checked": _("复核了陈述申辩"),
        "casework.proposal_changed": _("改变拟处罚，重新告知"),
        "casework.hearing_requested": _("当事人要求听证"),
        "casework.hearing_noticed": _("已通知听证"),
        "casework.hearing_held": _("已举行听证"),
        "casework.hearing_waived": _("视为放弃听证"),
        "casework.hearing_reported": _("已作听证报告"),
        "casework.review_asked": _("送法制审核"),
        "casework.case_reviewed": _("已作法制审核"),
        "casework.discussion_asked": _("提交集体讨论"),
        "casework.case_discussed": _("已集体讨论"),
        "casework.penalty_decided": _("已作出处罚决定"),
        "casework.no_penalty_decided": _("已作出不予处罚决定"),
        "casework.decision_served": _("决定书已送达"),
        "casework.payment_recorded": _("登记了缴款"),
        "casework.payment_planned": _("批准了暂缓或分期缴纳"),
        "casework.party_urged": _("已催告"),
        "casework.urging_served": _("催告书已送达"),
        "casework.court_asked": _("申请法院强制执行"),
        "casework.court_answered": _("法院已答复"),
        "casework.crime_referred": _("移送司法机关"),
        "casework.clock_paused": _("登记了不计入期限的期间"),
        "casework.clock_resumed": _("不计入期限的期间结束"),
        "casework.term_extended": _("批准延长办案期限"),
        "casework.feed_opened": _("生成了日历订阅地址"),
        "casework.feed_ended": _("停用了日历订阅地址"),
        "casework.case_closed": _("已结案"),
    }
