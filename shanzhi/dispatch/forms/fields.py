"""How does a choice of a unit, a person or a type become an id, with the likely ones on top?"""

import uuid
from collections.abc import Iterable
from typing import Any, cast

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from shanzhi.registry.models import Agency, EventType, Officer
from shanzhi.registry.queries import agency_subtree

KIND_ORDER = ("team", "township", "department", "bureau", "village", "centre", "guidance", "other")


class IdField(forms.TypedChoiceField):
    """A choice among rows that gives the id of the row."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(coerce=_to_id, empty_value=None, **kwargs)


class IdsField(forms.TypedMultipleChoiceField):
    """Several choices among rows; gives their ids."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(coerce=_to_id, required=False, widget=forms.CheckboxSelectMultiple, **kwargs)


def choose(form: forms.Form, name: str, choices: Iterable[Any]) -> None:
    """Set what may be chosen in a field."""
    cast(forms.ChoiceField, form.fields[name]).choices = list(choices)


def offer(form: forms.Form, name: str, choices: Iterable[Any], *, empty: Any = "") -> None:
    """Set what may be chosen in a field, with words for choosing nothing."""
    choose(form, name, [("", empty or _("请选择")), *choices])


def _to_id(value: Any) -> uuid.UUID | None:
    return value if value is None or isinstance(value, uuid.UUID) else uuid.UUID(str(value))


def agency_groups(county: str, *, first: Iterable[Agency] = (), without: Any = None) -> list[Any]:
    """Return the active units grouped by kind, the suggested ones in a group of their own on top."""
    rows = Agency.objects.filter(county=county, is_active=True).exclude(pk=without).order_by("code")
    by_kind: dict[str, list[tuple[str, str]]] = {}
    for agency in rows:
        by_kind.setdefault(agency.kind, []).append((str(agency.pk), agency.name))
    labels = dict(Agency.Kind.choices)
    top = [(str(agency.pk), agency.name) for agency in first if agency.pk != without]
    groups: list[Any] = [(_("建议"), top)] if top else []
    return groups + [(labels[kind], by_kind[kind]) for kind in KIND_ORDER if kind in by_kind]


def officer_choices(agency_id: uuid.UUID | None) -> list[tuple[str, str]]:
    """Return those who work in the unit, with what their post is."""
    if agency_id is None:
        return []
    rows: QuerySet[Officer] = Officer.objects.filter(working_agency__in=agency_subtree([agency_id]), is_active=True)
    return [
        (str(o.pk), f"{o.name} · {o.get_standing_display()}" + (f"（{o.post}）" if o.post else ""))
        for o in rows.order_by("name")[:200]
    ]


def type_groups(county: str, *, tile: str = "") -> list[Any]:
    """Return the active event types grouped by their parent; those of the reporter's tile on top."""
    rows = list(EventType.objects.filter(county=county, is_active=True).select_related("parent").order_by("code"))
    parents = {row.parent_id for row in rows}
    leaves = [row for row in rows if row.pk not in parents]
    likely = [(str(row.pk), row.name) for row in leaves if tile and row.tile == tile]
    groups: dict[str, list[tuple[str, str]]] = {}
    for row in leaves:
        groups.setdefault(row.parent.name if row.parent else str(_("其他")), []).append((str(row.pk), row.name))
    return ([(_("与反映入口相符"), likely)] if likely else []) + list(groups.items())


def to_id(text: str) -> uuid.UUID | None:
    """Return an id from outside, or nothing."""
    try:
        return uuid.UUID(text)
    except ValueError:
        return None


def agency_name(agency_id: uuid.UUID | None) -> str:
    """Return the name of the unit somebody chose, for the page of a conflict."""
    return Agency.objects.filter(pk=agency_id).values_list("name", flat=True).first() or "" if agency_id else ""
