"""Who gets the matter, and how does his work begin?"""

import uuid
from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from shanzhi.dossier.models import StoredFile
from shanzhi.identity.models import User
from shanzhi.intake.models import Stage
from shanzhi.law.obstacle import Obstacle
from shanzhi.ledger.actors import Actor
from shanzhi.ledger.models import Event
from shanzhi.registry.models import Agency, LimitUnit, Officer
from shanzhi.registry.queries import agency_subtree, certificate_state

from .. import rules
from ..models import Matter, MatterPhoto, Step, Task
from ..queries.people import people_of_unit
from ..queries.townships import township_obstacles
from ..rules.weighing import Shown
from . import frame
from .advice import note_choice
from .frame import begin, call, county_of, log, moment, save, set_due, tell, wants
from .task import send_assist
from .work_items import put_task


@transaction.atomic
def assign_matter(
    *,
    matter_id: uuid.UUID,
    agency_id: uuid.UUID,
    by: Actor,
    officer_id: uuid.UUID | None = None,
    assisting_ids: Sequence[uuid.UUID] = (),
    demand: str = "",
    reason: str = "",
    limit_value: int | None = None,
    limit_unit: str = "",
    shown: Shown | None = None,
    version: int | None = None,
    at: datetime | None = None,
) -> Matter:
    """Give the matter to a unit: the clock starts now, not at the signature."""
    now = moment(at)
    if done := _already_mine(matter_id, agency_id, by, version):
        return done
    agency, officer, extra = _chosen(matter_id, agency_id, officer_id, now)
    helpers = list(Agency.objects.filter(pk__in=[pk for pk in assisting_ids if pk != agency.pk], is_active=True))
    extra += _outside_lists(matter_id, agency, now, helpers)
    matter, _ = begin("assign_matter", matter_id, by, now, version=version, extra=extra)
    matter.agency, matter.officer = agency, officer
    if matter.assigned_at is None:
        kind = matter.event_type
        matter.assigned_at = now
        matter.limit_value = limit_value or (kind.limit_value if kind else 5)
        matter.limit_unit = limit_unit or (kind.limit_unit if kind else LimitUnit.WORKING_DAY)
        set_due(matter, county_of(matter))
    save(matter, Step.ASSIGNED, now, "agency", "officer", "assigned_at", "limit_value", "limit_unit", "due_at",
         "due_is_provisional")  # fmt: skip
    new_lead(matter, now, demand=demand, reason=reason)
    note_choice(matter, "unit", shown, agency.code, by, now)
    event = log("dispatch.matter_assigned", matter, by, now, words=reason, agency_id=agency.pk, officer_id=officer_id,
                due_at=matter.due_at)  # fmt: skip
    _tell_unit(matter, event, "已派给您单位")
    tell(matter, Stage.ASSIGNED, event, by, now)
    for unit in helpers:
        send_assist(matter, unit, by, now, demand=demand)
    return matter


@transaction.atomic
def reassign_matter(
    *,
    matter_id: uuid.UUID,
    agency_id: uuid.UUID,
    reason: str,
    by: Actor,
    officer_id: uuid.UUID | None = None,
    demand: str = "",
    version: int | None = None,
    at: datetime | None = None,
) -> Matter:
    """Give the matter to another unit or officer: deadline and history stay as they are (P18)."""
    now = moment(at)
    agency, officer, extra = _chosen(matter_id, agency_id, officer_id, now)
    extra += wants(reason, "改派的理由", 300) + _outside_lists(matter_id, agency, now)
    matter, _ = begin("reassign_matter", matter_id, by, now, version=version, extra=extra)
    if matter.agency_id == agency.pk and matter.officer_id == officer_id:
        frame.refuse([rules.house(f"这件事已经在{agency}。", "请选别的单位或人员")])
    before, old = matter.agency_id, _tell_old(matter)
    end_lead(matter, Task.State.WITHDRAWN, now)
    matter.agency, matter.officer = agency, officer
    save(matter, Step.ASSIGNED, now, "agency", "officer")
    new_lead(matter, now, demand=demand, reason=reason)
    event = log("dispatch.matter_reassigned", matter, by, now, words=reason, agency_id=agency.pk, before=before,
                officer_id=officer_id)  # fmt: skip
    call(old, matter, f"已改派给{agency}", event.pk)
    _tell_unit(matter, event, "已改派给您单位")
    tell(matter, Stage.ASSIGNED, event, by, now)
    return matter


@transaction.atomic
def sign_matter(
    *,
    matter_id: uuid.UUID,
    by: Actor,
    officer_id: uuid.UUID | None = None,
    version: int | None = None,
    at: datetime | None = None,
) -> Matter:
    """The unit confirms that it has the matter, and may name who works on it."""
    now = moment(at)
    current = Matter.objects.only("agency_id").get(pk=matter_id)
    extra: list[Obstacle] = []
    officer = None
    if officer_id and current.agency_id:
        _, officer, extra = _chosen(matter_id, current.agency_id, officer_id, now)
    matter, _ = begin("sign_matter", matter_id, by, now, version=version, extra=extra)
    if officer:
        matter.officer = officer
    save(matter, Step.SIGNED, now, "officer")
    Task.objects.filter(matter=matter, kind=Task.Kind.LEAD, ended_at__isnull=True).update(
        state=Task.State.SIGNED, signed_at=now, officer=matter.officer
    )
    event = log("dispatch.task_signed", matter, by, now, agency_id=matter.agency_id, officer_id=matter.officer_id)
    if officer and officer.user_id and officer.user_id != by.actor_id:
        call(people_of_unit(matter, officer.working_agency_id, officer.user_id), matter, "请您经办", event.pk)
    return matter


