"""What a reporter is told, and what he may still do."""

import uuid
from datetime import timedelta

import pytest
from django.utils import timezone

from shanzhi.identity.models import User
from shanzhi.intake import actions
from shanzhi.intake.models import ContactOpening, Delivery, Report, Stage
from shanzhi.intake.queries import public_timeline, stuck_deliveries
from shanzhi.intake.tasks import NotDelivered, send_delivery
from shanzhi.law.obstacle import NotAllowed
from shanzhi.ledger.actors import PUBLIC, SYSTEM
from shanzhi.ledger.models import Event

from .ground import CODE, taken

pytestmark = pytest.mark.usefixtures("county")


def tell(*reports: Report, stage: Stage = Stage.CLOSED, cause: uuid.UUID | None = None, **more: object) -> uuid.UUID:
    cause = cause or uuid.uuid4()
    ids = [report.pk for report in reports]
    actions.tell_reporters(report_ids=ids, stage=stage, by=SYSTEM, at=timezone.now(), cause_id=cause, **more)
    for report in reports:
        report.refresh_from_db()
    return cause


def test_every_linked_reporter_is_told_once_for_one_cause() -> None:
    first = taken(contact=actions.read_contact("a@example.com"))
    second = taken(contact=actions.read_contact("b@example.com"))
    cause = tell(first, second, answer="已整改。", handler_name="示例队")
    tell(first, second, cause=cause, answer="已整改。")
    assert Delivery.objects.count() == 2
    assert {first.stage, second.stage} == {"closed"}
    assert Event.objects.filter(kind="intake.stage_changed").count() == 2


def test_a_withdrawn_report_stays_withdrawn() -> None:
    report = taken()
    actions.withdraw_report(report_id=report.pk, by=PUBLIC)
    tell(report)
    assert report.stage == "withdrawn"


def test_the_timeline_speaks_in_citizens_words() -> None:
    report = taken()
    tell(report, stage=Stage.ASSIGNED, handler_name="示例队")
    tell(report, answer="已整改。")
    actions.rate_report(report_id=report.pk, score=5, by=PUBLIC)
    report.refresh_from_db()
    titles = [step.title for step in public_timeline(report)]
    assert titles == ["您的反映已收到。", "已交给示例队办理。", "已办结。", "您的评价：非常满意。"]


def test_rating_needs_an_end_a_reason_when_bad_and_happens_once() -> None:
    report = taken()
    with pytest.raises(NotAllowed, match="办结以后"):
        actions.rate_report(report_id=report.pk, score=5, by=PUBLIC)
    tell(report)
    with pytest.raises(NotAllowed, match="原因"):
        actions.rate_report(report_id=report.pk, score=1, by=PUBLIC)
    actions.rate_report(report_id=report.pk, score=1, reason="还在冒烟", by=PUBLIC)
    with pytest.raises(NotAllowed, match="已经评价"):
        actions.rate_report(report_id=report.pk, score=5, by=PUBLIC)


def test_reopening_is_asked_once_and_within_the_days() -> None:
    report = taken()
    with pytest.raises(NotAllowed, match="办结以后"):
        actions.ask_reopening(report_id=report.pk, reason="没有解决", by=PUBLIC)
    tell(report)
    late = timezone.now() + timedelta(days=16)
    with pytest.raises(NotAllowed, match="15 天"):
        actions.ask_reopening(report_id=report.pk, reason="没有解决", by=PUBLIC, at=late)
    actions.ask_reopening(report_id=report.pk, reason="没有解决", by=PUBLIC)
    with pytest.raises(NotAllowed, match="一次"):
        actions.ask_reopening(report_id=report.pk, reason="没有解决", by=PUBLIC)


def test_a_closed_report_takes_no_supplement() -> None:
    report = taken()
    actions.supplement_report(report_id=report.pk, text="今天又冒烟了。", by=PUBLIC)
    tell(report)
    with pytest.raises(NotAllowed, match="不能再补充"):
        actions.supplement_report(report_id=report.pk, text="今天又冒烟了。", by=PUBLIC)
    assert report.supplements.count() == 1


def test_opening_a_contact_needs_a_reason_and_leaves_a_trace() -> None:
    report = taken(contact=actions.read_contact("13800001234"))
    clerk = User.objects.create(county=CODE, username="li", display_name="示例·李某")
    with pytest.raises(NotAllowed, match="理由"):
        actions.open_contact(report_id=report.pk, reason="看", by=clerk)
    assert not ContactOpening.objects.exists()
    assert actions.open_contact(report_id=report.pk, reason="核实现场门牌号", by=clerk) == "13800001234"
    assert ContactOpening.objects.get().by_id == clerk.pk
    event = Event.objects.get(kind="intake.contact_opened")
    assert "13800001234" not in str(event.data)


def test_a_message_reaches_the_page_without_a_number() -> None:
    report = taken()
    clerk = User.objects.create(county=CODE, username="li", display_name="示例·李某")
    actions.message_reporter(report_id=report.pk, text="请问是哪家店？", by=clerk)
    assert [step.text for step in public_timeline(report)][-1] == "请问是哪家店？"


def test_redaction_changes_what_is_shown_and_keeps_the_words() -> None:
    report = taken(text="隔壁老王家的店冒烟。")
    actions.redact_report(report_id=report.pk, public_text="附近一家店冒烟。", by=SYSTEM)
    report.refresh_from_db()
    assert (report.text, report.public_text) == ("隔壁老王家的店冒烟。", "附近一家店冒烟。")


def test_without_a_gateway_a_message_waits_where_people_see_it(settings: object) -> None:
    report = taken(contact=actions.read_contact("13800001234"))
    tell(report)
    row = Delivery.objects.get()
    send_delivery(str(row.pk))
    row.refresh_from_db()
    assert (row.state, "短信网关" in row.last_error) == ("waiting", True)
    assert row in stuck_deliveries(CODE)


class Broken:
    """An SMS gateway that is down."""

    def send(self, number: str, text: str) -> None:
        raise OSError("网关超时")


def test_a_failing_gateway_is_tried_again_and_in_the_end_given_up(settings: object) -> None:
    settings.SHANZHI_SMS = f"{__name__}.Broken"  # type: ignore[attr-defined]
    report = taken(contact=actions.read_contact("13800001234"))
    tell(report)
    row = Delivery.objects.get()
    for attempt in range(1, 8):
        with pytest.raises(NotDelivered):
            send_delivery(str(row.pk))
        row.refresh_from_db()
        assert (row.attempts, row.state) == (attempt, "failed")
    send_delivery(str(row.pk))
    row.refresh_from_db()
    assert (row.state, row.last_error) == ("given_up", "网关超时")


def test_an_e_mail_is_sent_once(mailoutbox: list[object]) -> None:
    report = taken(contact=actions.read_contact("a@example.com"))
    tell(report)
    row = Delivery.objects.get()
    send_delivery(str(row.pk))
    send_delivery(str(row.pk))
    assert len(mailoutbox) == 1
