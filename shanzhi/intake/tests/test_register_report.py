"""Staff register what came by phone or from another system; the record is the same."""

from typing import Any

import pytest
from django.test import Client

from shanzhi.identity.models import User
from shanzhi.intake.models import Contact, Report

from .ground import CODE, clerk, picture

pytestmark = pytest.mark.usefixtures("county")
BOTH = ("intake.register_report", "intake.read_reports")


def form(**more: Any) -> dict[str, Any]:
    return {
        "source": "phone", "text": "来电反映路灯不亮。", "area": f"{CODE}001001", "key": "k-1", "contact": "13800001234",
        **more,
    }  # fmt: skip


def test_a_call_becomes_a_report_with_its_registrar_and_sealed_contact() -> None:
    client = clerk(*BOTH)
    page = client.post("/intake/register/", form(photos=[picture()]), follow=True).content.decode()
    report = Report.objects.get()
    assert report.number in page
    assert (report.source, report.by_id, report.photo_count) == ("phone", User.objects.get().pk, 1)
    assert Contact.objects.get().masked == "138****1234"
    assert "13800001234" not in page


@pytest.mark.parametrize("source", ["phone", "visit", "12345", "110", "grid", "patrol", "drone", "media", "superior"])
def test_every_way_in_is_offered(source: str) -> None:
    assert clerk(*BOTH).post("/intake/register/", form(source=source)).status_code == 302
    assert Report.objects.get().source == source


def test_strangers_sign_in_and_others_are_refused(client: Client) -> None:
    assert "/sign-in/" in client.post("/intake/register/", form())["Location"]
    assert clerk("intake.read_reports").post("/intake/register/", form()).status_code == 403
    assert not Report.objects.exists()


def test_the_same_form_sent_twice_is_one_report() -> None:
    client = clerk(*BOTH)
    first, second = client.post("/intake/register/", form()), client.post("/intake/register/", form())
    assert first["Location"] == second["Location"]
    assert Report.objects.count() == 1


def test_one_ticket_of_another_system_is_one_report_whoever_registers_it() -> None:
    ticket = form(source="12345", outside_number="HZ-77")
    clerk(*BOTH).post("/intake/register/", ticket)
    answer = clerk(*BOTH, name="wang").post("/intake/register/", {**ticket, "key": "k-2", "text": "写得不一样。"})
    assert (answer.status_code, Report.objects.get().number in answer.content.decode()) == (422, True)
    assert clerk(*BOTH, name="zhou").post("/intake/register/", {**ticket, "key": "k-3"}).status_code == 302
    assert Report.objects.count() == 1


def test_faults_come_back_with_sentences_and_what_was_typed() -> None:
    answer = clerk(*BOTH).post("/intake/register/", form(text="", area="", place_text="", contact="没有", source="qr"))
    page = answer.content.decode()
    assert answer.status_code == 422
    for said in ("请写下反映的内容", "请选一个村", 'value="没有"'):
        assert said in page
    assert not Report.objects.exists()


def test_two_forms_without_a_key_are_two_reports() -> None:
    client = clerk(*BOTH)
    client.post("/intake/register/", form(key=""))
    client.post("/intake/register/", form(key="", text="来电反映井盖松动。"))
    assert Report.objects.count() == 2
