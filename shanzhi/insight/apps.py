from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class InsightConfig(AppConfig):
    name = "shanzhi.insight"
    label = "insight"
    verbose_name = _("研判")
    permissions: dict[str, str] = {}
    nav = [(_("法规期限"), "law:home", "", 95)]
    events: dict[str, str] = {}
