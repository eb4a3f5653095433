"""Our own cases, in YAML a lawyer can read, against the law."""

from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml

from shanzhi.law.calendar import Calendar
from shanzhi.law.fines import Collection, Party, collection_obstacles, summary_obstacles
from shanzhi.law.limitation import limitation
from shanzhi.law.money import late_fee
from shanzhi.law.obstacle import NotAllowed
from shanzhi.law.terms import Granted, Overlay, Pause, term

HERE = Path(__file__).parent
CALENDAR = Calendar.announced()
TERMS = yaml.safe_load((HERE / "terms.yaml").read_text(encoding="utf-8"))
MONEY = yaml.safe_load((HERE / "money.yaml").read_text(encoding="utf-8"))


def why(case: dict[str, Any]) -> str:
    return str(case["为何"])


def moment(raw: object) -> date | datetime:
    """YAML reads a day as a date; a moment to the minute stays text."""
    return datetime.fromisoformat(raw) if isinstance(raw, str) else raw  # type: ignore[return-value]


def pauses(raw: list[list[Any]]) -> list[Pause]:
    return [Pause(one[1], one[2], one[0], told_in_writing="已告知" in one) for one in raw]


@pytest.mark.parametrize("case", TERMS, ids=why)
def test_term(case: dict[str, Any]) -> None:
    def ask() -> Any:
        return term(
            case["期限"],
            moment(case["起算"]),
            CALENDAR,
            overlay=Overlay(case.get("规定", "general")),
            pauses=pauses(case.get("不计入", [])),
            granted=[Granted(length) for length in case.get("延长", [])],
        )

    if "不准" in case:
        with pytest.raises(NotAllowed) as refused:
            ask()
        assert [obstacle.written_basis for obstacle in refused.value.obstacles] == case["不准"]
        return
    answer = ask()
    due = moment(case["届满"])
    due_day = due.date() if isinstance(due, datetime) else due
    assert answer.due == due
    assert answer.nominal == moment(case.get("期满", case["届满"]))
    assert answer.provisional is case.get("暂算", False)
    if CALENDAR.is_workday(due_day) or "宜在" in case:
        assert answer.act_by == case.get("宜在", due_day)


@pytest.mark.parametrize("case", MONEY["加处罚款"], ids=why)
def test_late_fee(case: dict[str, Any]) -> None:
    fee = late_fee(
        Decimal(str(case["罚款"])),
        case["到期"],
        case["缴款"],
        remedies=pauses(case.get("救济", [])),
        clause=not case.get("未写明", False),
    )
    assert str(fee.amount) == f"{case['加处']:.2f}"
    assert fee.capped_from == case.get("到顶")
    assert fee.total == Decimal(str(case["罚款"])) + fee.amount


@pytest.mark.parametrize("case", MONEY["时效"], ids=why)
def test_limitation(case: dict[str, Any]) -> None:
    assert limitation(case["终了"], case["发现"], serious=case["严重"]).status == case["结果"]


@pytest.mark.parametrize("case", MONEY["当场处罚"], ids=why)
def test_summary(case: dict[str, Any]) -> None:
    found = summary_obstacles(Party(case["当事人"]), Decimal(str(case["罚款"])), case.get("种类", ["罚款"]))
    assert (not found) is case["准许"]


@pytest.mark.parametrize("case", MONEY["当场收缴"], ids=why)
def test_collection(case: dict[str, Any]) -> None:
    facts = Collection(
        Decimal(str(case["罚款"])),
        decided_on_spot=case["当场决定"],
        hard_to_enforce_later=case.get("难以执行", False),
        remote=case.get("边远", False),
        paying_is_hard=case.get("缴款困难", False),
        party_asks=case.get("当事人提出", False),
    )
    assert (not collection_obstacles(facts)) is case["准许"]


def test_there_are_at_least_as_many_own_cases_as_given_ones() -> None:
    assert len(TERMS) + sum(map(len, MONEY.values())) >= 60
