"""The thirty-six tricky situations of traps.yaml, each asked and answered; every article named is borne out."""

import os
from pathlib import Path
from typing import Any

import pytest
import yaml

from shanzhi.law.citation import cite
from shanzhi.law.importing import import_statutes
from shanzhi.law.statutes import TextStore

from .asking import check

HERE = Path(__file__).parent
TRAPS: dict[str, dict[str, Any]] = yaml.safe_load((HERE / "traps.yaml").read_text(encoding="utf-8"))
SHARED = Path(os.environ.get("SHANZHI_SHARED") or Path(__file__).resolve().parents[3] / "shared")
TEXTS = SHARED / "law" / "texts"


def test_all_thirty_six_are_here() -> None:
    assert list(TRAPS) == [f"TP-{number:02}" for number in range(1, 37)]


@pytest.mark.parametrize("id", TRAPS)
def test_trap(id: str) -> None:
    trap = TRAPS[id]
    cited = {cite(one).whole_article for question in trap["问答"] for one in check(question)["引"]}
    asked = {cite(one).whole_article for one in trap["依据"]}
    assert asked <= cited, f"{id}：答复没有引到{'、'.join(map(str, asked - cited))}"


@pytest.mark.skipif(not TEXTS.exists(), reason="the shared statute texts are not beside this checkout")
def test_every_article_a_trap_names_stands_in_the_real_texts(tmp_path: Path) -> None:
    assert import_statutes(TEXTS, tmp_path) == 0
    named = [cite(one) for trap in TRAPS.values() for one in (*trap["依据"], *trap.get("另据", []))]
    # Articles that lie outside the parts of the statutes we hold.
    missing = {str(one.citation) for one in TextStore(tmp_path).unresolved(named)}
    assert missing <= {"民法典1259"}
