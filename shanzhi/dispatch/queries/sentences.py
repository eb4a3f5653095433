"""What happened, in sentences people say? One function a kind of event; names and words are read once for all."""

import uuid
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.apps import apps
from django.utils import timezone

from shanzhi.identity.queries import names_of
from shanzhi.ledger.models import Event
from shanzhi.ledger.queries import timeline
from shanzhi.registry.models import Agency, EventType, Officer

from ..models import Answer, ClockChange, Matter, Remark, Return, Task


@dataclass(frozen=True)
class Entry:
    """One line of the timeline."""

    title: str
    at: datetime
    by: str = ""
    text: str = ""
    state: str = "done"
    photos: Sequence[Any] = ()
    basis: Any = ()
    kind: str = ""


@dataclass
class Names:
    """Everything the sentences may name, by id."""

    people: dict[uuid.UUID, str] = field(default_factory=dict)
    agencies: dict[str, str] = field(default_factory=dict)
    officers: dict[str, str] = field(default_factory=dict)
    types: dict[str, str] = field(default_factory=dict)
    tasks: dict[str, Task] = field(default_factory=dict)
    returns: dict[str, Return] = field(default_factory=dict)
    changes: dict[str, ClockChange] = field(default_factory=dict)
    answers: dict[str, Answer] = field(default_factory=dict)
    matters: dict[str, str] = field(default_factory=dict)
    remarks: dict[uuid.UUID, Remark] = field(default_factory=dict)

    def agency(self, data: dict[str, Any], key: str = "agency_id") -> str:
        return self.agencies.get(str(data.get(key) or data.get("agency") or ""), "")

    def task(self, data: dict[str, Any]) -> Task | None:
        return self.tasks.get(str(data.get("task_id") or ""))


# Not news to those who handle the matter: their own telling of the reporters, and one line a reminder is enough.
QUIET = {"intake.stage_changed", "dispatch.matter_rated", "dispatch.advice_answered", "intake.report_restricted"}


def entries_of(
    matter: Matter,
    *,
    report_ids: Iterable[uuid.UUID],
    tasks: Sequence[Task],
    returns: Sequence[Return],
    changes: Sequence[ClockChange],
    answers: Sequence[Answer],
    remarks: Sequence[Remark],
    photos: dict[uuid.UUID, list[Any]],
) -> list[Entry]:
    """Return the timeline of a matter, oldest first: five queries however long it is."""
    events = [event for event in timeline(matter.pk, *report_ids)[:1000] if event.kind not in QUIET]
    names = Names(
        people=names_of(event.by_id for event in events),
        tasks={str(task.pk): task for task in tasks},
        returns={str(row.pk): row for row in returns},
        changes={str(row.pk): row for row in changes},
        answers={str(row.pk): row for row in answers},
        remarks={row.event_id: row for row in remarks},
    )
    _read_names(events, names)
    return [_entry(event, names, photos) for event in events]


def _read_names(events: Sequence[Event], names: Names) -> None:
    """Read what the events name and the page has not read already, one query a table."""
    wanted: dict[str, set[str]] = {"agency": set(), "officer": set(), "type": set(), "matter": set()}
    for event in events:
        data = event.data
        wanted["agency"] |= {str(data[k]) for k in ("agency_id", "agency", "before", "proposed_id") if data.get(k)}
        wanted["officer"] |= {str(data[k]) for k in ("officer_id",) if data.get(k)}
        wanted["type"] |= {str(data[k]) for k in ("event_type", "before", "after") if data.get(k)}
        keys = ("into", "to", "from_matter", "split_from", "spread_from", "new_matter_id")
        wanted["matter"] |= {str(data[k]) for k in keys if data.get(k)}
    county = events[0].county if events else ""
    ids = {key: [found for found in values if _is_id(found)] for key, values in wanted.items()}
    names.agencies = {str(a.pk): str(a) for a in Agency.objects.filter(pk__in=ids["agency"])}
    names.officers = {str(o.pk): o.name for o in Officer.objects.filter(pk__in=ids["officer"])}
    names.types = dict(EventType.objects.filter(county=county, code__in=wanted["type"]).values_list("code", "name"))
    names.matters = {str(pk): n for pk, n in Matter.objects.filter(pk__in=ids["matter"]).values_list("pk", "number")}


def _is_id(text: str) -> bool:
    try:
        uuid.UUID(text)
    except ValueError:
        return False
    return True


