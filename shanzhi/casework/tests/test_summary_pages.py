"""The three screens over HTTP: what was typed is never lost, numbers of persons stay sealed, and sent twice is once."""

import uuid
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from shanzhi.casework.models import CaseRules, PenaltyCase, SummaryPenalty
from shanzhi.dossier.models import Evidence, StoredFile
from shanzhi.identity.models import Grant, Role

from .ground import CODE, DAY, PERSON_ID, Ground
from .spot import drawn, imposed, stall

pytestmark = pytest.mark.django_db
NEW = "/cases/on-spot/"


@pytest.fixture
def client(ground: Ground) -> Client:
    client = Client()
    client.force_login(ground.users["officer"])
    return client


def typed(ground: Ground, **more: Any) -> dict[str, Any]:
    return {
        "key": str(uuid.uuid4()), "kind": "person", "name": "陈示例", "number": PERSON_ID, "item": "330212345009",
        "act_on": f"{timezone.localdate()}", "act_place": "示例路口", "second_id": str(ground.officers["second"].pk),
        "fine_amount": "50", "band": "normal", "facts": "摆摊（示例）", "facts_clear": "on", "card_shown": "on",
        "rights_told": "on", "heard": "on", "collect": "bank", **more,
    }  # fmt: skip


def test_the_three_screens_end_in_a_penalty_and_the_same_page_again_in_the_same_one(
    ground: Ground, client: Client
) -> None:
    stall(ground)
    data = typed(ground)
    assert client.get(NEW).status_code == 200
    assert "20元至200元" in client.post(NEW, {**data, "to": "2"}).content.decode()
    assert "先申请行政复议" in client.post(NEW, {**data, "to": "3"}).content.decode()
    ink = drawn()
    done = {**data, "to": "done", "party_image": ink, "lead_image": ink, "second_image": ink}
    first, again = client.post(NEW, done), client.post(NEW, done)
    case = PenaltyCase.objects.get()
    assert first["Location"] == again["Location"] == reverse("casework:summary_done", args=[case.pk])
    assert SummaryPenalty.objects.get().key == uuid.UUID(data["key"])
    assert case.number in client.get(first["Location"]).content.decode()


def test_a_refusal_names_every_article_and_keeps_what_was_typed(ground: Ground, client: Client) -> None:
    stall(ground)
    data = typed(ground, statement="家里困难", fine_amount="150", to="3")
    for name in ("card_shown", "heard"):
        del data[name]
    answer = client.post(NEW, data)
    page = answer.content.decode()
    assert answer.status_code == 422 and "第五十二条" in page and "第四十五条" in page
    assert "家里困难" in page and 'value="150' in page and 'value="陈示例"' in page


def test_a_wrong_check_digit_is_told_at_the_first_screen(ground: Ground, client: Client) -> None:
    stall(ground)
    answer = client.post(NEW, typed(ground, number="110105194912310021", to="2"))
    assert answer.status_code == 422 and "校验" in answer.content.decode()


def test_words_that_fit_several_items_offer_them_and_a_chosen_one_goes_on(ground: Ground, client: Client) -> None:
    stall(ground)
    stall(ground, code="330212345010", name="对便民摊点未保持整洁的行政处罚")
    answer = client.post(NEW, typed(ground, item="便民摊点", to="2"))
    assert answer.status_code == 422 and 'value="330212345010"' in answer.content.decode()
    chosen = client.post(NEW, typed(ground, item="便民摊点", pick="330212345010", to="2"))
    assert chosen.status_code == 200 and "未保持整洁" in chosen.content.decode()


def test_only_items_whose_range_fits_are_offered(ground: Ground, client: Client) -> None:
    stall(ground, fine_rule={}, fine_min_amount=5000, fine_max_amount=9000)
    assert "330212345009" not in client.get(NEW).content.decode()
    answer = client.post(NEW, typed(ground, to="2"))
    assert answer.status_code == 422 and "没有找到这个事项" in answer.content.decode()


