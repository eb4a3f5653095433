"""Does every part of the design system work, for eyes, keyboards and screen readers?"""

import pytest
from playwright.sync_api import Page, expect

from shanzhi.web.showcase import PAGES

from .conftest import assert_accessible, look

pytestmark = pytest.mark.django_db(transaction=True)


def test_the_page_of_parts_is_accessible_and_fits(browser_page: Page, live: str) -> None:
    browser_page.goto(f"{live}/design/", wait_until="networkidle")
    assert_accessible(browser_page)
    look(browser_page, "design")


@pytest.mark.parametrize("name", sorted(PAGES - {"error"}))
def test_each_base_page_is_accessible_and_fits(browser_page: Page, live: str, name: str) -> None:
    browser_page.goto(f"{live}/design/{name}/", wait_until="networkidle")
    assert_accessible(browser_page)
    look(browser_page, f"design-{name}")


def test_large_print_is_accessible_and_its_targets_are_60_px(context_of, live: str) -> None:
    page = context_of(phone=True, elder=True).new_page()
    page.goto(f"{live}/design/question/", wait_until="networkidle")
    assert_accessible(page)
    look(page, "design-question-elder")
    page.set_viewport_size({"width": 390, "height": 844})
    for name in ("标准版", "English", "继续"):
        box = page.get_by_role("button", name=name).bounding_box()
        assert box, name
        assert box["height"] >= 60, name
    size = page.evaluate("parseFloat(getComputedStyle(document.body).fontSize)")
    assert size >= 22


def test_a_row_opens_in_the_drawer_and_focus_comes_back(browser_page: Page, live: str) -> None:
    browser_page.goto(f"{live}/design/worklist/")
    link = browser_page.get_by_role("link", name="夜间施工噪声")
    link.focus()
    browser_page.keyboard.press("Enter")
    drawer = browser_page.get_by_role("dialog")
    expect(drawer).to_be_visible()
    expect(drawer.get_by_role("heading", name="饭店油烟直排")).to_be_focused()
    assert_accessible(browser_page)
    look(browser_page, "design-drawer")
    browser_page.keyboard.press("Escape")
    expect(drawer).to_be_hidden()
    expect(link).to_be_focused()


def test_without_scripts_the_same_link_is_a_page(context_of, live: str) -> None:
    page = context_of(scripts=False).new_page()
    page.goto(f"{live}/design/worklist/")
    page.get_by_role("link", name="夜间施工噪声").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("饭店油烟直排")


def test_a_slot_fills_itself(browser_page: Page, live: str) -> None:
    browser_page.goto(f"{live}/design/")
    expect(browser_page.locator(".slot .ticket")).to_be_visible()


def test_the_error_summary_takes_focus_and_leads_to_the_field(browser_page: Page, live: str) -> None:
    browser_page.goto(f"{live}/design/")
    summary = browser_page.get_by_role("alert").filter(has_text="有几处需要改一下")
    expect(summary).to_be_focused()
    summary.get_by_role("link", name="请填写「说说情况」。").click()
    expect(browser_page.locator("#id_words")).to_be_focused()
    expect(browser_page.locator("#id_words-error")).to_contain_text("请填写「说说情况」。")


def test_map_and_list_say_the_same(browser_page: Page, live: str) -> None:
    browser_page.goto(f"{live}/design/map/", wait_until="networkidle")
    expect(browser_page.locator(".map-mark")).to_have_count(6)
    expect(browser_page.locator(".map-state")).to_have_text("地图与列表一致，共 6 条。")
    browser_page.get_by_role("link", name="路灯损坏").hover()
    expect(browser_page.locator(".map-mark-on")).to_have_count(1)


def test_a_map_that_gets_no_data_says_so_and_leaves_the_list(browser_page: Page, live: str) -> None:
    browser_page.route("**/design/points/**", lambda route: route.abort())
    browser_page.goto(f"{live}/design/map/")
    expect(browser_page.locator(".map-state")).to_have_text("地图数据暂时没有取到，请看列表。")
    expect(browser_page.locator("#queue .task")).to_have_count(6)


def test_pages_of_the_public_weigh_less_than_150_kb(browser_page: Page, live: str) -> None:
    weights: dict[str, int] = {}
    browser_page.on("response", lambda answer: weights.update({answer.url: len(answer.body())}))
    browser_page.goto(f"{live}/design/question/", wait_until="networkidle")
    assert sum(weights.values()) <= 150_000, weights
