"""Through which channel does a message leave? E-mail now; SMS through whatever gateway the county has."""

from typing import Protocol

from django.conf import settings
from django.core.mail import send_mail
from django.utils.module_loading import import_string


class NotConfigured(RuntimeError):
    """The county has no such channel: the message waits and is shown to people, it is not called sent."""


class SmsGateway(Protocol):
    """What a county's SMS adapter offers. SHANZHI_SMS names the class by its dotted path."""

    def send(self, number: str, text: str) -> None:
        """Send, or raise OSError with the gateway's reason."""


def send_sms(number: str, text: str) -> None:
    if not settings.SHANZHI_SMS:
        raise NotConfigured("本县尚未接入短信网关（SHANZHI_SMS），请由工作人员电话告知。")
    gateway: SmsGateway = import_string(settings.SHANZHI_SMS)()
    gateway.send(number, text)


def send_email(address: str, text: str) -> None:
    send_mail(text[:60], text, None, [address])


CHANNELS = {"sms": send_sms, "email": send_email}
