"""Procedures as tables: the way that is taken decides what is asked, and whatever cannot be read is named."""

from typing import Any

import pytest

from shanzhi.law.citation import penalty_law
from shanzhi.law.procedure import BadProcedure, Guard, obstacles, procedure


def articles(facts: dict[str, Any], to: str) -> list[str]:
    return [one.written_basis for one in obstacles("general", facts, to)]


def test_article_42_two_officers_are_asked_for_at_the_clue_but_not_again_when_a_case_comes_back() -> None:
    assert articles({"step": "clue"}, "investigating") == ["行政处罚法42"]
    assert articles({"step": "clue", "officers": 1}, "investigating") == ["行政处罚法42", "行政处罚法42"]
    assert articles({"step": "concluded"}, "investigating") == []


def test_article_63_no_hearing_stands_in_the_way_of_who_did_not_ask_for_one() -> None:
    nothing = ["行政处罚法54", "行政处罚法42", "行政处罚法44"]
    assert articles({}, "decided") == nothing
    assert articles({"hearing_right": True}, "decided") == nothing
    assert "行政处罚法63" in articles({"hearing_right": True, "hearing_requested": True}, "decided")


def test_whoever_is_not_counted_is_not_there() -> None:
    stands = Guard("officers", "执法人员不得少于一人。", penalty_law(42), at_least=1).stands({})
    assert stands is not None and stands.remedy == ""


def test_article_42_what_no_sentence_can_mend_promises_nothing() -> None:
    (found,) = obstacles("general", {"step": "clue", "officers": 2, "certificates_valid": False}, "investigating")
    assert (found.written_basis, found.remedy) == ("行政处罚法42", "")


def test_article_61_a_decision_carries_its_paper_and_an_end_waits_for_nobody() -> None:
    table = procedure("general")
    papers = {(edge.source, edge.target): edge.documents for edge in table.edges}
    assert papers["notified", "decided"] == ("行政处罚决定书",)
    assert papers["decided", "served"] == ("送达回证",)
    assert {step.owner for step in table.steps.values() if step.end} == {""}


def test_a_leap_is_refused_with_every_step_one_may_come_from() -> None:
    steps = procedure("general").steps
    nearest = "、".join(f"「{steps[one].name}」" for one in ("notified", "legal_review", "collective"))
    assert obstacles("general", {"step": "clue"}, "decided")[0].text.endswith(f"；应先到{nearest}。")


@pytest.mark.parametrize(
    ("name", "facts", "to", "words"),
    [
        ("none", {}, "decided", "有的是：general、summary、quick、hearing、"),
        ("general", {}, "none", "有的是：clue、investigating、"),
        ("general", {"step": "none"}, "decided", "有的是：clue、investigating、"),
        ("general", {"step": ["clue"]}, "decided", "有的是：clue、investigating、"),
        (
            "general",
            dict.fromkeys("hgfedcba", True),
            "decided",
            "不认识的事实：a、b、c、d、e、f、g、h。可用的有：certificates_valid、collective_held、collective_required、filed、",
        ),
    ],
)
def test_what_cannot_be_read_is_named_with_what_there_is(name: str, facts: dict[str, Any], to: str, words: str) -> None:
    with pytest.raises(BadProcedure) as refused:
        obstacles(name, facts, to)
    assert words in str(refused.value)
