"""Are these one thing or two? Reports move between matters, matters merge and part again; nothing is lost."""

import uuid
from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from shanzhi.intake.models import Report, Stage
from shanzhi.law.obstacle import NotAllowed
from shanzhi.ledger.actors import Actor
from shanzhi.ledger.models import Event
from shanzhi.ledger.rows import new_id

from .. import rules
from ..models import Matter, ReportLink, Step, Task
from ..queries.people import people_of_unit
from .assign import end_lead, new_lead
from .frame import call, lock, log, moment, refuse, save, tell, wants
from .matter import open_matter, title_of
from .task import end_task
from .work_items import next_matter_number, put_matter

STAGES = {
    Step.PENDING: Stage.RECEIVED,
    Step.ACCEPTED: Stage.ACCEPTED,
    Step.ASSIGNED: Stage.ASSIGNED,
    Step.SIGNED: Stage.ASSIGNED,
    Step.IN_HAND: Stage.IN_HAND,
    Step.LONG_TERM: Stage.LONG_TERM,
    Step.ANSWERED: Stage.ANSWERED,
    Step.VERIFIED: Stage.ANSWERED,
}


@transaction.atomic
def attach_report(*, report_id: uuid.UUID, matter_id: uuid.UUID, by: Actor, at: datetime | None = None) -> Matter:
    """Put a report to a matter. Its former matter, left without reports, is merged; a matter that is over takes none."""
    now = moment(at)
    report = Report.objects.select_for_update().get(pk=report_id)
    link = ReportLink.objects.filter(report=report, detached_at__isnull=True).first()
    former_id = link.matter_id if link else None
    if former_id == matter_id:
        return lock(matter_id)
    matter, former = _locked_pair(matter_id, former_id)
    if matter.step not in rules.OPEN_STEPS:
        refuse([rules.house(f"{matter.number}现在是「{matter.get_step_display()}」，不能再并入诉求。", "请另立事件")])
    if former and former.report_count <= 1 and former.step in rules.BY_VERB["merge_matter"].start:
        _merge(former, matter, by, now)
        return matter
    if link and former:
        link.detached_at = now
        link.save(update_fields=["detached_at"])
        former.report_count -= 1
        save(former, None, now, "report_count")
        log("dispatch.report_detached", former, by, now, report_id=report.pk, to=matter.pk)
    _link(matter, [report.pk], by, now)
    event = log("dispatch.report_attached", matter, by, now, report_id=report.pk)
    _tell_newcomers(matter, [report.pk], event, by, now)
    return matter


def _locked_pair(first: uuid.UUID, second: uuid.UUID | None) -> tuple[Matter, Matter | None]:
    """Lock two matters, the smaller id first, so that two merges never wait for each other."""
    found = {pk: lock(pk) for pk in sorted(pk for pk in (first, second) if pk)}
    return found[first], found.get(second) if second else None


def _link(matter: Matter, report_ids: Sequence[uuid.UUID], by: Actor, now: datetime) -> None:
    ReportLink.objects.bulk_create(
        ReportLink(report_id=pk, matter=matter, by_id=by.actor_id, at=now) for pk in report_ids
    )
    alarms = Report.objects.filter(pk__in=report_ids).values_list("alarms", flat=True)
    matter.alarms = sorted({*matter.alarms, *(tag for tags in alarms for tag in tags)})
    matter.report_count += len(report_ids)
    save(matter, None, now, "report_count", "alarms")


def _tell_newcomers(matter: Matter, report_ids: Sequence[uuid.UUID], event: Event, by: Actor, now: datetime) -> None:
    """Tell those who came later where the matter already stands (P05)."""
    stage = STAGES.get(Step(matter.step))
    if stage and stage != Stage.RECEIVED:
        tell(matter, stage, event, by, now, only=list(report_ids))


