import pytest

from shanzhi.law.citation import (
    BadCitation,
    Citation,
    cite,
    civil_code,
    civil_procedure_law,
    coercion_law,
    ecology_measures,
    litigation_law,
    market_procedure,
    penalty_law,
    petition_rules,
    referral_rules,
    review_law,
    zhejiang_enforcement,
)
from shanzhi.law.numerals import from_chinese, to_chinese
from shanzhi.law.obstacle import NotAllowed, Obstacle

WRITTEN = [
    ("行政处罚法64(1)", penalty_law(64, item=1), "《行政处罚法》第六十四条第（一）项"),
    ("行政处罚法67.3", penalty_law(67, 3), "《行政处罚法》第六十七条第三款"),
    ("行政处罚法57.1(2)", penalty_law(57, 1, 2), "《行政处罚法》第五十七条第一款第（二）项"),
    ("行政强制法69", coercion_law(69), "《行政强制法》第六十九条"),
    ("行政复议法20.1", review_law(20, 1), "《行政复议法》第二十条第一款"),
    ("行政诉讼法101", litigation_law(101), "《行政诉讼法》第一百零一条"),
    ("民事诉讼法85.3", civil_procedure_law(85, 3), "《民事诉讼法》第八十五条第三款"),
    ("民法典1259", civil_code(1259), "《民法典》第一千二百五十九条"),
    (
        "行政执法机关移送涉嫌犯罪案件的规定5.2",
        referral_rules(5, 2),
        "《行政执法机关移送涉嫌犯罪案件的规定》第五条第二款",
    ),
    ("信访工作条例34", petition_rules(34), "《信访工作条例》第三十四条"),
    ("市场监督管理行政处罚程序规定64", market_procedure(64), "《市场监督管理行政处罚程序规定》第六十四条"),
    ("生态环境行政处罚办法57", ecology_measures(57), "《生态环境行政处罚办法》第五十七条"),
    ("浙江省综合行政执法条例9", zhejiang_enforcement(9), "《浙江省综合行政执法条例》第九条"),
    ("刑法120之1", Citation("刑法", "120之1"), "《刑法》第一百二十条之一"),
]


@pytest.mark.parametrize(("written", "citation", "long"), WRITTEN)
def test_a_citation_is_read_and_written_in_the_one_short_form(written: str, citation: Citation, long: str) -> None:
    assert cite(written) == citation
    assert str(citation) == written
    assert citation.long == long


@pytest.mark.parametrize("written", ["", "行政处罚法", "64", "行政处罚法64.x", "行政处罚法64(1", "行政处罚法(1)"])
def test_what_names_no_article_is_refused_in_a_sentence(written: str) -> None:
    with pytest.raises(BadCitation, match="不是条文引注"):
        cite(written)


def test_full_width_brackets_and_blanks_are_understood() -> None:
    assert cite(" 行政处罚法64（1） ") == penalty_law(64, item=1)


def test_the_reader_anchors_at_the_whole_article() -> None:
    assert penalty_law(57, 1, 2).whole_article == penalty_law(57)


@pytest.mark.parametrize(
    ("number", "written"),
    [
        (0, "零"),
        (7, "七"),
        (10, "十"),
        (12, "十二"),
        (20, "二十"),
        (105, "一百零五"),
        (110, "一百一十"),
        (1010, "一千零一十"),
        (1001, "一千零一"),
        (9999, "九千九百九十九"),
    ],
)
def test_article_numbers_are_written_as_statutes_print_them(number: int, written: str) -> None:
    assert to_chinese(number) == written
    assert from_chinese(written) == number


def test_every_article_number_is_read_back() -> None:
    assert all(from_chinese(to_chinese(number)) == number for number in range(10_000))


def test_numbers_no_statute_has_are_refused() -> None:
    for number in (-1, 10_000):
        with pytest.raises(ValueError, match="0 至 9999"):
            to_chinese(number)
    for text in ("", "十x", "第三"):
        with pytest.raises(ValueError, match="不是中文数字"):
            from_chinese(text)


def test_a_zero_written_as_a_circle_is_read() -> None:
    assert from_chinese("一百〇五") == 105


def test_an_obstacle_gives_its_reason_its_article_and_the_way_out() -> None:
    one = Obstacle("执法人员不得少于两人。", penalty_law(42), remedy="增派一名执法人员。")
    two = Obstacle("逾期。", (penalty_law(56), penalty_law(85)))
    house = Obstacle("本县规定先报备。")
    assert one.citations == (penalty_law(42),)
    assert one.as_json() == {"text": "执法人员不得少于两人。", "basis": "行政处罚法42", "remedy": "增派一名执法人员。"}
    assert two.as_json() == {"text": "逾期。", "basis": "行政处罚法56、行政处罚法85"}
    assert house.citations == ()
    assert str(house) == "本县规定先报备。"
    refusal = NotAllowed(iter([one, two]))
    assert refusal.obstacles == [one, two]
    assert str(refusal) == "执法人员不得少于两人。（行政处罚法42）；逾期。（行政处罚法56、行政处罚法85）"
