"""What does a procedure look like on a phone? Steps in one column, what can be done under each, lines beside them.

The wide drawing shows a table at a glance; on a window of 390 pixels it would have to be pushed about. Here every way
leaves from its own line of words, runs down (or, in broken lines, up) its own lane and enters the step it leads to.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from html import escape

from shanzhi.law.diagram import BADGE, LINE, SMALL, TEXT, Drawing, Row, Words, articles, head, hover, lines
from shanzhi.law.layered import Link, ranks, turned
from shanzhi.law.lettering import broken, ems
from shanzhi.law.procedure import Edge, Procedure

COLUMN, INDENT, PAD, LANE, GAP, MARGIN, DOOR = 232.0, 34.0, 8.0, 8.0, 20.0, 8.0, 11.0


@dataclass(slots=True)
class Way:
    """One way: its words, where its line leaves, in which lane it runs and where it enters."""

    number: int
    edge: Edge
    back: bool
    rows: list[Row]
    y: float = 0.0
    lane: int = 0
    door: float = 0.0

    @property
    def high(self) -> float:
        return sum(row.size * LINE for row in self.rows) + 8


@dataclass(slots=True)
class Block:
    """A step with the ways that leave it."""

    step: str
    rows: list[Row]
    doors: int
    ways: list[Way] = field(default_factory=list)
    y: float = 0.0

    @property
    def high(self) -> float:
        words = sum(row.size * LINE for row in self.rows) + 2 * PAD
        return max(words, self.doors * DOOR + PAD)


def svg(table: Procedure, *, step: str = "", prefix: str = "", alone: bool = True, words: Words | None = None) -> str:
    """Return the drawing for a narrow window. The arguments are those of the wide one."""
    drawing = Drawing(table, step, words or Words())
    blocks = _blocks(drawing)
    bottom = _stack(blocks)
    ways = [way for block in blocks for way in block.ways]
    place = {block.step: block for block in blocks}
    lanes = _lanes(ways, place)
    _doors(ways, place)
    prefix = prefix or f"flow-narrow-{table.id}"
    frame = (-MARGIN, -30.0, COLUMN + 2 * MARGIN + (lanes + 1) * LANE, bottom + 30 + MARGIN)
    parts = [head(drawing, prefix, frame, alone=alone), _beginning(drawing)]
    parts += [_line(way, place[way.edge.target]) for way in ways]
    for block in blocks:
        parts.append(_box(drawing, block, f' id="{prefix}-now"' if block.step == step else ""))
        parts += [_words(drawing, way) for way in block.ways]
    return "\n".join(parts) + "\n</svg>\n"


def column(table: Procedure) -> list[str]:
    """Return the steps from top to bottom: each below all that lead to it, an end at once below what ends there."""
    links = [Link(edge.source, edge.target) for edge in table.edges]
    back, rank = turned(table.first, links), ranks(table.steps, table.first, links)
    waiting, found = list(table.steps), list[str]()
    while waiting:
        open_ways = {link.target for number, link in enumerate(links) if number not in back and link.source in waiting}
        ready = [step for step in waiting if step not in open_ways]
        found.append(min(ready, key=lambda step: (not table.steps[step].end, rank[step])))
        waiting.remove(found[-1])
    return found


def _blocks(drawing: Drawing) -> list[Block]:
    table = drawing.table
    order = column(table)
    found = {
        step: Block(step, drawing.box(table.steps[step]), sum(edge.target == step for edge in table.edges))
        for step in order
    }
    for number, edge in enumerate(table.edges, start=1):
        back = order.index(edge.target) <= order.index(edge.source)
        found[edge.source].ways.append(Way(number, edge, back, _rows(drawing, edge, back=back)))
    return list(found.values())


def _rows(drawing: Drawing, edge: Edge, *, back: bool) -> list[Row]:
    widest = (COLUMN - INDENT) / TEXT
    kind = "flow-left flow-return" if back else "flow-left"
    rows = [Row(line, TEXT, kind) for line in broken(edge.event, widest - 1)]
    told = [f"→ {drawing.table.steps[edge.target].name}", *articles(edge.basis)]
    rows += [Row(line, SMALL, "flow-left flow-quiet") for text in told for line in broken(text, widest)]
    if marks := drawing.counts(edge):
        rows.append(Row(marks, SMALL, "flow-left flow-mark"))
    return rows


def _stack(blocks: Sequence[Block]) -> float:
    """Put everything one under the other; return where it ends."""
    y = 0.0
    for block in blocks:
        block.y = y
        y += block.high + 6
        for way in block.ways:
            way.y = y + BADGE
            y += way.high
        y += GAP
    return y - GAP


def _lanes(ways: Sequence[Way], place: dict[str, Block]) -> int:
    """Give every way a lane in which no other runs beside the same lines, short ways inside; return how many there are."""
    taken: list[list[tuple[float, float]]] = []

    def span(way: Way) -> tuple[float, float]:
        block = place[way.edge.target]
        return min(way.y, block.y), max(way.y, block.y + block.high)

    for way in sorted(ways, key=lambda one: (span(one)[1] - span(one)[0], one.number)):
        top, bottom = span(way)
        free = (n for n, lane in enumerate(taken) if all(bottom < high or low < top for high, low in lane))
        way.lane = next(free, len(taken))
        if way.lane == len(taken):
            taken.append([])
        taken[way.lane].append((top, bottom))
    return len(taken)


def _doors(ways: Sequence[Way], place: dict[str, Block]) -> None:
    """Let every way enter its step at a place of its own, so that no two cross at the door."""
    for block in place.values():
        coming = [way for way in ways if way.edge.target == block.step]
        # From above the inner lanes come first, from below the outer ones.
        coming.sort(key=lambda way: (way.back, -way.lane if way.back else way.lane))
        first = block.y + block.high / 2 - (len(coming) - 1) / 2 * DOOR
        for number, way in enumerate(coming):
            way.door = first + number * DOOR


def _beginning(drawing: Drawing) -> str:
    x = COLUMN / 2
    return (
        f'<text class="flow-quiet" x="{x:.0f}" y="-18" font-size="{SMALL}">{escape(drawing.words.begin)}</text>'
        f'<path class="flow-way" d="M{x:.0f} -13V-6"/><path class="flow-tip" d="M{x:.0f} 0l-5 -9h10Z"/>'
    )


def _line(way: Way, target: Block) -> str:
    first = way.rows[0]
    x, lane = INDENT + ems(first.text) * first.size + 6, COLUMN + LANE * (way.lane + 1.5)
    kind, tip = (" flow-back", " flow-tip-back") if way.back else ("", "")
    return (
        f'<path class="flow-way{kind}" d="M{x:.1f} {way.y:.1f}H{lane:.1f}V{way.door:.1f}H{COLUMN + 8:.1f}"/>'
        f'<path class="flow-tip{tip}" d="M{COLUMN:.1f} {way.door:.1f}l9 -4.5v9Z"/>'
    )


def _words(drawing: Drawing, way: Way) -> str:
    badge = "flow-badge flow-badge-back" if way.back else "flow-badge"
    return (
        f"<g>{hover(drawing, way.edge)}"
        f'<circle class="{badge}" cx="16" cy="{way.y:.1f}" r="{BADGE:.0f}"/>'
        f'<text x="16" y="{way.y + 4:.1f}" font-size="{SMALL}">{way.number}</text>'
        f"{lines(way.rows, INDENT, way.y - BADGE + 1)}</g>"
    )


def _box(drawing: Drawing, block: Block, mark: str) -> str:
    step = drawing.table.steps[block.step]
    kinds = ["flow-box", "flow-end" if step.end else "", "flow-now" if step.id == drawing.step else ""]
    high = block.high
    words = sum(row.size * LINE for row in block.rows)
    rim = (
        f'<rect class="flow-rim" x="4" y="{block.y + 4:.1f}" width="{COLUMN - 8:.0f}" height="{high - 8:.1f}" rx="14"/>'
        if step.end
        else ""
    )
    trunk = f'<path class="flow-trunk" d="M16 {block.y + high:.1f}V{block.ways[-1].y:.1f}"/>' if block.ways else ""
    return (
        f'{trunk}<g{mark}><title>{escape(step.name)}</title><rect class="{" ".join(filter(None, kinds))}" x="0" '
        f'y="{block.y:.1f}" width="{COLUMN:.0f}" height="{high:.1f}" rx="{18 if step.end else 4}"/>{rim}'
        f"{lines(block.rows, COLUMN / 2, block.y + (high - words) / 2)}</g>"
    )
