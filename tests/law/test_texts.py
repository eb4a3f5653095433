"""The real texts, where they lie beside the checkout: do they import, and does every citation resolve?"""

import os
from pathlib import Path

import pytest

from shanzhi.law.citation import cite
from shanzhi.law.cited import all_citations
from shanzhi.law.importing import import_statutes
from shanzhi.law.statutes import TextStore, catalogue

SHARED = Path(os.environ.get("SHANZHI_SHARED") or Path(__file__).resolve().parents[3] / "shared")
TEXTS = SHARED / "law" / "texts"
pytestmark = pytest.mark.skipif(not TEXTS.exists(), reason="the shared statute texts are not beside this checkout")


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> TextStore:
    target = tmp_path_factory.mktemp("statutes")
    assert import_statutes(TEXTS, target) == 0
    return TextStore(target)


def test_every_citation_of_the_package_resolves_in_the_real_texts(store: TextStore) -> None:
    assert [f"{one.citation}: {one.reason}" for one in store.unresolved(all_citations())] == []


def test_every_whole_statute_is_read_without_a_gap(store: TextStore) -> None:
    for short, versions in store.statutes.items():
        numbers = [article.number for article in versions[-1].articles]
        if not versions[-1].excerpt:
            assert numbers == [str(number) for number in range(1, len(numbers) + 1)], short


def test_the_catalogue_knows_the_versions_that_lie_there(store: TextStore) -> None:
    for short, statute in catalogue().items():
        if statute.current.adopted is not None:
            assert store.statutes[short][-1].adopted == statute.current.adopted, short


@pytest.mark.parametrize(
    ("citation", "words"),
    [
        ("行政处罚法64(1)", "五日内提出"),
        ("行政处罚法67.3", "十五日内"),
        ("行政处罚法72(1)", "百分之三"),
        ("行政处罚法73.3", "不予计算"),
        ("行政强制法25.3", "书面告知当事人"),
        ("行政强制法69", "工作日"),
        ("民事诉讼法95.1", "三十日"),
        ("行诉解释48.3", "节假日后的第一日"),
    ],
)
def test_a_citation_quotes_the_words_it_stands_for(store: TextStore, citation: str, words: str) -> None:
    assert words in store.quote(cite(citation))
