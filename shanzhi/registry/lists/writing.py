"""How are the differences of a list written: old rows end, new ones begin, nothing is deleted?"""

from datetime import timedelta
from typing import Any

from django.db import models

from shanzhi.ledger.actors import Actor
from shanzhi.ledger.events import build
from shanzhi.ledger.models import Event

from ..models import ListVersion, RowChange
from .columns import Record
from .keeping import fields_of, links_of
from .trial import Trial

BATCH = 1000


def write(version: ListVersion, trial: Trial, *, by: Actor, on: Any) -> None:
    """Write what the trial found, in the caller's transaction."""
    if trial.spec.dated:
        _write_dated(version, trial)
    else:
        _write_register(version, trial, by, on)


def _write_dated(version: ListVersion, trial: Trial) -> None:
    spec, changes = trial.spec, trial.changes
    assert version.valid_from is not None
    ended = [trial.kept[key].pk for key in (*changes.missing, *changes.changed)]  # type: ignore[attr-defined]
    last_day = version.valid_from - timedelta(days=1)
    for start in range(0, len(ended), BATCH):
        rows = spec.model._default_manager.filter(pk__in=ended[start : start + BATCH])
        rows.update(valid_to=last_day, ended_by=version)
    records = [trial.reading.records[key] for key in (*changes.new, *changes.changed)]
    _create(trial, records, version=version, valid_from=version.valid_from)


def _create(trial: Trial, records: list[Record], **fields: Any) -> list[models.Model]:
    spec, around = trial.spec, trial.around
    rows = [spec.model(county=around.county, **fields, **fields_of(spec, one, around)) for one in records]
    _adopt(rows, records)
    spec.model._default_manager.bulk_create(rows, batch_size=BATCH)
    links: dict[str, list[tuple[Any, Any]]] = {}
    for row, one in zip(rows, records, strict=True):
        for name, targets in links_of(spec, one, around).items():
            links.setdefault(name, []).extend((row.pk, target) for target in targets)
    for name, pairs in links.items():
        _link(spec.model, name, pairs)
    return rows


def _adopt(rows: list[Any], records: list[Record]) -> None:
    """Give rows their parents that come with the same list."""
    made = {row.code: row for row in rows if "parent" in records[0]}
    for row, one in zip(rows, records, strict=True):
        if one.get("parent") in made:
            row.parent = made[one["parent"]]


def _link(model: type[models.Model], name: str, pairs: list[tuple[Any, Any]]) -> None:
    field: Any = model._meta.get_field(name)
    through, ours, theirs = field.remote_field.through, field.m2m_column_name(), field.m2m_reverse_name()
    made = [through(**{ours: row, theirs: target}) for row, target in pairs]
    through._default_manager.bulk_create(made, batch_size=BATCH)


def _write_register(version: ListVersion, trial: Trial, by: Actor, on: Any) -> None:
    """Change a register in place, keeping what each row said before."""
    spec, changes, kept = trial.spec, trial.changes, trial.kept
    back = [key for key in changes.new if key in kept]
    made = [key for key in changes.new if key not in kept]
    rows = _create(trial, [trial.reading.records[key] for key in made])
    log = [_change(version, row, None, trial.reading.records[key]) for key, row in zip(made, rows, strict=True)]
    touched: list[Any] = []
    for key in (*changes.changed, *back):
        row: Any = kept[key]
        for name, value in fields_of(spec, trial.reading.records[key], trial.around).items():
            setattr(row, name, value)
        row.is_active = True
        touched.append(row)
        log.append(_change(version, row, trial.records.get(key), trial.reading.records[key]))
    for key in changes.missing:
        row = kept[key]
        row.is_active = False
        touched.append(row)
        log.append(_change(version, row, trial.records[key], None))
    names = [field.name for field in spec.model._meta.concrete_fields if not field.primary_key]
    spec.model._default_manager.bulk_update(touched, names, batch_size=BATCH)
    RowChange.objects.bulk_create(log, batch_size=BATCH)
    _record_each(version, rows, touched, by, on)


def _change(version: ListVersion, row: Any, before: Record | None, after: Record | None) -> RowChange:
    return RowChange(county=version.county, version=version, row_id=row.pk, before=before, after=after)


def _record_each(version: ListVersion, made: list[Any], touched: list[Any], by: Actor, on: Any) -> None:
    """One event a row, so that a person's or a firm's own history shows the import. Nobody subscribes to these."""
    data = {"version": str(version.pk)}
    events = [build("registry.row_added", subject=row, by=by, on=on, data=data) for row in made]
    for row in touched:
        kind = "registry.row_changed" if row.is_active else "registry.row_retired"
        events.append(build(kind, subject=row, by=by, on=on, data=data))
    Event.objects.bulk_create(events, batch_size=BATCH)
