"""Where do boxes and arrows of a table stand, so that few lines cross and none runs through a box? Layer under layer.

Sugiyama's way: ways back are turned round, every long way is cut into pieces of one layer, the layers are put in the
order with the fewest crossings, and then everything is pulled as straight as its neighbours allow. The label of a way is
a piece of it with a width of its own, so that no label ever lies upon another.
"""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from math import inf

SWEEPS, STARTS, PULLS = 12, 10, 300
AIR, NARROW = 22.0, 16.0
# A long way is kept straight whatever it costs, a box may stand a little aside.
STRAIGHT, LEANING = 1000.0, 2.0


@dataclass(frozen=True, slots=True)
class Link:
    """A way from one box to another, with the size of its label."""

    source: str
    target: str
    wide: float = 0.0
    high: float = 0.0


@dataclass(slots=True)
class Cell:
    """One thing on one layer: a box, a label or the passing of a way. `x` is its middle, `right` what hangs on its side."""

    layer: int
    wide: float = 0.0
    high: float = 0.0
    right: float = 0.0
    box: str = ""
    x: float = 0.0
    y: float = 0.0


@dataclass(slots=True)
class Joint:
    """A piece of a way between two neighbouring layers; the shifts say where it leaves and meets its cells."""

    upper: int
    lower: int
    weight: float
    leaves: float = 0.0
    meets: float = 0.0


@dataclass(slots=True)
class Grid:
    """All cells by layer in their order from left to right, and what joins them."""

    cells: list[Cell] = field(default_factory=list)
    layers: list[list[int]] = field(default_factory=list)
    joints: list[Joint] = field(default_factory=list)
    at: dict[str, int] = field(default_factory=dict)
    ways: list[list[int]] = field(default_factory=list)
    labels: list[int] = field(default_factory=list)
    back: list[bool] = field(default_factory=list)


def turned(first: str, links: Sequence[Link]) -> set[int]:
    """Return the numbers of the ways that lead back to a step they came from."""
    after: dict[str, list[int]] = defaultdict(list)
    for number, link in enumerate(links):
        after[link.source].append(number)
    found: set[int] = set()
    seen: set[str] = set()

    def walk(step: str, way: tuple[str, ...]) -> None:
        seen.add(step)
        for number in after[step]:
            target = links[number].target
            if target in (*way, step):
                found.add(number)
            elif target not in seen:
                walk(target, (*way, step))

    for step in (first, *(link.source for link in links)):
        if step not in seen:
            walk(step, ())
    return found


def ranks(boxes: Iterable[str], first: str, links: Sequence[Link]) -> dict[str, int]:
    """Return the layer of each box: one below the lowest before it, ways that lead back left out."""
    back = turned(first, links)
    rank = dict.fromkeys(boxes, 0)
    for _ in rank:
        for number, link in enumerate(links):
            if number not in back:
                rank[link.target] = max(rank[link.target], rank[link.source] + 1)
    return rank


def laid_out(boxes: Mapping[str, tuple[float, float]], first: str, links: Sequence[Link]) -> Grid:
    """Return every cell with its place. `boxes` gives the size of each; the same table is always drawn alike."""
    grid = _cut(boxes, first, links)
    _order(grid)
    _ports(grid)
    _pull(grid)
    _stack(grid)
    return grid


def _cut(boxes: Mapping[str, tuple[float, float]], first: str, links: Sequence[Link]) -> Grid:
    """Cells for the boxes on even layers, for the labels on odd ones, and for every passing."""
    grid, rank, back = Grid(), ranks(boxes, first, links), turned(first, links)
    for name, (wide, high) in boxes.items():
        grid.at[name] = _add(grid, Cell(2 * rank[name], wide, high, box=name))
    for number, link in enumerate(links):
        grid.back.append(number in back)
        if link.source == link.target:
            # A way from a step to itself hangs on the right side of its box.
            own = grid.cells[grid.at[link.source]]
            own.right = max(own.right, link.wide + 2 * NARROW)
            grid.ways.append([])
            grid.labels.append(-1)
            continue
        _thread(grid, link, number in back)
    grid.layers = [[] for _ in range(max(cell.layer for cell in grid.cells) + 1)]
    for number, cell in enumerate(grid.cells):
        grid.layers[cell.layer].append(number)
    return grid


def _add(grid: Grid, cell: Cell) -> int:
    grid.cells.append(cell)
    return len(grid.cells) - 1


