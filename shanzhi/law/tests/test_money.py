from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shanzhi.law.citation import cite, penalty_law
from shanzhi.law.fines import (
    Collection,
    FineNorm,
    Party,
    collection_obstacles,
    higher_fine,
    repeated_fine,
    summary_obstacles,
)
from shanzhi.law.limitation import Status, limitation
from shanzhi.law.money import (
    Instalment,
    exact,
    fine_after_court,
    instalment_plan,
    late_fee,
    offset_against_court_fine,
    to_cents,
)
from shanzhi.law.obstacle import NotAllowed
from shanzhi.law.pauses import Pause
from shanzhi.law.readings import Readings

DUE = date(2026, 5, 1)
ONE = timedelta(days=1)
cents = st.integers(0, 10_000_000).map(lambda number: Decimal(number) / 100)


def review(first: str, last: str, kind: str = "行政复议") -> Pause:
    return Pause(date.fromisoformat(first), date.fromisoformat(last), kind)


@given(cents, st.integers(-20, 120), st.lists(st.tuples(st.integers(-30, 120), st.integers(0, 40)), max_size=3))
def test_the_late_fee_agrees_with_a_day_by_day_reckoning(
    principal: Decimal, late: int, drawn: list[tuple[int, int]]
) -> None:
    remedies = [Pause(DUE + a * ONE, DUE + (a + n) * ONE, "行政诉讼") for a, n in drawn]
    paid = DUE + late * ONE
    days = [
        DUE + number * ONE
        for number in range(1, late + 1)
        if not any(one.first <= DUE + number * ONE <= one.last for one in remedies)
    ]
    fee = late_fee(principal, DUE, paid, remedies=remedies)
    assert fee.days == len(days)
    assert fee.days + fee.days_left_out == max(late, 0)
    assert fee.amount == min(to_cents(principal * 3 * len(days) / 100), principal)
    over = [day for number, day in enumerate(days, 1) if principal and principal * 3 * number / 100 > principal]
    assert fee.capped_from == (over[0] if over else None)
    assert fee.total == principal + fee.amount


def test_the_late_fee_explains_itself() -> None:
    assert late_fee(Decimal(100), DUE, DUE).explanation == "2026-05-01缴款，未超过2026-05-01，不加处罚款。"
    assert late_fee(Decimal(100), DUE, DUE + ONE).explanation == (
        "自2026-05-02起至2026-05-02逾期1日；每日按罚款100.00元的百分之三加处，共3.00元。"
    )
    part = late_fee(Decimal(100), DUE, date(2026, 5, 11), remedies=[review("2026-05-05", "2026-05-06")])
    assert part.explanation == (
        "自2026-05-02起至2026-05-11逾期10日，其中行政复议、行政诉讼期间2日不计，按8日计算；"
        "每日按罚款100.00元的百分之三加处，共24.00元。"
    )
    assert part.basis == (penalty_law(72, item=1), penalty_law(73, 3))
    assert part.flags == ("late_fee_to_payment_day", "remedy_days_inclusive")
    capped = late_fee(Decimal(100), DUE, date(2026, 7, 1))
    assert capped.explanation.endswith("加处，自2026-06-04起达到罚款数额，以100.00元为限。")
    assert capped.basis == (penalty_law(72, item=1),)
    assert capped.flags == ("late_fee_to_payment_day",)
    assert "当日计入" in capped.flag_texts[0]
    covered = late_fee(Decimal(100), DUE, date(2026, 5, 3), remedies=[review("2026-05-01", "2026-05-03")])
    assert covered.explanation.startswith(
        "自2026-05-02起至2026-05-03逾期2日，其中行政复议、行政诉讼期间2日不计，按0日计算"
    )
    assert (covered.days, covered.days_left_out, covered.amount) == (0, 2, 0)


def test_the_cap_bites_on_the_thirty_fourth_day() -> None:
    assert late_fee(Decimal(100), DUE, date(2026, 6, 3)).capped_from is None
    assert late_fee(Decimal(100), DUE, date(2026, 6, 4)).capped_from == date(2026, 6, 4)


