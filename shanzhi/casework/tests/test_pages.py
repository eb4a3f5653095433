"""Every page of the room through HTTP: who may, what he sees, what a refusal looks like."""

import re
import uuid
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from shanzhi.casework import rules
from shanzhi.casework.models import PenaltyCase
from shanzhi.casework.views import PAGES

from .ground import DAY, PERSON_ID, Ground
from .run import record

pytestmark = pytest.mark.django_db


def signed_in(ground: Ground, name: str) -> Client:
    client = Client()
    client.force_login(ground.users[name])
    return client


def address(name: str, *args: Any) -> str:
    return reverse(f"casework:{name}", args=args)


def test_the_list_and_the_case_open_for_those_who_may_and_ask_strangers_to_sign_in(ground: Ground) -> None:
    case = ground.filed()
    client = signed_in(ground, "officer")
    assert case.number in client.get(address("cases")).content.decode()
    page = client.get(address("case", case.pk)).content.decode()
    assert "下一步" in page and "法定时间线" in page and "调查终结" in page
    assert 'href="/law/procedures/general/?step=investigating&amp;overlay=general">看程序图' in page
    assert PERSON_ID not in page and "110105********002X" in page
    assert Client().get(address("cases")).status_code == 302


@pytest.mark.parametrize("who", ["officer", "head"])
def test_what_the_case_page_links_to_opens_for_the_team_and_for_the_bureau_it_writes_for(
    ground: Ground, who: str
) -> None:
    # Stationed in a street, the team is no part of the bureau in whose name it acts: the dual line.
    team = ground.agencies["team"]
    team.parent, team.guided_by = None, ground.agencies["bureau"]
    team.save()
    case = ground.filed()
    client = signed_in(ground, who)
    page = client.get(address("case", case.pk)).content.decode()
    links = re.findall(r'href="(/dossier/[^"]+)"', page)
    assert len(links) >= 2
    assert {link: client.get(link).status_code for link in links} == dict.fromkeys(links, 200)
    stranger = signed_in(ground, "stranger")
    assert {stranger.get(link).status_code for link in links} <= {403, 404}


def test_a_step_of_the_timeline_opens_its_article(ground: Ground) -> None:
    page = signed_in(ground, "officer").get(address("case", ground.filed().pk)).content.decode()
    timeline = page[page.index("法定时间线") :]
    assert 'class="cite" href="/law/' in timeline.split("批准立案")[1].split("指派执法人员")[0]


def test_a_case_without_officers_is_not_told_that_their_certificates_have_ended(ground: Ground) -> None:
    page = signed_in(ground, "head").get(address("case", ground.opened().pk)).content.decode()
    assert "执法人员不得少于两人" in page and "证件无效或已到期" not in page


def test_another_agencys_case_is_not_there(ground: Ground) -> None:
    case = ground.filed()
    client = signed_in(ground, "stranger")
    assert client.get(address("case", case.pk)).status_code == 404
    assert (
        client.post(address("record_inquiry" if "record_inquiry" in PAGES else "assign_officers", case.pk)).status_code
        == 404
    )
    assert client.get(address("case", uuid.uuid4())).status_code == 404


def test_the_page_shows_the_same_obstacles_beforehand_with_their_articles(ground: Ground) -> None:
    case = ground.opened()
    page = signed_in(ground, "head").get(address("case", case.pk)).content.decode()
    assert "执法人员不得少于两人" in page and "行政处罚法" in page and "/law/" in page


@pytest.mark.parametrize("verb", sorted(PAGES))
def test_every_verb_page_opens_or_says_what_stands_in_the_way(ground: Ground, verb: str) -> None:
    case = ground.filed()
    names = ["head", "reviewer"]
    client = signed_in(
        ground, names[rules.BY_VERB[verb].permission in ("casework.review_case", "casework.hold_hearing")]
    )
    assert client.get(address(verb, case.pk)).status_code == 200


@pytest.mark.parametrize("verb", sorted(PAGES))
def test_a_verb_is_closed_to_those_without_its_permission(ground: Ground, verb: str) -> None:
    case = ground.filed()
    assert signed_in(ground, "aux").post(address(verb, case.pk)).status_code == 403


