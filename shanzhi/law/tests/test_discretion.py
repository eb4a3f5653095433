"""The height of a fine: the table, the general rule of the place, leaving it, and what stands against a sum."""

import csv
from dataclasses import replace
from datetime import date
from decimal import Decimal as D
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shanzhi.law.discretion import (
    Approval,
    Band,
    GeneralRule,
    NoBand,
    Proposal,
    deviate,
    from_shares,
    from_table,
    general_rule,
    obstacles_to_fine,
    propose,
)
from shanzhi.law.discretion_tables import BadTable, Step, beyond_the_statute, read_steps, sample
from shanzhi.law.leniency import Facts, leniency
from shanzhi.law.obstacle import NotAllowed
from shanzhi.law.rulebook import Overlay

DAY = date(2026, 3, 2)
MARKET = general_rule(Overlay.MARKET)
SMOKE: tuple[D, D] = (D(5000), D(50000))
RANGE = (D(500), D(5000))
ROW: dict[str, Any] = {"item_code": "甲", "order": 1, "low_amount": 1000, "high_amount": 2000, "source": "示例基准"}


def table(facts: frozenset[str], **given: Any) -> Proposal | None:
    asked = {"on": DAY, "statutory": SMOKE, "rule": MARKET} | given
    return from_table(sample("sample_air"), given.pop("item", "示例-油烟"), facts, **{**asked, **given})


def test_the_row_that_fits_most_closely_is_proposed_and_explained() -> None:
    found = table(frozenset({"一年内再次查处"}))
    assert found is not None
    assert (found.name, found.band, found.low, found.high, found.amount) == ("较重", None, 35000, 50000, 42500)
    assert found.explanation == (
        "示例裁量基准第3阶次较重：符合一年内再次查处，35000.00元至50000.00元，建议42500.00元。"
    )
    assert [str(one) for one in found.basis] == ["行政处罚法34", "大气污染防治法118.1"]


def test_without_any_condition_met_the_usual_step_is_proposed() -> None:
    found = table(frozenset())
    assert found is not None
    assert (found.name, found.amount) == ("一般", 25000)
    assert "符合一般情形" in found.explanation


def test_where_the_table_is_silent_the_general_rule_speaks() -> None:
    assert from_table(sample("sample_air"), "示例-其他", frozenset(), on=DAY, statutory=SMOKE, rule=MARKET) is None
    found = propose(
        sample("sample_air"), "示例-其他", frozenset(), on=DAY, statutory=SMOKE, rule=MARKET, band=Band.LIGHTER
    )
    assert (found.band, found.low, found.high) == (Band.LIGHTER, 5000, 18500)
    assert found.explanation == (
        "裁量基准没有写到，按市场监管一般规则（规范市场监督管理行政处罚裁量权的指导意见10）取从轻一档，"
        "5000.00元至18500.00元，建议11750.00元。"
    )
    assert not found.superior


def test_before_the_table_is_in_force_it_is_silent() -> None:
    assert table(frozenset(), on=date(2025, 12, 31)) is None
    assert table(frozenset(), on=date(2026, 1, 1)) is not None


def test_two_steps_that_fit_equally_are_left_to_a_person() -> None:
    with pytest.raises(NoBand, match="第1阶次、第3阶次都符合"):
        table(frozenset({"首次超标且主动整改", "一年内再次查处"}))


def test_a_step_beyond_the_statute_is_not_applied() -> None:
    with pytest.raises(NoBand, match=r"^示例裁量基准第2阶次超出法定幅度，不能适用，请核对基准。$"):
        table(frozenset(), statutory=(D(20000), D(50000)))
    assert table(frozenset(), statutory=None) is not None


