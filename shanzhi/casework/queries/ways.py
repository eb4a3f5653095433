"""What do the guards ask about the shorter ways of a case: on the spot, or quick by consent?"""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from shanzhi.law import procedure as law
from shanzhi.law.identifiers import full_years
from shanzhi.law.obstacle import Obstacle
from shanzhi.law.rulebook import Overlay

from ..models import CaseRules, Payment, PenaltyCase, Proposal, QuickWay, SummaryPenalty
from ..rules.guards import house
from .amounts import hearing_needed, review_needed
from .reading import cases_of_party

Excluded = CaseRules.Excluded
ADULT = 18


def way_facts(case: PenaltyCase, payments: list[Payment], proposal: Proposal | None, measures: bool) -> dict[str, Any]:
    """Return the facts of the way; one query, and only for a case that left the general procedure."""
    found: dict[str, Any] = {
        "way": case.way,
        "hand_in_open": any(one.hand_in_due_on and not one.handed_in_on for one in payments),
    }
    if case.way == PenaltyCase.Way.SUMMARY:
        row = SummaryPenalty.objects.filter(case=case).first()
        found["recorded"] = bool(row and row.recorded_on)
    if case.way == PenaltyCase.Way.QUICK:
        quick = QuickWay.objects.filter(case=case).select_related("rules").first()
        found["quick_against"] = tuple(against_quick(case, quick.rules, proposal, measures)) if quick else ()
    return found


def against_quick(
    case: PenaltyCase, own: CaseRules, proposal: Proposal | None, measures: bool = False
) -> list[Obstacle]:
    """Return why the county's own rules do not let this case go the quick way; what nobody can see is asked for."""
    found = [*by_table(case, own, proposal), *_limits(case, own, proposal)]
    if Excluded.REPEATED in own.quick_excluded and _repeated(case):
        found.append(_not(Excluded.REPEATED, own))
    if Excluded.COMPLEX in own.quick_excluded and case.is_complex:
        found.append(_not(Excluded.COMPLEX, own))
    if Excluded.MEASURES in own.quick_excluded and measures:
        found.append(_not(Excluded.MEASURES, own))
    return found


def by_table(
    case: PenaltyCase, own: CaseRules, proposal: Proposal | None, said: Mapping[str, Any] | None = None
) -> list[Obstacle]:
    """Return what the law's table of quick handling says; `said` holds what only people can tell, else it is taken as so."""
    heard = case.hearings.filter(state__in=("held", "reported")).exists()
    facts: dict[str, Any] = {
        "on_published_list": any(case.item.code.startswith(code) for code in own.quick_items),
        "filed": case.filed_on is not None,
        "officers": case.officers.filter(until_on__isnull=True, officer__standing="officer").count(),
        "facts_clear": True,
        "party_admits": True,
        "consent_signed": True,
        "crime_suspected": False,
        "hearing_right": hearing_needed(case, proposal).needed,
        "legal_review_required": review_needed(case, proposal, heard=heard).needed,
        **(said or {}),
    }
    facts["party_needs_protection"] = bool(facts.get("party_needs_protection")) or _is_minor(case)
    overlay = Overlay(case.overlay)
    asked = {one.fact for one in law.procedure("quick", overlay).guards()}
    known = {name: value for name, value in facts.items() if name in asked}
    return law.obstacles("quick", {"step": "proposed", **known}, "consented", overlay=overlay)


def terms_of_way(case: PenaltyCase) -> list[tuple[str, date, str]]:
    """Return the running dates of the way: the record of a penalty on the spot, the house's own limit of a quick case."""
    found = []
    if case.way == PenaltyCase.Way.SUMMARY:
        row = SummaryPenalty.objects.filter(case=case, recorded_on__isnull=True, record_due_on__isnull=False).first()
        if row is not None and row.record_due_on:
            found.append((_("当场处罚报机关备案"), row.record_due_on, row.record_basis))
    if case.way == PenaltyCase.Way.QUICK and not case.decisions.exists():
        quick = QuickWay.objects.filter(case=case, due_on__isnull=False).first()
        if quick is not None and quick.due_on:
            found.append((_("简案快办内部办结"), quick.due_on, ""))
    return found


def label_of_way(case: PenaltyCase) -> str:
    """Return what the worklist says of a penalty on the spot nobody has taken on record yet; else nothing."""
    if case.way != PenaltyCase.Way.SUMMARY or case.closed_on:
        return ""
    open_ = SummaryPenalty.objects.filter(case=case, recorded_on__isnull=True).exists()
    return _("待备案") if open_ else ""


def _limits(case: PenaltyCase, own: CaseRules, proposal: Proposal | None) -> list[Obstacle]:
    if proposal is None or proposal.kind != Proposal.Kind.PENALTY:
        return []
    most = own.quick_person_amount if case.party.is_person else own.quick_unit_amount
    found = []
    if proposal.fine_amount > (most if most is not None else Decimal(0)):
        said = f"{most}元" if most is not None else "没有设定"
        text = f"拟罚{proposal.fine_amount}元，超过简案快办的上限（{said}，{own.source}）。"
        found.append(house(text, "转回普通程序"))
    if Excluded.LENIENT in own.quick_excluded and proposal.band == Proposal.Band.MITIGATED:
        found.append(_not(Excluded.LENIENT, own))
    return found


def _repeated(case: PenaltyCase) -> bool:
    return cases_of_party(case.party, without=case.pk).filter(item__code=case.item.code).exists()


def _is_minor(case: PenaltyCase) -> bool:
    born: date | None = case.party.born_on
    return bool(born and full_years(born, case.act_on) < ADULT)


def _not(one: Excluded, own: CaseRules) -> Obstacle:
    text = _("%(what)s，不适用简案快办（%(source)s）。") % {"what": one.label, "source": own.source}
    return house(text, "按普通程序办理")
