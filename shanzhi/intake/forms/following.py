"""What a reporter may send later."""

from django import forms
from django.utils.translation import gettext_lazy as _

from ..rules import RATING_WORDS
from .fields import PhotosField, WordsField


class TrackForm(forms.Form):
    number = forms.CharField(label=_("受理编号"), max_length=20, help_text=_("如 261123-000042"))
    tail = forms.RegexField(
        r"^\d{4}$",
        label=_("所留电话的后四位"),
        error_messages={"invalid": _("请填电话的后四位数字。")},
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )


class SupplementForm(forms.Form):
    text = WordsField(label=_("补充情况"), error_messages={"required": _("请写下要补充的情况。")})
    photos = PhotosField()
    photos_sha256 = forms.CharField(required=False, widget=forms.HiddenInput)


class RatingForm(forms.Form):
    score = forms.TypedChoiceField(
        label=_("您对办理结果满意吗"),
        choices=list(RATING_WORDS.items()),
        coerce=int,
        widget=forms.RadioSelect,
        error_messages={"required": _("请选一档。")},
    )
    reason = forms.CharField(
        label=_("原因"),
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("不满意时请说一句原因。"),
    )


class ReopenForm(forms.Form):
    reason = forms.CharField(
        label=_("哪里没有解决"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("请说明哪里没有解决。")},
    )
