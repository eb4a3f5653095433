"""How does a document reach those who must edit it elsewhere? As a DOCX of the same blocks, marked as a copy."""

from collections.abc import Callable, Mapping
from io import BytesIO
from typing import Any

import docx
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
COPY = "本件为便于编辑的副本，不是正式文书；正式文书以用印的 PDF 为准。"
CENTRE, RIGHT = WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.RIGHT


def copy_of(composed: Mapping[str, Any]) -> bytes:
    """Return the composed document as DOCX."""
    paper = composed["paper"]
    made = docx.Document()
    letter = paper["layout"] == "letter"
    _page(made, letter)
    _line(made, COPY, size=9, align=CENTRE)
    _line(made, paper["agency"], size=20 if letter else 14, align=CENTRE, bold=letter)
    _line(made, paper["title"], size=22 if letter else 18, align=CENTRE, bold=True)
    if paper["numbered"]:
        _line(made, paper["number"], size=12, align=RIGHT)
    for block in composed["blocks"]:
        if (draw := _DRAW.get(block["t"])) is not None:
            draw(made, block)
    if paper["closing"]:
        _line(made, paper["agency"], align=RIGHT)
        _line(made, paper["issued"] or "　　年　月　日", align=RIGHT)
    for line in paper["tail"]:
        _line(made, line, size=11)
    out = BytesIO()
    made.save(out)
    return out.getvalue()


def _page(made: Any, letter: bool) -> None:
    section = made.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = (Mm(37), Mm(35)) if letter else (Mm(26), Mm(28))
    section.left_margin, section.right_margin = (Mm(28), Mm(26)) if letter else (Mm(25), Mm(22))
    style = made.styles["Normal"]
    style.font.name = "FangSong"
    style.element.rPr.rFonts.set(qn("w:eastAsia"), "仿宋")
    style.font.size = Pt(16 if letter else 12)
    style.paragraph_format.space_after = Pt(4)


def _line(
    made: Any, text: str, *, size: float = 0, align: Any = None, bold: bool = False, indent: bool = False
) -> None:
    if not text:
        return
    paragraph = made.add_paragraph()
    run = paragraph.add_run(text)
    run.bold = bold
    if size:
        run.font.size = Pt(size)
    if align is not None:
        paragraph.alignment = align
    if indent:
        paragraph.paragraph_format.first_line_indent = made.styles["Normal"].font.size * 2


def _words(runs: list[list[Any]]) -> str:
    return "".join("＿" * int(value) if kind == "b" else str(value) for kind, value in runs)


def _table(made: Any, head: list[str], rows: list[list[str]]) -> None:
    table = made.add_table(rows=0, cols=len(head), style="Table Grid")
    for row in [head, *rows]:
        for cell, text in zip(table.add_row().cells, row, strict=False):
            cell.text = text
    made.add_paragraph()


def _grid(made: Any, block: Mapping[str, Any]) -> None:
    table = made.add_table(rows=0, cols=4, style="Table Grid")
    for row in block["rows"]:
        cells = table.add_row().cells
        if row["kind"] == "pairs" and len(row["cells"]) > 1:
            for at, (label, value) in enumerate(row["cells"][:2]):
                cells[at * 2].text, cells[at * 2 + 1].text = label, value
            continue
        label, value = row["cells"][0] if row["kind"] == "pairs" else (row["label"], row["value"])
        if row["kind"] == "opinion":
            value = f"{value}\n\n{row['sign']}　　{row['date']}"
        cells[0].text = label
        cells[1].merge(cells[3]).text = value
    made.add_paragraph()


def _signs(made: Any, block: Mapping[str, Any]) -> None:
    for item in block["items"]:
        _line(made, f"{item['label']}：{item['words'] or '＿＿＿＿＿＿＿＿'}")


def _party(made: Any, block: Mapping[str, Any]) -> None:
    for line in block["lines"]:
        _line(made, _words(line), indent=True)


def _qa(made: Any, block: Mapping[str, Any]) -> None:
    for item in block["items"]:
        _line(made, item["q"])
        _line(made, item["a"])


def _facts(made: Any, block: Mapping[str, Any]) -> None:
    for row in block["rows"]:
        _line(made, "　　".join(f"{label}：{value or '＿＿＿＿'}" for label, value in row))


def _photos(made: Any, block: Mapping[str, Any]) -> None:
    for item in block["items"]:
        if item["image"]:
            made.add_picture(BytesIO(bytes(item["image-bytes"])), width=Mm(120))
        for line in [*item["lines"], item["hash"]]:
            _line(made, line, size=9)


_DRAW: Mapping[str, Callable[[Any, Mapping[str, Any]], None]] = {
    "p": lambda made, block: _line(made, _words(block["runs"]), indent=block["indent"]),
    "note": lambda made, block: _line(made, _words(block["runs"]), size=10),
    "heading": lambda made, block: _line(made, block["s"], bold=True),
    "centre": lambda made, block: _line(made, block["s"], align=CENTRE, bold=True),
    "party": _party,
    "table": lambda made, block: _table(made, block["head"], block["rows"]),
    "grid": _grid,
    "signs": _signs,
    "qa": _qa,
    "facts": _facts,
    "photos": _photos,
}
