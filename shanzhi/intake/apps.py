from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class IntakeConfig(AppConfig):
    name = "shanzhi.intake"
    label = "intake"
    verbose_name = _("受理")
    permissions = {
        "intake.register_report": _("代为登记诉求"),
        "intake.read_reports": _("查看诉求"),
        "intake.open_contact": _("调阅反映人联系方式（须写明理由）"),
        "intake.manage_points": _("管理二维码点位"),
        "intake.redact_report": _("遮盖公开文本与照片"),
    }
    nav = [
        (_("登记诉求"), "intake:register", "intake.register_report"),
        (_("二维码点位"), "intake:points", "intake.manage_points"),
        (_("未送达的告知"), "intake:deliveries", "identity.read_deliveries", 80),
    ]
    events = {
        "intake.report_received": _("收到反映"),
        "intake.report_supplemented": _("反映人补充了情况"),
        "intake.report_restricted": _("诉求限制阅看"),
        "intake.report_withdrawn": _("反映人撤回"),
        "intake.report_rated": _("反映人作出评价"),
        "intake.reopening_asked": _("反映人要求重新办理"),
        "intake.stage_changed": _("告知反映人的进度已更新"),
        "intake.message_sent": _("平台向反映人转达了一段话"),
        "intake.delivery_retried": _("重新发送未送达的告知"),
        "intake.delivery_settled": _("未送达的告知已由人工告知"),
        "intake.contact_opened": _("调阅了反映人联系方式"),
        "intake.report_redacted": _("公开内容已遮盖"),
        "intake.report_hidden": _("反映人不让附近的人看到"),
        "intake.point_created": _("设立二维码点位"),
        "intake.point_moved": _("二维码点位已迁移"),
        "intake.point_retired": _("二维码点位已停用"),
        "intake.point_restored": _("二维码点位恢复使用"),
    }
