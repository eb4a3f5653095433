"""Three screens of a penalty on the spot: who and what, how much and why, who signs."""

import uuid
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from shanzhi.dispatch.models import Matter
from shanzhi.registry.models import Agency, Item, Officer
from shanzhi.web.fields import PhotosField

from ..actions.party import PartyWords, check_party
from ..actions.summary import SummarySigns
from ..actions.summary_check import COLLECT_WHY, SummaryWords, officers_offered
from ..models import Party, Proposal
from ..queries.on_spot import cause_of, items_on_spot, matching, on_spot, steps_of
from ..sealing import open_identity
from .fields import DayField, IdField, area, choose, money
from .pad import SignatureField

MOST_MATCHES, BANK = 12, "bank"
KEPT = ("name", "unified_code", "representative", "trade_name", "address", "phone", "sex", "guardian_name")


class WhoForm(forms.Form):
    """The party and the item. A party known from before brings his numbers along; they are not shown."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    matter = forms.UUIDField(widget=forms.HiddenInput, required=False)
    known = forms.UUIDField(widget=forms.HiddenInput, required=False)
    kind = forms.ChoiceField(label=_("当事人"), choices=Party.Kind.choices, widget=forms.RadioSelect)
    name = forms.CharField(label=_("姓名或名称"), max_length=120)
    number = forms.CharField(
        label=_("身份证号码或者统一社会信用代码"), max_length=30, required=False,
        help_text=_("自动核对校验码；确实问不到的可以不填，但查不到以前的案件。"),
    )  # fmt: skip
    representative = forms.CharField(
        label=_("法定代表人（负责人）"), max_length=60, required=False, help_text=_("当事人是单位的必填。")
    )
    phone = forms.CharField(
        label=_("联系电话"), max_length=30, required=False, widget=forms.TextInput(attrs={"inputmode": "tel"})
    )
    address = forms.CharField(label=_("住址（住所）"), max_length=200, required=False)
    guardian_name = forms.CharField(
        label=_("监护人"), max_length=60, required=False, help_text=_("不满十八周岁的必填。")
    )
    item = forms.CharField(
        label=_("执法事项"), max_length=420, help_text=_("输入几个字查找；只有今天在这里可以当场处罚的事项。"),
        widget=forms.TextInput(attrs={"list": "items", "autocomplete": "off"}),
    )  # fmt: skip
    act_on = DayField(label=_("违法行为日期"))
    act_place = forms.CharField(label=_("违法行为发生地"), max_length=160)

    def __init__(
        self, *args: Any, unit: Agency, matter: Matter | None = None, known: Party | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.unit, self.known_party = unit, known
        self.chosen: Item | None = None
        self.today: date = timezone.localdate()
        self.items: list[Item] = items_on_spot(unit, self.today)
        self.matches: list[Item] = []
        self.initial = {**_begin(matter, known, self.today), **self.initial}

    def clean_number(self) -> str:
        return str(self.cleaned_data["number"]).replace(" ", "").upper()

    def clean_item(self) -> str:
        found = matching(self.items, self.cleaned_data["item"])
        if len(found) == 1:
            self.chosen = found[0]
            return f"{found[0].code} {found[0].name}"
        if not found:
            raise forms.ValidationError(_t("没有找到这个事项，或者它今天在这里不能当场处罚。请换几个字再找。"))
        self.matches = found[:MOST_MATCHES]
        raise forms.ValidationError(_t("有%(n)d项符合，请在下面选一项。") % {"n": len(found)})

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not self.errors:
            for found in check_party(self.party, on=data["act_on"]).obstacles:
                name = "number" if "号码" in found.text or "代码" in found.text or "证" in found.text else None
                self.add_error(name, f"{found} {found.remedy}".strip())
        return data

    @property
    def party(self) -> PartyWords:
        """Return the party as typed; his number is a code where the party is a unit."""
        data = self.cleaned_data
        number, person = data["number"], data["kind"] == Party.Kind.PERSON
        as_code = not person and len(number) == 18 and not (number[:17].isdigit() and data["kind"] == "sole_trader")
        values = {name: data.get(name, "") for name in KEPT if name in data}
        identity = "" if as_code else number
        if not number and self.known_party and self.known_party.name == data["name"].strip():
            kept = self.known_party
            identity = open_identity(bytes(kept.id_sealed), kept.id_key, kept.pk) if kept.id_sealed else ""
            values["unified_code"] = kept.unified_code
        if as_code:
            values["unified_code"] = number
        return PartyWords(kind=data["kind"], id_number=identity, **values)


def _begin(matter: Matter | None, known: Party | None, today: date) -> dict[str, Any]:
    found: dict[str, Any] = {"key": uuid.uuid4(), "act_on": today, "kind": Party.Kind.PERSON}
    if matter is not None:
        found |= {"matter": matter.pk, "act_place": matter.place_text}
    if known is not None:
        found |= {"known": known.pk, "kind": known.kind, **{name: getattr(known, name) for name in KEPT}}
    return found


class WhatForm(forms.Form):
    """The sum, the facts, what was told and heard, the second officer, how the money is paid."""

    second_id = IdField(label=_("另一名执法人员"), help_text=_("两名持证执法人员（行政处罚法42）。"))
    warning = forms.BooleanField(label=_("警告"), required=False)
    fine_amount = money(_("罚款（元）"))
    band = forms.ChoiceField(label=_("裁量档次"), choices=Proposal.Band.choices, widget=forms.RadioSelect)
    discretion_step_id = IdField(label=_("公布的裁量阶次"), required=False)
    discretion_words = forms.CharField(label=_("裁量理由"), max_length=300, required=False)
    facts = forms.CharField(label=_("违法事实（一句话）"), max_length=1000, widget=area(3))
    photos = PhotosField(most=6, required=False)
    photo_ids = forms.CharField(widget=forms.HiddenInput, required=False)
    facts_clear = forms.BooleanField(label=_("事实确凿，有法定依据（行政处罚法51）"), required=False)
    correction_refused = forms.BooleanField(label=_("已责令改正，当事人拒不改正或者逾期不改正"), required=False)
    card_shown = forms.BooleanField(label=_("已出示执法证件（行政处罚法52）"), required=False)
    rights_told = forms.BooleanField(
        label=_("已告知处罚内容、事实、理由、依据和陈述申辩的权利（行政处罚法44）"), required=False
    )
    heard = forms.BooleanField(label=_("已听取陈述、申辩（行政处罚法45）"), required=False)
    statement = forms.CharField(
        label=_("当事人说了什么"), max_length=1000, required=False, widget=area(2), help_text=_("没有意见的不填。")
    )
    collect = forms.ChoiceField(label=_("罚款怎么缴"), required=False, widget=forms.RadioSelect)
    receipt_no = forms.CharField(
        label=_("专用票据号码"), max_length=40, required=False, help_text=_("当场收缴的必填（行政处罚法70）。")
    )

    def __init__(
        self, *args: Any, item: Item, is_person: bool, officer: Officer, unit: Agency, place: str, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        today = timezone.localdate()
        self.on_spot = on_spot(item, is_person=is_person)
        seconds = officers_offered(unit, officer, today)
        choose(self, "second_id", [("", _("请选择")), *((str(one.pk), one.name) for one in seconds)])
        self._discretion(item, today)
        ways = [
            (BANK, _("到银行缴纳，或者电子支付（十五日内）")),
            *((key, words) for key, (words, _by) in COLLECT_WHY.items()),
        ]
        choose(self, "collect", [(key, _t("当场收缴：") + str(words) if key != BANK else words) for key, words in ways])
        self.initial = {
            "band": Proposal.Band.NORMAL, "facts": f"在{place}{cause_of(item)}。",
            "second_id": str(seconds[0].pk) if len(seconds) == 1 else "", "collect": BANK, **self.initial,
        }  # fmt: skip
        if not self.on_spot.after_refusal:
            del self.fields["correction_refused"]
        if not self.on_spot.warns:
            del self.fields["warning"]
        if not self.on_spot.may_fine:
            for name in ("fine_amount", "collect", "receipt_no"):
                del self.fields[name]

    def _discretion(self, item: Item, today: date) -> None:
        steps = steps_of(item, today)
        words = [(str(one.pk), f"{one.band}：{one.conditions}（{one.sanction}）") for one in steps]
        choose(self, "discretion_step_id", [("", _("不选")), *words])
        if not steps:
            del self.fields["discretion_step_id"]

    def words(self) -> dict[str, Any]:
        """Return what the action asks for, the photos apart."""
        data = {name: value for name, value in self.cleaned_data.items() if name not in ("photos", "photo_ids")}
        collect = data.get("collect", "")
        fine = data.get("fine_amount") or Decimal(0)
        return data | {"fine_amount": fine, "collect": "" if collect == BANK else collect}


class SignForm(forms.Form):
    """Signatures drawn on the screen; refused, or given on paper where the screen cannot take them."""

    party_image = SignatureField(label=_("当事人签收"))
    lead_image = SignatureField(label=_("执法人员签名"))
    second_image = SignatureField(label=_("另一名执法人员签名"))
    refusal = forms.CharField(label=_("当事人拒绝签收的情况"), max_length=200, required=False)
    witness = forms.CharField(label=_("见证人"), max_length=60, required=False)
    on_paper = forms.BooleanField(
        label=_("在打印的决定书上签名"), required=False, help_text=_("屏幕上不能签的，打印后由各方签名，原件存档。")
    )

    def signs(self, photos: Sequence[Any]) -> SummarySigns:
        return SummarySigns(photos=list(photos), **self.cleaned_data)


def summary_words(who: WhoForm, what: WhatForm, matter: Matter | None) -> SummaryWords:
    """Return everything typed as the action wants it."""
    assert who.chosen is not None  # the form is valid
    area_code = matter.area_code if matter else (who.unit.area.code if who.unit.area else "")
    data = who.cleaned_data
    return SummaryWords(
        key=data["key"], item_id=who.chosen.pk, party=who.party, act_on=data["act_on"], act_place=data["act_place"],
        matter_id=matter.pk if matter else None, area_code=area_code, **what.words(),
    )  # fmt: skip
