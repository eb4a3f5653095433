"""What is seen, heard, taken and ordered in an inquiry, and how it ends."""

import uuid
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from shanzhi.dossier import actions as dossier
from shanzhi.dossier.models import Evidence, StoredFile
from shanzhi.law.citation import cite, penalty_law
from shanzhi.law.obstacle import Obstacle
from shanzhi.ledger.actors import Actor

from .. import rules
from ..models import CorrectionOrder, InquiryRecord, PenaltyCase, Step
from ..queries.facts import Rows
from .frame import begin, day_of, log, save, wants
from .papers import draw

PAPERS = {
    InquiryRecord.Kind.INSPECTION: "site_record",
    InquiryRecord.Kind.SURVEY: "site_record",
    InquiryRecord.Kind.QUESTIONING: "inquiry_record",
    InquiryRecord.Kind.SAMPLING: "sampling_record",
}


@transaction.atomic
def record_inquiry(
    *,
    case_id: uuid.UUID,
    kind: str,
    started_at: datetime,
    ended_at: datetime,
    place: str,
    words: str,
    person_name: str = "",
    relation: str = "",
    card_shown: bool,
    rights_told: bool,
    signature: StoredFile | None = None,
    refusal_note: str = "",
    witness_name: str = "",
    version: int | None = None,
    by: Actor,
    on: date | None = None,
) -> InquiryRecord:
    """Keep a record of two officers. It is signed, or the refusal is written down; cards were shown, rights told."""
    day = day_of(on)
    extra = [*wants(words, "笔录内容", 20000), *wants(place, "地点", 160)]
    extra += against_record(kind, started_at, ended_at, person_name, card_shown, rights_told)
    if signature is None and not refusal_note.strip():
        text = "笔录没有当事人签名，也没有注明拒签或者未签的情况。"
        extra.append(Obstacle(text, penalty_law(55, 2), "交当事人核对后签名；拒绝的，在笔录上注明。"))
    case, _facts, rows = begin("record_inquiry", case_id, by, day, version=version, extra=extra)
    record = InquiryRecord.objects.create(
        case=case,
        kind=kind,
        started_at=started_at,
        ended_at=ended_at,
        place=place.strip(),
        person_name=person_name.strip(),
        relation=relation.strip(),
        words=words.strip(),
        officer_ids=[one.officer_id for one in rows.counted],
        officer_names=[one.officer.name for one in rows.counted],
        card_shown=card_shown,
        rights_told=rights_told,
        signature=signature,
        refusal_note=refusal_note.strip(),
        witness_name=witness_name.strip(),
        by_id=by.actor_id,
    )
    save(case, None)
    _paper(case, record, rows, by, day)
    title = str(InquiryRecord.Kind(kind).label) + "笔录"
    log("record_inquiry", "casework.inquiry_recorded", case, by, day, title=title, record=record.pk, what=kind)
    return record


def against_record(
    kind: str, started: datetime, ended: datetime, person_name: str, card_shown: bool, rights_told: bool
) -> list[Obstacle]:
    found = [] if kind in InquiryRecord.Kind.values else [rules.house("没有选定笔录种类。")]
    if ended < started:
        found.append(rules.house("结束时间早于开始时间。", "请核对时间"))
    if ended > timezone.now():
        found.append(rules.house("结束时间在将来。", "请核对时间"))
    if kind == InquiryRecord.Kind.QUESTIONING and not person_name.strip():
        found.append(rules.house("询问笔录没有写被询问人。", "请写明姓名"))
    if not card_shown:
        found.append(Obstacle("没有主动出示执法证件。", penalty_law(55, 1), "出示后再制作笔录。"))
    if not rights_told:
        found.append(Obstacle("没有告知当事人的权利义务。", cite("行政处罚法7.1"), "告知后再制作笔录。"))
    return found


def _paper(case: PenaltyCase, record: InquiryRecord, rows: Rows, by: Actor, day: date) -> None:
    facts = {
        "started_at": record.started_at,
        "ended_at": record.ended_at,
        "place": record.place,
        "person_name": record.person_name,
        "person_relation": record.relation,
        "recorder": record.officer_names[-1],
        "witness_name": record.witness_name,
        "card_shown": record.card_shown,
        "rights_told": record.rights_told,
    }
    free = {"refusal_note": record.refusal_note}
    if record.kind == InquiryRecord.Kind.QUESTIONING:
        free["dialogue"] = dialogue(record.words)  # type: ignore[assignment]
    elif record.kind == InquiryRecord.Kind.SAMPLING:
        free["sampling_method"] = record.words
    else:
        free["scene"] = record.words
    template = PAPERS[InquiryRecord.Kind(record.kind)]
    draw(case, template, by=by, on=day, facts=facts, free=free, slot=str(record.pk))


def dialogue(words: str) -> list[dict[str, str]]:
    """Return question and answer in turn, from lines that begin with 问 and 答; other lines go on with the last one."""
    turns: list[dict[str, str]] = []
    for line in filter(None, (one.strip() for one in words.splitlines())):
        said = line[1:].lstrip("：: ")
        if line.startswith("问"):
            turns.append({"q": said, "a": ""})
        elif line.startswith("答") and turns:
            turns[-1]["a"] += said
        elif turns:
            turns[-1]["a" if turns[-1]["a"] else "q"] += line
        else:
            turns.append({"q": "请说明有关情况。", "a": line})
    return turns


