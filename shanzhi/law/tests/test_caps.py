"""How high a rule may go: the numbers at hand, the county's own where none is, and never a guess."""

from decimal import Decimal as D

import pytest

from shanzhi.law.caps import NoCap, cap_on_rules, obstacles_to_rule


def test_the_numbers_of_zhejiang_are_at_hand() -> None:
    usual = cap_on_rules("浙江省")
    assert usual.amount == 30000
    assert usual.explanation == ("浙江省及其设区的市的政府规章设定罚款以30000元为限（浙江省规章罚款限额规定3）。")
    safety = cap_on_rules("浙江省", safety=True, given=D(5))
    assert (safety.amount, safety.given) == (100000, False)
    assert [str(one) for one in safety.basis] == ["行政处罚法14.2", "浙江省规章罚款限额规定3"]


@pytest.mark.parametrize(
    ("issuer", "words"),
    [
        ("国务院部门", "国务院规定（行政处罚法13.2）"),
        ("示例省", "地方政府规章设定罚款的限额由省、自治区、直辖市人民代表大会常务委员会规定（行政处罚法14.2）"),
    ],
)
def test_elsewhere_the_number_must_be_given_and_is_marked_so(issuer: str, words: str) -> None:
    with pytest.raises(NoCap) as silent:
        cap_on_rules(issuer)
    assert words in str(silent.value)
    cap = cap_on_rules(issuer, given=D("12345.60"))
    assert (cap.amount, cap.given) == (D("12345.60"), True)
    assert cap.explanation.endswith(f"设定罚款以12345.60元为限（本县设定，出处须另行注明；{cap.basis[0]}）。")
    assert str(silent.value).endswith("手头没有它的原文，请先设定这个数额和出处。")
    with pytest.raises(ValueError, match=r"^罚款限额"):
        cap_on_rules(issuer, given=D(-1))


def test_a_rule_may_go_to_its_cap_and_not_beyond() -> None:
    cap = cap_on_rules("浙江省")
    assert obstacles_to_rule(D(30000), cap) == []
    [obstacle] = obstacles_to_rule(D("30000.01"), cap)
    assert obstacle.citations == cap.basis
    assert obstacle.text == "只由规章设定的罚款以30000元为限，这一规定写的是30000.01元。"
    assert obstacle.remedy == "核对该行为有没有法律、法规依据，或者向制定机关提出。"
