"""The tables of procedures: no dead end, everybody waited for has a term, and no way round what the law asks for."""

from typing import Any

import pytest

from shanzhi.law.procedure import NAMES, BadProcedure, Procedure, obstacles, procedure
from shanzhi.law.rulebook import Overlay, rule

TABLES = [procedure(name, overlay) for name in NAMES for overlay in Overlay]
every_table = pytest.mark.parametrize("table", TABLES, ids=lambda one: f"{one.id}-{one.overlay}")


def reached(table: Procedure, start: str) -> set[str]:
    found, todo = {start}, [start]
    while todo:
        todo += (new := {edge.target for edge in table.after(todo.pop())} - found)
        found |= new
    return found


@every_table
def test_every_step_is_reached_and_every_way_can_end(table: Procedure) -> None:
    assert reached(table, table.first) == set(table.steps)
    for step in table.steps:
        assert any(table.steps[one].end for one in reached(table, step)), step


@every_table
def test_an_end_has_no_way_on(table: Procedure) -> None:
    assert all(not table.after(step.id) for step in table.steps.values() if step.end)


@every_table
def test_whoever_is_waited_for_is_named_and_has_a_term_or_a_reason_for_none(table: Procedure) -> None:
    for step in table.steps.values():
        if not step.end:
            assert step.owner, step.id
            assert bool(step.term) != bool(step.untimed), step.id
        if step.term:
            assert rule(step.term, table.overlay).id == step.term


@every_table
def test_every_edge_has_an_article_and_joins_known_steps(table: Procedure) -> None:
    for edge in table.edges:
        assert edge.basis, edge.event
        assert {edge.source, edge.target} <= set(table.steps)


@every_table
def test_every_way_has_an_id_of_its_own(table: Procedure) -> None:
    ids = [edge.id for edge in table.edges]
    assert all(ids)
    assert len(set(ids)) == len(ids)
    assert all(table.edge(edge.id) is edge for edge in table.edges)


GENERAL = procedure("general")
WAYS = [edge for edge in GENERAL.edges if edge.target == "decided"]


def test_no_way_to_a_decision_asks_less_than_another() -> None:
    assert len(WAYS) > 1
    assert {edge.guards for edge in WAYS} == {WAYS[0].guards}


def test_without_the_notice_no_way_leads_to_a_decision() -> None:
    without = {edge for edge in GENERAL.edges if edge.target != "notified"}
    left = Procedure("x", "x", GENERAL.steps, tuple(without))
    assert "decided" not in reached(left, left.first)


def test_after_a_hearing_no_way_leads_round_the_legal_review() -> None:
    assert [edge.target for edge in GENERAL.after("hearing")] == ["legal_review"]


def refused(name: str, to: str, **facts: Any) -> list[str]:
    return [one.written_basis for one in obstacles(name, facts, to)]


ON_SPOT = {
    "step": "told", "officers": 2, "card_shown": True, "within_limit": True, "facts_clear": True,
    "notice_given": True, "statement_heard": True, "review_first_told": True,
}  # fmt: skip


def test_tp_29_an_on_the_spot_decision_that_does_not_say_review_first_is_refused() -> None:
    assert refused("summary", "decided", **ON_SPOT) == []
    assert refused("summary", "decided", **ON_SPOT | {"review_first_told": False}) == ["行政复议法23"]


def test_tp_29_nobody_sues_at_once_over_an_on_the_spot_penalty() -> None:
    assert refused("review", "sued", step="decided", on_the_spot=True) == ["行政复议法23"]
    assert refused("review", "sued", step="decided", on_the_spot=False) == []


def test_tp_10_an_on_the_spot_penalty_above_its_limit_is_refused() -> None:
    assert refused("summary", "decided", **ON_SPOT | {"within_limit": False}) == ["行政处罚法51"]


def test_tp_25_the_approval_of_a_deputy_does_not_send_a_case_to_the_police() -> None:
    found = refused("referral", "sent", step="approved", approved_by_chief=False, papers_complete=True)
    assert found == ["行政执法机关移送涉嫌犯罪案件的规定5"]


def test_tp_28_the_host_of_the_hearing_may_not_have_investigated() -> None:
    facts = {"step": "noticed", "notified_seven_days_before": True, "host_is_not_investigator": False}
    assert refused("hearing", "held", **facts) == ["行政处罚法64(4)"]


def test_tp_34_a_request_to_investigate_is_no_petition() -> None:
    assert refused("petition", "accepted", step="received", other_statutory_track=True) == ["信访工作条例31"]


def test_tp_35_an_assistant_is_not_the_second_officer() -> None:
    assert refused("inspection", "carried_out", step="approved", officers=1, card_shown=True) == ["行政处罚法42"]


def test_a_step_cannot_be_jumped_and_the_sentence_says_where_to_go_first() -> None:
    (found,) = obstacles("evidence_hold", {"step": "proposed"}, "released")
    assert (found.text, found.written_basis) == (
        "现在是「拟保存」，不能直接到「解除」；应先到「已登记保存」。", "行政处罚法56",
    )  # fmt: skip
    assert "应先到程序开始时" in obstacles("seizure", {"step": "held"}, "proposed")[0].text


@pytest.mark.parametrize(
    ("name", "to", "facts", "words"),
    [
        ("nothing", "x", {}, "没有「nothing」这个程序"),
        ("general", "x", {}, "没有「x」这一步"),
        ("general", "decided", {"step": "x"}, "没有「x」这一步"),
        ("general", "decided", {"step": 3}, "没有「3」这一步"),
        ("general", "decided", {"colour": True}, "不认识的事实：colour"),
        ("general", "decided", {"officers": True}, "officers 应是不小于 0 的整数"),
        ("general", "decided", {"officers": -1}, "officers 应是不小于 0 的整数"),
        ("general", "decided", {"filed": 1}, "filed 应是 true 或 false"),
        ("general", "decided", {"hearing_right": "yes"}, "hearing_right 应是 true 或 false"),
    ],
)
def test_what_cannot_be_read_is_named(name: str, to: str, facts: dict[str, Any], words: str) -> None:
    with pytest.raises(BadProcedure, match=words):
        obstacles(name, facts, to)
