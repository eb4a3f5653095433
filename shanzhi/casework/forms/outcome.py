"""Forms about what is told, reviewed, heard, decided, served and paid."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from shanzhi.dossier.models import Delivery
from shanzhi.registry.models import Officer

from ..actions.clock import pause_kinds
from ..actions.payment import PAPERS
from ..actions.serving import ServiceWords
from ..models import CourtApplication, LegalReview, Payment
from .fields import DayField, IdField, MomentField, VerbForm, area, choose, money


class NotifyForm(VerbForm):
    """The reasons of the proposed penalty."""

    reasons = forms.CharField(label=_("拟处罚的理由"), max_length=4000, widget=area())

    def prepare(self) -> None:
        self.initial.setdefault("reasons", self.case.report_reasons)


class ServeForm(VerbForm):
    """How a document was served."""

    way = forms.ChoiceField(label=_("送达方式"), choices=Delivery.Way.choices)
    received_by = forms.CharField(label=_("签收人"), max_length=60, required=False)
    relation = forms.CharField(label=_("与当事人的关系"), max_length=40, required=False)
    received_on = DayField(label=_("签收、收件或到达日期"), required=False)
    place = forms.CharField(label=_("送达地点、地址或账号"), max_length=160, required=False)
    tracking_no = forms.CharField(label=_("邮件号或公告载体"), max_length=80, required=False)
    refusal = forms.CharField(label=_("拒收的原因"), max_length=200, required=False)
    witnesses = forms.CharField(label=_("见证人"), max_length=200, required=False, help_text=_("几人用顿号隔开。"))
    proof = forms.FileField(label=_("送达证明"), required=False)

    def prepare(self) -> None:
        self.initial = {"place": self.case.party.address, **self.initial}

    def values(self) -> dict[str, Any]:
        data = dict(self.cleaned_data)
        kept = {"on": data.pop("on"), "version": data.pop("version")}
        data["witnesses"] = [one for one in data["witnesses"].replace(",", "、").split("、") if one.strip()]
        data.pop("proof", None)
        return {**kept, "words": ServiceWords(**data)}

    def with_files(self, files: dict[str, Any]) -> dict[str, Any]:
        values = self.values()
        return {**values, "words": replace(values["words"], **files)}


class WaiverForm(VerbForm):
    """A waiver in clear words."""

    words = forms.CharField(label=_("放弃的记录"), max_length=300, widget=area(2))
    signed = forms.BooleanField(label=_("当事人已明确表示并签名"), required=False)


class StatementForm(VerbForm):
    """What the party says."""

    words = forms.CharField(label=_("陈述、申辩的内容"), max_length=8000, widget=area(5))


class CheckForm(VerbForm):
    """What the re-check found."""

    accepted = forms.TypedChoiceField(
        label=_("是否采纳"),
        choices=[("yes", _("采纳")), ("no", _("不予采纳"))],
        coerce=lambda text: text == "yes",
        widget=forms.RadioSelect,
    )
    words = forms.CharField(label=_("复核意见"), max_length=4000, widget=area())


class ReasonForm(VerbForm):
    """A verb that needs a reason."""

    reason = forms.CharField(label=_("理由"), max_length=2000, widget=area())


class ShortReasonForm(VerbForm):
    """A verb that needs a short reason."""

    reason = forms.CharField(label=_("理由"), max_length=300, widget=area(2))


class WordsForm(VerbForm):
    """A verb that takes words."""

    words = forms.CharField(label=_("内容"), max_length=20000, widget=area(6))


class ShortWordsForm(VerbForm):
    """A verb that takes a few words."""

    words = forms.CharField(label=_("说明"), max_length=300, widget=area(2))


class MaybeWordsForm(VerbForm):
    """A verb that may take words."""

    words = forms.CharField(label=_("说明"), max_length=300, widget=area(2), required=False)


class HearingNoticeForm(VerbForm):
    """Who hosts, when, where."""

    host_id = IdField(label=_("听证主持人"), help_text=_("不能是本案调查人员。"))
    held_at = MomentField(label=_("举行时间"))
    place = forms.CharField(label=_("地点"), max_length=160)
    is_public = forms.BooleanField(label=_("公开举行"), required=False, initial=True)

    def prepare(self) -> None:
        mine = self.case.officers.values_list("officer_id", flat=True)
        rows = Officer.objects.filter(county=self.case.county, is_active=True).exclude(pk__in=mine)
        rows = rows.exclude(standing__in=["grid", "auxiliary"]).select_related("working_agency").order_by("name")
        choose(
            self,
            "host_id",
            [("", _("请选择")), *[(str(one.pk), f"{one.name} · {one.working_agency}") for one in rows[:200]]],
        )


class HearingRecordForm(VerbForm):
    """The record of the hearing."""

    words = forms.CharField(label=_("听证笔录"), max_length=40000, widget=area(10))
    signed = forms.BooleanField(label=_("笔录已交核对签字，或者已注明拒绝签字"), required=False)


class ReviewForm(VerbForm):
    """The reviewer's opinion."""

    result = forms.ChoiceField(label=_("审核结果"), choices=LegalReview.Result.choices, widget=forms.RadioSelect)
    words = forms.CharField(label=_("审核意见"), max_length=8000, widget=area(5))
    qualification = forms.CharField(
        label=_("审核人员资格"), max_length=120, help_text=_("如国家统一法律职业资格及证书编号。")
    )