def _entry(event: Event, names: Names, photos: dict[uuid.UUID, list[Any]]) -> Entry:
    sentence = SENTENCES.get(event.kind)
    title, text = sentence(event.data, names) if sentence else (_catalogued(event.kind), "")
    words = names.remarks.get(event.pk)
    shown: list[Any] = photos.get(words.pk, []) if words else []
    task = names.task(event.data)
    if event.kind == "dispatch.task_done" and task:
        shown = photos.get(task.pk, [])
    if answer := names.answers.get(str(event.data.get("answer_id") or "")):
        shown = photos.get(answer.pk, []) if event.kind == "dispatch.answer_given" else shown
    return Entry(
        title=title,
        at=event.at,
        by=_doer(event, names),
        text=words.text if words else text,
        photos=shown,
        kind=event.kind,
    )


def _doer(event: Event, names: Names) -> str:
    if event.by_id and event.by_id in names.people:
        return names.people[event.by_id]
    return {"public": "反映人", "machine": "系统对接", "system": "系统"}.get(event.actor_kind, "")


def _catalogued(kind: str) -> str:
    """Return the sentence the room declares for a kind without one of its own."""
    for config in apps.get_app_configs():
        events = getattr(config, "events", {})
        if kind in events:
            return str(events[kind])
    return kind


Sentence = Callable[[dict[str, Any], Names], tuple[str, str]]


def _accepted(data: dict[str, Any], names: Names) -> tuple[str, str]:
    name = names.types.get(data.get("event_type", ""), "")
    return (f"已受理，归为「{name}」" if name else "已受理"), ""


def _assigned(data: dict[str, Any], names: Names) -> tuple[str, str]:
    officer = names.officers.get(str(data.get("officer_id") or ""), "")
    return f"派给{names.agency(data)}" + (f"，{officer}经办" if officer else ""), _until(data)


def _reassigned(data: dict[str, Any], names: Names) -> tuple[str, str]:
    before = names.agency(data, "before")
    return f"由{before}改派给{names.agency(data)}；期限不变", ""


def _signed(data: dict[str, Any], names: Names) -> tuple[str, str]:
    officer = names.officers.get(str(data.get("officer_id") or ""), "")
    return f"{names.agency(data)}已签收" + (f"，{officer}经办" if officer else ""), ""


def _assist(data: dict[str, Any], names: Names) -> tuple[str, str]:
    task = names.task(data)
    return f"请{names.agency(data)}协办", "\n".join(
        part for part in (task.demand if task else "", _until(data)) if part
    )


def _patrol(data: dict[str, Any], names: Names) -> tuple[str, str]:
    tasks = [names.tasks[pk] for pk in data.get("task_ids", []) if pk in names.tasks]
    return f"扩大巡查 {len(data.get('task_ids', []))} 处", "、".join(task.place_text for task in tasks)


def _task_done(data: dict[str, Any], names: Names) -> tuple[str, str]:
    task = names.task(data)
    if task is None:
        return "协办（巡查）完成", ""
    if task.kind == Task.Kind.PATROL:
        found = "发现同类问题" if task.found_problem else "未发现同类问题"
        more = names.matters.get(str(data.get("new_matter_id") or ""), "")
        return f"{task.place_text}巡查：{found}" + (f"，另立{more}" if more else ""), task.result
    return f"{task.agency}协办完成", task.result


def _task_withdrawn(data: dict[str, Any], names: Names) -> tuple[str, str]:
    task = names.task(data)
    return f"收回{names.agency(data)}的{Task.Kind(task.kind).label if task else '派单'}", ""


def _return_asked(data: dict[str, Any], names: Names) -> tuple[str, str]:
    row = names.returns.get(str(data.get("return_id") or ""))
    title = f"{names.agency(data)}申请退回，建议由{names.agency(data, 'proposed_id')}承办；时限照常计算"
    return title, f"依据：{row.rule}\n{row.reason}" if row else ""


def _return_ruled(data: dict[str, Any], names: Names) -> tuple[str, str]:
    row = names.returns.get(str(data.get("return_id") or ""))
    title = f"同意退回，改由{names.agency(data)}承办；期限不变" if data.get("upheld") else "不同意退回，继续办理"
    return title, row.ruling_reason if row else ""


def _time_asked(data: dict[str, Any], names: Names) -> tuple[str, str]:
    row = names.changes.get(str(data.get("change_id") or ""))
    if row is None:
        return "申请延期或中止", ""
    label = ClockChange.Kind(row.kind).label
    return f"申请{label} {row.value} {row.get_unit_display()}（{row.ground}）", row.reason


