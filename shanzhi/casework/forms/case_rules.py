"""The county's own numbers for short ways of handling cases, as typed."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ..actions.case_rules import CaseRulesWords
from ..models import CaseRules
from .fields import DayField, area, money


class CaseRulesForm(forms.Form):
    """One version."""

    from_on = DayField(label=_("起用日期"))
    source = forms.CharField(label=_("本地文件"), max_length=200, help_text=_("设定这些数字的文件名和文号。"))
    quick_items = forms.CharField(
        label=_("可以简案快办的事项代码"), required=False, widget=area(5),
        help_text=_("一行一个；可以只写前几位，表示这一类。没有写的，不能简案快办。"),
    )  # fmt: skip
    quick_person_amount = money(_("简案快办罚款上限·公民（元）"), help_text=_("不填，公民的罚款不能简案快办。"))
    quick_unit_amount = money(_("简案快办罚款上限·单位（元）"), help_text=_("不填，单位的罚款不能简案快办。"))
    quick_excluded = forms.MultipleChoiceField(
        label=_("不适用简案快办的情形"), choices=CaseRules.Excluded.choices, required=False,
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    quick_days = forms.IntegerField(
        label=_("简案快办内部办结（工作日）"), min_value=1, max_value=90, required=False,
        help_text=_("从当事人书面同意之日起；只是内部要求，不改变法定期限。"),
    )  # fmt: skip
    record_days = forms.IntegerField(
        label=_("当场处罚报机关备案（工作日）"), min_value=1, max_value=30, required=False,
        help_text=_("行政处罚法第五十二条没有写天数；市场监管、生态环境按各自的规定。"),
    )  # fmt: skip

    def __init__(self, *args: Any, last: CaseRules | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial = {**_from(last), **self.initial}

    def words(self) -> CaseRulesWords:
        data = dict(self.cleaned_data)
        return CaseRulesWords(
            **{**data, "quick_items": data["quick_items"].replace("，", " ").replace(",", " ").split()}
        )


def _from(last: CaseRules | None) -> dict[str, Any]:
    found: dict[str, Any] = {"from_on": timezone.localdate()}
    if last is None:
        return found | {"quick_excluded": CaseRules.Excluded.values}
    names = ("source", "quick_person_amount", "quick_unit_amount", "quick_excluded", "quick_days", "record_days")
    return found | {name: getattr(last, name) for name in names} | {"quick_items": "\n".join(last.quick_items)}
