"""The given cases of leniency and of the way to a decision, through the functions the command line calls."""

import json
import os
from pathlib import Path
from typing import Any

import pytest

from shanzhi.law.leniency import Facts, leniency
from shanzhi.law.procedure import obstacles

FILE = Path(os.environ.get("SHANZHI_SHARED", Path(__file__).resolve().parents[3] / "shared")) / "law" / "cases.json"


def cases(kind: str) -> list[Any]:
    found = json.loads(FILE.read_text(encoding="utf-8"))["cases"] if FILE.exists() else []
    return [pytest.param(case, id=case["why"]) for case in found if case["kind"] == kind]


needs_cases = pytest.mark.skipif(not FILE.exists(), reason="no ../shared/law/cases.json beside the checkout")


@needs_cases
@pytest.mark.parametrize("case", cases("leniency"))
def test_leniency(case: dict[str, Any]) -> None:
    found = leniency(Facts.read(case["facts"]))
    assert (found.verdict, [str(one) for one in found.basis]) == (case["expect"], case["basis"])


@needs_cases
@pytest.mark.parametrize("case", cases("obstacles"))
def test_obstacles(case: dict[str, Any]) -> None:
    found = obstacles(case["procedure"], case["facts"], case["to"])
    assert [one.written_basis for one in found] == case["expect_articles"]
