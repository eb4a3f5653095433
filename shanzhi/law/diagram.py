"""What does a procedure look like? Its table drawn as an SVG: steps, ways between them, articles, terms, where a case is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from html import escape
from itertools import pairwise

from shanzhi.law.citation import Citation
from shanzhi.law.layered import Cell, Grid, Joint, Link, laid_out, turned
from shanzhi.law.lettering import broken, ems
from shanzhi.law.procedure import Edge, Procedure, Step
from shanzhi.law.rulebook import Overlay, UnknownRule
from shanzhi.law.rulebook import rule as find_rule

NAME, TEXT, SMALL, LINE = 15, 13, 12, 1.4
MARGIN, PAD, BADGE, ASIDE = 20.0, 10.0, 10.0, 16.0
# The colours of the design system, for a drawing that stands alone; on a page the sheet of the page decides.
LIGHT = {
    "ink": "#1a1f26", "ink-2": "#4a5361", "paper": "#ffffff", "wash": "#f5f7f9", "control": "#7a8594",
    "brand": "#1d4f91", "brand-wash": "#eaf1fa", "amber": "#8a5300", "amber-wash": "#fff4dc",
}  # fmt: skip
DARK = {
    "ink": "#e8eef6", "ink-2": "#a9b8cc", "paper": "#0e1a2b", "wash": "#16263c", "control": "#7d93b2",
    "brand": "#8fc1ff", "brand-wash": "#1c3353", "amber": "#ffcf5c", "amber-wash": "#37301f",
}  # fmt: skip
OWNERS = {
    "agency": "办案机关", "party": "当事人", "head": "机关负责人", "reviewer": "法制审核人员", "court": "人民法院",
    "police": "公安机关", "procuratorate": "人民检察院", "review_organ": "复议机关", "superior": "上一级机关",
    "supervisor": "监督机关",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Words:
    """The few words of the drawing that are not the table's own; a page in another language brings its own."""

    now: str = "现在在这一步"
    begin: str = "开始"
    end: str = "结束"
    guards: str = "条件"
    documents: str = "文书"


def owner(step: Step) -> str:
    """Return whose turn it is, in words."""
    return OWNERS.get(step.owner, step.owner)


def term_words(step: Step, overlay: Overlay = Overlay.GENERAL) -> str:
    """Return the length of the step's term, or why there is none."""
    if not step.term:
        return step.untimed
    try:
        return find_rule(step.term, overlay).length_label
    except UnknownRule:
        return step.term


def articles(basis: tuple[Citation, ...]) -> list[str]:
    """Return the articles as a label shows them, those of one statute together: 行政处罚法第57、59条."""
    found: dict[str, list[str]] = {}
    for one in basis:
        part = one.article + (f"({one.item})" if one.item is not None else "")
        found.setdefault(one.statute, []).append(part)
    return [f"{statute}第{'、'.join(dict.fromkeys(parts))}条" for statute, parts in found.items()]


def style() -> str:
    """Return the sheet of a drawing that stands alone: the same classes as on a page, light and dark."""
    tokens = "".join(f"--{name}:{colour};" for name, colour in LIGHT.items())
    dark = "".join(f"--{name}:{colour};" for name, colour in DARK.items())
    return (
        f".flow{{{tokens}background:var(--paper);font-family:'PingFang SC','Microsoft YaHei','Noto Sans CJK SC',sans-serif}}"
        f"@media(prefers-color-scheme:dark){{.flow{{{dark}}}}}{SHEET}"
    )


