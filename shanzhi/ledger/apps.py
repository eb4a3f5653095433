from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules
from django.utils.translation import gettext_lazy as _


class LedgerConfig(AppConfig):
    name = "shanzhi.ledger"
    label = "ledger"
    verbose_name = _("台账")
    permissions = {"ledger.read_ledger": _("查看台账与封存")}
    events: dict[str, str] = {}

    def ready(self) -> None:
        # The one upward load of the house, by name: handlers of events and jobs by the clock.
        autodiscover_modules("handlers", "jobs")
