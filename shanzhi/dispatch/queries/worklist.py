"""What waits, for whom, in the order of its due date? One table for every kind, filtered by the address, keyset-paged."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from typing import Any

from django.db import connection
from django.db.models import F, Q, QuerySet, Value
from django.db.models.functions import Coalesce, NullIf
from django.http import QueryDict
from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime

from shanzhi.intake.models import ReportPhoto, Source
from shanzhi.law import limits
from shanzhi.registry.models import County
from shanzhi.registry.queries import calendar_of, county_named, officer_of, within, work_hours_of
from shanzhi.web.paging import Keyset, cursor_of, read_cursor

from .. import rules
from ..models import HotTopic, ReportLink, Step, Urgency, WorkItem
from .people import scope_of
from .pictures import Picture

PAGE = 50
MOST_COUNTED = 1000
KINDS = {
    "matter": "事件",
    "task": "协办与巡查",
    "ruling": "退回裁定",
    "time": "时限申请",
    "dispute": "职责争议",
    "case": "案件",
}
# A case writes its line from its own room above; what it is called there is all that is known of it here.
READ_CASES = "casework.read_cases"
EXTRA_STEPS = {
    "sent": "协办待签收",
    "return_asked": "退回待裁定",
    "ruling": "待裁定",
    "time": "待批准",
    "reply": "争议待说明",
    "dispute": "争议待裁定",
}
LIGHTS = {"late": "已超期", "today": "今天到期", "soon": "临期", "paused": "中止"}


@dataclass(frozen=True)
class Filters:
    """What the address asks for. Unknown values are dropped, never an error."""

    step: str = ""
    kind: str = ""
    light: str = ""
    agency: uuid.UUID | None = None
    mine: bool = False
    type_code: str = ""
    area: str = ""
    source: str = ""
    urgency: int | None = None
    alarm: str = ""
    q: str = ""
    opened_from: datetime | None = None
    opened_to: datetime | None = None
    closed: bool = False
    topic: uuid.UUID | None = None

    @property
    def narrowed(self) -> bool:
        """Say whether one of the filters behind "more" is set."""
        plain = (
            self.kind,
            self.agency,
            self.type_code,
            self.area,
            self.source,
            self.q,
            self.opened_from,
            self.opened_to,
        )
        return any(plain) or self.urgency is not None

    @classmethod
    def read(cls, query: QueryDict | Mapping[str, str]) -> "Filters":
        """Return the filters of a query string."""

        def word(name: str, most: int = 60) -> str:
            return str(query.get(name) or "").replace("\x00", "").strip()[:most]

        urgency = word("urgency")
        return cls(
            step=word("step", 12),
            kind=word("kind", 10) if word("kind") in KINDS else "",
            light=word("light") if word("light") in LIGHTS else "",
            agency=_uuid(word("agency")),
            mine=word("mine") == "1",
            type_code=word("type", 20),
            area=word("area", 15),
            source=word("source", 10),
            urgency=int(urgency) if urgency in {str(value) for value in Urgency.values} else None,
            alarm=word("alarm", 20),
            q=" ".join(word("q").split()),
            opened_from=_day(word("from")),
            opened_to=_day(word("to"), end=True),
            closed=word("state") == "closed",
            topic=_uuid(word("topic")),
        )


def address_of(item: WorkItem) -> str:
    """Return where the thing itself is: a case or a dispute has a page of its own, all else is part of a matter."""
    own = {"case": "cases", "dispute": "disputes"}.get(item.kind)
    return f"{own}/{item.pk}/" if own else f"matters/{item.matter_id}/"


@dataclass(frozen=True)
class Line:
    """One row for the page: the stored line with its light and the names it needs."""

    item: WorkItem
    light: limits.Light | None
    kind_label: str
    unit: str
    officer: str

    @property
    def matter_id(self) -> uuid.UUID | None:
        return self.item.matter_id

    @property
    def address(self) -> str:
        return address_of(self.item)

    @property
    def owner(self) -> str:
        """Who has it when no unit does: the centre, in the role the step needs."""
        return "中心"


@dataclass(frozen=True)
class Clock:
    """The county's calendar and hours, read once a page, with the moment from which a limit counts as near."""

    now: datetime
    calendar: Any
    hours: limits.WorkHours
    warn_hours: int

    @classmethod
    def of(cls, county: County, now: datetime | None = None) -> "Clock":
        return cls(now or timezone.now(), calendar_of(county), work_hours_of(county), county.warn_hours)

    @property
    def horizon(self) -> datetime:
        limit = limits.Limit(max(self.warn_hours, 1), limits.LimitUnit.WORKING_HOUR)
        return limits.due_at(self.now, limit, self.calendar, self.hours).at

    @property
    def day_end(self) -> datetime:
        return timezone.localtime(self.now).replace(hour=23, minute=59, second=59, microsecond=0)

    def light(self, due_at: datetime | None, paused_for: str = "") -> limits.Light | None:
        return rules.light_of(
            due_at,
            self.now,
            paused_for=paused_for,
            warn_hours=self.warn_hours,
            calendar=self.calendar,
            hours=self.hours,
        )


