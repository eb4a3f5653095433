"""Text from outside about the registry, as typed values. Every refusal says what is wrong and how to mend it."""

import re
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l
from shapely.errors import ShapelyError
from shapely.geometry import shape

from shanzhi.identity.models import Role, User
from shanzhi.law.calendar import CalendarError, YearTable

from ..kinds import Kind
from ..models import Agency, Area, County, ResponsibilityRule

CODE_LENGTHS = {Area.Level.COUNTY: 6, Area.Level.TOWN: 9, Area.Level.VILLAGE: 12, Area.Level.GRID: 15}


def form_for(kind: Kind, county: str) -> type["RowForm"]:
    """Return the form of a list, with choices from this county only."""
    form = forms.modelform_factory(kind.model, form=FORMS.get(kind.slug, RowForm), fields=kind.fields)
    form.county = county  # type: ignore[attr-defined]
    return form  # type: ignore[return-value]


class RowForm(forms.ModelForm):
    """A row of one county; related rows of other counties are not offered."""

    county = ""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.instance.county:
            self.instance.county = self.county
        for field in self.fields.values():
            if isinstance(field, forms.ModelChoiceField):
                self._narrow(field)
            elif isinstance(field, forms.DateField):
                field.widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")

    def _narrow(self, field: forms.ModelChoiceField) -> None:
        assert field.queryset is not None
        model = field.queryset.model
        rows = field.queryset.filter(county=self.county)
        if model is Area and not isinstance(field, forms.ModelMultipleChoiceField):
            rows = rows.exclude(level=Area.Level.GRID)
        field.queryset = rows if not hasattr(model, "is_active") else rows.filter(is_active=True)

    def clean(self) -> dict[str, Any]:
        """Unique per county: say so at the code, in words."""
        data = super().clean() or {}
        code = data.get("code")
        same = type(self.instance)._default_manager.filter(county=self.instance.county)
        if code and same.filter(code=code).exclude(pk=self.instance.pk).exists():
            self.add_error("code", _("代码 %(code)s 已被使用，请换一个。") % {"code": code})
        parent = data.get("parent")
        if parent is not None and self._is_below(parent):
            self.add_error("parent", _("上级不能是自己或自己的下级。"))
        return data

    def _is_below(self, row: Any) -> bool:
        seen = set()
        while row is not None and row.pk not in seen:
            if row.pk == self.instance.pk:
                return True
            seen.add(row.pk)
            row = row.parent
        return False

    def related(self) -> dict[str, list[models.Model]]:
        """Return the many-to-many choices, to be written by the action."""
        names = [field.name for field in self._meta.model._meta.many_to_many if field.name in self.cleaned_data]
        return {name: list(self.cleaned_data[name]) for name in names}


class AreaForm(RowForm):
    def clean_geometry(self) -> dict[str, Any] | None:
        geometry = self.cleaned_data["geometry"]
        if geometry is None:
            return None
        try:
            found = shape(geometry)
        except (ShapelyError, AttributeError, KeyError, TypeError, ValueError):
            raise ValidationError(
                _("边界读不懂：应是 GeoJSON 的 Polygon 或 MultiPolygon，坐标为 WGS-84 经纬度。")
            ) from None
        if found.geom_type not in {"Polygon", "MultiPolygon"} or not found.is_valid:
            raise ValidationError(_("边界不是完整的多边形（可能首尾未闭合或自相交）。"))
        west, south, east, north = found.bounds
        if not (-180 <= west <= east <= 180 and -90 <= south <= north <= 90):
            raise ValidationError(_("边界坐标超出经纬度范围：请确认是经度在前、纬度在后。"))
        return geometry

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        code, level, parent = data.get("code", ""), data.get("level"), data.get("parent")
        wanted = CODE_LENGTHS.get(level) if level else None
        if wanted and not re.fullmatch(rf"\d{{{wanted}}}", code):
            self.add_error("code", _("这一层级的区划代码应是 %(n)s 位数字。") % {"n": wanted})
        elif parent and not code.startswith(parent.code):
            self.add_error(
                "code", _("代码应以上级「%(name)s」的代码 %(code)s 开头。") % {"name": parent, "code": parent.code}
            )
        if level != Area.Level.COUNTY and parent is None:
            self.add_error("parent", _("除县以外，区域须有上级。"))
        return data


