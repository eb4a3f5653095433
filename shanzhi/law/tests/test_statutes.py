from datetime import date
from pathlib import Path

import pytest

from shanzhi.law.articles import Article, NoStatute, Paragraph, StatuteText, parse
from shanzhi.law.citation import cite, penalty_law
from shanzhi.law.cited import all_citations
from shanzhi.law.importing import file_name, import_statutes
from shanzhi.law.statutes import (
    Severity,
    Statute,
    TextStore,
    Version,
    applicable,
    catalogue,
    compare_fines,
    short_name,
)

# A made-up statute: the real texts are imported, never kept here.
EXAMPLE = """# 中华人民共和国示例法

2001年2月3日 示例会议通过

2019年11月5日 示例会议修正

2020年1月1日 施行

<!-- INFO END -->

## 第一章 总则

第一条 甲句。

乙句：

（一）子；

(二)丑。

丙句。

## 第二章 分则

第二条 丁句。

第二条之一 戊句。

第十二条　己句。
"""


def test_a_statute_is_read_into_articles_paragraphs_and_items() -> None:
    text = parse(EXAMPLE)
    assert (text.title, text.short, text.adopted, text.excerpt) == (
        "中华人民共和国示例法",
        "示例法",
        date(2019, 11, 5),
        False,
    )
    assert text.articles == (
        Article(
            "1",
            (Paragraph("甲句。"), Paragraph("乙句：", ((1, "子；"), (2, "丑。"))), Paragraph("丙句。")),
            "第一章 总则",
        ),
        Article("2", (Paragraph("丁句。"),), "第二章 分则"),
        Article("2之1", (Paragraph("戊句。"),), "第二章 分则"),
        Article("12", (Paragraph("己句。"),), "第二章 分则"),
    )
    assert StatuteText.from_json(text.as_json()) == text


def test_an_excerpt_may_hold_several_articles_in_a_line() -> None:
    text = parse(
        "# 示例办法（摘录：省略处用…）\n来源: 示例(2023-05-08).md 2023-07-01施行\n"
        "第九条 …甲。第十条 乙，依照第九条第（一）项。 第十二条 丙。\n第二十条 （四项条件）（一）丁。\n"
    )
    assert (text.title, text.adopted, text.excerpt) == ("示例办法", date(2023, 5, 8), True)
    assert [one.number for one in text.articles] == ["9", "10", "12", "20"]
    assert text.articles[1].paragraphs == (Paragraph("乙，依照第九条第（一）项。"),)


def test_a_document_numbered_without_articles_is_read_by_its_numbers() -> None:
    text = parse("# 示例规定\n\n前言。\n\n一、甲。\n\n乙。\n\n二、丙。\n")
    assert [(one.number, len(one.paragraphs)) for one in text.articles] == [("1", 2), ("2", 1)]


def test_the_version_may_stand_in_the_file_name_or_nowhere() -> None:
    plain = "# 示例条例\n\n<!-- INFO END -->\n\n第一条 甲。\n"
    assert parse(plain, "示例条例(2021-08-20).md").adopted == date(2021, 8, 20)
    unknown = parse(plain)
    assert unknown.adopted is None
    assert StatuteText.from_json(unknown.as_json()) == unknown
    assert file_name(unknown) == "示例条例@版本不明.json"


def test_what_is_no_statute_is_refused_in_a_sentence() -> None:
    with pytest.raises(NoStatute, match="没有“# 名称”一行"):
        parse("只有文字。")
    with pytest.raises(NoStatute, match="《示例》里没有找到条文"):
        parse("# 示例\n\n只有文字。")


def test_a_first_line_that_looks_like_an_item_is_a_paragraph() -> None:
    text = parse("# 示例规定\n\n第一条 \n（一）甲。\n")
    assert text.articles[0].paragraphs == (Paragraph("", ((1, "甲。"),)),)


def a_folder_of_texts(source: Path) -> Path:
    source.mkdir()
    (source / "新.md").write_text(
        EXAMPLE.replace("示例法", "行政处罚法").replace("2019年11月5日", "2021年1月22日"), encoding="utf-8"
    )
    (source / "旧.md").write_text(EXAMPLE.replace("示例法", "行政处罚法").replace("甲句", "旧句"), encoding="utf-8")
    (source / "无关.md").write_text("只有文字。", encoding="utf-8")
    (source / "摘.md").write_text("# 示例办法（摘录）\n第九条 甲。\n", encoding="utf-8")
    return source


