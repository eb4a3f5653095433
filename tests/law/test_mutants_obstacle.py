"""A refusal: every reason with its article, what helps only where something does."""

from shanzhi.law.citation import penalty_law
from shanzhi.law.obstacle import NotAllowed, Obstacle

UNTOLD = Obstacle("没有告知听证权利。", penalty_law(63), remedy="补发听证告知书。")
UNREVIEWED = Obstacle("没有法制审核。", (penalty_law(57), penalty_law(58)))
HOUSE = Obstacle("请先指定承办人。")


def test_article_44_a_refusal_is_written_with_its_reason_its_article_and_what_helps() -> None:
    assert UNTOLD.as_json() == {"text": "没有告知听证权利。", "basis": "行政处罚法63", "remedy": "补发听证告知书。"}


def test_a_refusal_without_a_remedy_promises_none() -> None:
    assert UNREVIEWED.as_json() == {"text": "没有法制审核。", "basis": "行政处罚法57、行政处罚法58"}
    assert UNREVIEWED.remedy == ""


def test_a_reason_of_the_house_is_told_without_an_empty_bracket_where_an_article_would_stand() -> None:
    assert str(HOUSE) == "请先指定承办人。"
    assert HOUSE.citations == ()
    assert str(UNREVIEWED) == "没有法制审核。（行政处罚法57、行政处罚法58）"


def test_article_44_all_reasons_are_told_together_and_kept_one_by_one() -> None:
    refused = NotAllowed(one for one in (UNTOLD, HOUSE))
    assert str(refused) == "没有告知听证权利。（行政处罚法63）；请先指定承办人。"
    assert refused.obstacles == [UNTOLD, HOUSE]
