"""The pages of the law: a term drawn, an article read, a wrong question answered with a sentence."""

from pathlib import Path

import pytest
from django.test import Client

from shanzhi.law import importing
from shanzhi.registry.models import County

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def county() -> County:
    return County.objects.create(code="990106", name="示例县", english_name="Sample")


@pytest.fixture
def statutes(settings: object, tmp_path: Path) -> None:
    source = tmp_path / "texts"
    source.mkdir()
    text = "# 中华人民共和国行政处罚法\n\n2021年1月22日修订\n\n第六十条　行政机关应当自立案之日起九十日内作出决定。\n"
    (source / "APL.md").write_text(text, encoding="utf-8")
    importing.import_statutes(source, tmp_path / "statutes")
    settings.SHANZHI_HOME = tmp_path  # type: ignore[attr-defined]


def ask(**query: str):
    return Client().get("/law/terms/", query)


def test_the_home_lists_terms_and_statutes() -> None:
    page = Client().get("/law/").content.decode()
    assert "作出处罚决定" in page
    assert "行政处罚法" in page


def test_a_term_is_computed_and_drawn_with_holidays_and_make_up_days() -> None:
    page = ask(rule="penalty.hearing.request", start="2026-09-28").content.decode()
    assert "2026年10月10日" in page
    assert "调休上班" in page
    assert "国庆节" in page


def test_days_left_out_move_the_end() -> None:
    page = ask(rule="penalty.decide", start="2026-01-05").content.decode()
    later = ask(
        rule="penalty.decide", start="2026-01-05", overlay="market", pauses="2026-02-02 2026-02-11"
    ).content.decode()
    assert "2026年4月5日" in page
    assert "2026年4月15日" in later


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ({"rule": "penalty.decide", "start": ""}, "起算之日"),
        ({"rule": "no.such", "start": "2026-01-05"}, "哪个期限"),
        ({"rule": "penalty.decide", "start": "2026-01-05", "pauses": "soon"}, "第 1 行读不懂"),
        ({"rule": "penalty.decide", "start": "2026-01-05", "pauses": "2026-02-11 2026-02-02"}, "止日早于起日"),
    ],
)
def test_a_wrong_question_is_answered_with_a_sentence(query: dict[str, str], said: str) -> None:
    answer = ask(**query)
    assert answer.status_code == 422
    assert said in answer.content.decode()


def test_an_imported_article_is_read_and_names_its_terms(statutes: None) -> None:
    page = Client().get("/law/行政处罚法/60/").content.decode()
    assert "九十日内作出决定" in page
    assert "作出处罚决定" in page
    assert 'id="art-60"' in Client().get("/law/行政处罚法/").content.decode()


def test_what_is_not_imported_says_so_and_what_does_not_exist_is_not_found(statutes: None) -> None:
    assert "还没有导入" in Client().get("/law/行政强制法/").content.decode()
    assert Client().get("/law/没有这部法/").status_code == 404
    assert Client().get("/law/行政处罚法/999/").status_code == 404


def test_items_keep_the_numbers_they_are_cited_by(settings: object, tmp_path: Path) -> None:
    source = tmp_path / "texts"
    source.mkdir()
    text = "# 中华人民共和国行政处罚法\n\n2021年1月22日修订\n\n第九条　行政处罚的种类：\n\n（一）警告；\n\n（十一）罚款。\n"
    (source / "APL.md").write_text(text, encoding="utf-8")
    importing.import_statutes(source, tmp_path / "statutes")
    settings.SHANZHI_HOME = tmp_path  # type: ignore[attr-defined]
    for path in ("/law/行政处罚法/9/", "/law/行政处罚法/"):
        page = Client().get(path).content.decode()
        assert "（一）警告；" in page
        assert "（十一）罚款。" in page
