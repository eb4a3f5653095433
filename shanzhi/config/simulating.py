"""A believable county on paper: years of matters written in bulk, for rehearsals and for measuring. All of it is 示例.

Days have their weight (weekends less, spring more), people report by day, the same thing is reported several times, most
matters are closed and the last days' are open. The same seed gives the same county. Events carry right digests.
"""

import random
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.db import connection, models, transaction
from django.utils import timezone
from psycopg.types.json import Jsonb

from shanzhi.dispatch import rules
from shanzhi.dispatch.actions.work_items import matter_line, step_term
from shanzhi.dispatch.models import Matter, ReportLink, Step, Task, Urgency, WorkItem
from shanzhi.intake.models import Report, Source, Stage
from shanzhi.law.calendar import Calendar
from shanzhi.law.limits import WorkHours, due_at
from shanzhi.ledger.actors import PUBLIC, SYSTEM, Actor
from shanzhi.ledger.events import build
from shanzhi.ledger.models import Event
from shanzhi.registry.models import Agency, Area, County, EventType
from shanzhi.registry.queries import calendar_of, default_county, routing, work_hours_of

CHUNK = 5_000
SOURCES = (
    (Source.QR, 34),
    (Source.HOTLINE, 22),
    (Source.GRID, 18),
    (Source.PATROL, 12),
    (Source.PHONE, 8),
    (Source.WEB, 6),
)
WORDS = (
    "一直没人管",
    "请尽快处理",
    "每天晚上都这样",
    "影响通行",
    "味道很大",
    "已经第三天了",
    "老人小孩受不了",
    "就在村口",
)
OPEN_STEPS = (
    (Step.PENDING, 8), (Step.ACCEPTED, 6), (Step.ASSIGNED, 14), (Step.SIGNED, 10), (Step.IN_HAND, 40), (Step.LONG_TERM, 4),
    (Step.ANSWERED, 12), (Step.VERIFIED, 6),
)  # fmt: skip
STAGES = {
    Step.PENDING: Stage.RECEIVED, Step.ACCEPTED: Stage.ACCEPTED, Step.ASSIGNED: Stage.ASSIGNED, Step.SIGNED: Stage.IN_HAND,
    Step.IN_HAND: Stage.IN_HAND, Step.LONG_TERM: Stage.LONG_TERM, Step.ANSWERED: Stage.ANSWERED,
    Step.VERIFIED: Stage.ANSWERED, Step.CLOSED: Stage.CLOSED, Step.RATED: Stage.RATED, Step.REFUSED: Stage.REFUSED,
}  # fmt: skip
WITH_AGENCY = {
    Step.ASSIGNED,
    Step.SIGNED,
    Step.IN_HAND,
    Step.LONG_TERM,
    Step.ANSWERED,
    Step.VERIFIED,
    Step.CLOSED,
    Step.RATED,
}


@dataclass
class Ground:
    """What the simulation draws from: the registry, read once."""

    county: County
    villages: list[Area]
    towns: dict[str, str]
    types: list[EventType]
    weights: list[int]
    calendar: Calendar
    hours: WorkHours
    agencies: dict[tuple[Any, str], Agency | None] = field(default_factory=dict)

    def agency(self, kind: EventType, area_code: str) -> Agency | None:
        """Return who answers for the type in the town; asked once for each pair."""
        key = (kind.pk, area_code[:9])
        if key not in self.agencies:
            chosen = routing(kind, area_code).chosen
            self.agencies[key] = chosen.agency if chosen else None
        return self.agencies[key]


@dataclass
class Batch:
    """Rows of one chunk, by table."""

    reports: list[Report] = field(default_factory=list)
    matters: list[Matter] = field(default_factory=list)
    links: list[ReportLink] = field(default_factory=list)
    tasks: list[Task] = field(default_factory=list)
    items: list[WorkItem] = field(default_factory=list)
    events: list[Event] = field(default_factory=list)


def run(*, matters: int, days: int, seed: int) -> int:
    """Write so many matters over so many days and say how long it took."""
    started, ground = time.monotonic(), read_ground()
    for done in write(ground, matters=matters, days=days, seed=seed, now=timezone.now()):
        print(f"\r{done:>9,} / {matters:,}", end="", flush=True)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    print(f"\n已造 {matters:,} 件事件（示例），用时 {time.monotonic() - started:.0f} 秒。")
    return 0


