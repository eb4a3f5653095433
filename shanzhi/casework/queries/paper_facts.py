"""What do the documents of a case say of it? Facts only; the words are the author's."""

from typing import Any

from shanzhi.dossier.models import Evidence
from shanzhi.law.citation import cite
from shanzhi.law.identifiers import full_years

from ..models import CaseOfficer, Decision, InquiryRecord, Notice, PenaltyCase, Proposal
from ..sealing import open_identity


def facts_for_papers(case: PenaltyCase) -> dict[str, Any]:
    """Return every fact of the case by the names the documents use; an empty one is left out by the caller."""
    return {**_about_case(case), **_about_party(case), **_about_outcome(case)}


def _about_case(case: PenaltyCase) -> dict[str, Any]:
    officers = CaseOfficer.objects.filter(case=case, until_on__isnull=True).select_related("officer")
    evidence = Evidence.objects.filter(subject_id=case.pk, excluded_at__isnull=True).order_by("no")
    return {
        "case_no": case.number,
        "cause": case.cause,
        "clue_source": case.get_source_display(),
        "clue_on": case.found_on,
        "clue_text": case.facts,
        "filed_on": case.filed_on,
        "item_code": case.item.code,
        "item_name": case.item.name,
        "act_on": case.act_on.isoformat(),
        "act_place": case.act_place,
        "found_on": case.found_on,
        "violated": bases_of(case, "违则"),
        "basis": bases_of(case, "罚则"),
        "agency_name": case.agency.name,
        "officers": [{"name": one.officer.name, "certificate": one.certificate_no} for one in officers],
        "evidence_list": [
            {"证据编号": str(one.no), "证据名称": one.title, "证据种类": one.get_kind_display(), "证明对象": one.proves}
            for one in evidence
        ]
        + _records(case, evidence.count()),
    }


def _records(case: PenaltyCase, before: int) -> list[dict[str, str]]:
    """Return the records as evidence: what the officers saw, what the party said."""
    kinds = {"questioning": "当事人的陈述"}
    return [
        {"证据编号": str(no), "证据名称": f"{one.get_kind_display()}笔录", "证据种类": kinds.get(one.kind, "勘验笔录、现场笔录"),
         "证明对象": "违法行为的时间、地点、经过"}
        for no, one in enumerate(InquiryRecord.objects.filter(case=case), before + 1)
    ]  # fmt: skip


def basis_words(raw: Any) -> str:
    """Return one legal basis of the item list as a document prints it."""
    if not isinstance(raw, dict):
        return str(raw)
    return cite(raw["cite"]).long if raw.get("cite") else str(raw.get("text", ""))


def bases_of(case: PenaltyCase, role: str) -> list[str]:
    """Return the articles that were violated (违则) or that order the penalty (罚则); unmarked ones serve for both."""
    rows = [one for one in case.item.legal_bases if one]
    marked = [one for one in rows if isinstance(one, dict) and one.get("role") == role]
    return [basis_words(one) for one in marked or rows]


def _about_party(case: PenaltyCase) -> dict[str, Any]:
    party = case.party
    kinds = {"person": "person", "sole_trader": "sole_trader"}
    number = open_identity(bytes(party.id_sealed), party.id_key, party.pk) if party.id_sealed else ""
    return {
        "party_kind": kinds.get(party.kind, "organisation"),
        "party_name": party.name,
        "party_trade_name": party.trade_name,
        "party_sex": party.sex,
        "party_age": full_years(party.born_on, case.act_on) if party.born_on else "",
        "party_id_no": number,
        "party_code": party.unified_code,
        "party_address": party.address,
        "party_representative": party.representative,
        "party_phone": party.phone,
        "party_guardian": party.guardian_name,
    }


def _about_outcome(case: PenaltyCase) -> dict[str, Any]:
    proposal = Proposal.objects.filter(case=case).last()
    notice = Notice.objects.filter(case=case, superseded=False).select_related("document").last()
    decision = Decision.objects.filter(case=case, revoked_on__isnull=True).select_related("document").last()
    found: dict[str, Any] = {}
    if proposal is not None:
        found |= {
            "fine": f"{proposal.fine_amount:.2f}" if proposal.fine_amount else "",
            "confiscated_money": f"{proposal.confiscated_amount:.2f}" if proposal.confiscated_amount else "",
            "confiscated_goods": proposal.confiscated_goods,
            "warning": "警告" if proposal.warning else "",
            "other_penalty": proposal.other_words,
            "discretion_step": proposal.get_band_display() if proposal.band else "",
            "discretion_range": proposal.range_words,
            "leniency": proposal.leniency_words,
            "leniency_basis": [proposal.leniency_words] if proposal.leniency_words else [],
        }
    if notice is not None:
        found |= {
            "notice_number": notice.document.number if notice.document else "",
            "notice_served_on": notice.served_on,
            "defence_until": notice.statement_due_on,
            "hearing_right": notice.hearing_right,
            "hearing_until": notice.hearing_due_on,
        }
    if decision is not None:
        found |= {
            "decision_number": decision.document.number if decision.document else "",
            "decision_on": decision.decided_on,
            "decision_served_on": decision.served_on,
            "payment_due_on": decision.pay_due_on,
        }
    return found