@transaction.atomic
def merge_matter(
    *, matter_id: uuid.UUID, into_id: uuid.UUID, reason: str, by: Actor, at: datetime | None = None
) -> Matter:
    """Make one of two: all reports go to the other matter, this one ends as merged and can be parted again."""
    now = moment(at)
    if matter_id == into_id:
        refuse([rules.house("不能把事件并入它自己。", "请选另一件")])
    into, matter = _locked_pair(into_id, matter_id)
    assert matter is not None
    found = wants(reason, "并案的理由", 300)
    if matter.step not in rules.BY_VERB["merge_matter"].start:
        found.append(rules.house(f"{matter.number}现在是「{matter.get_step_display()}」，不能并入别的事件。"))
    if into.step not in rules.OPEN_STEPS:
        found.append(rules.house(f"{into.number}现在是「{into.get_step_display()}」，不能并入。", "请选未办结的事件"))
    if Task.objects.filter(matter=matter, state=Task.State.RETURN_ASKED).exists():
        found.append(rules.house("承办单位已申请退回，尚待中心裁定。", "先裁定退回申请"))
    refuse(found)
    return _merge(matter, into, by, now, reason)


def _merge(matter: Matter, into: Matter, by: Actor, now: datetime, reason: str = "") -> Matter:
    links = ReportLink.objects.filter(matter=matter, detached_at__isnull=True)
    report_ids = list(links.values_list("report_id", flat=True))
    links.update(detached_at=now)
    before = matter.step
    end_lead(matter, Task.State.WITHDRAWN, now)
    for task in Task.objects.filter(matter=matter, ended_at__isnull=True).select_related("agency"):
        end_task(matter, task, by, now, "事件已并案")
    matter.merged_into, matter.closed_at, matter.report_count = into, now, 0
    save(matter, Step.MERGED, now, "merged_into", "closed_at", "report_count")
    _link(into, report_ids, by, now)
    event = log("dispatch.matters_merged", matter, by, now, words=reason, into=into.pk, report_ids=report_ids,
                before=before)  # fmt: skip
    attached = log("dispatch.report_attached", into, by, now, report_ids=report_ids, from_matter=matter.pk)
    _tell_newcomers(into, report_ids, attached, by, now)
    if matter.agency_id and before in rules.WORKING_STEPS:
        call(people_of_unit(matter, matter.agency_id), matter, f"已并入{into.number}，不再单独办理", event.pk)
    return into


@transaction.atomic
def undo_merge(*, matter_id: uuid.UUID, by: Actor, at: datetime | None = None) -> Matter:
    """Part two matters again: the reports that came over go back, and the matter stands where it stood."""
    now = moment(at)
    into_id = Matter.objects.values_list("merged_into_id", flat=True).get(pk=matter_id)
    if into_id is None:
        raise NotAllowed([rules.house("这件事没有并入别的事件。")])
    into, matter = _locked_pair(into_id, matter_id)
    assert matter is not None
    if matter.step != Step.MERGED:
        refuse([rules.house(f"事件现在是「{matter.get_step_display()}」，没有可撤销的并案。")])
    merged = Event.objects.filter(subject_id=matter.pk, kind="dispatch.matters_merged").order_by("-seq").first()
    ids = merged.data["report_ids"] if merged else []
    links = ReportLink.objects.filter(matter=into, report_id__in=ids, detached_at__isnull=True)
    back = list(links.values_list("report_id", flat=True))
    links.update(detached_at=now)
    into.report_count -= len(back)
    save(into, None, now, "report_count")
    matter.merged_into, matter.closed_at = None, None
    step = _step_again(matter, merged.data["before"] if merged else Step.PENDING)
    save(matter, step, now, "merged_into", "closed_at")
    _link(matter, back, by, now)
    if step == Step.ASSIGNED:
        new_lead(matter, now, reason="撤销并案，继续办理")
    put_matter(into)
    event = log("dispatch.merge_undone", matter, by, now, into=into.pk, report_ids=back)
    log("dispatch.report_detached", into, by, now, report_ids=back, to=matter.pk)
    tell(matter, STAGES[Step(step)], event, by, now, only=back)
    return matter


