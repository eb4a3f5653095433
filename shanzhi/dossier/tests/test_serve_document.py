"""Every lawful way of serving: what it needs, and the day it counts as served."""

from datetime import date

import pytest

from shanzhi.dossier import actions, queries
from shanzhi.dossier.actions import NotAllowed
from shanzhi.dossier.models import Delivery
from shanzhi.ledger.models import Event

from .ground import CODE, FACTS, TODAY
from .pictures import jpeg

NEXT = date(2026, 7, 16)


@pytest.fixture
def document(ground):
    return ground.sealed()


def serve(ground, document, way, **more):
    values = {"to_name": "陈示例", "on": NEXT, "by": ground.author}
    return actions.serve(document_id=document.pk, way=way, **{**values, **more})


def refused(action, *args, **more):
    with pytest.raises(NotAllowed) as caught:
        action(*args, **more)
    return " ".join(str(one) for one in caught.value.obstacles)


def proof(ground):
    return actions.keep_upload(county=CODE, upload=jpeg(), by=ground.author)


def confirmation(ground, **more):
    facts = {**FACTS, "served_place": "chen@example.org", "is_electronic": True}
    document = ground.draft("address_confirmation", facts=facts, **more)
    return actions.number_and_seal(document_id=document.pk, by=ground.author, on=TODAY)


def test_handed_over_counts_the_day_it_was_signed_for(ground, document):
    assert serve(ground, document, "direct", received_by="陈示例").served_on == NEXT
    assert "签收人" in refused(serve, ground, document, "direct")


def test_left_needs_a_reason_and_a_witness_or_a_record(ground, document):
    text = refused(serve, ground, document, "left")
    assert "拒收的事由" in text and "民事诉讼法89" in text
    assert "见证人" in refused(serve, ground, document, "left", refusal="本人拒收")
    assert serve(ground, document, "left", refusal="本人拒收", witnesses=["周示例"]).served_on == NEXT
    assert serve(ground, document, "left", refusal="本人拒收", proof=proof(ground)).served_on == NEXT


def test_posted_waits_for_the_receipt(ground, document):
    assert "邮件号" in refused(serve, ground, document, "post", place="示范路3号")
    delivery = serve(ground, document, "post", place="示范路3号", tracking_no="EX1")
    assert delivery.result == Delivery.Result.PENDING and not queries.is_served(ground.bureau, "penalty_decision")
    got = actions.note_receipt(delivery_id=delivery.pk, received_on=date(2026, 7, 20), by=ground.author)
    assert got.served_on == date(2026, 7, 20) and "民事诉讼法91" in got.served_why
    assert queries.is_served(ground.bureau, "penalty_decision")
    assert not queries.is_served(ground.bureau, "penalty_decision", by_day=date(2026, 7, 19))
    assert "已是" in refused(actions.note_receipt, delivery_id=delivery.pk, received_on=NEXT, by=ground.author)


def test_a_receipt_before_the_posting_is_refused(ground, document):
    delivery = serve(ground, document, "post", place="示范路3号", tracking_no="EX1")
    assert "不能早于送出日期" in refused(
        actions.note_receipt, delivery_id=delivery.pk, received_on=date(2026, 7, 15), by=ground.author
    )


def test_electronic_needs_the_signed_consent_of_this_case(ground, document):
    assert "行政处罚法61.2" in refused(serve, ground, document, "electronic", place="chen@example.org")
    draft = ground.draft("address_confirmation", facts=FACTS, slot="draft")
    assert "定稿" in refused(serve, ground, document, "electronic", place="x", consent=draft)
    foreign = confirmation(ground, subject=ground.team)
    assert "不属于本案" in refused(serve, ground, document, "electronic", place="x", consent=foreign)
    given = confirmation(ground)
    delivery = serve(ground, document, "electronic", place="chen@example.org", consent=given, received_on=NEXT)
    assert delivery.served_on == NEXT


def test_public_notice_only_when_nothing_else_worked_and_after_thirty_days(ground, document):
    text = refused(serve, ground, document, "notice", tracking_no="公告栏、政府网站")
    assert "民事诉讼法95" in text
    posted = serve(ground, document, "post", place="示范路3号", tracking_no="EX1")
    actions.note_failed_delivery(delivery_id=posted.pk, reason="查无此人，退回", by=ground.author)
    delivery = serve(ground, document, "notice", tracking_no="公告栏、政府网站")
    assert delivery.served_on == date(2026, 8, 15)
    assert "三十" in delivery.served_why or "30" in delivery.served_why


def test_nothing_unfinished_is_served_and_nothing_before_its_own_day(ground, document):
    assert "用印" in refused(serve, ground, ground.draft("correction_notice"), "direct", received_by="陈示例")
    assert "成文日期" in refused(serve, ground, document, "direct", received_by="陈示例", on=date(2026, 7, 1))


def test_an_unknown_way_is_refused(ground, document):
    assert "送达方式" in refused(serve, ground, document, "pigeon")


def test_the_event_carries_the_day_and_no_name(ground, document):
    serve(ground, document, "direct", received_by="陈示例")
    event = Event.objects.get(kind="dossier.document_served")
    assert event.thread_id == ground.bureau.pk
    assert event.data["served_on"] == "2026-07-16" and "陈示例" not in str(event.data)
