"""A report comes in once, whole, or not at all."""

import threading
from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.utils import timezone

from shanzhi.intake.actions import KeyReused, read_contact
from shanzhi.intake.models import Contact, Report
from shanzhi.intake.queries import near_open_reports, report_by_secret, report_by_tail
from shanzhi.law.obstacle import NotAllowed
from shanzhi.ledger.events import digest_of
from shanzhi.ledger.models import Event
from shanzhi.registry.models import County

from .ground import CODE, LAT, LON, make_county, make_point, take_in, taken

pytestmark = pytest.mark.usefixtures("county")


def test_report_event_and_job_stand_together() -> None:
    receipt = take_in()
    report = Report.objects.get(pk=receipt.report_id)
    event = Event.objects.get(subject_id=report.pk)
    assert (event.kind, event.county, event.data) == ("intake.report_received", CODE, {"source": "web"})
    assert digest_of(event) == bytes(event.digest)
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM procrastinate_jobs WHERE args->>'event' = %s", [str(event.pk)])
        assert cursor.fetchone()[0] == 1
    assert (report.number, report.stage, report.area_code) == (receipt.number, "received", f"{CODE}001")


def test_a_rollback_around_it_leaves_nothing() -> None:
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        take_in()
        raise ZeroDivisionError
    assert not Report.objects.exists()
    assert not Event.objects.exists()


def test_the_same_key_and_content_gives_the_same_receipt() -> None:
    first, again = take_in(idempotency_key="k1"), take_in(idempotency_key="k1")
    assert (again.number, again.secret, again.repeated) == (first.number, first.secret, True)
    assert Report.objects.count() == Event.objects.count() == 1


def test_the_same_key_with_other_content_is_refused_and_nothing_is_lost() -> None:
    take_in(idempotency_key="k1")
    with pytest.raises(KeyReused, match="防重键"):
        take_in("另一件事：路灯不亮。", idempotency_key="k1")
    assert Report.objects.count() == 1


@pytest.mark.parametrize(
    ("text", "said"), [("", "请写"), (" \n ", "请写"), ("字" * 5001, "5000"), ("\u202e\u200b", "请写")]
)
def test_bad_words_are_refused_with_a_sentence(text: str, said: str) -> None:
    with pytest.raises(NotAllowed) as refused:
        take_in(text)
    assert said in refused.value.obstacles[0].text
    assert not Report.objects.exists()


def test_private_things_are_hidden_from_the_public_and_kept_for_the_county() -> None:
    report = taken(text="老板电话13800001234，烟很大。")
    assert "13800001234" in report.text
    assert "13800001234" not in report.public_text


def test_a_place_outside_every_boundary_is_taken_and_marked() -> None:
    report = taken(lon=LON + 1, lat=LAT)
    assert (report.is_outside, report.area_code) == (True, "")


def test_a_point_gives_the_place() -> None:
    report = taken(point=make_point(), lon=None, lat=None)
    assert (report.place_basis, report.area_code, report.lon) == ("code", f"{CODE}001001", LON)


def test_the_contact_is_sealed_and_opens_the_page_by_its_tail() -> None:
    receipt = take_in(contact=read_contact("138 0000 1234"))
    contact = Contact.objects.get()
    assert b"1380000" not in bytes(contact.sealed)
    assert contact.masked == "138****1234"
    assert report_by_tail(receipt.number, "1234") is not None
    assert report_by_tail(receipt.number, "9999") is None


def test_only_the_secret_opens_the_page() -> None:
    receipt = take_in()
    assert report_by_secret(receipt.number, receipt.secret) is not None
    assert report_by_secret(receipt.number, receipt.secret[::-1] + "a") is None
    assert report_by_secret("261123-999999", receipt.secret) is None


def test_who_joins_a_joined_report_joins_its_head() -> None:
    head = taken()
    middle = taken(joined_to=head)
    assert taken(joined_to=middle).joined_to_id == head.pk


def test_near_reports_come_by_the_reach_of_their_kind() -> None:
    near, far = taken(tile="smoke", lon=LON + 0.0005), taken(tile="smoke", lon=LON + 0.002)
    old = taken(tile="smoke", at=timezone.now() - timedelta(days=11))
    hidden = taken(tile="smoke", is_public=False)
    found = near_open_reports(county=CODE, lon=LON, lat=LAT, tile="smoke", now=timezone.now())
    assert [one.report.pk for one in found] == [near.pk]
    assert 40 < found[0].metres < 60
    assert {far.pk, old.pk, hidden.pk}.isdisjoint(one.report.pk for one in found)


@pytest.mark.django_db(transaction=True)
def test_two_at_once_with_one_key_make_one_report() -> None:
    if not County.objects.filter(pk=CODE).exists():
        make_county()
    receipts, faults = [], []

    def send() -> None:
        try:
            receipts.append(take_in(idempotency_key="race"))
        except Exception as fault:
            faults.append(fault)
        finally:
            connection.close()

    threads = [threading.Thread(target=send) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not faults
    assert len({receipt.number for receipt in receipts}) == 1
    assert sum(not receipt.repeated for receipt in receipts) == 1
    assert Report.objects.count() == 1
