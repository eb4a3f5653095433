"""Our own cases: one YAML file for each subject, each case with its article, each expectation worked out from the text."""

import json
import os
from pathlib import Path
from typing import Any

import pytest
import yaml

from shanzhi.law.citation import cite
from shanzhi.law.importing import import_statutes
from shanzhi.law.statutes import TextStore

from .asking import QUESTIONS, check

HERE = Path(__file__).parent
SHARED = Path(os.environ.get("SHANZHI_SHARED") or Path(__file__).resolve().parents[3] / "shared")
TEXTS = SHARED / "law" / "texts"
GIVEN = SHARED / "law" / "cases.json"
CASES: list[tuple[str, dict[str, Any]]] = [
    (f"{file.stem}：{case['为何']}", case)
    for file in sorted((HERE / "cases").glob("*.yaml"))
    for case in yaml.safe_load(file.read_text(encoding="utf-8"))
]


def named(case: dict[str, Any]) -> list[str]:
    basis = case["依据"]
    return basis if isinstance(basis, list) else [basis]


@pytest.mark.parametrize("case", [case for _, case in CASES], ids=[name for name, _ in CASES])
def test_case(case: dict[str, Any]) -> None:
    cited = {cite(one).whole_article for one in check(case)["引"]}
    assert {cite(one).whole_article for one in named(case)} <= cited


def test_every_case_expects_something_and_is_there_once() -> None:
    assert all(case["答"] and set(case) == {"为何", "依据", "查", "设", "答"} for _, case in CASES)
    assert len({name for name, _ in CASES}) == len(CASES)
    assert {case["查"] for _, case in CASES} <= set(QUESTIONS)


@pytest.mark.skipif(not GIVEN.exists(), reason="the shared cases are not beside this checkout")
def test_there_are_at_least_as_many_own_cases_as_given_ones() -> None:
    assert len(CASES) >= len(json.loads(GIVEN.read_text(encoding="utf-8"))["cases"])


@pytest.mark.skipif(not TEXTS.exists(), reason="the shared statute texts are not beside this checkout")
def test_every_article_a_case_names_stands_in_the_real_texts(tmp_path: Path) -> None:
    assert import_statutes(TEXTS, tmp_path) == 0
    asked = [cite(one) for _, case in CASES for one in named(case)]
    assert [str(one.citation) for one in TextStore(tmp_path).unresolved(asked)] == []