def test_a_multiple_needs_what_it_is_a_multiple_of() -> None:
    steps = sample("sample_air")
    with pytest.raises(NoBand, match=r"^这一阶次按货值金额的倍数计算，请先填货值金额。$"):
        from_table(steps, "示例-劣质煤", frozenset(), on=DAY, statutory=None, rule=MARKET)
    found = from_table(steps, "示例-劣质煤", frozenset(), on=DAY, statutory=None, rule=MARKET, times=D("3333.33"))
    assert found is not None
    assert (found.low, found.high, found.amount) == (D("3333.33"), D("6666.66"), D("5000.00"))
    assert found.explanation == (
        "示例裁量基准第1阶次一般：符合一般情形，货值金额3333.33的1倍至2倍，3333.33元至6666.66元，建议5000.00元。"
    )


def test_the_market_rule_takes_the_lowest_and_the_highest_thirty_per_cent() -> None:
    bands = [from_shares((D(1000), D(11000)), band, MARKET) for band in (Band.LIGHTER, Band.NORMAL, Band.HEAVIER)]
    assert [(one.low, one.high) for one in bands] == [(1000, 4000), (4000, 8000), (8000, 11000)]
    assert bands[0].basis[0] == MARKET.basis


@pytest.mark.parametrize("overlay", [Overlay.GENERAL, Overlay.ECOLOGY])
def test_a_place_without_a_general_rule_is_told_to_set_one(overlay: Overlay) -> None:
    with pytest.raises(NoBand) as silent:
        from_shares(SMOKE, Band.LIGHTER, general_rule(overlay))
    assert str(silent.value) == (
        f"{overlay.label}没有「从轻」这一档的一般裁量规则，请按公布的规则先设定，或者写明理由自定。"
    )
    assert general_rule(overlay).note


def test_how_far_below_the_lowest_is_never_guessed_but_may_be_set() -> None:
    with pytest.raises(NoBand, match="减轻"):
        from_shares(SMOKE, Band.MITIGATED, MARKET)
    set_here = GeneralRule.read(
        {
            "name": "本县",
            "shares": {"mitigated": ["0.1", "1"]},
            "point": "1",
            "basis": "行政处罚法34",
            "departing": "行政处罚法34",
        }
    )
    found = from_shares(SMOKE, Band.MITIGATED, set_here)
    assert (found.low, found.high, found.amount) == (500, 5000, 5000)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"shares": {"lighter": ["0.4", "0.3"]}}, "^「从轻」的比例应在 0 与 1 之间，起不高于止。$"),
        ({"shares": {"lighter": ["0", "1.1"]}}, "「从轻」的比例"),
        ({"shares": {"lighter": ["-0.1", "1"]}}, "「从轻」的比例"),
        ({"point": "1.01"}, "^建议的位置应在 0 与 1 之间。$"),
        ({"point": "-0.01"}, "建议的位置"),
    ],
)
def test_a_general_rule_that_cannot_be_is_refused(change: dict[str, Any], words: str) -> None:
    good = {"name": "本县", "shares": None, "point": "0", "basis": "行政处罚法34", "departing": "行政处罚法34"}
    assert GeneralRule.read(good).shares is None
    assert GeneralRule.read(good | {"shares": {"normal": ["0.5", "0.5"]}}).shares == {Band.NORMAL: (D("0.5"), D("0.5"))}
    with pytest.raises(NoBand, match=words):
        GeneralRule.read(good | change)


def test_the_labels_of_the_bands() -> None:
    assert [one.label for one in Band] == ["减轻", "从轻", "一般", "从重"]


@given(st.integers(0, 10**9), st.integers(0, 10**9), st.sampled_from([Band.LIGHTER, Band.NORMAL, Band.HEAVIER]))
def test_no_cent_of_a_proposal_leaves_the_statute(low: int, more: int, band: Band) -> None:
    first, last = D(low) / 100, D(low + more) / 100
    found = from_shares((first, last), band, MARKET)
    assert first <= found.low <= found.amount <= found.high <= last


PROPOSED = from_shares(RANGE, Band.NORMAL, MARKET)  # 1850 to 3650


