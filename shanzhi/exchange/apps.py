from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ExchangeConfig(AppConfig):
    name = "shanzhi.exchange"
    label = "exchange"
    verbose_name = _("交换")
    permissions = {"exchange.manage_tokens": _("管理接入密钥")}
    nav = [(_("接入密钥"), "exchange:tokens", "exchange.manage_tokens", 90)]
    events = {
        "exchange.token_issued": _("签发接入密钥"),
        "exchange.token_revoked": _("吊销接入密钥"),
    }