def test_a_case_is_opened_staffed_and_filed_through_its_pages(ground: Ground) -> None:
    client = signed_in(ground, "officer")
    assert client.get(address("new_case")).status_code == 200
    data = {
        "item_id": ground.items["smoke"].pk, "cause": "露天焚烧秸秆", "facts": "田间焚烧秸秆（示例）",
        "act_on": "2026-03-08", "found_on": "2026-03-09", "act_place": "示例县东街道东一村", "source": "other",
        "kind": "person", "name": "陈示例", "id_number": PERSON_ID[:-1] + "1",
    }  # fmt: skip
    refused = client.post(address("new_case"), data)
    assert (
        refused.status_code == 422 and "校验位" in refused.content.decode() and "田间焚烧" in refused.content.decode()
    )
    client.post(address("new_case"), {**data, "id_number": PERSON_ID})
    case = PenaltyCase.objects.get()
    both = {"lead_id": ground.officers["officer"].pk, "second_id": ground.officers["second"].pk}
    same = {"lead_id": both["lead_id"], "second_id": both["lead_id"]}
    stamp = {"on": DAY.isoformat(), "version": case.version}
    assert client.post(address("assign_officers", case.pk), {**same, **stamp}).status_code == 422
    assert client.post(address("assign_officers", case.pk), {**both, **stamp}).status_code == 302
    head = signed_in(ground, "head")
    late = head.post(address("file_case", case.pk), {"opinion": "同意", **stamp})
    assert late.status_code == 409 and "指派执法人员" in late.content.decode()
    case.refresh_from_db()
    assert (
        head.post(address("file_case", case.pk), {"opinion": "同意", **stamp, "version": case.version}).status_code
        == 302
    )
    case.refresh_from_db()
    assert case.filed_on == DAY


def test_the_list_asks_the_same_number_of_questions_for_one_case_and_for_ten(ground: Ground) -> None:
    client = signed_in(ground, "officer")
    ground.opened()
    client.get(address("cases"))
    with CaptureQueriesContext(
        connection,
    ) as few:
        client.get(address("cases"))
    for _ in range(9):
        ground.opened()
    with CaptureQueriesContext(connection) as many:
        client.get(address("cases"))
    assert len(many) == len(few)


def test_the_page_of_a_case_asks_the_same_number_of_questions_however_long_the_case(ground: Ground) -> None:
    case = ground.filed()
    client = signed_in(ground, "officer")
    record(ground, case)
    client.get(address("case", case.pk))
    with CaptureQueriesContext(connection) as few:
        client.get(address("case", case.pk))
    for _ in range(5):
        record(ground, case)
    with CaptureQueriesContext(connection) as many:
        client.get(address("case", case.pk))
    assert len(many) == len(few)


def test_a_form_that_is_refused_keeps_what_was_typed(ground: Ground) -> None:
    case = ground.filed()
    words = {
        "kind": "questioning", "started_at": "2026-03-09T09:00", "ended_at": "2026-03-09T10:00", "place": "村部",
        "words": "问：在做什么？", "person_name": "陈示例", "card_shown": "on", "on": "2026-03-09", "version": case.version,
    }  # fmt: skip
    answer = signed_in(ground, "officer").post(address("record_inquiry", case.pk), words)
    page = answer.content.decode()
    assert answer.status_code == 422 and "在做什么" in page and "行政处罚法55.2" in page


def test_a_signature_comes_as_a_file_and_is_kept_whole(ground: Ground) -> None:
    case = ground.filed()
    words = {
        "kind": "questioning", "started_at": "2026-03-09T09:00", "ended_at": "2026-03-09T10:00", "place": "村部",
        "words": "问：在做什么？\n答：烧秸秆。", "person_name": "陈示例", "card_shown": "on", "rights_told": "on",
        "on": "2026-03-09", "version": case.version,
        "signature": SimpleUploadedFile("name.png", b"\x89PNG\r\n\x1a\nsigned", "image/png"),
    }  # fmt: skip
    assert signed_in(ground, "officer").post(address("record_inquiry", case.pk), words).status_code == 302
    kept = case.records.get().signature
    assert kept is not None and kept.name == "name.png" and kept.size == 14
