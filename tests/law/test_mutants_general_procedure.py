"""The general procedure: what is not known counts as not done, and facts that cannot be read are named."""

import pytest

from shanzhi.law.procedure import BadProcedure, obstacles, procedure

READY = {"filed": True, "officers": 2, "certificates_valid": True, "notice_served": True}


def articles(**facts: object) -> list[str]:
    return [str(one.written_basis) for one in obstacles("general", facts, "decided")]


def test_of_a_case_nothing_is_known_about_nothing_counts_as_done() -> None:
    assert articles() == ["行政处罚法54", "行政处罚法42", "行政处罚法44"]
    unsaid = {"officers": 0, "statement": "none", "hearing_right": False, "hearing_requested": False}
    assert articles(**unsaid, hearing_held=False, step="") == articles()


def test_article_42_two_officers_whose_certificates_nobody_checked_are_not_enough() -> None:
    found = obstacles("general", {"officers": 2}, "filed")
    assert [one.text for one in found] == ["执法人员应当具有执法资格，现有人员的证件无效或已到期。"]
    alone = obstacles("general", {"officers": 0}, "filed")
    assert [(one.text, one.remedy) for one in alone] == [
        ("执法人员不得少于两人，辅助人员不算。", "增派一名有执法资格的人员。")
    ]


def test_what_is_missing_says_how_to_mend_it() -> None:
    found = obstacles("general", {"officers": 1, "certificates_valid": True, "statement": "pending"}, "decided")
    assert [one.remedy for one in found] == [
        "符合立案标准的，先立案。",
        "增派一名有执法资格的人员。",
        "送达行政处罚事先告知书。",
        "复核事实、理由和证据并作记录。",
    ]


def test_article_63_a_hearing_is_owed_only_to_who_may_ask_and_asks() -> None:
    assert articles(**READY, hearing_requested=True) == []
    assert articles(**READY, hearing_right=True) == []
    assert articles(**READY, hearing_right=True, hearing_requested=True) == ["行政处罚法63"]


@pytest.mark.parametrize(
    ("statement", "expected"), [("none", []), ("waived", []), ("heard", []), ("pending", ["行政处罚法45"])]
)
def test_article_45_only_a_statement_still_open_stands_against_the_decision(
    statement: str, expected: list[str]
) -> None:
    assert articles(**READY, statement=statement) == expected
    (guard,) = {one for one in procedure("general").guards() if one.fact == "statement"}
    assert statement in guard.values


@pytest.mark.parametrize(
    ("facts", "message"),
    [
        ({"statement": "said"}, "^statement 应是 none、waived、heard、pending 之一。$"),
        ({"officers": -1}, "^officers 应是不小于 0 的整数。$"),
        (
            dict.fromkeys("hgfedcba", True),
            "^不认识的事实：a、b、c、d、e、f、g、h。可用的有：certificates_valid、collective_held、"
            "collective_required、filed、hearing_held、hearing_requested、hearing_right、legal_review_passed、"
            "legal_review_required、notice_served、officers、statement、step。$",
        ),
    ],
)
def test_facts_that_cannot_be_read_are_named_in_order(facts: dict[str, object], message: str) -> None:
    with pytest.raises(BadProcedure, match=message):
        obstacles("general", facts, "decided")


def test_a_step_the_procedure_does_not_know_is_answered_with_those_it_knows() -> None:
    with pytest.raises(BadProcedure, match=r"^普通程序里没有「punished」这一步；有的是：clue、investigating、"):
        obstacles("general", {}, "punished")


def test_filing_is_asked_as_the_step_it_leads_to() -> None:
    assert obstacles("general", {"step": "clue"}, "filed") == obstacles("general", {"step": "clue"}, "investigating")
    assert "不能直接到「调查取证」" in obstacles("general", {"step": "served"}, "filed")[0].text
