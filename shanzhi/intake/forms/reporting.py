"""The public's questions, one page each."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from shanzhi.law.obstacle import NotAllowed

from ..actions.contacts import ContactDetails, read_contact
from .fields import PhotosField, WordsField, place_choices, tile_field


class WhatForm(forms.Form):
    """什么事：a tile, words, photos."""

    text = WordsField(
        label=_l("说说是什么事"),
        help_text=_l("什么东西、什么样子、什么时候。请不要写姓名、电话、身份证号。"),
        error_messages={"required": _l("请用一两句话说说是什么事。")},
    )
    photos = PhotosField(help_text=_l("最多 9 张；展示前会去掉照片里的位置等信息。"))
    photos_sha256 = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, county: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        tile = tile_field(
            county, label=_l("哪一类"), required=True, error_messages={"required": _l("请选一类；拿不准就选最后一个。")}
        )
        self.fields = {"tile": tile, **self.fields}


class WhereForm(forms.Form):
    """在哪里：the phone's place, the list, or words; one of them is enough."""

    lon = forms.FloatField(required=False, min_value=-180, max_value=180, widget=forms.HiddenInput)
    lat = forms.FloatField(required=False, min_value=-90, max_value=90, widget=forms.HiddenInput)
    area = forms.ChoiceField(label=_l("哪个乡镇、哪个村"), required=False)
    place_text = forms.CharField(
        label=_l("具体位置"), max_length=160, required=False, help_text=_l("路名、门牌、店名或旁边有什么。")
    )

    def __init__(self, *args: Any, county: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["area"].choices = place_choices(county)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if (data.get("lon") is None) != (data.get("lat") is None):
            data["lon"] = data["lat"] = None
        if data.get("lon") is None and not data.get("area") and not (data.get("place_text") or "").strip():
            self.add_error("area", _("请选一个村，或写下具体位置，或使用手机定位；有一样就行。"))
        return data


class ContactForm(forms.Form):
    """怎么联系您（选填）."""

    contact = forms.CharField(
        label=_l("手机号、座机或邮箱"),
        required=False,
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "tel", "inputmode": "text"}),
    )
    wants_message = forms.BooleanField(label=_l("有进展时发消息告诉我"), required=False, initial=True)
    is_public = forms.BooleanField(
        label=_l("让附近的人看到这件事（不显示您是谁），免得重复反映"), required=False, initial=True
    )

    def clean_contact(self) -> ContactDetails | None:
        text = str(self.cleaned_data["contact"]).strip()
        if not text:
            return None
        try:
            return read_contact(text, wants_message=bool(self.data.get(self.add_prefix("wants_message"))))
        except NotAllowed as refusal:
            raise forms.ValidationError([obstacle.text for obstacle in refusal.obstacles]) from None
