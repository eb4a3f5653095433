"""What can be typed about documents, their service, and evidence?"""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from shanzhi.registry.models import Agency

from . import rules
from .models import Delivery, Document, Letterhead, SignatureImage
from .rules.entry import as_text, from_text

LONGEST = 20000


def _day_box() -> forms.DateInput:
    """A date as browsers want it, whatever the language of the page."""
    return forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})


class WordsForm(forms.Form):
    """The free fields of one kind of document, and the version the page was made from."""

    base = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, kind: rules.Template, free: dict[str, Any], version: int, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"base": version})
        super().__init__(*args, **kwargs)
        self.kind = kind
        wanted = {need.key: need for need in kind.needs}
        for field in kind.free:
            need = wanted.get(field.key)
            rows = 12 if field.kind == "qa" else 5
            widget = forms.TextInput() if field.kind == "text" else forms.Textarea(attrs={"rows": rows})
            self.fields[field.key] = forms.CharField(
                label=kind.label(field.key),
                required=False,
                max_length=LONGEST,
                widget=widget,
                initial=as_text(free.get(field.key), field.kind),
                help_text=_hint(field, need),
            )
        self.wanted = {key for key in wanted if key in self.fields}
        self.fields["reason"] = forms.CharField(label=_("修改原因"), required=False, max_length=200)

    def words(self) -> dict[str, Any]:
        """Return what was typed, as the document keeps it."""
        return {field.key: from_text(self.cleaned_data.get(field.key, ""), field) for field in self.kind.free}


def _hint(field: rules.Field, need: rules.Need | None) -> str:
    shape = {"list": "一行一项。", "qa": "以“问：”“答：”开头，一行一句。"}.get(field.kind, "")
    if field.key == "speeches":
        shape = "一行一人，如“主持人：现在开始”。"
    if need is None:
        return shape
    basis = "、".join(str(one) for one in need.basis)
    return f"{shape}应当写明（{basis}）。" if basis else f"{shape}应当写明。"


class NoteForm(forms.Form):
    """One reason or opinion."""

    note = forms.CharField(label=_("意见"), max_length=400, required=False, widget=forms.Textarea(attrs={"rows": 3}))


class ReasonForm(forms.Form):
    """A reason that must be given."""

    reason = forms.CharField(label=_("原因"), max_length=300, widget=forms.Textarea(attrs={"rows": 3}))


class DayForm(forms.Form):
    """The day a document is dated."""

    on = forms.DateField(label=_("成文日期"), widget=_day_box())

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"on": timezone.localdate()})
        super().__init__(*args, **kwargs)


class ServeForm(forms.Form):
    """One attempt to serve a document."""

    way = forms.ChoiceField(label=_("送达方式"), choices=Delivery.Way.choices)
    to_name = forms.CharField(label=_("受送达人"), max_length=80)
    on = forms.DateField(label=_("送出、留置、投寄或公告日期"), widget=_day_box())
    received_by = forms.CharField(label=_("签收人"), max_length=60, required=False)
    relation = forms.CharField(label=_("签收人与受送达人的关系"), max_length=40, required=False)
    received_on = forms.DateField(label=_("签收、收件或到达日期"), required=False, widget=_day_box())
    place = forms.CharField(label=_("送达地点、地址、账号或受托机关"), max_length=160, required=False)
    tracking_no = forms.CharField(label=_("邮件号或公告载体"), max_length=80, required=False)
    refusal = forms.CharField(label=_("拒收的事由"), max_length=200, required=False, help_text=_("留置送达时填写。"))
    witnesses = forms.CharField(label=_("见证人"), max_length=120, required=False, help_text=_("几位用、隔开。"))
    second_officer = forms.CharField(label=_("第二送达人"), max_length=40, required=False)
    consent = forms.ChoiceField(label=_("送达确认书"), required=False, help_text=_("电子送达时选择。"))
    proof = forms.FileField(label=_("送达证明（照片、回执）"), required=False)

    def __init__(self, *args: Any, document: Document, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"on": timezone.localdate(), "to_name": _party_of(document)})
        super().__init__(*args, **kwargs)
        found = Document.objects.filter(
            subject_id=document.subject_id, template="address_confirmation", state=Document.State.SEALED
        )
        consent = self.fields["consent"]
        assert isinstance(consent, forms.ChoiceField)
        consent.choices = [("", _("没有")), *((str(one.pk), one.title) for one in found)]


