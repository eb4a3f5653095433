"""The height of a fine: the table, the general rule of the place, and what stands against a sum."""

from decimal import Decimal as D
from typing import Any

import pytest

from shanzhi.law.discretion import MARKET_SHARES, NoBand, Step, from_shares, from_table, obstacles_to_fine

TABLE = (
    Step("占道", "normal", frozenset(), D(500), D(1000), "示例基准"),
    Step("占道", "heavier", frozenset({"再次"}), D(1000), D(2000), "示例基准"),
)
RANGE = (D(500), D(5000))


def test_the_row_that_fits_most_closely_is_proposed_and_explained() -> None:
    found = from_table(TABLE, "占道", frozenset({"再次"}))
    assert found is not None
    assert (found.band, found.amount) == ("heavier", D(1500))
    assert found.explanation == "示例基准：符合再次，1000.00元至2000.00元，建议1500.00元。"


def test_where_the_table_is_silent_or_two_rows_tie_nothing_is_guessed() -> None:
    assert from_table(TABLE, "油烟", frozenset()) is None
    assert from_table((TABLE[0], TABLE[0]), "占道", frozenset()) is None


def test_the_market_rule_takes_the_lowest_and_the_highest_thirty_per_cent() -> None:
    bands = [from_shares(D(1000), D(11000), band, MARKET_SHARES, "x") for band in MARKET_SHARES]
    assert [(one.low, one.high) for one in bands] == [(1000, 4000), (4000, 8000), (8000, 11000)]


def test_a_place_without_a_general_rule_is_told_to_set_one() -> None:
    with pytest.raises(NoBand, match="请先设定本地的一般规则"):
        from_shares(D(0), D(1), "lighter", {}, "x")


@pytest.mark.parametrize(
    ("amount", "more", "articles"),
    [
        (3000, {"band": "normal", "must_lighten": True}, ["行政处罚法30"]),
        (600, {"band": "lighter", "must_lighten": True}, []),
        (499, {"band": "lighter"}, ["行政处罚法5"]),
        (499, {"band": "mitigated"}, []),
        (5001, {"band": "mitigated"}, ["行政处罚法5"]),
        (3000, {"band": "normal", "told": D(2000)}, ["行政处罚法45"]),
        (2000, {"band": "normal", "told": D(2000)}, []),
        (2001, {"band": "heavier", "proposal": True}, ["行政处罚法34"]),
        (2001, {"band": "heavier", "proposal": True, "reason": "因", "approved": True}, []),
        (2001, {"band": "heavier", "proposal": True, "reason": " ", "approved": True}, ["行政处罚法34"]),
        (2001, {"band": "heavier", "proposal": True, "reason": "因"}, ["行政处罚法34"]),
    ],
)
def test_tp_09_and_tp_21_a_sum_is_refused_with_its_article(
    amount: int, more: dict[str, Any], articles: list[str]
) -> None:
    if more.get("proposal"):
        more = more | {"proposal": from_table(TABLE, "占道", frozenset({"再次"}))}
    assert [one.written_basis for one in obstacles_to_fine(D(amount), statutory=RANGE, **more)] == articles
