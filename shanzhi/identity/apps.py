from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class IdentityConfig(AppConfig):
    name = "shanzhi.identity"
    label = "identity"
    verbose_name = _("身份")
    permissions = {
        "identity.manage_users": _("管理账号与授权"),
        "identity.read_deliveries": _("查看通知送达情况"),
    }
    events = {
        "identity.user_created": _("账号已建立"),
        "identity.user_changed": _("账号已变更"),
        "identity.password_changed": _("密码已修改"),
        "identity.role_saved": _("角色权限已保存"),
        "identity.grant_given": _("已授权"),
        "identity.grant_ended": _("授权已终止"),
        "identity.session_ended": _("会话已结束"),
    }
