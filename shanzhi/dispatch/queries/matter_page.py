"""Everything the page of one matter shows, in a constant number of queries."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import Prefetch
from django.utils import timezone

from shanzhi.identity.queries import names_of
from shanzhi.intake.models import Report, ReportPhoto, Supplement
from shanzhi.law import limits
from shanzhi.law.obstacle import Obstacle
from shanzhi.registry.queries import area_names, county_named

from .. import rules
from ..models import Answer, ClockChange, Dispute, Matter, MatterPhoto, Remark, Return, Step, Task
from ..rules.guards import Doer
from .facts import doer_of, facts_from
from .people import Ground
from .pictures import Picture
from .sentences import Entry, entries_of
from .worklist import Clock


@dataclass(frozen=True)
class Choice:
    """A verb the user may choose here, with what stands in its way."""

    edge: rules.Edge
    obstacles: list[Obstacle]

    @property
    def blocked(self) -> bool:
        return bool(self.obstacles)


@dataclass(frozen=True)
class TaskLine:
    """A task of the matter with its light and what the user may do about it."""

    task: Task
    light: limits.Light | None
    may_work: bool
    may_return: bool
    may_withdraw: bool
    photos: list[Picture]
    open_return: Return | None


@dataclass
class MatterPage:
    """The page's facts."""

    matter: Matter
    facts: rules.Facts
    doer: Doer
    place: str
    light: limits.Light | None
    due: limits.Due | None
    step_due: datetime | None
    next_step: Choice | None
    choices: list[Choice]
    tasks: list[TaskLine]
    rows: "Rows"
    entries: list[Entry]
    names: dict[uuid.UUID, str]
    before: list[Picture]
    after: list[Picture]
    patrol: list[Picture]
    merged: list[Matter] = field(default_factory=list)
    spread: list[Matter] = field(default_factory=list)
    may_rule: bool = False
    may_grant: bool = False
    may_open_contact: bool = False
    may_read_words: bool = False

    @property
    def lead_id(self) -> uuid.UUID | None:
        """The open task of the unit that leads."""
        return next((line.task.pk for line in self.tasks if line.task.kind == "lead" and not line.task.ended_at), None)


@dataclass(frozen=True)
class Rows:
    """The rows about a matter, read once each."""

    tasks: list[Task]
    returns: list[Return]
    changes: list[ClockChange]
    answers: list[Answer]
    remarks: list[Remark]
    photos: list[MatterPhoto]
    reports: list[Report]
    disputes: list[Dispute]

    @classmethod
    def of(cls, matter: Matter) -> "Rows":
        return cls(
            list(Task.objects.filter(matter=matter).select_related("agency", "officer")),
            list(Return.objects.filter(task__matter=matter).select_related("task__agency", "proposed")),
            list(ClockChange.objects.filter(matter=matter)),
            list(Answer.objects.filter(matter=matter).select_related("task__agency")),
            list(Remark.objects.filter(matter=matter)),
            list(MatterPhoto.objects.filter(matter=matter).select_related("file")),
            reports_of(matter),
            list(Dispute.objects.filter(matter=matter).select_related("claimant", "other", "owner")),
        )

    def facts(self, matter: Matter, at: datetime) -> rules.Facts:
        return facts_from(
            matter,
            tasks=self.tasks,
            returns=self.returns,
            changes=self.changes,
            answers=self.answers,
            disputes=self.disputes,
            now=at,
        )

    def entries(self, matter: Matter, photos: dict[uuid.UUID, list[Picture]]) -> list[Entry]:
        return entries_of(
            matter,
            report_ids=[report.pk for report in self.reports],
            tasks=self.tasks,
            returns=self.returns,
            changes=self.changes,
            answers=self.answers,
            remarks=self.remarks,
            photos=photos,
        )


def matter_page(matter: Matter, user: Any, *, now: datetime | None = None) -> MatterPage:
    """Return the facts of the page for this user."""
    at, rows = now or timezone.now(), Rows.of(matter)
    facts = rows.facts(matter, at)
    doer, ground = doer_of(user, at=at), Ground(user)
    by_owner = _by_owner(rows.photos, matter)
    clock = Clock.of(county_named(matter.county), at)
    step_due = _step_due(matter, clock)
    choices = choices_for(matter, facts, doer, ground)
    open_words = may_read_words(matter, rows.tasks, ground)
    first = next((choice for choice in choices if choice.edge.is_primary), None)
    return MatterPage(
        matter=matter,
        facts=facts,
        doer=doer,
        place=area_names(matter.county, matter.area_code) if matter.area_code else "",
        light=clock.light(step_due, _paused(matter)) if matter.step in rules.OPEN_STEPS else None,
        due=rules.due_of(matter, rows.changes, clock.calendar, clock.hours),
        step_due=step_due,
        next_step=first,
        choices=[choice for choice in choices if choice is not first],
        tasks=[_task_line(task, matter, rows.returns, ground, clock, by_owner) for task in rows.tasks],
        rows=rows,
        entries=rows.entries(matter, by_owner) + _coming(matter, step_due, at),
        names=names_of(_writers(rows)),
        before=_report_pictures(rows.reports, matter, open_words)
        + _phase(rows.photos, matter, MatterPhoto.Phase.BEFORE),
        after=_phase(rows.photos, matter, MatterPhoto.Phase.AFTER),
        patrol=_phase(rows.photos, matter, MatterPhoto.Phase.PATROL),
        merged=list(Matter.objects.filter(merged_into=matter)[:20]),
        spread=list(Matter.objects.filter(spread_from=matter)[:20]),
        may_rule=ground.on_matter("dispatch.rule_return", matter),
        may_grant=ground.on_matter("dispatch.grant_time", matter),
        may_open_contact=ground.on_matter("intake.open_contact", matter),
        may_read_words=open_words,
    )


