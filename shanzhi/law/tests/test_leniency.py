"""Articles 30 to 33, at their edges; and what stands before a decision."""

import itertools
import json
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shanzhi.law.cli import main
from shanzhi.law.leniency import ARTICLES, BadFacts, Facts, Harm, Mental, Verdict, leniency, obstacles_to_sparing
from shanzhi.law.procedure import BadProcedure, obstacles, procedure

NOTHING = Facts(age=40)
READY: dict[str, Any] = {
    "step": "notified", "filed": True, "officers": 2, "certificates_valid": True, "notice_served": True, "statement": "heard",
    "hearing_right": True, "hearing_requested": True, "hearing_held": True, "legal_review_required": True, "legal_review_passed": True,
    "collective_required": True, "collective_held": True,
}  # fmt: skip


@pytest.mark.parametrize(
    ("change", "verdict", "basis"),
    [
        ({}, "punish", []),
        ({"age": None}, "punish", []),
        ({"age": 13}, "must_not_punish", ["行政处罚法30"]),
        ({"age": 14}, "must_lighten_or_mitigate", ["行政处罚法30"]),
        ({"age": 17}, "must_lighten_or_mitigate", ["行政处罚法30"]),
        ({"age": 18}, "punish", []),
        ({"age": 80}, "punish", []),
        ({"mental": Mental.UNABLE}, "must_not_punish", ["行政处罚法31"]),
        ({"mental": Mental.INTERMITTENT_SOUND}, "punish", []),
        ({"mental": Mental.PARTLY_ABLE}, "may_lighten_or_mitigate", ["行政处罚法31"]),
        ({"minor": True, "corrected_in_time": True, "harm": Harm.NONE}, "must_not_punish", ["行政处罚法33.1"]),
        ({"minor": True, "corrected_in_time": True, "harm": Harm.SLIGHT}, "punish", []),
        ({"minor": True, "corrected_in_time": False, "harm": Harm.NONE}, "punish", []),
        ({"corrected_in_time": True, "harm": Harm.NONE}, "punish", []),
        ({"first_offence": True, "corrected_in_time": True, "harm": Harm.SLIGHT}, "may_not_punish", ["行政处罚法33.1"]),
        ({"first_offence": True, "corrected_in_time": False, "harm": Harm.SLIGHT}, "punish", []),
        ({"first_offence": True, "corrected_in_time": True, "harm": Harm.SERIOUS}, "punish", []),
        ({"no_fault_proven": True}, "must_not_punish", ["行政处罚法33.2"]),
        ({"removed_harm": True}, "must_lighten_or_mitigate", ["行政处罚法32(1)"]),
        ({"coerced": True}, "must_lighten_or_mitigate", ["行政处罚法32(2)"]),
        ({"confessed_unknown": True}, "must_lighten_or_mitigate", ["行政处罚法32(3)"]),
        ({"meritorious": True}, "must_lighten_or_mitigate", ["行政处罚法32(4)"]),
    ],
)
def test_each_article_at_its_edge(change: dict[str, object], verdict: str, basis: list[str]) -> None:
    found = leniency(replace(NOTHING, **change))
    assert (found.verdict, [str(one) for one in found.basis]) == (verdict, basis)


def test_every_refrain_from_punishing_asks_for_education_or_a_guardian() -> None:
    for facts in _all_facts():
        found = leniency(facts)
        if found.verdict in (Verdict.MUST_NOT_PUNISH, Verdict.MAY_NOT_PUNISH):
            assert all(ground.duty for ground in found.grounds)
            assert any(word in found.explanation for word in ("教育", "管教", "看管"))


def _all_facts() -> list[Facts]:
    switches = ("minor", "first_offence", "corrected_in_time", "no_fault_proven", "removed_harm")
    return [
        Facts(age=age, mental=mental, harm=harm, **dict(zip(switches, values, strict=True)))
        for age in (13, 16, 40)
        for mental in Mental
        for harm in Harm
        for values in itertools.product((False, True), repeat=len(switches))
    ]


