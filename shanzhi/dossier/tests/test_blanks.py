"""Is every kind of document whole: its places known, its articles real, its series its own?"""

import os
import re
from collections import Counter
from pathlib import Path

import pytest

from shanzhi.dossier import rules
from shanzhi.dossier.paper.clauses import CLAUSES
from shanzhi.law.importing import import_statutes
from shanzhi.law.statutes import TextStore, catalogue

CHECKOUT = Path(__file__).parents[3]
TEXTS = Path(os.environ.get("SHANZHI_SHARED", CHECKOUT.parent / "shared")) / "law" / "texts"
TEMPLATES = list(rules.templates().values())
PLACE = re.compile(r"\{(\w+)\}")


def keys_in(about):
    """Every field a piece of a body names."""
    if isinstance(about, list):
        for one in about:
            yield from ([one] if isinstance(one, str) else keys_in(one))
        return
    for key, value in about.items():
        if key in {"p", "heading", "centre", "note"}:
            yield from PLACE.findall(value)
        elif key in {"to", "table", "qa", "long", "opinion", "by", "dated", "photos"}:
            yield value
        elif key in {"grid", "facts"}:
            yield from keys_in(value)


@pytest.mark.parametrize("kind", TEMPLATES, ids=lambda kind: kind.key)
def test_a_kind_prints_only_fields_it_keeps(kind):
    named = {key for about in kind.body for key in keys_in(about)} - {"agency_name"}
    assert not named - set(kind.fields)


@pytest.mark.parametrize("kind", TEMPLATES, ids=lambda kind: kind.key)
def test_what_a_kind_must_say_is_printed(kind):
    """A field that is asked for and never shown would be paperwork."""
    named = {key for about in kind.body for key in keys_in(about)}
    if any("party" in about for about in kind.body):
        named |= {"party_name", "party_address"}
    silent = {"is_summary", "card_shown", "rights_told", "hearing_right", "issued_by", "party_name", "cause", "goods"}
    clauses = {"fine", "onspot_reason", "receipt_no", "officers", "hearing_until", "violated", "item_name"}
    assert not {need.key for need in kind.needs} - named - silent - clauses


@pytest.mark.parametrize("kind", TEMPLATES, ids=lambda kind: kind.key)
def test_every_clause_is_known_and_every_statute_is_in_the_catalogue(kind):
    assert {about["clause"] for about in kind.body if "clause" in about} <= set(CLAUSES)
    assert {one.statute for need in kind.needs for one in need.basis} <= set(catalogue())


def test_every_article_a_field_rests_on_is_in_the_statutes(tmp_path):
    if not TEXTS.is_dir():
        pytest.skip("the statute texts are not beside this checkout; SHANZHI_SHARED can point to them")
    import_statutes(TEXTS, tmp_path)
    cited = {one for kind in TEMPLATES for need in kind.needs for one in need.basis}
    assert not [f"{one.citation}：{one.reason}" for one in TextStore(tmp_path).unresolved(cited)]


def test_there_are_at_least_forty_kinds_and_no_series_twice():
    assert len(TEMPLATES) >= 40
    twice = [name for name, count in Counter(kind.series for kind in TEMPLATES if kind.series).items() if count > 1]
    assert not twice


def test_a_decision_asks_for_the_six_items_of_article_59():
    asked = {str(one) for need in rules.template("penalty_decision").needs for one in need.basis}
    assert {"行政处罚法59.1(1)", "行政处罚法59.1(2)", "行政处罚法59.1(3)"} <= asked
    # (4) and (5) are clauses the law itself writes, (6) is the seal and the day.
    clauses = [about["clause"] for about in rules.template("penalty_decision").body if "clause" in about]
    assert clauses == ["payment", "remedies", "enforcement"]


def test_every_label_of_a_field_is_short_enough_for_its_cell():
    assert not [field.key for field in rules.fields().values() if len(field.label) > 26]


def test_the_files_hold_no_place_of_a_county():
    for path in Path(rules.blanks.FOLDER).glob("*.yaml"):
        assert not re.search("常山|衢州", path.read_text(encoding="utf-8"))
