"""Records, evidence, orders to correct, measures, the report and the proposal: lawful ones go, the others say why not."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from shanzhi.casework import actions
from shanzhi.casework.models import EvidenceHold, InquiryRecord, PenaltyCase, Step
from shanzhi.dossier.models import Evidence
from shanzhi.dossier.queries import documents_of

from .ground import DAY, Ground
from .run import LENIENT, at, concluded, later, propose, record
from .test_open_and_file import reasons

pytestmark = pytest.mark.django_db


def test_a_record_is_signed_or_says_why_not_and_becomes_a_document(ground: Ground) -> None:
    case = ground.filed()
    made = record(ground, case)
    assert made.officer_names == ["示例·officer", "示例·second"]
    assert "inquiry_record" in [one.template for one in documents_of(case)]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ({"refusal_note": ""}, "行政处罚法55.2"),
        ({"card_shown": False}, "行政处罚法55.1"),
        ({"rights_told": False}, "权利义务"),
        ({"ended_at": at(DAY, 8)}, "早于开始时间"),
        ({"person_name": ""}, "被询问人"),
        ({"words": " "}, "笔录内容"),
    ],
)
def test_a_record_that_would_not_stand_is_refused(ground: Ground, words: dict[str, Any], said: str) -> None:
    case = ground.filed()
    with pytest.raises(actions.NotAllowed) as refusal:
        record(ground, case, **words)
    assert said in reasons(refusal) and not InquiryRecord.objects.exists()


def test_one_officer_alone_makes_no_record(ground: Ground) -> None:
    case = ground.filed()
    who = ground.officers["second"]
    actions.ask_recusal(
        case_id=case.pk, officer_id=who.pk, asked_by="陈示例", reason="亲属", by=ground.users["officer"], on=DAY
    )
    actions.decide_recusal(case_id=case.pk, grant=True, words="属实", by=ground.users["head"], on=DAY)
    with pytest.raises(actions.NotAllowed) as refusal:
        record(ground, case)
    assert "行政处罚法42" in reasons(refusal)


def test_evidence_is_numbered_in_the_case(ground: Ground) -> None:
    case = ground.filed()
    for title in ("打火机", "草木灰"):
        actions.take_evidence(
            case_id=case.pk, form="physical", kind="physical", title=title, proves="焚烧工具", kept_at="物证室",
            by=ground.users["officer"], on=DAY,
        )  # fmt: skip
    assert list(Evidence.objects.filter(subject_id=case.pk).values_list("no", flat=True).order_by("no")) == [1, 2]


def test_evidence_held_is_settled_within_seven_working_days(ground: Ground) -> None:
    case = ground.filed()
    values: dict[str, Any] = {
        "case_id": case.pk,
        "place": "村部",
        "reason": "可能转移",
        "by": ground.users["head"],
        "on": DAY,
    }
    with pytest.raises(actions.NotAllowed) as refusal:
        actions.hold_evidence(things="打火机，1只", may_be_lost=False, **values)
    assert "行政处罚法56" in reasons(refusal)
    with pytest.raises(actions.NotAllowed) as refusal:
        actions.hold_evidence(things="打火机", may_be_lost=True, **values)
    assert "数量" in reasons(refusal)
    hold = actions.hold_evidence(things="打火机，1只", may_be_lost=True, **values)
    assert hold.due_on == DAY + timedelta(days=9)
    record(ground, case)
    with pytest.raises(actions.NotAllowed) as refusal:
        actions.conclude(case_id=case.pk, course="a", facts_found="b", reasons="c", by=ground.users["officer"], on=DAY)
    assert "先行登记保存" in reasons(refusal)
    with pytest.raises(actions.NotAllowed) as refusal:
        actions.settle_hold(case_id=case.pk, outcome="seized", words="转扣押", by=ground.users["officer"], on=later(10))
    assert "自动解除" in reasons(refusal)
    actions.settle_hold(case_id=case.pk, outcome="lapsed", words="退还", by=ground.users["officer"], on=later(10))
    assert EvidenceHold.objects.get().ended_on == later(10)


SEIZE: dict[str, Any] = {
    "kind": "seize", "things": "电焊机，1台", "place": "物证室", "basis": "《示例法》第五十四条", "reason": "防止转移",
    "card_shown": True, "list_handed": True,
}  # fmt: skip


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ({"basis": ""}, "行政强制法17"),
        ({"card_shown": False}, "行政强制法18(3)"),
        ({"list_handed": False}, "行政强制法24"),
        ({"necessities": True}, "行政强制法23"),
        ({"unrelated": True}, "行政强制法23"),
        ({"already_sealed": True}, "行政强制法23"),
        ({"things": ""}, "物品清单"),
    ],
)
def test_a_seizure_that_breaks_an_article_is_refused_with_it(ground: Ground, words: dict[str, Any], said: str) -> None:
    case = ground.filed()
    with pytest.raises(actions.NotAllowed) as refusal:
        actions.seize(case_id=case.pk, **{**SEIZE, **words}, by=ground.users["head"], on=DAY)
    assert said in reasons(refusal) and not case.seizures.exists()


def test_a_seizure_runs_thirty_days_and_is_extended_once(ground: Ground) -> None:
    case = ground.filed()
    row = actions.seize(case_id=case.pk, **SEIZE, by=ground.users["head"], on=DAY)
    assert row.due_on == later(30)
    extend: dict[str, Any] = {"case_id": case.pk, "words": "案情复杂", "by": ground.users["head"]}
    with pytest.raises(actions.NotAllowed) as refusal:
        actions.extend_seizure(told_in_writing=False, on=later(20), **extend)
    assert "行政强制法25" in reasons(refusal)
    row = actions.extend_seizure(told_in_writing=True, on=later(20), **extend)
    assert row.due_on == later(60)
    with pytest.raises(actions.NotAllowed):
        actions.extend_seizure(told_in_writing=True, on=later(40), **extend)
    actions.end_seizure(case_id=case.pk, outcome="lifted", words="退还", by=ground.users["officer"], on=later(50))
    assert case.seizures.get().state == "lifted"


def test_an_order_to_correct_waits_for_its_recheck(ground: Ground) -> None:
    case = ground.filed()
    order = actions.order_correction(
        case_id=case.pk, demand="立即停止焚烧，清除余火。", due_on=later(3), by=ground.users["officer"], on=DAY
    )
    assert order.result == "waiting" and order.document is not None
    actions.recheck_correction(
        case_id=case.pk, result="corrected", words="余火已清除。", by=ground.users["officer"], on=later(3)
    )
    order.refresh_from_db()
    assert (order.result, order.rechecked_on) == ("corrected", later(3))
    with pytest.raises(actions.NotAllowed):
        actions.recheck_correction(
            case_id=case.pk, result="corrected", words="再查", by=ground.users["officer"], on=later(4)
        )


def test_an_inquiry_without_a_record_is_not_concluded(ground: Ground) -> None:
    case = ground.filed()
    with pytest.raises(actions.NotAllowed) as refusal:
        actions.conclude(case_id=case.pk, course="a", facts_found="b", reasons="c", by=ground.users["officer"], on=DAY)
    assert "行政处罚法54" in reasons(refusal)


@pytest.mark.parametrize(
    ("words", "facts", "said"),
    [
        ({"fine_amount": Decimal(2001)}, None, "行政处罚法5"),
        ({"fine_amount": Decimal(499)}, None, "行政处罚法5"),
        ({"fine_amount": Decimal(0)}, None, "没有写任何处罚内容"),
        ({"band": ""}, None, "裁量档次"),
        ({}, LENIENT, "依法不予处罚"),
        ({}, {"removed_harm": True, "harm": "slight"}, "行政处罚法32(1)"),
        ({"kind": "no_penalty"}, LENIENT, "不能有处罚内容"),
        ({"kind": "no_penalty", "fine_amount": Decimal(0)}, None, "行政处罚法33"),
        ({"kind": "no_penalty", "fine_amount": Decimal(0)}, LENIENT, "行政处罚法33.3"),
        ({"discretion_words": " "}, None, "裁量理由"),
    ],
)
def test_a_proposal_that_breaks_the_law_is_refused_with_its_article(
    ground: Ground, words: dict[str, Any], facts: Any, said: str
) -> None:
    case = concluded(ground)
    with pytest.raises(actions.NotAllowed) as refusal:
        propose(ground, case, facts=facts, **words)
    assert said in reasons(refusal) and not case.proposals.exists()


def test_mitigation_goes_below_the_lowest_sum(ground: Ground) -> None:
    made = propose(ground, concluded(ground), facts={"removed_harm": True, "harm": "slight"}, band="mitigated",
                   fine_amount=Decimal(200))  # fmt: skip
    assert made.leniency_verdict == "must_lighten_or_mitigate"


def test_correction_is_not_claimed_while_the_recheck_is_open(ground: Ground) -> None:
    case = ground.filed()
    record(ground, case)
    actions.order_correction(case_id=case.pk, demand="停止", due_on=later(3), by=ground.users["officer"], on=DAY)
    case = actions.conclude(
        case_id=case.pk, course="a", facts_found="b", reasons="c", by=ground.users["officer"], on=DAY
    )
    with pytest.raises(actions.NotAllowed) as refusal:
        propose(ground, case, facts=LENIENT, kind="no_penalty", fine_amount=Decimal(0), education="已教育")
    assert "没有改正" in reasons(refusal)


def test_the_case_goes_back_to_be_inquired_into_further(ground: Ground) -> None:
    case = concluded(ground)
    actions.reopen_inquiry(case_id=case.pk, reason="面积未查清", by=ground.users["head"], on=DAY)
    assert PenaltyCase.objects.get(pk=case.pk).step == Step.INVESTIGATING
