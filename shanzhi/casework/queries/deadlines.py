"""Which statutory dates has a case, past and coming, each with its article and how it was counted?"""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from shanzhi.law.citation import Citation

from ..models import EvidenceHold, Hearing, PenaltyCase, Seizure
from ..rules.verbs import BEFORE_DECISION, citations_of
from .facts import Rows, term_of_case
from .remedies import remedies_of_case
from .ways import terms_of_way


@dataclass(frozen=True)
class Deadline:
    """One statutory date that is still running."""

    name: str
    on: date
    basis: str = ""
    explanation: str = ""
    provisional: bool = False

    @property
    def citations(self) -> tuple[Citation, ...]:
        return citations_of(self.basis)


def deadlines_of(case: PenaltyCase, rows: Rows, *, today: date) -> list[Deadline]:
    """Return the running statutory dates of a case, the nearest first."""
    if case.closed_on:
        return _of_remedies(case)
    found = [*_of_case(case, rows, today), *_of_things(rows), *_of_party(rows), *_of_money(rows)]
    found += [Deadline(name, day, basis) for name, day, basis in terms_of_way(case)]
    found += _of_remedies(case)
    return sorted(found, key=lambda one: one.on)


def _of_case(case: PenaltyCase, rows: Rows, today: date) -> list[Deadline]:
    term = term_of_case(case, rows, today=today)
    if term is None or case.step not in BEFORE_DECISION:
        return []
    basis = "、".join(map(str, term.basis))
    return [Deadline(_("作出处罚决定"), term.due_day, basis, term.explanation, term.provisional)]


def _of_things(rows: Rows) -> list[Deadline]:
    found = []
    for hold in rows.holds:
        if hold.outcome == EvidenceHold.Outcome.HELD:
            found.append(Deadline(_("处理登记保存的证据"), hold.due_on, "行政处罚法56"))
    for seizure in rows.seizures:
        if seizure.state in (Seizure.State.HELD, Seizure.State.EXTENDED):
            found.append(Deadline(_("查封、扣押期限"), seizure.due_on, "行政强制法25.1"))
    for order in rows.corrections:
        if order.rechecked_on is None:
            found.append(Deadline(_("改正期限，到期复查"), order.due_on, "行政处罚法28.1"))
    return found


def _of_party(rows: Rows) -> list[Deadline]:
    notice, found = rows.notice, []
    hearing = rows.hearing
    if hearing and hearing.state == Hearing.State.NOTICED and hearing.held_at:
        found.append(Deadline(_("举行听证"), timezone.localdate(hearing.held_at), "行政处罚法64(2)"))
    if notice is None or notice.waived_on or rows.decision:
        return found
    if notice.statement_due_on:
        found.append(Deadline(_("当事人陈述、申辩"), notice.statement_due_on, "行政处罚法45"))
    if notice.hearing_due_on:
        found.append(Deadline(_("当事人要求听证"), notice.hearing_due_on, "行政处罚法64(1)"))
    return found


def _of_money(rows: Rows) -> list[Deadline]:
    decision: Any = rows.decision
    if decision is None:
        return []
    found = []
    if decision.served_on is None and decision.serve_due_on:
        found.append(Deadline(_("送达决定书"), decision.serve_due_on, "行政处罚法61"))
    if decision.pay_due_on:
        found.append(Deadline(_("当事人缴纳罚款"), decision.pay_due_on, "行政处罚法67.3"))
    for paid in rows.payments:
        if paid.hand_in_due_on and not paid.handed_in_on:
            found.append(Deadline(_("当场收缴的罚款交回机关"), paid.hand_in_due_on, "行政处罚法71"))
    for urging in rows.urgings:
        if urging.waits_until and not rows.applications:
            found.append(Deadline(_("催告期满，可以申请法院强制执行"), urging.waits_until, "行政强制法54"))
    return found


def _of_remedies(case: PenaltyCase) -> list[Deadline]:
    """The agency's days to answer; a day missed counts as no evidence."""
    return [
        Deadline(_("复议答复、应诉答辩"), one.answer_due_on, "行政复议法48" if one.kind == "review" else "行政诉讼法67")
        for one in remedies_of_case(case.pk)
        if one.ended_on is None and one.answered_on is None
    ]
