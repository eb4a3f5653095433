"""A small fine on the phone, from the officer's own day to the printed form: counted in screens, fields and taps."""

import re
import time
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from shanzhi.casework.models import PenaltyCase
from shanzhi.dossier.models import SignatureImage
from tests.queue import work_off

from .conftest import assert_accessible, look
from .people import Contexts, Desk

pytestmark = pytest.mark.django_db(transaction=True)


class Phone(Desk):
    """An officer's phone that counts what he does."""

    def __init__(self, contexts: Contexts, account: str, *, scripts: bool = True) -> None:
        super().__init__(contexts, account, phone=True, scripts=scripts)
        self.typed = self.taps = 0

    def type(self, name: str, text: str) -> None:
        self.typed += 1
        self.page.fill(f"[name={name}]", text)

    def tick(self, *names: str) -> None:
        for name in names:
            self.taps += 1
            self.page.set_checked(f"[name={name}]", True)

    def go_to(self, to: str) -> None:
        """Press the button that leads to this screen."""
        self.taps += 1
        self.page.click(f"button.button[name=to][value='{to}']")
        self.page.wait_for_load_state()

    def ink(self, name: str) -> None:
        self.taps += 1
        ink(self.page, name)


def ink(page: Page, name: str) -> None:
    """Draw a line in the box, as a finger does."""
    box = page.locator(f"[data-sign=id_{name}] canvas")
    box.scroll_into_view_if_needed()
    at = box.bounding_box()
    assert at is not None
    page.mouse.move(at["x"] + 30, at["y"] + 30)
    page.mouse.down()
    page.mouse.move(at["x"] + 150, at["y"] + 70, steps=6)
    page.mouse.move(at["x"] + 240, at["y"] + 25, steps=6)
    page.mouse.up()


def test_a_fine_of_fifty_yuan_on_the_phone(county: None, context_of: Contexts, tmp_path: Path) -> None:
    officer = Phone(context_of, "officer")
    page = officer.page
    page.goto("/today/")
    began = time.monotonic()
    officer.taps += 1
    page.click("nav.thumb a:has-text('当场处罚')")
    officer.type("name", "示例·麦某")
    officer.type("number", "11010519491231002X")
    officer.type("item", "便民摊点")
    officer.type("act_place", "金川街道示例路口")
    assert_accessible(page)
    look(page, "spot-who")
    officer.go_to("2")
    expect(page.locator("main")).to_contain_text("没有查到以前的案件")
    expect(page.locator("main")).to_contain_text("20元至200元")
    officer.type("fine_amount", "50")
    if page.locator("[name=second_id]").input_value() == "":
        officer.taps += 1
        page.select_option("[name=second_id]", index=1)
    officer.go_to("3")
    expect(page.locator(".obstacles")).to_contain_text("行政处罚法")
    expect(page.locator("[name=fine_amount]")).to_have_value(re.compile("^50"))
    look(page, "spot-refused")
    officer.tick("facts_clear", "card_shown", "rights_told", "heard")
    photo(page, tmp_path)
    assert_accessible(page)
    look(page, "spot-what")
    officer.go_to("3")
    expect(page.locator("main")).to_contain_text("先申请行政复议")
    for name in ("party_image", "lead_image", "second_image"):
        officer.ink(name)
    assert_accessible(page)
    look(page, "spot-sign")
    officer.go_to("done")
    expect(page.locator("h1")).to_contain_text("当罚")
    took = time.monotonic() - began
    work_off()
    assert_accessible(page)
    look(page, "spot-done")
    case = PenaltyCase.objects.get(way="summary")
    assert case.decisions.get().fine_amount == 50
    assert SignatureImage.objects.filter(file__isnull=False, version__document__subject_id=case.pk).count() == 3
    pdf = page.locator("a", has_text="打印决定书").get_attribute("href")
    assert pdf and page.request.get(pdf).headers["content-type"] == "application/pdf"
    page.goto(f"/cases/{case.pk}/")
    assert_accessible(page)
    look(page, "spot-case")
    print(f"on the spot: {officer.typed} fields typed, {officer.taps} taps, {took:.0f} s in the browser")
    # Two minutes are kept by leaving little to do: who grows this form has to say so here.
    assert officer.typed <= 5 and officer.taps <= 14


def photo(page: Page, folder: Path) -> None:
    from PIL import Image

    picture = folder / "stall.jpg"
    Image.new("RGB", (640, 480), "olive").save(picture)
    page.set_input_files("[name=photos]", str(picture))
    page.wait_for_timeout(300)


def test_without_scripts_the_form_is_signed_on_paper(county: None, context_of: Contexts) -> None:
    officer = Phone(context_of, "officer", scripts=False)
    page = officer.page
    page.goto("/cases/on-spot/")
    for name, text in {"name": "示例·路某", "item": "便民摊点", "act_place": "金川街道示例路口"}.items():
        officer.type(name, text)
    officer.go_to("2")
    officer.type("fine_amount", "20")
    if page.locator("[name=second_id]").input_value() == "":
        page.select_option("[name=second_id]", index=1)
    officer.tick("facts_clear", "card_shown", "rights_told", "heard")
    officer.go_to("3")
    officer.go_to("done")
    expect(page.locator(".obstacles")).to_contain_text("没有签收")
    page.locator("details summary").click()
    officer.tick("on_paper")
    officer.go_to("done")
    expect(page.locator("h1")).to_contain_text("当罚")
    expect(page.locator("main")).to_contain_text("各方签名")
