from datetime import date
from decimal import Decimal

import pytest

from shanzhi.law import sources
from shanzhi.law.obstacle import NotAllowed
from shanzhi.law.rulebook import (
    Overlay,
    Rolls,
    Side,
    Unit,
    UnknownRule,
    amount,
    citations,
    every_rule,
    read_book,
    require_length,
    rule,
    value,
    values,
)
from shanzhi.law.statutes import catalogue


def test_every_rule_rests_on_a_catalogued_statute_and_says_from_when_it_counts() -> None:
    for one in every_rule():
        assert one.basis and one.counted_from and one.name, one.id
        assert all(citation.statute in catalogue() for citation in one.citations), one.id
        assert (one.length is None) is bool(one.none), one.id
    assert all(citation.statute in catalogue() for citation in citations())


def test_a_party_never_loses_a_rest_day_unless_the_text_says_so() -> None:
    for one in every_rule():
        assert (one.side is Side.PARTY) is (one.rolls is Rolls.PARTY) or one.rolls is Rolls.TEXT, one.id


def test_coercive_power_is_never_prolonged_by_a_rest_day() -> None:
    coercive = [one for one in every_rule() if one.coercive]
    assert len(coercive) == 4
    assert all(one.rolls is Rolls.NO for one in coercive)


def test_a_rule_tells_its_length_and_since_when_its_text_is_in_force() -> None:
    assert rule("penalty.decide").length_label == "90日"
    assert rule("penalty.hearing.notice").length_label == "7个工作日前"
    assert rule("penalty.file").length_label == "条文没有天数"
    assert rule("penalty.decide").in_force == date(2021, 7, 15)
    assert (rule("penalty.decide").facts, rule("penalty.pay").note) == ("APL-60", "")
    assert rule("petition.review.decide").note == "听证时间不计"
    assert value("penalty.late_fee.rate").note == "总额不超过罚款数额"
    assert not rule("penalty.pay").coercive and not rule("penalty.pay").plain_days
    assert rule("coercion.seizure").pauses[0].told_in_writing
    assert not rule("penalty.decide", Overlay.MARKET).pauses[0].told_in_writing
    assert [unit.label for unit in Unit] == ["小时", "日", "个工作日", "个工作日前", "个月", "年"]


def test_the_department_answers_before_the_general_statutes() -> None:
    assert rule("penalty.file", Overlay.MARKET).unit is Unit.WORKING_DAY
    assert rule("penalty.file", Overlay.ECOLOGY).unit is Unit.DAY
    assert rule("review.apply", Overlay.ECOLOGY) is rule("review.apply")


def test_an_unknown_id_is_answered_in_a_sentence() -> None:
    with pytest.raises(UnknownRule, match=r"^没有期限“nothing”；用 shanzhi law list 查看全部。$"):
        rule("nothing")
    with pytest.raises(UnknownRule, match=r"^一般规定没有期限“penalty\.close”，只有市场监管有。$"):
        rule("penalty.close")
    with pytest.raises(UnknownRule, match=r"^没有数值“nothing”；用 shanzhi law list 查看全部。$"):
        value("nothing")


def test_a_repealed_rule_works_to_its_last_day_and_no_longer() -> None:
    old = rule("complaint.accept")
    assert require_length(old, date(2026, 4, 14)) == 7
    with pytest.raises(
        NotAllowed, match=r"^“投诉受理”所依规定自2026-04-14后不再施行，新规定的天数尚未核实，不能计算。（"
    ) as refused:
        require_length(old, date(2026, 4, 15))
    assert refused.value.obstacles[0].remedy == "请补录新规定的条文和天数。"


def test_a_text_without_a_number_is_refused_with_its_words() -> None:
    with pytest.raises(NotAllowed, match="只要求“及时立案”") as refused:
        require_length(rule("penalty.file"), date(2026, 3, 2))
    assert refused.value.obstacles[0].remedy == "本县的内部时限可在“时限设置”里规定，须标明非法定。"
    assert refused.value.obstacles[0].text == f"{rule('penalty.file').none}。"


def test_values_differ_by_department_and_the_unverified_ones_are_left_open() -> None:
    assert value("hearing.fine.person", Overlay.MARKET).amount == 10000
    assert value("hearing.fine.unit", Overlay.ECOLOGY).amount == 200000
    assert value("hearing.fine.unit").amount is None
    assert value("penalty.officers.min", Overlay.MARKET).amount == 2
    assert value("collective.fine", Overlay.MARKET).amount is None
    assert amount("penalty.late_fee.rate") == Decimal("0.03")
    with pytest.raises(UnknownRule, match=r"^“hearing\.fine\.unit”条文没有数字，须由本县设定。$"):
        amount("hearing.fine.unit")
    assert all(one.basis for one in values().values())


def test_the_overlays_have_names_for_people() -> None:
    assert [overlay.label for overlay in Overlay] == ["一般规定", "市场监管", "生态环境"]


TWO_VERSIONS = """
overlay: market
terms:
  - {id: example, name: 示例, length: 10 working_day, from: 示例之日, basis: [行政处罚法1], side: agency, rolls: text, since: 2026-04-15}
  - {id: example, name: 示例, length: 7 working_day, from: 示例之日, basis: [行政处罚法1], side: agency, rolls: text, until: 2026-04-14}
"""


def test_an_old_and_a_new_text_of_a_rule_stand_side_by_side() -> None:
    book = read_book([sources.parse(TWO_VERSIONS)])

    def length(on: date | None) -> int | None:
        return rule("example", Overlay.MARKET, on, book).length

    assert length(date(2026, 4, 14)) == 7
    assert length(date(2026, 4, 15)) == 10
    assert length(None) == 10
    later = read_book([sources.parse(TWO_VERSIONS.replace(", until: 2026-04-14", ", since: 2025-01-01"))])
    assert rule("example", Overlay.MARKET, date(2024, 1, 1), later).length == 7, "the oldest we hold"