SHEET = (
    ".flow-box{fill:var(--paper);stroke:var(--control);stroke-width:1.5}"
    ".flow-end{fill:var(--wash)}"
    ".flow-rim{fill:none;stroke:var(--control)}"
    ".flow-now{fill:var(--brand-wash);stroke:var(--brand);stroke-width:3}"
    ".flow-way{fill:none;stroke:var(--ink-2);stroke-width:1.5}"
    ".flow-trunk{stroke:var(--control)}"
    ".flow-back{stroke:var(--amber);stroke-dasharray:6 4}"
    ".flow-tip{fill:var(--ink-2)}"
    ".flow-tip-back{fill:var(--amber)}"
    ".flow-label{fill:var(--paper)}"
    ".flow-badge{fill:var(--paper);stroke:var(--ink-2);stroke-width:1.5}"
    ".flow-badge-back{fill:var(--amber-wash);stroke:var(--amber)}"
    ".flow text{fill:var(--ink);text-anchor:middle}"
    ".flow .flow-quiet{fill:var(--ink-2)}"
    ".flow .flow-mark{fill:var(--brand);font-weight:600}"
    ".flow .flow-return{fill:var(--amber)}"
    ".flow .flow-name{font-weight:600}"
    ".flow .flow-left{text-anchor:start}"
)


@dataclass(frozen=True, slots=True)
class Row:
    """One line of words in a box or a label."""

    text: str
    size: int
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Drawing:
    """A procedure with everything that decides how it looks."""

    table: Procedure
    step: str = ""
    words: Words = Words()

    def box(self, step: Step) -> list[Row]:
        rows = [Row(line, NAME, "flow-name") for line in broken(step.name, 9)]
        if step.end:
            rows.append(Row(self.words.end, SMALL, "flow-quiet"))
        else:
            term = term_words(step, self.table.overlay)
            one_line = " · ".join(filter(None, (owner(step), term)))
            parts = [one_line] if ems(one_line) <= 13 else [part for part in (owner(step), term) if part]
            rows += [Row(line, SMALL, "flow-quiet") for part in parts for line in broken(part, 13)]
        if step.id == self.step:
            rows.append(Row(f"▶ {self.words.now}", SMALL, "flow-mark"))
        return rows

    def label(self, edge: Edge, *, back: bool) -> list[Row]:
        rows = [Row(line, TEXT, "flow-return" if back else "") for line in broken(edge.event, 9)]
        rows += [Row(line, SMALL, "flow-quiet") for text in articles(edge.basis) for line in broken(text, 12.5)]
        if marks := self.counts(edge):
            rows.append(Row(marks, SMALL, "flow-mark"))
        return rows

    def counts(self, edge: Edge) -> str:
        """Return how many conditions and documents the way has."""
        counted = ((self.words.guards, len(edge.guards)), (self.words.documents, len(edge.documents)))
        return " · ".join(f"{word} {count}" for word, count in counted if count)


def _size(rows: list[Row], least: float = 0.0) -> tuple[float, float]:
    wide = max(ems(row.text) * row.size * (1.04 if row.kind == "flow-name" else 1.0) for row in rows)
    return max(wide + 2 * PAD, least), sum(row.size * LINE for row in rows)


def svg(
    table: Procedure,
    *,
    step: str = "",
    prefix: str = "",
    alone: bool = True,
    words: Words | None = None,
) -> str:
    """Return the drawing. `step` is marked as where a case stands; `alone` brings colours for a file of its own."""
    drawing = Drawing(table, step, words or Words())
    boxes = {one.id: drawing.box(one) for one in table.steps.values()}
    plain = [Link(edge.source, edge.target) for edge in table.edges]
    back = turned(table.first, plain)
    labels = [drawing.label(edge, back=one in back) for one, edge in enumerate(table.edges)]
    links = []
    for edge, rows in zip(table.edges, labels, strict=True):
        wide, high = _size(rows)
        links.append(Link(edge.source, edge.target, wide, high + 2 * BADGE + 4))
    sizes = {name: (wide, high + 2 * PAD) for name, (wide, high) in ((n, _size(r, 132)) for n, r in boxes.items())}
    grid = laid_out(sizes, table.first, links)
    return _sheet(drawing, grid, boxes, labels, links, prefix or f"flow-{table.id}", alone=alone)


