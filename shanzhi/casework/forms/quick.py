"""Forms of the verbs of the shorter ways: consent, the merged record, going back, record, hand-in, help."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ..actions.helping import HELP
from ..actions.quick import UNSEEN, Ink, QuickWords
from .fields import MomentField, VerbForm, area
from .inquiry import ProposeForm
from .pad import SignatureField

OWN = ("started_at", "ended_at", "dialogue", "facts_found", "reasons", "card_shown", "rights_told", "statement",
       "waives")  # fmt: skip

INK = ("party_image", "lead_image", "second_image", "on_paper")


class GoQuickForm(VerbForm):
    """The party admits and agrees; somebody has looked that nothing speaks against it."""

    facts_clear = forms.BooleanField(label=_("事实清楚，证据充分"), required=False)
    admits = forms.BooleanField(label=_("当事人承认违法事实"), required=False)
    agrees = forms.BooleanField(label=_("已说明简案快办是什么，当事人自愿同意"), required=False)
    absent = forms.MultipleChoiceField(
        label=_("已核对，没有这些情形"), choices=list(UNSEEN.items()), required=False,
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    party_image = SignatureField(label=_("当事人签名"))
    lead_image = SignatureField(label=_("主办人员签名"))
    second_image = SignatureField(label=_("协办人员签名"))
    on_paper = forms.BooleanField(
        label=_("各方在打印的同意书上签名"), required=False, help_text=_("屏幕上不能签的，签在纸上，原件存档。")
    )

    def values(self) -> dict[str, Any]:
        data = dict(self.cleaned_data)
        ink = Ink(**{name: data.pop(name) for name in INK})
        return {**data, "ink": ink}


class QuickRecordForm(ProposeForm):
    """One conversation with the party, from the questions to what he says to the proposed penalty."""

    started_at = MomentField(label=_("开始时间"))
    ended_at = MomentField(label=_("结束时间"))
    card_shown = forms.BooleanField(label=_("已主动出示执法证件"), required=False)
    rights_told = forms.BooleanField(label=_("已告知权利义务"), required=False)
    dialogue = forms.CharField(
        label=_("询问内容"), widget=area(6), max_length=20000, help_text=_("每问一行，以「问：」「答：」开头。")
    )
    facts_found = forms.CharField(label=_("查明的事实"), max_length=8000, widget=area(4))
    reasons = forms.CharField(label=_("拟处罚的理由"), max_length=4000, widget=area(2))
    statement = forms.CharField(label=_("当事人的陈述、申辩"), max_length=8000, required=False, widget=area(2))
    waives = forms.BooleanField(label=_("当事人明确表示放弃陈述、申辩并签名"), required=False)
    party_image = SignatureField(label=_("当事人签名"))
    lead_image = SignatureField(label=_("主办人员签名"))
    second_image = SignatureField(label=_("协办人员签名"))
    on_paper = forms.BooleanField(label=_("各方在打印的笔录上签名"), required=False)

    def prepare(self) -> None:
        super().prepare()
        # What needs more than a fine or a warning is no simple case: it goes the general way.
        for name in ("kind", "education", "confiscated_goods", "other_kind", "other_words"):
            del self.fields[name]
        first = ["started_at", "ended_at", "card_shown", "rights_told", "dialogue", "facts_found", "reasons"]
        last = ["statement", "waives", *INK, "on", "version"]
        between = [name for name in self.fields if name not in (*first, *last)]
        self.order_fields([*first, *between, *last])
        now = timezone.localtime().replace(second=0, microsecond=0)
        self.initial = {"started_at": now, "ended_at": now, "facts_found": self.case.facts, **self.initial}

    def values(self) -> dict[str, Any]:
        own = {name: self.cleaned_data.pop(name) for name in OWN}
        own["ink"] = Ink(**{name: self.cleaned_data.pop(name) for name in INK})
        self.cleaned_data["kind"] = "penalty"
        made = super().values()
        words = QuickWords(proposal=made["words"], leniency_facts=made["leniency_facts"], **own)
        return {"on": made["on"], "version": made["version"], "words": words}


class HelpForm(VerbForm):
    """Which help, and why."""

    kind = forms.ChoiceField(label=_("帮扶的种类"), choices=list(HELP.items()), widget=forms.RadioSelect)
    words = forms.CharField(label=_("需要帮扶的情况"), max_length=300, widget=area(2))


class EducationForm(VerbForm):
    """What he was told, what he promised, his signature."""

    education = forms.CharField(label=_("教育内容"), max_length=2000, widget=area(3))
    promise = forms.CharField(label=_("当事人的承诺"), max_length=1000, required=False, widget=area(2))
    party_image = SignatureField(label=_("当事人签名"))
    refusal = forms.CharField(label=_("未签名的情况"), max_length=200, required=False)


class RecordForm(VerbForm):
    """What the one who takes it on record found."""

    words = forms.CharField(
        label=_("备案意见"), max_length=300, widget=area(2), initial=_("已核对决定书和送达，同意备案。")
    )
