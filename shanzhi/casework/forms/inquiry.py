"""Forms about the inquiry: records, evidence, orders, measures, the report, the proposal."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from shanzhi.dossier.models import Evidence
from shanzhi.law.leniency import Harm, Mental
from shanzhi.registry.models import DiscretionStep

from ..actions.proposing import ProposalWords
from ..models import CorrectionOrder, EvidenceHold, InquiryRecord, Proposal, Seizure
from ..queries.amounts import HEARING_KINDS, statutory_range
from ..queries.education import education_of
from .fields import DayField, IdField, MomentField, VerbForm, area, choose, money

MENTAL = [(Mental.SOUND, _("正常")), (Mental.UNABLE, _("不能辨认或者控制自己的行为")),
          (Mental.INTERMITTENT_SOUND, _("间歇性，行为时正常")), (Mental.PARTLY_ABLE, _("尚未完全丧失辨认、控制能力"))]  # fmt: skip
HARM = [(Harm.NONE, _("没有造成危害后果")), (Harm.SLIGHT, _("危害后果轻微")), (Harm.SERIOUS, _("造成一般或者严重后果"))]
FLAGS = (
    "minor", "first_offence", "corrected_in_time", "no_fault_proven", "removed_harm", "coerced", "confessed_unknown",
    "meritorious",
)  # fmt: skip


class RecordForm(VerbForm):
    """A record of two officers."""

    kind = forms.ChoiceField(label=_("笔录种类"), choices=InquiryRecord.Kind.choices)
    started_at = MomentField(label=_("开始时间"))
    ended_at = MomentField(label=_("结束时间"))
    place = forms.CharField(label=_("地点"), max_length=160)
    person_name = forms.CharField(label=_("被询问人（在场人）"), max_length=60, required=False)
    relation = forms.CharField(label=_("与案件的关系"), max_length=60, required=False)
    words = forms.CharField(
        label=_("内容"), widget=area(8), max_length=20000, help_text=_("询问笔录每问一行，以「问：」「答：」开头。")
    )
    card_shown = forms.BooleanField(label=_("已主动出示执法证件"), required=False)
    rights_told = forms.BooleanField(label=_("已告知权利义务"), required=False)
    signature = forms.FileField(
        label=_("签名图样"), required=False, help_text=_("当事人核对后在屏幕或者纸上签名，上传图片。")
    )
    refusal_note = forms.CharField(label=_("拒签、未签情况"), max_length=300, required=False)
    witness_name = forms.CharField(label=_("见证人"), max_length=60, required=False)

    def prepare(self) -> None:
        self.initial = {"place": self.case.act_place, "person_name": self.case.party.name, **self.initial}


class EvidenceForm(VerbForm):
    """One piece of evidence."""

    form = forms.ChoiceField(label=_("载体"), choices=Evidence.Form.choices)
    kind = forms.ChoiceField(label=_("证据种类"), choices=Evidence.Kind.choices)
    title = forms.CharField(label=_("名称"), max_length=120)
    proves = forms.CharField(label=_("证明对象"), max_length=300)
    file = forms.FileField(label=_("原件"), required=False, help_text=_("原样保存，自动计算摘要；实物不用上传。"))
    quantity = forms.CharField(label=_("数量"), max_length=40, required=False)
    kept_at = forms.CharField(label=_("保管地点"), max_length=120, required=False)
    place = forms.CharField(label=_("取证地点"), max_length=160, required=False)
    reveals_reporter = forms.BooleanField(label=_("可能暴露反映人，入副卷"), required=False)


class CorrectionForm(VerbForm):
    """What to correct, by when."""

    demand = forms.CharField(label=_("改正要求"), max_length=2000, widget=area())
    due_on = DayField(label=_("改正期限"))


class RecheckForm(VerbForm):
    """What the recheck found."""

    result = forms.ChoiceField(
        label=_("复查结果"), choices=[one for one in CorrectionOrder.Result.choices if one[0] != "waiting"],
        widget=forms.RadioSelect,
    )  # fmt: skip
    words = forms.CharField(label=_("复查情况"), max_length=2000, widget=area())
    refusal_note = forms.CharField(label=_("拒签、未签情况"), max_length=300, required=False)


THINGS = _("一行一件，写成「名称，数量」。")


class HoldForm(VerbForm):
    """What is registered and kept."""

    things = forms.CharField(label=_("物品清单"), widget=area(4), help_text=THINGS)
    place = forms.CharField(label=_("保存地点"), max_length=160)
    reason = forms.CharField(label=_("理由"), max_length=300, widget=area(2))
    may_be_lost = forms.BooleanField(label=_("证据可能灭失或者以后难以取得"), required=False)


class SettleHoldForm(VerbForm):
    """What becomes of the kept evidence."""

    outcome = forms.ChoiceField(
        label=_("处理"), choices=[one for one in EvidenceHold.Outcome.choices if one[0] != "held"]
    )
    words = forms.CharField(label=_("处理说明"), max_length=300, widget=area(2))


class SeizeForm(VerbForm):
    """Things sealed or seized, with every condition of the coercion law."""

    kind = forms.ChoiceField(label=_("措施"), choices=Seizure.Kind.choices, widget=forms.RadioSelect)
    things = forms.CharField(label=_("物品清单"), widget=area(4), help_text=THINGS)
    place = forms.CharField(label=_("存放地点"), max_length=160)
    basis = forms.CharField(
        label=_("法律、法规依据"), max_length=300, help_text=_("写明授权查封、扣押的法律、法规条文；没有的不能实施。")
    )
    reason = forms.CharField(label=_("理由"), max_length=300, widget=area(2))
    card_shown = forms.BooleanField(label=_("已出示执法身份证件"), required=False)
    list_handed = forms.BooleanField(label=_("已当场交付决定书和清单"), required=False)
    necessities = forms.BooleanField(label=_("物品是公民个人及其所扶养家属的生活必需品"), required=False)
    unrelated = forms.BooleanField(label=_("物品与违法行为无关"), required=False)
    already_sealed = forms.BooleanField(label=_("已被其他国家机关依法查封"), required=False)


class ExtendSeizureForm(VerbForm):
    """Why longer, once."""

    words = forms.CharField(label=_("情况复杂的理由"), max_length=300, widget=area(2))
    told_in_writing = forms.BooleanField(label=_("已书面告知当事人并说明理由"), required=False)


class EndSeizureForm(VerbForm):
    """What becomes of the things."""

    outcome = forms.ChoiceField(
        label=_("处理"), choices=[one for one in Seizure.State.choices if one[0] not in ("held", "extended")]
    )
    words = forms.CharField(label=_("处理说明"), max_length=300, widget=area(2))


class ConcludeForm(VerbForm):
    """The report that ends the inquiry."""

    course = forms.CharField(label=_("调查经过"), max_length=8000, widget=area(4))
    facts_found = forms.CharField(label=_("查明的事实"), max_length=8000, widget=area(5))
    reasons = forms.CharField(label=_("性质认定的理由"), max_length=8000, widget=area(3))
    is_complex = forms.BooleanField(
        label=_("情节复杂或者重大"), required=False, help_text=_("须法制审核并集体讨论（行政处罚法57、58）。")
    )

    def prepare(self) -> None:
        case = self.case
        found = {"course": case.report_course, "facts_found": case.report_facts or case.facts,
                 "reasons": case.report_reasons, "is_complex": case.is_complex}  # fmt: skip
        self.initial = {**found, **self.initial}


class ProposeForm(VerbForm):
    """The proposal: penalties, the discretion, and the guided test of articles 30 to 33."""

    kind = forms.ChoiceField(label=_("处理"), choices=Proposal.Kind.choices, widget=forms.RadioSelect)
    minor = forms.BooleanField(label=_("违法行为轻微（33.1）"), required=False)
    first_offence = forms.BooleanField(label=_("初次违法（33.1）"), required=False)
    corrected_in_time = forms.BooleanField(label=_("及时改正（33.1）"), required=False)
    harm = forms.ChoiceField(label=_("危害后果"), choices=HARM, initial=Harm.SERIOUS, widget=forms.RadioSelect)
    mental = forms.ChoiceField(label=_("行为时的精神状态（31）"), choices=MENTAL, initial=Mental.SOUND)
    no_fault_proven = forms.BooleanField(label=_("当事人有证据足以证明没有主观过错（33.2）"), required=False)
    removed_harm = forms.BooleanField(label=_("主动消除或者减轻危害后果（32(1)）"), required=False)
    coerced = forms.BooleanField(label=_("受胁迫或者诱骗（32(2)）"), required=False)
    confessed_unknown = forms.BooleanField(label=_("主动供述尚未掌握的违法行为（32(3)）"), required=False)
    meritorious = forms.BooleanField(label=_("配合查处有立功表现（32(4)）"), required=False)
    band = forms.ChoiceField(
        label=_("裁量档次"), choices=[("", _("不处罚的不选")), *Proposal.Band.choices], required=False
    )
    discretion_step_id = IdField(label=_("裁量基准的阶次"), required=False)
    fine_amount = money(_("罚款（元）"))
    confiscated_amount = money(_("没收违法所得（元）"))
    confiscated_goods = forms.CharField(label=_("没收非法财物"), max_length=300, required=False)
    warning = forms.BooleanField(label=_("警告"), required=False)
    other_kind = forms.ChoiceField(
        label=_("其他处罚的种类"), choices=[("", _("没有")), *HEARING_KINDS.items(), ("light_other", _("其他"))],
        required=False,
    )  # fmt: skip
    other_words = forms.CharField(label=_("其他处罚的内容"), max_length=300, required=False)
    discretion_words = forms.CharField(label=_("裁量理由"), max_length=4000, widget=area())
    education = forms.CharField(label=_("教育记录"), max_length=2000, widget=area(2), required=False)

    def prepare(self) -> None:
        item = self.case.item
        rows = DiscretionStep.objects.filter(county=self.case.county, table=item.discretion) if item.discretion else []
        choose(self, "discretion_step_id", [("", _("没有公布的基准或者不适用")),
               *[(str(one.pk), f"{one.band} {one.conditions}：{one.sanction}"[:200]) for one in rows]])  # fmt: skip
        self.initial = {"education": education_of(self.case), **self.initial}
        limits = statutory_range(self.case)
        if limits is not None:
            self.fields["fine_amount"].help_text = f"法定幅度：{limits[0]}元至{limits[1]}元；减轻处罚可以低于下限。"

    def values(self) -> dict[str, Any]:
        data = dict(self.cleaned_data)
        asked = {name: data.pop(name) for name in (*FLAGS, "harm", "mental")}
        kept = {"on": data.pop("on"), "version": data.pop("version")}
        for name in ("fine_amount", "confiscated_amount"):
            data[name] = data[name] or Decimal(0)
        return {**kept, "words": ProposalWords(**data), "leniency_facts": asked}
