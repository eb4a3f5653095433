"""How is an event written? `record()`, inside the transaction of the action that caused it."""

import json
import uuid
from datetime import date, datetime
from typing import Any, Protocol

from django.db import connection, models
from django.utils import timezone

from .actors import Actor
from .digests import event_digest
from .models import Event
from .rows import new_id
from .subscriptions import subscribers
from .tasks import run_handler


class Subject(Protocol):
    """A row an event can be about."""

    county: str
    pk: Any
    _meta: Any


class NotInTransaction(RuntimeError):
    """An event was about to be written outside the transaction of its action."""


def record(
    kind: str,
    *,
    subject: models.Model,
    by: Actor,
    on: date | None = None,
    at: datetime | None = None,
    thread: uuid.UUID | None = None,
    **data: Any,
) -> Event:
    """Write the event and defer one job per subscriber, all in the caller's transaction.

    `data` holds ids, codes, numbers and dates only, never names, phone numbers or words of people.
    Raises NotInTransaction outside a transaction, TypeError when `data` has a value that JSON keeps inexactly.
    """
    if not connection.in_atomic_block:
        raise NotInTransaction(f"{kind} 必须与其动作写在同一事务中。")
    event = build(kind, subject=subject, by=by, on=on, at=at, thread=thread, data=data)
    event.save(force_insert=True)
    for name in subscribers(kind):
        run_handler.defer(handler=name, event=str(event.pk))
    return event


def build(
    kind: str,
    *,
    subject: models.Model,
    by: Actor,
    on: date | None = None,
    at: datetime | None = None,
    thread: uuid.UUID | None = None,
    data: dict[str, Any] | None = None,
) -> Event:
    """Return the event with its digest, not yet written."""
    return Event(**values_of(kind, subject=subject, by=by, on=on, at=at, thread=thread, data=data))


def values_of(
    kind: str,
    *,
    subject: models.Model,
    by: Actor,
    on: date | None = None,
    at: datetime | None = None,
    thread: uuid.UUID | None = None,
    data: dict[str, Any] | None = None,
) -> dict[str, Any]:
    """Return the event's columns, digest included, for a statement that writes it together with other rows."""
    moment = at or timezone.now()
    values: dict[str, Any] = {
        "id": new_id(),
        "county": getattr(subject, "county", ""),
        "kind": kind,
        "subject_type": subject._meta.label_lower,
        "subject_id": subject.pk,
        "thread_id": thread,
        "actor_kind": by.actor_kind,
        "by_id": by.actor_id,
        "on": on or timezone.localdate(moment),
        "at": moment,
        "data": plain(data or {}),
    }
    values["digest"] = event_digest(**values)
    return values


def digest_of(event: Event) -> bytes:
    """Return the digest the event's fields give."""
    return event_digest(
        id=event.id,
        county=event.county,
        kind=event.kind,
        subject_type=event.subject_type,
        subject_id=event.subject_id,
        thread_id=event.thread_id,
        actor_kind=event.actor_kind,
        by_id=event.by_id,
        on=event.on,
        at=event.at,
        data=event.data,
    )


def plain(data: dict[str, Any]) -> dict[str, Any]:
    """Return the data as JSON stores it: ids and dates as text. Raises TypeError on floats: they do not survive."""
    return {key: _plain(value) for key, value in data.items()}


def _plain(value: Any) -> Any:
    if isinstance(value, bool | int | None):
        return value
    if isinstance(value, str):
        return str(value).replace("\x00", "")
    if isinstance(value, uuid.UUID):
        return str(value)
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, list | tuple | set | frozenset):
        return [_plain(item) for item in value]
    if isinstance(value, dict):
        return {str(key): _plain(item) for key, item in value.items()}
    raise TypeError(f"台账内容不接受 {type(value).__name__}：{json.dumps(str(value))}")
