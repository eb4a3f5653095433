"""Does the page say what the facts say, as the law wants it said, and can no word be an instruction?"""

from dataclasses import replace
from decimal import Decimal
from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from shanzhi.dossier.models import Letterhead
from shanzhi.dossier.paper import setting, words
from shanzhi.dossier.paper.composing import Sheet, clean, compose
from shanzhi.dossier.rules import template, templates

from .ground import FACTS, WORDS

HEAD = Letterhead(
    full_name="示例县综合行政执法局",
    mark="示综执",
    bank_name="示例农村商业银行",
    bank_address="示例县示范路1号",
    review_organ="示例县人民政府",
    court="示例县人民法院",
)
SHEET = Sheet(facts=FACTS, free=WORDS, head=HEAD, number="示综执罚决字〔2026〕第000001号", issued="2026-07-15")


def text_of(key, sheet):
    pages = PdfReader(BytesIO(setting.pdf(compose(template(key), sheet)))).pages
    return "".join("".join(page.extract_text().split()) for page in pages)


def said(**more):
    return replace(SHEET, facts={**FACTS, **more})


ATTACKS = [
    '#read("/etc/passwd")',
    "$ sum_(i=1)^n i $",
    "*bold* _it_ `raw` <label> @ref",
    "#panic()",
    "\\u{41}",
    "= 标题",
    "]#[",
    '"}{"',
]


@pytest.mark.parametrize("attack", ATTACKS)
def test_words_are_never_instructions(attack):
    sheet = replace(SHEET, free={**WORDS, "facts_found": f"甲{attack}乙"}, title=attack)
    text = text_of("penalty_decision", sheet)
    assert "".join(attack.split()) in text
    assert "root:" not in text


@settings(max_examples=25, deadline=None)
@given(st.text(max_size=200))
def test_no_text_breaks_the_page(text):
    sheet = replace(SHEET, facts={"party_name": text}, free={"facts_found": text})
    composed = compose(template("filing_approval"), sheet)
    assert setting.pictures(composed, ppi=20)
    try:
        made = setting.pdf(composed)
    except setting.NoGlyph as fault:
        made = b"%PDF" if fault.signs in clean(text) else b""
    assert made.startswith(b"%PDF")


def test_a_sign_without_a_shape_is_named():
    with pytest.raises(setting.NoGlyph) as caught:
        setting.pdf(compose(template("penalty_decision"), said(party_name="陈\ua000例")))
    assert caught.value.signs == "\ua000"


@pytest.mark.parametrize("key", list(templates()))
def test_every_kind_prints_empty(key):
    assert setting.pdf(compose(template(key), Sheet(facts={}, free={}))).startswith(b"%PDF")


def test_a_decision_names_the_reviewing_government_the_bank_and_the_late_fee():
    text = text_of("penalty_decision", SHEET)
    for wanted in (
        "六十日内向示例县人民政府申请行政复议",
        "六个月内依法向示例县人民法院提起行政诉讼",
        "到示例农村商业银行（地址：示例县示范路1号）缴纳",
        "2026年7月30日前",
        "每日按罚款数额的百分之三加处罚款，加处罚款的数额不超出罚款的数额",
        "2026年7月15日",
    ):
        assert wanted in text


def test_an_on_the_spot_penalty_goes_to_review_first():
    """行政复议法23: suing within six months is not open yet."""
    text = text_of("summary_decision", said(is_summary=True))
    assert "先申请行政复议" in text and "第二十三条" in text
    assert "六个月" not in text


def test_no_fine_no_bank():
    text = text_of("penalty_decision", said(fine="", warning="警告"))
    assert "银行" not in text and "加处罚款" not in text


def test_the_order_of_defence_follows_the_facts():
    silent = text_of("penalty_decision", SHEET)
    assert "未陈述、申辩" in silent
    sheet = replace(said(defence_made=True), free={**WORDS, "defence_answer": "经复核予以采纳。"})
    text = text_of("penalty_decision", sheet)
    assert "未陈述、申辩" not in text and "经复核予以采纳" in text


def test_a_finished_page_is_pdf_a_and_carries_its_title():
    made = PdfReader(BytesIO(setting.pdf(compose(template("penalty_decision"), SHEET))))
    assert made.metadata.title == "行政处罚决定书"
    xmp = made.xmp_metadata.stream.get_data().decode()
    assert "<pdfaid:part>2</pdfaid:part>" in xmp and "<pdfaid:conformance>B</pdfaid:conformance>" in xmp
    assert [round(float(side)) for side in made.pages[0].mediabox[2:]] == [595, 842]


def test_a_draft_says_so_and_has_no_seal():
    composed = compose(template("penalty_decision"), replace(SHEET, mark="草　稿"))
    assert composed["paper"]["mark"] == "草　稿" and not composed["paper"]["seal"]


def test_the_seal_of_a_sample_county_says_so():
    composed = compose(template("penalty_decision"), replace(SHEET, seal=True, is_sample=True))
    assert composed["paper"]["seal"] and composed["paper"]["seal-note"] == "示例"


@pytest.mark.parametrize(
    ("amount", "written"),
    [
        ("0", "零元整"),
        ("5", "伍元整"),
        ("10", "壹拾元整"),
        ("200", "贰佰元整"),
        ("1005.30", "壹仟零伍元叁角整"),
        ("10010", "壹万零壹拾元整"),
        ("100000", "壹拾万元整"),
        ("20500000", "贰仟零伍拾万元整"),
        ("100000001.05", "壹亿零壹元零伍分"),
        ("0.50", "伍角整"),
        ("0.05", "伍分"),
    ],
)
def test_sums_in_capitals(amount, written):
    assert words.capitals(Decimal(amount)) == written


def test_what_has_no_shape_is_left_out():
    assert clean("甲\u202e乙\x00丙\n丁\ue000") == "甲乙丙\n丁"


def test_an_unknown_date_stays_as_written():
    assert words.day("去年夏天") == "去年夏天"
    assert words.said("2026-07-05", "date") == "2026年7月5日"
