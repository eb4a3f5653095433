"""A QR point as the administrator writes it."""

from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from shanzhi.registry.models import Area
from shanzhi.registry.queries import place_at


class PointForm(forms.Form):
    name = forms.CharField(label=_l("点位名称"), max_length=60)
    english_name = forms.CharField(label=_l("英文名"), max_length=80, required=False)
    area = forms.ModelChoiceField(label=_l("所在村（社区）"), queryset=Area.objects.none())
    place_text = forms.CharField(label=_l("位置描述"), max_length=120, required=False)
    lon = forms.FloatField(label=_l("经度（WGS-84）"), min_value=-180, max_value=180)
    lat = forms.FloatField(label=_l("纬度（WGS-84）"), min_value=-90, max_value=90)

    def __init__(self, *args: Any, county: str, ground: Q, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.county = county
        rows = Area.objects.filter(county=county, is_active=True, level__in=[Area.Level.TOWN, Area.Level.VILLAGE])
        self.fields["area"].queryset = rows.filter(ground).order_by("code")  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("lon") is not None and data.get("lat") is not None:
            found = place_at(self.county, data["lon"], data["lat"])
            if found.is_outside:
                self.add_error("lon", _("这个位置不在本县范围内：请检查经纬度是否填反、是否为 WGS-84 坐标。"))
            elif data.get("area") and not data["area"].code.startswith(found.area_code):
                text = _("坐标落在%(town)s，与所选的村不符。") % {"town": found.town_name}
                self.add_error("area", text)
        return data
