"""A case begins: item, party, officers, filing. What stands in the way is said with its article."""

from datetime import date, timedelta

import pytest

from shanzhi.casework import actions
from shanzhi.casework.models import CaseStep, Party, PenaltyCase, Step
from shanzhi.casework.queries.reading import cases_of_party
from shanzhi.casework.sealing import open_identity
from shanzhi.dispatch.models import WorkItem
from shanzhi.dossier.queries import documents_of
from shanzhi.ledger.models import Event

from .ground import DAY, PERSON_ID, Ground, person_words

pytestmark = pytest.mark.django_db


def reasons(refusal: pytest.ExceptionInfo[actions.NotAllowed]) -> str:
    return "；".join(str(one) for one in refusal.value.obstacles)


def test_a_case_opens_as_a_clue_in_the_name_of_the_agency_that_may_decide(ground: Ground) -> None:
    case = ground.opened()
    assert (case.step, case.agency, case.unit) == (Step.CLUE, ground.agencies["bureau"], ground.agencies["team"])
    assert Event.objects.filter(kind="casework.case_opened", subject_id=case.pk).count() == 1
    line = WorkItem.objects.get(pk=case.pk)
    assert (line.kind, line.is_open, line.number) == ("case", True, "未立案")


def test_an_agency_without_the_power_does_not_open_a_case(ground: Ground) -> None:
    with pytest.raises(actions.NotAllowed) as refusal:
        ground.opened(item_id=ground.items["water"].pk)
    assert "行政处罚法38" in reasons(refusal)
    assert not PenaltyCase.objects.exists() and not Party.objects.exists()


def test_an_act_outside_the_ground_is_refused_with_its_article(ground: Ground) -> None:
    with pytest.raises(actions.NotAllowed) as refusal:
        ground.opened(area_code="990202001")
    assert "行政处罚法22" in reasons(refusal)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ({"id_number": PERSON_ID[:-1] + "1"}, "校验位"),
        ({"id_number": "1101051949"}, "18位"),
        ({"name": " "}, "姓名或者名称"),
        ({"kind": "firm", "id_number": "", "name": "示例厂"}, "法定代表人"),
        ({"kind": "ghost"}, "当事人类别"),
    ],
)
def test_a_party_that_cannot_be_right_is_refused_and_nothing_is_kept(
    ground: Ground, words: dict[str, str], said: str
) -> None:
    with pytest.raises(actions.NotAllowed) as refusal:
        ground.opened(party=person_words(**words))
    assert said in reasons(refusal)
    assert not Party.objects.exists()


def test_a_minor_needs_a_guardian(ground: Ground) -> None:
    young = "110105" + "20120101" + "001"
    digits = [int(one) for one in young]
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    young += "10X98765432"[sum(a * b for a, b in zip(digits, weights, strict=True)) % 11]
    with pytest.raises(actions.NotAllowed) as refusal:
        ground.opened(party=person_words(id_number=young))
    assert "监护人" in reasons(refusal)
    case = ground.opened(party=person_words(id_number=young, guardian_name="陈示例父"))
    assert case.party.guardian_name == "陈示例父"


def test_the_identity_number_is_kept_sealed_and_only_shown_in_part(ground: Ground) -> None:
    party = ground.opened().party
    assert PERSON_ID not in str(Party.objects.filter(pk=party.pk).values().get())
    assert party.id_masked == "110105********002X"
    assert open_identity(party.id_sealed, party.id_key, party.pk) == PERSON_ID


def test_earlier_cases_of_the_same_person_are_found_at_every_agency(ground: Ground) -> None:
    first = ground.opened()
    second = ground.opened(
        unit_id=ground.agencies["other"].pk, item_id=ground.items["water"].pk, by=ground.users["stranger"]
    )
    assert [one.pk for one in cases_of_party(second.party, without=second.pk)] == [first.pk]
    other = ground.opened(party=person_words(id_number="", name="陈示例"), item_id=ground.items["build"].pk)
    assert first.pk not in [one.pk for one in cases_of_party(first.party, without=first.pk)]
    assert other.party.id_digest == ""


def test_nothing_is_filed_without_two_certified_officers(ground: Ground) -> None:
    case = ground.opened()
    with pytest.raises(actions.NotAllowed) as refusal:
        actions.file_case(case_id=case.pk, opinion="同意。", by=ground.users["head"], on=DAY)
    assert "不得少于两人" in reasons(refusal) and "行政处罚法42" in reasons(refusal)


@pytest.mark.parametrize("second", ["expired", "aux"])
def test_a_second_officer_without_a_valid_certificate_does_not_count(ground: Ground, second: str) -> None:
    case = ground.opened()
    both = [ground.officers["officer"].pk, ground.officers[second].pk]
    with pytest.raises(actions.NotAllowed) as refusal:
        actions.assign_officers(case_id=case.pk, officer_ids=both, by=ground.users["officer"], on=DAY)
    assert "行政处罚法42" in reasons(refusal)


