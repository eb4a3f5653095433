"""A penalty on the spot (当场处罚): decided, signed, handed over and numbered in one go; recorded, handed in, closed."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import timezone

from shanzhi.dossier import actions as dossier
from shanzhi.dossier.models import Document, Evidence, SignatureImage, StoredFile
from shanzhi.law.citation import cite, penalty_law
from shanzhi.law.obstacle import NotAllowed, Obstacle
from shanzhi.law.rulebook import Overlay
from shanzhi.law.rulebook import rule as find_rule
from shanzhi.ledger.actors import Actor
from shanzhi.registry.models import Agency, Officer
from shanzhi.registry.queries import calendar_of, county_named

from .. import rules
from ..models import CaseOfficer, Decision, Payment, PenaltyCase, Proposal, Step, SummaryPenalty
from ..queries.case_rules import rules_on
from ..queries.facts import doer_of
from ..queries.on_spot import cause_of
from ..queries.paper_facts import bases_of
from .ending import close_if_done
from .frame import RELATED, begin, day_of, law_term, log, person, refuse, save, wants
from .officers import assign_officers
from .opening import open_case
from .papers import draw
from .party import keep_party
from .payment import record_payment
from .proposing import lines_of
from .summary_check import COLLECT_WHY, SummaryCheck, SummaryWords

ON_PAPER = "在打印的决定书上签名"


@dataclass(frozen=True)
class SummarySigns:
    """Who signed on the screen, or why not; the photos of the spot."""

    party_image: Any = None
    lead_image: Any = None
    second_image: Any = None
    refusal: str = ""
    witness: str = ""
    on_paper: bool = False
    photos: Sequence[StoredFile] = ()

    def obstacles(self) -> list[Obstacle]:
        """Return what is missing of the signatures (行政处罚法52.2)."""
        if self.on_paper:
            return []
        found, basis = [], penalty_law(52, 2)
        if not self.party_image and not self.refusal.strip():
            text = "当事人没有签收，也没有注明拒绝签收。"
            found.append(Obstacle(text, penalty_law(52, 1), "请当事人签名；拒绝的，注明情况。"))
        if self.refusal.strip() and not self.witness.strip() and not self.photos:
            text = "当事人拒绝签收，既没有见证人，也没有现场照片。"
            found.append(Obstacle(text, penalty_law(52, 1), "写明见证人，或者拍下交付的现场。"))
        if not self.lead_image or not self.second_image:
            found.append(Obstacle("执法人员没有全部签名。", basis, "两名执法人员在屏幕上签名，或者打印后在纸上签名。"))
        return found


def check_summary(*, words: SummaryWords, by: Actor, on: date | None = None) -> SummaryCheck:
    """Return the words held against the law, for the page to show before anybody signs."""
    officer = Officer.objects.select_related("working_agency").filter(user_id=person(by), is_active=True).first()
    if officer is None:
        raise NotAllowed([rules.house("您的账号没有登记执法人员身份，不能当场处罚。", "请管理员补录")])
    unit = Agency.objects.select_related("parent", "guided_by", "area").get(pk=officer.working_agency_id)
    return SummaryCheck(words, unit, officer, day_of(on))


@transaction.atomic
def impose_on_spot(
    *, words: SummaryWords, signs: SummarySigns, is_sample: bool = False, by: Actor, on: date | None = None
) -> PenaltyCase:
    """Decide on the spot. Refused with every reason at once; the same page sent twice gives the same penalty."""
    # The officer's own row makes two copies of one page wait for each other; rows that only name him need not wait.
    Officer.objects.select_for_update(no_key=True).values_list("pk").filter(user_id=person(by)).first()
    known = SummaryPenalty.objects.filter(key=words.key).select_related("case").first()
    if known is not None:
        return known.case
    check = check_summary(words=words, by=by, on=on)
    refuse([*check.obstacles(), *signs.obstacles()])
    case = _case(check, is_sample)
    made = _decision(case, check, by)
    paper = _paper(case, check, made, signs, by)
    _hand_over(case, paper, signs, by, check.on)
    made.document, made.served_on = paper, check.on
    if made.fine_amount:
        made.pay_due_on = law_term(case, "penalty.pay", check.on).due_day
    made.save(update_fields=["document", "served_on", "pay_due_on"])
    due, basis = _record_due(case, check.on)
    SummaryPenalty.objects.create(
        case=case, key=words.key, statement_words=words.statement.strip(), correction_refused=words.correction_refused,
        refusal_note=signs.refusal.strip(), witness_name=signs.witness.strip(), signed_on_paper=signs.on_paper,
        record_due_on=due, record_basis=basis,
    )  # fmt: skip
    case.number = paper.number
    save(case, None, "number")
    log("impose_on_spot", "casework.penalty_on_spot", case, by, check.on, title="当场处罚", words="；".join(made.lines),
        basis="行政处罚法51、52", item=check.item.code, matter=words.matter_id, fine=str(made.fine_amount))  # fmt: skip
    if words.collect:
        _collect(case, made, words, by, check.on)
    return PenaltyCase.objects.select_related(*RELATED).get(pk=case.pk)


@transaction.atomic
def open_from_spot(
    *, words: SummaryWords, photos: Sequence[StoredFile] = (), by: Actor, on: date | None = None
) -> PenaltyCase:
    """Go on by the general procedure with what was typed on the spot: the case, its two officers, the photos."""
    check = check_summary(words=words, by=by, on=on)
    if not words.party.address.strip():
        text = "没有写当事人住址，普通程序的文书要写明。"
        raise NotAllowed([Obstacle(text, cite("行政处罚法59.1(1)"), "回到第1步填写住址。")])
    case = open_case(
        unit_id=check.unit.pk, item_id=words.item_id, party=words.party, cause=cause_of(check.item), facts=words.facts,
        act_on=words.act_on, act_ended_on=words.act_on, act_place=words.act_place, area_code=words.area_code,
        source=PenaltyCase.Source.MATTER if words.matter_id else PenaltyCase.Source.INSPECTION,
        matter_id=words.matter_id, by=by, on=check.on,
    )  # fmt: skip
    if not case.officers.exists() and len(check.officers) > 1:
        assign_officers(case_id=case.pk, officer_ids=[one.pk for one in check.officers], by=by, on=check.on)
    _keep_photos(case, check, photos, by)
    return PenaltyCase.objects.select_related(*RELATED).get(pk=case.pk)


def _keep_photos(case: PenaltyCase, check: SummaryCheck, photos: Sequence[StoredFile], by: Actor) -> None:
    for no, photo in enumerate(photos, 1):
        dossier.add_evidence(
            subject=case, agency=case.unit, form=Evidence.Form.PHOTO, kind=Evidence.Kind.AUDIOVISUAL,
            title=f"现场照片{no}", file=photo, officers=check.officers, proves="违法行为的现场", place=case.act_place,
            by=by, on=check.on,
        )  # fmt: skip


def _case(check: SummaryCheck, is_sample: bool) -> PenaltyCase:
    words, now = check.words, timezone.now()
    assert check.power.in_name_of is not None  # refused before
    case = PenaltyCase.objects.create(
        county=check.unit.county, agency=check.power.in_name_of, unit=check.unit, way=PenaltyCase.Way.SUMMARY,
        matter_id=words.matter_id, item=check.item, overlay=check.item.overlay,
        source=PenaltyCase.Source.MATTER if words.matter_id else PenaltyCase.Source.INSPECTION,
        party=keep_party(words.party, check.party, county=check.unit.county, is_sample=is_sample),
        cause=cause_of(check.item), facts=words.facts.strip(), area_code=words.area_code,
        act_place=words.act_place.strip(), act_on=words.act_on, act_ended_on=words.act_on, found_on=check.on,
        step=Step.SERVED, step_at=now, opened_at=now, is_sample=is_sample,
    )  # fmt: skip
    for place, one in enumerate(check.officers):
        CaseOfficer.objects.create(
            case=case, officer=one, is_lead=place == 0, certificate_no=one.certificate_no, from_on=check.on
        )
    return PenaltyCase.objects.select_related(*RELATED).get(pk=case.pk)


def _decision(case: PenaltyCase, check: SummaryCheck, by: Actor) -> Decision:
    words, limits = check.words, check.range.range
    band = check.band_of(limits) if limits and words.fine_amount else None
    proposal = Proposal.objects.create(
        case=case, kind=Proposal.Kind.PENALTY, band=words.band, fine_amount=words.fine_amount, warning=words.warning,
        discretion_words=words.discretion_words.strip() or "当场处罚，情节一般。",
        range_words=band.explanation if band else "", leniency_facts={"age": check.age},
        leniency_verdict=check.finding.verdict, on=check.on, by_id=by.actor_id,
    )  # fmt: skip
    return Decision.objects.create(
        case=case, kind=Decision.Kind.PENALTY, proposal=proposal, fine_amount=words.fine_amount,
        lines=lines_of(proposal), basis="；".join(bases_of(case, "罚则"))[:600], reasons=words.facts.strip(),
        decided_on=check.on, serve_due_on=check.on, served_on=check.on, by_id=person(by),
        pay_due_on=law_term(case, "penalty.pay", check.on).due_day if words.fine_amount else None,
    )  # fmt: skip


def _paper(case: PenaltyCase, check: SummaryCheck, made: Decision, signs: SummarySigns, by: Actor) -> Document:
    """Draw the form up, keep the signatures under its words, then number and seal it: no number without a form."""
    words = check.words
    _keep_photos(case, check, signs.photos, by)
    facts: dict[str, Any] = {"is_summary": True, "card_shown": words.card_shown, "payment_due_on": made.pay_due_on,
             "act_on": f"{words.act_on.year}年{words.act_on.month}月{words.act_on.day}日"}  # fmt: skip
    if words.collect:
        facts |= {"onspot_collected": True, "onspot_reason": _why(words), "receipt_no": words.receipt_no.strip()}
    refused = f"当事人拒绝签收：{signs.refusal.strip()}" if signs.refusal.strip() and not signs.on_paper else ""
    if refused and signs.witness.strip():
        refused += f"。见证人：{signs.witness.strip()}"
    paper = draw(case, "summary_decision", by=by, on=check.on, facts=facts, free={
        "facts_found": _ended(words.facts), "decision_text": "；".join(made.lines) + "。",
        "defence_text": words.statement.strip(), "refusal_note": _ended(refused) if refused else "",
    })  # fmt: skip
    _sign(paper, check, signs, by)
    return dossier.number_and_seal(document_id=paper.pk, by=by, on=check.on)


def _sign(paper: Document, check: SummaryCheck, signs: SummarySigns, by: Actor) -> None:
    lead, second = check.officers[0], check.officers[1]
    part = SignatureImage.Part
    rows = [
        (part.PARTY, check.words.party.name, signs.party_image, signs.refusal.strip() and "拒绝签收", None),
        (part.OFFICER, lead.name, signs.lead_image, "", lead.pk),
        (part.OFFICER, second.name, signs.second_image, "", second.pk),
    ]
    for place, name, image, why, officer_id in rows:
        dossier.sign_document(
            document_id=paper.pk, part=place, name=name, image=None if signs.on_paper or why else image,
            refusal=why or (ON_PAPER if signs.on_paper else ""), officer_id=officer_id, by=by,
        )  # fmt: skip


def _hand_over(case: PenaltyCase, paper: Document, signs: SummarySigns, by: Actor, day: date) -> None:
    """Handed over on the spot: to the party, or left with him when he refuses to sign."""
    values: dict[str, Any] = {"document_id": paper.pk, "to_name": case.party.name, "place": case.act_place, "on": day}
    if signs.refusal.strip() and not signs.on_paper:
        witnesses = [signs.witness] if signs.witness.strip() else []
        photo = signs.photos[0] if signs.photos else None
        dossier.serve(way="left", refusal=signs.refusal, witnesses=witnesses, proof=photo, by=by, **values)
        return
    dossier.serve(way="direct", received_by=case.party.name, received_on=day, by=by, **values)


def _collect(case: PenaltyCase, made: Decision, words: SummaryWords, by: Actor, day: date) -> None:
    record_payment(
        case_id=case.pk, amount=made.fine_amount, way=Payment.Way.ON_SPOT, receipt_no=words.receipt_no,
        on_spot_basis=f"{_why(words)}（{COLLECT_WHY[words.collect][1]}）", by=by, on=day,
    )  # fmt: skip


def _why(words: SummaryWords) -> str:
    return COLLECT_WHY[words.collect][0]


def _ended(text: str) -> str:
    plain = text.strip()
    return plain if plain.endswith(("。", "！", "？")) else f"{plain}。"


def _record_due(case: PenaltyCase, day: date) -> tuple[date | None, str]:
    """Until when the agency wants it on record: the governing rules, else the county's own number, else none."""
    one = find_rule("penalty.summary.record", Overlay(case.overlay), day)
    if one.length is not None:
        return law_term(case, "penalty.summary.record", day).due_day, "、".join(map(str, one.basis))
    own = rules_on(case.county, day)
    if own is None or own.record_days is None:
        return None, "行政处罚法52.3"
    return calendar_of(county_named(case.county)).add_workdays(day, own.record_days), "行政处罚法52.3"


