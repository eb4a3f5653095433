from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DispatchConfig(AppConfig):
    name = "shanzhi.dispatch"
    label = "dispatch"
    verbose_name = _("指挥")
    permissions = {
        "dispatch.read_matters": _("查看事件"),
        "dispatch.read_restricted": _("阅看限制阅看的诉求（内部举报等）"),
        "dispatch.manage_triage": _("管理智能分拨：训练、启用、退回、自动受理"),
        "dispatch.accept_matter": _("受理与不予受理"),
        "dispatch.assign_matter": _("派单、改派、并案"),
        "dispatch.work_matter": _("签收、处置、反馈"),
        "dispatch.return_task": _("申请退回"),
        "dispatch.rule_return": _("裁定退回"),
        "dispatch.grant_time": _("批准延期与中止"),
        "dispatch.verify_answer": _("核查与办结"),
        "dispatch.spread_patrol": _("扩大巡查"),
    }
    nav = [
        (_("待办"), "dispatch:worklist", "dispatch.read_matters"),
        (_("地图"), "dispatch:map", "dispatch.read_matters"),
        (_("我的今天"), "dispatch:today", "dispatch.read_matters"),
        (_("热点"), "dispatch:hot_topics", "dispatch.read_matters"),
        (_("智能分拨"), "dispatch:triage", "dispatch.manage_triage"),
    ]
    phone_nav = [
        (_("今天"), "dispatch:today", "dispatch.read_matters"),
        (_("待办"), "dispatch:worklist", "dispatch.read_matters"),
        (_("地图"), "dispatch:map", "dispatch.read_matters"),
    ]
    events = {
        "dispatch.matter_opened": _("事件进入受理台"),
        "dispatch.matter_accepted": _("已受理"),
        "dispatch.matter_refused": _("不予受理"),
        "dispatch.matter_assigned": _("已派单"),
        "dispatch.matter_reassigned": _("已改派"),
        "dispatch.task_signed": _("已签收"),
        "dispatch.work_started": _("开始处置"),
        "dispatch.progress_noted": _("处置进展"),
        "dispatch.assist_asked": _("请求协办"),
        "dispatch.patrol_spread": _("扩大巡查"),
        "dispatch.task_done": _("协办（巡查）完成"),
        "dispatch.task_withdrawn": _("派单收回"),
        "dispatch.return_asked": _("申请退回"),
        "dispatch.return_ruled": _("退回已裁定"),
        "dispatch.time_asked": _("申请延期或中止"),
        "dispatch.time_decided": _("延期或中止已决定"),
        "dispatch.clock_resumed": _("恢复计时"),
        "dispatch.matter_shelved": _("转入挂账"),
        "dispatch.matter_unshelved": _("挂账恢复办理"),
        "dispatch.shelf_reviewed": _("挂账已复查"),
        "dispatch.answer_given": _("已反馈结果"),
        "dispatch.answer_sent_back": _("核查退回重做"),
        "dispatch.answer_verified": _("核查通过"),
        "dispatch.matter_closed": _("已办结"),
        "dispatch.matter_rated": _("反映人已评价"),
        "dispatch.matter_reopened": _("重新办理"),
        "dispatch.matter_archived": _("已归档"),
        "dispatch.matter_withdrawn": _("反映人撤回，事件终止"),
        "dispatch.withdrawal_noted": _("一位反映人撤回，事件照常办理"),
        "dispatch.request_noted": _("又有反映人要求重新办理"),
        "dispatch.report_attached": _("诉求并入事件"),
        "dispatch.report_detached": _("诉求从事件中分出"),
        "dispatch.matters_merged": _("事件已并案"),
        "dispatch.merge_undone": _("并案已撤销"),
        "dispatch.triage_asked": _("提交分拨模型训练"),
        "dispatch.triage_trained": _("分拨模型训练结束"),
        "dispatch.triage_in_force": _("启用分拨模型"),
        "dispatch.triage_rolled_back": _("退回分拨模型"),
        "dispatch.triage_set": _("更改分拨设置"),
        "dispatch.advice_answered": _("建议与选择已记录"),
        "dispatch.type_changed": _("事件类型已更正"),
        "dispatch.photos_added": _("添加了处置照片"),
        "dispatch.matter_chased": _("到期提醒"),
    }
