"""What does every action on a matter do? Lock, ask the rules, change, record, keep the worklist, tell those concerned."""

import uuid
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError
from django.urls import reverse
from django.utils import timezone

from shanzhi.dossier.models import StoredFile
from shanzhi.identity.actions import notify
from shanzhi.identity.models import User
from shanzhi.identity.queries import names_of
from shanzhi.intake import actions as intake
from shanzhi.intake.models import Stage
from shanzhi.law.obstacle import NotAllowed, Obstacle
from shanzhi.ledger.actors import Actor
from shanzhi.ledger.events import record
from shanzhi.ledger.models import Event
from shanzhi.registry.models import County
from shanzhi.registry.queries import county_named

from .. import rules
from ..models import Answer, Matter, MatterPhoto, Remark, ReportLink
from ..queries.facts import doer_of, due_of, facts_of
from .work_items import put_matter


class Conflict(NotAllowed):
    """Somebody else was faster. Carries what he did, so that the page can offer the choice."""

    def __init__(self, matter: Matter, event: Event | None) -> None:
        self.matter, self.event = matter, event
        super().__init__([rules.house(self.sentence(), "看看现在的情况，再决定是否改变")])

    def sentence(self) -> str:
        if self.event is None:
            return f"您打开页面后，事件已变为「{self.matter.get_step_display()}」。"
        names = names_of([self.event.by_id])
        who = names.get(self.event.by_id, "系统") if self.event.by_id else "系统"
        when = timezone.localtime(self.event.at)
        unit = f"，主办单位是{self.matter.agency}" if self.matter.agency else ""
        return f"{who}已于{when:%m月%d日 %H:%M}先办理了这件事：现在是「{self.matter.get_step_display()}」{unit}。"


def moment(at: datetime | None) -> datetime:
    return at or timezone.now()


def person(by: Actor) -> uuid.UUID:
    """Return who it is, for words that somebody must answer for. Raises NotAllowed when nobody is signed in."""
    if by.actor_id is None:
        raise NotAllowed([rules.house("这一步要由登录的工作人员办理。", "请登录后再办")])
    return by.actor_id


def lock(matter_id: uuid.UUID) -> Matter:
    """Return the matter, held until the transaction ends."""
    Matter.objects.select_for_update().values_list("pk").get(pk=matter_id)
    # Read only now: joined to a row that was waited for, unit and type would be those of before the wait.
    return Matter.objects.select_related("agency", "officer", "event_type").get(pk=matter_id)


def begin(
    verb: str,
    matter_id: uuid.UUID,
    by: Actor,
    at: datetime,
    *,
    version: int | None = None,
    extra: Iterable[Obstacle] = (),
) -> tuple[Matter, rules.Facts]:
    """Lock the matter and ask the rules. Raises NotAllowed with every reason, Conflict when the page was out of date."""
    matter = lock(matter_id)
    if version is not None and version != matter.version:
        last = Event.objects.filter(thread_id=matter.pk, subject_id=matter.pk).order_by("-seq").first()
        raise Conflict(matter, last)
    facts = facts_of(matter, now=at)
    refuse([*rules.obstacles(verb, facts, doer_of(by, at=at)), *extra])
    return matter, facts


def refuse(found: list[Obstacle]) -> None:
    """Raise NotAllowed when anything stands in the way."""
    if found:
        raise NotAllowed(found)


def wants(text: str, what: str, most: int = 400) -> list[Obstacle]:
    """Return the reason when a text that must be there is missing or too long for its column."""
    if not text.strip():
        return [rules.house(f"没有写{what}。", f"请写明{what}")]
    if len(text.strip()) > most:
        return [rules.house(f"{what}太长（{len(text.strip())} 字，最多 {most} 字）。", "请写短些")]
    return []


def save(matter: Matter, step: str | None, at: datetime, *fields: str) -> None:
    """Write the changed fields; a new step takes the time it was entered; the version goes up."""
    changed = {*fields, "version"}
    if step is not None:
        matter.step, matter.step_at = step, at
        changed |= {"step", "step_at"}
    matter.version += 1
    matter.save(update_fields=sorted(changed))


def set_due(matter: Matter, county: County) -> None:
    """Work out the end of the handling from the facts and put it on the row (not yet saved)."""
    due = due_of(matter, county)
    matter.due_at = due.at if due else None
    matter.due_is_provisional = bool(due and due.provisional)


def county_of(matter: Matter) -> County:
    return county_named(matter.county)


def log(
    kind: str,
    matter: Matter,
    by: Actor,
    at: datetime,
    *,
    words: str = "",
    subject: Any = None,
    on: date | None = None,
    **data: Any,
) -> Event:
    """Record the event on the matter's thread, keep the words beside it, bring the worklist line up to date."""
    event = record(kind, subject=subject or matter, by=by, on=on, at=at, thread=matter.pk, **data)
    if words.strip():
        remark(matter, event, words, by, at)
    put_matter(matter)
    return event


def remark(matter: Matter, event: Event, words: str, by: Actor, at: datetime) -> Remark:
    """Keep what somebody wrote with an event."""
    return Remark.objects.create(matter=matter, event_id=event.pk, text=words.strip(), at=at, by_id=by.actor_id)


def add_photos(
    matter: Matter,
    photos: Sequence[StoredFile],
    by: Actor,
    at: datetime,
    phase: str,
    *,
    task_id: uuid.UUID | None = None,
    answer: Answer | None = None,
    event: Event | None = None,
) -> None:
    """Attach stored photos to the matter, and to the words they came with."""
    words = Remark.objects.filter(event_id=event.pk).first() if event else None
    MatterPhoto.objects.bulk_create(
        MatterPhoto(
            matter=matter,
            task_id=task_id,
            answer=answer,
            remark=words,
            file=file,
            phase=phase,
            added_at=at,
            by_id=person(by),
        )
        for file in photos
    )


def reports_of(matter: Matter) -> list[uuid.UUID]:
    """Return the reports attached to the matter now."""
    return list(ReportLink.objects.filter(matter=matter, detached_at__isnull=True).values_list("report_id", flat=True))


def tell(
    matter: Matter,
    stage: Stage,
    event: Event,
    by: Actor,
    at: datetime,
    *,
    answer: str = "",
    refusal: str = "",
    only: Sequence[uuid.UUID] | None = None,
) -> None:
    """Tell every reporter of the matter where it stands (P05)."""
    report_ids = reports_of(matter) if only is None else list(only)
    if not report_ids:
        return
    due_on = timezone.localdate(matter.due_at) if matter.due_at else None
    intake.tell_reporters(
        report_ids=report_ids,
        stage=stage,
        by=by,
        at=at,
        cause_id=event.pk,
        handler_name=str(matter.agency or ""),
        handler_agency_id=matter.agency_id,
        due_on=due_on,
        due_is_provisional=matter.due_is_provisional,
        answer=answer,
        refusal=refusal,
    )


def call(users: Iterable[User], matter: Matter, text: str, cause_id: uuid.UUID) -> None:
    """Put a notice before the people who must act, with the way to the matter."""
    found = [user for user in users if user]
    if found:
        notify(users=found, text=f"{matter.number} {text}", cause_id=cause_id, url=matter_url(matter.pk))


def matter_url(matter_id: uuid.UUID) -> str:
    return reverse("dispatch:matter", args=[matter_id])


def once(fault: IntegrityError, constraint: str, text: str) -> NotAllowed:
    """Turn the database's refusal of a second open task into a sentence; any other fault goes on."""
    if constraint in str(fault):
        return NotAllowed([rules.house(text)])
    raise fault