@transaction.atomic
def note_record(
    *, case_id: uuid.UUID, words: str, version: int | None = None, by: Actor, on: date | None = None
) -> PenaltyCase:
    """Take a penalty on the spot on the agency's record (行政处罚法52.3). Nobody records what he decided himself."""
    day = day_of(on)
    extra = wants(words, "备案意见", 300)
    case, facts, _rows = begin("note_record", case_id, by, day, version=version, extra=extra)
    if doer_of(by).officer_id in facts.officer_ids:
        raise NotAllowed([Obstacle("自己办的当场处罚，由本机关其他人员备案。", penalty_law(52, 3), "请负责人备案。")])
    row = SummaryPenalty.objects.get(case=case)
    row.recorded_on, row.record_words, row.recorded_by_id = day, words.strip(), by.actor_id
    row.save(update_fields=["recorded_on", "record_words", "recorded_by_id"])
    save(case, None)
    log("note_record", "casework.penalty_recorded", case, by, day, words=words)
    return close_if_done(case, by, day)


@transaction.atomic
def hand_in_fine(
    *, case_id: uuid.UUID, words: str = "", version: int | None = None, by: Actor, on: date | None = None
) -> PenaltyCase:
    """Note that money taken on the spot reached the agency; two working days are the limit (行政处罚法71)."""
    day = day_of(on)
    case, _facts, rows = begin("hand_in_fine", case_id, by, day, version=version)
    waiting = [one for one in rows.payments if one.hand_in_due_on and not one.handed_in_on]
    for one in waiting:
        if day < one.paid_on:
            raise NotAllowed([rules.house(f"交回日期{day}早于收缴日期{one.paid_on}。", "请核对日期")])
        one.handed_in_on = day
        one.save(update_fields=["handed_in_on"])
    first = waiting[0]
    number = rows.decision.document.number if rows.decision and rows.decision.document else ""
    draw(case, "onspot_handin", by=by, on=day, slot=str(first.pk), facts={
        "decision_number": number, "fine": f"{sum((one.amount for one in waiting), Decimal(0)):.2f}",
        "receipt_no": "、".join(one.receipt_no for one in waiting), "onspot_reason": first.on_spot_basis,
        "started_at": first.paid_on, "ended_at": day,
    }, free={"remark": words.strip()})  # fmt: skip
    save(case, None)
    late = any(one.hand_in_due_on and day > one.hand_in_due_on for one in waiting)
    log("hand_in_fine", "casework.fine_handed_in", case, by, day, words=words, late=late)
    return close_if_done(case, by, day)
