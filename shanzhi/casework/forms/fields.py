"""How does text from outside become typed values for the verbs of a case?"""

import uuid
from collections.abc import Iterable
from datetime import date
from typing import Any, cast

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from shanzhi.registry.models import Officer
from shanzhi.registry.queries import agency_subtree, certificate_state

from ..models import PenaltyCase


def to_id(text: Any) -> uuid.UUID | None:
    """Return an id from outside, or nothing."""
    try:
        return uuid.UUID(str(text))
    except ValueError:
        return None


class IdField(forms.TypedChoiceField):
    """A choice among rows that gives the id of the row."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(coerce=to_id, empty_value=None, **kwargs)


class DayField(forms.DateField):
    """A day."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), **kwargs)


class MomentField(forms.DateTimeField):
    """A day and a time."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
        super().__init__(widget=widget, input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M"], **kwargs)


def area(rows: int = 3) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


def money(label: Any, *, required: bool = False, help_text: Any = "") -> forms.DecimalField:
    return forms.DecimalField(
        label=label, max_digits=14, decimal_places=2, min_value=0, required=required, help_text=help_text
    )


class VerbForm(forms.Form):
    """A form of one verb about one case. `values()` are the action's arguments."""

    on = DayField(label=_("办理日期"), help_text=_("法律上算数的日子；不能在将来。"))
    version = forms.IntegerField(widget=forms.HiddenInput)
    field_order: list[str] | None = None

    def __init__(self, *args: Any, case: PenaltyCase, user: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.case, self.user = case, user
        self.initial = {"on": timezone.localdate(), "version": case.version, **self.initial}
        names = [name for name in self.fields if name not in ("on", "version")]
        self.order_fields([*names, "on", "version"])
        self.prepare()

    def prepare(self) -> None:
        """Fill the choices from the case."""

    def values(self) -> dict[str, Any]:
        return dict(self.cleaned_data)

    def with_files(self, files: dict[str, Any]) -> dict[str, Any]:
        """Return the action's arguments, the stored files among them."""
        return {**self.values(), **files}


class PlainForm(VerbForm):
    """A verb that needs no words."""


def choose(form: forms.Form, name: str, choices: Iterable[Any]) -> None:
    """Set what may be chosen in a field."""
    cast(forms.ChoiceField, form.fields[name]).choices = list(choices)


def officer_choices(agency_ids: Iterable[uuid.UUID], *, on: date) -> list[tuple[str, str]]:
    """Return the officers of these agencies with the state of their certificates."""
    rows = Officer.objects.filter(
        working_agency__in=agency_subtree(frozenset(agency_ids)), is_active=True, standing=Officer.Standing.OFFICER
    ).select_related("working_agency")
    return [
        (str(one.pk), f"{one.name} · {one.working_agency} · {certificate_state(one, on=on).text}")
        for one in rows.order_by("working_agency__code", "name")[:200]
    ]
