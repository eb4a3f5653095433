"""Every write of the registry: rows are added, changed and retired, and each change is kept in the ledger."""

import uuid
from typing import Any

from django.db import models, transaction
from django.db.models import F

from shanzhi.identity.actions import create_user
from shanzhi.identity.models import User
from shanzhi.law.calendar import YearTable
from shanzhi.ledger.actors import Actor
from shanzhi.ledger.events import record

from ..models import Area, CalendarDay, County, MapVersion, Officer
from ..queries import forget_counties

KEPT_OUT = frozenset({"geometry"})


@transaction.atomic
def save_row(*, row: models.Model, by: Actor, related: dict[str, list[Any]] | None = None) -> models.Model:
    """Write a validated row and record what changed (before and after, by field). Unchanged rows record nothing."""
    model = type(row)
    before = model._default_manager.select_for_update(of=("self",)).filter(pk=row.pk).first()
    changes = _changes(before, row)
    links = {name: [str(item.pk) for item in items] for name, items in (related or {}).items()}
    old_links = {name: _linked(before, name) for name in links} if before else {}
    changes |= {name: [old_links.get(name, []), ids] for name, ids in links.items() if old_links.get(name) != ids}
    if before and not changes:
        return row
    row.save()
    for name, items in (related or {}).items():
        getattr(row, name).set(items)
    record("registry.row_changed" if before else "registry.row_added", subject=row, by=by, changes=changes)
    if isinstance(row, Area) and (before is None or "geometry" in changes or "is_active" in changes):
        raise_map_version(row.county)
    return row


@transaction.atomic
def retire_row(*, row: models.Model, by: Actor) -> None:
    """Take a row out of use; nothing that points to it is lost."""
    row = type(row)._default_manager.select_for_update(of=("self",)).get(pk=row.pk)
    if not row.is_active:  # type: ignore[attr-defined]
        return
    row.is_active = False  # type: ignore[attr-defined]
    row.save(update_fields=["is_active"])
    record("registry.row_retired", subject=row, by=by)
    if isinstance(row, Area):
        raise_map_version(row.county)


@transaction.atomic
def open_account(*, officer: Officer, username: str, password: str, by: Actor, email: str = "") -> User:
    """Give somebody in office an account; he must change the first password. Raises ValidationError when it is weak."""
    row = Officer.objects.select_for_update().get(pk=officer.pk)
    user = create_user(
        county=row.county,
        username=username,
        display_name=row.name,
        password=password,
        by=by,
        email=email,
        must_change_password=True,
    )
    row.user = user
    row.save(update_fields=["user"])
    record("registry.row_changed", subject=row, by=by, changes={"user_id": [None, str(user.pk)]})
    return user


@transaction.atomic
def open_county(*, county: County, by: Actor) -> None:
    """Write the first rows of an installation: the county and its top area. Towns, agencies and people follow."""
    county.save(force_insert=True)
    save_row(row=Area(county=county.pk, code=county.pk, name=county.name, level=Area.Level.COUNTY), by=by)
    transaction.on_commit(forget_counties)


@transaction.atomic
def save_county(*, county: County, by: Actor) -> None:
    """Write the county's parameters and record what changed."""
    before = County.objects.select_for_update().get(pk=county.pk)
    changes = _changes(before, county)
    if not changes:
        return
    county.save()
    transaction.on_commit(forget_counties)
    _record_county("registry.row_changed", county.pk, by, changes=changes)


@transaction.atomic
def import_year(*, county: str, table: YearTable, by: Actor) -> None:
    """Take a year's announced holidays and make-up days into the county's calendar, in place of what was there."""
    County.objects.select_for_update().get(pk=county)
    CalendarDay.objects.filter(county=county, day__year=table.year).delete()
    days = [(day, False, name) for day, name in table.days_off.items()]
    days += [(day, True, name) for day, name in table.make_up_days.items()]
    CalendarDay.objects.bulk_create(
        CalendarDay(county=county, day=day, is_working=working, name=name[:20], source=table.source[:100])
        for day, working, name in days
    )
    transaction.on_commit(forget_counties)
    _record_county("registry.calendar_imported", county, by, year=table.year, days=len(days))


def _record_county(kind: str, county: str, by: Actor, **data: Any) -> None:
    """A county's row has no id of its own kind: its history hangs on its top area."""
    area = Area.objects.get(county=county, level=Area.Level.COUNTY)
    record(kind, subject=area, by=by, **data)


def raise_map_version(county: str) -> None:
    """Tell every process that keeps this county's boundaries in memory to read them again."""
    _, created = MapVersion.objects.get_or_create(pk=county)
    if not created:
        MapVersion.objects.filter(pk=county).update(version=F("version") + 1)


def _changes(before: models.Model | None, after: models.Model) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for field in after._meta.concrete_fields:
        old = getattr(before, field.attname) if before else None
        new = getattr(after, field.attname)
        if field.primary_key or old == new:
            continue
        found[field.attname] = ["…", "…"] if field.name in KEPT_OUT else [_stored(old), _stored(new)]
    return found


def _stored(value: Any) -> Any:
    if isinstance(value, float):
        return repr(value)
    if isinstance(value, list):
        return [_stored(item) for item in value]
    if value is None or isinstance(value, str | bool | int | uuid.UUID):
        return value
    return str(value)


def _linked(row: models.Model | None, name: str) -> list[str]:
    return [str(pk) for pk in getattr(row, name).order_by("pk").values_list("pk", flat=True)] if row else []
