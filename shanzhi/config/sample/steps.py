"""How is one line of a sample history done? By the action that everybody uses, at a moment in the past."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from shanzhi.dispatch import actions as dispatch
from shanzhi.dispatch.models import ClockChange, Matter, Return, Task
from shanzhi.dossier.models import StoredFile
from shanzhi.identity.models import User
from shanzhi.intake import actions as intake
from shanzhi.intake.models import Report
from shanzhi.ledger.actors import PUBLIC

from .cast import Cast

Step = dict[str, Any]


@dataclass
class Story:
    """A matter on its way: what is told of it, and what it has become so far."""

    cast: Cast
    told: dict[str, Any]
    reports: dict[str, Report]
    keep_photos: Callable[[list[str]], list[StoredFile]]
    matter: Matter | None = None

    @property
    def matter_id(self) -> Any:
        assert self.matter is not None
        return self.matter.pk

    def user(self, step: Step, usual: str) -> User:
        return self.cast.users[step.get("by", usual)]

    def agency(self, code: str) -> Any:
        return self.cast.agencies[code].pk

    def photos(self, step: Step) -> list[StoredFile]:
        return self.keep_photos(step.get("photos", []))

    def task_of(self, user: User, kind: str) -> Task:
        """Return the open task of this kind that is the user's unit's."""
        working = next(o.working_agency_id for o in self.cast.officers.values() if o.user_id == user.pk)
        return Task.objects.get(matter_id=self.matter_id, kind=kind, agency_id=working, ended_at__isnull=True)


def accept(story: Story, step: Step, at: datetime) -> None:
    dispatch.accept_matter(
        matter_id=story.matter_id,
        event_type_id=story.cast.types[story.told["type"]].pk,
        by=story.user(step, "dispatch"),
        title=story.told["title"],
        urgency=story.told.get("urgency"),
        at=at,
    )


def refuse(story: Story, step: Step, at: datetime) -> None:
    reason = step["text"] + (f"（{step['basis']}）" if "basis" in step else "")
    dispatch.refuse_matter(matter_id=story.matter_id, reason=reason, by=story.user(step, "dispatch"), at=at)


def assign(story: Story, step: Step, at: datetime) -> None:
    dispatch.assign_matter(
        matter_id=story.matter_id,
        agency_id=story.agency(step["agency"]),
        assisting_ids=[story.agency(code) for code in step.get("assist", [])],
        demand=step.get("demand", ""),
        by=story.user(step, "dispatch"),
        at=at,
    )


def sign(story: Story, step: Step, at: datetime) -> None:
    officer = story.cast.officers[step["officer"]].pk if "officer" in step else None
    dispatch.sign_matter(matter_id=story.matter_id, officer_id=officer, by=story.user(step, ""), at=at)


def start(story: Story, step: Step, at: datetime) -> None:
    dispatch.start_work(matter_id=story.matter_id, by=story.user(step, ""), at=at)


def note(story: Story, step: Step, at: datetime) -> None:
    photos = story.photos(step)
    dispatch.note_progress(matter_id=story.matter_id, text=step["text"], photos=photos, by=story.user(step, ""), at=at)


def task_done(story: Story, step: Step, at: datetime) -> None:
    user = story.user(step, "")
    task = story.task_of(user, Task.Kind.ASSIST)
    dispatch.sign_task(task_id=task.pk, by=user, at=at - timedelta(minutes=20))
    dispatch.finish_task(task_id=task.pk, result=step["text"], by=user, photos=story.photos(step), at=at)


def patrol(story: Story, step: Step, at: datetime) -> None:
    dispatch.spread_patrol(
        matter_id=story.matter_id, places=step["places"], demand=step["demand"], by=story.user(step, ""), at=at
    )


def patrol_done(story: Story, step: Step, at: datetime) -> None:
    tasks = Task.objects.filter(matter_id=story.matter_id, kind=Task.Kind.PATROL, ended_at__isnull=True).order_by("id")
    for order, (task, found) in enumerate(zip(tasks, step["found"], strict=True)):
        dispatch.finish_task(
            task_id=task.pk,
            result=step["text_found"] if found else step["text"],
            found_problem=found,
            photos=story.photos(step) if order == 0 else [],
            by=story.user(step, ""),
            at=at + timedelta(minutes=order * 4),
        )


def return_ask(story: Story, step: Step, at: datetime) -> None:
    user = story.user(step, "")
    dispatch.ask_return(
        task_id=story.task_of(user, Task.Kind.LEAD).pk,
        rule=step["rule"],
        proposed_id=story.agency(step["propose"]),
        reason=step["text"],
        by=user,
        at=at,
    )


def return_rule(story: Story, step: Step, at: datetime) -> None:
    row = Return.objects.get(task__matter_id=story.matter_id, ruling=Return.Ruling.OPEN)
    user = story.user(step, "centre")
    dispatch.rule_return(return_id=row.pk, uphold=step["uphold"], reason=step["text"], by=user, at=at)


def extend_ask(story: Story, step: Step, at: datetime) -> None:
    _time_ask(story, step, at, ClockChange.Kind.EXTENSION)


def pause_ask(story: Story, step: Step, at: datetime) -> None:
    _time_ask(story, step, at, ClockChange.Kind.PAUSE)


def _time_ask(story: Story, step: Step, at: datetime, kind: str) -> None:
    length = {word: step[word] for word in ("value", "unit") if word in step}
    dispatch.ask_time(
        matter_id=story.matter_id,
        kind=kind,
        ground=step["ground"],
        reason=step["text"],
        by=story.user(step, ""),
        at=at,
        **length,
    )


def time_grant(story: Story, step: Step, at: datetime) -> None:
    row = ClockChange.objects.get(matter_id=story.matter_id, state=ClockChange.State.ASKED)
    dispatch.decide_time(change_id=row.pk, grant=True, reason=step["text"], by=story.user(step, "centre"), at=at)


def shelve(story: Story, step: Step, at: datetime) -> None:
    days = int(step["review_in"].removesuffix("d"))
    dispatch.shelve_matter(
        matter_id=story.matter_id,
        reason=step["text"],
        public_text=step["public"],
        review_on=timezone.localdate(at) + timedelta(days=days),
        by=story.user(step, "centre"),
        at=at,
    )


def answer(story: Story, step: Step, at: datetime) -> None:
    dispatch.give_answer(
        matter_id=story.matter_id,
        done=step["done"],
        told=step["told"],
        public_text=step["public"],
        photos=story.photos(step),
        no_photo_reason=step.get("no_photo", ""),
        end_assists=True,
        by=story.user(step, ""),
        at=at,
    )


def send_back(story: Story, step: Step, at: datetime) -> None:
    dispatch.send_back(
        matter_id=story.matter_id, fault=step["fault"], opinion=step["text"], by=story.user(step, "verify"), at=at
    )


def verify(story: Story, step: Step, at: datetime) -> None:
    dispatch.verify_answer(matter_id=story.matter_id, opinion=step["text"], by=story.user(step, "verify"), at=at)


def close(story: Story, step: Step, at: datetime) -> None:
    dispatch.close_matter(matter_id=story.matter_id, by=story.user(step, "verify"), at=at)


def archive(story: Story, step: Step, at: datetime) -> None:
    dispatch.archive_matter(matter_id=story.matter_id, by=story.user(step, "centre"), at=at)


def rate(story: Story, step: Step, at: datetime) -> None:
    report = story.reports[step["report"]]
    intake.rate_report(report_id=report.pk, score=step["rating"], reason=step["text"], by=PUBLIC, at=at)
    dispatch.rate_matter(matter_id=story.matter_id, report_id=report.pk, by=PUBLIC, at=at)


def reopen(story: Story, step: Step, at: datetime) -> None:
    report = story.reports[step["report"]]
    intake.ask_reopening(report_id=report.pk, reason=step["text"], by=PUBLIC, at=at)
    dispatch.reopen_matter(matter_id=story.matter_id, reason=step["text"], report_id=report.pk, by=PUBLIC, at=at)


def withdraw(story: Story, step: Step, at: datetime) -> None:
    report = story.reports[step["report"]]
    intake.withdraw_report(report_id=report.pk, by=PUBLIC, at=at)
    dispatch.withdraw_report(report_id=report.pk, by=PUBLIC, at=at)


VERBS: dict[str, Callable[[Story, Step, datetime], None]] = {
    "accept": accept,
    "refuse": refuse,
    "assign": assign,
    "sign": sign,
    "start": start,
    "note": note,
    "task_done": task_done,
    "patrol": patrol,
    "patrol_done": patrol_done,
    "return_ask": return_ask,
    "return_rule": return_rule,
    "extend_ask": extend_ask,
    "extend_grant": time_grant,
    "pause_ask": pause_ask,
    "pause_grant": time_grant,
    "shelve": shelve,
    "answer": answer,
    "send_back": send_back,
    "verify": verify,
    "close": close,
    "archive": archive,
    "rate": rate,
    "reopen": reopen,
    "withdraw": withdraw,
}
