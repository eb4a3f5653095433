"""A first model from the command line: kept, never in force by itself."""

from pathlib import Path

import pytest

from shanzhi.config import triage_importing
from shanzhi.config.commands import CommandFault
from shanzhi.dispatch.models import TriageModel
from shanzhi.registry.models import County, EventType
from shanzhi.registry.queries import forget_counties

pytestmark = pytest.mark.django_db
CODE = "990102"


@pytest.fixture(autouse=True)
def county() -> None:
    forget_counties()
    County.objects.create(code=CODE, name="示例县", english_name="Sample County", is_sample=True)
    for code, name in (("01", "油烟"), ("02", "垃圾")):
        EventType.objects.create(county=CODE, code=code, name=name)


def labelled(path: Path, rows: int) -> Path:
    lines = [f"饭店的烟很呛人{n},油烟\n桶满了没人收{n},垃圾" for n in range(rows)]
    path.write_text("text,label\n" + "\n".join(lines), encoding="utf-8")
    return path


def test_a_labelled_file_becomes_a_kept_version(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert triage_importing.run(labelled(tmp_path / "示例.csv", 40)) == 0
    row = TriageModel.objects.get()
    assert (row.state, row.trained_on_count) == ("kept", 80)
    assert "备用" in capsys.readouterr().out


def test_too_few_rows_or_a_wrong_model_say_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert triage_importing.run(labelled(tmp_path / "少.csv", 3)) == 1
    assert "材料不够" in capsys.readouterr().err
    (tmp_path / "坏.npz").write_bytes(b"no")
    assert triage_importing.run(tmp_path / "坏.npz") == 1
    assert not TriageModel.objects.exists()


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(CommandFault, match="没有找到文件"):
        triage_importing.run(tmp_path / "没有.csv")
