"""An officer finishes a document beside the sheet it prints, the party signs on the glass, another officer seals it."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, expect
from pypdf import PdfReader

from shanzhi.config.sample.county import load_registry
from shanzhi.dossier import actions
from shanzhi.dossier.models import Document, SignatureImage
from shanzhi.dossier.store import uploads
from shanzhi.identity.models import User

from .conftest import SERIOUS, Axe

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
PASSWORD = "sample-papers-3391"
FACTS = {
    "party_kind": "person",
    "party_name": "陈示例",
    "party_address": "示例路3号",
    "cause": "擅自在城市道路摆设摊点",
    "violated": ["《浙江省城市市容和环境卫生管理条例》第二十条"],
    "correct_by": "2026-07-08",
    "officers": [{"name": "张示例", "certificate": "示例0001"}, {"name": "李示例", "certificate": "示例0002"}],
}


def signed_in(context_of: Callable[..., BrowserContext], name: str) -> Page:
    page = context_of().new_page()
    page.goto("/sign-in/")
    page.fill("input[name=username]", name)
    page.fill("input[name=password]", PASSWORD)
    press(page, "登录")
    return page


def press(page: Page, words: str) -> None:
    page.get_by_role("main").get_by_role("button", name=words).first.click()


def accessible(page: Page) -> None:
    found = [rule for rule in Axe().run(page).response["violations"] if rule["impact"] in SERIOUS]
    assert not found, [(rule["id"], rule["nodes"][0]["html"]) for rule in found]
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def test_a_notice_is_written_signed_and_sealed(context_of: Callable[..., BrowserContext], tmp_path: Path) -> None:
    load_registry(password=PASSWORD)
    author, lead = (User.objects.get(username=name) for name in ("officer", "team"))
    unit = lead.officer.working_agency
    made = actions.draw_up(template="correction_notice", subject=unit, agency=unit, facts=FACTS, by=author)

    page = signed_in(context_of, "officer")
    page.goto(f"/dossier/documents/{made.pk}/")
    expect(page.get_by_text("没有写明“查明的事实”。")).to_be_visible()
    accessible(page)
    before = page.locator("#sheets img").first.get_attribute("src")
    page.get_by_label("查明的事实").fill("在示例路3号门前摆设早餐摊点。")
    page.get_by_label("改正要求").fill("撤除摊点，清洗地面。")
    expect(page.locator("#sheets img").first).not_to_have_attribute("src", before or "")
    press(page, "保存为新的一版")
    expect(page.get_by_text("没有写明")).to_have_count(0)

    page.get_by_role("link", name="签名", exact=True).click()
    page.get_by_label("当事人", exact=True).check()
    page.get_by_label("姓名").fill("陈示例")
    box = page.locator(".sign-pad canvas").bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + 20, box["y"] + 60)
    page.mouse.down()
    page.mouse.move(box["x"] + 120, box["y"] + 30, steps=6)
    page.mouse.up()
    accessible(page)
    press(page, "保存签名")
    expect(page.get_by_text("已保存签名。")).to_be_visible()
    page.get_by_role("link", name="送审").click()
    press(page, "送审")

    other = signed_in(context_of, "team")
    other.goto(f"/dossier/documents/{made.pk}/")
    other.get_by_role("link", name="审核通过").click()
    press(other, "审核通过")
    other.get_by_role("link", name="编号并用印").click()
    accessible(other)
    press(other, "编号并用印")
    expect(other.get_by_role("link", name="打开 PDF")).to_be_visible()
    accessible(other)

    sealed = Document.objects.select_related("file").get(pk=made.pk)
    assert sealed.state == Document.State.SEALED and sealed.file and SignatureImage.objects.count() == 1
    pdf = tmp_path / "sealed.pdf"
    pdf.write_bytes(uploads().read(sealed.file.sha256))
    text = "".join("".join(sheet.extract_text().split()) for sheet in PdfReader(pdf).pages)
    assert sealed.number in text and "撤除摊点" in text
