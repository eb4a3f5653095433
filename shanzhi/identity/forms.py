"""Text from outside about accounts, as typed values."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from .access import catalogue
from .models import Role, User


class SignInForm(forms.Form):
    username = forms.CharField(
        label=_("账号"), max_length=64, widget=forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none"})
    )
    password = forms.CharField(
        label=_("密码"), strip=False, widget=forms.PasswordInput(attrs={"autocomplete": "current-password"})
    )


class PasswordForm(forms.Form):
    """One's own new password; the old one proves that it is oneself."""

    old = forms.CharField(
        label=_("现在的密码"), strip=False, widget=forms.PasswordInput(attrs={"autocomplete": "current-password"})
    )
    new = forms.CharField(
        label=_("新密码"),
        strip=False,
        help_text=_("至少 10 位，不要用常见密码或与账号相近的密码。"),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    again = forms.CharField(
        label=_("再输一次新密码"), strip=False, widget=forms.PasswordInput(attrs={"autocomplete": "new-password"})
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user

    def clean_old(self) -> str:
        old = self.cleaned_data["old"]
        if not self.user.check_password(old):
            raise ValidationError(_("现在的密码不对。"))
        return old

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("new") and data.get("again") and data["new"] != data["again"]:
            self.add_error("again", _("两次输入的新密码不一致。"))
        return data


class UserForm(forms.Form):
    username = forms.RegexField(
        r"^[A-Za-z0-9._-]{3,64}$",
        label=_("账号"),
        error_messages={"invalid": _("账号只能用 3–64 个英文字母、数字、点、横线。")},
    )
    display_name = forms.CharField(label=_("姓名"), max_length=64)
    email = forms.EmailField(label=_("电子邮箱"), required=False)
    password = forms.CharField(
        label=_("初始密码"), strip=False, help_text=_("至少 10 位；本人首次登录后须修改。"), widget=forms.PasswordInput
    )

    def clean_username(self) -> str:
        username = self.cleaned_data["username"].lower()
        if User.objects.filter(username=username).exists():
            raise ValidationError(_("已有这个账号，请换一个。"))
        return username


class ResetForm(forms.Form):
    password = forms.CharField(
        label=_("新密码"), strip=False, help_text=_("至少 10 位；本人登录后须修改。"), widget=forms.PasswordInput
    )


class RoleForm(forms.Form):
    code = forms.SlugField(label=_("角色代码"), max_length=40)
    name = forms.CharField(label=_("角色"), max_length=40)
    permissions = forms.MultipleChoiceField(label=_("权限"), widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["permissions"].choices = sorted(catalogue().items())  # type: ignore[attr-defined]


class GrantForm(forms.Form):
    """A role over a scope; the choices of agencies and areas are handed in by the room that knows them."""

    role = forms.ModelChoiceField(label=_("角色"), queryset=Role.objects.none())
    area_code = forms.RegexField(
        r"^\d{6,15}$",
        label=_("区域代码"),
        required=False,
        help_text=_("只管一个乡镇、村或网格时填写；全县留空。"),
        error_messages={"invalid": _("区域代码是 6–15 位数字，如 330822003。")},
    )
    until_on = forms.DateField(label=_("止"), required=False, widget=forms.DateInput(attrs={"type": "date"}))

    def __init__(self, *args: Any, county: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["role"].queryset = Role.objects.filter(county=county).order_by("name")  # type: ignore[attr-defined]
