from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class InspectionConfig(AppConfig):
    name = "shanzhi.inspection"
    label = "inspection"
    verbose_name = _("检查")
    permissions: dict[str, str] = {}
    events: dict[str, str] = {}