def work_for(user: Any) -> QuerySet[WorkItem]:
    """Return the lines on the ground of the user; those of cases only where he may read cases, too."""
    ground, cases = scope_of(user, "dispatch.read_matters"), scope_of(user, READ_CASES)
    rows = WorkItem.objects.filter(within(ground), county=user.county)
    if not cases:
        return rows.exclude(kind="case")
    return rows if cases == ground else rows.exclude(~within(cases), kind="case")


def filtered(rows: QuerySet[WorkItem], filters: Filters, clock: Clock, user: Any) -> QuerySet[WorkItem]:
    """Return the lines the filters leave."""
    plain = {
        "step": filters.step,
        "kind": filters.kind,
        "agency_id": filters.agency,
        "type_code__startswith": filters.type_code,
        "area_code__startswith": filters.area,
        "source": filters.source,
    }
    rows = rows.filter(is_open=not filters.closed, **{name: value for name, value in plain.items() if value})
    if filters.urgency is not None:
        rows = rows.filter(urgency__gte=filters.urgency)
    if filters.alarm:
        rows = rows.filter(alarms__contains=[filters.alarm])
    if filters.topic:
        topic = HotTopic.objects.filter(pk=filters.topic, county=user.county).first()
        rows = rows.filter(matter_id__in=topic.matter_ids if topic else [])
    if filters.mine:
        officer = officer_of(user)
        rows = rows.filter(officer_id=officer.pk) if officer else rows.none()
    if filters.opened_from:
        rows = rows.filter(opened_at__gte=filters.opened_from)
    if filters.opened_to:
        rows = rows.filter(opened_at__lt=filters.opened_to)
    if filters.light:
        rows = rows.filter(_light_condition(filters.light, clock))
    return searched(rows, filters.q)


def _light_condition(light: str, clock: Clock) -> Q:
    if light == "paused":
        return ~Q(paused_for="")
    running = Q(paused_for="")
    if light == "late":
        return running & Q(due_at__lt=clock.now)
    until = clock.day_end if light == "today" else clock.horizon
    return running & Q(due_at__gte=clock.now, due_at__lte=until)


def searched(rows: QuerySet[WorkItem], words: str) -> QuerySet[WorkItem]:
    """Look in number, title and place; every word must occur. Three characters and more use the trigram index; shorter
    ones have no trigram, and a plain look-up keeps the planner from reading the whole index for them."""
    for word in words.split()[:5]:
        if len(word) < 3:
            rows = rows.extra(where=["strpos(number || ' ' || title || ' ' || place_text, %s) > 0"], params=[word])
        else:
            plain = word.replace("\\", "").replace("%", "").replace("_", "")
            rows = rows.extra(where=["(number || ' ' || title || ' ' || place_text) LIKE %s"], params=[f"%{plain}%"])
    return rows


def page_of(
    rows: QuerySet[WorkItem], filters: Filters, *, after: str | None, before: str | None, size: int = PAGE
) -> Keyset:
    """Return a page by its cursor: open work by due date, what is done newest first."""
    descending = filters.closed
    column = "opened_at" if descending else "sort_at"
    back = read_cursor(before, keys=2)
    keys = back or read_cursor(after, keys=2)
    at, pk = (parse_datetime(keys[0]), _uuid(keys[1])) if keys else (None, None)
    down = descending != bool(back)
    if at and pk:
        sign = "lt" if down else "gt"
        rows = rows.filter(Q(**{f"{column}__{sign}": at}) | Q(**{column: at, f"subject_id__{sign}": pk}))
        rows = rows.filter(**{f"{column}__{'lte' if down else 'gte'}": at})
    order = [f"-{column}", "-subject_id"] if down else [column, "subject_id"]
    found = list(with_names(rows).order_by(*order)[: size + 1])
    more, found = len(found) > size, found[:size]
    if back:
        found.reverse()
    newer = (more if back else bool(keys)) and bool(found)
    older = (True if back else more) and bool(found)
    return Keyset(
        found,
        newer=cursor_of(getattr(found[0], column).isoformat(), found[0].pk) if newer else None,
        older=cursor_of(getattr(found[-1], column).isoformat(), found[-1].pk) if older else None,
    )


def worklist(user: Any, query: QueryDict | Mapping[str, str], *, now: datetime | None = None) -> Keyset:
    """Return a page of lines with lights for this user and address: a constant number of queries."""
    clock = Clock.of(county_named(user.county), now)
    filters = Filters.read(query)
    rows = filtered(work_for(user), filters, clock, user)
    page = page_of(rows, filters, after=query.get("after"), before=query.get("before"))
    return replace(page, rows=lines(page.rows, clock), total=counted(rows))


def lines(items: Any, clock: Clock) -> list[Line]:
    """Return the rows for the page; the items come from `with_names`."""
    return [
        Line(
            item,
            clock.light(item.due_at, item.paused_for) if item.is_open else None,
            KINDS.get(item.kind, item.kind),
            item.unit_name or "",
            item.officer_name or "",
        )
        for item in items
    ]