def test_the_verdict_is_the_most_favourable_and_nothing_that_applies_is_dropped() -> None:
    order = list(Verdict)
    for facts in _all_facts():
        found, applying = leniency(facts), [ground for article in ARTICLES if (ground := article(facts))]
        assert set(found.grounds) | set(found.others) == set(applying)
        assert all(order.index(other.verdict) > order.index(found.verdict) for other in found.others)


def test_a_may_beside_a_must_is_left_to_a_person() -> None:
    both = replace(NOTHING, first_offence=True, corrected_in_time=True, harm=Harm.SLIGHT, removed_harm=True)
    assert leniency(both).needs_choice
    assert not leniency(replace(both, removed_harm=False)).needs_choice
    assert not leniency(replace(both, age=13)).needs_choice


@pytest.mark.parametrize(
    ("raw", "word"),
    [
        ({"colour": "red"}, "colour"), ({"age": -1}, "age"), ({"age": "forty"}, "age"), ({"age": True}, "age"),
        ({"age": 151}, "age"), ({"mental": "odd"}, "mental"), ({"harm": "big"}, "harm"), ({"minor": 1}, "minor"),
        ({"other_lighter": "某某"}, "other_lighter"), ({"other_lighter": 3}, "other_lighter"),
    ],
)  # fmt: skip
def test_bad_facts_are_named(raw: dict[str, object], word: str) -> None:
    with pytest.raises(BadFacts, match=word):
        Facts.read(raw)


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        (
            {"age": 13},
            "违法时不满十四周岁（行政处罚法30）：不予行政处罚。责令监护人加以管教。对当事人进行教育（行政处罚法33.3）。",
        ),
        ({"age": 17}, "违法时已满十四周岁不满十八周岁（行政处罚法30）：应当从轻或者减轻行政处罚。"),
        (
            {"mental": "unable"},
            "违法时不能辨认或者不能控制自己的行为（行政处罚法31）：不予行政处罚。"
            "责令其监护人严加看管和治疗。对当事人进行教育（行政处罚法33.3）。",
        ),
        (
            {"mental": "partly_able"},
            "尚未完全丧失辨认或者控制自己行为的能力（行政处罚法31）：可以从轻或者减轻行政处罚。",
        ),
        (
            {"removed_harm": True, "coerced": True},
            "主动消除或者减轻违法行为危害后果（行政处罚法32(1)）；受他人胁迫或者诱骗实施违法行为（行政处罚法32(2)）："
            "应当从轻或者减轻行政处罚。",
        ),
        (
            {"confessed_unknown": True},
            "主动供述行政机关尚未掌握的违法行为（行政处罚法32(3)）：应当从轻或者减轻行政处罚。",
        ),
        (
            {"meritorious": True},
            "配合行政机关查处违法行为有立功表现（行政处罚法32(4)）：应当从轻或者减轻行政处罚。",
        ),
        (
            {"other_lighter": "示例条例12"},
            "示例条例12规定应当从轻或者减轻（行政处罚法32(5)）：应当从轻或者减轻行政处罚。",
        ),
        (
            {"minor": True, "corrected_in_time": True, "harm": "none"},
            "违法行为轻微并及时改正，没有造成危害后果（行政处罚法33.1）：不予行政处罚。对当事人进行教育（行政处罚法33.3）。",
        ),
        (
            {"first_offence": True, "corrected_in_time": True, "harm": "slight"},
            "初次违法且危害后果轻微并及时改正（行政处罚法33.1）：可以不予行政处罚。对当事人进行教育（行政处罚法33.3）。",
        ),
        (
            {"no_fault_proven": True},
            "当事人有证据足以证明没有主观过错（法律、行政法规另有规定的除外）（行政处罚法33.2）：不予行政处罚。"
            "对当事人进行教育（行政处罚法33.3）。",
        ),
        ({"mental": "sound"}, "没有不罚、从轻、减轻的情形。"),
    ],
)
def test_the_sentence_a_decision_can_quote(facts: dict[str, object], words: str) -> None:
    assert leniency(Facts.read(facts)).explanation == words


