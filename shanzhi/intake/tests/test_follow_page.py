"""The reporter's own page through HTTP: what he sees, what he may still do, what a stranger learns."""

from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from shanzhi.intake import actions
from shanzhi.intake.models import Report, Stage
from shanzhi.intake.views import following
from shanzhi.ledger.actors import PUBLIC, SYSTEM
from shanzhi.ledger.models import Event
from shanzhi.ledger.rows import new_id

from .ground import picture, take_in

pytestmark = pytest.mark.usefixtures("county")


@pytest.fixture(autouse=True)
def _fresh_limits() -> None:
    following._tries.forget(None)
    following._tries._buckets.clear()


@pytest.fixture
def receipt(county: Any) -> actions.Receipt:
    return take_in(contact=actions.read_contact("13800001234"))


def move(receipt: actions.Receipt, stage: Stage, **more: Any) -> None:
    ids = [receipt.report_id]
    actions.tell_reporters(report_ids=ids, stage=stage, by=SYSTEM, at=timezone.now(), cause_id=new_id(), **more)


def send(client: Client, receipt: actions.Receipt, verb: str, **fields: Any) -> str:
    """Post a form of the page and return what the next page says."""
    return client.post(f"{receipt.track_path}{verb}/", fields, follow=True).content.decode()


def test_the_page_says_who_handles_it_and_until_when(client: Client, receipt: actions.Receipt) -> None:
    move(receipt, Stage.IN_HAND, handler_name="示例街道执法队", due_on=timezone.localdate())
    page = client.get(receipt.track_path).content.decode()
    assert "示例街道执法队正在处理" in page
    assert "13800001234" not in page


def test_words_and_photos_are_added_and_reach_the_ledger(client: Client, receipt: actions.Receipt) -> None:
    page = send(client, receipt, "supplement", text="今天晚上又冒烟了。", photos=[picture()])
    assert "今天晚上又冒烟了。" in page
    assert f'data-draft-done="supplement-{receipt.number}"' in page, "the copy on the phone is let go"
    assert Report.objects.get().photo_count == 1
    assert Event.objects.filter(kind="intake.report_supplemented").count() == 1


def test_an_empty_supplement_is_refused_in_words(client: Client, receipt: actions.Receipt) -> None:
    answer = client.post(f"{receipt.track_path}supplement/", {"text": ""})
    assert (answer.status_code, "请写下要补充的情况" in answer.content.decode()) == (422, True)


def test_supplements_are_bounded(client: Client, receipt: actions.Receipt) -> None:
    for number in range(20):
        actions.supplement_report(report_id=receipt.report_id, text=f"第 {number} 次补充", by=PUBLIC)
    assert "补充次数已满" in send(client, receipt, "supplement", text="再补充一次")


def test_withdrawing_asks_once_more(client: Client, receipt: actions.Receipt) -> None:
    assert "确认撤回" in send(client, receipt, "withdraw")
    assert Report.objects.get().stage == "received"
    assert "您已撤回" in send(client, receipt, "withdraw", sure="1")
    assert "已经结束或已撤回" in send(client, receipt, "withdraw", sure="1")


def test_rating_and_asking_once_for_a_second_handling(client: Client, receipt: actions.Receipt) -> None:
    move(receipt, Stage.CLOSED, answer="已责令整改。")
    assert "请您评价" in client.get(receipt.track_path).content.decode()
    assert "差在哪里" in send(client, receipt, "rate", score="1")
    assert "谢谢您的评价" in send(client, receipt, "rate", score="2", reason="还有味道")
    assert "已经评价过" in send(client, receipt, "rate", score="5")
    assert "已转给办理单位" in send(client, receipt, "reopen", reason="晚上又冒烟")
    assert "已要求过一次" in send(client, receipt, "reopen", reason="晚上又冒烟")
    assert Event.objects.filter(kind="intake.reopening_asked").count() == 1


@pytest.mark.parametrize("score", ["0", "6", "x", ""])
def test_a_rating_outside_five_steps_is_refused(client: Client, receipt: actions.Receipt, score: str) -> None:
    move(receipt, Stage.CLOSED)
    assert client.post(f"{receipt.track_path}rate/", {"score": score}).status_code == 422
    assert Report.objects.get().rating is None


def test_the_reporter_can_hide_his_words_from_neighbours(client: Client, receipt: actions.Receipt) -> None:
    assert "不会再看到" in send(client, receipt, "hide")
    send(client, receipt, "hide")
    assert not Report.objects.get().is_public
    assert Event.objects.filter(kind="intake.report_hidden").count() == 1


@pytest.mark.parametrize("verb", ["supplement", "withdraw", "rate", "reopen", "hide"])
def test_a_wrong_secret_does_nothing(client: Client, receipt: actions.Receipt, verb: str) -> None:
    fields = {"text": "别人写的", "sure": "1", "score": "5", "reason": "别人写的"}
    assert client.post(f"/t/{receipt.number}/{'a' * 24}/{verb}/", fields).status_code == 404
    assert Event.objects.count() == 1


def test_number_and_tail_find_the_page(client: Client, receipt: actions.Receipt) -> None:
    fields = {"number": receipt.number, "tail": "1234"}
    for _ in range(12):
        assert client.post("/track/", fields)["Location"] == receipt.track_path


def test_guessing_the_tail_is_stopped_for_this_number_only(client: Client, receipt: actions.Receipt) -> None:
    other = take_in(contact=actions.read_contact("13900005678"))
    for tail in range(10):
        assert client.post("/track/", {"number": receipt.number, "tail": f"{tail:04d}"}).status_code == 422
    assert client.post("/track/", {"number": receipt.number, "tail": "1234"}).status_code == 429
    assert client.post("/track/", {"number": other.number, "tail": "5678"}).status_code == 302


def test_what_the_page_says_in_english(client: Client, receipt: actions.Receipt) -> None:
    move(receipt, Stage.CLOSED, answer="已责令整改。", handler_name="示例队")
    page = client.get(receipt.track_path, headers={"accept-language": "en"}).content.decode()
    assert "办理进度" not in page
    assert "请您评价" not in page
