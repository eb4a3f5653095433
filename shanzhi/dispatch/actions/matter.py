"""How does a matter begin, become the county's business, and end without work?"""

import uuid
from datetime import datetime

from django.db import transaction
from django.db.models import F

from shanzhi.intake.actions.restricting import restrict_report
from shanzhi.intake.models import Report, Stage
from shanzhi.ledger.actors import Actor
from shanzhi.ledger.rows import new_id
from shanzhi.registry.models import EventType

from .. import rules
from ..models import Matter, ReportLink, Step, Task, Urgency
from ..queries.people import centre_people, people_of_unit
from ..queries.signs import signs_of
from ..rules.alarms import LABELS
from ..rules.weighing import Shown
from .advice import note_choice
from .frame import begin, call, county_of, lock, log, moment, refuse, save, set_due, tell, wants
from .work_items import next_matter_number, put_task

TITLE = 40
RESTRICTED_TITLE = "限制阅看的诉求"


@transaction.atomic
def open_matter(*, report_id: uuid.UUID, by: Actor, at: datetime | None = None) -> Matter:
    """Make the matter of a report, or return the one it already belongs to. Safe to run twice."""
    report = Report.objects.select_for_update().get(pk=report_id)
    if link := ReportLink.objects.filter(report=report, detached_at__isnull=True).select_related("matter").first():
        return link.matter
    moment_of = at or report.received_at
    signs = signs_of(report.county)
    alarms = sorted({*report.alarms, *signs.tags(report.text)})
    restricted = bool(signs.restricted & set(alarms))
    matter = Matter(
        id=new_id(),
        county=report.county,
        number=next_matter_number(moment_of),
        title=RESTRICTED_TITLE if restricted else title_of(report),
        is_restricted=restricted,
        source=report.source,
        tile=report.tile,
        area_code=report.area_code,
        place_text=report.place_text or (report.point.place_text or report.point.name if report.point else ""),
        lon=report.lon,
        lat=report.lat,
        urgency=Urgency.URGENT if signs.urgent & set(alarms) else Urgency.NORMAL,
        alarms=alarms,
        step_at=moment_of,
        opened_at=moment_of,
        report_count=1,
    )
    matter.save(force_insert=True)
    ReportLink.objects.create(report=report, matter=matter, by_id=by.actor_id, at=moment_of)
    if restricted:
        restrict_report(report_id=report.pk, by=by, at=moment_of)
    event = log("dispatch.matter_opened", matter, by, moment_of, report_id=report.pk)
    if flags := [LABELS[tag] for tag in alarms if tag in signs.words]:
        people = centre_people(matter.county, "dispatch.accept_matter")
        first = "可能紧急，请先看" if matter.urgency else "敏感，请先看"
        call(people, matter, f"{first}：{matter.title}（{'、'.join(flags)}）", event.pk)
    return matter


def title_of(report: Report) -> str:
    """Return the first words of what was said, from the text that may be shown."""
    words = " ".join((report.public_text or report.text).split())
    for mark in "。！？!?；;\n":
        words = words.split(mark)[0]
    return (words[:TITLE] + "…" if len(words) > TITLE else words) or "（没有文字，见照片）"


@transaction.atomic
def accept_matter(
    *,
    matter_id: uuid.UUID,
    event_type_id: uuid.UUID,
    by: Actor,
    title: str = "",
    urgency: int | None = None,
    shown: Shown | None = None,
    version: int | None = None,
    at: datetime | None = None,
) -> Matter:
    """Take the matter on: it is filed as this type. The clock does not run yet; the centre's own limit does."""
    now = moment(at)
    chosen = EventType.objects.get(pk=event_type_id)
    extra = [] if chosen.is_active else [rules.house(f"事件类型「{chosen}」已停用。", "请另选类型")]
    matter, _ = begin("accept_matter", matter_id, by, now, version=version, extra=extra)
    matter.event_type, matter.accepted_at = chosen, now
    matter.title = title.strip()[:120] or matter.title
    matter.urgency = matter.urgency if urgency is None else urgency
    save(matter, Step.ACCEPTED, now, "event_type", "accepted_at", "title", "urgency")
    note_choice(matter, "type", shown, chosen.code, by, now)
    event = log("dispatch.matter_accepted", matter, by, now, event_type=chosen.code)
    tell(matter, Stage.ACCEPTED, event, by, now)
    return matter


