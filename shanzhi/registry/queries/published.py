"""What do the pages of the published lists show: items, lines, delegations, versions?"""

import uuid
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Q, QuerySet

from ..models import (
    Agency,
    BoundaryLine,
    Concentration,
    Delegation,
    DiscretionStep,
    Item,
    LeniencyEntry,
    ListKind,
    ListVersion,
    TerritorialDuty,
)
from .items import listed_on


def items_listed(county: str, on: date, words: str, chosen: dict[str, str]) -> QuerySet[Item]:
    """Return the items of the day that match words, field, kind, holder."""
    rows = listed_on(Item.objects.filter(county=county), on).select_related("holder")
    if words:
        rows = rows.filter(Q(code__startswith=words) | Q(name__contains=words))
    for name, value in chosen.items():
        if name == "holder" and not _is_id(value):
            return rows.none()
        rows = rows.filter(**{name: value})
    return rows.order_by("code")


def _is_id(text: str) -> bool:
    try:
        return bool(uuid.UUID(text))
    except ValueError:
        return False


def item_choices(county: str, on: date) -> tuple[list[str], list[Agency]]:
    """Return the fields and holders to filter by."""
    rows = listed_on(Item.objects.filter(county=county), on)
    fields = [name for name in rows.order_by("field").values_list("field", flat=True).distinct() if name]
    return fields, list(Agency.objects.filter(pk__in=rows.values("holder")).order_by("code"))


@dataclass(frozen=True)
class ItemPage:
    """Everything about one item beside its own row."""

    concentrations: list[Concentration]
    delegations: list[Delegation]
    steps: list[DiscretionStep]
    lenient: list[LeniencyEntry]
    versions: list[Item]


def about_item(item: Item, on: date) -> ItemPage:
    """Return who it came from, who has it, how high, how lenient, and what it said before."""
    county, code = item.county, item.code
    delegations = listed_on(Delegation.objects.filter(county=county, item__code=code), on)
    concentrations = listed_on(Concentration.objects.filter(county=county, item__code=code), on)
    versions = Item.objects.filter(county=county, code=code).select_related("version", "ended_by")
    return ItemPage(
        list(concentrations.select_related("from_agency")),
        list(delegations.select_related("township").order_by("township__code")),
        list(discretion_steps(item, on)),
        list(leniency_entries(item, on)),
        list(versions.order_by("-valid_from", "-id")[:30]),
    )


def discretion_steps(item: Item, on: date) -> QuerySet[DiscretionStep]:
    """Return the steps of the item's discretion table as published on the day."""
    rows = listed_on(DiscretionStep.objects.filter(county=item.county), on)
    return rows.filter(Q(item_code=item.code) | Q(table=item.discretion or item.code)).order_by("table", "order")


def leniency_entries(item: Item, on: date) -> QuerySet[LeniencyEntry]:
    """Return the entries of the leniency lists that name the item or that the item names."""
    rows = listed_on(LeniencyEntry.objects.filter(county=item.county), on)
    return rows.filter(Q(item_code=item.code) | Q(code__in=item.leniency)).order_by("code")


def lines_listed(county: str, on: date, words: str, field: str) -> QuerySet[BoundaryLine]:
    rows = listed_on(BoundaryLine.objects.filter(county=county), on).select_related("lead", "supervisor", "case_taker")
    return _matching(rows.prefetch_related("supporters", "called"), words, field).order_by("code")


def duties_listed(county: str, on: date, words: str, field: str) -> QuerySet[TerritorialDuty]:
    rows = listed_on(TerritorialDuty.objects.filter(county=county), on).select_related("department")
    return _matching(rows.prefetch_related("townships"), words, field).order_by("code")


def _matching(rows: QuerySet, words: str, field: str) -> QuerySet:  # type: ignore[type-arg]
    if words:
        rows = rows.filter(Q(matter__contains=words) | Q(code__startswith=words) | Q(words__contains=[words]))
    return rows.filter(field=field) if field else rows


def line_fields(model: Any, county: str, on: date) -> list[str]:
    rows: QuerySet[Any] = listed_on(model.objects.filter(county=county), on)
    return [name for name in rows.order_by("field").values_list("field", flat=True).distinct() if name]


def township_counts(county: str, on: date) -> QuerySet[Agency]:
    """Return the townships with the number of items given, waiting for publication, and taken back."""
    listed = Q(delegated_items__valid_from__lte=on) & (
        Q(delegated_items__valid_to=None) | Q(delegated_items__valid_to__gte=on)
    )
    back = Q(delegated_items__taken_back_on__lte=on)
    unpublished = Q(delegated_items__published_on=None) | Q(delegated_items__published_on__gt=on)
    return (
        Agency.objects.filter(county=county, kind=Agency.Kind.TOWNSHIP, is_active=True)
        .annotate(
            usable=Count("delegated_items", filter=listed & ~back & ~unpublished),
            waiting=Count("delegated_items", filter=listed & ~back & unpublished),
            returned=Count("delegated_items", filter=listed & back),
        )
        .order_by("code")
    )


def delegations_of(township: Agency, on: date) -> QuerySet[Delegation]:
    rows = listed_on(Delegation.objects.filter(county=township.county, township=township), on)
    return rows.select_related("item", "version").order_by("item__code")


@dataclass(frozen=True)
class ListState:
    """One kind of list: the version in force, the next one, drafts that wait."""

    kind: str
    title: str
    current: ListVersion | None
    coming: ListVersion | None
    drafts: list[ListVersion]


def list_states(county: str, on: date) -> list[ListState]:
    """Return every kind of list with its versions in force and to come."""
    versions = ListVersion.objects.filter(county=county).exclude(state=ListVersion.State.WITHDRAWN)
    rows = list(versions.order_by("number", "imported_at"))
    states = []
    for kind, title in ListKind.choices:
        mine = [row for row in rows if row.kind == kind]
        forced = [row for row in mine if row.state == ListVersion.State.IN_FORCE and row.valid_from is not None]
        states.append(
            ListState(
                kind,
                str(title),
                next((row for row in reversed(forced) if row.valid_from and row.valid_from <= on), None),
                next((row for row in forced if row.valid_from and row.valid_from > on), None),
                [row for row in mine if row.state == ListVersion.State.DRAFT],
            )
        )
    return states


def versions_of(county: str, kind: str) -> QuerySet[ListVersion]:
    """Return the versions of a list, newest first, without drafts put aside."""
    rows = ListVersion.objects.filter(county=county, kind=kind, number__isnull=False)
    return rows.select_related("imported_by").order_by("-number")
