"""Quick handling in the browser: the county's numbers, the consent signed on the screen, one record, back again by the button."""

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from shanzhi.casework import actions
from shanzhi.casework.models import PenaltyCase, Step
from shanzhi.config.sample.county import load_registry
from shanzhi.identity.models import User
from shanzhi.registry.models import Item, Officer

from .conftest import assert_accessible, look
from .people import PASSWORD, Contexts, Desk
from .test_on_the_spot import ink

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def case(live: str) -> PenaltyCase:
    """A filed case of the team (示例)."""
    load_registry(password=PASSWORD)
    officer, lead = (Officer.objects.get(user__username=name) for name in ("officer", "team"))
    users = {name: User.objects.get(username=name) for name in ("officer", "team")}
    item, today = Item.objects.get(code="330281008000"), timezone.localdate()
    # Where nobody set a hearing sum everybody has the right to one, and then no case is quick.
    Item.objects.filter(pk=item.pk).update(hearing_person_amount=5000)
    made = actions.open_case(
        unit_id=officer.working_agency_id, item_id=item.pk, cause="店外经营", facts="货架摆到店外（示例）。",
        party=actions.PartyWords(kind="person", name="示例·陆某", address="示例路2号"), act_on=today,
        act_place="示例路2号门前", area_code="330822003", by=users["officer"],
    )  # fmt: skip
    actions.assign_officers(case_id=made.pk, officer_ids=[officer.pk, lead.pk], by=users["officer"])
    actions.file_case(case_id=made.pk, opinion="同意立案。", by=users["team"])
    return made


def test_the_quick_way_from_the_countys_numbers_to_the_notice(case: PenaltyCase, context_of: Contexts) -> None:
    admin, officer = Desk(context_of, "admin"), Desk(context_of, "officer")
    officer.page.goto(f"/cases/{case.pk}/go_quick/")
    officer.page.click("main form button.button-primary")
    expect(officer.page.locator(".error-summary")).to_contain_text("还没有设定")
    admin.page.goto("/cases/rules/")
    assert_accessible(admin.page)
    for name, text in {
        "source": "示例办法",
        "quick_items": "330281",
        "quick_person_amount": "1000",
        "quick_days": "10",
    }.items():
        admin.page.fill(f"[name={name}]", text)
    admin.send()
    look(admin.page, "case-rules")
    page = officer.page
    page.goto(f"/cases/{case.pk}/go_quick/")
    for box in page.locator("main form input[type=checkbox]:not([name=on_paper])").all():
        box.check()
    for name in ("party_image", "lead_image", "second_image"):
        ink(page, name)
    assert_accessible(page)
    look(page, "quick-consent")
    officer.send()
    expect(page.locator(".head .lead")).to_contain_text("简案快办")
    look(page, "quick-case")
    page.click("a:has-text('一次办理')")
    words = {
        "dialogue": "问：货架是谁摆的？\n答：是我摆的，马上收。", "facts_found": "货架摆到店外约两平方米。",
        "reasons": "占用门前空地。", "fine_amount": "200", "discretion_words": "情节一般，配合执法。",
    }  # fmt: skip
    for name, text in words.items():
        page.fill(f"[name={name}]", text)
    page.select_option("[name=band]", "normal")
    for name in ("card_shown", "rights_told", "waives"):
        page.check(f"[name={name}]")
    for name in ("party_image", "lead_image", "second_image"):
        ink(page, name)
    assert_accessible(page)
    look(page, "quick-record")
    officer.send()
    case.refresh_from_db()
    assert case.step == Step.NOTIFIED and case.notices.get().waived_on == timezone.localdate()
    page.goto("/cases/?way=quick")
    expect(page.locator("main table")).to_contain_text("店外经营")
    assert_accessible(page)
    look(page, "cases-by-way")
    officer.verb(case, "leave_quick", reason="当事人反悔，要求按普通程序办理")
    case.refresh_from_db()
    assert case.way == "general" and case.notices.get().served_on
