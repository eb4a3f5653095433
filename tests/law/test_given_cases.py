"""The given cases, through the command line, as acceptance runs them."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from shanzhi.config.commands import main

SHARED = Path(os.environ.get("SHANZHI_SHARED") or Path(__file__).resolve().parents[3] / "shared")
CASES = SHARED / "law" / "cases.json"
pytestmark = pytest.mark.skipif(not CASES.exists(), reason="the shared cases are not beside this checkout")

# What each kind of case asks, and the key its answer stands under.
ANSWER_KEY = {"term": "due", "late_fee": "amount", "limitation": "status", "summary_allowed": "allowed"}


def given(*kinds: str) -> list[dict[str, Any]]:
    if not CASES.exists():
        return []
    cases = json.loads(CASES.read_text(encoding="utf-8"))["cases"]
    return [case for case in cases if case["kind"] in kinds]


def arguments(case: dict[str, Any]) -> list[str]:
    match case["kind"]:
        case "term":
            pauses = [word for first, last in case.get("pauses", []) for word in ("--pause", f"{first}/{last}")]
            return ["term", case["rule"], "--from", case["from"], *pauses]
        case "late_fee":
            return ["late-fee", "--principal", case["principal"], "--due", case["due"], "--paid", case["paid"]]
        case "limitation":
            serious = ["--serious"] if case["serious"] else []
            return ["limitation", "--act-ended", case["act_ended"], "--found", case["found"], *serious]
        case _:
            return ["summary", "--party", case["party"], "--fine", case["fine"]]


def articles(written: list[str]) -> set[str]:
    """Statute and article, without paragraph and item: the given cases write those in more than one way."""
    return {citation.split("(")[0].split(".")[0] for citation in written}


def name(case: dict[str, Any]) -> str:
    return f"{case['kind']}-{case.get('rule', '')}-{case['why'][:40]}"


@pytest.mark.parametrize("case", given(*ANSWER_KEY), ids=name)
def test_given_case(case: dict[str, Any], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["law", *arguments(case), "--json"]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert answer[ANSWER_KEY[case["kind"]]] == case["expect"]
    # The first article a case names is the one that sets the term or the sum.
    assert articles(case["basis"][:1]) <= articles(answer["basis"])


@pytest.mark.parametrize("case", [case for case in given("term") if case["rule"] == "penalty.decide"], ids=name)
def test_the_basis_is_written_exactly_as_in_the_rules(case: dict[str, Any], capsys: pytest.CaptureFixture[str]) -> None:
    main(["law", *arguments(case), "--json"])
    assert json.loads(capsys.readouterr().out)["basis"] == ["行政处罚法60"]


def test_the_rules_are_those_given_word_for_number() -> None:
    from shanzhi.law.rulebook import amount, rule

    rules = json.loads((SHARED / "law" / "rules.json").read_text(encoding="utf-8"))
    for given_rule in rules["terms"]:
        ours = rule(given_rule["id"])
        assert (ours.length, ours.unit.value) == (given_rule["length"], given_rule["unit"]), ours.id
        assert [str(one) for one in ours.basis] == given_rule["basis"], ours.id
        assert (ours.side.value, ours.rolls.value) == (given_rule["side"], given_rule["rolls"]), ours.id
        assert ours.name == given_rule["name"]
        assert ours.extensions or not given_rule["extension"], ours.id
    for value in rules["values"]:
        assert str(amount(value["id"])) == str(value["value"]), value["id"]


def test_the_command_answers_at_once_and_without_the_framework() -> None:
    script = (
        "import sys, time; begun = time.perf_counter(); from shanzhi.config.commands import main; "
        "code = main(['law', 'term', 'penalty.pay', '--from', '2026-03-02', '--json']); "
        "assert 'django' not in sys.modules; print(time.perf_counter() - begun, file=sys.stderr); sys.exit(code)"
    )
    ran = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert json.loads(ran.stdout)["due"] == "2026-03-17"
    # 0.3 s is the promise; a loaded machine gets five times that before the test cries.
    assert float(ran.stderr) < 1.5
