"""The pages of the law: every drawing clear of its frame, readable by everybody, in two languages, by keyboard, without scripts."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from shanzhi.config.sample.county import load_registry
from shanzhi.law.procedure import NAMES
from shanzhi.registry.models import County

from .conftest import NARROW
from .test_every_page import PASSWORD, Inspector

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
Contexts = Callable[..., BrowserContext]
PATHS = {
    "/law/": 200,
    "/law/terms/": 200,
    "/law/terms/?rule=penalty.decide&start=2026-01-05&overlay=market&pauses=2026-02-02+2026-02-11": 200,
    "/law/terms/?rule=penalty.decide&start=": 422,
    "/law/行政处罚法/": 200,
    "/law/行政处罚法/57/": 200,
    "/law/procedures/": 200,
    "/law/procedures/general/?step=notified": 200,
    "/law/procedures/general/?step=nowhere": 422,
    "/law/procedures/nothing/": 404,
    **{f"/law/procedures/{name}/": 200 for name in NAMES},
}
# Words that are not inside their box, and boxes that are not on the sheet, as the browser itself measures them.
SPILT = """() => [...document.querySelectorAll('.flow g')].flatMap(group => {
    const sheet = group.ownerSVGElement.getBoundingClientRect();
    const box = (group.querySelector('rect') || group.ownerSVGElement).getBoundingClientRect();
    return [...group.querySelectorAll('text')].filter(text => {
        const own = text.getBoundingClientRect();
        return own.left < box.left - 1 || own.right > box.right + 1 || own.left < sheet.left || own.right > sheet.right;
    }).map(text => text.textContent);
})"""
# What an English reader sees, without what is marked as Chinese.
ENGLISH = """() => {
    document.querySelectorAll('[lang="zh-CN"], option, textarea').forEach(one => one.remove());
    return document.body.textContent;
}"""


def test_the_law_is_readable_in_chinese_in_english_and_in_large_print(context_of: Contexts) -> None:
    load_registry(password=PASSWORD)
    county = County.objects.get()
    plain = Inspector(context_of().new_page(), "law")
    large = Inspector(context_of(elder=True).new_page(), "law-elder", (NARROW,))
    english = Inspector(context_of(language="en").new_page(), "law-english", (NARROW,), axe=False)
    for path, status in PATHS.items():
        for inspector in (plain, large, english):
            inspector.visit(path, status=status)
            if spilt := inspector.page.evaluate(SPILT):
                inspector.faults.append(f"{path}: words beside their box: {spilt}")
        left = english.page.evaluate(ENGLISH)
        for name in (county.name, county.service_name, "中文"):
            left = left.replace(name, "")
        if found := sorted(set(re.findall(r"[^\n]*[一-鿿][^\n]*", left))):
            english.faults.append(f"{path}: not in English: {found}")
    for inspector in (plain, large, english):
        inspector.report()


def test_a_drawing_is_reached_and_a_case_marked_by_keyboard_without_any_script(context_of: Contexts) -> None:
    load_registry(password=PASSWORD)
    page: Page = context_of(phone=True, scripts=False).new_page()
    page.goto("/law/")
    page.locator("a[href='/law/procedures/']").press("Enter")
    page.locator("main a[href='/law/procedures/general/']").press("Enter")
    page.locator("[name=step]").select_option("notified")
    page.locator("main form button").press("Enter")
    expect(page.locator("[aria-current=step]")).to_contain_text("已告知")
    page.locator("main a:visible:has-text('在图上看这一步')").press("Enter")
    expect(page.locator("#flow-narrow-general-now")).to_be_in_viewport()
    expect(page.locator("#flow-general-now")).to_be_hidden()
    frame = page.locator(".flow-frame")
    assert frame.evaluate("one => one.scrollWidth <= one.clientWidth"), "the narrow drawing does not fit a phone"
