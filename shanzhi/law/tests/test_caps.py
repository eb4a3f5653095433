"""How high a rule may go: the numbers at hand, the county's own where none is, and never a guess."""

from decimal import Decimal as D

import pytest

from shanzhi.law.caps import NoCap, cap_on_rules, obstacles_to_rule


def test_the_numbers_of_zhejiang_are_at_hand() -> None:
    assert cap_on_rules("浙江省").amount == 30000
    safety = cap_on_rules("浙江省", safety=True, given=D(5))
    assert (safety.amount, safety.given) == (100000, False)
    assert [str(one) for one in safety.basis] == ["行政处罚法14.2", "浙江省规章罚款限额规定3"]


@pytest.mark.parametrize(
    ("issuer", "words"),
    [("国务院部门", "国务院规定（行政处罚法13.2）"), ("示例省", "常务委员会规定（行政处罚法14.2）")],
)
def test_elsewhere_the_number_must_be_given_and_is_marked_so(issuer: str, words: str) -> None:
    with pytest.raises(NoCap) as silent:
        cap_on_rules(issuer)
    assert words in str(silent.value)
    cap = cap_on_rules(issuer, given=D("12345.60"))
    assert (cap.amount, cap.given) == (D("12345.60"), True)
    assert "本县设定" in cap.explanation


def test_a_rule_may_go_to_its_cap_and_not_beyond() -> None:
    cap = cap_on_rules("浙江省")
    assert obstacles_to_rule(D(30000), cap) == []
    [obstacle] = obstacles_to_rule(D("30000.01"), cap)
    assert obstacle.citations == cap.basis
    assert "30000.01" in obstacle.text