def test_without_the_clause_in_the_decision_no_late_fee() -> None:
    fee = late_fee(Decimal(100), DUE, date(2026, 7, 1), clause=False)
    assert (fee.amount, fee.days, fee.days_left_out, fee.capped_from, fee.total) == (0, 0, 0, None, 100)
    assert str(fee.amount) == "0.00"
    assert list(map(str, fee.basis)) == ["罚款决定与罚款收缴分离实施办法7.1", "罚款决定与罚款收缴分离实施办法9.1"]
    assert fee.explanation == "处罚决定书没有写明逾期加处罚款，不能加处。"
    assert fee.flags == ()


def test_the_edge_days_are_readings() -> None:
    short = late_fee(Decimal(100), DUE, date(2026, 5, 11), readings=Readings(late_fee_to_payment_day=False))
    assert short.days == 9
    other = Readings(remedy_days_inclusive=False)
    remedies = [
        review("2026-05-03", "2026-05-06"),
        review("2026-05-08", "2026-05-09"),
        review("2026-05-10", "2026-05-10"),
    ]
    assert late_fee(Decimal(100), DUE, date(2026, 5, 11), remedies=remedies).days_left_out == 7
    assert late_fee(Decimal(100), DUE, date(2026, 5, 11), remedies=remedies, readings=other).days_left_out == 2
    three = [review("2026-05-03", "2026-05-05")]
    assert late_fee(Decimal(100), DUE, date(2026, 5, 11), remedies=three, readings=other).days_left_out == 1


def test_only_review_and_litigation_stop_the_late_fee() -> None:
    with pytest.raises(NotAllowed, match=r"^“加处罚款”所依条文没有把“听证”列为不计入的期间。") as refused:
        late_fee(Decimal(100), DUE, date(2026, 5, 11), remedies=[review("2026-05-03", "2026-05-05", "听证")])
    assert refused.value.obstacles[0].basis == (penalty_law(72, item=1),)


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ("-0.01", "应为不小于零的数：-0.01。"),
        ("NaN", "应为不小于零的数：NaN。"),
        ("Infinity", "应为不小于零的数：Infinity。"),
        ("0.001", "最多到分：0.001。"),
    ],
)
def test_impossible_sums_are_refused(wrong: str, words: str) -> None:
    with pytest.raises(ValueError, match=f"^罚款数额{words}$"):
        late_fee(Decimal(wrong), DUE, DUE)
    with pytest.raises(ValueError, match=f"^金额{words}$"):
        exact(Decimal(wrong))


def test_sums_are_rounded_half_up_to_the_cent() -> None:
    assert [str(to_cents(Decimal(raw))) for raw in ("0.015", "0.0149", "0.025", "2")] == [
        "0.02",
        "0.01",
        "0.03",
        "2.00",
    ]
    assert str(exact(Decimal(0))) == "0.00"
    assert str(exact(Decimal("0.01"))) == "0.01"


def test_instalments_add_up_and_move_the_time_to_apply_to_the_court() -> None:
    dues = [date(2026, 6, 1), date(2026, 7, 1), date(2026, 8, 1)]
    plan = instalment_plan(Decimal(1000), dues)
    assert plan.instalments == (
        Instalment(1, dues[0], Decimal("333.33")),
        Instalment(2, dues[1], Decimal("333.33")),
        Instalment(3, dues[2], Decimal("333.34")),
    )
    assert plan.court_term_from == dues[-1]
    assert plan.basis == (penalty_law(66, 2), penalty_law(72, 2))
    assert instalment_plan(Decimal("0.01"), dues[:1]).instalments == (Instalment(1, dues[0], Decimal("0.01")),)