def test_passing_over_as_a_first_offence_names_every_condition_that_is_missing() -> None:
    [obstacle] = obstacles_to_sparing(Facts())
    assert obstacle.text == (
        "不是初次违法、危害后果不轻微、没有及时改正，不能按“初次违法且危害后果轻微并及时改正”不予处罚。"
    )
    assert (obstacle.written_basis, obstacle.remedy) == ("行政处罚法33.1", "三个条件同时具备才可以不予处罚。")
    assert obstacles_to_sparing(Facts(first_offence=True, corrected_in_time=True, harm=Harm.NONE)) == []


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        ({"age": -1}, "age 应是违法时的周岁数，0 到 150 的整数；单位不填。"),
        ({"harm": "big"}, "harm 应是 none、slight、serious 之一。"),
        ({"minor": 1}, "minor 应是 true 或 false。"),
        ({"other_lighter": "某某"}, "other_lighter 应写明另有规定的条文，如“某条例12”。"),
    ],
)
def test_the_sentence_about_a_bad_fact(raw: dict[str, object], words: str) -> None:
    with pytest.raises(BadFacts) as wrong:
        Facts.read(raw)
    assert str(wrong.value) == words


def test_unknown_facts_are_named_beside_the_known_ones() -> None:
    with pytest.raises(BadFacts) as wrong:
        Facts.read({"colour": 1, "size": 2})
    assert str(wrong.value).startswith("不认识的事实：colour、size。可用的有：age、coerced、")
    assert str(wrong.value).endswith("、removed_harm。")


def test_another_statute_that_orders_leniency_is_read_as_a_citation() -> None:
    assert Facts.read({"other_lighter": " 示例条例12 "}).other_lighter == "示例条例12"
    assert Facts.read({"other_lighter": ""}).other_lighter == ""


def test_edges_of_age_are_read() -> None:
    assert [Facts.read({"age": age}).age for age in (0, 150, None)] == [0, 150, None]


@pytest.mark.parametrize(
    ("change", "article"),
    [
        ({"filed": False}, "行政处罚法54"),
        ({"officers": 1}, "行政处罚法42"),
        ({"certificates_valid": False}, "行政处罚法42"),
        ({"notice_served": False}, "行政处罚法44"),
        ({"statement": "pending"}, "行政处罚法45"),
        ({"hearing_held": False}, "行政处罚法63"),
        ({"legal_review_passed": False}, "行政处罚法58"),
        ({"collective_held": False}, "行政处罚法57"),
    ],
)
def test_each_thing_missing_is_refused_with_its_article(change: dict[str, object], article: str) -> None:
    assert obstacles("general", READY, "decided") == []
    assert [one.written_basis for one in obstacles("general", READY | change, "decided")] == [article]


@pytest.mark.parametrize(
    "change",
    [
        {"hearing_held": False, "hearing_requested": False},
        {"hearing_held": False, "hearing_right": False},
        {"legal_review_passed": False, "legal_review_required": False},
        {"collective_held": False, "collective_required": False},
        {"statement": "none"},
        {"statement": "waived"},
    ],
)
def test_what_nobody_asked_for_does_not_stand_in_the_way(change: dict[str, object]) -> None:
    assert obstacles("general", READY | change, "decided") == []


def test_all_reasons_are_given_at_once() -> None:
    assert {one.written_basis for one in obstacles("general", {}, "decided")} == {
        "行政处罚法54",
        "行政处罚法42",
        "行政处罚法44",
    }
    assert [
        one.written_basis for one in obstacles("general", {"officers": 1, "certificates_valid": True}, "filed")
    ] == ["行政处罚法42"]