def _step_again(matter: Matter, before: str) -> Step:
    """Return where the matter stands again: work that was going on is signed for anew by the same unit."""
    if before in (Step.PENDING, Step.ACCEPTED):
        return Step(before)
    return Step.ASSIGNED if matter.agency_id else Step.ACCEPTED


@transaction.atomic
def split_matter(
    *,
    matter_id: uuid.UUID,
    report_ids: Sequence[uuid.UUID],
    reason: str,
    by: Actor,
    title: str = "",
    at: datetime | None = None,
) -> Matter:
    """Take reports out into a matter of their own. Its clock is its own: it starts when it is assigned (P43)."""
    now = moment(at)
    matter = lock(matter_id)
    links = list(
        ReportLink.objects.filter(
            matter=matter, report_id__in=list(report_ids), detached_at__isnull=True
        ).select_related("report__point")
    )
    found = wants(reason, "分案的理由", 300)
    if matter.step not in rules.BY_VERB["split_matter"].start:
        found.append(rules.house(f"事件现在是「{matter.get_step_display()}」，不能分案。"))
    if not links:
        found.append(rules.house("没有选要分出的诉求。", "请勾选至少一条"))
    if links and len(links) >= matter.report_count:
        found.append(rules.house("不能把全部诉求都分出去。", "至少留一条在原事件"))
    refuse(found)
    new = _matter_from(matter, links[0].report, title, now)
    ids = [link.report_id for link in links]
    ReportLink.objects.filter(pk__in=[link.pk for link in links]).update(detached_at=now)
    matter.report_count -= len(ids)
    save(matter, None, now, "report_count")
    _link(new, ids, by, now)
    log("dispatch.report_detached", matter, by, now, words=reason, report_ids=ids, to=new.pk)
    event = log("dispatch.matter_opened", new, by, now, words=reason, split_from=matter.pk, report_ids=ids)
    tell(new, STAGES[Step(new.step)], event, by, now)
    return new


def _matter_from(matter: Matter, report: Report, title: str, now: datetime) -> Matter:
    """Return a new matter for a report taken out: as far accepted as the old one, not assigned, no clock running."""
    accepted = matter.step != Step.PENDING and matter.event_type_id is not None
    new = Matter(
        id=new_id(),
        county=matter.county,
        number=next_matter_number(now),
        title=title.strip()[:120] or title_of(report),
        source=report.source,
        tile=report.tile,
        event_type=matter.event_type if accepted else None,
        area_code=report.area_code or matter.area_code,
        place_text=report.place_text or matter.place_text,
        lon=report.lon if report.lon is not None else matter.lon,
        lat=report.lat if report.lat is not None else matter.lat,
        step=Step.ACCEPTED if accepted else Step.PENDING,
        step_at=now,
        opened_at=now,
        accepted_at=now if accepted else None,
    )
    new.save(force_insert=True)
    return new


@transaction.atomic
def open_or_join(*, report_id: uuid.UUID, by: Actor, at: datetime | None = None) -> Matter:
    """Open the matter of a new report, or put it to the matter of the report it was joined to. Safe to run twice."""
    joined_to = Report.objects.values_list("joined_to_id", flat=True).get(pk=report_id)
    held = ReportLink.objects.filter(report_id=report_id, detached_at__isnull=True).exists()
    if joined_to is None or held:
        return open_matter(report_id=report_id, by=by, at=at)
    first = open_matter(report_id=joined_to, by=by, at=at)
    target = Matter.objects.get(pk=first.merged_into_id) if first.merged_into_id else first
    if target.step not in rules.OPEN_STEPS:
        return open_matter(report_id=report_id, by=by, at=at)
    return attach_report(report_id=report_id, matter_id=target.pk, by=by, at=at)