def test_filing_gives_a_number_a_term_and_the_filing_form(ground: Ground) -> None:
    case = ground.filed()
    assert case.number == "示综执立〔2026〕1号"
    assert (case.step, case.filed_on, case.due_on) == (Step.INVESTIGATING, DAY, DAY + timedelta(days=90))
    assert [one.template for one in documents_of(case)] == ["filing_approval"]
    line = WorkItem.objects.get(pk=case.pk)
    assert line.officer == ground.officers["officer"] and line.due_at is not None


def test_numbers_have_no_gap_when_a_filing_is_refused(ground: Ground) -> None:
    ground.filed()
    refused = ground.opened()
    with pytest.raises(actions.NotAllowed):
        actions.file_case(case_id=refused.pk, opinion="同意。", by=ground.users["head"], on=DAY)
    assert ground.filed().number == "示综执立〔2026〕2号"


def test_an_act_too_long_ago_is_not_filed(ground: Ground) -> None:
    case = ground.staffed(act_on=date(2023, 1, 1), act_ended_on=date(2023, 1, 2))
    with pytest.raises(actions.NotAllowed) as refusal:
        actions.file_case(case_id=case.pk, opinion="同意。", by=ground.users["head"], on=DAY)
    assert "行政处罚法36" in reasons(refusal)


def test_two_people_acting_at_once_get_a_clear_sentence(ground: Ground) -> None:
    case = ground.staffed()
    seen = case.version
    actions.file_case(case_id=case.pk, opinion="同意。", version=seen, by=ground.users["head"], on=DAY)
    with pytest.raises(actions.Conflict) as conflict:
        actions.refuse_filing(case_id=case.pk, reason="证据不足。", version=seen, by=ground.users["deputy"], on=DAY)
    assert "示例·head" in str(conflict.value) and "批准立案" in str(conflict.value)
    case.refresh_from_db()
    assert case.step == Step.INVESTIGATING


def test_a_day_in_the_future_is_refused(ground: Ground) -> None:
    case = ground.staffed()
    with pytest.raises(actions.NotAllowed) as refusal:
        actions.file_case(case_id=case.pk, opinion="同意。", by=ground.users["head"], on=date(2100, 1, 1))
    assert "在将来" in reasons(refusal)


def test_who_must_withdraw_leaves_the_case_and_cannot_come_back(ground: Ground) -> None:
    case = ground.filed()
    who = ground.officers["second"]
    actions.ask_recusal(
        case_id=case.pk, officer_id=who.pk, asked_by="陈示例", reason="邻居", by=ground.users["officer"], on=DAY
    )
    with pytest.raises(actions.NotAllowed):
        actions.ask_recusal(
            case_id=case.pk, officer_id=who.pk, asked_by="陈示例", reason="又提", by=ground.users["officer"], on=DAY
        )
    actions.decide_recusal(case_id=case.pk, grant=True, words="有利害关系", by=ground.users["head"], on=DAY)
    both = [ground.officers["officer"].pk, who.pk]
    with pytest.raises(actions.NotAllowed) as refusal:
        actions.assign_officers(case_id=case.pk, officer_ids=both, by=ground.users["officer"], on=DAY)
    assert "已经回避" in reasons(refusal)
    both[1] = ground.officers["third"].pk
    actions.assign_officers(case_id=case.pk, officer_ids=both, reason="回避后更换", by=ground.users["officer"], on=DAY)
    assert case.officers.filter(left_why="withdrew").count() == 1


def test_a_party_that_changes_its_name_keeps_the_old_one_in_the_history(ground: Ground) -> None:
    case = ground.filed()
    actions.change_party(
        case_id=case.pk, what="renamed", after="陈新名", proof="户口簿（示例）", by=ground.users["officer"], on=DAY
    )
    party = Party.objects.get(pk=case.party_id)
    change = party.changes.get()
    assert (party.name, change.before, change.after) == ("陈新名", "陈示例", "陈新名")
    assert CaseStep.objects.filter(case=case, verb="change_party").exists()


def test_opening_from_the_same_matter_twice_gives_one_case(ground: Ground) -> None:
    from shanzhi.dispatch.models import Matter

    matter = Matter.objects.create(
        county=ground.county.code, number="SJ1", title="烧秸秆", source="qr", step_at=_now(), opened_at=_now()
    )
    first = ground.opened(matter_id=matter.pk)
    assert ground.opened(matter_id=matter.pk).pk == first.pk


def _now():  # type: ignore[no-untyped-def]
    from django.utils import timezone

    return timezone.now()
