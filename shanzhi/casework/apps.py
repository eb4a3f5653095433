from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CaseworkConfig(AppConfig):
    name = "shanzhi.casework"
    label = "casework"
    verbose_name = _("办案")
    permissions: dict[str, str] = {}
    events: dict[str, str] = {}
