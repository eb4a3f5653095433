"""Text from outside about machine tokens, as typed values."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from shanzhi.identity.access import catalogue

# What a machine may be given: reading only. Acting needs a person.
MACHINE_SCOPES = ("dispatch.read_matters", "intake.read_reports")


class TokenForm(forms.Form):
    name = forms.CharField(label=_("系统名称"), max_length=60, help_text=_("写明是哪个系统、谁负责。"))
    scopes = forms.MultipleChoiceField(label=_("权限"), widget=forms.CheckboxSelectMultiple)
    expires_on = forms.DateField(label=_("有效期至"), required=False, widget=forms.DateInput(attrs={"type": "date"}))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        names = catalogue()
        self.fields["scopes"].choices = [(scope, names[scope]) for scope in MACHINE_SCOPES]  # type: ignore[attr-defined]

    def clean_expires_on(self) -> Any:
        day = self.cleaned_data["expires_on"]
        if day and day <= timezone.localdate():
            raise ValidationError(_("有效期应晚于今天。"))
        return day
