"""What a reconsideration or a lawsuit does to a case: clocks, enforcement, money, closing, the decision itself."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.urls import reverse

from shanzhi.casework import actions
from shanzhi.casework.actions import PAPERS, RemedyWords
from shanzhi.casework.models import PenaltyCase, Remedy, Step
from shanzhi.casework.queries.remedies import remedies_of
from shanzhi.dispatch.models import WorkItem

from .ground import DAY, Ground
from .run import HANDED, later, propose, sealed, served, told

pytestmark = pytest.mark.django_db


def reasons(refusal: Any) -> str:
    return " ".join(map(str, refusal.value.obstacles))


def words(**more: Any) -> RemedyWords:
    values: dict[str, Any] = {
        "kind": "review", "applicant": "陈示例", "body": "示例县人民政府", "applied_on": later(10), "copy_on": later(12),
    }  # fmt: skip
    return RemedyWords(**{**values, **more})


def noted(ground: Ground, case: PenaltyCase, *, on: date | None = None, **more: Any) -> Remedy:
    return actions.note_remedy(case_id=case.pk, words=words(**more), by=ground.users["officer"], on=on or later(12))


def ended(ground: Ground, case: PenaltyCase, outcome: str, *, on: date, **more: Any) -> PenaltyCase:
    actions.note_remedy_outcome(
        case_id=case.pk, outcome=outcome, words="复议决定书摘要", by=ground.users["head"], on=on, **more
    )
    return PenaltyCase.objects.get(pk=case.pk)


def test_the_days_to_answer_begin_with_the_copy_and_stand_on_the_page_and_the_worklist(
    ground: Ground, client: Any
) -> None:
    case = served(ground)
    row = noted(ground, case)
    assert row.answer_due_on > later(12) and (row.answer_due_on - later(12)).days >= 12
    client.force_login(ground.users["officer"])
    page = client.get(reverse("casework:case", args=[case.pk])).content.decode()
    assert "示例县人民政府" in page and row.answer_due_on.isoformat() in page
    actions.answer_remedy(case_id=case.pk, words="事实清楚。", by=ground.users["officer"], on=later(13))
    with pytest.raises(actions.NotAllowed):
        actions.answer_remedy(case_id=case.pk, words="再答。", by=ground.users["officer"], on=later(13))
    assert list(remedies_of(case.county, (DAY, later(30)))) == [row]


def test_too_late_an_application_needs_the_reason_why_it_was_taken(ground: Ground) -> None:
    case = served(ground)
    with pytest.raises(actions.NotAllowed) as refusal:
        noted(ground, case, applied_on=later(80), copy_on=later(81), on=later(81))
    assert "行政复议法20" in reasons(refusal)
    noted(ground, case, applied_on=later(80), copy_on=later(81), late_words="不可抗力（示例）", on=later(81))


def test_a_decision_on_the_spot_goes_to_review_before_the_court(ground: Ground) -> None:
    case = served(ground)
    PenaltyCase.objects.filter(pk=case.pk).update(way="summary")
    with pytest.raises(actions.NotAllowed) as refusal:
        noted(ground, case, kind="first", body="示例县人民法院")
    assert "行政复议法23" in reasons(refusal)


def test_a_case_under_review_is_neither_closed_nor_taken_to_the_court(ground: Ground) -> None:
    case = served(ground)
    by, head = ground.users["officer"], ground.users["head"]
    actions.urge(case_id=case.pk, by=by, on=later(20))
    sealed(ground, case, "demand_letter", on=later(20))
    actions.note_urging_served(case_id=case.pk, words=HANDED, by=by, on=later(20))
    noted(ground, case, applied_on=later(21), copy_on=later(21), on=later(21))
    apply: dict[str, Any] = {"case_id": case.pk, "court": "示例县人民法院", "papers": PAPERS, "by": head}
    with pytest.raises(actions.NotAllowed) as refusal:
        actions.apply_to_court(on=later(190), **apply)
    assert "行政强制法53" in reasons(refusal)
    with pytest.raises(actions.NotAllowed) as refusal:
        actions.close_case(case_id=case.pk, reason="结案", by=head, on=later(190))
    assert "还没有结果" in reasons(refusal)
    ended(ground, case, "upheld", on=later(80))
    with pytest.raises(actions.NotAllowed):
        actions.apply_to_court(on=later(90), **apply)
    actions.apply_to_court(on=later(100), **apply)


def test_no_late_fee_runs_while_somebody_else_decides(ground: Ground) -> None:
    case = served(ground)
    noted(ground, case, applied_on=later(14), copy_on=later(14), on=later(14))
    ended(ground, case, "upheld", on=later(60))
    pay: dict[str, Any] = {"case_id": case.pk, "way": "bank", "receipt_no": "A1", "by": ground.users["officer"]}
    with pytest.raises(actions.NotAllowed) as refusal:
        actions.record_payment(amount=Decimal(1100), late_fee_amount=Decimal(300), on=later(62), **pay)
    assert "行政处罚法73" in reasons(refusal)


def test_a_changed_sum_is_never_higher_and_is_what_is_owed(ground: Ground) -> None:
    case = served(ground)
    noted(ground, case)
    with pytest.raises(actions.NotAllowed) as refusal:
        ended(ground, case, "changed", on=later(40), new_fine=Decimal(900))
    assert "行政复议法63.2" in reasons(refusal)
    with pytest.raises(actions.NotAllowed):
        ended(ground, case, "changed", on=later(40))
    ended(ground, case, "changed", on=later(40), new_fine=Decimal(500))
    row = Remedy.objects.get()
    assert (row.decision.fine_amount, row.was_fine_amount) == (500, 800)


def test_a_revoked_decision_is_owed_no_more_and_the_case_can_be_closed(ground: Ground) -> None:
    case = served(ground)
    noted(ground, case)
    ended(ground, case, "revoked", on=later(40))
    with pytest.raises(actions.NotAllowed):
        actions.urge(case_id=case.pk, by=ground.users["officer"], on=later(50))
    closed = actions.close_case(case_id=case.pk, reason="处罚决定被撤销", by=ground.users["head"], on=later(50))
    assert closed.closed_on == later(50)


def test_a_case_to_be_decided_again_is_told_again(ground: Ground) -> None:
    case = served(ground)
    noted(ground, case)
    again = ended(ground, case, "redo", on=later(40))
    assert (again.step, again.notices.filter(superseded=False).count()) == (Step.CONCLUDED, 0)
    propose(ground, again, on=later(41), fine_amount=Decimal(600))
    assert told(ground, again, on=later(41)).step == Step.NOTIFIED


def test_a_party_who_paid_may_still_turn_to_the_government_after_closing(ground: Ground) -> None:
    case = served(ground)
    by = ground.users["officer"]
    actions.record_payment(case_id=case.pk, amount=Decimal(800), way="bank", receipt_no="A1", by=by, on=later(5))
    actions.close_case(case_id=case.pk, reason="已履行", by=ground.users["head"], on=later(6))
    noted(ground, case)
    line = WorkItem.objects.get(subject_id=case.pk)
    assert line.is_open and line.due_at is not None
    ended(ground, case, "withdrawn", on=later(30))
    assert not WorkItem.objects.get(subject_id=case.pk).is_open