@pytest.mark.parametrize(
    ("amount", "superior", "reason", "approval", "refused"),
    [
        (1850, False, "", "none", False),
        (3650, False, "", "none", False),
        (3651, False, "", "none", True),
        (1849, False, "因", "none", True),
        (1849, False, " ", "chief", True),
        (1849, False, "因", "chief", False),
        (3651, False, "因", "discussion", False),
        (3651, False, "因", "superior", True),
        (3651, True, "因", "chief", True),
        (3651, True, "因", "superior", False),
    ],
)
def test_leaving_the_range_takes_a_reason_and_whoever_may_agree(
    amount: int, superior: bool, reason: str, approval: str, refused: bool
) -> None:
    proposal = replace(PROPOSED, superior=superior)
    if refused:
        with pytest.raises(NotAllowed) as found:
            deviate(proposal, D(amount), reason=reason, approval=Approval(approval))
        [obstacle] = found.value.obstacles
        assert obstacle.basis == MARKET.departing
        who = "逐级报请制定基准的上级批准" if superior else "经主要负责人批准或者集体讨论"
        assert obstacle.text == f"偏离裁量基准，须写明理由并{who}。"
        return
    record = deviate(proposal, D(amount), reason=reason, approval=Approval(approval))
    if proposal.low <= amount <= proposal.high:
        assert record is None
    else:
        assert record is not None
        assert record.as_json() == {
            "proposed": proposal.explanation, "amount": str(amount), "reason": "因", "approval": approval,
            "basis": "规范市场监督管理行政处罚裁量权的指导意见8",
        }  # fmt: skip


YOUNG, COERCED = leniency(Facts(age=16)), leniency(Facts(coerced=True, removed_harm=True))
SPARED = leniency(Facts(first_offence=True, harm="slight", corrected_in_time=True, meritorious=True))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("amount", "more", "articles"),
    [
        (3000, {"band": "normal", "leniency": YOUNG}, ["行政处罚法30"]),
        (3000, {"band": "heavier", "leniency": COERCED}, ["行政处罚法32(1)、行政处罚法32(2)"]),
        (3000, {"band": "normal", "leniency": SPARED}, ["行政处罚法32(4)"]),
        (3000, {"band": "normal", "leniency": leniency(Facts())}, []),
        (600, {"band": "lighter", "leniency": leniency(Facts(no_fault_proven=True))}, ["行政处罚法33.2"]),
        (600, {"band": "lighter", "leniency": YOUNG}, []),
        (400, {"band": "mitigated", "leniency": YOUNG}, []),
        (500, {"band": "normal"}, []),
        (5000, {"band": "normal"}, []),
        (499, {"band": "lighter"}, ["行政处罚法5.2"]),
        (499, {"band": "mitigated"}, []),
        (500, {"band": "mitigated"}, []),
        (501, {"band": "mitigated"}, ["行政处罚法5.2"]),
        (5000, {"band": "mitigated"}, ["行政处罚法5.2"]),
        (5001, {"band": "mitigated"}, ["行政处罚法5.2"]),
        (3000, {"band": "normal", "told": D(2000)}, ["行政处罚法45.2"]),
        (2000, {"band": "normal", "told": D(2000)}, []),
        (4000, {"band": "heavier", "proposal": PROPOSED}, ["规范市场监督管理行政处罚裁量权的指导意见8"]),
        (4000, {"band": "heavier", "proposal": PROPOSED, "reason": "因", "approval": Approval.CHIEF}, []),
    ],
)
def test_tp_09_and_tp_21_a_sum_is_refused_with_its_article(
    amount: int, more: dict[str, Any], articles: list[str]
) -> None:
    more = more | {"band": Band(more["band"])}
    assert [one.written_basis for one in obstacles_to_fine(D(amount), statutory=RANGE, **more)] == articles


