"""Does every point get its poster and stickers, whatever it is called?"""

import re
import shutil
import subprocess
from types import SimpleNamespace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shanzhi.intake.posters import poster, qr_svg, stickers

LINK = "https://yzf.example.gov.cn/r/SL0002/"
COUNTY = SimpleNamespace(name="常山县", english_name="Changshan County", service_name="云执法", hotline="12345")
needs_pdftotext = pytest.mark.skipif(not shutil.which("pdftotext"), reason="pdftotext (poppler-utils) is not installed")
needs_zbar = pytest.mark.skipif(
    not (shutil.which("zbarimg") and shutil.which("pdftoppm")), reason="zbar-tools and poppler-utils are not installed"
)


def point(name="村口饭店（示例）", **other):
    given = {
        "code": "SL0002",
        "english_name": "Village Gate Restaurant",
        "place_text": "美食街 1 号",
        "is_sample": False,
    }
    return SimpleNamespace(name=name, **{**given, **other})


def text_of(pdf, tmp_path):
    path = tmp_path / "it.pdf"
    path.write_bytes(pdf)
    done = subprocess.run(["pdftotext", "-layout", str(path), "-"], capture_output=True, text=True, check=True)
    return done.stdout.replace("\u200b", "")


def pages_of(pdf):
    return int(re.search(rb"/Count (\d+)", pdf)[1])


@needs_pdftotext
def test_a_poster_says_what_it_is_where_it_is_and_what_to_do(tmp_path):
    said = text_of(poster(point=point(is_sample=True), county=COUNTY, link=LINK), tmp_path)
    for words in (
        "云执法 扫码反映", "常山县", "村口饭店（示例）", "Village Gate Restaurant", "美食街 1 号", "SL0002",
        "yzf.example.gov.cn/r/SL0002", "扫一扫", "说一说", "查进度", "Scan to report", "12345", "示例点位",
    ):  # fmt: skip
        assert words in said, words


@needs_pdftotext
def test_only_a_sample_is_marked_as_one_and_the_phone_can_be_another(tmp_path):
    said = text_of(poster(point=point("村口饭店"), county=COUNTY, link=LINK, phone="0570-5021234"), tmp_path)
    assert "示例" not in said
    assert "0570-5021234" in said
    assert "12345" not in said.replace("0570-5021234", "")


@needs_pdftotext
def test_what_looks_like_markup_is_printed_as_it_stands(tmp_path):
    name = '#[let x=1] $a$ *粗* _斜_ = 题 <b> @ref // 注 \\ "引" #eval("1")'
    said = text_of(poster(point=point(name), county=COUNTY, link=LINK), tmp_path)
    assert "".join(name.split()) in "".join(said.split())


@pytest.mark.parametrize(
    "name", ["", "😷", "\u202e倒", "长" * 60, "x" * 60, "\x00\n\t", "䶮镕㛃堃", "مطعم", "}{][)(" * 9]
)
def test_no_name_breaks_a_page(name):
    made = poster(point=point(name, code=name[:12], place_text=name * 2, english_name=name), county=COUNTY, link=LINK)
    assert pages_of(made) == 1
    assert pages_of(stickers(points=[(point(name), LINK)] * 3, county=COUNTY)) == 1


@settings(max_examples=40, deadline=None)
@given(st.text(max_size=60), st.text(max_size=12))
def test_no_text_at_all_breaks_a_page(name, code):
    assert pages_of(poster(point=point(name, code=code, english_name=name[::-1]), county=COUNTY, link=LINK)) == 1


@pytest.mark.parametrize(
    ("sheet", "count", "pages"), [("3x8", 24, 1), ("3x8", 25, 2), ("2x4", 8, 1), ("2x4", 17, 3), ("3x8", 0, 1)]
)
def test_stickers_fill_their_sheets(sheet, count, pages):
    assert pages_of(stickers(points=[(point(), LINK)] * count, county=COUNTY, sheet=sheet)) == pages


@needs_zbar
@pytest.mark.parametrize("sheet", ["2x4", "3x8"])
def test_every_code_can_be_read_from_the_printed_page_and_opens_its_own_point(tmp_path, sheet):
    links = [f"https://yzf.example.gov.cn/r/SL{number:04}/" for number in range(24 if sheet == "3x8" else 8)]
    sheets = stickers(points=[(point(), link) for link in links], county=COUNTY, sheet=sheet)
    for made, wanted in ((sheets, links), (poster(point=point(), county=COUNTY, link=LINK), [LINK])):
        path = tmp_path / "it.pdf"
        path.write_bytes(made)
        subprocess.run(["pdftoppm", "-r", "200", "-png", str(path), str(tmp_path / "page")], check=True)
        read = ["zbarimg", "--quiet", "--raw", "--nodbus", str(tmp_path / "page-1.png")]
        assert sorted(subprocess.run(read, capture_output=True, text=True, check=True).stdout.split()) == wanted


def test_a_code_keeps_its_quiet_border_and_survives_a_long_link():
    assert qr_svg(LINK).startswith("<svg")
    assert len(qr_svg("https://example.gov.cn/" + "x" * 800)) > len(qr_svg(LINK))
