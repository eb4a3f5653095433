"""A smoking kitchen becomes a case: filed, ordered to correct, checked again, a first offence, not punished, closed."""

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from shanzhi.casework.models import PenaltyCase, Step
from shanzhi.dossier.models import Document
from shanzhi.registry.models import Item, Officer

from .conftest import assert_accessible, look
from .people import Contexts, Desk, matter_of_the_team

pytestmark = pytest.mark.django_db(transaction=True)
SMOKE = "330288055000"


def test_the_smoke_case_from_the_clue_to_the_end(county: None, context_of: Contexts) -> None:
    matter = matter_of_the_team("饭店油烟直排（示例）", "示例路8号")
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
    lead.finish(case, "correction_notice")
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
    lead.finish(case, "no_penalty_decision")
    officer.verb(case, "note_no_penalty_served", way="direct", received_by="陈示例")
    lead.verb(case, "close_case", reason="不予处罚，已送达。")