def read_ground() -> Ground:
    county = default_county()
    areas = Area.objects.filter(county=county.code, is_active=True)
    villages = list(areas.filter(level=Area.Level.VILLAGE, lon__isnull=False).order_by("code"))
    towns = dict(areas.filter(level=Area.Level.TOWN).values_list("code", "name"))
    parents = EventType.objects.filter(county=county.code, parent__isnull=False).values("parent_id")
    types = list(EventType.objects.filter(county=county.code, is_active=True).exclude(pk__in=parents).order_by("code"))
    weights = [max(1, 60 // (rank + 1)) for rank in range(len(types))]
    return Ground(county, villages, towns, types, weights, calendar_of(county), work_hours_of(county))


def write(ground: Ground, *, matters: int, days: int, seed: int, now: datetime) -> Iterator[int]:
    """Write in chunks, each in a transaction of its own; yield how many are there."""
    chance = random.Random(seed)  # noqa: S311  a rehearsal, not a secret
    moments = sorted(_moments(chance, matters, days, now))
    with connection.cursor() as cursor:
        cursor.execute("SELECT coalesce(max(substr(number, 2)::bigint), 0) FROM dispatch_matter WHERE number LIKE 'X%'")
        first = int(cursor.fetchone()[0]) + 1
    for start in range(0, matters, CHUNK):
        batch = Batch()
        for offset, moment in enumerate(moments[start : start + CHUNK]):
            _matter(batch, ground, chance, first + start + offset, moment, now)
        with transaction.atomic():
            for rows in (batch.reports, batch.matters, batch.links, batch.tasks, batch.items, batch.events):
                copy_rows(rows)
        yield min(start + CHUNK, matters)


def _moments(chance: random.Random, count: int, days: int, now: datetime) -> Iterator[datetime]:
    """Yield moments of reporting: by day, more in the morning and after supper, less on days off."""
    hours = range(24)
    weights = [1, 1, 1, 1, 1, 2, 6, 14, 22, 26, 24, 18, 12, 14, 20, 20, 18, 16, 14, 16, 16, 12, 6, 2]
    for _ in range(count):
        while True:
            moment = now - timedelta(days=chance.random() * days)
            if moment.weekday() < 5 or chance.random() < 0.6:
                break
        local = timezone.localtime(moment)
        shifted = local.replace(hour=chance.choices(hours, weights)[0], minute=chance.randrange(60))
        yield min(shifted, now)


def _matter(batch: Batch, ground: Ground, chance: random.Random, number: int, at: datetime, now: datetime) -> None:
    """Make one matter with its reports, task, worklist line and events."""
    kind = chance.choices(ground.types, ground.weights)[0]
    village = chance.choice(ground.villages)
    step = _step(chance, now - at)
    agency = ground.agency(kind, village.code) if step in WITH_AGENCY else None
    if step in WITH_AGENCY and agency is None:
        step = Step.ACCEPTED
    source = chance.choices([s for s, _ in SOURCES], [w for _, w in SOURCES])[0]
    assigned = at + timedelta(minutes=20 + chance.random() * 200)
    matter = Matter(
        county=ground.county.code,
        number=f"X{number:09d}",
        title=f"{kind.plain_name or kind.name}（示例）",
        source=source,
        tile=kind.tile,
        event_type=kind,
        area_code=village.code,
        place_text=f"{ground.towns.get(village.code[:9], '')} {village.name}",
        lon=(village.lon or 0) + (chance.random() - 0.5) * 0.01,
        lat=(village.lat or 0) + (chance.random() - 0.5) * 0.01,
        urgency=Urgency.URGENT if chance.random() < 0.05 else Urgency.NORMAL,
        step=step,
        step_at=min(now, assigned + timedelta(hours=chance.random() * 20)),
        agency=agency,
        opened_at=at,
        accepted_at=at + timedelta(minutes=10) if step != Step.PENDING else None,
    )
    if agency:
        _give(batch, ground, matter, agency, min(assigned, now), chance)
    if step == Step.LONG_TERM:
        matter.review_on = timezone.localdate(now) + timedelta(days=chance.randrange(1, 60))
    if step in {Step.CLOSED, Step.RATED}:
        matter.answered_at = min(now, assigned + timedelta(hours=2 + chance.expovariate(1 / 30)))
        matter.closed_at = min(now, matter.answered_at + timedelta(hours=chance.random() * 24))
    _reports(batch, matter, chance, at)
    batch.matters.append(matter)
    batch.items.append(_line(matter))


def _line(matter: Matter) -> WorkItem:
    """Return the worklist line; a closed matter has no term left to look up."""
    if matter.step in {Step.CLOSED, Step.RATED, Step.REFUSED}:
        return matter_line(matter, (matter.due_at, False))
    return matter_line(matter, step_term(matter))


def _step(chance: random.Random, age: timedelta) -> Step:
    """The old are closed, of the last ten days' every second is open."""
    if (age > timedelta(days=10) and chance.random() < 0.997) or chance.random() < 0.4:
        return chance.choices((Step.RATED, Step.CLOSED, Step.REFUSED), (45, 50, 5))[0]
    return chance.choices([step for step, _ in OPEN_STEPS], [weight for _, weight in OPEN_STEPS])[0]


def _give(batch: Batch, ground: Ground, matter: Matter, agency: Agency, at: datetime, chance: random.Random) -> None:
    kind = matter.event_type
    assert kind is not None
    due = due_at(at, rules.law_limit(kind.limit_value, kind.limit_unit), ground.calendar, ground.hours)
    matter.assigned_at, matter.limit_value, matter.limit_unit = at, kind.limit_value, kind.limit_unit
    matter.due_at, matter.due_is_provisional = due.at, due.provisional
    ended = matter.step in {Step.CLOSED, Step.RATED}
    batch.tasks.append(
        Task(
            county=matter.county,
            matter=matter,
            kind=Task.Kind.LEAD,
            agency=agency,
            state=Task.State.DONE
            if ended
            else (Task.State.SENT if matter.step == Step.ASSIGNED else Task.State.SIGNED),
            sent_at=at,
            signed_at=None if matter.step == Step.ASSIGNED else at + timedelta(minutes=chance.randrange(3, 90)),
            due_at=due.at,
            due_is_provisional=due.provisional,
            ended_at=at + timedelta(hours=20) if ended else None,
        )
    )


def _reports(batch: Batch, matter: Matter, chance: random.Random, at: datetime) -> None:
    """One report mostly, now and then a handful about the same thing; and what happened, as events."""
    count = 1 if chance.random() < 0.88 else chance.randrange(2, 6)
    matter.report_count = count
    for number in range(count):
        text = f"{matter.title}，{chance.choice(WORDS)}，{chance.choice(WORDS)}。"
        report = Report(
            county=matter.county,
            number=f"{matter.number}-{number + 1}",
            secret_digest=chance.randbytes(32),
            content_digest=chance.randbytes(32),
            source=matter.source,
            tile=matter.tile,
            text=text,
            public_text=text,
            area_code=matter.area_code,
            place_text=matter.place_text,
            lon=matter.lon,
            lat=matter.lat,
            place_basis=Report.PlaceBasis.PHONE,
            received_at=at + timedelta(hours=number),
            stage=STAGES[Step(matter.step)],
            stage_at=matter.step_at,
            handler_name=str(matter.agency or ""),
            rating=chance.choices((5, 4, 3, 2, 1), (60, 25, 8, 4, 3))[0] if matter.step == Step.RATED else None,
        )
        batch.reports.append(report)
        batch.links.append(ReportLink(report=report, matter=matter, at=report.received_at))
        batch.events.append(_event("intake.report_received", report, PUBLIC, report.received_at, matter))
    batch.events.append(_event("dispatch.matter_opened", matter, SYSTEM, at, matter))
    if matter.assigned_at and matter.agency_id:
        data = {"agency": matter.agency_id}
        batch.events.append(_event("dispatch.matter_assigned", matter, SYSTEM, matter.assigned_at, matter, data))
    if matter.closed_at:
        batch.events.append(_event("dispatch.matter_closed", matter, SYSTEM, matter.closed_at, matter))


def _event(
    kind: str, subject: models.Model, by: Actor, at: datetime, matter: Matter, data: dict[str, Any] | None = None
) -> Event:
    return build(kind, subject=subject, by=by, at=at, thread=matter.pk, data=data)


def copy_rows(rows: Iterable[models.Model]) -> None:
    """Write rows of one table with COPY; columns with a database default are left to the database."""
    rows = list(rows)
    if not rows:
        return
    meta = rows[0]._meta
    fields = [found for found in meta.concrete_fields if not found.has_db_default()]
    names = ", ".join(f'"{found.column}"' for found in fields)
    with connection.cursor() as cursor, cursor.copy(f'COPY "{meta.db_table}" ({names}) FROM STDIN') as copy:
        for row in rows:
            copy.write_row([_value(found, row) for found in fields])


def _value(found: models.Field, row: models.Model) -> Any:
    value = found.pre_save(row, add=True) if getattr(found, "auto_now", False) else getattr(row, found.attname)
    return Jsonb(value) if isinstance(found, models.JSONField) and value is not None else value