def with_names(rows: QuerySet[WorkItem]) -> QuerySet[WorkItem]:
    """Have each line bring the names of its unit and officer: two words, where whole rows would cost as much as the line."""
    short = NullIf(F("agency__short_name"), Value(""))
    return rows.annotate(unit_name=Coalesce(short, F("agency__name")), officer_name=F("officer__name"))


def counted(rows: QuerySet[WorkItem]) -> int:
    """Return how many there are, at most MOST_COUNTED + 1: an exact million helps nobody."""
    return rows.order_by()[: MOST_COUNTED + 1].count()


def step_choices() -> list[tuple[str, str]]:
    """Return the steps a worklist line can stand in, for the chips."""
    return [(str(Step(step).label), str(step)) for step in rules.OPEN_STEPS] + [
        (label, step) for step, label in EXTRA_STEPS.items() if step in ("ruling", "time")
    ]


def source_choices() -> list[tuple[str, str]]:
    return [(str(label), value) for value, label in Source.choices]


def today_lists(user: Any, *, now: datetime | None = None) -> dict[str, list[Line]]:
    """Return what is late, due today and coming up for one person: his own and, without a name on it, his unit's."""
    clock = Clock.of(county_named(user.county), now)
    officer = officer_of(user)
    mine = Q(officer__user_id=user.pk)
    if officer:
        mine |= Q(officer__isnull=True, agency_id=officer.working_agency_id)
    rows = work_for(user).filter(mine, Q(step__in=_doing()) | Q(kind="case"), is_open=True)
    found = lines(with_names(rows).order_by("sort_at", "subject_id")[:120], clock)
    late = [line for line in found if line.light and line.light.code == "red"]
    today = [line for line in found if line not in late and line.item.due_at and line.item.due_at <= clock.day_end]
    today = [line for line in today if not line.item.paused_for]
    return {"late": late, "today": today, "soon": [line for line in found if line not in late and line not in today]}


def _doing() -> list[str]:
    """Steps in which the unit has to act."""
    return [*rules.WORKING_STEPS, "sent", "return_asked"]


def stuck(user: Any, *, now: datetime | None = None) -> list[Line]:
    """Return what has waited past its term, longest first, whoever it waits for (P14)."""
    clock = Clock.of(county_named(user.county), now)
    rows = work_for(user).filter(is_open=True, paused_for="", due_at__lt=clock.now - timedelta(days=2))
    return lines(with_names(rows).order_by("sort_at", "subject_id")[:200], clock)


def desk_counts(user: Any, *, now: datetime | None = None) -> dict[str, int]:
    """Return the three numbers of the desk in one query: to accept, to assign, late."""
    clock = Clock.of(county_named(user.county), now)
    scope = work_for(user).filter(is_open=True, kind="matter")
    sql, params = scope.values_list("step", "due_at", "paused_for").order_by().query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT count(*) FILTER (WHERE step = 'pending'), count(*) FILTER (WHERE step = 'accepted'),"
            f" count(*) FILTER (WHERE due_at < %s AND paused_for = '') FROM ({sql}) AS open_work",
            [clock.now, *params],
        )
        pending, accepted, late = cursor.fetchone()
    return {"pending": pending, "accepted": accepted, "late": late}


def _uuid(text: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(text)
    except ValueError:
        return None


def _day(text: str, *, end: bool = False) -> datetime | None:
    try:
        day = parse_date(text) if text else None
    except ValueError:
        return None
    if day is None:
        return None
    return datetime.combine(day + timedelta(days=1 if end else 0), time(), limits.SHANGHAI)


@dataclass(frozen=True)
class Card:
    """A line of the desk with what the dispatcher must see to decide: the words and a photo."""

    line: Line
    text: str
    pictures: list[Picture]
    more: int


def cards(rows: Any) -> list[Card]:
    """Return the desk's cards: the first report's words and first photo of each matter (two queries)."""
    ids = [line.matter_id for line in rows if line.item.kind == "matter"]
    links = ReportLink.objects.filter(matter__in=ids, detached_at__isnull=True).order_by("matter", "at", "id")
    first: dict[Any, Any] = {}
    for link in links.select_related("report", "matter"):
        # Words that few may read stand on the matter's page only, which asks who is reading.
        if not link.matter.is_restricted:
            first.setdefault(link.matter_id, link.report)
    photos: dict[Any, Any] = {}
    for photo in ReportPhoto.objects.filter(report__in=[r.pk for r in first.values()]).order_by("order", "pk"):
        photos.setdefault(photo.report_id, photo.file_id)
    found = []
    for line in rows:
        report = first.get(line.matter_id)
        words = report.text if report else ""
        file_id = photos.get(report.pk) if report else None
        shown = [Picture(file_id, "", line.matter_id)] if file_id else []
        found.append(Card(line, words[:200] + ("…" if len(words) > 200 else ""), shown, line.item.report_count - 1))
    return found
