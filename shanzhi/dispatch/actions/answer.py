"""Was it done, is it true, and is the reporter content? The closing gate, the check, the rating, the second round."""

import uuid
from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from shanzhi.dossier.models import StoredFile
from shanzhi.identity.models import User
from shanzhi.intake.models import Stage
from shanzhi.ledger.actors import Actor
from shanzhi.ledger.models import Event
from shanzhi.registry.models import LimitUnit

from .. import rules
from ..models import Answer, Matter, MatterPhoto, Step, Task, Urgency
from ..queries.people import centre_people, leads_of_unit, people_of_unit
from . import frame
from .assign import end_lead, new_lead
from .frame import begin, call, county_of, lock, log, moment, person, refuse, save, set_due, tell, wants
from .task import end_task

ESCALATES_AT = 2


@transaction.atomic
def give_answer(
    *,
    matter_id: uuid.UUID,
    done: str,
    told: str,
    public_text: str,
    by: Actor,
    photos: Sequence[StoredFile] = (),
    no_photo_reason: str = "",
    end_assists: bool = False,
    version: int | None = None,
    at: datetime | None = None,
) -> Answer:
    """The unit says what it has done, whom it told, and what the reporters will read. Every version stays."""
    now = moment(at)
    count = Matter.objects.values_list("report_count", flat=True).get(pk=matter_id)
    extra = rules.answer_obstacles(
        done=done,
        told=told,
        public_text=public_text,
        has_photo=bool(photos),
        no_photo_reason=no_photo_reason,
        report_count=count,
    )
    matter, facts = begin("give_answer", matter_id, by, now, version=version, extra=extra)
    _assists_ended(matter, facts, by, now, end_assists)
    lead = Task.objects.get(matter=matter, kind=Task.Kind.LEAD, ended_at__isnull=True)
    answer = Answer.objects.create(
        matter=matter,
        task=lead,
        done=done.strip(),
        told=told.strip()[:200],
        public_text=public_text.strip(),
        no_photo_reason=no_photo_reason.strip()[:200],
        at=now,
        by_id=person(by),
    )
    frame.add_photos(matter, photos, by, now, MatterPhoto.Phase.AFTER, task_id=lead.pk, answer=answer)
    matter.answered_at = now
    save(matter, Step.ANSWERED, now, "answered_at")
    event = log("dispatch.answer_given", matter, by, now, answer_id=answer.pk, photos=len(photos))
    call(centre_people(matter.county, "dispatch.verify_answer"), matter, f"{matter.agency}已反馈，请核查", event.pk)
    tell(matter, Stage.ANSWERED, event, by, now)
    return answer


def _assists_ended(matter: Matter, facts: rules.Facts, by: Actor, now: datetime, end_assists: bool) -> None:
    if not facts.open_assists:
        return
    if not end_assists:
        refuse([rules.house(f"{'、'.join(facts.open_assists)}的协办还没有完成。", "等它完成，或勾选一并收回")])
    still = Task.objects.filter(matter=matter, kind=Task.Kind.ASSIST, ended_at__isnull=True)
    for task in still.select_related("agency"):
        end_task(matter, task, by, now, "主办单位已反馈，协办一并收回")


@transaction.atomic
def send_back(
    *,
    matter_id: uuid.UUID,
    fault: str,
    opinion: str,
    by: Actor,
    version: int | None = None,
    at: datetime | None = None,
) -> Answer:
    """The centre does not accept the answer: only a stage, too thin, or wrong. It stays beside the next one."""
    now = moment(at)
    extra = wants(opinion, "退回的意见")
    if fault not in Answer.Fault.values:
        extra.append(rules.house("没有选退回的原因。", "请选阶段性、过简或错误"))
    matter, _ = begin("send_back", matter_id, by, now, version=version, extra=extra)
    answer = _checked(matter, Answer.Verdict.SENT_BACK, opinion, by, now, fault)
    matter.answered_at = None
    matter.send_back_count += 1
    save(matter, Step.IN_HAND, now, "answered_at", "send_back_count")
    event = log("dispatch.answer_sent_back", matter, by, now, answer_id=answer.pk, fault=fault)
    call(_workers(matter), matter, f"反馈被退回（{Answer.Fault(fault).label}）：请重新办理", event.pk)
    tell(matter, Stage.IN_HAND, event, by, now)
    return answer


@transaction.atomic
def verify_answer(
    *, matter_id: uuid.UUID, by: Actor, opinion: str = "", version: int | None = None, at: datetime | None = None
) -> Answer:
    """Somebody other than the one who answered has looked, and it is true."""
    now = moment(at)
    matter, _ = begin("verify_answer", matter_id, by, now, version=version)
    answer = _checked(matter, Answer.Verdict.VERIFIED, opinion, by, now)
    save(matter, Step.VERIFIED, now)
    log("dispatch.answer_verified", matter, by, now, answer_id=answer.pk)
    return answer