def _sheet(
    drawing: Drawing,
    grid: Grid,
    boxes: Mapping[str, list[Row]],
    labels: list[list[Row]],
    links: list[Link],
    prefix: str,
    *,
    alone: bool,
) -> str:
    table = drawing.table
    left = min(cell.x - cell.wide / 2 for cell in grid.cells) - MARGIN
    right = max(cell.x + cell.wide / 2 + cell.right for cell in grid.cells) + MARGIN
    top, bottom = -MARGIN - 22, max(cell.y + cell.high for cell in grid.cells) + MARGIN
    parts = [head(drawing, prefix, (left, top, right - left, bottom - top), alone=alone), _beginning(drawing, grid)]
    for number, edge in enumerate(table.edges):
        parts.append(_way(grid, number, links[number]))
        parts.append(_label(drawing, grid, number, edge, labels[number], links[number]))
    for name, rows in boxes.items():
        mark = f' id="{prefix}-now"' if name == drawing.step else ""
        parts.append(_box(drawing, grid.cells[grid.at[name]], table.steps[name], rows, mark))
    return "\n".join(filter(None, parts)) + "\n</svg>\n"


def head(drawing: Drawing, prefix: str, frame: tuple[float, float, float, float], *, alone: bool) -> str:
    """Return the beginning of a drawing: its frame, its name, its words, and its sheet where it stands alone."""
    left, top, wide, high = (round(one) for one in frame)
    table = drawing.table
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="flow" role="img" aria-labelledby="{prefix}-t {prefix}-d" '
        f'width="{wide}" height="{high}" viewBox="{left} {top} {wide} {high}">'
        f'<title id="{prefix}-t">{escape(full_name(table))}</title><desc id="{prefix}-d">{escape(told(table))}</desc>'
        + (f"<style>{style()}</style>" if alone else "")
    )


def full_name(table: Procedure) -> str:
    """Return the name of the procedure, and under whose rules it is drawn where these are a department's own."""
    return table.name if table.overlay is Overlay.GENERAL else f"{table.name}（{table.overlay.label}）"


def told(table: Procedure) -> str:
    """Return the whole drawing as sentences: what a screen reader reads."""
    return "；".join(
        f"{table.steps[edge.source].name}，{edge.event}，到{table.steps[edge.target].name}（{'、'.join(map(str, edge.basis))}）"
        for edge in table.edges
    ) + ("。" if table.edges else "")


def _beginning(drawing: Drawing, grid: Grid) -> str:
    first = grid.cells[grid.at[drawing.table.first]]
    y = first.y - 14
    return (
        f'<text class="flow-quiet" x="{first.x:.0f}" y="{y - 12:.0f}" font-size="{SMALL}">{escape(drawing.words.begin)}</text>'
        f'<path class="flow-way" d="M{first.x:.0f} {y - 6:.0f}V{first.y - 6:.0f}"/>{_tip(first.x, first.y, down=True)}'
    )


def _tip(x: float, y: float, *, down: bool, back: bool = False) -> str:
    tail = y - 9 if down else y + 9
    return f'<path class="flow-tip{" flow-tip-back" if back else ""}" d="M{x:.1f} {y:.1f}L{x - 5:.1f} {tail:.1f}H{x + 5:.1f}Z"/>'


def _way(grid: Grid, number: int, link: Link) -> str:
    """Draw one way: straight through its cells, bending only between the layers."""
    back = grid.back[number]
    if link.source == link.target:
        return _loop(grid, link)
    cells = grid.ways[number]
    joints = {(joint.upper, joint.lower): joint for joint in _pieces(grid, number)}
    path: list[str] = []
    for one, other in pairwise(cells):
        joint = joints[one, other]
        x, to_x = grid.cells[one].x + joint.leaves, grid.cells[other].x + joint.meets
        y, to_y = _foot(grid, one), grid.cells[other].y
        if not path:
            path.append(f"M{x:.1f} {grid.cells[one].y + grid.cells[one].high + (8 if back else 0):.1f}")
        half = (y + to_y) / 2
        path.append(f"V{y:.1f}C{x:.1f} {half:.1f} {to_x:.1f} {half:.1f} {to_x:.1f} {to_y:.1f}")
    last = grid.cells[cells[-1]]
    first_joint, last_joint = joints[cells[0], cells[1]], joints[cells[-2], cells[-1]]
    first = grid.cells[cells[0]]
    tip = (
        _tip(first.x + first_joint.leaves, first.y + first.high, down=False, back=True)
        if back
        else _tip(last.x + last_joint.meets, last.y, down=True)
    )
    return f'<path class="flow-way{" flow-back" if back else ""}" d="{"".join(path)}"/>{tip}'


