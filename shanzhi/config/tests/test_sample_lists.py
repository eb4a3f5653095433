"""Are the sample lists complete, marked, and does every article they cite exist?"""

import csv
import os
from pathlib import Path

import pytest
from django.test import TestCase

from shanzhi.config.sample.county import load_registry
from shanzhi.config.sample.files import FOLDER
from shanzhi.law.articles import NoStatute, StatuteText, parse
from shanzhi.law.citation import Citation, cite
from shanzhi.law.numerals import to_chinese
from shanzhi.registry.models import BoundaryLine, Delegation, Item, ListVersion, TerritorialDuty

CHECKOUT = Path(__file__).resolve().parents[3]
TEXTS = Path(os.environ.get("SHANZHI_SHARED", CHECKOUT.parent / "shared")) / "law" / "texts"


@pytest.fixture(scope="module")
def texts() -> dict[str, StatuteText]:
    if not TEXTS.is_dir():
        pytest.skip("没有法规文本")
    found: dict[str, StatuteText] = {}
    for path in TEXTS.glob("*.md"):
        try:
            text = parse(path.read_text(encoding="utf-8"), path.stem)
        except NoStatute:
            continue
        found.setdefault(text.short, text)
    return found


def cited() -> list[str]:
    found = []
    for name, column in (("items", "法律依据"), ("boundaries", "依据"), ("duties", "依据")):
        with (FOLDER / "lists" / f"{name}.csv").open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                found += [part.split("：")[-1] for part in row[column].split("；")]
    return sorted(set(found) - {"示例规则"})  # a made-up rule says that it is one


def missing(citation: Citation, texts: dict[str, StatuteText]) -> str:
    text = texts.get(citation.statute)
    article = next((one for one in text.articles if one.number == citation.article), None) if text else None
    if article is None:
        return f"{citation}: no such article"
    start = (citation.paragraph or 1) - 1
    parts = article.paragraphs[start : start + 1] if citation.paragraph else article.paragraphs
    if not parts or (citation.item and not any(number == citation.item for part in parts for number, _ in part.items)):
        return f"{citation}: no such paragraph or item"
    return ""


def test_every_article_the_sample_lists_cite_exists(texts: dict[str, StatuteText]) -> None:
    assert [fault for one in cited() if (fault := missing(cite(one), texts))] == []


@pytest.mark.django_db
class TestSampleCounty(TestCase):
    @classmethod
    def setUpTestData(cls) -> None:
        load_registry(password="sample-1234-abcd")

    def test_the_lists_are_in_force_and_large_enough(self) -> None:
        assert Item.objects.count() >= 150
        assert Item.objects.values("field").distinct().count() == 18
        assert BoundaryLine.objects.count() >= 80
        assert TerritorialDuty.objects.exists()
        assert Delegation.objects.filter(published_on=None).count() == 1

    def test_every_list_is_marked_as_a_sample(self) -> None:
        versions = ListVersion.objects.all()
        assert len(versions) == 8
        assert all(one.is_sample and "示例" in one.source for one in versions)
        assert not Item.objects.exclude(note__contains="示例").exists()

    def test_no_fixed_range_stands_beside_ranges_by_party(self) -> None:
        both = Item.objects.filter(fine_rule__has_key="ranges", fine_max_amount__isnull=False)
        assert [row.name for row in both if "每辆" not in str(row.fine_rule)] == []


def written(amount: int) -> set[str]:
    """The ways a statute writes a sum: 五千元, 5000元, 二十万元, 2万元."""
    whole, rest = divmod(amount, 10_000)
    if whole and not rest:
        return {f"{to_chinese(whole)}万元", f"{whole}万元", f"{amount}元"}
    return {f"{to_chinese(amount)}元", f"{amount}元"}


def sums(row: dict[str, str]) -> list[int]:
    """Every sum the row names: the fixed range, the ranges by party."""
    found = [row["罚款下限（元）"], row["罚款上限（元）"]]
    for part in row["罚款规则"].split(";"):
        if part.startswith(("单位:", "个人:")):
            found += part.split(":")[1].split("-")
    return [int(text) for text in found if text and text != "0"]


def test_every_sum_of_the_sample_items_stands_in_the_article_it_cites(texts: dict[str, StatuteText]) -> None:
    faults = []
    with (FOLDER / "lists" / "items.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            citation = cite(row["法律依据"].split("；")[-1].split("：")[1])
            article = next(one for one in texts[citation.statute].articles if one.number == citation.article)
            words = "".join(part.text + "".join(text for _, text in part.items) for part in article.paragraphs)
            faults += [
                f"{row['事项代码']} {citation} {sum_}"
                for sum_ in sums(row)
                if not any(w in words for w in written(sum_))
            ]
    assert faults == []