def _time_decided(data: dict[str, Any], names: Names) -> tuple[str, str]:
    row = names.changes.get(str(data.get("change_id") or ""))
    label = ClockChange.Kind(row.kind).label if row else "时限变更"
    said = "同意" if data.get("granted") else "不同意"
    reason = row.decision_reason if row else ""
    return f"{said}{label}", "\n".join(part for part in (reason, _until(data)) if part)


def _shelved(data: dict[str, Any], names: Names) -> tuple[str, str]:
    return f"转入挂账，{_day(data.get('review_on'))}复查", ""


def _answer(data: dict[str, Any], names: Names) -> tuple[str, str]:
    row = names.answers.get(str(data.get("answer_id") or ""))
    return "反馈办理结果", row.done if row else ""


def _sent_back(data: dict[str, Any], names: Names) -> tuple[str, str]:
    row = names.answers.get(str(data.get("answer_id") or ""))
    fault = Answer.Fault(data["fault"]).label if data.get("fault") in Answer.Fault.values else ""
    return f"核查退回重做：{fault}", row.opinion if row else ""


def _verified(data: dict[str, Any], names: Names) -> tuple[str, str]:
    row = names.answers.get(str(data.get("answer_id") or ""))
    return "核查通过", row.opinion if row else ""


def _type_changed(data: dict[str, Any], names: Names) -> tuple[str, str]:
    before, after = names.types.get(data.get("before", ""), ""), names.types.get(data.get("after", ""), "")
    return f"类型由「{before}」更正为「{after}」", ""


def _merged(data: dict[str, Any], names: Names) -> tuple[str, str]:
    return f"并入{names.matters.get(str(data.get('into')), '另一事件')}", ""


def _detached(data: dict[str, Any], names: Names) -> tuple[str, str]:
    return f"诉求分出到{names.matters.get(str(data.get('to')), '另一事件')}", ""


def _attached(data: dict[str, Any], names: Names) -> tuple[str, str]:
    count = len(data.get("report_ids", [])) or 1
    before = names.matters.get(str(data.get("from_matter") or ""), "")
    return f"并入 {count} 条诉求" + (f"（来自{before}）" if before else ""), ""


def _opened(data: dict[str, Any], names: Names) -> tuple[str, str]:
    for key, words in (("split_from", "由{}分案"), ("spread_from", "由{}的扩大巡查发现")):
        if data.get(key):
            return words.format(names.matters.get(str(data[key]), "另一事件")), ""
    return "进入受理台", ""


def _reopened(data: dict[str, Any], names: Names) -> tuple[str, str]:
    return f"重新办理（第 {data.get('count', 1)} 次）", _until(data)


def _chased(data: dict[str, Any], names: Names) -> tuple[str, str]:
    rung = {"soon": "即将到期", "late": "已超期", "long": "超期两日以上"}.get(data.get("level", ""), "")
    about = f"「{data['about']}」" if data.get("about") else ""
    return f"系统提醒：{about}{rung}，已通知 {data.get('told', 0)} 人", ""


def _photos(data: dict[str, Any], names: Names) -> tuple[str, str]:
    return f"添加了 {data.get('photos', 0)} 张照片", ""


def _until(data: dict[str, Any]) -> str:
    """Return the end of the limit an event set, in words."""
    if not data.get("due_at"):
        return ""
    return f"期限：{timezone.localtime(datetime.fromisoformat(data['due_at'])):%Y年%m月%d日 %H:%M}"


def _day(text: str | None) -> str:
    return f"{date.fromisoformat(text):%Y年%m月%d日}" if text else ""


SENTENCES: dict[str, Sentence] = {
    "dispatch.matter_opened": _opened,
    "dispatch.matter_accepted": _accepted,
    "dispatch.matter_assigned": _assigned,
    "dispatch.matter_reassigned": _reassigned,
    "dispatch.task_signed": _signed,
    "dispatch.assist_asked": _assist,
    "dispatch.patrol_spread": _patrol,
    "dispatch.task_done": _task_done,
    "dispatch.task_withdrawn": _task_withdrawn,
    "dispatch.return_asked": _return_asked,
    "dispatch.return_ruled": _return_ruled,
    "dispatch.time_asked": _time_asked,
    "dispatch.time_decided": _time_decided,
    "dispatch.matter_shelved": _shelved,
    "dispatch.answer_given": _answer,
    "dispatch.answer_sent_back": _sent_back,
    "dispatch.answer_verified": _verified,
    "dispatch.type_changed": _type_changed,
    "dispatch.matters_merged": _merged,
    "dispatch.report_detached": _detached,
    "dispatch.report_attached": _attached,
    "dispatch.matter_reopened": _reopened,
    "dispatch.matter_chased": _chased,
    "dispatch.photos_added": _photos,
}