def _party_of(document: Document) -> str:
    version = document.versions.get(no=document.version_no)
    return str(version.facts.get("party_name") or "")


class ReceiptForm(forms.Form):
    """When a posted, entrusted or electronic delivery arrived, or why it did not."""

    received_on = forms.DateField(label=_("收件或到达日期"), required=False, widget=_day_box())
    received_by = forms.CharField(label=_("签收人"), max_length=60, required=False)
    failure = forms.CharField(label=_("没有送到的原因"), max_length=200, required=False)
    proof = forms.FileField(label=_("回执"), required=False)

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        if bool(data.get("received_on")) == bool(data.get("failure")):
            raise forms.ValidationError(_("送到了请填日期，没有送到请填原因，两者填一个。"))
        return data


class SignForm(forms.Form):
    """A signature on the screen, or why there is none."""

    part = forms.ChoiceField(label=_("签名人身份"), choices=SignatureImage.Part.choices)
    name = forms.CharField(label=_("姓名"), max_length=60)
    words = forms.CharField(label=_("签署意见"), max_length=200, required=False)
    image = forms.CharField(required=False, widget=forms.HiddenInput)
    picture = forms.FileField(label=_("签名图片（PNG）"), required=False, help_text=_("屏幕上不便签名时上传。"))
    refusal = forms.CharField(label=_("未签名的原因"), max_length=200, required=False)


class ExcludeForm(forms.Form):
    """Why a piece of evidence is set aside."""

    reason = forms.CharField(label=_("排除理由"), max_length=300, widget=forms.Textarea(attrs={"rows": 3}))


class MoveForm(forms.Form):
    """Into whose hands a piece of evidence goes."""

    holder = forms.CharField(label=_("接收人或保管地点"), max_length=120)
    reason = forms.CharField(label=_("事由"), max_length=300)
    returned = forms.BooleanField(label=_("退还给当事人"), required=False)


class BindForm(forms.Form):
    """The title of the volumes. Says what is not finished before anybody waits for them."""

    title = forms.CharField(label=_("案卷题名"), max_length=80, initial=_("行政处罚案卷"))

    def __init__(self, *args: Any, documents: list[Document], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.documents = documents

    def clean(self) -> dict[str, Any]:
        done = {Document.State.SEALED, Document.State.VOID}
        open_ones = [one for one in self.documents if one.state not in done]
        if open_ones:
            titles = "、".join(f"《{one.title}》" for one in open_ones[:10])
            raise forms.ValidationError(_("%(titles)s还没有定稿，先定稿或者作废。") % {"titles": titles})
        return super().clean() or {}


class LetterheadForm(forms.ModelForm):  # type: ignore[type-arg]
    """An agency's own words on its documents."""

    class Meta:
        model = Letterhead
        fields = [
            "full_name",
            "mark",
            "pattern",
            "serial_width",
            "address",
            "phone",
            "postcode",
            "bank_name",
            "bank_address",
            "bank_account",
            "review_organ",
            "review_address",
            "review_online",
            "court",
        ]

    def __init__(self, *args: Any, agency: Agency, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.agency = agency

    def clean_mark(self) -> str:
        mark: str = self.cleaned_data["mark"].strip()
        others = Letterhead.objects.filter(county=self.agency.county, mark=mark).exclude(agency=self.agency)
        if taken := others.select_related("agency").first():
            raise forms.ValidationError(_("%(agency)s已用这个代字，文号会重。") % {"agency": taken.agency})
        return mark

    def clean_pattern(self) -> str:
        pattern: str = self.cleaned_data["pattern"]
        try:
            shown = pattern.format(mark="示", kind="罚", year=2026, serial="000001")
        except (KeyError, IndexError, ValueError, AttributeError):
            raise forms.ValidationError(_("格式里只能用 {mark} {kind} {year} {serial} 四个位置。")) from None
        if not all(part in shown for part in ("示", "罚", "2026", "000001")):
            raise forms.ValidationError(_("格式要有机关代字、文种、年度和序号，才不会重号。"))
        return pattern
