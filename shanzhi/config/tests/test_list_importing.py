"""The command line takes a list in as a whole or not at all, and says why."""

from pathlib import Path

import pytest
from openpyxl import load_workbook

from shanzhi.config import list_importing
from shanzhi.config.commands import CommandFault, build_parser
from shanzhi.registry.models import Agency, County, Item, ListVersion

pytestmark = pytest.mark.django_db
GOOD = "事项代码,事项名称,行使主体\n330290001000,乱倒垃圾,执法局\n"
BAD = "事项代码,事项名称,行使主体\n3302,乱倒垃圾,执法局\n"


@pytest.fixture(autouse=True)
def _county() -> None:
    County.objects.create(code="990108", name="示例县", english_name="Sample")
    Agency.objects.create(county="990108", code="b", kind="bureau", name="综合执法局", short_name="执法局")


def run(path: Path, *, only_try: bool = False, report: Path | None = None, on: str = "2026-01-01") -> int:
    return list_importing.run("items", path, on=on, source="示例", report=report, only_try=only_try)


def test_a_good_list_is_in_force(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "items.csv"
    path.write_text(GOOD, encoding="gb18030")
    assert run(path, only_try=True) == 0
    assert not Item.objects.exists()
    assert run(path) == 0
    assert Item.objects.count() == 1
    assert "自 2026-01-01 起生效" in capsys.readouterr().out


def test_a_list_with_faults_leaves_nothing_but_a_report(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path, report = tmp_path / "items.csv", tmp_path / "faults.xlsx"
    path.write_text(BAD, encoding="utf-8")
    assert run(path, report=report) == 1
    assert not ListVersion.objects.exists()
    assert "第 2 行 事项代码" in capsys.readouterr().err
    assert load_workbook(report).worksheets[0]["A2"].value == 2


@pytest.mark.parametrize(("kind", "on", "words"), [("nothing", "", "没有「nothing」"), ("items", "x", "读不懂")])
def test_what_a_person_can_mend_is_said_in_a_sentence(tmp_path: Path, kind: str, on: str, words: str) -> None:
    path = tmp_path / "items.csv"
    path.write_text(GOOD, encoding="utf-8")
    with pytest.raises(CommandFault, match=words):
        list_importing.run(kind, path, on=on, source="", report=None, only_try=False)
    with pytest.raises(CommandFault, match="没有找到文件"):
        list_importing.run("items", tmp_path / "none.csv", on="", source="", report=None, only_try=False)


def test_the_command_knows_kind_and_file() -> None:
    args = build_parser().parse_args(["import", "lists", "items", "a.xlsx", "--on", "2026-01-01", "--try"])
    assert (str(args.path), str(args.file), args.on, args.only_try) == ("items", "a.xlsx", "2026-01-01", True)
