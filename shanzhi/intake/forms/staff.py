"""What staff write about a report: the same record, on one page."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from shanzhi.law.obstacle import NotAllowed

from ..actions.contacts import ContactDetails, read_contact
from ..models import Source
from .fields import PhotosField, WordsField, place_choices, tile_field

STAFF_SOURCES = (
    Source.PHONE, Source.VISIT, Source.HOTLINE, Source.POLICE, Source.GRID, Source.PATROL, Source.DRONE, Source.MEDIA,
    Source.SUPERIOR,
)  # fmt: skip


class RegisterForm(forms.Form):
    """代为登记：source, words, place, contact."""

    source = forms.ChoiceField(
        label=_l("来源"), choices=[(source.value, source.label) for source in STAFF_SOURCES], widget=forms.RadioSelect
    )
    outside_number = forms.CharField(
        label=_l("来源单号"), max_length=60, required=False, help_text=_l("12345、110 等系统里的单号；防止重复登记。")
    )
    text = WordsField(label=_l("反映内容"), error_messages={"required": _l("请写下反映的内容。")})
    photos = PhotosField(help_text=_l("最多 9 张。"))
    photos_sha256 = forms.CharField(required=False, widget=forms.HiddenInput)
    area = forms.ChoiceField(label=_l("哪个乡镇、哪个村"), required=False)
    place_text = forms.CharField(label=_l("具体位置"), max_length=160, required=False)
    lon = forms.FloatField(required=False, min_value=-180, max_value=180, widget=forms.HiddenInput)
    lat = forms.FloatField(required=False, min_value=-90, max_value=90, widget=forms.HiddenInput)
    contact = forms.CharField(
        label=_l("反映人电话或邮箱"),
        required=False,
        max_length=120,
        help_text=_l("加密另存，不随事件显示。"),
        # A number said on the telephone is not kept on the desk's machine.
        widget=forms.TextInput(attrs={"data-no-draft": True, "autocomplete": "off"}),
    )
    key = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, county: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["area"].choices = place_choices(county)  # type: ignore[attr-defined]
        tile = tile_field(county, label=_l("哪一类"), required=False)
        fields = {**self.fields}
        self.fields = {
            "source": fields.pop("source"),
            "outside_number": fields.pop("outside_number"),
            "tile": tile,
            **fields,
        }

    def clean_contact(self) -> ContactDetails | None:
        text = str(self.cleaned_data["contact"]).strip()
        if not text:
            return None
        try:
            return read_contact(text, wants_message=True)
        except NotAllowed as refusal:
            raise forms.ValidationError([obstacle.text for obstacle in refusal.obstacles]) from None

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("lon") is None and not data.get("area") and not (data.get("place_text") or "").strip():
            self.add_error("area", _("请选一个村，或写下具体位置；有一样就行。"))
        return data


class OpenContactForm(forms.Form):
    reason = forms.CharField(
        label=_l("为什么需要联系方式"),
        min_length=5,
        max_length=200,
        error_messages={"min_length": _l("请写清理由，至少 5 个字。")},
        help_text=_l("理由、您的姓名和时间会记入台账，反映人所反映单位的人不应调阅。"),
    )


class MessageForm(forms.Form):
    text = forms.CharField(
        label=_l("给反映人的话"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_l("由平台转达，您看不到对方号码。"),
    )


class RedactForm(forms.Form):
    public_text = WordsField(
        label=_l("公开文本"), required=False, help_text=_l("只改公开显示的文字；原文不变，另行保存。")
    )
