"""Two at once: a second tap on 提交, a second tab rating, two clerks settling one message. One of them counts."""

import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from shanzhi.identity.models import User
from shanzhi.intake import actions
from shanzhi.intake.actions import drafts
from shanzhi.intake.models import Delivery, Report, Stage
from shanzhi.law.obstacle import NotAllowed
from shanzhi.ledger.actors import PUBLIC, SYSTEM
from shanzhi.ledger.models import Event
from shanzhi.ledger.rows import new_id

from .ground import CODE, LAT, LON, make_county, taken

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _county() -> None:
    make_county()


def at_once(act: Callable[[], Any], *, times: int = 4) -> tuple[list[Any], list[Exception]]:
    """Do the same thing in several threads that start together; return what they got and what they were refused."""
    start, results, refused = threading.Barrier(times), [], []

    def run() -> None:
        start.wait()
        try:
            results.append(act())
        except Exception as fault:
            refused.append(fault)
        finally:
            connection.close()

    threads = [threading.Thread(target=run) for _ in range(times)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results, refused


def closed(**fields: Any) -> Report:
    report = taken(**fields)
    ids, now = [report.pk], timezone.now()
    actions.tell_reporters(report_ids=ids, stage=Stage.CLOSED, by=SYSTEM, at=now, cause_id=new_id())
    return report


def test_a_draft_sent_by_several_taps_is_one_report() -> None:
    data = {"text": "饭店油烟很大。", "tile": "smoke", "lon": repr(LON), "lat": repr(LAT)}
    draft = drafts.start_draft(county=CODE, data=data)
    receipts, refused = at_once(lambda: drafts.send_draft(draft_id=draft.pk, origin=""))
    assert not refused
    assert len({receipt.number for receipt in receipts}) == 1
    assert Report.objects.count() == Event.objects.count() == 1


def test_a_report_is_rated_once() -> None:
    report = closed()
    results, refused = at_once(lambda: actions.rate_report(report_id=report.pk, score=5, by=PUBLIC))
    assert (len(results), {type(fault) for fault in refused}) == (1, {NotAllowed})
    assert Event.objects.filter(kind="intake.report_rated").count() == 1


def test_a_second_handling_is_asked_for_once() -> None:
    report = closed()
    results, refused = at_once(lambda: actions.ask_reopening(report_id=report.pk, reason="还有味道", by=PUBLIC))
    assert (len(results), {type(fault) for fault in refused}) == (1, {NotAllowed})
    assert Event.objects.filter(kind="intake.reopening_asked").count() == 1


def test_a_message_not_delivered_is_settled_once() -> None:
    closed(contact=actions.read_contact("13800001234"))
    row = Delivery.objects.get()
    clerk = User.objects.create(county=CODE, username="li", display_name="示例·李某")
    results, refused = at_once(lambda: actions.settle_delivery(delivery_id=row.pk, by=clerk))
    assert (len(results), {type(fault) for fault in refused}) == (1, {NotAllowed})


def test_the_same_cause_told_by_two_workers_makes_one_delivery() -> None:
    report = taken(contact=actions.read_contact("13800001234"))
    cause, now = new_id(), timezone.now()

    def tell() -> None:
        actions.tell_reporters(report_ids=[report.pk], stage=Stage.CLOSED, by=SYSTEM, at=now, cause_id=cause)

    _results, refused = at_once(tell)
    assert not refused
    assert Delivery.objects.count() == 1
    assert Event.objects.filter(kind="intake.stage_changed").count() == 1
