"""Is what is stored what the facts give? Ends of handling and worklist lines, worked out again and compared."""

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from shanzhi.registry.models import County
from shanzhi.registry.queries import calendar_of, work_hours_of

from . import rules
from .actions.work_items import matter_line, step_term
from .models import ClockChange, Matter, WorkItem

CHUNK = 2000
COMPARED = ("step", "agency_id", "officer_id", "due_at", "paused_for", "is_open", "report_count", "sort_at", "title")


def deadline_differences() -> Iterator[str]:
    """Yield a sentence for every open matter whose stored end is not what its facts give."""
    for county in County.objects.all():
        calendar, hours = calendar_of(county), work_hours_of(county)
        for matters in _chunks(county.code):
            changes: dict[Any, list[ClockChange]] = defaultdict(list)
            for change in ClockChange.objects.filter(matter__in=[matter.pk for matter in matters]):
                changes[change.matter_id].append(change)
            for matter in matters:
                due = rules.due_of(matter, changes[matter.pk], calendar, hours)
                if (due.at if due else None) != matter.due_at:
                    yield f"{matter.number}：存的到期时间 {matter.due_at}，按事实应为 {due.at if due else None}。"


def work_item_differences() -> Iterator[str]:
    """Yield a sentence for every open matter whose worklist line is missing or says something else."""
    for county in County.objects.all():
        for matters in _chunks(county.code):
            lines = WorkItem.objects.in_bulk([matter.pk for matter in matters])
            for matter in matters:
                line, wanted = lines.get(matter.pk), matter_line(matter, step_term(matter))
                if line is None:
                    yield f"{matter.number}：待办里没有这一行。"
                    continue
                for name in COMPARED:
                    if getattr(line, name) != getattr(wanted, name):
                        field = WorkItem._meta.get_field(name.removesuffix("_id")).verbose_name  # type: ignore[union-attr]
                        yield f"{matter.number}：待办的「{field}」与事件不一致。"


def _chunks(county: str) -> Iterator[list[Matter]]:
    rows = Matter.objects.filter(county=county, step__in=rules.OPEN_STEPS).select_related("event_type", "agency")
    last = None
    while True:
        part = list((rows.filter(pk__gt=last) if last else rows).order_by("pk")[:CHUNK])
        if not part:
            return
        yield part
        last = part[-1].pk
