"""The story the product begins with: a tourist scans a code about smoke, half a day later it is answered and rated."""

import os
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from shanzhi.dispatch.models import Matter, Task
from shanzhi.intake.models import QRPoint, Report
from shanzhi.ledger import seals
from tests.queue import work_off

from .conftest import assert_accessible, look
from .people import Contexts, Desk

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def photos(tmp_path: Path) -> list[Path]:
    """Real photos of phones where the samples are beside the checkout, else drawn ones."""
    folder = Path(os.environ.get("SHANZHI_SHARED", "../shared")) / "data" / "photos"
    names = ["DSCN0010.jpg", "samplefilehub.heif", "portrait_3.jpg", "landscape_6.jpg"]
    if all((folder / name).exists() for name in names):
        return [folder / name for name in names]
    drawn = []
    for number in range(4):
        path = tmp_path / f"photo-{number}.jpg"
        Image.new("RGB", (800, 600), (90 + 30 * number, 120, 140)).save(path)
        drawn.append(path)
    return drawn


def scan_and_report(page: Page, point: QRPoint, text: str, photos: list[Path], contact: str = "") -> str:
    """Report at a point as the public does; return the address of the follow-up page."""
    page.goto(f"/r/{point.code}/")
    page.check("input[name=tile][value=smoke_noise]", force=True)
    page.fill("[name=text]", text)
    if photos:
        page.set_input_files("input[type=file]", [str(path) for path in photos])
        page.wait_for_timeout(1500)
    page.click("text=下一步")
    page.wait_for_load_state()
    if "/near/" in page.url:
        page.click("text=就是这件，我也反映")
    if contact:
        page.fill("[name=contact]", contact)
    page.click("main button:has-text('下一步')")
    expect(page.locator("h1")).to_contain_text("核对")
    page.click("main button:has-text('提交')")
    expect(page.locator("h1")).to_contain_text("已收到")
    address = page.locator(".ticket a").get_attribute("href")
    assert address
    work_off()
    return address


def test_from_a_scanned_code_to_a_rated_answer(context_of: Contexts, county: None, photos: list[Path]) -> None:
    tourist = context_of(phone=True).new_page()
    point = QRPoint.objects.filter(state="active", area__code__startswith="330822003").order_by("code").first()
    assert point is not None
    text = "美食街这家饭店中午晚上油烟直接往街上排，住店的人开不了窗，请管一管。"
    follow = scan_and_report(tourist, point, text, photos[:2], contact="13800001234")
    report = Report.objects.get(text=text)
    assert (report.point_id, report.photo_count, report.place_basis) == (point.pk, 2, "code")
    matter = Matter.objects.get(links__report=report)
    assert matter.step == "pending"

    # A second guest joins in one tap and will be answered, too.
    neighbour = context_of(phone=True).new_page()
    second = scan_and_report(neighbour, point, "我也闻到了，晚上特别呛人。", [])
    assert Report.objects.get(joined_to=report).links.get(detached_at__isnull=True).matter_id == matter.pk

    dispatch = Desk(context_of, "dispatch")
    page = dispatch.open_verb(matter, "accept_matter")
    page.select_option("[name=event_type_id]", label=_smoke_label(page))
    dispatch.send()
    page = dispatch.open_verb(matter, "assign_matter")
    expect(page.locator("main")).to_contain_text("负责")
    dispatch.send()
    matter.refresh_from_db()
    assert (matter.step, matter.due_at is not None) == ("assigned", True)

    team = Desk(context_of, "team", phone=True)
    team.open_verb(matter, "sign_matter")
    team.send()
    team.open_verb(matter, "start_work")
    team.send()
    page = team.open_verb(matter, "ask_assist")
    _choose(page, "agency_id", "市场监督管理")
    page.fill("[name=demand]", "请查看这家店的食品经营许可与后厨卫生。")
    team.send()

    # The ecology branch was asked by the rule when the matter was assigned; the market bureau by the team.
    results = {"ecology": "现场检测，净化器未开，已当场要求开启并清洗。", "market": "证照齐全，后厨卫生已提醒整改。"}
    for account, result in results.items():
        unit = Desk(context_of, account)
        task = Task.objects.get(matter=matter, kind="assist", agency__officers__user__username=account)
        unit.page.goto(f"/tasks/{task.pk}/sign/")
        unit.send()
        unit.page.goto(f"/tasks/{task.pk}/finish/")
        unit.page.fill("[name=result]", result)
        unit.send()

    page = team.open_verb(matter, "spread_patrol")
    _fill_patrol(page)
    team.send()
    patrol = Task.objects.filter(matter=matter, kind="patrol").first()
    assert patrol is not None
    team.page.goto(f"/tasks/{patrol.pk}/sign/")
    team.send()
    team.page.goto(f"/tasks/{patrol.pk}/finish/")
    team.page.fill("[name=result]", "查看周边 6 家饭店，5 家正常，1 家已提醒清洗。")
    if team.page.locator("[name=found_problem]").count():
        team.page.locator("[name=found_problem]").last.check(force=True)
    team.send()

    page = team.open_verb(matter, "give_answer")
    page.fill("[name=done]", "责令立即改正，店主已开启并清洗油烟净化器，复测达标。")
    page.fill("[name=told]", "店主、反映人（平台）")
    page.fill("[name=public_text]", "已责令店家开启并清洗净化器，复测达标；周边饭店也已巡查。谢谢您的反映。")
    page.set_input_files("input[type=file]", [str(photos[2]), str(photos[3])])
    page.wait_for_timeout(1500)
    team.send()
    matter.refresh_from_db()
    assert matter.step == "answered"

    verify = Desk(context_of, "verify")
    verify.open_verb(matter, "verify_answer")
    verify.send()
    verify.open_verb(matter, "close_matter")
    verify.send()
    matter.refresh_from_db()
    assert matter.step == "closed"
    verify.page.goto(f"/matters/{matter.pk}/")
    look(verify.page, "story-matter-closed")
    assert_accessible(verify.page)

    for visitor, address in ((tourist, follow), (neighbour, second)):
        visitor.goto(address)
        expect(visitor.locator("main")).to_contain_text("复测达标")
    look(tourist, "story-follow-up")
    assert_accessible(tourist)
    assert "示例·" not in tourist.inner_text("main"), "an officer's name reached the reporter"
    tourist.check("input[name=score][value='5']", force=True)
    tourist.click("main button:has-text('提交评价')")
    expect(tourist.locator("main")).to_contain_text("谢谢您的评价")
    work_off()
    matter.refresh_from_db()
    assert matter.step == "rated"
    seals.seal_now()
    assert seals.verify().sound


def _smoke_label(page: Page) -> str:
    options = page.locator("[name=event_type_id] option").all_inner_texts()
    return next(option for option in options if "油烟" in option)


def _choose(page: Page, name: str, words: str) -> None:
    """Choose the option that holds the words, whatever widget the choice has."""
    if page.locator(f"select[name={name}]").count():
        options = page.locator(f"select[name={name}] option").all_inner_texts()
        found = [option for option in options if words in option]
        assert found, f"no {words} among {options}"
        page.select_option(f"select[name={name}]", label=found[0])
    else:
        page.locator(f"label:has-text('{words}')").first.click()


def _fill_patrol(page: Page) -> None:
    for name, words in (
        ("places", "美食街 1 号\n美食街 9 号"),
        ("place_text", "美食街沿线"),
        ("demand", "看看油烟净化器开没开。"),
    ):
        field = page.locator(f"main [name={name}]")
        if field.count() and not field.first.input_value():
            field.first.fill(words)
