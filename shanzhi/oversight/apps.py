from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OversightConfig(AppConfig):
    name = "shanzhi.oversight"
    label = "oversight"
    verbose_name = _("监督")
    permissions: dict[str, str] = {}
    events: dict[str, str] = {}
