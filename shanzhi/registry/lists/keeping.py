"""How does a record become a row of ours, and how does a row become a record again?"""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import models

from ..models import ResponsibilityRule
from .columns import Column, Kept, ListSpec, Record
from .surroundings import Surroundings

ROLE = "role:"
FOREIGN = {
    Kept.AGENCY: "agencies",
    Kept.ITEM: "items",
    Kept.AREA: "areas",
    Kept.EVENT_TYPE: "event_types",
}


def fields_of(spec: ListSpec, record: Record, around: Surroundings) -> dict[str, Any]:
    """Return the fields of a row that the record says; links to many are left to `links_of`."""
    fields: dict[str, Any] = {}
    for column in spec.columns:
        if column.kept is Kept.LEAD:
            fields |= _lead(record[column.name], around)
        elif column.kept is Kept.SUPPORTERS:
            fields["supporter_roles"] = [one.removeprefix(ROLE) for one in record[column.name] if one.startswith(ROLE)]
        elif column not in spec.links:
            fields |= _field(spec, column, record[column.name], around)
    if spec.kind == "discretion":
        fields["table"] = fields["table"] or fields["item_code"]
    return fields


def _field(spec: ListSpec, column: Column, value: Any, around: Surroundings) -> dict[str, Any]:
    name = column.name
    if column.kept is Kept.DAY:
        return {name: date.fromisoformat(value) if value else None}
    if column.kept is Kept.MONEY:
        return {name: Decimal(value) if value else None}
    if column.kept in FOREIGN:
        return {f"{name}_id": _named(column.kept, value, around)}
    field = spec.model._meta.get_field(name)
    if value in (None, "") and not getattr(field, "null", False) and getattr(field, "has_default", bool)():
        return {name: field.get_default()}  # type: ignore[union-attr]
    return {name: value}


def _named(kept: Kept, code: str, around: Surroundings) -> Any:
    if not code:
        return None
    rows: dict[str, Any] = around.agencies.agencies if kept is Kept.AGENCY else getattr(around, FOREIGN[kept])
    return rows[code].pk if code in rows else None


def _lead(value: str, around: Surroundings) -> dict[str, Any]:
    if value.startswith(ROLE):
        return {"lead_role": value.removeprefix(ROLE), "lead_id": None}
    return {"lead_role": ResponsibilityRule.Target.AGENCY, "lead_id": around.agencies.agencies[value].pk}


def links_of(spec: ListSpec, record: Record, around: Surroundings) -> dict[str, list[Any]]:
    """Return the rows the record links to, by field."""
    found: dict[str, list[Any]] = {}
    for column in spec.links:
        rows: dict[str, Any] = around.event_types if column.kept is Kept.EVENT_TYPES else around.agencies.agencies
        found[column.name] = [rows[code].pk for code in record[column.name] if not code.startswith(ROLE)]
    return found


def record_of(spec: ListSpec, row: Any, around: Surroundings) -> Record:
    """Return what a row says, in the same plain values a file would give."""
    return {column.name: _plain(column, row, around) for column in spec.columns}


def _plain(column: Column, row: Any, around: Surroundings) -> Any:
    name, kept = column.name, column.kept
    if kept is Kept.LEAD:
        return around.agency_codes[row.lead_id] if row.lead_id else f"{ROLE}{row.lead_role}"
    if kept in (Kept.AGENCIES, Kept.SUPPORTERS):
        roles = [f"{ROLE}{one}" for one in row.supporter_roles] if kept is Kept.SUPPORTERS else []
        return sorted([*(one.code for one in getattr(row, name).all()), *roles])
    if kept is Kept.EVENT_TYPES:
        return sorted(one.code for one in getattr(row, name).all())
    value = getattr(row, f"{name}_id" if kept in FOREIGN else name)
    if kept is Kept.AGENCY:
        return around.agency_codes.get(value, "")
    if kept in FOREIGN:
        return getattr(row, name).code if value else ""
    if kept is Kept.DAY:
        return value.isoformat() if value else None
    if kept is Kept.MONEY:
        return None if value is None else f"{value:.2f}"
    return value


def rows_in_force(spec: ListSpec, county: str) -> models.QuerySet[Any]:
    """Return the rows the list has not ended, with what a record needs."""
    rows = spec.model._default_manager.filter(county=county)
    joined = [column.name for column in spec.columns if column.kept in (Kept.ITEM, Kept.AREA, Kept.EVENT_TYPE)]
    rows = rows.select_related(*joined) if joined else rows
    rows = rows.prefetch_related(*(column.name for column in spec.links))
    return rows.filter(ended_by=None, valid_to=None) if spec.dated else rows


def records_in_force(
    spec: ListSpec, rows: Iterable[Any], around: Surroundings
) -> tuple[dict[str, Record], dict[str, Any]]:
    """Return records and rows by key; rows out of use are rows too, but no records."""
    records: dict[str, Record] = {}
    kept: dict[str, Any] = {}
    for row in rows:
        record = record_of(spec, row, around)
        key = spec.key(record)
        if getattr(row, "is_active", True):
            records[key], kept[key] = record, row
        else:
            kept.setdefault(key, row)
    return records, kept
