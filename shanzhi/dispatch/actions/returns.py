"""Whose is it really? One return a unit, with the rule and the owner it proposes; the centre rules within its limit."""

import uuid
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from shanzhi.intake.models import Stage
from shanzhi.law import limits
from shanzhi.law.obstacle import Obstacle
from shanzhi.ledger.actors import Actor
from shanzhi.registry.models import Agency

from .. import rules
from ..models import Dispute, Matter, Return, Step, Task
from ..queries.people import centre_people, people_of_unit
from ..queries.townships import township_obstacles
from .assign import end_lead, new_lead
from .frame import begin, call, county_of, log, moment, person, refuse, save, tell, wants
from .task import lock_task, send_assist
from .work_items import put_ruling, put_task, term_from


@transaction.atomic
def ask_return(
    *, task_id: uuid.UUID, rule: str, proposed_id: uuid.UUID, reason: str, by: Actor, at: datetime | None = None
) -> Return:
    """Say that a task is another unit's: by which rule, and whose. The clock runs on while the centre decides."""
    now = moment(at)
    matter, task = lock_task(task_id)
    proposed = Agency.objects.get(pk=proposed_id, county=matter.county)
    found = wants(rule, "依据（责任清单或文件的条目）", 300) + wants(reason, "理由")
    if proposed.pk == task.agency_id:
        found.append(rules.house("建议的承办单位就是本单位。", "请选您认为该承办的单位"))
    if not proposed.is_active:
        found.append(rules.house(f"{proposed}已停用。", "请另选单位"))
    found += _return_obstacles(matter, task)
    if task.kind == Task.Kind.LEAD:
        begin("ask_return", matter.pk, by, now, extra=found)
    refuse(found)
    county = county_of(matter)
    due = term_from(county, limits.Limit(county.return_hours, limits.LimitUnit.WORKING_HOUR), now)
    row = Return.objects.create(
        task=task,
        rule=rule.strip(),
        proposed=proposed,
        reason=reason.strip(),
        asked_at=now,
        asked_by_id=person(by),
        decide_by=due.at,
    )
    task.state = Task.State.RETURN_ASKED
    task.save(update_fields=["state"])
    put_task(matter, task)
    put_ruling(matter, row)
    event = log("dispatch.return_asked", matter, by, now, return_id=row.pk, task_id=task.pk, agency_id=task.agency_id,
                proposed_id=proposed.pk)  # fmt: skip
    call(centre_people(matter.county, "dispatch.rule_return"), matter, f"{task.agency}申请退回，请裁定", event.pk)
    return row


def _return_obstacles(matter: Matter, task: Task) -> list[Obstacle]:
    found = []
    if task.ended_at or task.state == Task.State.RETURN_ASKED:
        found.append(rules.house(f"这项派单现在是「{Task.State(task.state).label}」，不能申请退回。"))
    if task.kind == Task.Kind.PATROL:
        found.append(rules.house("扩大巡查不能退回。", "请联系派单单位收回"))
    elif Dispute.objects.filter(matter=matter, owner=task.agency_id, state=Dispute.State.RULED).exists():
        found.append(rules.house(f"指导机构已裁定由{task.agency}承办，不能退回。", "请按裁定办理"))
    elif Return.objects.filter(task__matter=matter, task__agency=task.agency_id).exists():
        found.append(rules.house(f"{task.agency}对这件事已申请过一次退回；每个单位只能申请一次。", "请按裁定办理"))
    return found


@transaction.atomic
def rule_return(
    *,
    return_id: uuid.UUID,
    uphold: bool,
    reason: str,
    by: Actor,
    agency_id: uuid.UUID | None = None,
    at: datetime | None = None,
) -> Return:
    """The centre rules. Upheld: the proposed owner (or the one chosen) has it, deadline and history kept. Rejected:
    it stays, and the clock has never stopped."""
    now = moment(at)
    matter, task = lock_task(Return.objects.values_list("task_id", flat=True).get(pk=return_id))
    row = Return.objects.select_related("proposed").get(pk=return_id)
    found = wants(reason, "裁定的理由")
    if row.ruling != Return.Ruling.OPEN:
        found.append(rules.house(f"这项退回申请已裁定：{Return.Ruling(row.ruling).label}。"))
    if row.asked_by_id == by.actor_id:
        found.append(rules.house("申请人不能裁定自己的申请。", "请由中心另一人裁定"))
    owner = Agency.objects.get(pk=agency_id, county=matter.county) if agency_id else row.proposed
    if uphold and not owner.is_active:
        found.append(rules.house(f"{owner}已停用。", "请另选单位"))
    if uphold and owner.pk == task.agency_id:
        found.append(rules.house("同意退回时，要选另一个单位承办。", "请另选单位"))
    if uphold:
        found += township_obstacles(matter, owner, timezone.localdate(now), helps=task.kind == Task.Kind.ASSIST)
    if task.kind == Task.Kind.LEAD:
        begin("rule_return", matter.pk, by, now, extra=found)
    refuse(found)
    row.ruling = Return.Ruling.UPHELD if uphold else Return.Ruling.REJECTED
    row.ruling_reason, row.ruled_at, row.ruled_by_id = reason.strip(), now, by.actor_id
    row.save(update_fields=["ruling", "ruling_reason", "ruled_at", "ruled_by_id"])
    put_ruling(matter, row)
    (_hand_over if uphold else _stays)(matter, task, row, owner, by, now)
    return row


def _hand_over(matter: Matter, task: Task, row: Return, owner: Agency, by: Actor, now: datetime) -> None:
    old = people_of_unit(matter, task.agency_id)
    if task.kind == Task.Kind.LEAD:
        end_lead(matter, Task.State.RETURNED, now)
        matter.agency, matter.officer = owner, None
        save(matter, Step.ASSIGNED, now, "agency", "officer")
        new_lead(matter, now, demand=task.demand, reason=row.ruling_reason)
    else:
        task.state, task.ended_at = Task.State.RETURNED, now
        task.save(update_fields=["state", "ended_at"])
        put_task(matter, task)
    event = log("dispatch.return_ruled", matter, by, now, return_id=row.pk, upheld=True, agency_id=owner.pk,
                before=task.agency_id)  # fmt: skip
    if task.kind == Task.Kind.LEAD:
        call(people_of_unit(matter, owner.pk), matter, f"经裁定由您单位承办：{matter.title}", event.pk)
        tell(matter, Stage.ASSIGNED, event, by, now)
    elif not Task.objects.filter(matter=matter, agency=owner, kind=task.kind, ended_at__isnull=True).exists():
        send_assist(matter, owner, by, now, demand=task.demand)
    call(old, matter, f"已同意退回，改由{owner}承办", event.pk)


def _stays(matter: Matter, task: Task, row: Return, owner: Agency, by: Actor, now: datetime) -> None:
    task.state = Task.State.SIGNED if task.signed_at else Task.State.SENT
    task.save(update_fields=["state"])
    put_task(matter, task)
    event = log("dispatch.return_ruled", matter, by, now, return_id=row.pk, upheld=False, agency_id=task.agency_id)
    call(people_of_unit(matter, task.agency_id), matter, "未同意退回，请继续办理；时限照常计算", event.pk)
