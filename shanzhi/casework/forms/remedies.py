"""Forms about reconsideration and lawsuits."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ..actions.remedies import RemedyWords
from ..models import Remedy
from .fields import DayField, VerbForm, area, money


class RemedyForm(VerbForm):
    """Who turned to whom."""

    kind = forms.ChoiceField(label=_("救济途径"), choices=Remedy.Kind.choices)
    applicant = forms.CharField(label=_("申请人（原告、上诉人）"), max_length=120)
    body = forms.CharField(label=_("复议机关或者法院"), max_length=120, help_text=_("复议由决定书写明的人民政府管辖。"))
    body_number = forms.CharField(label=_("复议或者诉讼案号"), max_length=60, required=False)
    applied_on = DayField(label=_("申请、起诉日期"))
    copy_on = DayField(label=_("收到副本日期"), help_text=_("答复期限从这天起算。"))
    late_words = forms.CharField(
        label=_("逾期仍受理的理由"), max_length=300, required=False, help_text=_("没有逾期的不填。")
    )

    def prepare(self) -> None:
        self.initial.setdefault("applicant", self.case.party.name)

    def values(self) -> dict[str, Any]:
        data = dict(self.cleaned_data)
        kept = {"on": data.pop("on"), "version": data.pop("version")}
        return {**kept, "words": RemedyWords(**data)}


class AnswerForm(VerbForm):
    """What the agency answered."""

    words = forms.CharField(label=_("答复意见和所附证据"), max_length=8000, widget=area(5))


class StayForm(VerbForm):
    """Why enforcement stops."""

    words = forms.CharField(label=_("停止执行的理由"), max_length=300, widget=area(2))


class OutcomeForm(VerbForm):
    """How it ended."""

    outcome = forms.ChoiceField(label=_("处理结果"), choices=Remedy.Outcome.choices)
    words = forms.CharField(label=_("结果摘要"), max_length=4000, widget=area(4))
    new_fine = money(_("变更后的罚款（元）"), help_text=_("只有变更、调解时填写；不能高于原决定。"))
