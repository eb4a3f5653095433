from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RegistryConfig(AppConfig):
    name = "shanzhi.registry"
    label = "registry"
    verbose_name = _("名录")
    permissions = {
        "registry.read_registry": _("查看名录"),
        "registry.edit_registry": _("维护名录（区域、机构、人员、事件类型、责任规则）"),
        "registry.edit_county": _("维护县级参数与工作日历"),
    }
    nav = [(_("名录"), "registry:registry_home", "registry.read_registry")]
    events = {
        "registry.row_added": _("名录新增"),
        "registry.row_changed": _("名录变更"),
        "registry.row_retired": _("名录停用"),
        "registry.calendar_imported": _("载入年度放假安排"),
    }