def _thread(grid: Grid, link: Link, back: bool) -> None:
    """Put the passings of one way between its boxes; its label stands next to the step it leaves."""
    upper, lower = (link.target, link.source) if back else (link.source, link.target)
    top, bottom = grid.cells[grid.at[upper]].layer, grid.cells[grid.at[lower]].layer
    labelled = bottom - 1 if back else top + 1
    way, label = [grid.at[upper]], -1
    for layer in range(top + 1, bottom):
        if layer == labelled:
            label = _add(grid, Cell(layer, link.wide, link.high))
            way.append(label)
        else:
            way.append(_add(grid, Cell(layer)))
    way.append(grid.at[lower])
    grid.ways.append(way)
    grid.labels.append(label)
    for one, next_one in pairwise(way):
        free = not grid.cells[one].box and not grid.cells[next_one].box
        grid.joints.append(Joint(one, next_one, STRAIGHT if free else LEANING))


def _order(grid: Grid) -> None:
    """Put every layer into the order with the fewest crossings found from several beginnings."""
    best, fewest = [list(layer) for layer in grid.layers], (inf, inf)
    for start in range(STARTS):
        # The same dice each time, so that the drawing stays the same.
        dice = random.Random(start)  # noqa: S311
        layers = [list(layer) for layer in grid.layers]
        if start:
            for layer in layers:
                dice.shuffle(layer)
        for sweep in range(SWEEPS):
            _by_neighbours(grid, layers, down=sweep % 2 == 0)
            _swap(grid, layers)
            found = (crossings(grid, layers), _spread(grid, layers))
            if found < fewest:
                best, fewest = [list(layer) for layer in layers], found
    grid.layers = best


def _by_neighbours(grid: Grid, layers: list[list[int]], *, down: bool) -> None:
    near: dict[int, list[int]] = defaultdict(list)
    for joint in grid.joints:
        one, other = (joint.lower, joint.upper) if down else (joint.upper, joint.lower)
        near[one].append(other)
    turn = range(1, len(layers)) if down else range(len(layers) - 2, -1, -1)
    for level in turn:
        fixed = layers[level - 1] if down else layers[level + 1]
        place = {cell: number for number, cell in enumerate(fixed)}
        own = {cell: number for number, cell in enumerate(layers[level])}
        middle = {
            cell: sum(place[one] for one in near[cell]) / len(near[cell])
            if near[cell]
            else own[cell] * len(fixed) / len(own)
            for cell in layers[level]
        }
        layers[level].sort(key=lambda cell: (middle[cell], own[cell]))


def _swap(grid: Grid, layers: list[list[int]]) -> None:
    """Exchange neighbours as long as that takes crossings away."""
    above, below = _sides(grid)
    places = {cell: number for layer in layers for number, cell in enumerate(layer)}
    better = True
    while better:
        better = False
        for layer in layers:
            for number in range(len(layer) - 1):
                one, other = layer[number], layer[number + 1]
                saved = sum(
                    _tangled(places, side[one], side[other]) - _tangled(places, side[other], side[one])
                    for side in (above, below)
                )
                if saved > 0:
                    layer[number], layer[number + 1] = other, one
                    places[one], places[other] = number + 1, number
                    better = True


def _sides(grid: Grid) -> tuple[dict[int, list[int]], dict[int, list[int]]]:
    above: dict[int, list[int]] = defaultdict(list)
    below: dict[int, list[int]] = defaultdict(list)
    for joint in grid.joints:
        above[joint.lower].append(joint.upper)
        below[joint.upper].append(joint.lower)
    return above, below


def _tangled(places: Mapping[int, int], left: Sequence[int], right: Sequence[int]) -> int:
    return sum(places[one] > places[other] for one in left for other in right)


def crossings(grid: Grid, layers: Sequence[Sequence[int]]) -> int:
    """Return how often two pieces cross when the layers stand in this order."""
    places = {cell: number for layer in layers for number, cell in enumerate(layer)}
    by_layer: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for joint in grid.joints:
        by_layer[grid.cells[joint.upper].layer].append((places[joint.upper], places[joint.lower]))
    return sum(
        (one[0] - other[0]) * (one[1] - other[1]) < 0
        for pieces in by_layer.values()
        for number, one in enumerate(pieces)
        for other in pieces[:number]
    )