@pytest.mark.parametrize(
    ("amount", "more", "text"),
    [
        (5001, {"band": "normal"}, "罚款应在500元至5000元之间，减轻处罚的除外。"),
        (501, {"band": "mitigated"}, "减轻处罚应在法定最低限度500元以下。"),
        (3000, {"band": "normal", "told": D(2999)}, "不得因当事人陈述、申辩而给予更重的处罚。"),
        (3000, {"band": "normal", "leniency": YOUNG}, "应当从轻或者减轻处罚，须选从轻或者减轻的档次。"),
        (
            500,
            {"band": "lighter", "leniency": leniency(Facts(age=13))},
            "依法不予行政处罚，不能罚款：违法时不满十四周岁。",
        ),
    ],
)
def test_the_words_against_a_sum(amount: int, more: dict[str, Any], text: str) -> None:
    more = more | {"band": Band(more["band"])}
    assert [one.text for one in obstacles_to_fine(D(amount), statutory=RANGE, **more)] == [text]


def test_a_proposal_is_the_agencys_own_unless_said_otherwise() -> None:
    made = Proposal("一般", D(1), D(2), D(1), "示例", (), MARKET.departing)
    assert (made.band, made.superior) == (None, False)


def test_several_conditions_are_all_named() -> None:
    facts = frozenset({"未影响通行", "面积较小"})
    found = from_table(sample("sample_city"), "示例-大型户外广告", facts, on=DAY, statutory=None, rule=MARKET)
    assert found is not None
    assert "符合未影响通行、面积较小，" in found.explanation


def test_plain_rows_are_read_as_they_come_from_a_spreadsheet() -> None:
    [step] = read_steps([ROW | {"conditions": " 再次 ", "valid_from": "2026-01-01", "valid_to": date(2026, 12, 31)}])
    assert (step.table, step.conditions, step.unit, step.superior, step.basis) == ("甲", {"再次"}, "元", False, None)
    assert [step.holds(date(2026, *day)) for day in ((1, 1), (12, 31))] == [True, True]
    assert not step.holds(date(2025, 12, 31))
    assert not step.holds(date(2027, 1, 1))
    assert step.sums() == (1000, 2000)


def test_a_statute_without_a_lowest_begins_at_nothing() -> None:
    [step] = read_steps(
        [ROW | {"low_amount": "", "issuer": "superior", "basis": "示例条例8", "conditions": ["", "甲"]}]
    )
    assert (step.low, step.superior, str(step.basis), step.conditions) == (0, True, "示例条例8", {"甲"})


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"colour": 1}, "不认识的栏目：colour"),
        ({"item_code": " "}, "都要填"),
        ({"source": None}, "都要填"),
        ({"high_amount": None}, "都要填"),
        ({"high_amount": "很多"}, "很多 不是数"),
        ({"low_amount": -1}, "不小于零"),
        ({"high_amount": "NaN"}, "不小于零"),
        ({"low_amount": 2001}, "下限2001高于上限2000"),
        ({"order": 0}, "从 1 起"),
        ({"order": "一"}, "从 1 起"),
        ({"order": "²"}, "从 1 起"),
        ({"issuer": "nobody"}, "issuer"),
        ({"basis": "某某"}, "不是条文引注"),
        ({"valid_from": "明天"}, "不是日期"),
        ({"valid_from": "2026-02-01", "valid_to": "2026-01-31"}, "早于生效"),
    ],
)
def test_a_wrong_row_is_named_with_its_number(change: dict[str, Any], words: str) -> None:
    with pytest.raises(BadTable, match="第2行") as found:
        read_steps([ROW, ROW | {"order": 2} | change])
    assert words in str(found.value)


