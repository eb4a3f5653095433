"""Forms about the beginning of a case: item, party, act, officers, filing."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from shanzhi.dispatch.models import Matter
from shanzhi.law import identifiers
from shanzhi.registry.models import Agency
from shanzhi.registry.queries import usable_items

from ..actions.party import PartyWords
from ..models import Party, PartyChange, PenaltyCase
from .fields import DayField, IdField, VerbForm, area, choose, officer_choices

PARTY_FIELDS = (
    "kind", "name", "trade_name", "sex", "id_number", "unified_code", "representative", "address", "phone",
    "guardian_name", "guardian_phone",
)  # fmt: skip


class OpenCaseForm(forms.Form):
    """A new case. What the matter knows is filled in already."""

    item_id = IdField(label=_("执法事项"), help_text=_("只列出本单位今天可以办的事项。"))
    cause = forms.CharField(label=_("案由"), max_length=120)
    facts = forms.CharField(label=_("简要案情"), widget=area(4))
    act_on = DayField(label=_("违法行为发生日期"))
    act_ended_on = DayField(label=_("违法行为终了日期"), required=False, help_text=_("还在继续的不填。"))
    found_on = DayField(label=_("发现日期"))
    act_place = forms.CharField(label=_("违法行为发生地"), max_length=160)
    source = forms.ChoiceField(label=_("案件来源"), choices=PenaltyCase.Source.choices)
    source_words = forms.CharField(label=_("来源说明"), max_length=300, required=False)
    kind = forms.ChoiceField(label=_("当事人类别"), choices=Party.Kind.choices, widget=forms.RadioSelect)
    name = forms.CharField(label=_("姓名或名称"), max_length=120)
    trade_name = forms.CharField(label=_("字号"), max_length=120, required=False)
    sex = forms.ChoiceField(label=_("性别"), choices=[("", _("不填")), ("男", "男"), ("女", "女")], required=False)
    id_number = forms.CharField(label=_("身份证号码"), max_length=30, required=False)
    unified_code = forms.CharField(label=_("统一社会信用代码"), max_length=30, required=False)
    representative = forms.CharField(label=_("法定代表人（负责人、经营者）"), max_length=60, required=False)
    address = forms.CharField(label=_("住址（住所）"), max_length=200, required=False)
    phone = forms.CharField(label=_("联系电话"), max_length=30, required=False)
    guardian_name = forms.CharField(
        label=_("监护人"), max_length=60, required=False, help_text=_("行为时不满十八周岁的必填。")
    )
    guardian_phone = forms.CharField(label=_("监护人电话"), max_length=30, required=False)
    is_complex = forms.BooleanField(
        label=_("情节复杂或者重大"), required=False, help_text=_("须法制审核并集体讨论（行政处罚法57、58）。")
    )

    def __init__(self, *args: Any, unit: Agency, matter: Matter | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.unit, self.matter = unit, matter
        rows = usable_items(unit, timezone.localdate()).filter(kind="penalty").order_by("field", "code")
        groups: dict[str, list[tuple[str, str]]] = {}
        for item in rows:
            groups.setdefault(item.field or str(_("其他")), []).append((str(item.pk), f"{item.code} {item.name}"))
        choose(self, "item_id", [("", _("请选择")), *groups.items()])
        self.initial = {**_from_matter(matter), **self.initial}

    def clean_id_number(self) -> str:
        return _checked(self.cleaned_data["id_number"], identifiers.citizen_number)

    def clean_unified_code(self) -> str:
        return _checked(self.cleaned_data["unified_code"], identifiers.unit_code)

    def values(self) -> dict[str, Any]:
        data = dict(self.cleaned_data)
        words = PartyWords(**{name: data.pop(name) for name in PARTY_FIELDS})
        area_code = self.matter.area_code if self.matter else (self.unit.area.code if self.unit.area else "")
        matter_id = self.matter.pk if self.matter else None
        return {**data, "party": words, "unit_id": self.unit.pk, "area_code": area_code, "matter_id": matter_id}


def _checked(text: str, check: Any) -> str:
    try:
        return check(text) if text.strip() else ""
    except identifiers.BadIdentifier as fault:
        raise forms.ValidationError(str(fault)) from None


def _from_matter(matter: Matter | None) -> dict[str, Any]:
    today = timezone.localdate()
    if matter is None:
        return {"found_on": today, "source": PenaltyCase.Source.OTHER, "kind": Party.Kind.PERSON}
    opened = timezone.localdate(matter.opened_at)
    return {
        "cause": matter.event_type.name if matter.event_type else "",
        "facts": matter.title,
        "act_on": opened,
        "found_on": opened,
        "act_place": matter.place_text,
        "source": PenaltyCase.Source.MATTER,
        "source_words": f"{matter.number} {matter.title}"[:300],
        "kind": Party.Kind.PERSON,
    }


class AssignForm(VerbForm):
    """Two officers or more; the first leads."""

    lead_id = IdField(label=_("主办执法人员"))
    second_id = IdField(label=_("协办执法人员"))
    reason = forms.CharField(label=_("更换理由"), max_length=300, required=False, help_text=_("换下原有人员时填写。"))

    def prepare(self) -> None:
        offered = officer_choices({self.case.unit_id, self.case.agency_id}, on=self.initial["on"])
        for name in ("lead_id", "second_id"):
            choose(self, name, [("", _("请选择")), *offered])

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("lead_id") and data.get("lead_id") == data.get("second_id"):
            self.add_error("second_id", _("两名执法人员不能是同一人。"))
        return data

    def values(self) -> dict[str, Any]:
        data = dict(self.cleaned_data)
        data["officer_ids"] = [data.pop("lead_id"), data.pop("second_id")]
        return data


class RecusalForm(VerbForm):
    """Who should withdraw, who says so, why."""

    officer_id = IdField(label=_("应当回避的人员"))
    asked_by = forms.CharField(label=_("提出人"), max_length=60, help_text=_("当事人姓名；自行回避的写本人。"))
    reason = forms.CharField(label=_("理由"), max_length=300, widget=area())

    def prepare(self) -> None:
        rows = self.case.officers.filter(until_on__isnull=True).select_related("officer")
        choose(self, "officer_id", [(str(one.officer_id), one.officer.name) for one in rows])


class RecusalDecisionForm(VerbForm):
    """Withdraw or not, and why."""

    grant = forms.TypedChoiceField(
        label=_("决定"), coerce=lambda text: text == "yes", choices=[("yes", _("决定回避")), ("no", _("驳回申请"))],
        widget=forms.RadioSelect,
    )  # fmt: skip
    words = forms.CharField(label=_("理由"), max_length=300, widget=area())


class FileForm(VerbForm):
    """The opinion of the one who approves."""

    opinion = forms.CharField(label=_("立案的意见"), max_length=400, widget=area(2))

    def prepare(self) -> None:
        self.initial.setdefault("opinion", str(_("有初步证据证明存在违法行为，属于本机关管辖，同意立案。")))


class ReasonForm(VerbForm):
    """A verb that needs a reason."""

    reason = forms.CharField(label=_("理由"), max_length=2000, widget=area())


class ChangePartyForm(VerbForm):
    """What became of the party."""

    what = forms.ChoiceField(label=_("变动"), choices=PartyChange.What.choices)
    after = forms.CharField(label=_("变动后的名称或者权利义务承受人"), max_length=120, required=False)
    proof = forms.CharField(label=_("证明材料"), max_length=300, widget=area(2))
