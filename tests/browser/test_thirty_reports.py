"""A dispatcher handles thirty mixed reports of the sample in the browser: how often is the suggestion right, and does it say why?"""

from collections.abc import Callable
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import BrowserContext, Page, expect

from shanzhi.config.sample.county import load_registry, load_sample_county
from shanzhi.config.sample.files import read_yaml
from shanzhi.dispatch import actions
from shanzhi.dispatch.models import AdviceTaken, Matter
from shanzhi.intake import actions as intake
from shanzhi.intake.models import QRPoint
from shanzhi.ledger.actors import PUBLIC, SYSTEM
from shanzhi.registry.models import Area, County, EventType

from .conftest import assert_accessible, look
from .people import PASSWORD, Desk

pytestmark = pytest.mark.django_db(transaction=True)
# Nothing for the county: thanks, somebody else's county, a test, a judgment of a court.
REFUSED = ("thanks", "outside", "nothing", "court")
KNOWN = 26


def told() -> list[tuple[dict[str, Any], str]]:
    """Thirty reports with the type their story ends in; those to be refused have none."""
    stories = read_yaml("matters")["matters"]
    types = {key: story["type"] for story in stories if "type" in story for key in story["reports"][:1]}
    rows = {row["key"]: row for row in read_yaml("reports")["reports"]}
    known = [(row, types[key]) for key, row in rows.items() if key in types and key != "withdrawn"][:KNOWN]
    return [*known, *((rows[key], "") for key in REFUSED)]


@pytest.fixture
def opened(live: str) -> list[tuple[Matter, str]]:
    load_registry(password=PASSWORD)
    county = County.objects.get()
    points = {row["key"]: row["code"] for row in read_yaml("qr_points")["points"]}
    found = []
    for row, code in told():
        place = row.get("place", {})
        area = Area.objects.filter(county=county.pk, code=place.get("area", "")[:12]).first()
        receipt = intake.receive_report(
            county=county.pk, source=row["source"], text=row["text"], by=PUBLIC, at=timezone.now(),
            tile=row.get("tile", ""), point=QRPoint.objects.filter(code=points.get(row.get("point", ""), "-")).first(),
            area_code=area.code if area else "", place_text=place.get("text", ""),
        )  # fmt: skip
        found.append((actions.open_matter(report_id=receipt.report_id, by=SYSTEM), code))
    return found


def test_thirty_mixed_reports_are_handled_with_suggestions_right_and_explained(
    opened: list[tuple[Matter, str]], context_of: Callable[..., BrowserContext]
) -> None:
    page = Desk(context_of, "dispatch").page
    codes = dict(EventType.objects.values_list("pk", "code"))
    first = among = explained = 0
    for number, (matter, code) in enumerate(opened):
        page.goto(f"/matters/{matter.pk}/")
        tips = page.locator("a", has_text="采用")
        offered = [codes_of(tips.nth(n).get_attribute("href") or "", codes) for n in range(tips.count())]
        explained += not offered or page.locator("ol.stack .quiet").count() >= len(offered)
        if not code:
            refuse(page, matter)
            continue
        first += offered[:1] == [code]
        among += code in offered
        accept(page, code, offered)
        if number in (0, 5):
            expect(page.locator("main")).to_contain_text("把握")
            assert_accessible(page)
            look(page, f"thirty-{number}")
            page.get_by_role("button", name="派单", exact=True).click()
            expect(page.locator("main")).to_contain_text("已派单")
    print(f"first {first}, among three {among} of {KNOWN}; explained {explained} of {len(opened)}")
    assert explained == len(opened) == 30
    # Measured: 22 first, 26 among three; 17 and 22 before the keywords of the sample were widened.
    assert first >= 21 and among >= 25
    taken = AdviceTaken.objects.filter(about="type")
    assert taken.count() == KNOWN and taken.filter(rank=1).count() == first
    assert Matter.objects.filter(step="refused").count() == len(REFUSED)


def codes_of(address: str, codes: dict[Any, str]) -> str:
    return next((code for pk, code in codes.items() if str(pk) in address), "")


def accept(page: Page, code: str, offered: list[str]) -> None:
    """Take the right suggestion over with one tap where there is one; choose by hand where there is none."""
    wanted = str(EventType.objects.get(code=code).pk)
    if code in offered and page.locator("[name=event_type_id]").input_value() != wanted:
        page.locator(f"a[href*='{wanted}']", has_text="采用").click()
        expect(page.locator("[name=event_type_id]")).to_have_value(wanted)
    elif code not in offered:
        page.select_option("[name=event_type_id]", wanted)
    page.get_by_role("button", name="受理", exact=True).click()
    expect(page.locator("main")).to_contain_text("已受理，请派单")


def refuse(page: Page, matter: Matter) -> None:
    page.goto(f"/matters/{matter.pk}/refuse_matter/")
    page.fill("[name=reason]", "不属于本县受理范围，可以向有关单位或者法院反映（示例）。")
    page.get_by_role("button", name="不予受理", exact=True).click()
    expect(page.locator("main")).to_contain_text("已告知反映人")


def test_the_pages_of_triage_and_topics_are_whole_at_both_widths(
    live: str, context_of: Callable[..., BrowserContext]
) -> None:
    load_sample_county(password=PASSWORD)
    page = Desk(context_of, "admin").page
    page.goto("/triage/")
    expect(page.locator("main")).to_contain_text("没有启用模型")
    page.get_by_role("button", name="提交训练").click()
    expect(page.locator("main")).to_contain_text("材料不够")
    assert_accessible(page)
    look(page, "triage")
    desk = Desk(context_of, "dispatch").page
    desk.goto("/topics/")
    expect(desk.locator("main")).to_contain_text("热")
    assert_accessible(desk)
    look(desk, "topics")
    pending = Matter.objects.filter(step="pending").order_by("number").first()
    assert pending is not None
    desk.goto(f"/matters/{pending.pk}/")
    assert_accessible(desk)
    look(desk, "pending-matter")
    desk.goto("/work/desk/")
    look(desk, "desk")