@pytest.mark.parametrize(
    "change",
    [
        {"low_amount": 2000},
        {"low_amount": 0, "high_amount": 0},
        {"low_amount": "", "high_amount": "0.5"},
        {"valid_from": "2026-02-01", "valid_to": "2026-02-01"},
        {"table": "丙"},
    ],
)
def test_a_row_at_the_edge_is_read(change: dict[str, Any]) -> None:
    [step] = read_steps([ROW | change])
    assert step.low <= step.high
    assert step.table == change.get("table", "甲")
    assert not step.superior


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"colour": 1, "size": 2}, "不认识的栏目：colour、size。"),
        ({"item_code": ""}, "事项代码、上限和来源都要填。"),
        ({"low_amount": 2001}, "下限2001高于上限2000。"),
        ({"valid_from": "2026-02-01", "valid_to": "2026-01-31"}, "失效日期早于生效日期。"),
        ({"issuer": "nobody"}, "issuer 应是 own（本机关）或者 superior（上级）。"),
        ({"order": 0}, "阶次应是从 1 起的整数。"),
        ({"low_amount": "-1"}, "-1 应是不小于零的数。"),
        ({"valid_to": "明天"}, "明天 不是日期，应写作 2026-01-31。"),
    ],
)
def test_the_sentence_about_a_wrong_row(change: dict[str, Any], words: str) -> None:
    with pytest.raises(BadTable) as found:
        read_steps([ROW | change])
    assert str(found.value) == f"第1行：{words}"


def test_a_step_twice_is_named_and_faults_are_joined() -> None:
    with pytest.raises(BadTable) as found:
        read_steps([ROW, ROW, ROW | {"order": 2, "source": ""}])
    assert str(found.value) == "第3行：事项代码、上限和来源都要填。；事项甲第1阶次重复。"


def test_all_wrong_rows_are_named_and_no_step_twice() -> None:
    with pytest.raises(BadTable) as found:
        read_steps([ROW | {"order": 0}, ROW, ROW | {"source": ""}, ROW])
    assert len(found.value.faults) == 3
    read_steps([ROW, ROW | {"valid_from": "2027-01-01"}])


@pytest.mark.parametrize("name", ["sample_air", "sample_city"])
def test_the_sample_tables_divide_the_range_of_their_statute_and_say_that_they_are_samples(name: str) -> None:
    ranges = {
        "大气污染防治法118.1": (5000, 50000), "大气污染防治法118.3": (500, 20000), "大气污染防治法105": (1, 3),
        "浙江省城市市容和环境卫生管理条例18.5": (10000, 100000), "浙江省城市市容和环境卫生管理条例20.3": (50, 300),
    }  # fmt: skip
    for step in sample(name):
        low, high = ranges[str(step.basis)]
        assert low <= step.low <= step.high <= high
        assert "示例" in step.source
        assert step.item.startswith("示例")


def test_the_discretion_list_of_the_sample_county_reads_as_it_stands() -> None:
    columns = {
        "事项代码": "item_code", "阶次": "order", "档次": "band", "适用条件": "conditions", "裁量幅度": "sanction",
        "下限（元）": "low_amount", "上限（元）": "high_amount", "裁量基准来源": "source",
    }  # fmt: skip
    with (Path(__file__).parents[3] / "sample" / "lists" / "discretion.csv").open(encoding="utf-8-sig") as file:
        rows = [{columns[name]: text for name, text in row.items() if name in columns} for row in csv.DictReader(file)]
    steps = read_steps(rows)
    assert len(steps) == len(rows) > 10
    assert all(step.sanction.startswith(("处", "对")) for step in steps)
    found = from_table(steps, steps[0].item, steps[0].conditions, on=DAY, statutory=None, rule=MARKET)
    assert found is not None
    assert (found.low, found.high) == (steps[0].low, steps[0].high)


def test_only_steps_in_yuan_are_held_against_a_range_in_yuan() -> None:
    wide = Step("甲", "甲", 1, "", frozenset(), D(0), D(10), "示例")
    assert beyond_the_statute([wide], (D(1), D(10))) == [wide]
    assert beyond_the_statute([wide], (D(0), D(9))) == [wide]
    assert beyond_the_statute([wide, replace(wide, unit="台")], (D(0), D(10))) == []
    assert beyond_the_statute([replace(wide, low=D(10))], (D(10), D(10))) == []
    assert not wide.superior
