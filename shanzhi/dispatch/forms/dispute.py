"""Forms of the ruling desk: why it is another's, why it is not ours, whose it is, why a ruling holds no longer."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ..models import Dispute, Precedent
from .fields import IdField, agency_groups, offer
from .matter import VerbForm

NO_PRECEDENT = "none"
LINES = forms.Textarea(attrs={"rows": 3})
RULE_HINT = _("责任清单、三定方案或文件的哪一条。")


class DisputeForm(VerbForm):
    """Whose it is, and by what."""

    other_id = IdField(label=_("认为该由谁承办"))
    rule = forms.CharField(label=_("依据"), max_length=300, help_text=RULE_HINT)
    reason = forms.CharField(label=_("理由"), max_length=600, widget=LINES)

    def prepare(self) -> None:
        offer(self, "other_id", agency_groups(self.matter.county, without=self.matter.agency_id))


class ReplyForm(VerbForm):
    """The other side's ground."""

    rule = forms.CharField(label=_("依据"), max_length=300, help_text=RULE_HINT)
    reason = forms.CharField(label=_("说明"), max_length=600, widget=LINES)


class DisputeRulingForm(VerbForm):
    """Whose it is, and whether the next one of its kind follows."""

    owner_id = IdField(label=_("裁定由谁承办"))
    rule = forms.CharField(label=_("依据"), max_length=300, help_text=RULE_HINT)
    reason = forms.CharField(label=_("理由"), max_length=600, widget=LINES)
    holder = forms.ChoiceField(
        label=_("作为先例：以后同类事项由谁承办"),
        choices=[*Precedent.Holder.choices, (NO_PRECEDENT, _("不作为先例"))],
        widget=forms.RadioSelect,
    )
    words = forms.CharField(
        label=_("先例的关键词"),
        max_length=160,
        required=False,
        help_text=_("空格分开，如：河道 垃圾。只对写到这些词的事项提示；不写就对这一类型都提示。"),
    )

    def __init__(self, *args: Any, dispute: Dispute | None = None, **kwargs: Any) -> None:
        self.dispute = dispute
        super().__init__(*args, **kwargs)

    def prepare(self) -> None:
        sides = [self.dispute.claimant, self.dispute.other] if self.dispute else []
        offer(self, "owner_id", agency_groups(self.matter.county, first=sides))

    def values(self) -> dict[str, Any]:
        data = super().values()
        holder = "" if data["holder"] == NO_PRECEDENT else data["holder"]
        return {**data, "holder": holder, "words": data["words"].replace("，", " ").replace("、", " ").split()}
