"""What has happened in the sample county so far? The told reports and steps, replayed in the order of their days."""

from collections.abc import Iterator
from datetime import datetime
from functools import partial
from typing import Any, NamedTuple

from django.db.models import F, OuterRef, Subquery
from django.urls import reverse

from shanzhi.dispatch import actions as dispatch
from shanzhi.dispatch.models import Matter
from shanzhi.identity.models import Notice
from shanzhi.intake.models import Report
from shanzhi.law.obstacle import NotAllowed
from shanzhi.ledger.actors import SYSTEM
from shanzhi.ledger.models import Event

from .cast import Cast
from .files import read_yaml
from .said import add_points, keep_photos, say
from .steps import VERBS, Story
from .timing import after, ago


class ImpossibleStep(ValueError):
    """A sample history tells a step that the house's rules refuse."""


class Deed(NamedTuple):
    """Something to do at a moment: deeds of one moment keep the order in which they were told."""

    at: datetime
    order: int
    do: Any


def play(cast: Cast, now: datetime) -> None:
    """Do everything the sample files tell, oldest first; what would lie in the future has not happened yet."""
    points = add_points(cast)
    reports: dict[str, Report] = {}
    told = {row["key"]: row for row in read_yaml("reports")["reports"]}
    stories = [Story(cast, matter, reports, partial(keep_photos, cast)) for matter in read_yaml("matters")["matters"]]
    belongs = {key: story for story in stories for key in story.told["reports"]}
    deeds = [
        Deed(ago(row["ago"], now), order, partial(_report, cast, points, row, belongs.get(key), reports))
        for order, (key, row) in enumerate(told.items())
    ]
    for story in stories:
        begin = ago(told[story.told["reports"][0]]["ago"], now)
        deeds += [Deed(at, len(deeds) + order, do) for order, (at, do) in enumerate(_steps(story, begin, now))]
    for deed in sorted(deeds):
        deed.do(deed.at)
    _date_notices()


def _steps(story: Story, begin: datetime, now: datetime) -> Iterator[tuple[datetime, Any]]:
    at = begin
    for step in story.told["steps"]:
        at = after(at, step["after"])
        if at >= now:
            return
        yield at, partial(_step, story, step)


def _step(story: Story, step: dict[str, Any], at: datetime) -> None:
    try:
        VERBS[step["do"]](story, step, at)
    except NotAllowed as refusal:
        raise ImpossibleStep(f"示例“{story.told['title']}”的步骤 {step['do']} 不能这样做：{refusal}") from refusal


def _report(
    cast: Cast,
    points: dict[str, Any],
    row: dict[str, Any],
    story: Story | None,
    reports: dict[str, Report],
    at: datetime,
) -> None:
    """Take the report in; the first of a story opens its matter, the others are put to it by the dispatcher."""
    report = reports[row["key"]] = say(cast, points, row, at)
    opened = dispatch.open_matter(report_id=report.pk, by=SYSTEM, at=at)
    if story is None:
        return
    if story.matter is None:
        story.matter = opened
    else:
        by = cast.users["dispatch"]
        dispatch.attach_report(report_id=report.pk, matter_id=story.matter.pk, by=by, at=at)


def _date_notices() -> None:
    """Notices carry the time of their cause; those of matters that are over have been read."""
    cause = Event.objects.filter(pk=OuterRef("cause_id")).values("at")[:1]
    Notice.objects.filter(cause_id__isnull=False).update(created_at=Subquery(cause), sent_at=Subquery(cause))
    over = Matter.objects.filter(closed_at__isnull=False).values_list("pk", flat=True)
    Notice.objects.filter(url__in=[reverse("dispatch:matter", args=[pk]) for pk in over]).update(
        read_at=F("created_at")
    )
