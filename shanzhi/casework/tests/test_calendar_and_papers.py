"""The officer's calendar, the printed chronology, service taken over from a document's page, stored terms compared."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from shanzhi.casework import actions
from shanzhi.casework.checking import case_term_differences
from shanzhi.casework.handlers import take_over_service
from shanzhi.casework.models import CalendarFeed, PenaltyCase, Step
from shanzhi.dossier import actions as dossier
from shanzhi.ledger.models import Event

from .ground import DAY, Ground
from .run import HANDED, concluded, decided, later, propose, sealed
from .test_pages import address, signed_in

pytestmark = pytest.mark.django_db


def ical(client: Client, url: str) -> str:
    return client.get(url).content.decode().replace("\r\n ", "")


def test_an_officers_calendar_holds_his_dates_and_nobodys_name(ground: Ground) -> None:
    case = ground.filed()
    shown = signed_in(ground, "officer").post(address("my_feed"), {"make": "1"}).content.decode()
    url = re.search(r"http://testserver(/calendar/[^<\s]+\.ics)", shown)
    assert url is not None
    text = ical(Client(), url[1])
    assert text.startswith("BEGIN:VCALENDAR") and case.number in text and "行政处罚法60" in text
    assert f"{case.due_on:%Y%m%d}" in text and case.party.name not in text
    assert all(len(line.encode()) <= 75 for line in Client().get(url[1]).content.decode().split("\r\n"))
    again = signed_in(ground, "officer").post(address("my_feed"), {"make": "1"}).content.decode()
    assert url[1] not in again and Client().get(url[1]).status_code == 404
    assert CalendarFeed.objects.filter(ended_at__isnull=True).count() == 1


def test_a_calendar_that_was_ended_or_guessed_is_not_there(ground: Ground) -> None:
    token = actions.open_feed(by=ground.users["officer"])
    assert token not in str(list(CalendarFeed.objects.values()))
    signed_in(ground, "officer").post(address("my_feed"), {"end": "1"})
    assert Client().get(reverse("casework:feed", args=[token])).status_code == 404
    assert Client().get(reverse("casework:feed", args=["x" * 300])).status_code == 404


def test_the_chronology_prints_every_step_with_its_article(ground: Ground) -> None:
    case = concluded(ground)
    page = signed_in(ground, "officer").get(address("chronology", case.pk)).content.decode()
    for word in ("登记案件线索", "指派执法人员", "批准立案", "询问笔录", "调查终结"):
        assert word in page


def test_service_noted_on_the_documents_page_moves_the_case(ground: Ground) -> None:
    case = concluded(ground)
    propose(ground, case)
    actions.notify_party(case_id=case.pk, reasons="理由", by=ground.users["officer"], on=DAY)
    paper = sealed(ground, case, "advance_notice")
    dossier.serve(document_id=paper.pk, way="direct", to_name="陈示例", received_by="陈示例", on=DAY,
                  by=ground.users["officer"])  # fmt: skip
    event = Event.objects.get(kind="dossier.document_served", subject_id=paper.pk)
    take_over_service(event)
    take_over_service(event)
    assert case.notices.get().served_on == DAY
    assert Event.objects.filter(kind="casework.notice_served", subject_id=case.pk).count() == 1


def test_a_public_notice_serves_only_when_its_days_are_over(ground: Ground) -> None:
    case = decided(ground)
    paper = sealed(ground, case, "penalty_decision")
    dossier.serve(document_id=paper.pk, way="post", to_name="陈示例", place="示范路3号", tracking_no="EMS1", on=DAY,
                  by=ground.users["officer"])  # fmt: skip
    words = actions.ServiceWords(way="post", received_on=None, place="示范路3号", tracking_no="EMS2")
    actions.note_decision_served(case_id=case.pk, words=words, by=ground.users["officer"], on=later(1))
    assert PenaltyCase.objects.get(pk=case.pk).step == Step.DECIDED
    dossier.note_failed_delivery(
        delivery_id=paper.deliveries.latest("at").pk, reason="查无此人", on=later(3), by=ground.users["officer"]
    )
    public = actions.ServiceWords(way="notice", tracking_no="公告栏")
    actions.note_decision_served(case_id=case.pk, words=public, by=ground.users["officer"], on=later(3))
    assert PenaltyCase.objects.get(pk=case.pk).step == Step.DECIDED
    actions.note_decision_served(case_id=case.pk, words=HANDED, by=ground.users["officer"], on=later(40))
    case = PenaltyCase.objects.get(pk=case.pk)
    assert case.step == Step.SERVED and case.decisions.get().served_on == later(33)


def test_a_stored_term_that_was_tampered_with_is_named(ground: Ground) -> None:
    case = ground.filed()
    assert list(case_term_differences()) == []
    PenaltyCase.objects.filter(pk=case.pk).update(due_on=later(400))
    assert case.number in next(case_term_differences())


def test_only_those_who_may_seal_finish_a_document(ground: Ground) -> None:
    case = ground.filed()
    paper = case_paper(case)
    url = reverse("casework:finish_document", args=[case.pk, paper.pk])
    assert signed_in(ground, "officer").post(url).status_code == 403
    assert signed_in(ground, "head").post(url).status_code == 302
    paper.refresh_from_db()
    assert paper.state == "in_review", "who drew it up does not pass it"
    signed_in(ground, "deputy").post(url)
    paper.refresh_from_db()
    assert paper.state == "sealed"


def case_paper(case: PenaltyCase):  # type: ignore[no-untyped-def]
    from shanzhi.dossier.models import Document

    return Document.objects.get(subject_id=case.pk, template="filing_approval")
