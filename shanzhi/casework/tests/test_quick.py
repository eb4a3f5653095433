"""Quick handling by consent: only by the county's own rules, nothing statutory left out, and back whenever a condition falls."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from shanzhi.casework import actions, rules
from shanzhi.casework.actions import CaseRulesWords, NotAllowed, ProposalWords, QuickWords
from shanzhi.casework.models import CaseRules, PenaltyCase, QuickWay, Step
from shanzhi.casework.queries.case_rules import rules_on
from shanzhi.casework.queries.deadlines import deadlines_of
from shanzhi.casework.queries.education import education_of
from shanzhi.casework.queries.facts import Rows, facts_of
from shanzhi.dossier.models import Document

from .ground import CODE, DAY, Ground, person_words
from .run import PLAIN, at, later
from .spot import drawn, numbered

pytestmark = pytest.mark.django_db
SEEN = ["disabled", "mental", "crime"]


def inked() -> actions.Ink:
    return actions.Ink(party_image=drawn(), lead_image=drawn(), second_image=drawn())


def county_rules(ground: Ground, **more: Any) -> CaseRules:
    values: dict[str, Any] = {
        "from_on": DAY, "source": "示例〔2026〕1号", "quick_person_amount": Decimal(2000), "quick_items": ["330212"],
        "quick_excluded": CaseRules.Excluded.values, "quick_days": 10,
    }  # fmt: skip
    return actions.set_case_rules(county=CODE, words=CaseRulesWords(**{**values, **more}), by=ground.users["head"])


def agreed(ground: Ground, **more: Any) -> PenaltyCase:
    case = ground.filed()
    values: dict[str, Any] = {
        "admits": True, "agrees": True, "facts_clear": True, "absent": SEEN, "ink": inked(),
        "by": ground.users["officer"], "on": DAY,
    }  # fmt: skip
    return actions.go_quick(case_id=case.pk, **{**values, **more})


def talked(ground: Ground, case: PenaltyCase, *, fine: int = 800, on: date = DAY, **more: Any) -> PenaltyCase:
    proposal = ProposalWords(
        kind="penalty", band="normal", fine_amount=Decimal(fine), discretion_words="情节一般，配合调查。"
    )
    values: dict[str, Any] = {
        "started_at": at(on), "ended_at": at(on, 10), "dialogue": "问：你在田里做什么？\n答：烧秸秆。",
        "facts_found": "焚烧秸秆约半亩。", "reasons": "违反秸秆禁烧规定。", "proposal": proposal, "leniency_facts": PLAIN,
        "card_shown": True, "rights_told": True, "waives": True, "ink": inked(),
    }  # fmt: skip
    words = QuickWords(**{**values, **more})
    return actions.record_quick(case_id=case.pk, words=words, by=ground.users["officer"], on=on)


def test_by_consent_one_record_asks_tells_and_hears_and_the_decision_follows(ground: Ground) -> None:
    county_rules(ground)
    case = agreed(ground)
    assert case.way == "quick" and QuickWay.objects.get(case=case).due_on == date(2026, 3, 23)
    assert rules.next_verb(facts_of(case, on=DAY)) == "record_quick"
    case = talked(ground, case)
    notice = case.notices.get()
    assert case.step == Step.NOTIFIED and notice.served_on == DAY and notice.waived_on == DAY
    paper = notice.document
    assert paper is not None and paper.template == "quick_record" and paper.state == Document.State.SEALED
    actions.decide_penalty(case_id=case.pk, reasons="事实清楚。", by=ground.users["head"], on=DAY)
    assert PenaltyCase.objects.get(pk=case.pk).step == Step.DECIDED


def test_without_rules_of_the_county_there_is_no_quick_way(ground: Ground) -> None:
    with pytest.raises(NotAllowed, match="还没有设定"):
        agreed(ground)


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"admits": False}, "行政处罚法45"),
        ({"agrees": False}, "行政处罚法62"),
        ({"facts_clear": False}, "行政处罚法40"),
        ({"absent": ["mental", "crime"]}, "行政处罚法30"),
        ({"ink": actions.Ink()}, "行政处罚法62"),
    ],
)
def test_each_condition_is_asked_for(ground: Ground, wrong: dict[str, Any], said: str) -> None:
    county_rules(ground)
    with pytest.raises(NotAllowed, match=said):
        agreed(ground, **wrong)
    assert PenaltyCase.objects.get().way == "general" and not QuickWay.objects.exists()


def test_only_listed_items_go_the_quick_way(ground: Ground) -> None:
    county_rules(ground, quick_items=["110101"])
    with pytest.raises(NotAllowed, match="行政处罚法39"):
        agreed(ground)


def test_a_minor_goes_the_general_way(ground: Ground) -> None:
    county_rules(ground)
    case = ground.filed(party=person_words(id_number=numbered("11010520101231" + "001"), guardian_name="大示例"))
    with pytest.raises(NotAllowed, match="行政处罚法30"):
        actions.go_quick(
            case_id=case.pk, admits=True, agrees=True, facts_clear=True, absent=SEEN, ink=inked(),
            by=ground.users["officer"], on=DAY,
        )  # fmt: skip


def test_a_fine_above_the_countys_limit_writes_nothing(ground: Ground) -> None:
    county_rules(ground, quick_person_amount=Decimal(600))
    case = agreed(ground)
    before = PenaltyCase.objects.get(pk=case.pk).version
    with pytest.raises(NotAllowed, match="超过简案快办的上限"):
        talked(ground, case)
    case.refresh_from_db()
    assert case.step == Step.INVESTIGATING and case.version == before and not case.notices.exists()


def test_what_the_party_says_is_checked_before_anything_is_decided(ground: Ground) -> None:
    county_rules(ground)
    case = talked(ground, agreed(ground), statement="秸秆是风吹着的。", waives=False)
    assert rules.next_verb(facts_of(case, on=DAY)) == "check_statement"
    with pytest.raises(NotAllowed, match="45"):
        actions.decide_penalty(case_id=case.pk, reasons="x", by=ground.users["head"], on=later(20))


def test_a_condition_that_falls_away_stops_the_decision_until_the_case_is_back(ground: Ground) -> None:
    county_rules(ground)
    case = talked(ground, agreed(ground))
    PenaltyCase.objects.filter(pk=case.pk).update(is_complex=True)
    with pytest.raises(NotAllowed, match="条件已经不符合"):
        actions.decide_penalty(case_id=case.pk, reasons="x", by=ground.users["head"], on=DAY)
    back = actions.leave_quick(case_id=case.pk, reason="案情复杂", by=ground.users["officer"], on=DAY)
    assert back.way == "general" and back.notices.exists()
    assert Document.objects.get(template="quick_consent").state == Document.State.SEALED
    row = QuickWay.objects.get(case=case)
    assert row.left_on == DAY and row.left_why == "案情复杂"
    with pytest.raises(NotAllowed) as refusal:
        actions.decide_penalty(case_id=case.pk, reasons="x", by=ground.users["head"], on=DAY)
    assert "简案快办" not in str(refusal.value)


def test_the_house_limit_stands_among_the_dates_and_changes_no_statutory_one(ground: Ground) -> None:
    county_rules(ground)
    case = agreed(ground)
    named = {one.name: one.on for one in deadlines_of(case, Rows.of(case), today=DAY)}
    assert named["简案快办内部办结"] == date(2026, 3, 23) and named["作出处罚决定"] == later(90)


def test_old_cases_are_read_by_the_version_of_their_day(ground: Ground) -> None:
    old = county_rules(ground)
    new = county_rules(ground, from_on=later(5), quick_days=3)
    assert rules_on(CODE, DAY) == old and rules_on(CODE, later(5)) == new


def test_back_and_forth_again_keeps_the_one_paper_the_party_signed(ground: Ground) -> None:
    county_rules(ground)
    case = agreed(ground)
    actions.leave_quick(case_id=case.pk, reason="当事人反悔", by=ground.users["officer"], on=DAY)
    actions.go_quick(
        case_id=case.pk, admits=True, agrees=True, facts_clear=True, absent=SEEN, ink=inked(),
        by=ground.users["officer"], on=DAY,
    )  # fmt: skip
    assert QuickWay.objects.get(case=case).left_on is None
    assert Document.objects.filter(template="quick_consent").count() == 1


def test_education_is_signed_once_and_not_asked_for_again(ground: Ground) -> None:
    case = ground.filed()
    with pytest.raises(NotAllowed, match="没有签名"):
        actions.record_education(case_id=case.pk, education="讲明危害。", by=ground.users["officer"], on=DAY)
    paper = actions.record_education(
        case_id=case.pk,
        education="讲明危害。",
        promise="不再烧。",
        party_image=drawn(),
        by=ground.users["officer"],
        on=DAY,
    )
    assert Document.objects.get(pk=paper.pk).state == Document.State.SEALED
    assert education_of(case) == "讲明危害。\n当事人表态：不再烧。"
    assert Document.objects.filter(subject_id=case.pk, template="commitment").count() == 1
