"""A breakfast stall on the pavement: reported, looked at on the phone, talked to instead of fined, help asked for, closed."""

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from shanzhi.casework.models import PenaltyCase, Step
from shanzhi.dispatch.models import Matter
from shanzhi.dossier.models import Document
from shanzhi.ledger.models import Event
from shanzhi.registry.models import Officer

from .conftest import assert_accessible, look
from .people import Contexts, Desk, matter_of_the_team
from .test_on_the_spot import Phone

pytestmark = pytest.mark.django_db(transaction=True)


def test_the_breakfast_stall_is_talked_to_and_helped_instead_of_fined(county: None, context_of: Contexts) -> None:
    matter = matter_of_the_team("早餐摊占人行道（示例）", "金川街道示例路口")
    case = looked_at_on_the_phone(Phone(context_of, "officer"), matter)
    officer, lead = Desk(context_of, "officer"), Desk(context_of, "team")
    assert case.officers.count() == 2 and case.matter == matter
    lead.verb(case, "file_case")
    moved_away(officer, lead, case)
    spared(officer, lead, Desk(context_of, "legal"), case)
    case.refresh_from_db()
    assert case.step == Step.NO_PENALTY and case.closed_on is not None
    event = Event.objects.get(kind="casework.help_referred", thread_id=case.pk)
    assert event.data["what"] == "stall_place" and "麦某" not in str(event.data)
    officer.page.goto(f"/cases/{case.pk}/")
    assert_accessible(officer.page)
    look(officer.page, "stall-closed")


def looked_at_on_the_phone(phone: Phone, matter: Matter) -> PenaltyCase:
    """From the matter to the form for the spot; a first offence, so that the officer takes the other way out."""
    page = phone.page
    page.goto(f"/matters/{matter.pk}/")
    page.click(f"a[href$='on-spot/?matter={matter.pk}']")
    expect(page.locator("[name=act_place]")).to_have_value("金川街道示例路口")
    phone.type("name", "示例·麦某")
    phone.type("number", "11010519491231002X")
    phone.type("item", "便民摊点")
    page.locator("details:has([name=address]) summary").click()
    phone.type("address", "金川街道示例新村12号")
    phone.go_to("2")
    expect(page.locator("main")).to_contain_text("可能是初次违法")
    second = str(Officer.objects.get(user__username="team").pk)
    if page.locator(f"[name=second_id] option[value='{second}']").count():
        page.select_option("[name=second_id]", second)
    else:
        page.select_option("[name=second_id]", index=1)
    phone.go_to("general")
    expect(page.locator("main")).to_contain_text("按普通程序登记")
    return PenaltyCase.objects.get(matter=matter)


def moved_away(officer: Desk, lead: Desk, case: PenaltyCase) -> None:
    now = timezone.localtime()
    stamp = f"{now:%Y-%m-%dT00:01}"
    officer.verb(
        case, "record_inquiry", kind="inspection", started_at=stamp, ended_at=stamp, words="早餐摊摆在人行道上。",
        card_shown=True, rights_told=True, refusal_note="当事人未带老花镜，已宣读并录像",
    )  # fmt: skip
    officer.verb(case, "order_correction", demand="移到便民疏导点经营。", due_on=f"{now:%Y-%m-%d}")
    lead.finish(case, "correction_notice")
    officer.verb(case, "recheck_correction", result="corrected", words="已移走，人行道畅通。")
    officer.page.goto(f"/cases/{case.pk}/record_education/")
    assert_accessible(officer.page)
    look(officer.page, "stall-education")
    officer.verb(
        case, "record_education", education="讲明占道的危险和疏导点的位置。", promise="明天起到疏导点摆摊。",
        refusal="当事人不识字，已宣读并录像",
    )  # fmt: skip
    officer.verb(case, "refer_help", kind="stall_place", words="靠摆摊为生，疏导点没有摊位。")
    officer.verb(case, "conclude", course="现场检查、责令改正、复查。", facts_found="早餐摊占人行道，当天移走。",
                 reasons="未在规定的地点经营。")  # fmt: skip


def spared(officer: Desk, lead: Desk, legal: Desk, case: PenaltyCase) -> None:
    officer.page.goto(f"/cases/{case.pk}/propose/")
    expect(officer.page.locator("[name=education]")).to_have_value(
        "讲明占道的危险和疏导点的位置。\n当事人表态：明天起到疏导点摆摊。"
    )
    officer.verb(
        case, "propose", kind="no_penalty", first_offence=True, corrected_in_time=True, harm="slight",
        discretion_words="初次违法，危害后果轻微，已及时改正。",
    )  # fmt: skip
    lead.verb(case, "decide_no_penalty", reasons="初次违法且危害后果轻微并及时改正。")
    paper = Document.objects.get(subject_id=case.pk, template="no_penalty_decision")
    legal.page.goto(f"/dossier/documents/{paper.pk}/approve/")
    legal.send()
    lead.finish(case, "no_penalty_decision")
    officer.verb(case, "note_no_penalty_served", way="direct", received_by="示例·麦某")
    lead.verb(case, "close_case", reason="不予处罚，已送达。")
