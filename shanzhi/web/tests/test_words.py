"""Do moments, distances, lights, articles and addresses read as people say them?"""

from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.template import engines
from django.test import RequestFactory
from django.utils import timezone, translation

from shanzhi.web import moments
from shanzhi.web.paging import cursor_of, read_cursor


def rendered(source: str, **context: Any) -> str:
    request = RequestFactory().get(context.pop("at", "/"))
    return engines["django"].from_string(source).render(context, request).strip()


def test_near_days_are_named_and_far_ones_dated() -> None:
    today = date(2026, 11, 23)
    said = [moments.spoken(today + timedelta(days=days), today=today) for days in (-1, 0, 1, 2, 60)]
    assert said == ["昨天", "今天", "明天", "11月25日", "2027年1月22日"]


def test_a_moment_is_told_in_the_countys_own_time() -> None:
    late_in_utc = datetime(2026, 11, 22, 17, 30, tzinfo=UTC)
    assert moments.spoken(late_in_utc, today=date(2026, 11, 23)) == "今天 01:30"
    assert moments.exact(late_in_utc) == "2026年11月23日 01:30"


def test_english_readers_get_english_days() -> None:
    with translation.override("en"):
        assert moments.exact(date(2026, 10, 3)) == "3 Oct 2026"
        assert moments.spoken(date(2026, 10, 3), today=date(2026, 11, 23)) == "3 Oct"


def test_when_keeps_the_exact_moment_in_the_title() -> None:
    moment = datetime(2026, 1, 5, 6, 5, tzinfo=UTC)
    said = rendered("{% when moment %}", moment=moment)
    assert 'title="2026年1月5日 14:05"' in said
    assert 'datetime="2026-01-05T14:05+08:00"' in said
    assert rendered("{% when nothing %}", nothing=None) == ""


@pytest.mark.parametrize(
    ("metres", "said"),
    [(0, "5米"), (42, "40米"), (347, "350米"), (999, "1000米"), (1234, "1.2公里"), (2000, "2公里"), (18_400, "18公里")],
)
def test_distances_are_as_exact_as_a_walker_needs(metres: float, said: str) -> None:
    assert moments.length(metres) == said


def test_a_light_says_its_word_once_and_hides_its_shape_from_screen_readers() -> None:
    red = SimpleNamespace(code="red", word="超期", shape="■", text="超期2日")
    yellow = SimpleNamespace(code="yellow", word="临期", shape="▲", text="剩3日")
    assert rendered("{% light light %}", light=red).count("超期") == 1
    said = rendered("{% light light %}", light=yellow)
    assert "light-yellow" in said
    assert 'aria-hidden="true">▲' in said
    assert "临期" in said
    assert "剩3日" in said
    assert rendered("{% light light %}", light=None) == ""


def test_what_people_typed_is_never_markup() -> None:
    evil = "<script>alert(1)</script>"
    light = SimpleNamespace(code="red", word=evil, shape="■", text=evil)
    reason = SimpleNamespace(text=evil, basis=evil, remedy=evil, remedy_url="")
    for source in (
        "{% light light %}",
        "{% cite evil %}",
        "{% summary rows %}",
        "{% obstacles evil found %}",
        "{% table rows.0 rows %}",
        "{% empty evil %}",
        "{% notice evil %}",
        "{% button evil url='/x/' %}",
        "{% ticket evil evil light rows %}",
        "{% person name=evil unit=evil %}",
    ):
        html = rendered(source, light=light, evil=evil, rows=[(evil, evil)], found=[reason])
        assert "<script>" not in html, source


def test_several_articles_are_joined_and_plain_text_without_a_reader() -> None:
    article = SimpleNamespace(statute="行政处罚法", article="44", long="《行政处罚法》第四十四条")
    said = rendered("{% cite basis %}", basis=(article, "内部规则第9条"))
    assert "《行政处罚法》第四十四条" in said
    assert "</span>、<span" in said or "</a>、<span" in said


def test_no_obstacles_no_panel() -> None:
    assert rendered("{% obstacles '派单' found %}", found=[]) == ""


def test_changing_a_filter_keeps_the_others_and_goes_to_the_first_page() -> None:
    said = rendered("{% address state='late' %}", at="/list/?town=%E9%9D%92%E7%9F%B3&page=3&after=abc")
    assert said == "?town=%E9%9D%92%E7%9F%B3&amp;state=late"
    assert rendered("{% address state=None %}", at="/list/?state=late") == "?"


def test_pressing_the_chosen_chip_again_lifts_the_filter() -> None:
    html = rendered("{% chips '状态' choices %}", choices=[("已超期", "late", 2)], at="/?state=late&q=x")
    assert '<a class="chip" href="?q=x" aria-current="true">已超期' in html


def test_a_cursor_comes_back_as_it_was_and_a_broken_one_as_nothing() -> None:
    cursor = cursor_of(datetime(2026, 1, 1, tzinfo=UTC), "青石")
    assert read_cursor(cursor, keys=2) == ["2026-01-01 00:00:00+00:00", "青石"]
    for broken in (None, "", "x", "%%%", cursor[:-3], cursor * 40, cursor_of("one")):
        assert read_cursor(broken, keys=2) is None


def test_moments_use_todays_date_when_none_is_given() -> None:
    assert moments.spoken(timezone.now()).startswith("今天 ")


def test_every_script_comes_once_a_page() -> None:
    html = rendered("{% script 'map' %}{% script 'map' %}{% script 'drafts' %}")
    assert html.count("leaflet.js") == 1
    assert html.count("map.js") == 1
    assert html.count("drafts.js") == 1
