"""Forms of the triage page: a labelled file, and how careful the county is."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from shanzhi.registry.models import EventType

from ..models import TriageSetting

MOST_BYTES = 30 * 1024 * 1024


class TrainForm(forms.Form):
    """Own matters, or a file somebody has labelled."""

    file = forms.FileField(
        label=_("已标注的文件"),
        required=False,
        help_text=_(
            "不选文件就用本县已定类型的事项。CSV，列为 留言主题、留言详情、一级标签，或 text、label；标签写事件类型的代码或名称。"
        ),
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,.gz"}),
    )

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file and file.size > MOST_BYTES:
            raise forms.ValidationError(_("文件超过 30 MB，请分开上传。"))
        return file


class SettingForm(forms.Form):
    """Thresholds, and the types that may be taken on without anybody."""

    threshold_percent = forms.IntegerField(
        label=_("建议门槛（%）"),
        min_value=1,
        max_value=99,
        help_text=_("把握低于它就写“拿不准，请人工判断”，不填进表里。"),
    )
    auto_percent = forms.IntegerField(label=_("自动门槛（%）"), min_value=50, max_value=100)
    auto_types = forms.MultipleChoiceField(
        label=_("自动受理的类型"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("勾选的类型，把握达到自动门槛、没有任何提示的，由系统受理；派单仍由人做。谁勾选的记在台账里。"),
    )
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, setting: TriageSetting, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = EventType.objects.filter(county=setting.county, is_active=True, parent__isnull=False).order_by("code")
        field = self.fields["auto_types"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = [(row.code, f"{row.code} {row.name}") for row in rows]
        self.initial = {
            "threshold_percent": setting.threshold_percent,
            "auto_percent": setting.auto_percent,
            "auto_types": setting.auto_types,
            "version": setting.version,
            **self.initial,
        }
