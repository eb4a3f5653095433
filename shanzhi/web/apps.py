from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class WebConfig(AppConfig):
    name = "shanzhi.web"
    label = "web"
    verbose_name = _("界面")
    permissions: dict[str, str] = {}
    events: dict[str, str] = {}
