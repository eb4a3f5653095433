"""What staff see of a report, on their ground only; the contact and the original leave a trace when opened."""

import uuid
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from shanzhi.dossier.models import StoredFile
from shanzhi.intake import actions
from shanzhi.intake.actions.drafts import keep_photos
from shanzhi.intake.models import ContactOpening, Delivery, Report, Stage
from shanzhi.ledger.actors import SYSTEM
from shanzhi.ledger.models import Event

from .ground import CODE, clerk, picture, taken

pytestmark = pytest.mark.usefixtures("county")
READ = "intake.read_reports"


@pytest.fixture
def report(county: Any) -> Report:
    photos, _faults = keep_photos(county=CODE, uploads=[picture()], room=1)
    return taken(contact=actions.read_contact("13800001234"), photos=photos)


def page_of(client: Client, report: Report) -> str:
    return client.get(f"/intake/reports/{report.pk}/").content.decode()


def test_the_page_is_there_on_ones_own_ground_only(report: Report) -> None:
    address = f"/intake/reports/{report.pk}/"
    assert report.text in page_of(clerk(READ), report)
    assert clerk(READ, area=f"{CODE}001", name="near").get(address).status_code == 200
    assert clerk(READ, area=f"{CODE}002", name="far").get(address).status_code == 404
    assert clerk("intake.register_report", name="other").get(address).status_code == 403
    assert Client().get(address).status_code == 302


def test_the_contact_is_masked_until_somebody_opens_it_with_a_reason(report: Report) -> None:
    client = clerk(READ, "intake.open_contact")
    assert "13800001234" not in page_of(client, report)
    address = f"/intake/reports/{report.pk}/contact/"
    assert client.post(address, {"reason": "看"}).status_code == 422
    assert not ContactOpening.objects.exists()
    assert "13800001234" in client.post(address, {"reason": "核实门牌号，平台留言三天未回"}).content.decode()
    assert "13800001234" not in page_of(client, report)
    assert "核实门牌号" in page_of(client, report)
    assert Event.objects.filter(kind="intake.contact_opened").count() == 1


def test_reading_reports_is_no_leave_to_open_contacts(report: Report) -> None:
    answer = clerk(READ).post(f"/intake/reports/{report.pk}/contact/", {"reason": "核实现场门牌号"})
    assert answer.status_code == 403
    assert not ContactOpening.objects.exists()


def test_who_only_reads_writes_to_nobody(report: Report) -> None:
    address = f"/intake/reports/{report.pk}/message/"
    assert clerk(READ).post(address, {"text": "请问是哪家店？"}).status_code == 403
    assert "给反映人留言" not in page_of(clerk(READ, name="reader"), report)
    client = clerk(READ, "dispatch.work_matter", name="worker")
    assert client.post(address, {"text": "请问是哪家店？"}).status_code == 302
    assert Delivery.objects.get().text.endswith("请问是哪家店？")


def test_redaction_hides_words_and_photos_from_the_public(report: Report, client: Client) -> None:
    photo = report.photos.get()
    assert client.get(f"/near-photo/{report.pk}/").status_code == 200
    fields = {"public_text": "附近一家店冒烟。", "hide": [str(photo.pk)]}
    assert clerk(READ).post(f"/intake/reports/{report.pk}/redact/", fields).status_code == 403
    clerk(READ, "intake.redact_report", name="redactor").post(f"/intake/reports/{report.pk}/redact/", fields)
    report.refresh_from_db()
    assert (report.public_text, report.text == report.public_text) == ("附近一家店冒烟。", False)
    assert client.get(f"/near-photo/{report.pk}/").status_code == 404


def test_the_show_copy_is_for_readers_and_the_original_for_evidence_with_a_trace(report: Report) -> None:
    photo = report.photos.select_related("file").get()
    address = f"/intake/reports/{report.pk}/photo/{photo.pk}/"
    shown = clerk(READ).get(address)
    assert (shown.status_code, shown["Content-Type"]) == (200, "image/jpeg")
    assert clerk(READ, name="reader").get(f"{address}original/").status_code == 403
    keeper = clerk(READ, "dossier.open_original", name="keeper")
    original = b"".join(keeper.get(f"{address}original/").streaming_content)  # type: ignore[attr-defined]
    assert len(original) == StoredFile.objects.get().size
    assert Event.objects.filter(kind="dossier.original_opened").count() == 1


def test_a_photo_of_another_report_is_not_there(report: Report) -> None:
    other = taken(text="另一件事：路灯不亮。")
    photo = report.photos.get()
    assert clerk(READ).get(f"/intake/reports/{other.pk}/photo/{photo.pk}/").status_code == 404


def close(report: Report) -> None:
    ids, now = [report.pk], timezone.now()
    actions.tell_reporters(report_ids=ids, stage=Stage.CLOSED, by=SYSTEM, at=now, cause_id=uuid.uuid4())


def test_what_was_given_up_is_listed_tried_again_and_settled_by_a_person(report: Report) -> None:
    close(report)
    row = Delivery.objects.get()
    Delivery.objects.update(state="given_up", attempts=8, last_error="网关超时")
    client = clerk(READ, "intake.open_contact", "identity.read_deliveries")
    assert report.number in client.get("/intake/deliveries/").content.decode()
    client.post(f"/intake/deliveries/{row.pk}/retry/")
    row.refresh_from_db()
    assert (row.state, row.attempts) == ("waiting", 0)
    client.post(f"/intake/deliveries/{row.pk}/settle/")
    row.refresh_from_db()
    assert row.state == "told"
    assert report.number not in client.get("/intake/deliveries/").content.decode()
    assert "已经送达" in client.post(f"/intake/deliveries/{row.pk}/retry/", follow=True).content.decode()
    assert Event.objects.filter(kind__startswith="intake.delivery_").count() == 2


def test_who_watches_deliveries_does_not_settle_them(report: Report) -> None:
    close(report)
    row = Delivery.objects.get()
    assert clerk(READ, "identity.read_deliveries").post(f"/intake/deliveries/{row.pk}/settle/").status_code == 403
    row.refresh_from_db()
    assert row.state == "waiting"


def test_the_list_of_deliveries_asks_as_often_for_many_as_for_one() -> None:
    client = clerk(READ, "identity.read_deliveries")
    client.get("/intake/deliveries/")
    counts = []
    for extra in (1, 12):
        for number in range(extra):
            close(taken(text=f"第 {number} 件", contact=actions.read_contact("13800001234")))
        Delivery.objects.update(last_error="未接入")
        with CaptureQueriesContext(connection) as asked:
            assert client.get("/intake/deliveries/").status_code == 200
        counts.append(len(asked))
    assert counts[0] == counts[1]
