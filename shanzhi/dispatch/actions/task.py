"""What do other units do for a matter: assist it, or patrol around it?"""

import uuid
from collections.abc import Sequence
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils import timezone

from shanzhi.dossier.models import StoredFile
from shanzhi.law import limits
from shanzhi.law.obstacle import NotAllowed, Obstacle
from shanzhi.ledger.actors import Actor
from shanzhi.ledger.rows import new_id
from shanzhi.registry.models import Agency, LimitUnit, Officer
from shanzhi.registry.queries import agency_subtree

from .. import rules
from ..models import Matter, MatterPhoto, Step, Task
from ..queries.people import people_of_unit
from ..queries.townships import township_obstacles
from . import frame
from .frame import begin, call, county_of, lock, log, moment, refuse, wants
from .work_items import next_matter_number, put_task, term_from

MOST_PLACES = 30


@transaction.atomic
def ask_assist(
    *,
    matter_id: uuid.UUID,
    agency_id: uuid.UUID,
    demand: str,
    by: Actor,
    limit_value: int | None = None,
    limit_unit: str = LimitUnit.WORKING_DAY,
    at: datetime | None = None,
) -> Task:
    """Ask another unit to help: it gets a task and a limit of its own; the matter's clock runs on."""
    now = moment(at)
    agency = Agency.objects.get(pk=agency_id)
    extra = wants(demand, "要协办单位做什么")
    if not agency.is_active:
        extra.append(rules.house(f"{agency}已停用。", "请另选单位"))
    extra += _outside_lists(matter_id, agency, now)
    matter, facts = begin("ask_assist", matter_id, by, now, extra=extra)
    if agency.pk == matter.agency_id:
        refuse([rules.house(f"{agency}就是主办单位。", "请选别的单位")])
    if str(agency) in facts.open_assists:
        refuse([rules.house(f"{agency}已有一项协办还没有完成。", "可在原协办里补充要求")])
    return send_assist(matter, agency, by, now, demand=demand, limit_value=limit_value, limit_unit=limit_unit)


def send_assist(
    matter: Matter,
    agency: Agency,
    by: Actor,
    now: datetime,
    *,
    demand: str = "",
    limit_value: int | None = None,
    limit_unit: str = LimitUnit.WORKING_DAY,
) -> Task:
    """Make the assisting task, its worklist line, its event and its notice (inside the caller's transaction)."""
    county = county_of(matter)
    due = term_from(county, rules.law_limit(limit_value or county.assist_days, limit_unit), now)
    task = Task(
        county=matter.county,
        matter=matter,
        kind=Task.Kind.ASSIST,
        agency=agency,
        demand=demand.strip()[:400],
        sent_at=now,
        due_at=due.at,
        due_is_provisional=due.provisional,
    )
    try:
        with transaction.atomic():
            task.save(force_insert=True)
    except IntegrityError as fault:
        raise frame.once(fault, "one_open_task", f"{agency}已有一项协办还没有完成。") from fault
    put_task(matter, task)
    event = log("dispatch.assist_asked", matter, by, now, task_id=task.pk, agency_id=agency.pk, due_at=due.at)
    call(people_of_unit(matter, agency.pk), matter, f"请您单位协办：{matter.title}", event.pk)
    return task


@transaction.atomic
def sign_task(
    *, task_id: uuid.UUID, by: Actor, officer_id: uuid.UUID | None = None, at: datetime | None = None
) -> Task:
    """The assisting or patrolling unit confirms that it has the task. Signing twice changes nothing."""
    now = moment(at)
    matter, task = lock_task(task_id)
    if task.state == Task.State.SIGNED:
        return task
    found = _open_obstacles(task, Task.State.SENT)
    officer = Officer.objects.filter(pk=officer_id).first() if officer_id else None
    if officer and officer.working_agency_id not in agency_subtree([task.agency_id]):
        found.append(rules.house(f"{officer}不在{task.agency}工作。", f"请选{task.agency}的人员"))
    refuse(found)
    task.state, task.signed_at, task.officer = Task.State.SIGNED, now, officer or task.officer
    task.save(update_fields=["state", "signed_at", "officer"])
    put_task(matter, task)
    log("dispatch.task_signed", matter, by, now, task_id=task.pk, agency_id=task.agency_id, officer_id=officer_id)
    return task


