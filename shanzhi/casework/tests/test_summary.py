"""A penalty on the spot: what the law lets through, what it refuses with which article, and what is left to do."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.utils import timezone

from shanzhi.casework import actions, rules
from shanzhi.casework.actions import CaseRulesWords, NotAllowed
from shanzhi.casework.models import Decision, Payment, PenaltyCase, Step, SummaryPenalty
from shanzhi.casework.queries.deadlines import deadlines_of
from shanzhi.casework.queries.facts import Rows, facts_of
from shanzhi.dispatch.models import WorkItem
from shanzhi.dossier import actions as dossier
from shanzhi.dossier.models import Document, SignatureImage
from shanzhi.ledger.models import Event

from .ground import CODE, Ground, person_words
from .spot import UNIT, imposed, numbered, signs, spot_words, stall

pytestmark = pytest.mark.django_db


def refused(ground: Ground, item: Any = None, *, signed: Any = None, **more: Any) -> str:
    """Return every reason with its article; nothing may have been written."""
    words = spot_words(ground, item or stall(ground), **more)
    with pytest.raises(NotAllowed) as refusal:
        actions.impose_on_spot(words=words, signs=signed or signs(), by=ground.users["officer"])
    assert not PenaltyCase.objects.exists() and not Document.objects.exists()
    return "\n".join(map(str, refusal.value.obstacles))


def test_a_small_fine_is_decided_numbered_handed_over_and_waits_for_money_and_record(ground: Ground) -> None:
    case = imposed(ground)
    decision = Decision.objects.get(case=case)
    assert case.way == "summary" and case.step == Step.SERVED and case.filed_on is None
    assert decision.document is not None and decision.document.state == Document.State.SEALED
    assert case.number == decision.document.number and "当罚" in case.number
    assert decision.served_on == timezone.localdate() and decision.pay_due_on
    assert [one.officer.name for one in case.officers.all()] == ["示例·officer", "示例·second"]
    assert SignatureImage.objects.filter(file__isnull=False).count() == 3
    assert Event.objects.filter(kind="casework.penalty_on_spot", thread_id=case.pk).count() == 1


def test_the_paper_names_review_first_and_never_the_direct_way_to_court(ground: Ground) -> None:
    paper = Decision.objects.get(case=imposed(ground)).document
    assert paper is not None
    assert paper.versions.get(no=paper.version_no).facts["is_summary"] is True


def test_the_same_page_sent_twice_is_one_penalty_with_one_number(ground: Ground) -> None:
    words, ink = spot_words(ground, stall(ground)), signs()
    first = actions.impose_on_spot(words=words, signs=ink, by=ground.users["officer"])
    again = actions.impose_on_spot(words=words, signs=ink, by=ground.users["officer"])
    assert first.pk == again.pk and PenaltyCase.objects.count() == 1
    assert Document.objects.exclude(number="").count() == 1


def test_numbers_have_no_gap_when_one_was_refused_in_between(ground: Ground) -> None:
    one = imposed(ground, act_place="甲路口")
    with pytest.raises(NotAllowed):
        imposed(ground, fine_amount=Decimal(201), act_place="乙路口")
    two = imposed(ground, act_place="丙路口")
    serials = Document.objects.filter(template="summary_decision").values_list("number_serial", flat=True)
    assert sorted(serials) == [1, 2] and one.number != two.number


@pytest.mark.parametrize(
    ("wrong", "article"),
    [
        ({"card_shown": False}, "行政处罚法52"),
        ({"facts_clear": False}, "行政处罚法51"),
        ({"rights_told": False}, "行政处罚法44"),
        ({"heard": False}, "行政处罚法45"),
        ({"second_id": None}, "行政处罚法42"),
        ({"fine_amount": Decimal(201)}, "行政处罚法51"),
        ({"fine_amount": Decimal(0)}, "行政处罚法51"),
        ({"fine_amount": Decimal(19)}, "行政处罚法5.2"),
        ({"warning": True}, "行政处罚法38"),
        ({"collect": "small", "fine_amount": Decimal(150), "receipt_no": "A1"}, "行政处罚法68"),
        ({"collect": "small"}, "行政处罚法70"),
        ({"party": person_words(id_number="110105194912310021")}, ""),
    ],
)
def test_each_condition_is_refused_with_its_article(ground: Ground, wrong: dict[str, Any], article: str) -> None:
    said = refused(ground, **wrong)
    assert article in said and said


def test_everything_that_is_wrong_is_told_at_once(ground: Ground) -> None:
    said = refused(ground, card_shown=False, rights_told=False, heard=False, facts_clear=False)
    assert all(f"行政处罚法{number}" in said for number in (44, 45, 51, 52))


def test_an_expired_certificate_does_not_make_the_second_officer(ground: Ground) -> None:
    assert "到期" in refused(ground, second_id=ground.officers["expired"].pk)


def test_a_unit_may_be_fined_more_than_a_person_but_by_its_own_range(ground: Ground) -> None:
    item = stall(ground)
    assert imposed(ground, party=UNIT, fine_amount=Decimal(800)).party.name == UNIT.name
    with pytest.raises(NotAllowed):
        imposed(ground, party=UNIT, fine_amount=Decimal(100), act_place="别处")
    with pytest.raises(NotAllowed):
        imposed(ground, fine_amount=Decimal(800), act_place="别处")
    assert item.fine_max_amount is None


def test_where_the_text_wants_an_order_to_correct_first_the_fine_waits_for_it(ground: Ground) -> None:
    item = stall(ground, measure="责令改正；拒不改正的，罚款")
    assert "先责令改正" in refused(ground, item)
    words = spot_words(ground, item, correction_refused=True)
    assert actions.impose_on_spot(words=words, signs=signs(), by=ground.users["officer"]).pk


def test_a_child_under_fourteen_is_not_punished_on_the_spot(ground: Ground) -> None:
    child = person_words(id_number="", name="小示例", guardian_name="大示例")
    born = timezone.localdate() - timedelta(days=365 * 13)
    number = numbered(f"110105{born:%Y%m%d}002")
    assert "行政处罚法30" in refused(ground, party=person_words(**{**child.__dict__, "id_number": number}))


def test_the_same_act_is_not_fined_twice_the_same_day_at_the_same_place(ground: Ground) -> None:
    imposed(ground)
    with pytest.raises(NotAllowed, match="29"):
        imposed(ground)


def test_without_a_signature_there_is_a_note_of_refusal_and_a_witness_or_a_photo(ground: Ground) -> None:
    assert "没有签收" in refused(ground, signed=signs(party_image=None))
    no_witness = signs(party_image=None, refusal="当事人拒绝签收后离开")
    assert "见证人" in refused(ground, item_again(), signed=no_witness)
    words = spot_words(ground, item_again())
    noted = signs(party_image=None, refusal="当事人拒绝签收后离开", witness="李见证")
    case = actions.impose_on_spot(words=words, signs=noted, by=ground.users["officer"])
    paper = Decision.objects.get(case=case).document
    assert paper is not None and "李见证" in paper.versions.get(no=paper.version_no).free["refusal_note"]
    assert paper.deliveries.get().way == "left"


def item_again() -> Any:
    from shanzhi.registry.models import Item

    return Item.objects.get(code="330212345009")


def test_signatures_on_paper_are_noted_as_such(ground: Ground) -> None:
    words = spot_words(ground, stall(ground))
    on_paper = signs(party_image=None, lead_image=None, second_image=None, on_paper=True)
    case = actions.impose_on_spot(words=words, signs=on_paper, by=ground.users["officer"])
    assert SummaryPenalty.objects.get(case=case).signed_on_paper
    assert SignatureImage.objects.filter(file__isnull=True).count() == 3


def test_money_taken_on_the_spot_is_handed_in_within_two_working_days_and_the_case_ends_by_itself(
    ground: Ground,
) -> None:
    case = imposed(ground, collect="small", receipt_no="浙罚A001")
    paid = Payment.objects.get(decision__case=case)
    assert paid.way == "on_spot" and "行政处罚法68(1)" in paid.on_spot_basis
    named = [one.name for one in deadlines_of(case, Rows.of(case), today=timezone.localdate())]
    assert "当场收缴的罚款交回机关" in named
    assert rules.next_verb(facts_of(case, on=timezone.localdate())) == "hand_in_fine"
    actions.note_record(case_id=case.pk, words="同意备案。", by=ground.users["head"])
    assert PenaltyCase.objects.get(pk=case.pk).closed_on is None
    done = actions.hand_in_fine(case_id=case.pk, by=ground.users["officer"])
    assert done.closed_on and done.step == Step.CLOSED
    paper = Document.objects.get(subject_id=case.pk, template="onspot_handin")
    assert dossier.number_and_seal(document_id=paper.pk, by=ground.users["head"]).page_count == 1
    assert Event.objects.filter(thread_id=case.pk, kind__startswith="casework.").count() == case.history.count()


def test_paid_at_the_bank_and_recorded_the_case_is_closed_whatever_comes_first(ground: Ground) -> None:
    case = imposed(ground)
    actions.record_payment(case_id=case.pk, amount=Decimal(50), way="bank", receipt_no="B1", by=ground.users["officer"])
    assert PenaltyCase.objects.get(pk=case.pk).closed_on is None
    assert rules.next_verb(facts_of(case, on=timezone.localdate())) == "note_record"
    assert actions.note_record(case_id=case.pk, words="同意备案。", by=ground.users["head"]).step == Step.CLOSED


def test_nobody_records_his_own_penalty_and_no_case_closes_unrecorded(ground: Ground) -> None:
    case = imposed(ground, warning=False)
    with pytest.raises(NotAllowed, match=r"52\.3"):
        actions.note_record(case_id=case.pk, words="同意", by=ground.users["officer"])
    actions.record_payment(case_id=case.pk, amount=Decimal(50), way="bank", receipt_no="B1", by=ground.users["officer"])
    with pytest.raises(NotAllowed, match="备案"):
        actions.close_case(case_id=case.pk, reason="x", by=ground.users["head"])


def test_the_record_has_the_days_of_the_rules_or_of_the_county_or_none(ground: Ground) -> None:
    assert SummaryPenalty.objects.get(case=imposed(ground)).record_due_on is None
    words = CaseRulesWords(from_on=timezone.localdate(), source="示例规定", record_days=5)
    actions.set_case_rules(county=CODE, words=words, by=ground.users["head"])
    due = SummaryPenalty.objects.get(case=imposed(ground, act_place="别处")).record_due_on
    assert due and due > timezone.localdate() + timedelta(days=4)


def test_the_worklist_says_that_the_record_is_waited_for(ground: Ground) -> None:
    case = imposed(ground)
    assert WorkItem.objects.get(subject_id=case.pk).step_label == "待备案"
    actions.note_record(case_id=case.pk, words="同意备案。", by=ground.users["head"])
    assert WorkItem.objects.get(subject_id=case.pk).step_label == "已送达"


def test_what_does_not_fit_goes_on_by_the_general_procedure_with_what_was_typed(ground: Ground) -> None:
    words = spot_words(ground, stall(ground), fine_amount=Decimal(500))
    case = actions.open_from_spot(words=words, by=ground.users["officer"])
    assert case.step == Step.CLUE and case.way == "general" and case.officers.count() == 2
    assert case.facts == "在人行道上摆早餐摊（示例）"
    actions.file_case(case_id=case.pk, opinion="同意", by=ground.users["head"])


def test_help_is_passed_on_as_an_event_without_a_name(ground: Ground) -> None:
    case = imposed(ground)
    actions.refer_help(case_id=case.pk, kind="stall_place", words="年纪大，靠摆摊为生。", by=ground.users["officer"])
    event = Event.objects.get(kind="casework.help_referred")
    assert event.data["what"] == "stall_place" and "陈示例" not in str(event.data)
    with pytest.raises(NotAllowed):
        actions.refer_help(case_id=case.pk, kind="?", words="x", by=ground.users["officer"])


def test_a_fine_nobody_paid_goes_the_way_of_every_fine(ground: Ground) -> None:
    today = timezone.localdate()
    case = imposed(ground)
    actions.note_record(case_id=case.pk, words="同意备案。", by=ground.users["head"])
    facts = facts_of(case, on=today + timedelta(days=40))
    assert facts.pay_due_on and facts.pay_due_on < facts.on
    assert rules.next_verb(facts) == "urge"
    assert not rules.obstacles("urge", facts, rules.Doer())