class DiscussForm(VerbForm):
    """Who sat and what came out."""

    members = forms.CharField(
        label=_("出席人员及意见"),
        widget=area(5),
        help_text=_("一行一人：姓名，职务，同意或不同意，意见。第一行是主持人。"),
    )
    place = forms.CharField(label=_("地点"), max_length=120)
    words = forms.CharField(label=_("讨论结论"), max_length=8000, widget=area())


class DecideForm(VerbForm):
    """The reasons of the decision; what is decided is what the party was told."""

    reasons = forms.CharField(label=_("决定的理由"), max_length=8000, widget=area(5))

    def prepare(self) -> None:
        self.initial.setdefault("reasons", self.case.report_reasons)


class ReferForm(VerbForm):
    """Why a crime is suspected, and who receives the case."""

    reasons = forms.CharField(label=_("涉嫌犯罪的理由"), max_length=8000, widget=area(5))
    receiver = forms.CharField(label=_("接收机关"), max_length=80)


class PaymentForm(VerbForm):
    """Money that came in."""

    amount = money(_("缴款金额（元）"), required=True)
    late_fee_amount = money(_("其中加处罚款（元）"))
    way = forms.ChoiceField(label=_("缴款方式"), choices=Payment.Way.choices)
    receipt_no = forms.CharField(label=_("罚没票据号码"), max_length=40)
    on_spot_basis = forms.CharField(label=_("当场收缴的情况"), max_length=120, required=False)

    def values(self) -> dict[str, Any]:
        data = dict(self.cleaned_data)
        data["late_fee_amount"] = data["late_fee_amount"] or Decimal(0)
        return data


class PlanForm(VerbForm):
    """When each part is due."""

    dues = forms.CharField(
        label=_("各期的日期"), widget=area(), help_text=_("一行一个，如2026-04-30；只有一个就是暂缓。")
    )
    reason = forms.CharField(label=_("经济困难的情况"), max_length=300, widget=area(2))


class CourtForm(VerbForm):
    """The application to the court."""

    court = forms.CharField(label=_("受理法院"), max_length=80)
    papers = forms.MultipleChoiceField(
        label=_("申请材料"), choices=[(one, one) for one in PAPERS], widget=forms.CheckboxSelectMultiple, required=False
    )
    remedy_used = forms.BooleanField(label=_("当事人已经复议或者诉讼"), required=False)


class CourtAnswerForm(VerbForm):
    """What the court answered."""

    state = forms.ChoiceField(
        label=_("法院的答复"), choices=[one for one in CourtApplication.State.choices if one[0] != "applied"]
    )
    words = forms.CharField(label=_("答复内容"), max_length=300, widget=area(2))


class PauseForm(VerbForm):
    """A span the governing rules leave out of the term."""

    kind = forms.ChoiceField(label=_("事由"), help_text=_("只列出本案适用的规定允许的事由。"))
    reason = forms.CharField(label=_("说明"), max_length=300, widget=area(2))
    first_on = DayField(label=_("首日"))
    last_on = DayField(label=_("末日"), required=False, help_text=_("还没有结束的不填。"))
    told_in_writing = forms.BooleanField(label=_("已书面告知当事人"), required=False)

    def prepare(self) -> None:
        choose(self, "kind", [(kind, f"{kind}（{basis}）") for kind, basis in pause_kinds(self.case).items()])
        if not pause_kinds(self.case):
            self.fields["kind"].help_text = _("本案适用的规定没有允许扣除的期间，不能登记。")


class ExtendForm(VerbForm):
    """How many days more, and why."""

    days = forms.IntegerField(label=_("延长日数"), min_value=1, max_value=365)
    reason = forms.CharField(label=_("理由"), max_length=300, widget=area(2))
