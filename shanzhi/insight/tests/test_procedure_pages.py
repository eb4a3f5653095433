"""The pages of procedures: drawn, told as tables, a case marked, a wrong question answered; the drawing's sheet as the law's."""

import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.test import Client

from shanzhi.insight import procedures as told
from shanzhi.law import diagram, importing
from shanzhi.law.citation import cite
from shanzhi.law.procedure import NAMES, Step, procedure
from shanzhi.law.procedure import Procedure as Table
from shanzhi.registry.models import County

pytestmark = pytest.mark.django_db
ENGLISH = {"Accept-Language": "en-US,en"}


@pytest.fixture(autouse=True)
def county() -> County:
    return County.objects.create(code="990106", name="示例县", english_name="Sample")


def page(path: str, status: int = 200, **query: str) -> str:
    answer = Client().get(path, query)
    assert answer.status_code == status
    return answer.content.decode()


def test_the_list_leads_to_every_procedure_and_says_what_each_is_for() -> None:
    found = page("/law/procedures/")
    assert all(f'href="/law/procedures/{name}/"' in found for name in NAMES)
    assert "涉嫌犯罪的，把案件移送公安机关" in found
    assert "/law/procedures/" in page("/law/")


@pytest.mark.parametrize("name", NAMES)
def test_every_procedure_is_drawn_and_told_as_tables(name: str) -> None:
    table, found = procedure(name), page(f"/law/procedures/{name}/")
    assert 'role="img"' in found
    assert "<style" not in found
    assert "style=" not in found
    assert all(f'id="step-{step}"' in found for step in table.steps)
    assert all(f'id="way-{number}"' in found for number in range(1, len(table.edges) + 1))
    assert all(paper in found for edge in table.edges for paper in edge.documents)
    assert all(guard.text in found for guard in table.guards())
    assert not set(re.findall(r'href="#([^"]+)"', found)) - set(re.findall(r'id="([^"]+)"', found))


def test_where_a_case_stands_is_marked_and_what_can_come_next_is_told() -> None:
    found = page("/law/procedures/general/", step="notified")
    assert '现在在「<span lang="zh-CN">已告知</span>」' in found
    assert '<dt>轮到谁</dt><dd lang="zh-CN">当事人</dd>' in found
    assert found.count('aria-current="step"') == 1
    assert "flow-now" in found
    assert "10. 要求听证</a> → 听证" in found
    assert "flow-now" not in page("/law/procedures/general/")


def test_a_case_that_has_ended_is_told_so() -> None:
    assert "程序到这里结束" in page("/law/procedures/general/", step="closed")


def test_a_term_leads_to_its_calculation_under_the_same_rules() -> None:
    found = page("/law/procedures/general/", overlay="market")
    assert "/law/terms/?rule=penalty.decide&amp;overlay=market" in found


def test_a_wrong_question_is_answered_with_a_sentence() -> None:
    assert "没有「fishing」这个程序" in page("/law/procedures/fishing/", 404)
    found = page("/law/procedures/general/", 422, step="nowhere", overlay="sea")
    assert "nowhere" in found
    assert "flow-now" not in found


def test_a_procedure_without_a_purpose_of_its_own_is_told_by_its_beginning_and_its_ends() -> None:
    table = Table("new", "新程序", {"a": Step("a", "开头"), "b": Step("b", "完", end=True)}, ())
    assert told.purpose(table) == "从「开头」开始，到「完」结束。"


@pytest.mark.parametrize("name", NAMES)
def test_every_procedure_has_a_purpose_in_words_of_its_own(name: str) -> None:
    assert name in told.PURPOSES


def test_an_article_leads_to_the_ways_that_rest_on_it() -> None:
    assert ("hearing", 1) in {(one.id, way.number) for one, way in told.procedures_resting_on(cite("行政处罚法64"))}
    assert "/law/procedures/hearing/#way-1" in page("/law/行政处罚法/64/")


def test_the_page_draws_with_the_same_rules_as_the_law() -> None:
    sheet = Path(str(finders.find("web/law.css"))).read_text(encoding="utf-8")
    packed = re.sub(r"\s+|;(?=\s*})", "", sheet)
    rules = [re.sub(r"\s+", "", rule) + "}" for rule in diagram.SHEET.split("}") if rule]
    assert [rule for rule in rules if rule not in packed] == []


def test_the_colours_of_a_drawing_alone_are_those_of_the_design_system() -> None:
    tokens = Path(str(finders.find("web/tokens.css"))).read_text(encoding="utf-8")
    light, dark = tokens.split("[data-hall]", 1)
    for wanted, block in ((diagram.LIGHT, light), (diagram.DARK, dark)):
        kept = dict(re.findall(r"--([\w-]+):\s*(#[0-9a-f]{6})", block))
        assert {name: kept.get(name) for name in wanted} == wanted


@pytest.mark.parametrize(
    "path", ["/law/", "/law/terms/", "/law/procedures/", "/law/procedures/general/", "/law/行政强制法/"]
)
def test_an_english_reader_gets_english_words_around_the_chinese_law(path: str) -> None:
    found = Client().get(path, {"step": "notified"} if "general" in path else {}, headers=ENGLISH).content.decode()
    assert '<html lang="en"' in found
    assert "only in Chinese" in found
    assert "only in Chinese" not in page(path)
    main = found.split("<main", 1)[1].split("</main>", 1)[0]
    main = re.sub(r'<(\w+)[^>]*lang="zh-CN".*?</\1>', "", main, flags=re.S)
    left = re.findall(r">([^<>]*[\u4e00-\u9fff]{4,}[^<>]*)<", re.sub(r"<option.*?</option>|《[^》]*》", "", main))
    assert left == []


def test_old_and_new_versions_of_an_article_stand_side_by_side(settings: object, tmp_path: Path) -> None:
    source = tmp_path / "texts"
    source.mkdir()
    for file, day, words in (("old", "2017年9月1日", "三个月"), ("new", "2021年1月22日", "九十日")):
        text = f"# 中华人民共和国行政处罚法\n\n{day}修订\n\n第六十条　应当自立案之日起{words}内作出决定。\n\n第六十一条　送达。\n"
        (source / f"{file}.md").write_text(text, encoding="utf-8")
    importing.import_statutes(source, tmp_path / "statutes")
    settings.SHANZHI_HOME = tmp_path  # type: ignore[attr-defined]
    article = page("/law/行政处罚法/60/")
    assert "新旧文本对照" in article
    assert "三个月" in article
    assert "九十日" in article
    newest = page("/law/行政处罚法/")
    assert newest.count("这一条改过") == 1
    assert "三个月" not in newest
    assert "三个月" in page("/law/行政处罚法/", version="2017-09-01")
    assert "没有导入这一版" in page("/law/行政处罚法/", version="1996-01-01")
