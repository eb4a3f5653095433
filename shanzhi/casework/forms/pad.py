"""A box to sign in with finger, pen or mouse, as one control of a form; without scripts it does not show."""

from typing import Any

from django import forms
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _


class SignaturePad(forms.Widget):
    """What is drawn travels as a PNG in a hidden field (web/sign.js)."""

    def render(self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None) -> SafeString:
        place = (attrs or {}).get("id", name)
        return format_html(
            '<input type="hidden" name="{}" id="{}" value="{}">'
            '<div class="sign-pad" data-sign="{}" hidden><p id="{}-words">{}</p>'
            '<canvas width="900" height="300" role="img" aria-labelledby="{}-words"></canvas>'
            '<button class="button button-plain" type="button" data-sign-clear>{}</button></div>'
            '<noscript><p class="quiet">{}</p></noscript>',
            name,
            place,
            value or "",
            place,
            place,
            _("已签好，重签请先清除。") if value else _("请在方框中签名"),
            place,
            _("清除重签"),
            _("这台设备不能在屏幕上签名，请勾选在纸上签名。"),
        )


class SignatureField(forms.CharField):
    """A drawn signature; whether one must be there is for the action to say."""

    widget = SignaturePad

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=False, **kwargs)
