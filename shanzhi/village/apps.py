from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class VillageConfig(AppConfig):
    name = "shanzhi.village"
    label = "village"
    verbose_name = _("村社")
    permissions: dict[str, str] = {}
    events: dict[str, str] = {}
