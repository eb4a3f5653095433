"""Every procedure under everybody's rules, walked at random: what may not happen cannot, whichever way is taken."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shanzhi.law.procedure import (
    NAMES,
    BadProcedure,
    Guard,
    Procedure,
    edges_from,
    obstacles,
    obstacles_of_edge,
    procedure,
)  # fmt: skip
from shanzhi.law.rulebook import Overlay

names, overlays = st.sampled_from(NAMES), st.sampled_from(list(Overlay))


def good(guard: Guard) -> Any:
    """Return a value with which the condition holds."""
    if guard.at_least is not None:
        return guard.at_least
    if guard.forbidden is not None:
        return next((word for word in guard.values if word != guard.forbidden), False)
    return True


def best(table: Procedure) -> dict[str, Any]:
    """Return the facts with which every condition of the table holds at once."""
    found = {name: True for guard in table.guards() for name in guard.when if name != "officers"}
    return found | {guard.fact: good(guard) for guard in table.guards()}


def strategy_for(guard: Guard) -> st.SearchStrategy[Any]:
    if guard.at_least is not None:
        return st.integers(0, 3)
    return st.sampled_from(guard.values) if guard.values else st.booleans()


@st.composite
def some_facts(draw: st.DrawFn, table: Procedure) -> dict[str, Any]:
    """Draw facts of the right kinds, true or not, some of them unknown."""
    told = {guard.fact: guard for guard in table.guards()}
    called = {name for guard in table.guards() for name in guard.when} - set(told)
    facts = {name: draw(strategy_for(guard)) for name, guard in told.items() if draw(st.booleans())}
    return facts | {name: draw(st.booleans()) for name in called if draw(st.booleans())}


@given(names, overlays, st.data())
def test_with_everything_done_some_way_leads_on_until_the_end(name: str, overlay: Overlay, data: st.DataObject) -> None:
    table = procedure(name, overlay)
    step, taken = table.first, 0
    while not table.steps[step].end:
        ways = edges_from(name, step, overlay=overlay)
        free = [
            edge for edge in ways
            if not obstacles_of_edge(name, edge.id, {**best(table), "step": step}, overlay=overlay)
        ]  # fmt: skip
        assert free, (name, overlay, step)
        # Ways back are lawful and could be taken for ever: after a while the walk prefers what it has not seen.
        taken += 1
        ends = [edge for edge in free if table.steps[edge.target].end]
        step = (ends or free)[0].target if taken > 40 and ends else data.draw(st.sampled_from(free)).target
        if taken > 400:
            break


@given(names, overlays, st.data())
def test_a_step_is_free_exactly_when_one_of_the_ways_to_it_from_here_asks_nothing_more(
    name: str, overlay: Overlay, data: st.DataObject
) -> None:
    table = procedure(name, overlay)
    edge = data.draw(st.sampled_from(table.edges))
    facts = {**data.draw(some_facts(table)), "step": edge.source}
    ways = [other for other in table.after(edge.source) if other.target == edge.target]
    against = [obstacles_of_edge(name, other.id, facts, overlay=overlay) for other in ways]
    to_step = obstacles(name, facts, edge.target, overlay=overlay)
    assert set(to_step) == {one for found in against for one in found}
    assert all(one.basis for one in to_step)


@given(names, overlays, st.data())
def test_more_facts_that_hold_never_add_an_obstacle(name: str, overlay: Overlay, data: st.DataObject) -> None:
    table = procedure(name, overlay)
    edge = data.draw(st.sampled_from(table.edges))
    facts = data.draw(some_facts(table))
    called = {one for guard in table.guards() for one in guard.when}
    before = obstacles_of_edge(name, edge.id, facts, overlay=overlay)
    better = facts | {guard.fact: good(guard) for guard in edge.guards if guard.fact not in called}
    assert set(obstacles_of_edge(name, edge.id, better, overlay=overlay)) <= set(before)


@given(overlays, st.data())
def test_no_walk_reaches_a_decision_with_one_officer_or_without_the_notice(
    overlay: Overlay, data: st.DataObject
) -> None:
    table = procedure("general", overlay)
    bad = data.draw(st.sampled_from([{"officers": 1}, {"notice_served": False}, {"filed": False}]))
    facts, step = {**best(table), **bad}, table.first
    for _ in range(30):
        free = [
            edge for edge in table.after(step)
            if not obstacles_of_edge("general", edge.id, {**facts, "step": step}, overlay=overlay)
        ]  # fmt: skip
        if not free:
            break
        step = data.draw(st.sampled_from(free)).target
        assert step != "decided"


@pytest.mark.parametrize("overlay", list(Overlay))
def test_quick_handling_skips_nothing_that_the_statute_asks(overlay: Overlay) -> None:
    """Filing, two officers, the notice and the hearing of the party stand before its decision as before any other."""
    statutory = {guard.fact for edge in procedure("general", overlay).edges if edge.target == "decided"
                 for guard in edge.guards}  # fmt: skip
    quick = {guard.fact for edge in procedure("quick", overlay).edges for guard in edge.guards}
    assert statutory - {"certificates_valid", "hearing_held", "legal_review_passed", "collective_held"} <= quick
    for fact in ("hearing_right", "legal_review_required", "crime_suspected"):
        assert obstacles("quick", {**best(procedure("quick", overlay)), fact: True, "step": "told"}, "decided")


def test_only_a_department_rule_stops_the_ninety_days() -> None:
    facts = {"listed_reason": True, "step": "investigating"}
    assert [one.written_basis for one in obstacles("suspension", facts, "asked")] == ["行政处罚法60"]
    for overlay in (Overlay.MARKET, Overlay.ECOLOGY):
        assert obstacles("suspension", facts, "asked", overlay=overlay) == []


def test_department_rules_name_their_own_articles() -> None:
    facts = {**best(procedure("general")), "collective_held": False, "step": "notified"}
    found = {overlay: obstacles("general", facts, "decided", overlay=overlay)[0].written_basis for overlay in Overlay}
    assert found == {
        "general": "行政处罚法57", "market": "市场监督管理行政处罚程序规定60", "ecology": "生态环境行政处罚办法52",
    }  # fmt: skip


def test_evidence_is_released_by_itself_only_where_the_text_says_so() -> None:
    ids = {overlay: {edge.id for edge in edges_from("evidence_hold", "held", overlay=overlay)} for overlay in Overlay}
    assert "held-released-by-itself" not in ids[Overlay.GENERAL]
    assert "held-released-by-itself" in ids[Overlay.MARKET] & ids[Overlay.ECOLOGY]


def test_a_discussion_may_send_the_case_back_for_a_fresh_notice() -> None:
    ways = {edge.target for edge in edges_from("general", "collective")}
    assert {"decided", "concluded", "no_penalty"} <= ways


def test_one_way_is_asked_for_by_its_id() -> None:
    (found,) = obstacles_of_edge("stay", "stayed-given_up", {"step": "running", "three_years_over": True,
                                 "no_public_harm": True, "truly_unable": True})  # fmt: skip
    assert found.text == "现在是「执行中」，「满三年，不再执行」要在「中止执行」时进行。"
    with pytest.raises(BadProcedure, match="没有「x」这条去向"):
        obstacles_of_edge("stay", "x", {})
    with pytest.raises(BadProcedure, match="没有「x」这一步"):
        edges_from("stay", "x")


@pytest.mark.parametrize(
    ("name", "edge", "broken", "basis"),
    [
        ("own_enforcement", "urged-ordered", {"has_power": False}, "行政强制法13"),
        ("own_enforcement", "urged-ordered", {"statement": "pending"}, "行政强制法36"),
        ("own_enforcement", "ordered-done", {"at_night_or_holiday": True}, "行政强制法43"),
        ("own_enforcement", "ordered-done", {"cuts_utilities": True}, "行政强制法43"),
        ("own_enforcement", "ordered-done", {"illegal_building": True, "remedies_over": False}, "行政强制法44"),
        ("own_enforcement", "urged-ordered", {"money": True, "late_fee_over_30_days": False}, "行政强制法46"),
        ("own_enforcement", "ordered-agreed", {"harms_others": True}, "行政强制法42"),
        ("substitute", "reminded-performed", {"urged_three_days_before": False}, "行政强制法51(2)"),
        ("substitute", "reminded-performed", {"officer_present": False}, "行政强制法51(3)"),
        ("substitute", "due-cleared", {"party_cannot_clear": False}, "行政强制法52"),
        ("substitute", "cleared-settled", {"party_absent": True, "party_informed": False}, "行政强制法52"),
        ("instalments", "applied-running", {"hardship_shown": False}, "行政处罚法66.2"),
        ("stay", "stayed-given_up", {"no_public_harm": False}, "行政强制法39.2"),
        ("stay", "running-ended", {"wrongly_enforced": True, "restored": False}, "行政强制法41"),
        ("legal_review", "submitted-passed", {"reviewer_is_not_investigator": False}, "行政处罚法58"),
        ("collective_discussion", "called-discussed", {"heads_present": 1}, "行政处罚法57"),
        ("correction", "standing-corrected", {"clerical_only": False}, "行政处罚法75"),
        ("correction", "revoked-finished", {"published": True, "publication_withdrawn": False}, "行政处罚法48.2"),
        ("transfer", "found-sent", {"already_transferred": True}, "行政处罚法25"),
        ("publication", "decided-published", {"private_matters_masked": False}, "行政处罚法50"),
    ],
)
def test_one_thing_missing_is_the_one_reason_and_names_its_article(
    name: str, edge: str, broken: dict[str, Any], basis: str
) -> None:
    table = procedure(name)
    facts = {**best(table), **broken, "step": table.edge(edge).source}
    assert [one.written_basis for one in obstacles_of_edge(name, edge, facts)] == [basis]


def test_department_rules_add_articles_documents_and_conditions_to_a_way() -> None:
    def told(name: str, edge: str, overlay: Overlay) -> tuple[list[str], tuple[str, ...], set[str]]:
        found = procedure(name, overlay).edge(edge)
        return [str(one) for one in found.basis], found.documents, {guard.fact for guard in found.guards}

    general, market = (told("general", "concluded-notified", one) for one in (Overlay.GENERAL, Overlay.MARKET))
    assert market[0] == [*general[0], "市场监督管理行政处罚程序规定57"]
    assert market[1] == (*general[1], "案件审核表")
    assert market[2] == general[2]
    before, after = (told("instalments", "payable-applied", one) for one in (Overlay.GENERAL, Overlay.ECOLOGY))
    assert after[2] - before[2] == {"asked_before_due"}
    assert after[0] == before[0]


def test_a_way_that_is_not_there_is_answered_with_those_that_are() -> None:
    ids = "、".join(edge.id for edge in procedure("suspension").edges)
    with pytest.raises(BadProcedure) as refused:
        procedure("suspension").edge("x")
    assert str(refused.value) == f"中止案件调查里没有「x」这条去向；有的是：{ids}。"
