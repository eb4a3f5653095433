"""Quick handling (简案快办): the general procedure by consent, its papers merged, nothing statutory left out."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from shanzhi.dossier import actions as dossier
from shanzhi.dossier.models import Document, SignatureImage
from shanzhi.dossier.signing import read_png
from shanzhi.law.citation import penalty_law
from shanzhi.law.obstacle import NotAllowed, Obstacle
from shanzhi.ledger.actors import Actor
from shanzhi.registry.queries import calendar_of, county_named

from .. import rules
from ..models import CaseRules, InquiryRecord, Notice, PenaltyCase, QuickWay, Step
from ..queries.amounts import hearing_needed
from ..queries.case_rules import rules_on
from ..queries.facts import Rows
from ..queries.ways import against_quick, by_table
from .frame import begin, day_of, law_term, log, refuse, save, wants
from .inquiry import against_record, conclude, dialogue
from .papers import draw
from .proposing import ProposalWords, lines_of, propose
from .serving import ServiceWords
from .telling import note_notice_served, note_waiver, take_statement

ON_PAPER = "在打印的笔录上签名"


@dataclass(frozen=True)
class Ink:
    """What was signed on the screen, or that all sign on the printed paper."""

    party_image: Any = None
    lead_image: Any = None
    second_image: Any = None
    on_paper: bool = False

    def officers_missing(self) -> list[Obstacle]:
        """Return the reason when an officer has not signed (行政处罚法55.2)."""
        if self.on_paper or (self.lead_image and self.second_image):
            return []
        return [Obstacle("执法人员没有全部签名。", penalty_law(55, 2), "两名执法人员签名，或者都在纸上签名。")]


@dataclass(frozen=True)
class QuickWords:
    """One conversation: what was asked and answered, what is told, what the party says to it, who signed."""

    started_at: datetime
    ended_at: datetime
    dialogue: str
    facts_found: str
    reasons: str
    proposal: ProposalWords
    place: str = ""
    leniency_facts: Mapping[str, Any] = field(default_factory=dict)
    card_shown: bool = False
    rights_told: bool = False
    statement: str = ""
    waives: bool = False
    ink: Ink = Ink()


@transaction.atomic
def go_quick(
    *,
    case_id: uuid.UUID,
    admits: bool,
    agrees: bool,
    facts_clear: bool,
    absent: Sequence[str] = (),
    ink: Ink = Ink(),
    version: int | None = None,
    by: Actor,
    on: date | None = None,
) -> PenaltyCase:
    """Take the quick way: the county's rules allow it, the party admits and agrees in writing."""
    day = day_of(on)
    case, _facts, rows = begin("go_quick", case_id, by, day, version=version)
    own = rules_on(case.county, day)
    if own is None:
        text = "本县还没有设定简案快办的事项、上限和不适用的情形。"
        raise NotAllowed([rules.house(text, "请管理员在「办案参数」里按本地文件设定")])
    said = {
        "facts_clear": facts_clear,
        "party_admits": admits,
        "consent_signed": agrees and bool(ink.party_image or ink.on_paper),
        "crime_suspected": "crime" not in absent,
        "party_needs_protection": not {"disabled", "mental"} <= set(absent),
    }
    measures = bool(rows.holds or rows.seizures)
    against = [*by_table(case, own, rows.proposal, said), *against_quick(case, own, rows.proposal, measures)]
    refuse(dict.fromkeys([*against, *ink.officers_missing()]))
    due = calendar_of(county_named(case.county)).add_workdays(day, own.quick_days) if own.quick_days else None
    row, _made = QuickWay.objects.update_or_create(
        case=case,
        defaults={
            "rules": own, "consented_on": day, "admits": admits, "conditions": list(absent), "due_on": due,
            "left_on": None, "left_why": "", "by_id": by.actor_id,
        },
    )  # fmt: skip
    paper = draw(case, "quick_consent", by=by, on=day, free={
        "handling": own.source, "conclusion": _checked(own) + "事实清楚、证据充分。",
    })  # fmt: skip
    _sign(paper, case, rows, ink, by)
    dossier.number_and_seal(document_id=paper.pk, by=by, on=day)
    row.document_id = paper.pk
    row.save(update_fields=["document_id"])
    case.way = PenaltyCase.Way.QUICK
    save(case, None, "way")
    log("go_quick", "casework.quick_way_taken", case, by, day, words=own.source, rules=own.pk, document=paper.pk)
    return case


# What no row of the case can show: somebody looks and says that it is not so.
UNSEEN = {
    "disabled": _("当事人是盲、聋、哑人"),
    "mental": _("当事人疑似有精神障碍"),
    "crime": _("涉嫌犯罪"),
}


def _checked(own: CaseRules) -> str:
    labels = dict(CaseRules.Excluded.choices)
    words = [*UNSEEN.values(), *(labels[one] for one in own.quick_excluded if one in labels)]
    return f"没有下列情形：{'、'.join(map(str, words))}。"


def _sign(paper: Document, case: PenaltyCase, rows: Rows, ink: Ink, by: Actor) -> None:
    part = SignatureImage.Part
    signers: list[tuple[str, str, Any, uuid.UUID | None]] = [(part.PARTY, case.party.name, ink.party_image, None)]
    images = (ink.lead_image, ink.second_image)
    for one, image in zip(rows.counted[:2], images, strict=False):
        signers.append((part.OFFICER, one.officer.name, image, one.officer_id))
    for place, name, image, officer_id in signers:
        dossier.sign_document(
            document_id=paper.pk, part=place, name=name, image=None if ink.on_paper else image,
            refusal=ON_PAPER if ink.on_paper else "", officer_id=officer_id, by=by,
        )  # fmt: skip