@pytest.fixture
def store(tmp_path: Path) -> TextStore:
    import_statutes(a_folder_of_texts(tmp_path / "in"), tmp_path / "out")
    return TextStore(tmp_path / "out")


def test_an_import_keeps_every_version_and_names_what_it_skipped(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert import_statutes(a_folder_of_texts(tmp_path / "in"), tmp_path / "deep" / "out") == 0
    said = capsys.readouterr()
    assert "已导入法规文本 3 件" in said.out
    assert "处在导入的文本中找不到：\n  个人信息保护法28：正文没有导入" in said.out
    assert said.err == "跳过 无关.md：文本没有“# 名称”一行，不是法规文本。\n"
    versions = TextStore(tmp_path / "deep" / "out").statutes["行政处罚法"]
    assert [text.adopted for text in versions] == [date(2019, 11, 5), date(2021, 1, 22)]


def test_an_import_of_nothing_fails(tmp_path: Path) -> None:
    assert import_statutes(tmp_path, tmp_path / "out") == 1


def test_the_store_quotes_article_paragraph_and_item(store: TextStore) -> None:
    assert store.quote(penalty_law(1)) == "甲句。\n乙句：\n（一）子；\n（二）丑。\n丙句。"
    assert store.quote(penalty_law(1, 2)) == "乙句：\n（一）子；\n（二）丑。"
    assert store.quote(penalty_law(1, 3)) == "丙句。"
    assert store.quote(penalty_law(1, item=2)) == "丑。"
    assert store.quote(penalty_law(1, 2, 1)) == "子；"
    assert store.quote(penalty_law(1, 1, 1)) == ""
    assert store.quote(penalty_law(99)) == ""
    article = store.article(penalty_law("2之1"))
    assert article is not None and article.paragraphs[0].text == "戊句。"


def test_the_version_of_the_day_is_read_where_its_dates_are_known(store: TextStore) -> None:
    known = store.text("行政处罚法", date(2022, 1, 1))
    assert known is not None and known.adopted == date(2021, 1, 22)
    newest = store.text("行政处罚法", date(2019, 1, 1))
    assert newest is not None and newest.adopted == date(2021, 1, 22)
    assert store.text("没有的法") is None
    assert store.article(cite("没有的法1")) is None
    example = store.text("示例办法", date(2022, 1, 1))
    assert example is not None and example.excerpt


def test_citations_that_point_at_nothing_are_reported_with_the_reason(store: TextStore) -> None:
    asked = [
        "行政处罚法1.2(1)",
        "行政处罚法1.4",
        "行政处罚法1.2(3)",
        "行政处罚法64",
        "行政强制法1",
        "示例办法9(3)",
        "示例办法10",
    ]
    found = {str(one.citation): one.reason for one in store.unresolved(map(cite, [*asked, *asked]))}
    assert found == {
        "行政处罚法1.4": "没有这一款或者这一项",
        "行政处罚法1.2(3)": "没有这一款或者这一项",
        "行政处罚法64": "没有这一条",
        "行政强制法1": "正文没有导入",
        "示例办法10": "摘录里没有这一条",
    }


def test_the_check_says_so_when_everything_resolves(capsys: pytest.CaptureFixture[str]) -> None:
    from shanzhi.law.importing import report

    report([])
    assert capsys.readouterr().out == "规则引用的条文全部能在导入的文本中找到。\n"


def test_the_package_knows_every_article_it_rests_on() -> None:
    cited = set(map(str, all_citations()))
    assert {
        "行政处罚法64(1)",
        "行政处罚法73.3",
        "罚款决定与罚款收缴分离实施办法9.1",
        "行政强制法25.3",
        "行政处罚法51",
    } <= cited
    assert {cite(one).statute for one in cited} <= set(catalogue())


def test_statutes_are_cited_by_their_short_names() -> None:
    assert short_name("中华人民共和国行政处罚法") == "行政处罚法"
    assert short_name("最高人民法院关于适用《中华人民共和国行政诉讼法》的解释") == "行诉解释"
    assert short_name("中华人民共和国示例法") == "示例法"
    assert catalogue()["行政处罚法"].current.in_force == date(2021, 7, 15)
    assert catalogue()["行政处罚法"].current.checked
    assert not catalogue()["民事诉讼法"].current.checked
    assert [severity.value for severity in Severity] == ["相同", "较重", "较轻", "不认为违法", "有轻有重"]


OLD, NEW = Version(date(2020, 1, 1), until=date(2025, 5, 31)), Version(date(2025, 6, 1))
STATUTE = Statute("示例条例", "示例条例", (OLD, NEW))
ASK = "行为后规定已修改，请比较新旧规定的处罚轻重；有轻有重的，法律没有写明如何比较。"
ACT, DECIDED = date(2024, 3, 1), date(2026, 3, 1)


def test_versions_cover_their_first_and_last_day() -> None:
    assert STATUTE.version_on(date(2020, 1, 1)) is OLD
    assert STATUTE.version_on(date(2025, 5, 31)) is OLD
    assert STATUTE.version_on(date(2025, 6, 1)) is NEW
    assert STATUTE.version_on(date(2019, 12, 31)) is None
    overlapping = Statute("示例", "示例", (Version(date(2020, 1, 1)), NEW))
    assert overlapping.version_on(DECIDED) is NEW


@pytest.mark.parametrize(
    ("severity", "version", "words"),
    [
        (Severity.SAME, OLD, "新的规定处罚不是较轻，适用违法行为发生时的规定。"),
        (Severity.HEAVIER, OLD, "新的规定处罚不是较轻，适用违法行为发生时的规定。"),
        (Severity.LIGHTER, NEW, "新的规定处罚较轻，适用新的规定。"),
        (Severity.NOT_UNLAWFUL, NEW, "新的规定不认为是违法，适用新的规定，不予处罚。"),
        (Severity.MIXED, None, ASK),
        (None, None, ASK),
    ],
)
def test_article_37(severity: Severity | None, version: Version | None, words: str) -> None:
    answer = applicable(STATUTE, ACT, DECIDED, severity)
    assert answer.version is version
    assert answer.explanation == words
    assert answer.basis == (penalty_law(37),)


def test_article_37_where_nothing_changed_or_nothing_is_known() -> None:
    same = applicable(STATUTE, ACT, date(2025, 5, 31), Severity.LIGHTER)
    assert same.version is OLD
    assert same.explanation == "行为时与决定时是同一文本，适用该文本。"
    unknown = applicable(STATUTE, date(2019, 1, 1), DECIDED)
    assert unknown.version is None and "没有2019-01-01施行的" in unknown.explanation


def test_article_37_where_the_law_was_repealed() -> None:
    repealed = Statute("示例条例", "示例条例", (OLD,))
    asked = applicable(repealed, ACT, DECIDED)
    assert asked.version is None and "已废止" in asked.explanation
    lighter = applicable(repealed, ACT, DECIDED, Severity.LIGHTER)
    assert lighter.version is None and "已废止" in lighter.explanation
    free = applicable(repealed, ACT, DECIDED, Severity.NOT_UNLAWFUL)
    assert free.version is None and "不予处罚" in free.explanation


@pytest.mark.parametrize(
    ("old", "new", "severity"),
    [
        ((500, 1000), (500, 1000), Severity.SAME),
        ((500, 1000), (2000, 5000), Severity.HEAVIER),
        ((500, 1000), (500, 2000), Severity.HEAVIER),
        ((500, 1000), (600, 1000), Severity.HEAVIER),
        ((2000, 5000), (500, 1000), Severity.LIGHTER),
        ((500, 1000), (100, 1000), Severity.LIGHTER),
        ((500, 1000), (100, 2000), Severity.MIXED),
        ((500, 1000), (600, 900), Severity.MIXED),
    ],
)
def test_fine_ranges_are_compared_bound_by_bound(
    old: tuple[int, int], new: tuple[int, int], severity: Severity
) -> None:
    assert compare_fines(old, new) is severity
