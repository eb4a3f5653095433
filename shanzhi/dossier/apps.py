from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DossierConfig(AppConfig):
    name = "shanzhi.dossier"
    label = "dossier"
    verbose_name = _("案卷")
    permissions = {"dossier.open_original": _("调阅证据原件")}
    events = {"dossier.original_opened": _("调阅了证据原件")}
