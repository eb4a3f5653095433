"""The layout under the drawings: layers, crossings, air between neighbours, and where a text is broken."""

from collections.abc import Iterator
from itertools import pairwise

import pytest

from shanzhi.law.layered import Grid, Link, ascending, crossings, laid_out, ranks, turned
from shanzhi.law.lettering import broken, ems
from shanzhi.law.procedure import NAMES, procedure


def grid_of(name: str) -> Grid:
    table = procedure(name)
    links = [Link(edge.source, edge.target, 120, 70) for edge in table.edges]
    return laid_out(dict.fromkeys(table.steps, (140.0, 56.0)), table.first, links)


def test_a_step_stands_one_layer_below_the_lowest_step_before_it() -> None:
    table = procedure("evidence_hold")
    links = [Link(edge.source, edge.target) for edge in table.edges]
    assert ranks(table.steps, table.first, links) == {
        "proposed": 0,
        "held": 1,
        "refused": 1,
        "released": 2,
        "seized": 2,
    }


def test_a_way_back_does_not_push_a_step_down() -> None:
    links = [Link("a", "b"), Link("b", "c"), Link("c", "a"), Link("a", "c"), Link("c", "c")]
    assert turned("a", links) == {2, 4}
    assert ranks("abc", "a", links) == {"a": 0, "b": 1, "c": 2}


def test_steps_that_nothing_leads_to_from_the_first_are_laid_out_too() -> None:
    links = [Link("a", "b"), Link("c", "b"), Link("b", "c")]
    assert turned("a", links) == {1}
    assert ranks("abc", "a", links) == {"a": 0, "b": 1, "c": 2}


def test_two_boxes_are_exchanged_where_that_takes_a_crossing_away() -> None:
    links = [Link("a", "b"), Link("a", "c"), Link("b", "e"), Link("c", "d"), Link("d", "f"), Link("e", "f")]
    grid = laid_out(dict.fromkeys("abcdef", (50.0, 20.0)), "a", links)
    assert crossings(grid, grid.layers) == 0


@pytest.mark.parametrize("name", NAMES)
def test_ways_cross_hardly_anywhere(name: str) -> None:
    grid = grid_of(name)
    assert crossings(grid, grid.layers) <= len(grid.ways) // 5


def neighbours(grid: Grid) -> Iterator[tuple[float, float]]:
    for layer in grid.layers:
        for one, other in pairwise(layer):
            left, right = grid.cells[one], grid.cells[other]
            yield left.x + left.wide / 2 + left.right, right.x - right.wide / 2


@pytest.mark.parametrize("name", NAMES)
def test_neighbours_on_a_layer_keep_air_between_them(name: str) -> None:
    assert all(other - one > 10 for one, other in neighbours(grid_of(name)))


def test_rising_numbers_nearest_to_the_wanted() -> None:
    assert ascending([1, 3, 2, 5], [1, 1, 1, 1]) == [1, 2.5, 2.5, 5]
    assert ascending([4, 1], [3, 1]) == [3.25, 3.25]
    assert ascending([], []) == []


# --- lettering ---


@pytest.mark.parametrize(
    ("text", "widest", "lines"),
    [
        ("听证", 9, ["听证"]),
        ("期满或者明确放弃，集体讨论", 9, ["期满或者明确放弃，", "集体讨论"]),
        ("不予受理或者不予执行", 9, ["不予受理或", "者不予执行"]),
        ("移送（涉嫌犯罪）", 6, ["移送", "（涉嫌犯罪）"]),
        ("移送涉嫌犯（罪", 6, ["移送涉嫌犯", "（罪"]),
        ("甲乙丙，丁戊", 3, ["甲乙", "丙，", "丁戊"]),
        ("", 9, []),
        ("1234567", 2, ["123", "456", "7"]),
    ],
)
def test_a_text_is_broken_where_a_reader_would(text: str, widest: float, lines: list[str]) -> None:
    found = broken(text, widest)
    assert "".join(found) == text
    assert found == lines
    assert all(ems(line) <= widest or len(line) <= 3 for line in found)
    assert not any(line[0] in "，。、）" for line in found)
