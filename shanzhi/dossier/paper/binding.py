"""How do the pieces of a file become one volume: cover, index, continuous page numbers, proof?"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import IO, Any

from pypdf import PdfReader, PdfWriter, Transformation
from pypdf.errors import PyPdfError

from . import setting
from .composing import clean

A4 = (595.28, 841.89)
# Pieces already set lie on disk until their turn; only the volume being written grows in memory.
INDEX = ["序号", "题名", "文号", "日期", "页号"]


@dataclass(frozen=True)
class Piece:
    """One thing in the volume: its line in the index, and how its pages are had when they are wanted."""

    title: str
    number: str
    day: str
    pdf: Callable[[], bytes]


@dataclass(frozen=True)
class Bound:
    """A finished volume, on disk: how many numbered pages, and its index."""

    path: Path
    page_count: int
    contents: list[dict[str, str]]


def page(title: str, blocks: list[dict[str, Any]], *, agency: str = "", foot: str = "") -> bytes:
    """Return a page of the volume itself: cover, index, slip, proof."""
    paper = {
        "layout": "form",
        "size": 0,
        "title": clean(title),
        "agency": clean(agency),
        "numbered": False,
        "number": "",
        "issued": "",
        "closing": False,
        "seal": False,
        "seal-note": "",
        "mark": "",
        "foot": clean(foot),
        "foot-signs": [],
        "tail": [],
        "bare": True,
    }
    return setting.pdf({"paper": paper, "blocks": blocks})


def table(head: Sequence[str], rows: Iterable[Sequence[str]], widths: Sequence[float]) -> dict[str, Any]:
    cells = [[clean(cell) for cell in row] for row in rows]
    long = [at for at, width in enumerate(widths) if width >= 3]
    return {"t": "table", "title": "", "head": list(head), "rows": cells, "widths": list(widths), "long": long}


def note(text: str) -> dict[str, Any]:
    return {"t": "p", "indent": True, "runs": [["t", clean(text)]]}


def bind(
    folder: Path,
    *,
    cover: Callable[[int, int], bytes],
    pieces: Iterable[Piece],
    proof: bytes,
    slip: Callable[[Piece, str], bytes],
) -> Bound:
    """Bind the volume into the folder. A piece that cannot be read gets a slip in its place, never silence."""
    kept = folder / "pieces"
    kept.mkdir()
    contents: list[dict[str, str]] = []
    files: list[Path] = []
    first = 1
    for at, piece in enumerate([*pieces, Piece("台账证明", "", "", lambda: proof)], 1):
        data, count = _readable(piece, slip)
        file = kept / f"{at:06d}.pdf"
        file.write_bytes(data)
        files.append(file)
        last = first + count - 1
        span = str(first) if count == 1 else f"{first}—{last}"
        contents.append(dict(zip(INDEX, (str(at), piece.title, piece.number, piece.day, span), strict=True)))
        first = last + 1
    total = first - 1
    index = page("卷内目录", [table(INDEX, [list(row.values()) for row in contents], [1, 6, 4, 2, 1.6])])
    path = folder / "volume.pdf"
    with path.open("wb") as out:
        _write(out, [cover(len(contents), total), index], files, total)
    return Bound(path, total, contents)


def _readable(piece: Piece, slip: Callable[[Piece, str], bytes]) -> tuple[bytes, int]:
    try:
        data = piece.pdf()
        count = len(PdfReader(BytesIO(data)).pages)
    except (PyPdfError, ValueError, LookupError, OSError, RecursionError) as fault:
        data = slip(piece, type(fault).__name__)
        count = len(PdfReader(BytesIO(data)).pages)
    return data, count


def _write(out: IO[bytes], front: Sequence[bytes], files: Sequence[Path], total: int) -> None:
    numbers = PdfReader(BytesIO(_numbers(total)))
    writer = PdfWriter()
    for data in front:
        writer.append(BytesIO(data), import_outline=False)
    at = 0
    for file in files:
        reader = PdfReader(file)
        for one in reader.pages:
            added = writer.add_page(one)
            high, wide = float(added.mediabox.height), float(added.mediabox.width)
            shift = Transformation().translate(wide - A4[0], high - A4[1])
            added.merge_transformed_page(numbers.pages[at], shift)
            at += 1
    writer.compress_identical_objects(remove_duplicates=True)
    writer.write(out)


def _numbers(total: int) -> bytes:
    """Return one page a number, in the outer upper corner, with a font of its own."""
    return setting.numbers_pdf(total)