def hides_public_words(matter: Matter) -> bool:
    """Say whether even the shortened words are kept from those who may not read the reports."""
    return matter.is_restricted or bool(matter.event_type and matter.event_type.is_sensitive)


def may_read_words(matter: Matter, tasks: Sequence[Task], ground: Ground) -> bool:
    """Say whether the user may read reports as they were written; others read what may be public (P07)."""
    if matter.is_restricted:
        return ground.on_matter("dispatch.read_restricted", matter)
    if ground.on_matter("intake.read_reports", matter):
        return True
    return any(ground.on_task("intake.read_reports", task) for task in tasks if task.ended_at is None)


def _coming(matter: Matter, step_due: datetime | None, now: datetime) -> list[Entry]:
    """Return the dates to come, hollow on the same line."""
    if matter.step not in rules.OPEN_STEPS:
        return []
    dates = [(str(Step(matter.step).label), step_due)] if step_due != matter.due_at else []
    names = {
        Step.LONG_TERM: "挂账复查",
        Step.PENDING: "受理",
        Step.ACCEPTED: "派单",
        Step.ANSWERED: "核查",
        Step.VERIFIED: "办结",
    }
    coming = [(names.get(Step(matter.step), label), at) for label, at in dates]
    if matter.due_at and matter.step in rules.WORKING_STEPS and not matter.paused_for:
        coming.append(("办理到期", matter.due_at))
    return [Entry(title=name, at=at, state="due") for name, at in coming if at and at > now]


def choices_for(matter: Matter, facts: rules.Facts, doer: Doer, ground: Ground) -> list[Choice]:
    """Return the verbs that lead on from here and that the user's permissions cover, with what blocks them."""
    return [
        Choice(edge, rules.obstacles(edge.verb, facts, doer))
        for edge in rules.open_edges(matter.step)
        if ground.on_matter(edge.permission, matter) and not (edge.verb == "split_matter" and matter.report_count < 2)
    ]


def reports_of(matter: Matter) -> list[Report]:
    """Return the reports attached now, with their photos and supplements (three queries)."""
    rows = Report.objects.filter(links__matter=matter, links__detached_at__isnull=True).order_by("received_at")
    photos = Prefetch("photos", queryset=ReportPhoto.objects.select_related("file"))
    supplements = Prefetch("supplements", queryset=Supplement.objects.order_by("at"))
    return list(rows.select_related("contact").prefetch_related(photos, supplements)[:200])


def _writers(rows: Rows) -> list[uuid.UUID | None]:
    found: list[uuid.UUID | None] = []
    for answer in rows.answers:
        found += [answer.by_id, answer.checked_by_id]
    for change in rows.changes:
        found += [change.asked_by_id, change.decided_by_id]
    for row in rows.returns:
        found += [row.asked_by_id, row.ruled_by_id]
    return found


def _paused(matter: Matter) -> str:
    return matter.paused_for if matter.step in rules.WORKING_STEPS else ""


def _step_due(matter: Matter, clock: Clock) -> datetime | None:
    """Return until when the present step must move on; the same rule as the worklist's line."""
    if matter.step == Step.LONG_TERM and matter.review_on:
        return rules.day_end(matter.review_on)
    limit = rules.step_limit(matter.step)
    if limit is None:
        return matter.due_at
    return limits.due_at(matter.step_at, limit, clock.calendar, clock.hours).at


def _task_line(
    task: Task,
    matter: Matter,
    returns: Sequence[Return],
    ground: Ground,
    clock: Clock,
    photos: dict[uuid.UUID, list[Picture]],
) -> TaskLine:
    is_open = task.ended_at is None
    other = task.kind != Task.Kind.LEAD and is_open
    working = other and task.state in (Task.State.SENT, Task.State.SIGNED)
    returned = {row.task.agency_id for row in returns}
    return TaskLine(
        task=task,
        light=clock.light(task.due_at) if is_open else None,
        may_work=working and ground.on_task("dispatch.work_matter", task),
        may_return=working
        and task.kind == Task.Kind.ASSIST
        and task.agency_id not in returned
        and ground.on_task("dispatch.return_task", task),
        may_withdraw=working and ground.on_matter("dispatch.assign_matter", matter),
        photos=photos.get(task.pk, []),
        open_return=next((r for r in returns if r.task_id == task.pk and r.ruling == Return.Ruling.OPEN), None),
    )


def _by_owner(photos: Sequence[MatterPhoto], matter: Matter) -> dict[uuid.UUID, list[Picture]]:
    """Return the photos by what they came with: words, an answer, a task."""
    found: dict[uuid.UUID, list[Picture]] = {}
    for photo in photos:
        for owner in {photo.remark_id, photo.answer_id, photo.task_id} - {None}:
            found.setdefault(owner, []).append(_picture(photo, matter))  # type: ignore[arg-type]
    return found


def _phase(photos: Sequence[MatterPhoto], matter: Matter, phase: str) -> list[Picture]:
    return [_picture(photo, matter) for photo in photos if photo.phase == phase]


def _picture(photo: MatterPhoto, matter: Matter) -> Picture:
    when = timezone.localtime(photo.added_at)
    return Picture(photo.file_id, f"{photo.get_phase_display()} {when:%m-%d %H:%M}", matter.pk)


def _report_pictures(reports: Sequence[Report], matter: Matter, open_words: bool) -> list[Picture]:
    return [
        Picture(photo.file_id, f"反映照片 {timezone.localtime(report.received_at):%m-%d %H:%M}", matter.pk)
        for report in reports
        for photo in report.photos.all()
        if open_words or (photo.is_public and not hides_public_words(matter))
    ]