def _spread(grid: Grid, layers: Sequence[Sequence[int]]) -> float:
    """How far neighbours stand apart, measured from the middle of their layers."""
    places = {cell: number - len(layer) / 2 for layer in layers for number, cell in enumerate(layer)}
    return sum(abs(places[joint.upper] - places[joint.lower]) for joint in grid.joints)


def _ports(grid: Grid) -> None:
    """Give every way a place of its own on the border of its boxes, in the order in which the ways stand."""
    places = {cell: number for layer in grid.layers for number, cell in enumerate(layer)}
    for number, cell in enumerate(grid.cells):
        if not cell.box:
            continue
        under = sorted((one for one in grid.joints if one.upper == number), key=lambda one: places[one.lower])
        over = sorted((one for one in grid.joints if one.lower == number), key=lambda one: places[one.upper])
        for joint, shift in zip(under, _shifts(cell.wide, len(under)), strict=True):
            joint.leaves = shift
        for joint, shift in zip(over, _shifts(cell.wide, len(over)), strict=True):
            joint.meets = shift


def _shifts(wide: float, count: int) -> list[float]:
    step = min(30.0, (wide - 28) / max(count - 1, 1))
    return [(number - (count - 1) / 2) * step for number in range(count)]


def _pull(grid: Grid) -> None:
    """Draw every cell towards its neighbours; on each layer the best places that keep the order and the air."""
    pulls: dict[int, list[tuple[int, float, float]]] = defaultdict(list)
    for joint in grid.joints:
        pulls[joint.upper].append((joint.lower, joint.meets - joint.leaves, joint.weight))
        pulls[joint.lower].append((joint.upper, joint.leaves - joint.meets, joint.weight))
    for layer in grid.layers:
        for cell, offset in zip(layer, _offsets(grid, layer), strict=True):
            grid.cells[cell].x = offset
    for turn in range(PULLS):
        for layer in grid.layers if turn % 2 == 0 else reversed(grid.layers):
            _settle(grid, layer, pulls)


def _settle(grid: Grid, layer: Sequence[int], pulls: Mapping[int, list[tuple[int, float, float]]]) -> None:
    wanted, weights = [], []
    for cell in layer:
        around = pulls.get(cell, [])
        weight = sum(one[2] for one in around)
        wished = sum((grid.cells[near].x + shift) * heavy for near, shift, heavy in around)
        wanted.append(wished / weight if weight else grid.cells[cell].x)
        weights.append(weight or 0.1)
    offsets = _offsets(grid, layer)
    placed = ascending([want - offset for want, offset in zip(wanted, offsets, strict=True)], weights)
    for cell, offset, place in zip(layer, offsets, placed, strict=True):
        grid.cells[cell].x = place + offset


def _offsets(grid: Grid, layer: Sequence[int]) -> list[float]:
    """How far each cell stands at least from the first of its layer."""
    found = [0.0]
    for one, other in pairwise(layer):
        left, right = grid.cells[one], grid.cells[other]
        air = AIR if left.wide and right.wide else NARROW
        found.append(found[-1] + left.wide / 2 + left.right + air + right.wide / 2)
    return found[: len(layer)]


def ascending(wanted: Sequence[float], weights: Sequence[float]) -> list[float]:
    """Return the rising numbers nearest to the wanted ones (pool adjacent violators)."""
    pools: list[tuple[float, float, int]] = []
    for want, weight in zip(wanted, weights, strict=True):
        pools.append((want, weight, 1))
        while len(pools) > 1 and pools[-2][0] > pools[-1][0]:
            (one, heavy, few), (other, heavier, many) = pools[-2:]
            pools[-2:] = [((one * heavy + other * heavier) / (heavy + heavier), heavy + heavier, few + many)]
    return [value for value, _, count in pools for _ in range(count)]


def _stack(grid: Grid) -> None:
    """Give every layer its height; where ways go far aside, they get more room to do so."""
    y = 0.0
    for level, layer in enumerate(grid.layers):
        for cell in layer:
            grid.cells[cell].y = y
        high = max(grid.cells[cell].high for cell in layer)
        aside = [
            abs(grid.cells[joint.upper].x + joint.leaves - grid.cells[joint.lower].x - joint.meets)
            for joint in grid.joints
            if grid.cells[joint.upper].layer == level
        ]
        y += high + min(24 + 0.16 * max(aside, default=0.0), 84)
