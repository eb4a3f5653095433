"""Takes a case through its steps with lawful words, for the tests that begin in the middle."""

from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from shanzhi.casework import actions
from shanzhi.casework.actions import ProposalWords, ServiceWords
from shanzhi.casework.models import PenaltyCase
from shanzhi.dossier.models import Document
from shanzhi.law.limits import SHANGHAI

from .ground import DAY, Ground

LENIENT = {"minor": True, "first_offence": True, "corrected_in_time": True, "harm": "none", "mental": "sound"}
PLAIN = {"harm": "serious", "mental": "sound"}
HANDED = ServiceWords(way="direct", received_by="陈示例", place="示例县东街道示范路3号")


def at(day: date, hour: int = 9) -> datetime:
    return datetime.combine(day, time(hour), SHANGHAI)


def record(ground: Ground, case: PenaltyCase, *, on: date = DAY, **more: Any) -> Any:
    values: dict[str, Any] = {
        "kind": "questioning", "started_at": at(on), "ended_at": at(on, 10), "place": "东街道执法队",
        "words": "问：你在田里做什么？\n答：烧秸秆，就半亩。", "person_name": "陈示例", "card_shown": True,
        "rights_told": True, "refusal_note": "当事人拒绝签名，见证人在场", "witness_name": "李示例",
        "by": ground.users["officer"], "on": on,
    }  # fmt: skip
    return actions.record_inquiry(case_id=case.pk, **{**values, **more})


def concluded(ground: Ground, *, on: date = DAY, complex_: bool = False, **more: Any) -> PenaltyCase:
    case = ground.filed(**more)
    record(ground, case, on=on)
    return actions.conclude(
        case_id=case.pk, course="现场检查、询问。", facts_found="当事人焚烧秸秆约半亩。", reasons="违反秸秆禁烧规定。",
        is_complex=complex_, by=ground.users["officer"], on=on,
    )  # fmt: skip


def propose(ground: Ground, case: PenaltyCase, *, facts: Any = None, on: date = DAY, **more: Any) -> Any:
    values: dict[str, Any] = {
        "kind": "penalty",
        "band": "normal",
        "fine_amount": Decimal("800.00"),
        "discretion_words": "情节一般，配合调查。",
    }
    words = ProposalWords(**{**values, **more})
    return actions.propose(
        case_id=case.pk, words=words, leniency_facts=facts or PLAIN, by=ground.users["officer"], on=on
    )


def sealed(ground: Ground, case: PenaltyCase, template: str, *, on: date = DAY) -> Document:
    paper = Document.objects.filter(subject_id=case.pk, template=template).latest("created_at")
    return actions.finish_document(case_id=case.pk, document_id=paper.pk, by=ground.users["deputy"], on=on)


def notified(ground: Ground, *, on: date = DAY, facts: Any = None, proposal: Any = None, **more: Any) -> PenaltyCase:
    case = concluded(ground, on=on, **more)
    propose(ground, case, on=on, facts=facts, **(proposal or {}))
    return told(ground, case, on=on)


def told(ground: Ground, case: PenaltyCase, *, on: date = DAY) -> PenaltyCase:
    actions.notify_party(case_id=case.pk, reasons="违反秸秆禁烧规定。", by=ground.users["officer"], on=on)
    made = case.notices.filter(superseded=False).get()
    assert made.document is not None
    actions.finish_document(case_id=case.pk, document_id=made.document_id, by=ground.users["deputy"], on=on)
    return actions.note_notice_served(case_id=case.pk, words=HANDED, by=ground.users["officer"], on=on)


def decided(ground: Ground, *, on: date = DAY, **more: Any) -> PenaltyCase:
    case = notified(ground, on=on, **more)
    actions.note_waiver(case_id=case.pk, words="明确放弃（签名）", signed=True, by=ground.users["officer"], on=on)
    actions.decide_penalty(case_id=case.pk, reasons="事实清楚。", by=ground.users["head"], on=on)
    return PenaltyCase.objects.get(pk=case.pk)


def served(ground: Ground, *, on: date = DAY, **more: Any) -> PenaltyCase:
    case = decided(ground, on=on, **more)
    sealed(ground, case, "penalty_decision", on=on)
    return actions.note_decision_served(case_id=case.pk, words=HANDED, by=ground.users["officer"], on=on)


def later(days: int) -> date:
    return DAY + timedelta(days=days)