def _pieces(grid: Grid, number: int) -> list[Joint]:
    start = sum(max(len(way) - 1, 0) for way in grid.ways[:number])
    return grid.joints[start : start + len(grid.ways[number]) - 1]


def _foot(grid: Grid, cell: int) -> float:
    """Return where the layer of the cell ends."""
    return max(grid.cells[one].y + grid.cells[one].high for one in grid.layers[grid.cells[cell].layer])


def _loop(grid: Grid, link: Link) -> str:
    cell = grid.cells[grid.at[link.source]]
    x, y, far = cell.x + cell.wide / 2, cell.y + cell.high, cell.x + cell.wide / 2 + ASIDE
    return (
        f'<path class="flow-way flow-back" d="M{x:.1f} {y - 12:.1f}H{far:.1f}V{cell.y + 12:.1f}H{x + 8:.1f}"/>'
        f'<path class="flow-tip flow-tip-back" d="M{x:.1f} {cell.y + 12:.1f}l9 -5v10Z"/>'
    )


def _label(drawing: Drawing, grid: Grid, number: int, edge: Edge, rows: list[Row], link: Link) -> str:
    """Write the label of a way: its number in the tables, what happens, by which article, what it takes."""
    if grid.labels[number] < 0:
        box = grid.cells[grid.at[link.source]]
        x, y = box.x + box.wide / 2 + ASIDE + link.wide / 2, box.y
    else:
        x, y = grid.cells[grid.labels[number]].x, grid.cells[grid.labels[number]].y
    badge = "flow-badge flow-badge-back" if grid.back[number] else "flow-badge"
    wide = link.wide - 2 * PAD + 8
    return (
        f"<g>{hover(drawing, edge)}"
        f'<rect class="flow-label" x="{x - wide / 2:.1f}" y="{y + BADGE:.1f}" width="{wide:.1f}" height="{link.high - BADGE:.1f}"/>'
        f'<circle class="{badge}" cx="{x:.1f}" cy="{y + BADGE:.1f}" r="{BADGE:.0f}"/>'
        f'<text x="{x:.1f}" y="{y + BADGE + 4:.1f}" font-size="{SMALL}">{number + 1}</text>'
        f"{lines(rows, x, y + 2 * BADGE + 2)}</g>"
    )


def hover(drawing: Drawing, edge: Edge) -> str:
    parts = [f"{drawing.words.guards}：{''.join(guard.text for guard in edge.guards)}"] if edge.guards else []
    parts += [f"{drawing.words.documents}：{'、'.join(edge.documents)}"] if edge.documents else []
    return f"<title>{escape(' '.join([edge.event, *parts]))}</title>"


def lines(rows: list[Row], x: float, y: float) -> str:
    found = []
    for row in rows:
        y += row.size * LINE
        kind = f' class="{row.kind}"' if row.kind else ""
        found.append(
            f'<text{kind} x="{x:.1f}" y="{y - row.size * 0.32:.1f}" font-size="{row.size}">{escape(row.text)}</text>'
        )
    return "".join(found)


def _box(drawing: Drawing, cell: Cell, step: Step, rows: list[Row], mark: str) -> str:
    x, y = cell.x - cell.wide / 2, cell.y
    kinds = ["flow-box", "flow-end" if step.end else "", "flow-now" if step.id == drawing.step else ""]
    round_by = min(cell.high / 2, 22) if step.end else 4
    rim = (
        f'<rect class="flow-rim" x="{x + 4:.1f}" y="{y + 4:.1f}" width="{cell.wide - 8:.1f}" height="{cell.high - 8:.1f}" rx="{round_by - 4:.0f}"/>'
        if step.end
        else ""
    )
    return (
        f'<g{mark}><title>{escape(step.name)}</title><rect class="{" ".join(filter(None, kinds))}" x="{x:.1f}" y="{y:.1f}" '
        f'width="{cell.wide:.1f}" height="{cell.high:.1f}" rx="{round_by:.0f}"/>{rim}{lines(rows, cell.x, y + PAD)}</g>'
    )
