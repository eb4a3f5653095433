"""The drawing of a procedure: well-formed, every step in it once, no two boxes on one place, every way told in words."""

from xml.etree import ElementTree

import pytest

from shanzhi.law.diagram import layers, places, svg
from shanzhi.law.procedure import NAMES, procedure

SVG = "{http://www.w3.org/2000/svg}"


@pytest.mark.parametrize("name", NAMES)
def test_the_drawing_shows_every_step_once_and_tells_every_way(name: str) -> None:
    table = procedure(name)
    drawn = ElementTree.fromstring(svg(table))
    assert drawn.findtext(f"{SVG}title") == table.name
    assert len(drawn.findall(f"{SVG}rect")) == len(table.steps)
    assert len(drawn.findall(f"{SVG}path")) == len(table.edges)
    told = drawn.findtext(f"{SVG}desc") or ""
    assert all(edge.event in told and str(edge.basis[0]) in told for edge in table.edges)
    assert len(set(places(table).values())) == len(table.steps)


def test_a_step_stands_one_layer_below_the_lowest_step_before_it() -> None:
    assert layers(procedure("evidence_hold")) == {"proposed": 0, "held": 1, "refused": 1, "released": 2, "seized": 2}


def test_a_way_back_does_not_push_a_step_down() -> None:
    found = layers(procedure("general"))
    assert found["investigating"] < found["concluded"] < found["notified"] < found["hearing"] < found["legal_review"]
    assert found["legal_review"] < found["collective"] < found["decided"] < found["served"]