@transaction.atomic
def refuse_matter(
    *, matter_id: uuid.UUID, reason: str, by: Actor, version: int | None = None, at: datetime | None = None
) -> Matter:
    """Do not take the matter on; the reporters read the reason in full."""
    now = moment(at)
    extra = wants(reason, "不予受理的理由", 2000) + rules.guards.private_details(reason)
    matter, _ = begin("refuse_matter", matter_id, by, now, version=version, extra=extra)
    matter.refusal, matter.closed_at = reason.strip(), now
    save(matter, Step.REFUSED, now, "refusal", "closed_at")
    event = log("dispatch.matter_refused", matter, by, now, words=reason)
    tell(matter, Stage.REFUSED, event, by, now, refusal=reason.strip())
    return matter


@transaction.atomic
def change_type(
    *,
    matter_id: uuid.UUID,
    event_type_id: uuid.UUID,
    reason: str,
    by: Actor,
    version: int | None = None,
    at: datetime | None = None,
) -> Matter:
    """Correct the type. Who had it and why stays in the history; a running limit is worked out anew (P18)."""
    now = moment(at)
    chosen = EventType.objects.get(pk=event_type_id)
    extra = wants(reason, "更正的理由", 300)
    if not chosen.is_active:
        extra.append(rules.house(f"事件类型「{chosen}」已停用。", "请另选类型"))
    matter, _ = begin("change_type", matter_id, by, now, version=version, extra=extra)
    before, old_due = matter.event_type, matter.due_at
    if before and before.pk == chosen.pk:
        refuse([rules.house(f"事件类型已经是「{chosen}」。")])
    matter.event_type = chosen
    if matter.assigned_at:
        matter.limit_value, matter.limit_unit = chosen.limit_value, chosen.limit_unit
        set_due(matter, county_of(matter))
    save(matter, None, now, "event_type", "limit_value", "limit_unit", "due_at", "due_is_provisional")
    Task.objects.filter(matter=matter, kind=Task.Kind.LEAD, ended_at__isnull=True, due_at__isnull=False).update(
        due_at=F("due_at") if matter.due_at is None else matter.due_at, due_is_provisional=matter.due_is_provisional
    )
    event = log(
        "dispatch.type_changed",
        matter,
        by,
        now,
        words=reason,
        before=before.code if before else "",
        after=chosen.code,
        old_due=old_due,
        new_due=matter.due_at,
    )
    if matter.agency_id:
        people = people_of_unit(matter, matter.agency_id, matter.officer.user_id if matter.officer else None)
        call(people, matter, f"事件类型更正为「{chosen}」，期限已重新计算", event.pk)
    return matter


@transaction.atomic
def archive_matter(*, matter_id: uuid.UUID, by: Actor, at: datetime | None = None) -> Matter:
    """Put the file away."""
    now = moment(at)
    matter, _ = begin("archive_matter", matter_id, by, now)
    save(matter, Step.ARCHIVED, now)
    log("dispatch.matter_archived", matter, by, now)
    return matter


@transaction.atomic
def withdraw_report(*, report_id: uuid.UUID, by: Actor, at: datetime | None = None) -> Matter | None:
    """The reporter takes his words back: a matter nobody else reported and nobody works on ends; any other goes on."""
    now = moment(at)
    link = ReportLink.objects.filter(report_id=report_id, detached_at__isnull=True).first()
    if link is None:
        return None
    matter = lock(link.matter_id)
    open_links = ReportLink.objects.filter(matter=matter, detached_at__isnull=True)
    others = open_links.exclude(report_id=report_id).filter(report__wants_withdrawal=False).exists()
    if others or matter.step not in rules.BY_VERB["withdraw_matter"].start:
        if matter.step in rules.OPEN_STEPS:
            _note_withdrawal(matter, report_id, by, now)
        return matter
    _withdraw_tasks(matter, now)
    matter.closed_at = now
    save(matter, Step.WITHDRAWN, now, "closed_at")
    log("dispatch.matter_withdrawn", matter, by, now, report_id=report_id)
    return matter


def _note_withdrawal(matter: Matter, report_id: uuid.UUID, by: Actor, now: datetime) -> None:
    event = log("dispatch.withdrawal_noted", matter, by, now, report_id=report_id)
    if matter.agency_id:
        people = people_of_unit(matter, matter.agency_id, matter.officer.user_id if matter.officer else None)
        call(people, matter, "一位反映人撤回了反映；事件照常办理", event.pk)


def _withdraw_tasks(matter: Matter, now: datetime) -> None:
    for task in Task.objects.filter(matter=matter, ended_at__isnull=True).select_related("agency"):
        task.state, task.ended_at = Task.State.WITHDRAWN, now
        task.save(update_fields=["state", "ended_at"])
        put_task(matter, task)
