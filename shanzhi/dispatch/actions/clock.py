"""May the time be longer, or stand still? Asked with a ground, decided by another, explained; and matters on the shelf."""

import uuid
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone

from shanzhi.identity.models import User
from shanzhi.intake.models import Stage
from shanzhi.law.obstacle import NotAllowed, Obstacle
from shanzhi.ledger.actors import SYSTEM, Actor
from shanzhi.ledger.models import Event
from shanzhi.registry.models import LimitUnit

from .. import rules
from ..models import ClockChange, Matter, Step, Task
from ..queries.people import centre_people, people_of_unit
from ..rules.clock import DECISION_LIMIT, LONGEST_SHELF_DAYS
from ..rules.grounds import EXTENSION_GROUNDS, PAUSE_GROUNDS, SHELF_GROUND
from .frame import begin, call, county_of, log, moment, person, save, set_due, tell, wants
from .task import end_task
from .work_items import put_time_ask, term_from

MOST_EXTENSIONS = 2
LONGEST = {LimitUnit.HOUR: 24 * 30, LimitUnit.WORKING_HOUR: 8 * 30, LimitUnit.DAY: 45, LimitUnit.WORKING_DAY: 30}


@transaction.atomic
def ask_time(
    *,
    matter_id: uuid.UUID,
    kind: str,
    ground: str,
    reason: str,
    by: Actor,
    value: int = 5,
    unit: str = LimitUnit.WORKING_DAY,
    at: datetime | None = None,
) -> ClockChange:
    """Ask for more time, or for the clock to stand still: unit of time, ground and approver are all named (P27)."""
    now = moment(at)
    extra = wants(reason, "说明") + _ask_obstacles(matter_id, kind, ground, value, unit)
    matter, _ = begin("ask_time", matter_id, by, now, extra=extra)
    county = county_of(matter)
    row = ClockChange.objects.create(
        matter=matter,
        kind=kind,
        ground=ground.strip(),
        reason=reason.strip(),
        value=value,
        unit=unit,
        asked_at=now,
        asked_by_id=person(by),
        decide_by=term_from(county, DECISION_LIMIT, now).at,
    )
    put_time_ask(matter, row)
    event = log("dispatch.time_asked", matter, by, now, change_id=row.pk, change=kind, value=value, unit=unit)
    label = ClockChange.Kind(kind).label
    call(centre_people(matter.county, "dispatch.grant_time"), matter, f"{matter.agency}申请{label}，请决定", event.pk)
    return row


def _ask_obstacles(matter_id: uuid.UUID, kind: str, ground: str, value: int, unit: str) -> list[Obstacle]:
    known = PAUSE_GROUNDS if kind == ClockChange.Kind.PAUSE else EXTENSION_GROUNDS
    label = ClockChange.Kind(kind).label
    found = []
    if ground.strip() not in known:
        found.append(rules.house(f"{label}的事由不在清单里。", f"请从清单里选：{'、'.join(known)}"))
    if value < 1 or value > LONGEST[LimitUnit(unit)]:
        found.append(rules.house(f"{label}的时间要在 1 到 {LONGEST[LimitUnit(unit)]} {LimitUnit(unit).label}之间。"))
    if kind == ClockChange.Kind.EXTENSION:
        granted = ClockChange.objects.filter(
            matter_id=matter_id, kind=ClockChange.Kind.EXTENSION, state=ClockChange.State.GRANTED
        ).count()
        if granted >= MOST_EXTENSIONS:
            found.append(rules.house(f"已延期 {granted} 次，不能再延。", "确需较长时间的，请中心转挂账"))
    return found


@transaction.atomic
def decide_time(
    *, change_id: uuid.UUID, grant: bool, reason: str, by: Actor, at: datetime | None = None
) -> ClockChange:
    """Grant or refuse the time asked for. Who asked cannot decide. A granted pause begins now and ends by itself."""
    now = moment(at)
    matter_id = ClockChange.objects.values_list("matter_id", flat=True).get(pk=change_id)
    Matter.objects.select_for_update().get(pk=matter_id)
    row = ClockChange.objects.get(pk=change_id)
    extra = wants(reason, "决定的理由")
    if row.state != ClockChange.State.ASKED:
        extra.append(rules.house(f"这项申请已经决定：{ClockChange.State(row.state).label}。"))
    if row.asked_by_id == by.actor_id:
        extra.append(rules.house("申请人不能批准自己的申请。", "请由中心另一人决定"))
    matter, _ = begin("decide_time", matter_id, by, now, extra=extra)
    row.state = ClockChange.State.GRANTED if grant else ClockChange.State.REFUSED
    row.decided_at, row.decided_by_id, row.decision_reason = now, by.actor_id, reason.strip()
    if grant and row.kind == ClockChange.Kind.PAUSE:
        county = county_of(matter)
        row.from_at = now
        row.lapses_at = term_from(county, rules.law_limit(row.value or 1, row.unit), now).at
        matter.paused_for = row.ground
    row.save()
    put_time_ask(matter, row)
    _rework_clock(matter, now)
    event = log("dispatch.time_decided", matter, by, now, change_id=row.pk, granted=grant, due_at=matter.due_at)
    if matter.agency_id:
        words = f"{ClockChange.Kind(row.kind).label}申请：{ClockChange.State(row.state).label}"
        call(_workers(matter), matter, words, event.pk)
    if grant:
        tell(matter, Stage.IN_HAND if matter.step == Step.IN_HAND else Stage.ASSIGNED, event, by, now)
    return row


