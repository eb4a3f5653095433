"""The table of edges is what the handbook says, and it leads everywhere it should."""

from pathlib import Path

import pytest

from shanzhi.dispatch import rules
from shanzhi.dispatch.models import Step
from shanzhi.dispatch.rules import Doer, Facts, guards
from shanzhi.registry.queries.people import CertificateState

HANDBOOK = Path(__file__).resolve().parents[3] / "docs" / "handbook" / "dispatch.md"


def test_the_handbook_shows_the_table_as_it_is() -> None:
    shown = HANDBOOK.read_text(encoding="utf-8").split("<!-- edges -->\n")[1].split("<!-- /edges -->")[0]
    assert shown == rules.as_markdown()


def test_every_open_step_has_a_way_out_and_every_guard_a_name() -> None:
    for step in rules.OPEN_STEPS:
        assert any(edge.end not in (None, step) for edge in rules.open_edges(step)), step
    assert {guard for edge in rules.EDGES for guard in edge.guards} <= set(guards.NAMES)


def test_every_step_can_be_reached() -> None:
    reached = {Step.PENDING} | {edge.end for edge in rules.EDGES if edge.end}
    assert reached == set(Step)


@pytest.mark.parametrize("edge", rules.EDGES, ids=lambda edge: edge.verb)
def test_from_a_step_that_is_not_its_start_a_verb_is_refused_in_a_sentence(edge: rules.Edge) -> None:
    for step in set(Step) - set(edge.start):
        (found,) = rules.obstacles(edge.verb, Facts(step=step), Doer())
        assert str(step.label) in found.text and not found.citations


def test_an_auxiliary_may_not_lead_enforcement_and_is_told_by_which_article() -> None:
    doer = Doer(
        standing="auxiliary", certificate=CertificateState(False, False, "某是执法辅助人员，不能作为执法人员办案。")
    )
    (found,) = guards.may_enforce(Facts(step=Step.SIGNED, enforces=True), doer)
    assert found.written_basis == "浙江省综合行政执法条例30"
    assert guards.may_enforce(Facts(step=Step.SIGNED, enforces=False), doer) == []