@transaction.atomic
def start_work(*, matter_id: uuid.UUID, by: Actor, at: datetime | None = None) -> Matter:
    """Somebody is at it."""
    now = moment(at)
    matter, _ = begin("start_work", matter_id, by, now)
    fields = []
    if matter.officer_id is None and (officer := _officer_behind(by, matter)):
        matter.officer, fields = officer, ["officer"]
    save(matter, Step.IN_HAND, now, *fields)
    event = log("dispatch.work_started", matter, by, now, officer_id=matter.officer_id)
    tell(matter, Stage.IN_HAND, event, by, now)
    return matter


@transaction.atomic
def note_progress(
    *, matter_id: uuid.UUID, text: str, by: Actor, photos: Sequence[StoredFile] = (), at: datetime | None = None
) -> Matter:
    """Write down what was seen or done; photos of how it was found come first."""
    now = moment(at)
    matter, _ = begin("note_progress", matter_id, by, now, extra=wants(text, "进展", 2000))
    event = log("dispatch.progress_noted", matter, by, now, words=text, photos=len(photos))
    frame.add_photos(matter, photos, by, now, MatterPhoto.Phase.BEFORE, event=event)
    return matter


@transaction.atomic
def add_photos(
    *,
    matter_id: uuid.UUID,
    photos: Sequence[StoredFile],
    by: Actor,
    phase: str = MatterPhoto.Phase.AFTER,
    at: datetime | None = None,
) -> Matter:
    """Add photos without words."""
    now = moment(at)
    extra = [] if photos else [rules.house("没有选照片。", "请选至少一张")]
    matter, _ = begin("note_progress", matter_id, by, now, extra=extra)
    frame.add_photos(matter, photos, by, now, phase)
    log("dispatch.photos_added", matter, by, now, photos=len(photos), phase=phase)
    return matter


def new_lead(matter: Matter, now: datetime, *, demand: str = "", reason: str = "") -> Task:
    """Make the unit's own task; the matter's line on the worklist stands for it."""
    assert matter.agency is not None  # the database says the same: matter_in_work_has_agency
    return Task.objects.create(
        county=matter.county,
        matter=matter,
        kind=Task.Kind.LEAD,
        agency=matter.agency,
        officer=matter.officer,
        demand=demand.strip()[:400],
        reason=reason.strip()[:300],
        sent_at=now,
        due_at=matter.due_at or now,
        due_is_provisional=matter.due_is_provisional,
    )


def end_lead(matter: Matter, state: str, now: datetime, result: str = "") -> Task | None:
    """End the unit's own task."""
    task = Task.objects.filter(matter=matter, kind=Task.Kind.LEAD, ended_at__isnull=True).first()
    if task:
        task.state, task.ended_at, task.result = state, now, result
        task.save(update_fields=["state", "ended_at", "result"])
        put_task(matter, task)
    return task


def _chosen(
    matter_id: uuid.UUID, agency_id: uuid.UUID, officer_id: uuid.UUID | None, now: datetime
) -> tuple[Agency, Officer | None, list[Obstacle]]:
    """Return the unit and officer chosen, with what speaks against them."""
    county = Matter.objects.values_list("county", flat=True).get(pk=matter_id)
    agency = Agency.objects.get(pk=agency_id, county=county)
    extra = [] if agency.is_active else [rules.house(f"{agency}已停用。", "请另选单位")]
    if officer_id is None:
        return agency, None, extra
    officer = Officer.objects.get(pk=officer_id, county=county)
    in_agency = officer.working_agency_id in agency_subtree([agency.pk])
    state = certificate_state(officer, on=timezone.localdate(now))
    return agency, officer, extra + rules.officer_obstacles(officer, agency, in_agency, state)


def _outside_lists(
    matter_id: uuid.UUID, agency: Agency, now: datetime, helpers: Sequence[Agency] = ()
) -> list[Obstacle]:
    """Outside the lists nothing may be put on a township; another officer of the unit that has it is no new burden."""
    matter = Matter.objects.select_related("event_type").get(pk=matter_id)
    day = timezone.localdate(now)
    found = [] if matter.agency_id == agency.pk else township_obstacles(matter, agency, day)
    for unit in helpers:
        found += township_obstacles(matter, unit, day, helps=True)
    return found


def _already_mine(matter_id: uuid.UUID, agency_id: uuid.UUID, by: Actor, version: int | None) -> Matter | None:
    """Return the matter when the same person has just sent it to the same unit: the second click changes nothing."""
    if version is None:
        return None
    matter = frame.lock(matter_id)
    if matter.version != version + 1 or matter.step != Step.ASSIGNED or matter.agency_id != agency_id:
        return None
    last = Event.objects.filter(subject_id=matter.pk, kind="dispatch.matter_assigned").order_by("-seq").first()
    return matter if last and last.by_id == by.actor_id else None


def _officer_behind(by: Actor, matter: Matter) -> Officer | None:
    if by.actor_id is None or matter.agency_id is None:
        return None
    officer = Officer.objects.filter(user_id=by.actor_id, is_active=True).first()
    return officer if officer and officer.working_agency_id in agency_subtree([matter.agency_id]) else None


def _tell_unit(matter: Matter, event: Event, text: str) -> None:
    if matter.agency_id:
        user_id = matter.officer.user_id if matter.officer else None
        due = f"，{timezone.localtime(matter.due_at):%m月%d日 %H:%M}到期" if matter.due_at else ""
        call(people_of_unit(matter, matter.agency_id, user_id), matter, f"{text}{due}：{matter.title}", event.pk)


def _tell_old(matter: Matter) -> list[User]:
    if matter.agency_id is None:
        return []
    return people_of_unit(matter, matter.agency_id, matter.officer.user_id if matter.officer else None)
