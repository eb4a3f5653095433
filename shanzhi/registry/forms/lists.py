"""Text from outside about published lists and delegations, as typed values."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from ..lists.cells import MOST_BYTES, Sheet
from ..lists.columns import ListSpec
from ..models import Agency

DAY = {"type": "date"}


class DayField(forms.DateField):
    """A day, chosen in the browser's own calendar."""

    def __init__(self, **options: Any) -> None:
        super().__init__(widget=forms.DateInput(attrs=DAY, format="%Y-%m-%d"), **options)


class UploadForm(forms.Form):
    """The file of a list."""

    file = forms.FileField(
        label=_l("清单文件"),
        help_text=_l("XLSX、XLS 或 CSV，最大20MB。可以直接用公布的表格，表头上面有标题也没关系。"),
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx,.xls,.csv,.txt"}),
    )

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > MOST_BYTES:
            raise forms.ValidationError(_("文件超过20MB，请分成几个文件。"))
        return file


class ColumnsForm(forms.Form):
    """Which sheet, which header row, and what each column means."""

    sheet = forms.ChoiceField(label=_l("工作表"))
    header_row = forms.IntegerField(label=_l("表头在第几行"), min_value=1, max_value=1000)
    pads = forms.BooleanField(label=_l("代码位数不够的，补足前导零"), required=False)
    partial = forms.BooleanField(
        label=_l("这份文件只有一部分：文件里没有的行保持不变"),
        required=False,
        help_text=_l("例如只有几个乡镇的赋权通告、补充的目录。不勾选时，文件里没有的行会移出清单。"),
    )
    fills = forms.BooleanField(label=_l("空白单元格沿用上一行（原表有合并单元格时）"), required=False)

    def __init__(self, *args: Any, spec: ListSpec, sheets: list[Sheet], width: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.spec, self.width = spec, width
        choices = [(sheet.name, sheet.name) for sheet in sheets]
        self.fields["sheet"].choices = choices  # type: ignore[attr-defined]
        columns = [("", _("不导入")), *((one.name, self._label(one)) for one in spec.columns)]
        for place in range(width):
            widget = forms.Select(attrs={"class": "control"})
            self.fields[f"column_{place}"] = forms.ChoiceField(choices=columns, required=False, widget=widget)
        for column in self.spare:
            self.fields[f"constant_{column.name}"] = forms.CharField(
                label=column.heading, required=False, max_length=200
            )

    @property
    def spare(self) -> list[Any]:
        """Columns that may be written once for the whole file: what a published list says in its title."""
        return [one for one in self.spec.columns if one.required or one.fills]

    @property
    def constants(self) -> dict[str, str]:
        names = (one.name for one in self.spare)
        found = ((name, self.cleaned_data.get(f"constant_{name}", "").strip()) for name in names)
        return {name: text for name, text in found if text and name not in self.columns.values()}

    @staticmethod
    def _label(column: Any) -> str:
        return f"{column.heading}（{_('必须')}）" if column.required else column.heading

    @property
    def columns(self) -> dict[int, str]:
        names = ((place, self.cleaned_data.get(f"column_{place}", "")) for place in range(self.width))
        return {place: name for place, name in names if name}

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        chosen = list(self.columns.values())
        for name in dict.fromkeys(chosen):
            if chosen.count(name) > 1:
                heading = self.spec.by_name[name].heading
                self.add_error(None, _("「%(name)s」选了不止一列，请只留一列。") % {"name": heading})
        return data


class ForceForm(forms.Form):
    """The day from which a list is in force, and where it comes from."""

    valid_from = DayField(label=_l("生效日期"))
    source = forms.CharField(label=_l("来源"), max_length=200, help_text=_l("公布的文件名称或者文号。"))


class RestoreForm(forms.Form):
    valid_from = DayField(label=_l("生效日期"))


class GiveForm(forms.Form):
    """The township that takes an item on."""

    township = forms.ModelChoiceField(label=_l("乡镇（街道）"), queryset=Agency.objects.none())
    from_on = DayField(label=_l("赋权日期"))
    until_on = DayField(label=_l("赋权至"), required=False)

    def __init__(self, *args: Any, county: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = Agency.objects.filter(county=county, kind=Agency.Kind.TOWNSHIP, is_active=True).order_by("code")
        self.fields["township"].queryset = rows  # type: ignore[attr-defined]


class PublishForm(forms.Form):
    publication = forms.CharField(label=_l("公布文件"), max_length=200, help_text=_l("公告名称或者文号。"))
    on = DayField(label=_l("公布日期"))


class TakeBackForm(forms.Form):
    reason = forms.CharField(label=_l("收回依据"), max_length=200, help_text=_l("决定或者公告的名称、文号。"))
    on = DayField(label=_l("收回日期"))