def test_photos_are_kept_once_and_become_evidence(ground: Ground, client: Client) -> None:
    stall(ground)
    picture = SimpleUploadedFile("a.png", bytes_of(drawn()), content_type="image/png")
    page = client.post(NEW, {**typed(ground), "to": "3", "photos": picture}).content.decode()
    kept = StoredFile.objects.get()
    assert str(kept.pk) in page
    ink = drawn()
    signed = {"party_image": ink, "lead_image": ink, "second_image": ink, "photo_ids": str(kept.pk), "to": "done"}
    client.post(NEW, {**typed(ground), **signed})
    assert Evidence.objects.get().file == kept


def bytes_of(ink: str) -> bytes:
    import base64

    return base64.b64decode(ink.partition(",")[2])


def test_a_known_party_comes_back_without_showing_his_number(ground: Ground, client: Client) -> None:
    case = imposed(ground)
    page = client.get(f"{NEW}?party={case.party_id}").content.decode()
    assert "陈示例" in page and PERSON_ID not in page and "110105********002X" in page
    second = client.post(NEW, {**typed(ground, number="", known=str(case.party_id)), "to": "2"}).content.decode()
    assert case.number in second and PERSON_ID not in second


def test_a_party_of_another_unit_cannot_be_fetched_by_guessing(ground: Ground) -> None:
    case = imposed(ground)
    stranger = Client()
    role = Role.objects.get(code="stranger")
    assert "casework.impose_on_spot" in role.permissions
    stranger.force_login(ground.users["stranger"])
    page = stranger.get(f"{NEW}?party={case.party_id}").content.decode()
    assert "陈示例" not in page and "110105" not in page


def test_the_general_procedure_takes_over_what_was_typed(ground: Ground, client: Client) -> None:
    stall(ground)
    answer = client.post(NEW, typed(ground, fine_amount="", address="示例路3号", to="general"))
    case = PenaltyCase.objects.get()
    assert answer["Location"] == reverse("casework:case", args=[case.pk]) and case.way == "general"


def test_the_general_procedure_asks_for_the_address_its_papers_need(ground: Ground, client: Client) -> None:
    stall(ground)
    answer = client.post(NEW, typed(ground, to="general"))
    assert answer.status_code == 422 and "第五十九条" in answer.content.decode() and not PenaltyCase.objects.exists()


def test_the_list_is_narrowed_to_those_decided_on_the_spot(ground: Ground, client: Client) -> None:
    spot, other = imposed(ground), ground.filed()
    page = client.get("/cases/?way=summary").content.decode()
    assert spot.number in page and other.number not in page


def test_the_number_of_queries_does_not_grow_with_the_parties(ground: Ground, client: Client) -> None:
    stall(ground)
    counts = []
    for place in ("甲", "乙", "丙"):
        imposed(ground, act_place=place)
        with CaptureQueriesContext(connection) as seen:
            client.get(NEW)
        counts.append(len(seen))
    assert counts[1] == counts[2]


def test_somebody_without_the_permission_is_told_so(ground: Ground) -> None:
    client = Client()
    client.force_login(ground.users["reviewer"])
    assert client.get(NEW).status_code == 403


def test_the_countys_numbers_are_set_as_versions_and_bad_ones_lose_nothing(ground: Ground) -> None:
    role = Role.objects.create(county=CODE, code="adm", name="管理员", permissions=["casework.set_case_rules"])
    Grant.objects.create(county=CODE, user=ground.users["head"], role=role, from_on=DAY)
    client = Client()
    client.force_login(ground.users["head"])
    data = {
        "from_on": f"{timezone.localdate()}",
        "source": "示例〔2026〕1号",
        "quick_items": "330212",
        "quick_days": "10",
    }
    assert client.post("/cases/rules/", {**data, "quick_items": "三三"}).status_code == 422
    assert not CaseRules.objects.exists()
    assert client.post("/cases/rules/", data).status_code == 302
    assert "示例〔2026〕1号" in client.get("/cases/rules/").content.decode()
