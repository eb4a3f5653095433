"""What do the guards ask about the shorter ways of a case: on the spot, or quick by consent?"""

from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from shanzhi.law.identifiers import full_years
from shanzhi.law.obstacle import Obstacle

from ..models import CaseRules, Payment, PenaltyCase, Proposal, QuickWay, SummaryPenalty
from ..rules.guards import house
from .amounts import hearing_needed

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
    found = _items(case, own)
    if Excluded.MINOR in own.quick_excluded and _is_minor(case):
        found.append(_not(Excluded.MINOR, own))
    if Excluded.COMPLEX in own.quick_excluded and case.is_complex:
        found.append(_not(Excluded.COMPLEX, own))
    if Excluded.MEASURES in own.quick_excluded and measures:
        found.append(_not(Excluded.MEASURES, own))
    if proposal is not None:
        found += _sums(case, own, proposal)
    return found


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


def _items(case: PenaltyCase, own: CaseRules) -> list[Obstacle]:
    if any(case.item.code.startswith(code) for code in own.quick_items):
        return []
    text = f"事项{case.item.code}不在简案快办的事项里（{own.source}）。"
    return [house(text, "按普通程序办理")]


def _sums(case: PenaltyCase, own: CaseRules, proposal: Proposal) -> list[Obstacle]:
    most = own.quick_person_amount if case.party.is_person else own.quick_unit_amount
    found = []
    if proposal.kind == Proposal.Kind.PENALTY and proposal.fine_amount > (most if most is not None else Decimal(0)):
        said = f"{most}元" if most is not None else "没有设定"
        text = f"拟罚{proposal.fine_amount}元，超过简案快办的上限（{said}，{own.source}）。"
        found.append(house(text, "转回普通程序"))
    if Excluded.HEARING in own.quick_excluded and hearing_needed(case, proposal).needed:
        found.append(_not(Excluded.HEARING, own))
    return found


def _is_minor(case: PenaltyCase) -> bool:
    born: date | None = case.party.born_on
    return bool(born and full_years(born, case.act_on) < ADULT)


def _not(one: Excluded, own: CaseRules) -> Obstacle:
    text = _("%(what)s，不适用简案快办（%(source)s）。") % {"what": one.label, "source": own.source}
    return house(text, "按普通程序办理")