@given(st.integers(100, 10_000_000), st.integers(1, 24))
def test_instalments_lose_no_cent(total: int, parts: int) -> None:
    plan = instalment_plan(Decimal(total) / 100, [DUE + number * ONE for number in range(parts)])
    amounts = [one.amount for one in plan.instalments]
    assert sum(amounts) == Decimal(total) / 100
    assert max(amounts) - min(amounts) < Decimal(parts) / 100
    assert [one.number for one in plan.instalments] == list(range(1, parts + 1))


def test_senseless_instalments_are_refused() -> None:
    with pytest.raises(ValueError, match=r"^分期缴纳至少要有一期。$"):
        instalment_plan(Decimal(100), [])
    for dues in ([DUE, DUE], [DUE + ONE, DUE]):
        with pytest.raises(ValueError, match=r"^分期缴纳的日期应由早到晚，且不重复。$"):
            instalment_plan(Decimal(100), dues)
    with pytest.raises(ValueError, match=r"^0\.01元不能分成2期。$"):
        instalment_plan(Decimal("0.01"), [DUE, DUE + ONE])
    with pytest.raises(ValueError, match=r"^罚款数额"):
        instalment_plan(Decimal(-1), [DUE])


def test_a_fine_already_imposed_counts_towards_the_courts_fine() -> None:
    more = offset_against_court_fine(Decimal(2000), Decimal(5000))
    assert (more.credited, more.left) == (2000, 3000)
    less = offset_against_court_fine(Decimal(5000), Decimal(2000))
    assert (less.credited, less.left) == (2000, 0)
    assert more.basis == (penalty_law(35, 2),)
    for pair, name in (((Decimal(-1), Decimal(1)), "行政罚款"), ((Decimal(1), Decimal(-1)), "罚金")):
        with pytest.raises(ValueError, match=f"^{name}应"):
            offset_against_court_fine(*pair)


def test_after_the_courts_fine_the_agency_does_not_fine() -> None:
    [obstacle] = fine_after_court(True)
    assert obstacle.basis == penalty_law(35, 2)
    assert obstacle.text == "人民法院已经判处罚金，行政机关尚未罚款的，不再给予罚款。"
    assert fine_after_court(False) == []


def norm(name: str, lowest: int, highest: int) -> FineNorm:
    return FineNorm(cite(f"示例规定{name}1"), Decimal(lowest), Decimal(highest))


def test_the_higher_fine_is_chosen_or_the_question_is_put() -> None:
    a, b, c = norm("甲", 1000, 10000), norm("乙", 5000, 50000), norm("丙", 100, 80000)
    chosen = higher_fine([a, b])
    assert (chosen.norm, chosen.candidates) == (b, (b,))
    assert chosen.explanation == "同一违法行为只罚款一次，按罚款数额高的示例规定乙1（5000元至50000元）处罚。"
    assert higher_fine([a]).norm is a
    assert higher_fine([a, norm("丁", 1000, 10000)]).norm is a
    open_question = higher_fine([a, b, c])
    assert open_question.norm is None
    assert open_question.candidates == (b, c)
    assert open_question.explanation == "几个条文上限与下限互有高低，法律没有写明如何比较，请选定一个并说明理由。"
    assert open_question.basis == (penalty_law(29),)
    with pytest.raises(ValueError, match=r"^至少要有一个规定罚款的条文。$"):
        higher_fine([])
    with pytest.raises(ValueError, match=r"^示例规定戊1的罚款下限高于上限。$"):
        norm("戊", 2, 1)
    assert norm("戊", 2, 2).lowest == 2


def test_a_second_fine_is_refused_and_the_way_out_named() -> None:
    [obstacle] = repeated_fine(True, True)
    assert obstacle.text == "同一违法行为已经给予罚款，不得再次罚款。"
    assert obstacle.basis == penalty_law(29)
    assert obstacle.remedy == "可以责令改正，或者给予法律规定的其他种类处罚。"
    assert repeated_fine(True, False) == repeated_fine(False, True) == []