BOOLS = [
    "filed", "certificates_valid", "notice_served", "hearing_right", "hearing_requested", "hearing_held",
    "legal_review_required", "legal_review_passed", "collective_required", "collective_held",
]  # fmt: skip
FACTS = st.fixed_dictionaries(
    {name: st.booleans() for name in BOOLS}
    | {"officers": st.integers(0, 3), "statement": st.sampled_from(["none", "waived", "heard", "pending"])}
)


@given(FACTS, st.sampled_from(["", *(edge.source for edge in procedure("general").edges if edge.target == "decided")]))
def test_no_decision_without_notice_two_officers_and_what_the_law_asks(case: dict[str, Any], step: str) -> None:
    if obstacles("general", case | {"step": step}, "decided"):
        return
    assert case["filed"]
    assert case["notice_served"]
    assert case["officers"] >= 2
    assert case["certificates_valid"]
    assert case["statement"] != "pending"
    assert case["legal_review_passed"] or not case["legal_review_required"]
    assert case["collective_held"] or not case["collective_required"]
    assert case["hearing_held"] or not (case["hearing_right"] and case["hearing_requested"])


def test_every_guard_can_refuse() -> None:
    refusing = {"officers": 1, "hearing_right": True, "hearing_requested": True, "legal_review_required": True,
                "collective_required": True, "statement": "pending"}  # fmt: skip
    asked = {guard.text for edge in procedure("general").edges if edge.target == "decided" for guard in edge.guards}
    assert {one.text for one in obstacles("general", refusing, "decided")} == asked
    assert len(asked) == 8


@pytest.mark.parametrize(
    ("raw", "word"),
    [
        ({"colour": 1}, "colour"), ({"filed": 1}, "filed"), ({"officers": -1}, "officers"), ({"officers": True}, "officers"),
        ({"officers": "two"}, "officers"), ({"step": 3}, "这一步"), ({"statement": "shouted"}, "statement"),
    ],
)  # fmt: skip
def test_bad_cases_are_named(raw: dict[str, object], word: str) -> None:
    with pytest.raises(BadProcedure, match=word):
        obstacles("general", raw, "decided")


def test_an_unknown_step_is_named() -> None:
    with pytest.raises(BadProcedure, match="decided"):
        obstacles("general", READY, "punished")


def test_the_command_line_answers_both(capsys: pytest.CaptureFixture[str]) -> None:
    main(["law", "leniency", "--facts", '{"age": 13}', "--json"])
    assert json.loads(capsys.readouterr().out)["verdict"] == "must_not_punish"
    ready = json.dumps(READY)
    main(["law", "obstacles", "--procedure", "general", "--to", "decided", "--facts", ready, "--json"])
    assert json.loads(capsys.readouterr().out) == {"obstacles": []}


@pytest.mark.parametrize(
    "words",
    [
        ["leniency", "--facts", "{"],
        ["leniency", "--facts", "[]"],
        ["leniency", "--facts", '{"colour": 1}'],
        ["obstacles", "--procedure", "general", "--to", "nowhere", "--facts", "{}"],
        ["obstacles", "--procedure", "secret", "--to", "decided", "--facts", "{}"],
    ],
)
def test_bad_arguments_are_one_sentence_and_exit_code_2(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    try:
        code = main(["law", *words])
    except SystemExit as stopped:
        code = stopped.code
    assert code == 2
    assert capsys.readouterr().err.count("\n") == 1


def test_words_without_json_can_be_read_aloud(capsys: pytest.CaptureFixture[str]) -> None:
    main(["law", "leniency", "--facts", '{"age": 13}'])
    assert "不满十四周岁" in capsys.readouterr().out
    main(["law", "obstacles", "--procedure", "general", "--to", "decided", "--facts", '{"officers": 1}'])
    assert "不得少于两人" in capsys.readouterr().out
    main(["law", "obstacles", "--procedure", "general", "--to", "decided", "--facts", json.dumps(READY)])
    assert "没有障碍" in capsys.readouterr().out
