"""Forms about whose matter it is: taking it on, giving it, merging and parting."""

import uuid
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from shanzhi.dossier.models import StoredFile
from shanzhi.intake.models import Report
from shanzhi.registry.models import LimitUnit
from shanzhi.registry.queries import Routing

from ..models import Matter, Urgency
from ..queries.suggesting import Advice
from .fields import IdField, IdsField, agency_groups, choose, offer, officer_choices, type_groups


class VerbForm(forms.Form):
    """A form of one verb about one matter. `values()` are the action's arguments."""

    def __init__(self, *args: Any, matter: Matter, user: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.matter, self.user = matter, user
        # Photos that were stored although the form was refused: they need not be chosen again.
        self.kept: list[StoredFile] = []
        self.prepare()

    def prepare(self) -> None:
        """Fill the choices from the matter."""

    def values(self) -> dict[str, Any]:
        return dict(self.cleaned_data)


class PlainForm(VerbForm):
    """A verb that needs no words."""


class ReasonForm(VerbForm):
    """A verb that needs a reason."""

    reason = forms.CharField(label=_("理由"), max_length=300, widget=forms.Textarea(attrs={"rows": 3}))


class AcceptForm(VerbForm):
    """Which type it is, what to call it, how urgent."""

    event_type_id = IdField(label=_("事件类型"))
    title = forms.CharField(label=_("标题"), max_length=120)
    urgency = forms.TypedChoiceField(
        label=_("紧急程度"), coerce=int, choices=Urgency.choices, widget=forms.RadioSelect, initial=0
    )
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, advice: Advice | None = None, **kwargs: Any) -> None:
        self.advice = advice
        super().__init__(*args, **kwargs)

    def prepare(self) -> None:
        offer(self, "event_type_id", type_groups(self.matter.county, tile=self.matter.tile))
        sure = self.advice.sure_type if self.advice else None
        hot = self.advice.urgency if self.advice else None
        self.initial = {
            "event_type_id": self.matter.event_type_id or (sure.value if sure else None),
            "title": self.matter.title,
            "urgency": max(self.matter.urgency, int(hot.value) if hot and sure else 0),
            "version": self.matter.version,
            **self.initial,
        }

    def values(self) -> dict[str, Any]:
        return {**super().values(), "shown": self.advice.shown("types") if self.advice else None}