@transaction.atomic
def record_quick(
    *, case_id: uuid.UUID, words: QuickWords, version: int | None = None, by: Actor, on: date | None = None
) -> PenaltyCase:
    """Ask, tell and hear in one record: the inquiry ends, the penalty is proposed, the party is told and answers."""
    day = day_of(on)
    extra = [
        *wants(words.dialogue, "询问内容", 20000),
        *wants(words.facts_found, "查明的事实", 8000),
        *wants(words.reasons, "理由", 4000),
        *against_record(
            InquiryRecord.Kind.QUESTIONING, words.started_at, words.ended_at, "当事人", words.card_shown,
            words.rights_told,
        ),
    ]  # fmt: skip
    extra += words.ink.officers_missing()
    if not words.ink.party_image and not words.ink.on_paper:
        text = "笔录没有当事人签名。"
        extra.append(Obstacle(text, penalty_law(55, 2), "请当事人核对后签名；拒绝签名的，转回普通程序。"))
    case, _facts, rows = begin("record_quick", case_id, by, day, version=version, extra=extra)
    _keep_record(case, words, rows, by)
    inner: dict[str, Any] = {"case_id": case.pk, "by": by, "on": day}
    conclude(
        course="当事人同意简案快办，当场询问、告知。", facts_found=words.facts_found, reasons=words.reasons, **inner
    )
    propose(words=words.proposal, leniency_facts=dict(words.leniency_facts), **inner)
    case, notice = _tell(case.pk, words, by, day)
    log("record_quick", "casework.quick_recorded", case, by, day, was=Step.INVESTIGATING, words=words.reasons)
    served = ServiceWords(way="direct", received_by=case.party.name, received_on=day, place=case.act_place)
    case = note_notice_served(words=served, **inner)
    if words.statement.strip():
        take_statement(words=words.statement, **inner)
    elif words.waives:
        note_waiver(words=f"在{notice.document}上签名明确放弃陈述、申辩", signed=True, **inner)
    return PenaltyCase.objects.get(pk=case.pk)


def _keep_record(case: PenaltyCase, words: QuickWords, rows: Rows, by: Actor) -> None:
    ink = None
    if not words.ink.on_paper:
        ink = dossier.keep_upload(county=case.county, upload=read_png(words.ink.party_image), by=by)
    InquiryRecord.objects.create(
        case=case, kind=InquiryRecord.Kind.QUESTIONING, started_at=words.started_at, ended_at=words.ended_at,
        place=words.place.strip() or case.act_place, person_name=case.party.name, words=words.dialogue.strip(),
        officer_ids=[one.officer_id for one in rows.counted],
        officer_names=[one.officer.name for one in rows.counted], card_shown=words.card_shown,
        rights_told=words.rights_told, signature=ink,
        refusal_note="" if ink else ON_PAPER, by_id=by.actor_id,
    )  # fmt: skip


def _tell(case_id: uuid.UUID, words: QuickWords, by: Actor, day: date) -> tuple[PenaltyCase, Notice]:
    """Draw up the merged record, have it signed, number it; the conditions are looked at again with the sum known."""
    case, _facts, rows = begin("notify_party", case_id, by, day)
    assert rows.proposal is not None  # proposed just now
    quick = QuickWay.objects.select_related("rules").get(case=case)
    found = against_quick(case, quick.rules, rows.proposal, bool(rows.holds or rows.seizures))
    if found:
        raise NotAllowed(found)
    needed = hearing_needed(case, rows.proposal)
    Notice.objects.filter(case=case, superseded=False).update(superseded=True)
    notice = Notice.objects.create(case=case, proposal=rows.proposal, hearing_right=needed.needed, on=day)
    facts: dict[str, Any] = {
        "started_at": words.started_at, "ended_at": words.ended_at, "place": words.place.strip() or case.act_place,
        "card_shown": words.card_shown, "rights_told": words.rights_told, "hearing_right": needed.needed,
    }  # fmt: skip
    if needed.needed:
        facts["hearing_until"] = law_term(case, "penalty.hearing.request", day).due_day
    said = words.statement.strip() or ("当事人明确表示放弃陈述、申辩。" if words.waives else "")
    paper = draw(case, "quick_record", by=by, on=day, facts=facts, slot=str(notice.pk), free={
        "dialogue": dialogue(words.dialogue), "facts_found": words.facts_found.strip(), "reasons": words.reasons.strip(),
        "discretion_reasons": rows.proposal.discretion_words, "defence_text": said,
        "decision_text": "；".join(lines_of(rows.proposal)) + "。",
    })  # fmt: skip
    _sign(paper, case, rows, words.ink, by)
    notice.document = dossier.number_and_seal(document_id=paper.pk, by=by, on=day)
    notice.save(update_fields=["document"])
    save(case, Step.NOTIFIED)
    return case, notice


@transaction.atomic
def leave_quick(
    *, case_id: uuid.UUID, reason: str, version: int | None = None, by: Actor, on: date | None = None
) -> PenaltyCase:
    """Go on by the general procedure, with the reason; what was collected stays valid."""
    day = day_of(on)
    extra = wants(reason, "转回普通程序的理由", 300)
    case, _facts, _rows = begin("leave_quick", case_id, by, day, version=version, extra=extra)
    QuickWay.objects.filter(case=case).update(left_on=day, left_why=reason.strip())
    case.way = PenaltyCase.Way.GENERAL
    save(case, None, "way")
    log("leave_quick", "casework.quick_way_left", case, by, day, words=reason)
    return case