@transaction.atomic
def take_evidence(
    *,
    case_id: uuid.UUID,
    form: str,
    kind: str,
    title: str,
    proves: str,
    file: StoredFile | None = None,
    quantity: str = "",
    kept_at: str = "",
    place: str = "",
    reveals_reporter: bool = False,
    version: int | None = None,
    by: Actor,
    on: date | None = None,
) -> Evidence:
    """Register a piece of evidence with its original."""
    day = day_of(on)
    case, _facts, rows = begin("take_evidence", case_id, by, day, version=version, extra=wants(proves, "证明对象", 300))
    made = dossier.add_evidence(
        subject=case, agency=case.unit, form=form, kind=kind, title=title, file=file, proves=proves,
        quantity=quantity, kept_at=kept_at, place=place, reveals_reporter=reveals_reporter,
        officers=[one.officer for one in rows.counted], by=by, on=day,
    )  # fmt: skip
    save(case, None)
    log("take_evidence", "casework.evidence_taken", case, by, day, title=f"登记证据：{made.title}", evidence=made.pk)
    return made


@transaction.atomic
def order_correction(
    *,
    case_id: uuid.UUID,
    demand: str,
    due_on: date,
    version: int | None = None,
    by: Actor,
    on: date | None = None,
) -> CorrectionOrder:
    """Order the violation to be corrected by a day; the recheck stays open until it is done."""
    day = day_of(on)
    extra = wants(demand, "改正要求", 2000)
    if due_on < day:
        extra.append(rules.house(f"改正期限{due_on}早于责令日期{day}。", "请核对日期"))
    case, _facts, _rows = begin("order_correction", case_id, by, day, version=version, extra=extra)
    order = CorrectionOrder.objects.create(
        case=case, demand=demand.strip(), ordered_on=day, due_on=due_on, by_id=by.actor_id
    )
    order.document = draw(
        case, "correction_notice", by=by, on=day, facts={"correct_by": due_on},
        free={"facts_found": case.facts, "demand": demand.strip()}, slot=str(order.pk),
    )  # fmt: skip
    order.save(update_fields=["document"])
    save(case, None)
    log("order_correction", "casework.correction_ordered", case, by, day, words=demand, due=due_on)
    return order


@transaction.atomic
def recheck_correction(
    *,
    case_id: uuid.UUID,
    result: str,
    words: str,
    refusal_note: str = "",
    version: int | None = None,
    by: Actor,
    on: date | None = None,
) -> CorrectionOrder:
    """Note what the recheck of the oldest open order found."""
    day = day_of(on)
    extra = wants(words, "复查情况", 2000)
    if result not in CorrectionOrder.Result.values or result == CorrectionOrder.Result.WAITING:
        extra.append(rules.house("没有选定复查结果。"))
    case, _facts, rows = begin("recheck_correction", case_id, by, day, version=version, extra=extra)
    order = next(one for one in rows.corrections if one.result == CorrectionOrder.Result.WAITING)
    order.result, order.rechecked_on, order.recheck_words = result, day, words.strip()
    order.rechecked_by_id = by.actor_id
    order.save(update_fields=["result", "rechecked_on", "recheck_words", "rechecked_by_id"])
    said = {"scene": words.strip(), "conclusion": str(CorrectionOrder.Result(result).label)}
    facts = {"correct_by": order.due_on, "rechecked_on": day, "place": case.act_place}
    draw(case, "recheck_record", by=by, on=day, facts=facts, free={**said, "refusal_note": refusal_note.strip()},
         slot=str(order.pk))  # fmt: skip
    save(case, None)
    log("recheck_correction", "casework.correction_rechecked", case, by, day, words=words, result=result)
    return order


@transaction.atomic
def conclude(
    *,
    case_id: uuid.UUID,
    course: str,
    facts_found: str,
    reasons: str,
    is_complex: bool = False,
    version: int | None = None,
    by: Actor,
    on: date | None = None,
) -> PenaltyCase:
    """End the inquiry: what was done, what is established, why it is a violation."""
    day = day_of(on)
    extra = [*wants(course, "调查经过", 8000), *wants(facts_found, "查明的事实", 8000)]
    extra += wants(reasons, "性质认定的理由", 8000)
    case, _facts, _rows = begin("conclude", case_id, by, day, version=version, extra=extra)
    was = case.step
    case.report_course, case.report_facts, case.report_reasons = course.strip(), facts_found.strip(), reasons.strip()
    case.is_complex, case.concluded_on = is_complex, day
    fields = ("report_course", "report_facts", "report_reasons", "is_complex", "concluded_on")
    save(case, Step.CONCLUDED, *fields)
    draw(case, "investigation_report", by=by, on=day, free={
        "course": case.report_course, "facts_found": case.report_facts, "reasons": case.report_reasons,
    })  # fmt: skip
    log("conclude", "casework.case_concluded", case, by, day, was=was, words=facts_found, complex=is_complex)
    return case


@transaction.atomic
def reopen_inquiry(
    *, case_id: uuid.UUID, reason: str, version: int | None = None, by: Actor, on: date | None = None
) -> PenaltyCase:
    """Send the case back to be inquired into further."""
    day = day_of(on)
    extra = wants(reason, "退回补充调查的理由", 2000)
    case, _facts, _rows = begin("reopen_inquiry", case_id, by, day, version=version, extra=extra)
    was = case.step
    save(case, Step.INVESTIGATING)
    log("reopen_inquiry", "casework.inquiry_reopened", case, by, day, was=was, words=reason)
    return case
