"""How do registers of other systems come in? Row by row through intake, once each, every refused row named."""

import csv
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from django.db import transaction
from django.utils import timezone

from shanzhi.intake.actions import receive_report
from shanzhi.intake.models import Source
from shanzhi.law.calendar import CalendarError, YearTable
from shanzhi.law.obstacle import NotAllowed
from shanzhi.ledger.actors import SYSTEM
from shanzhi.registry.actions import import_year
from shanzhi.registry.queries import default_county

from .commands import CommandFault

MESSAGE_COLUMNS = ("留言编号", "留言主题", "留言时间", "留言详情")
EVENT_COLUMNS = (
    "rec_id",
    "create_time",
    "street",
    "community",
    "type",
    "main_type",
    "sub_type",
    "property",
    "event_src",
)
MOMENTS = ("%Y/%m/%d %H:%M:%S", "%Y-%m-%d %H:%M:%S", "%Y/%m/%d %H:%M", "%Y-%m-%d %H:%M", "%Y-%m-%d", "%Y/%m/%d")
EVENT_SOURCES = {
    "12345": Source.HOTLINE,
    "110": Source.POLICE,
    "@": Source.MEDIA,
    "网格": Source.GRID,
    "巡": Source.PATROL,
}


@dataclass(frozen=True)
class Row:
    """One line of another system's register, as a report."""

    number: str
    at: datetime
    text: str
    place: str
    source: Source


@dataclass
class Outcome:
    """What an import did."""

    taken: int = 0
    known: int = 0
    faults: list[tuple[int, str]] = field(default_factory=list)


def run(what: str, path: Path | None, limit: int | None) -> int:
    """Import and say what happened; exit code 1 when rows were refused."""
    if what == "sample":
        return _sample()
    if path is None:
        raise CommandFault(f"请写明要载入的文件：shanzhi import {what} 文件")
    if not path.is_file():
        raise CommandFault(f"没有找到文件 {path}：请核对路径。")
    if what == "calendar":
        return _calendar(path)
    reader = {"messages": (MESSAGE_COLUMNS, message), "events": (EVENT_COLUMNS, event)}[what]
    outcome = import_register(path, what, *reader, limit=limit)
    print(f"载入 {outcome.taken} 条，已有 {outcome.known} 条，未能载入 {len(outcome.faults)} 条。")
    for line, fault in outcome.faults[:50]:
        print(f"  第 {line} 行：{fault}", file=sys.stderr)
    return 1 if outcome.faults else 0


def import_register(
    path: Path, name: str, columns: tuple[str, ...], read: Callable[[dict[str, str]], Row], *, limit: int | None = None
) -> Outcome:
    """Give each row to intake under a key made of register and number, so that a second run takes nothing twice."""
    county, outcome = default_county(), Outcome()
    for line, cells in _rows(path, columns):
        if limit is not None and outcome.taken + outcome.known >= limit:
            break
        try:
            row = read(cells)
            receipt = receive_report(
                county=county.code,
                source=row.source,
                text=row.text,
                place_text=row.place,
                by=SYSTEM,
                at=row.at,
                outside_number=row.number,
                idempotency_key=f"import:{name}:{row.number}",
            )
        except (ValueError, NotAllowed) as fault:
            outcome.faults.append((line, str(fault)))
            continue
        if receipt.repeated:
            outcome.known += 1
        else:
            outcome.taken += 1
    return outcome


def _rows(path: Path, columns: tuple[str, ...]) -> Iterator[tuple[int, dict[str, str]]]:
    """Yield the file's rows with their line numbers. Raises CommandFault on a wrong encoding or missing columns."""
    text = _decoded(path)
    reader = csv.DictReader(text.splitlines(keepends=True))
    missing = [column for column in columns if column not in (reader.fieldnames or [])]
    if missing:
        raise CommandFault(f"{path.name} 缺少列：{'、'.join(missing)}。")
    for cells in reader:
        yield reader.line_num, {name: (value or "").strip() for name, value in cells.items() if name}


def _decoded(path: Path) -> str:
    data = path.read_bytes()
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise CommandFault(f"{path.name} 的文字编码读不懂：请另存为 UTF-8 的 CSV。")


def _moment(text: str) -> datetime:
    for pattern in MOMENTS:
        try:
            return timezone.make_aware(datetime.strptime(text, pattern))
        except ValueError:
            continue
    raise ValueError(f"时间「{text}」读不懂，应如 2026-11-23 09:30:00。")


def message(cells: dict[str, str]) -> Row:
    """A citizen's message: subject and words."""
    text = "\n".join(part for part in (cells["留言主题"], cells["留言详情"]) if part)
    return Row(_number(cells["留言编号"]), _moment(cells["留言时间"]), text, "", Source.SUPERIOR)


def event(cells: dict[str, str]) -> Row:
    """An event of another platform: no words of its own, so its classes speak."""
    source = next((found for mark, found in EVENT_SOURCES.items() if mark in cells["event_src"]), Source.SUPERIOR)
    kinds = " · ".join(part for part in (cells["type"], cells["main_type"], cells["sub_type"]) if part)
    place = " ".join(part for part in (cells["street"], cells["community"]) if part)
    return Row(_number(cells["rec_id"]), _moment(cells["create_time"]), f"{cells['property']}：{kinds}", place, source)


def _number(text: str) -> str:
    if not text:
        raise ValueError("没有编号，无法防止重复载入。")
    return text[:60]


def _calendar(path: Path) -> int:
    try:
        table = YearTable.parse(_decoded(path))
    except CalendarError as fault:
        raise CommandFault(str(fault)) from None
    import_year(county=default_county().code, table=table, by=SYSTEM)
    print(f"已载入 {table.year} 年放假安排：放假 {len(table.days_off)} 天，调休上班 {len(table.make_up_days)} 天。")
    return 0


def _sample() -> int:
    from . import running

    with transaction.atomic():
        running.load_sample()
    return 0
