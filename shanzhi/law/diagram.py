"""What does a procedure look like? Its table drawn as an SVG, layer under layer, with words a screen reader can read."""

from __future__ import annotations

from collections import defaultdict
from html import escape

from shanzhi.law.procedure import Edge, Procedure

WIDE, HIGH, GAP, DROP, MARGIN, LANE = 150, 44, 40, 74, 24, 16
STYLE = (
    "text{font:14px system-ui,'Noto Sans CJK SC',sans-serif;fill:#1b1b1b}.b{font-size:11px;fill:#555}"
    "rect{fill:#fff;stroke:#1b1b1b}rect.end{fill:#eee}path{fill:none;stroke:#555}"
)


def layers(table: Procedure) -> dict[str, int]:
    """Return the layer of each step: one below the lowest step before it, ways that lead back left out."""
    depth = {table.first: 0}
    _descend(table, table.first, depth, (table.first,))
    return depth


def _descend(table: Procedure, step: str, depth: dict[str, int], way: tuple[str, ...]) -> None:
    for edge in table.after(step):
        if edge.target not in way and depth.get(edge.target, -1) <= depth[step]:
            depth[edge.target] = depth[step] + 1
            _descend(table, edge.target, depth, (*way, edge.target))


def places(table: Procedure) -> dict[str, tuple[int, int]]:
    """Return the left upper corner of every step."""
    rows: dict[int, list[str]] = defaultdict(list)
    for step, depth in layers(table).items():
        rows[depth].append(step)
    return {
        step: (MARGIN + place * (WIDE + GAP), MARGIN + depth * (HIGH + DROP))
        for depth, row in rows.items()
        for place, step in enumerate(row)
    }


def svg(table: Procedure) -> str:
    """Return the drawing: title, description in words, arrows, then the steps."""
    at = places(table)
    right = max(x for x, _ in at.values()) + WIDE
    bottom = max(y for _, y in at.values()) + HIGH + MARGIN
    side = [edge for edge in table.edges if at[edge.target][1] - at[edge.source][1] != HIGH + DROP]
    lanes = {edge: right + LANE * (number + 1) for number, edge in enumerate(side)}
    words = "；".join(_sentence(table, edge) for edge in table.edges)
    marker = '<marker id="a" markerWidth="9" markerHeight="9" refX="8" refY="4" orient="auto"><path d="M0 0 8 4 0 8"/></marker>'
    return "".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" role="img" aria-labelledby="t d" '
            f'viewBox="0 0 {right + LANE * len(side) + MARGIN} {bottom}">',
            f'<title id="t">{escape(table.name)}</title><desc id="d">{escape(words)}。</desc>',
            f"<style>{STYLE}</style><defs>{marker}</defs>",
            *(_arrow(edge, at, lanes) for edge in table.edges),
            *(_box(table, step, *at[step]) for step in table.steps),
            "</svg>\n",
        ]
    )


def _sentence(table: Procedure, edge: Edge) -> str:
    basis = "、".join(map(str, edge.basis))
    return f"{table.steps[edge.source].name}，{edge.event}，到{table.steps[edge.target].name}（{basis}）"


def _arrow(edge: Edge, at: dict[str, tuple[int, int]], lanes: dict[Edge, int]) -> str:
    (x, y), (to_x, to_y) = at[edge.source], at[edge.target]
    middle, to_middle = x + WIDE // 2, to_x + WIDE // 2
    if edge in lanes:
        lane = lanes[edge]
        path = f"M{middle + 30} {y + HIGH}v12H{lane}V{to_y - 14}H{to_middle + 30}v14"
    else:
        start, half = y + HIGH, y + HIGH + DROP // 2
        path = f"M{middle} {start}C{middle} {half} {to_middle} {half} {to_middle} {to_y}"
    return f'<path d="{path}" marker-end="url(#a)"/>'


def _box(table: Procedure, step: str, x: int, y: int) -> str:
    end = ' class="end"' if table.steps[step].end else ""
    basis = str(next((edge.basis[0] for edge in table.edges if edge.target == step), ""))
    basis = basis if len(basis) <= 14 else f"{basis[:6]}…{basis[-4:]}"
    middle = x + WIDE // 2
    return (
        f'<rect{end} x="{x}" y="{y}" width="{WIDE}" height="{HIGH}" rx="4"/>'
        f'<text x="{middle}" y="{y + 19}" text-anchor="middle">{escape(table.steps[step].name)}</text>'
        f'<text class="b" x="{middle}" y="{y + 36}" text-anchor="middle">{escape(basis)}</text>'
    )