class RuleForm(RowForm):
    def clean(self) -> dict[str, Any]:
        data = super().clean()
        named, agency = data.get("target") == ResponsibilityRule.Target.AGENCY, data.get("agency")
        if named and agency is None:
            self.add_error("agency", _("责任单位选「指定单位」时，请指明是哪个单位。"))
        if not named and agency is not None:
            self.add_error("agency", _("已按属地确定单位，这里请留空；若要指定，请把责任单位改为「指定单位」。"))
        area = data.get("area_code", "")
        if area and not Area.objects.filter(county=self.instance.county, code=area).exists():
            self.add_error("area_code", _("名录里没有代码为 %(code)s 的区域。") % {"code": area})
        return data


class OfficerForm(RowForm):
    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if data.get("certificate_no") and not data.get("certificate_until"):
            self.add_error("certificate_until", _("登记了执法证号，请一并登记有效期。"))
        if data.get("certificate_no") and data.get("standing") == "auxiliary":
            self.add_error("certificate_no", _("执法辅助人员没有执法证：请改身份类别，或清空证号。"))
        return data


FORMS: dict[str, type[RowForm]] = {"areas": AreaForm, "rules": RuleForm, "officers": OfficerForm}


class CountyForm(forms.ModelForm):
    class Meta:
        model = County
        fields = (
            "name", "english_name", "service_name", "hotline", "public_url", "office_opens", "warn_hours",
            "return_hours", "assist_days", "reopen_days", "report_per_browser_hour", "report_per_address_hour",
        )  # fmt: skip

    def clean_office_opens(self) -> str:
        text = str(self.cleaned_data["office_opens"]).replace("，", ",").replace("：", ":").replace(" ", "")
        spans = re.fullmatch(
            r"(([01]\d|2[0-3]):[0-5]\d-([01]\d|2[0-3]):[0-5]\d)(,([01]\d|2[0-3]):[0-5]\d-([01]\d|2[0-3]):[0-5]\d)*",
            text,
        )
        times = re.findall(r"\d\d:\d\d", text)
        if not spans or times != sorted(times) or len(set(times)) != len(times):
            raise ValidationError(_("上班时段写成 08:30-12:00,14:00-17:30 的样子，先后不能颠倒。"))
        return text


class CalendarForm(forms.Form):
    """A year's announcement, pasted as text or uploaded, in the form of the files the product ships."""

    text = forms.CharField(
        label=_l("放假安排"),
        widget=forms.Textarea(attrs={"rows": 14, "spellcheck": "false"}),
        help_text=_l("写明 year、source、days_off（from、to、name）与 make_up_days（day、for）。"),
    )

    def clean_text(self) -> str:
        text = str(self.cleaned_data["text"])
        try:
            self.table = YearTable.parse(text)
        except CalendarError as error:
            raise ValidationError(str(error)) from None
        return text


class GrantForm(forms.Form):
    """A role for an account over the county, an area, or an agency with all below it."""

    role = forms.ModelChoiceField(label=_l("角色"), queryset=Role.objects.none())
    agency = forms.ModelChoiceField(
        label=_l("只限某机构及其下属"), queryset=Agency.objects.none(), required=False, empty_label=_l("不限")
    )
    area = forms.ModelChoiceField(
        label=_l("只限某区域"), queryset=Area.objects.none(), required=False, empty_label=_l("不限（全县）")
    )
    until_on = forms.DateField(label=_l("到哪天止"), required=False, widget=forms.DateInput(attrs={"type": "date"}))

    def __init__(self, *args: Any, county: str, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        choices: dict[str, models.QuerySet[Any]] = {
            "role": Role.objects.filter(county=county).order_by("name"),
            "agency": Agency.objects.filter(county=county, is_active=True).order_by("code"),
            "area": Area.objects.filter(county=county, is_active=True, level__in=["town", "village"]).order_by("code"),
        }
        for name, rows in choices.items():
            self.fields[name].queryset = rows  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("agency") and data.get("area"):
            self.add_error("area", _("机构和区域只选一样；需要两样时，分两次授权。"))
        if (until := data.get("until_on")) and until < self.today:
            self.add_error("until_on", _("截止日不能早于今天。"))
        return data


class AccountForm(forms.Form):
    """An account for somebody in office."""

    username = forms.RegexField(
        r"^[A-Za-z0-9._-]{3,64}$",
        label=_l("账号"),
        error_messages={"invalid": _l("账号只能用 3–64 个英文字母、数字、点、横线。")},
    )
    email = forms.EmailField(label=_l("电子邮箱"), required=False)
    password = forms.CharField(
        label=_l("初始密码"),
        strip=False,
        help_text=_l("至少 10 位；本人首次登录后须修改。"),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def clean_username(self) -> str:
        username = str(self.cleaned_data["username"]).lower()
        if User.objects.filter(username=username).exists():
            raise ValidationError(_("已有这个账号，请换一个。"))
        return username
