"""The registers that are at hand come in whole, and a second run takes nothing twice."""

import csv
import os
from pathlib import Path

import pytest

from shanzhi.config import importing
from shanzhi.intake.models import Report
from shanzhi.ledger.models import Event

pytestmark = pytest.mark.usefixtures("county")
SHARED = Path(os.environ.get("SHANZHI_SHARED", Path(__file__).resolve().parents[3] / "shared")) / "data"


def register(name: str) -> Path:
    path = SHARED / name
    if not path.is_file():
        pytest.skip(f"the sample data are not beside this checkout ({name}); SHANZHI_SHARED can point to them")
    return path


def numbers_of(path: Path, column: str) -> list[str]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return [row[column] for row in csv.DictReader(file)]


def test_every_message_comes_in_once() -> None:
    path = register("messages/dev_labelled_messages.csv")
    numbers = numbers_of(path, "留言编号")
    first = importing.import_register(path, "messages", importing.MESSAGE_COLUMNS, importing.message)
    # One message stands in the register twice, word for word: it is one report.
    assert (len(numbers), first.taken, first.known, first.faults) == (452, len(set(numbers)), 1, [])
    again = importing.import_register(path, "messages", importing.MESSAGE_COLUMNS, importing.message)
    assert (again.taken, again.known, again.faults) == (0, 452, [])
    assert set(Report.objects.values_list("outside_number", flat=True)) == set(numbers)
    assert Report.objects.count() == Event.objects.filter(kind="intake.report_received").count() == len(set(numbers))


@pytest.mark.slow
def test_every_event_of_the_other_platform_comes_in_once() -> None:
    path = register("events/events_8000.csv")
    first = importing.import_register(path, "events", importing.EVENT_COLUMNS, importing.event)
    assert (len(numbers_of(path, "rec_id")), first.taken, first.faults) == (8000, 8000, [])
    again = importing.import_register(path, "events", importing.EVENT_COLUMNS, importing.event)
    assert (again.taken, again.known) == (0, 8000)
    assert Report.objects.count() == 8000


def test_a_register_with_a_missing_column_or_another_encoding_is_explained(tmp_path: Path) -> None:
    short = tmp_path / "short.csv"
    short.write_text("留言编号,留言主题\n1,路灯\n", encoding="utf-8")
    with pytest.raises(importing.CommandFault, match="缺少列：留言时间、留言详情"):
        importing.import_register(short, "messages", importing.MESSAGE_COLUMNS, importing.message)
    old = tmp_path / "old.csv"
    old.write_text("留言编号,留言主题,留言时间,留言详情\n7,路灯,2026-11-20 08:00,路灯不亮\n", encoding="gb18030")
    outcome = importing.import_register(old, "messages", importing.MESSAGE_COLUMNS, importing.message)
    assert (outcome.taken, Report.objects.get().text) == (1, "路灯\n路灯不亮")


def test_a_broken_row_is_named_and_the_others_come_in(tmp_path: Path) -> None:
    path = tmp_path / "some.csv"
    rows = [
        "留言编号,留言主题,留言时间,留言详情",
        "1,路灯,2026-11-20,不亮",
        "2,x,昨天,y",
        ",无号,2026-11-20,z",
        "3,,2026-11-20,",
    ]
    path.write_text("\n".join([*rows, "4,井盖,2026/11/20 9:05:00,松动"]), encoding="utf-8")
    outcome = importing.import_register(path, "messages", importing.MESSAGE_COLUMNS, importing.message)
    assert (outcome.taken, [line for line, _fault in outcome.faults]) == (2, [3, 4, 5])
    assert "读不懂" in outcome.faults[0][1]