@transaction.atomic
def finish_task(
    *,
    task_id: uuid.UUID,
    result: str,
    by: Actor,
    found_problem: bool | None = None,
    open_new: bool = False,
    photos: Sequence[StoredFile] = (),
    at: datetime | None = None,
) -> Task:
    """Report what came of an assisting task or a patrol; a problem found on patrol may open a matter of its own."""
    now = moment(at)
    matter, task = lock_task(task_id)
    found = _open_obstacles(task, Task.State.SENT, Task.State.SIGNED) + wants(result, "结果", 2000)
    if task.kind == Task.Kind.PATROL and found_problem is None:
        found.append(rules.house("没有写明是否发现同类问题。", "请选择发现或未发现"))
    refuse(found)
    task.state, task.ended_at, task.result = Task.State.DONE, now, result.strip()
    task.signed_at = task.signed_at or now
    task.found_problem = found_problem if task.kind == Task.Kind.PATROL else None
    task.save(update_fields=["state", "ended_at", "result", "signed_at", "found_problem"])
    put_task(matter, task)
    phase = MatterPhoto.Phase.PATROL if task.kind == Task.Kind.PATROL else MatterPhoto.Phase.BEFORE
    frame.add_photos(matter, photos, by, now, phase, task_id=task.pk)
    new = _matter_of_patrol(matter, task, by, now) if open_new and task.found_problem else None
    event = log("dispatch.task_done", matter, by, now, task_id=task.pk, agency_id=task.agency_id,
                found_problem=task.found_problem, new_matter_id=new.pk if new else None)  # fmt: skip
    if matter.agency_id:
        people = people_of_unit(matter, matter.agency_id, matter.officer.user_id if matter.officer else None)
        call(people, matter, f"{task.agency}已完成{Task.Kind(task.kind).label}", event.pk)
    return task


def _matter_of_patrol(matter: Matter, task: Task, by: Actor, now: datetime) -> Matter:
    """Open the matter of a problem found on patrol: filed as the same type, waiting to be assigned, its own clock."""
    new = Matter(
        id=new_id(),
        county=matter.county,
        number=next_matter_number(now),
        title=f"{task.place_text or matter.place_text}：{matter.event_type or matter.title}"[:120],
        source="patrol",
        tile=matter.tile,
        event_type=matter.event_type,
        area_code=matter.area_code,
        place_text=task.place_text or matter.place_text,
        lon=matter.lon,
        lat=matter.lat,
        step=Step.ACCEPTED,
        step_at=now,
        opened_at=now,
        accepted_at=now,
        spread_from=matter,
    )
    new.save(force_insert=True)
    log("dispatch.matter_opened", new, by, now, spread_from=matter.pk, task_id=task.pk)
    return new


@transaction.atomic
def withdraw_task(*, task_id: uuid.UUID, reason: str, by: Actor, at: datetime | None = None) -> Task:
    """Take back an assisting or patrol task that is no longer needed."""
    now = moment(at)
    matter, task = lock_task(task_id)
    refuse(_open_obstacles(task, Task.State.SENT, Task.State.SIGNED) + wants(reason, "收回的理由"))
    end_task(matter, task, by, now, reason)
    return task


def end_task(matter: Matter, task: Task, by: Actor, now: datetime, reason: str) -> None:
    """End a task that nobody needs any more, and tell its unit."""
    task.state, task.ended_at = Task.State.WITHDRAWN, now
    task.save(update_fields=["state", "ended_at"])
    put_task(matter, task)
    event = log("dispatch.task_withdrawn", matter, by, now, words=reason, task_id=task.pk, agency_id=task.agency_id)
    call(people_of_unit(matter, task.agency_id), matter, f"{Task.Kind(task.kind).label}已收回", event.pk)