@transaction.atomic
def resume_clock(*, matter_id: uuid.UUID, by: Actor, at: datetime | None = None) -> Matter:
    """Let the clock run again: the pause is taken out and the end worked out anew (P25)."""
    now = moment(at)
    matter, _ = begin("resume_clock", matter_id, by, now)
    _end_pause(matter, now)
    event = log("dispatch.clock_resumed", matter, by, now, due_at=matter.due_at)
    if by == SYSTEM:
        call(_workers(matter), matter, "中止已到期，恢复计时", event.pk)
    tell(matter, Stage.IN_HAND if matter.step == Step.IN_HAND else Stage.ASSIGNED, event, by, now)
    return matter


@transaction.atomic
def shelve_matter(
    *, matter_id: uuid.UUID, reason: str, public_text: str, review_on: date, by: Actor, at: datetime | None = None
) -> Matter:
    """Put a matter that cannot be solved soon on the long-term list: with a review day, and the reporters told why."""
    now = moment(at)
    extra = wants(reason, "挂账的理由", 2000) + wants(public_text, "给反映人的说明", 2000) + _review_day(review_on, now)
    extra += rules.guards.private_details(public_text)
    matter, _ = begin("shelve_matter", matter_id, by, now, extra=extra)
    ClockChange.objects.create(
        matter=matter,
        kind=ClockChange.Kind.PAUSE,
        state=ClockChange.State.GRANTED,
        ground=SHELF_GROUND,
        reason=reason.strip()[:400],
        asked_at=now,
        asked_by_id=person(by),
        decided_at=now,
        decided_by_id=by.actor_id,
        from_at=now,
    )
    for task in Task.objects.filter(matter=matter, kind=Task.Kind.ASSIST, ended_at__isnull=True).select_related(
        "agency"
    ):
        end_task(matter, task, by, now, "事件转挂账，协办一并收回")
    matter.review_on, matter.paused_for = review_on, SHELF_GROUND
    save(matter, Step.LONG_TERM, now, "review_on", "paused_for")
    event = log("dispatch.matter_shelved", matter, by, now, words=reason, review_on=review_on)
    call(_workers(matter), matter, f"已转挂账，{review_on:%Y年%m月%d日}复查", event.pk)
    tell(matter, Stage.LONG_TERM, event, by, now, answer=public_text.strip())
    return matter


@transaction.atomic
def review_shelf(*, matter_id: uuid.UUID, text: str, review_on: date, by: Actor, at: datetime | None = None) -> Matter:
    """Look at a long-term matter again and set the next day for it."""
    now = moment(at)
    extra = wants(text, "复查情况", 2000) + _review_day(review_on, now)
    matter, _ = begin("review_shelf", matter_id, by, now, extra=extra)
    matter.review_on = review_on
    save(matter, None, now, "review_on")
    log("dispatch.shelf_reviewed", matter, by, now, words=text, review_on=review_on)
    return matter


@transaction.atomic
def unshelve_matter(*, matter_id: uuid.UUID, reason: str, by: Actor, at: datetime | None = None) -> Matter:
    """Take the matter from the long-term list: its clock runs on from where it stood."""
    now = moment(at)
    matter, _ = begin("unshelve_matter", matter_id, by, now, extra=wants(reason, "恢复办理的理由", 2000))
    matter.review_on = None
    matter.step, matter.step_at = Step.IN_HAND, now
    _end_pause(matter, now, "review_on", "step", "step_at")
    event: Event = log("dispatch.matter_unshelved", matter, by, now, words=reason, due_at=matter.due_at)
    call(_workers(matter), matter, "挂账已恢复办理", event.pk)
    tell(matter, Stage.IN_HAND, event, by, now)
    return matter


def _review_day(review_on: date, now: datetime) -> list[Obstacle]:
    today = timezone.localdate(now)
    if review_on <= today:
        return [rules.house("复查日要在今天之后。", "请选一个以后的日子")]
    if review_on > today + timedelta(days=LONGEST_SHELF_DAYS):
        return [rules.house(f"复查日最远 {LONGEST_SHELF_DAYS} 天，到时可再定下一次。", "请选近些的日子")]
    return []


def _end_pause(matter: Matter, now: datetime, *fields: str) -> None:
    ClockChange.objects.filter(
        matter=matter, kind=ClockChange.Kind.PAUSE, state=ClockChange.State.GRANTED, until_at__isnull=True
    ).update(until_at=now)
    matter.paused_for = ""
    _rework_clock(matter, now, *fields)


def _rework_clock(matter: Matter, now: datetime, *fields: str) -> None:
    """Work out the end again and write it on the matter and on the unit's own task."""
    set_due(matter, county_of(matter))
    save(matter, None, now, "due_at", "due_is_provisional", "paused_for", *fields)
    if matter.due_at:
        Task.objects.filter(matter=matter, kind=Task.Kind.LEAD, ended_at__isnull=True).update(
            due_at=matter.due_at, due_is_provisional=matter.due_is_provisional
        )


def _workers(matter: Matter) -> list[User]:
    if matter.agency_id is None:
        raise NotAllowed([rules.house("事件没有主办单位。")])
    return people_of_unit(matter, matter.agency_id, matter.officer.user_id if matter.officer else None)
