"""A smoking kitchen becomes a case: filed, ordered to correct, checked again, a first offence, not punished, closed."""

import re
from collections.abc import Callable

import pytest
from django.utils import timezone
from playwright.sync_api import BrowserContext, Page, expect

from shanzhi.casework.models import PenaltyCase, Step
from shanzhi.config.sample.county import load_registry
from shanzhi.dispatch.models import Matter
from shanzhi.dossier.models import Document
from shanzhi.registry.models import Item, Officer
from tests.queue import work_off

from .conftest import assert_accessible, look

pytestmark = pytest.mark.django_db(transaction=True)
PASSWORD = "sample-story-7351"
SMOKE = "330288055000"
Contexts = Callable[..., BrowserContext]


class Desk:
    """Somebody at work in a browser of his own."""

    def __init__(self, contexts: Contexts, account: str) -> None:
        self.page: Page = contexts().new_page()
        self.page.goto("/sign-in/")
        self.page.fill("[name=username]", account)
        self.page.fill("[name=password]", PASSWORD)
        self.page.click("main button[type=submit]")
        expect(self.page).not_to_have_url(re.compile("sign-in"))

    def send(self) -> None:
        self.page.click("main form:has([name=csrfmiddlewaretoken]) button[type=submit].button:not(.button-quiet)")
        self.page.wait_for_load_state()
        refused = self.page.locator(".error-summary")
        assert refused.count() == 0, refused.first.inner_text()
        work_off()

    def verb(self, case: PenaltyCase, verb: str, **words: str | bool) -> None:
        """Open the verb's page, fill it by field names, send it."""
        self.page.goto(f"/cases/{case.pk}/{verb}/")
        for name, value in words.items():
            field = self.page.locator(f"[name={name}]")
            if isinstance(value, bool):
                field.set_checked(value, force=True)
            elif field.first.get_attribute("type") == "radio":
                self.page.locator(f"[name={name}][value={value}]").check(force=True)
            elif field.first.evaluate("element => element.tagName") == "SELECT":
                field.select_option(value)
            else:
                field.fill(value)
        self.send()


@pytest.fixture
def county(live: str) -> None:
    load_registry(password=PASSWORD)


def clue() -> Matter:
    """A matter in the hands of the team (示例)."""
    officer = Officer.objects.select_related("working_agency__area").get(user__username="officer")
    now, unit = timezone.now(), officer.working_agency
    assert unit.area is not None
    return Matter.objects.create(
        county=officer.county, number="SJ20260101000001", title="饭店油烟直排（示例）", source="qr", agency=unit,
        officer=officer, area_code=unit.area.code, place_text="示例路8号", step="in_hand", step_at=now, opened_at=now,
    )  # fmt: skip


def test_the_smoke_case_from_the_clue_to_the_end(county: None, context_of: Contexts) -> None:
    matter = clue()
    officer, lead = Desk(context_of, "officer"), Desk(context_of, "team")
    officer.page.goto(f"/matters/{matter.pk}/")
    officer.page.wait_for_selector(f"a[href$='matter={matter.pk}']")
    officer.page.click(f"a[href$='matter={matter.pk}']")
    expect(officer.page.locator("[name=act_place]")).to_have_value("示例路8号")
    item = Item.objects.get(code=SMOKE)
    officer.page.select_option("[name=item_id]", str(item.pk))
    for name, text in {
        "cause": "不正常使用油烟净化设施", "name": "陈示例", "address": "示例路8号", "facts": "油烟净化器停用，油烟直排（示例）。",
    }.items():  # fmt: skip
        officer.page.fill(f"[name={name}]", text)
    look(officer.page, "case-new")
    officer.send()
    case = PenaltyCase.objects.get()
    assert case.matter == matter
    second = Officer.objects.get(user__username="team")
    both = {"lead_id": str(Officer.objects.get(user__username="officer").pk), "second_id": str(second.pk)}
    officer.verb(case, "assign_officers", **both)
    lead.page.goto(f"/cases/{case.pk}/")
    assert "各机关都没有查到以前的案件" in lead.page.content()
    lead.verb(case, "file_case")
    investigate(officer, lead, case)
    spare(officer, lead, Desk(context_of, "legal"), case)
    case.refresh_from_db()
    assert case.step == Step.NO_PENALTY and case.closed_on is not None
    officer.page.goto(f"/cases/{case.pk}/")
    assert_accessible(officer.page)
    look(officer.page, "case-closed")
    officer.page.goto(f"/cases/{case.pk}/chronology/")
    look(officer.page, "case-chronology")


def investigate(officer: Desk, lead: Desk, case: PenaltyCase) -> None:
    now = timezone.localtime()
    stamp = f"{now:%Y-%m-%dT00:01}"
    officer.verb(
        case, "record_inquiry", kind="inspection", started_at=stamp, ended_at=stamp, words="净化器电源断开，油烟直排。",
        card_shown=True, rights_told=True, refusal_note="当事人拒绝签名，已全程录像",
    )  # fmt: skip
    officer.verb(case, "order_correction", demand="立即恢复使用净化器。", due_on=f"{now:%Y-%m-%d}")
    officer.page.goto(f"/cases/{case.pk}/")
    assert_accessible(officer.page)
    look(officer.page, "case-investigating")
    finish(lead, case, "correction_notice")
    officer.verb(case, "recheck_correction", result="corrected", words="净化器已清洗并开启。")
    officer.verb(case, "conclude", course="现场检查、责令改正、复查。", facts_found="净化器停用，油烟直排。",
                 reasons="违反大气污染防治的规定。")  # fmt: skip


def spare(officer: Desk, lead: Desk, legal: Desk, case: PenaltyCase) -> None:
    officer.page.goto(f"/cases/{case.pk}/propose/")
    look(officer.page, "case-propose")
    officer.verb(
        case, "propose", kind="no_penalty", first_offence=True, corrected_in_time=True, harm="slight",
        discretion_words="初次违法，危害后果轻微，已及时改正。", education="已当面教育，当事人承诺不再犯。",
    )  # fmt: skip
    lead.verb(case, "decide_no_penalty", reasons="初次违法且危害后果轻微并及时改正。")
    paper = Document.objects.get(subject_id=case.pk, template="no_penalty_decision")
    legal.page.goto(f"/dossier/documents/{paper.pk}/approve/")
    legal.send()
    finish(lead, case, "no_penalty_decision")
    officer.verb(case, "note_no_penalty_served", way="direct", received_by="陈示例")
    lead.verb(case, "close_case", reason="不予处罚，已送达。")


def finish(lead: Desk, case: PenaltyCase, template: str) -> None:
    """Press the button beside the document on the case page."""
    paper = Document.objects.get(subject_id=case.pk, template=template)
    lead.page.goto(f"/cases/{case.pk}/")
    lead.page.click(f"form[action$='{paper.pk}/finish/'] button")
    lead.page.wait_for_load_state()
    paper.refresh_from_db()
    assert paper.state == Document.State.SEALED, lead.page.inner_text("body")[:400]