@transaction.atomic
def spread_patrol(
    *,
    matter_id: uuid.UUID,
    places: Sequence[str],
    demand: str,
    by: Actor,
    agency_id: uuid.UUID | None = None,
    limit_value: int = 3,
    limit_unit: str = LimitUnit.WORKING_DAY,
    at: datetime | None = None,
) -> list[Task]:
    """Look at the same kind of place around the matter: a task for each place; the results come back here."""
    now = moment(at)
    names = list(dict.fromkeys(place.strip()[:160] for place in places if place.strip()))
    extra = wants(demand, "看什么")
    if not names:
        extra.append(rules.house("没有写要巡查的地点。", "一行写一处"))
    if len(names) > MOST_PLACES:
        extra.append(rules.house(f"一次最多 {MOST_PLACES} 处。", "请分次安排"))
    if agency_id and (township := Agency.objects.filter(pk=agency_id, kind=Agency.Kind.TOWNSHIP).first()):
        extra += _outside_lists(matter_id, township, now)
    matter, _ = begin("spread_patrol", matter_id, by, now, extra=extra)
    unit_id = agency_id or matter.agency_id
    if unit_id is None:
        raise NotAllowed([rules.house("没有选由谁巡查。", "请选单位")])
    agency = Agency.objects.get(pk=unit_id)
    due = term_from(county_of(matter), rules.law_limit(limit_value, limit_unit), now)
    busy = set(
        Task.objects.filter(matter=matter, agency=agency, kind=Task.Kind.PATROL, ended_at__isnull=True).values_list(
            "place_text", flat=True
        )
    )
    tasks = [_patrol(matter, agency, place, demand, due, now) for place in names if place not in busy]
    if not tasks:
        refuse([rules.house("这些地点都已安排巡查，还没有结果。")])
    Task.objects.bulk_create(tasks)
    for task in tasks:
        put_task(matter, task)
    event = log("dispatch.patrol_spread", matter, by, now, task_ids=[task.pk for task in tasks], agency_id=agency.pk)
    call(people_of_unit(matter, agency.pk), matter, f"扩大巡查 {len(tasks)} 处", event.pk)
    return tasks


def _outside_lists(matter_id: uuid.UUID, agency: Agency, now: datetime) -> list[Obstacle]:
    matter = Matter.objects.select_related("event_type").get(pk=matter_id)
    return (
        [] if matter.agency_id == agency.pk else township_obstacles(matter, agency, timezone.localdate(now), helps=True)
    )


def _patrol(matter: Matter, agency: Agency, place: str, demand: str, due: limits.Due, now: datetime) -> Task:
    return Task(
        county=matter.county,
        matter=matter,
        kind=Task.Kind.PATROL,
        agency=agency,
        officer=matter.officer if matter.agency_id == agency.pk else None,
        demand=demand.strip()[:400],
        place_text=place,
        sent_at=now,
        due_at=due.at,
        due_is_provisional=due.provisional,
    )


def lock_task(task_id: uuid.UUID) -> tuple[Matter, Task]:
    """Lock the matter first, then read the task: always in this order, so that nobody waits for each other."""
    matter = lock(Task.objects.values_list("matter_id", flat=True).get(pk=task_id))
    return matter, Task.objects.select_related("agency", "officer").get(pk=task_id)


def _open_obstacles(task: Task, *states: str) -> list[Obstacle]:
    if task.kind == Task.Kind.LEAD:
        return [rules.house("主办单位请在事件上办理。")]
    if task.state in states:
        return []
    when = f"（{timezone.localtime(task.ended_at):%m月%d日 %H:%M}）" if task.ended_at else ""
    return [rules.house(f"这项{Task.Kind(task.kind).label}现在是「{Task.State(task.state).label}」{when}。")]
