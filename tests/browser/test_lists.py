"""An administrator who has never seen the system imports a list from a spreadsheet, mends it and puts it in force."""

from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook
from playwright.sync_api import BrowserContext, Page, expect

from shanzhi.config.sample.county import load_registry
from shanzhi.registry.models import Item

from .conftest import SERIOUS, Axe

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
PASSWORD = "sample-lists-5127"
HEAD = ["序号", "事项代码", "权力事项名称", "实施主体", "处罚依据", "最低罚款", "最高罚款"]


def spreadsheet(path: Path, agency: str, code: object) -> Path:
    """As offices publish them: a title over the header, a merged cell, a numeric code."""
    book = Workbook()
    sheet = book.active
    sheet.append(["示例县综合行政执法事项目录（示例）"])
    sheet.append(HEAD)
    sheet.append([1, "330281001000", "示例：阳台吊挂", agency, "罚则：行政处罚法42", "５０", 500])
    sheet.append([2, code, "示例：店外经营", None, "罚则：行政处罚法42", 100, 1000])
    sheet.merge_cells("A1:G1")
    sheet.merge_cells("D3:D4")
    book.save(path)
    return path


def press(page: Page, words: str) -> None:
    page.get_by_role("main").get_by_role("button", name=words).first.click()


def accessible(page: Page) -> None:
    found = [rule for rule in Axe().run(page).response["violations"] if rule["impact"] in SERIOUS]
    assert not found, [(rule["id"], rule["nodes"][0]["html"]) for rule in found]
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def test_a_list_with_faults_is_mended_and_put_in_force(
    context_of: Callable[..., BrowserContext], tmp_path: Path
) -> None:
    load_registry(password=PASSWORD)
    page = context_of().new_page()
    page.goto("/sign-in/")
    page.fill("input[name=username]", "admin")
    page.fill("input[name=password]", PASSWORD)
    press(page, "登录")
    page.goto("/registry/")
    page.get_by_role("link", name="清单的导入与版本").click()
    accessible(page)
    page.get_by_role("row", name="执法事项清单").get_by_role("link", name="上传新版").click()
    page.set_input_files("input[type=file]", spreadsheet(tmp_path / "a.xlsx", "综合执发局", 30281008000))
    press(page, "上传并核对列")
    accessible(page)
    press(page, "下一步")
    accessible(page)
    expect(page.get_by_role("main")).to_contain_text("3 处错误")
    expect(page.get_by_role("main")).to_contain_text("可能丢了前导零")
    expect(page.get_by_role("main")).to_contain_text("是不是：县综合执法局")
    with page.expect_download() as download:
        page.get_by_role("link", name="下载错误和差异").click()
    download.value.save_as(tmp_path / "faults.xlsx")
    assert load_workbook(tmp_path / "faults.xlsx").worksheets[0].max_row == 4
    page.get_by_role("link", name="上传改好的文件").click()
    page.set_input_files("input[type=file]", spreadsheet(tmp_path / "b.xlsx", "城管局", "330281008000"))
    press(page, "上传并核对列")
    press(page, "下一步")
    expect(page.get_by_role("main")).to_contain_text("没有错误，可以生效")
    page.fill("input[name=source]", "示例通告")
    press(page, "整份生效")
    expect(page.get_by_role("main")).to_contain_text("第2版")
    assert Item.objects.filter(valid_to=None).count() == 2
    accessible(page)
    page.get_by_role("link", name="恢复这一版").click()
    press(page, "恢复")
    expect(page.get_by_role("main")).to_contain_text("恢复第1版的内容")
    assert Item.objects.filter(valid_to=None).count() == 205