class RefuseForm(VerbForm):
    """Why the county does not take it on; the reporter reads it."""

    reason = forms.CharField(
        label=_("不予受理的理由"),
        help_text=_("反映人会看到全文。写明为什么不属于受理范围、可以向哪里反映。"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    version = forms.IntegerField(widget=forms.HiddenInput)

    def prepare(self) -> None:
        self.initial.setdefault("version", self.matter.version)


class ChangeTypeForm(VerbForm):
    """The right type and why."""

    event_type_id = IdField(label=_("更正为"))
    reason = forms.CharField(label=_("更正的理由"), max_length=300, widget=forms.Textarea(attrs={"rows": 2}))

    def prepare(self) -> None:
        offer(self, "event_type_id", type_groups(self.matter.county, tile=self.matter.tile))


class AssignForm(VerbForm):
    """Three fields: the unit (as the rules suggest), the officer if known, what is wanted; and who assists."""

    agency_id = IdField(label=_("主办单位"))
    officer_id = IdField(label=_("经办人"), required=False, help_text=_("可以只派到单位，由单位安排人。"))
    demand = forms.CharField(label=_("要求"), max_length=400, required=False, widget=forms.Textarea(attrs={"rows": 2}))
    assisting_ids = IdsField(label=_("协办单位"))
    reason = forms.CharField(
        label=_("不按建议派单的理由"), max_length=300, required=False, help_text=_("选了建议以外的单位时填写。")
    )
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, routing: Routing | None = None, advice: Advice | None = None, **kwargs: Any) -> None:
        self.routing, self.advice = routing, advice
        super().__init__(*args, **kwargs)

    def prepare(self) -> None:
        chosen = self.routing.chosen if self.routing else None
        first = [chosen.agency] if chosen else []
        offer(self, "agency_id", agency_groups(self.matter.county, first=first))
        unit = _id(self.data.get("agency_id")) or (chosen.agency.pk if chosen else None)
        offer(self, "officer_id", officer_choices(unit), empty=_("由单位安排"))
        assisting = chosen.assisting if chosen else []
        choose(self, "assisting_ids", [(str(unit.pk), unit.name) for unit in assisting])
        if not assisting:
            del self.fields["assisting_ids"]
        self.initial = {
            "agency_id": str(chosen.agency.pk) if chosen else "",
            "assisting_ids": [str(unit.pk) for unit in assisting],
            "version": self.matter.version,
            **self.initial,
        }

    def values(self) -> dict[str, Any]:
        return {**super().values(), "shown": self.advice.shown("units") if self.advice else None}

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        chosen = self.routing.chosen if self.routing else None
        if chosen and data.get("agency_id") and data["agency_id"] != chosen.agency.pk and not data.get("reason"):
            self.add_error("reason", _("选了建议以外的单位，请写理由。"))
        return data


class ReassignForm(VerbForm):
    """To whom else, and why."""

    agency_id = IdField(label=_("改派给"))
    officer_id = IdField(label=_("经办人"), required=False)
    reason = forms.CharField(label=_("改派的理由"), max_length=300, widget=forms.Textarea(attrs={"rows": 2}))
    demand = forms.CharField(label=_("要求"), max_length=400, required=False, widget=forms.Textarea(attrs={"rows": 2}))
    version = forms.IntegerField(widget=forms.HiddenInput)

    def prepare(self) -> None:
        first = [self.matter.agency] if self.matter.agency else []
        offer(self, "agency_id", agency_groups(self.matter.county, first=first))
        unit = _id(self.data.get("agency_id")) or _id(self.initial.get("agency_id")) or self.matter.agency_id
        offer(self, "officer_id", officer_choices(unit), empty=_("由单位安排"))
        self.initial.setdefault("version", self.matter.version)


class SignForm(VerbForm):
    """Who works on it."""

    officer_id = IdField(label=_("经办人"), required=False, help_text=_("不选就由单位共同办理。"))

    def prepare(self) -> None:
        offer(self, "officer_id", officer_choices(self.matter.agency_id), empty=_("暂不指定"))
        self.initial.setdefault("officer_id", str(self.matter.officer_id or ""))


class AssistForm(VerbForm):
    """Who is to help, with what, until when."""

    agency_id = IdField(label=_("协办单位"))
    demand = forms.CharField(label=_("请对方做什么"), max_length=400, widget=forms.Textarea(attrs={"rows": 3}))
    limit_value = forms.IntegerField(label=_("协办时限"), min_value=1, max_value=60, initial=2)
    limit_unit = forms.ChoiceField(label=_("单位"), choices=LimitUnit.choices, initial=LimitUnit.WORKING_DAY)

    def prepare(self) -> None:
        offer(self, "agency_id", agency_groups(self.matter.county, without=self.matter.agency_id))


class SpreadForm(VerbForm):
    """Which places of the same kind, looking for what."""

    places = forms.CharField(
        label=_("巡查地点"), help_text=_("一行一处，最多 30 处。"), widget=forms.Textarea(attrs={"rows": 5})
    )
    demand = forms.CharField(label=_("看什么"), max_length=400, widget=forms.Textarea(attrs={"rows": 2}))
    agency_id = IdField(label=_("由谁巡查"), required=False)
    limit_value = forms.IntegerField(label=_("时限（工作日）"), min_value=1, max_value=30, initial=3)

    def prepare(self) -> None:
        first = [self.matter.agency] if self.matter.agency else []
        offer(self, "agency_id", agency_groups(self.matter.county, first=first), empty=_("主办单位"))

    def values(self) -> dict[str, Any]:
        data = super().values()
        data["places"] = data["places"].splitlines()
        return data


class MergeForm(VerbForm):
    """Into which matter, and why it is the same."""

    number = forms.CharField(label=_("并入哪件"), max_length=20, help_text=_("填事件编号，例如从相近事件里抄来。"))
    reason = forms.CharField(label=_("并案的理由"), max_length=300, widget=forms.Textarea(attrs={"rows": 2}))

    def clean_number(self) -> uuid.UUID:
        number = self.cleaned_data["number"].strip().upper()
        into = Matter.objects.filter(county=self.matter.county, number=number).first()
        if into is None:
            raise forms.ValidationError(_("没有编号为 %(number)s 的事件。") % {"number": number})
        return into.pk

    def values(self) -> dict[str, Any]:
        return {"into_id": self.cleaned_data["number"], "reason": self.cleaned_data["reason"]}


class SplitForm(VerbForm):
    """Which reports go, under what title."""

    report_ids = IdsField(label=_("分出的诉求"))
    title = forms.CharField(label=_("新事件的标题"), max_length=120, required=False)
    reason = forms.CharField(label=_("分案的理由"), max_length=300, widget=forms.Textarea(attrs={"rows": 2}))

    def prepare(self) -> None:
        reports = Report.objects.filter(links__matter=self.matter, links__detached_at__isnull=True)
        rows = reports.order_by("received_at")[:200]
        choose(self, "report_ids", [(str(r.pk), f"{r.number} · {(r.text or _('（无文字）'))[:60]}") for r in rows])


class ReopenForm(VerbForm):
    """Why it is not settled."""

    reason = forms.CharField(label=_("重新办理的理由"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3}))


def _id(value: Any) -> uuid.UUID | None:
    try:
        return uuid.UUID(str(value)) if value else None
    except ValueError:
        return None