def test_summary_obstacles_name_the_limit_and_the_kinds() -> None:
    both = summary_obstacles(Party.PERSON, Decimal("200.01"), ["罚款", "没收违法所得", "暂扣许可证件"])
    assert [(one.text, one.basis, one.remedy) for one in both] == [
        ("当场处罚对公民罚款以200元为限，拟罚200.01元。", penalty_law(51), "改用普通程序。"),
        ("当场处罚只能警告或者罚款，不能没收违法所得、暂扣许可证件。", penalty_law(51), "改用普通程序。"),
    ]
    [unit] = summary_obstacles(Party.UNIT, Decimal(3001))
    assert unit.text == "当场处罚对法人或者其他组织罚款以3000元为限，拟罚3001.00元。"
    assert summary_obstacles(Party.UNIT, Decimal(3000), ["罚款", "警告"]) == []
    with pytest.raises(ValueError, match=r"^罚款数额"):
        summary_obstacles(Party.UNIT, Decimal(-1))


def test_collection_obstacles_say_which_condition_fails() -> None:
    town = collection_obstacles(Collection(Decimal(101), decided_on_spot=True))
    assert [(one.text, one.basis) for one in town] == [
        ("罚款101.00元超过100元，也不属于不当场收缴事后难以执行。", penalty_law(68)),
        ("不在边远、水上、交通不便地区、缴款没有确实的困难、当事人没有提出。", penalty_law(69)),
    ]
    assert town[0].remedy == "由当事人到指定的银行或者通过电子支付系统缴纳。"
    village = collection_obstacles(Collection(Decimal(50), decided_on_spot=False, remote=True, paying_is_hard=True))
    assert [one.text for one in village] == ["不是当场作出的处罚决定。", "当事人没有提出。"]
    assert village[0].basis == penalty_law(68)
    with pytest.raises(ValueError, match=r"^罚款数额"):
        collection_obstacles(Collection(Decimal(-1), decided_on_spot=True))


def test_limitation_explains_itself() -> None:
    alive = limitation(date(2024, 6, 10), date(2026, 6, 10))
    assert alive.explanation == "违法行为2024-06-10终了，追究时效2年，2026-06-10届满；2026-06-10发现，在时效之内。"
    assert (alive.status, alive.last_day) == (Status.ALIVE, date(2026, 6, 10))
    assert [status.value for status in Status] == ["alive", "expired"]
    assert alive.basis == (penalty_law(36),)
    assert alive.flags == ("last_day_in_time",)
    assert "仍在时效之内" in alive.flag_texts[0]
    expired = limitation(date(2024, 6, 10), date(2026, 6, 11))
    assert expired.explanation.endswith("2026-06-11发现，已过时效，不再给予行政处罚。")
    serious = limitation(date(2021, 6, 10), date(2026, 6, 10), serious=True)
    assert (serious.status, serious.last_day) == (Status.ALIVE, date(2026, 6, 10))
    assert "追究时效5年" in serious.explanation
    going_on = limitation(None, date(2026, 6, 10))
    assert (going_on.status, going_on.last_day, going_on.flags) == (Status.ALIVE, None, ())
    assert going_on.explanation == "违法行为仍在连续或者继续，追究时效尚未起算。"


def test_whether_the_last_day_is_in_time_is_a_reading() -> None:
    strict = Readings(last_day_in_time=False)
    assert limitation(date(2024, 6, 10), date(2026, 6, 10), readings=strict).status is Status.EXPIRED
    assert limitation(date(2024, 6, 10), date(2026, 6, 9), readings=strict).status is Status.ALIVE


def test_the_parties_have_names_for_people() -> None:
    assert [party.label for party in Party] == ["公民", "法人或者其他组织"]


def test_the_limit_on_the_spot_is_told_with_the_words_for_the_party() -> None:
    told = [summary_obstacles(party, Decimal(5000))[0].text for party in Party]
    assert told == [
        "当场处罚对公民罚款以200元为限，拟罚5000.00元。",
        "当场处罚对法人或者其他组织罚款以3000元为限，拟罚5000.00元。",
    ]
