"""Forms of those who work on a matter and of those who check: progress, answers, time, returns, the long-term list."""

import uuid
from datetime import timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from shanzhi.registry.models import LimitUnit
from shanzhi.web.fields import PhotosField

from ..models import Answer, ClockChange, Return, Task
from ..rules.grounds import EXTENSION_GROUNDS, PAUSE_GROUNDS
from .fields import IdField, agency_groups, offer
from .matter import VerbForm

LINES = forms.Textarea(attrs={"rows": 3})


class NoteForm(VerbForm):
    """What was seen or done."""

    text = forms.CharField(label=_("进展"), max_length=2000, widget=forms.Textarea(attrs={"rows": 4}))
    photos = PhotosField(label=_("现场照片"), required=False)


class AnswerForm(VerbForm):
    """The closing gate: what was done, who was told, what the reporter reads, and the evidence."""

    done = forms.CharField(
        label=_("采取的措施"),
        help_text=_("做了什么、结果怎样。内部可见。"),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=4000,
    )
    told = forms.CharField(label=_("告知了谁、怎样告知"), max_length=200)
    public_text = forms.CharField(
        label=_("给反映人的答复"),
        help_text=_("反映人会看到。不要写姓名、电话、身份证号。"),
        widget=LINES,
        required=False,
        max_length=2000,
    )
    photos = PhotosField(label=_("处置后照片"), required=False)
    no_photo_reason = forms.CharField(label=_("没有照片的理由"), max_length=200, required=False)
    end_assists = forms.BooleanField(label=_("未完成的协办一并收回"), required=False)
    version = forms.IntegerField(widget=forms.HiddenInput)

    def prepare(self) -> None:
        self.initial.setdefault("version", self.matter.version)
        self.fields["public_text"].required = self.matter.report_count > 0
        if not Task.objects.filter(matter=self.matter, kind=Task.Kind.ASSIST, ended_at__isnull=True).exists():
            del self.fields["end_assists"]


class VerifyForm(VerbForm):
    """How it was checked."""

    opinion = forms.CharField(
        label=_("核查意见"), max_length=400, required=False, help_text=_("怎样核实的：回访、复看、照片。"), widget=LINES
    )
    version = forms.IntegerField(widget=forms.HiddenInput)

    def prepare(self) -> None:
        self.initial.setdefault("version", self.matter.version)


class SendBackForm(VerbForm):
    """What is wrong with the answer."""

    fault = forms.ChoiceField(label=_("退回的原因"), choices=Answer.Fault.choices, widget=forms.RadioSelect)
    opinion = forms.CharField(label=_("意见"), max_length=400, widget=LINES, help_text=_("还要做什么、补什么。"))


class TimeForm(VerbForm):
    """How much longer, or how long to stand still, and on which ground."""

    kind = forms.ChoiceField(label=_("申请"), choices=ClockChange.Kind.choices, widget=forms.RadioSelect)
    ground = forms.ChoiceField(
        label=_("事由"),
        choices=[("", _("请选择")), (_("延期"), [(g, g) for g in EXTENSION_GROUNDS]),
                 (_("中止"), [(g, g) for g in PAUSE_GROUNDS])],
    )  # fmt: skip
    value = forms.IntegerField(label=_("时间"), min_value=1, max_value=999, initial=3)
    unit = forms.ChoiceField(label=_("单位"), choices=LimitUnit.choices, initial=LimitUnit.WORKING_DAY)
    reason = forms.CharField(label=_("说明"), max_length=400, widget=LINES)


class DecisionForm(VerbForm):
    """Yes or no to the time asked for, with the reason."""

    grant = forms.TypedChoiceField(
        label=_("决定"),
        coerce=lambda value: value == "yes",
        choices=[("yes", _("同意")), ("no", _("不同意"))],
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(label=_("理由"), max_length=400, widget=LINES)


class ReturnForm(VerbForm):
    """By which rule it is another's, and whose."""

    rule = forms.CharField(label=_("依据"), max_length=300, help_text=_("责任清单或文件的哪一条。"))
    proposed_id = IdField(label=_("建议由谁承办"))
    reason = forms.CharField(label=_("理由"), max_length=400, widget=LINES)

    def __init__(self, *args: Any, task: Task | None = None, **kwargs: Any) -> None:
        self.task = task
        super().__init__(*args, **kwargs)

    def prepare(self) -> None:
        own = self.task.agency_id if self.task else self.matter.agency_id
        offer(self, "proposed_id", agency_groups(self.matter.county, without=own))


class RulingForm(VerbForm):
    """Whose it is."""

    uphold = forms.TypedChoiceField(
        label=_("裁定"),
        coerce=lambda value: value == "yes",
        choices=[("yes", _("同意退回，改派")), ("no", _("不同意，继续办理"))],
        widget=forms.RadioSelect,
    )
    agency_id = IdField(label=_("改由谁承办"), required=False, help_text=_("不选就是申请单位建议的单位。"))
    reason = forms.CharField(label=_("裁定的理由"), max_length=400, widget=LINES)

    def __init__(self, *args: Any, row: Return | None = None, **kwargs: Any) -> None:
        self.row = row
        super().__init__(*args, **kwargs)

    def prepare(self) -> None:
        first = [self.row.proposed] if self.row else []
        own: uuid.UUID | None = self.row.task.agency_id if self.row else None
        groups = agency_groups(self.matter.county, first=first, without=own)
        offer(self, "agency_id", groups, empty=_("建议的单位"))

    def values(self) -> dict[str, Any]:
        data = super().values()
        if not data["uphold"]:
            data["agency_id"] = None
        return data


class ShelveForm(VerbForm):
    """Why it cannot be solved soon, what the reporter is told, and when to look again."""

    reason = forms.CharField(label=_("挂账的理由"), max_length=2000, widget=LINES)
    public_text = forms.CharField(label=_("给反映人的说明"), max_length=2000, widget=LINES)
    review_on = forms.DateField(label=_("复查日"), widget=forms.DateInput(attrs={"type": "date"}))

    def prepare(self) -> None:
        self.initial.setdefault("review_on", (timezone.localdate() + timedelta(days=30)).isoformat())


class ReviewForm(VerbForm):
    """What was found when looking again."""

    text = forms.CharField(label=_("复查情况"), max_length=2000, widget=LINES)
    review_on = forms.DateField(label=_("下次复查日"), widget=forms.DateInput(attrs={"type": "date"}))

    def prepare(self) -> None:
        self.initial.setdefault("review_on", (timezone.localdate() + timedelta(days=30)).isoformat())


class FinishAssistForm(VerbForm):
    """What the assisting unit found or did."""

    result = forms.CharField(label=_("结果"), max_length=2000, widget=forms.Textarea(attrs={"rows": 4}))
    photos = PhotosField(label=_("照片"), required=False)


class FinishPatrolForm(FinishAssistForm):
    """What the patrol found at the place."""

    found_problem = forms.TypedChoiceField(
        label=_("发现同类问题"),
        coerce=lambda value: value == "yes",
        choices=[("no", _("没有发现")), ("yes", _("发现了"))],
        widget=forms.RadioSelect,
    )
    open_new = forms.BooleanField(label=_("另立一件事件"), required=False, help_text=_("当场已解决的不必另立。"))
    field_order = ["found_problem", "result", "photos", "open_new"]