def _checked(matter: Matter, verdict: str, opinion: str, by: Actor, now: datetime, fault: str = "") -> Answer:
    answer = Answer.objects.filter(matter=matter).order_by("-at", "-id").first()
    if answer is None:
        refuse([rules.house("还没有反馈。")])
    assert answer is not None
    answer.verdict, answer.opinion, answer.fault = verdict, opinion.strip()[:400], fault
    answer.checked_at, answer.checked_by_id = now, by.actor_id
    answer.save(update_fields=["verdict", "opinion", "fault", "checked_at", "checked_by_id"])
    return answer


@transaction.atomic
def close_matter(*, matter_id: uuid.UUID, by: Actor, version: int | None = None, at: datetime | None = None) -> Matter:
    """Done: every reporter gets the answer and is asked how he found it."""
    now = moment(at)
    matter, _ = begin("close_matter", matter_id, by, now, version=version)
    answer = Answer.objects.filter(matter=matter, verdict=Answer.Verdict.VERIFIED).order_by("-at").first()
    end_lead(matter, Task.State.DONE, now, result=answer.done if answer else "")
    matter.closed_at = now
    save(matter, Step.CLOSED, now, "closed_at")
    event = log("dispatch.matter_closed", matter, by, now, answer_id=answer.pk if answer else None)
    tell(matter, Stage.CLOSED, event, by, now, answer=answer.public_text if answer else "")
    return matter


@transaction.atomic
def rate_matter(*, matter_id: uuid.UUID, report_id: uuid.UUID, by: Actor, at: datetime | None = None) -> Matter:
    """A reporter has said how he found it. Later ratings are kept with their reports; the matter counts as rated."""
    now = moment(at)
    matter = lock(matter_id)
    seen = Event.objects.filter(thread_id=matter.pk, kind="dispatch.matter_rated", data__report_id=str(report_id))
    if matter.step not in rules.BY_VERB["rate_matter"].start or seen.exists():
        return matter
    save(matter, Step.RATED, now)
    log("dispatch.matter_rated", matter, by, now, report_id=report_id)
    return matter


@transaction.atomic
def reopen_matter(
    *,
    matter_id: uuid.UUID,
    reason: str,
    by: Actor,
    report_id: uuid.UUID | None = None,
    at: datetime | None = None,
) -> Matter:
    """Not settled: it goes back to the last unit and those above it, with a clock of its own (P15). The second time
    it is marked and goes before the centre's head (P16)."""
    now = moment(at)
    extra = [] if report_id else wants(reason, "重新办理的理由", 2000)
    matter, _ = begin("reopen_matter", matter_id, by, now, extra=extra)
    matter.reopened_count += 1
    again = matter.reopened_count >= ESCALATES_AT
    if again:
        matter.urgency = Urgency.EMERGENCY
    matter.alarms = sorted({*matter.alarms, "reopened_again" if again else "reopened"})
    matter.assigned_at, matter.answered_at, matter.closed_at, matter.paused_for = now, None, None, ""
    matter.limit_value, matter.limit_unit = matter.limit_value or 5, matter.limit_unit or LimitUnit.WORKING_DAY
    set_due(matter, county_of(matter))
    save(matter, Step.ASSIGNED, now, "reopened_count", "urgency", "alarms", "assigned_at", "answered_at", "closed_at",
         "paused_for", "limit_value", "limit_unit", "due_at", "due_is_provisional")  # fmt: skip
    new_lead(matter, now, demand="反映人要求重新办理，请核实后再反馈。", reason=reason)
    event = log("dispatch.matter_reopened", matter, by, now, words="" if report_id else reason, report_id=report_id,
                count=matter.reopened_count, due_at=matter.due_at)  # fmt: skip
    _tell_of_reopening(matter, event, again)
    tell(matter, Stage.ASSIGNED, event, by, now)
    return matter


def _tell_of_reopening(matter: Matter, event: Event, again: bool) -> None:
    text = f"第 {matter.reopened_count} 次要求重新办理" + ("，请中心督促" if again else "")
    call(_workers(matter), matter, text, event.pk)
    if matter.agency_id:
        call(leads_of_unit(matter, matter.agency_id), matter, text, event.pk)
    call(
        centre_people(matter.county, "dispatch.rule_return" if again else "dispatch.grant_time"), matter, text, event.pk
    )


def _workers(matter: Matter) -> list[User]:
    if matter.agency_id is None:
        return []
    return people_of_unit(matter, matter.agency_id, matter.officer.user_id if matter.officer else None)
