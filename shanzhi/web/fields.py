"""How does one form field become label, hint, control and error, the same everywhere?"""

from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.db.models.fields import BLANK_CHOICE_DASH
from django.forms import BoundField
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext_lazy

# What the framework shows where nothing is chosen.
DASHES = BLANK_CHOICE_DASH[0][1]
KINDS = {"tiles", "radios", "inline", "photos", "checkboxes", "checkbox", "file", "control"}


class PhotosInput(forms.FileInput):
    """A file control that takes several photos."""

    allow_multiple_selected = True

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        return files.getlist(name) if hasattr(files, "getlist") else files.get(name)


class PhotosField(forms.FileField):
    """Up to `most` files. Whether each is a photo that can be opened is for the room that keeps them to find out."""

    widget = PhotosInput
    default_error_messages = {
        "too_many": ngettext_lazy(
            "最多 %(most)d 张照片，您选了 %(count)d 张。", "最多 %(most)d 张照片，您选了 %(count)d 张。", "count"
        ),
    }

    def __init__(self, *, most: int = 9, **kwargs: Any) -> None:
        kwargs.setdefault("label", gettext_lazy("照片"))
        super().__init__(**kwargs)
        self.most = most

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        files = [data] if data and not isinstance(data, list) else data or []
        if len(files) > self.most:
            values = {"most": self.most, "count": len(files)}
            raise forms.ValidationError(self.error_messages["too_many"] % values, code="too_many")
        if not files and self.required:
            raise forms.ValidationError(self.error_messages["required"], code="required")
        return [super(PhotosField, self).clean(one) for one in files]


@dataclass
class Choice:
    id: str
    name: str
    value: str
    label: str
    checked: bool
    type: str
    hint: str = ""
    icon: str = ""


@dataclass
class Shown:
    """All that the template of a field needs."""

    kind: str
    id: str
    name: str
    label: str
    hint: str
    errors: list[str]
    optional: bool
    control: str = ""
    choices: list[Choice] = field(default_factory=list)
    width: str = ""
    suffix: str = ""
    question: bool = False
    described_by: str = ""
    most: int = 9
    hidden: bool = False


def shown(bound: BoundField, *, kind: str = "", **options: Any) -> Shown:
    """Return what to show of a bound field; the kind follows from its widget unless one is asked for."""
    kind = kind or kind_of(bound.field.widget)
    if kind not in KINDS:
        raise ValueError(f"{{% field %}}: kind {kind!r} is none of {sorted(KINDS)}")
    base = bound.auto_id or bound.html_name
    optional = not bound.field.required and kind != "checkbox" and options.get("optional_mark", True)
    found = Shown(
        kind=kind,
        id=base,
        name=bound.html_name,
        label=str(options.get("label") or bound.label),
        hint=str(options.get("hint") or bound.help_text or ""),
        errors=errors_of(bound),
        optional=bool(optional and not bound.field.disabled),
        width=str(options.get("width", "")),
        suffix=str(options.get("suffix", "")),
        question=bool(options.get("question")),
        most=getattr(bound.field, "most", 9),
        hidden=bool(bound.is_hidden),
    )
    parts = [f"{base}-hint"] if found.hint else []
    parts += [f"{base}-error"] if found.errors else []
    found.described_by = " ".join(parts)
    if kind in {"tiles", "radios", "inline", "checkboxes"}:
        found.choices = _choices(bound)
    else:
        _say_what_nothing_means(bound)
        found.control = bound.as_widget(attrs=_attributes(bound, found))
    return found


def _say_what_nothing_means(bound: BoundField) -> None:
    """Put words in place of the dashes that stand for "nothing chosen" in a list."""
    words = _("请选择") if bound.field.required else _("（不选）")
    if isinstance(bound.field, forms.ModelChoiceField) and bound.field.empty_label == DASHES:
        bound.field.empty_label = words
    elif isinstance(bound.field.widget, forms.Select) and not isinstance(bound.field, forms.ModelChoiceField):
        choices = list(bound.field.widget.choices)
        if choices and choices[0][0] in ("", None) and choices[0][1] == DASHES:
            bound.field.widget.choices = [(choices[0][0], words), *choices[1:]]


def kind_of(widget: forms.Widget) -> str:
    """Return the kind of control a Django widget stands for."""
    if isinstance(widget, forms.CheckboxSelectMultiple):
        return "checkboxes"
    if isinstance(widget, forms.RadioSelect):
        return "radios"
    if isinstance(widget, PhotosInput):
        return "photos"
    if isinstance(widget, forms.CheckboxInput):
        return "checkbox"
    return "file" if isinstance(widget, forms.FileInput) else "control"


def errors_of(bound: BoundField) -> list[str]:
    """Return the field's errors as sentences that say what to do; the summary and the field use the same."""
    found = []
    plain = str(forms.Field.default_error_messages["required"])
    picks = isinstance(bound.field.widget, forms.Select | forms.RadioSelect | forms.CheckboxSelectMultiple)
    for error in bound.errors.as_data():
        for text in error.messages:
            if error.code == "required" and text == plain:
                wanted = _("请选择「%(label)s」。") if picks else _("请填写「%(label)s」。")
                text = wanted % {"label": bound.label}
            found.append(str(text))
    return found


def first_id(bound: BoundField) -> str:
    """Return the id an error link has to go to: the control, or the first of several choices."""
    if kind_of(bound.field.widget) in {"radios", "checkboxes"}:
        choices = _choices(bound)
        return choices[0].id if choices else bound.auto_id
    return bound.auto_id


def _choices(bound: BoundField) -> list[Choice]:
    hints = getattr(bound.field, "choice_hints", {})
    icons = getattr(bound.field, "choice_icons", {})
    found = []
    for number, option in enumerate(bound.subwidgets):
        data = option.data
        value = str(data["value"] if data["value"] is not None else "")
        several = kind_of(bound.field.widget) == "checkboxes"
        if not value and not several and bound.field.required:
            continue  # Django's empty first choice: leaving the radios alone says the same
        found.append(
            Choice(
                id=data["attrs"].get("id") or f"{bound.auto_id}_{number}",
                name=data["name"],
                value=value,
                label=str(data["label"]) if value else _("不填"),
                checked=bool(data["selected"]),
                type="checkbox" if several else "radio",
                hint=str(hints.get(value, "")),
                icon=str(icons.get(value, "")),
            )
        )
    return found


def _attributes(bound: BoundField, found: Shown) -> dict[str, Any]:
    """Return the attributes of the control; dates get the browser's own calendar, unless the form says otherwise."""
    widget = bound.field.widget
    attributes: dict[str, Any] = {"class": f"control {widget.attrs.get('class', '')}".strip()}
    if found.described_by:
        attributes["aria-describedby"] = found.described_by
    if found.errors:
        attributes["aria-invalid"] = "true"
    if found.kind in {"file", "photos"}:
        attributes["class"] = "control-file"
    if found.kind == "checkbox":
        attributes["class"] = "tick"
    if found.kind == "photos":
        attributes |= {"multiple": True, "accept": "image/*", "data-photos": str(found.most)}
    if isinstance(widget, forms.Textarea):
        attributes |= {"rows": widget.attrs.get("rows", "5") if widget.attrs.get("rows") != "10" else "5"}
    if isinstance(widget, forms.DateTimeInput) and widget.input_type == "text":
        widget.input_type, widget.format = "datetime-local", "%Y-%m-%dT%H:%M"
    elif isinstance(widget, forms.DateInput) and widget.input_type == "text":
        widget.input_type, widget.format = "date", "%Y-%m-%d"
    return attributes
