from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RegistryConfig(AppConfig):
    name = "shanzhi.registry"
    label = "registry"
    verbose_name = _("名录")
    permissions = {
        "registry.read_registry": _("查看名录"),
        "registry.edit_registry": _("维护名录（区域、机构、人员、事件类型、责任规则）"),
        "registry.import_lists": _("导入清单、使之生效、恢复旧版，办理赋权的公布与收回"),
        "registry.edit_county": _("维护县级参数与工作日历"),
    }
    nav = [(_("名录"), "registry:registry_home", "registry.read_registry")]
    events = {
        "registry.row_added": _("名录新增"),
        "registry.row_changed": _("名录变更"),
        "registry.row_retired": _("名录停用"),
        "registry.list_drafted": _("上传清单草稿"),
        "registry.list_discarded": _("放弃清单草稿"),
        "registry.list_put_in_force": _("清单生效"),
        "registry.list_restored": _("恢复清单旧版"),
        "registry.item_delegated": _("事项赋权"),
        "registry.delegation_published": _("公布赋权"),
        "registry.delegation_taken_back": _("收回赋权"),
        "registry.calendar_imported": _("载入年度放假安排"),
    }
