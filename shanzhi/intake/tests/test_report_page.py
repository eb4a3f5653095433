"""The public's way to report, page by page, as a browser without script walks it."""

import re
import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from shanzhi.intake.actions import drafts
from shanzhi.intake.models import Contact, Draft, QRPoint, Report
from shanzhi.intake.views import reporting
from shanzhi.registry.models import County

from .ground import CODE, LAT, LON, make_point, picture, take_in, taken

pytestmark = pytest.mark.usefixtures("county")
WORDS = "饭店油烟很大，窗户不敢开。"


@pytest.fixture(autouse=True)
def _fresh_limits() -> None:
    reporting._by_browser.clear()
    reporting._by_address.clear()


def begin(client: Client, **more: Any) -> Any:
    return client.post("/report/", {"tile": "smoke", "text": WORDS, **more})


def draft_of(answer: Any) -> Draft:
    return Draft.objects.get(pk=answer["Location"].split("/")[2])


def walked(client: Client, **more: Any) -> str:
    """Walk to the check page; return its address."""
    draft = draft_of(begin(client, **more))
    client.post(f"/report/{draft.pk}/where/", {"area": f"{CODE}001001", "place_text": "示例路 3 号"})
    client.post(f"/report/{draft.pk}/contact/", {"contact": "", "is_public": "on"})
    return f"/report/{draft.pk}/check/"


def test_without_code_the_whole_way_to_the_receipt(client: Client) -> None:
    answer = begin(client, photos=[picture(), picture(200)])
    draft = draft_of(answer)
    assert answer["Location"] == f"/report/{draft.pk}/where/"
    answer = client.post(f"/report/{draft.pk}/where/", {"area": f"{CODE}001001", "place_text": "示例路 3 号"})
    assert client.get(answer["Location"])["Location"] == f"/report/{draft.pk}/contact/"
    fields = {"contact": "138 0000 1234", "wants_message": "on", "is_public": "on"}
    answer = client.post(f"/report/{draft.pk}/contact/", fields)
    shown = client.get(answer["Location"]).content.decode()
    assert WORDS in shown
    assert "138****1234" in shown
    answer = client.post(answer["Location"])
    page = client.get(answer["Location"]).content.decode()
    report = Report.objects.get()
    assert report.number in page
    assert WORDS not in page, "a receipt holds no content (P11)"
    link = re.search(r"/t/[^/]+/[a-z2-7]+/", page)
    assert link
    assert client.get(link.group()).status_code == 200
    assert (report.source, report.area_code, report.photo_count) == ("web", f"{CODE}001001", 2)
    assert Contact.objects.get().masked == "138****1234"


def test_a_code_knows_the_place_and_asks_no_where(client: Client) -> None:
    point = make_point()
    answer = client.post(f"/r/{point.code.lower()}/", {"tile": "smoke", "text": WORDS})
    draft = draft_of(answer)
    assert answer["Location"] == f"/report/{draft.pk}/near/"
    client.post(f"/report/{draft.pk}/check/")
    report = Report.objects.get()
    assert (report.source, report.point_id, report.place_basis) == ("qr", point.pk, "code")


@pytest.mark.parametrize(("state", "status", "said"), [("", 404, "没有找到"), ("retired", 410, "已停用")])
def test_a_wrong_or_retired_code_says_so_and_leads_on(client: Client, state: str, status: int, said: str) -> None:
    if state:
        make_point(state=QRPoint.State.RETIRED)
    answer = client.get("/r/ABCD23/")
    page = answer.content.decode()
    assert answer.status_code == status
    assert said in page
    assert "/report/" in page


@pytest.mark.parametrize(
    ("text", "said"),
    [("", "请用一两句话"), ("  \n", "请"), ("字" * 20_000, "5000"), ("\u202e\u200b", "请")],
)
def test_bad_words_come_back_with_a_sentence_and_nothing_lost(client: Client, text: str, said: str) -> None:
    answer = begin(client, text=text, photos=[picture()])
    page = answer.content.decode()
    assert answer.status_code == 422
    assert said in page
    assert 'value="smoke"' in page
    if text.startswith("字"):
        assert text in page
    assert Draft.objects.get().photos.count() == 1, "the photo is kept though the words were wrong"


@pytest.mark.parametrize("text", ["烟太大了😷😷", "السلام عليكم، دخان كثيف", "烟\x07很\x00大\u202e了"])
def test_signs_of_all_kinds_are_taken(client: Client, text: str) -> None:
    answer = begin(client, text=text)
    assert answer.status_code == 302
    kept = draft_of(answer).data["text"]
    assert not set(kept) & {"\x07", "\x00", "\u202e"}
    assert kept


def test_a_broken_photo_is_refused_with_a_sentence_and_the_rest_is_kept(client: Client) -> None:
    from django.core.files.uploadedfile import SimpleUploadedFile

    broken = SimpleUploadedFile("坏的.jpg", b"GIF89a no photo at all", "image/jpeg")
    answer = begin(client, photos=[picture(), broken])
    assert answer.status_code == 415
    draft = Draft.objects.get()
    assert (draft.photos.count(), draft.data["text"]) == (1, WORDS)
    assert "坏的.jpg" in answer.content.decode()


def test_a_photo_sent_again_is_kept_once(client: Client) -> None:
    draft = draft_of(begin(client, photos=[picture()]))
    client.post(f"/report/{draft.pk}/what/?check", {"tile": "smoke", "text": WORDS, "photos": [picture(), picture(9)]})
    assert draft.photos.count() == 2


def test_a_tenth_photo_is_refused_in_words(client: Client) -> None:
    answer = begin(client, photos=[picture(20 * number) for number in range(10)])
    assert "最多 9 张" in answer.content.decode()
    assert Draft.objects.get().photos.count() == 9


def test_changing_an_answer_leads_back_to_the_check_page(client: Client) -> None:
    check = walked(client)
    draft_id = check.split("/")[2]
    page = client.get(f"/report/{draft_id}/what/?check").content.decode()
    action = re.search(r'action="([^"]*/what/[^"]*)"', page)
    assert action
    assert client.post(action.group(1), {"tile": "smoke", "text": "改了一句话。"})["Location"] == check
    assert "改了一句话。" in client.get(check).content.decode()


def test_where_needs_one_of_three(client: Client) -> None:
    draft = draft_of(begin(client))
    answer = client.post(f"/report/{draft.pk}/where/", {})
    assert (answer.status_code, "有一样就行" in answer.content.decode()) == (422, True)
    assert client.post(f"/report/{draft.pk}/where/", {"place_text": "桥头"}).status_code == 302
    assert client.post(f"/report/{draft.pk}/where/", {"lon": LON, "lat": LAT}).status_code == 302


def test_a_place_outside_is_taken_and_the_receipt_says_so(client: Client) -> None:
    draft = draft_of(begin(client))
    client.post(f"/report/{draft.pk}/where/", {"lon": LON + 2, "lat": LAT})
    answer = client.post(f"/report/{draft.pk}/check/")
    assert "不在本县" in client.get(answer["Location"]).content.decode()
    assert Report.objects.get().is_outside


def test_joining_what_is_near_is_one_tap(client: Client) -> None:
    head = taken(tile="smoke")
    draft = draft_of(begin(client))
    answer = client.post(f"/report/{draft.pk}/where/", {"lon": LON, "lat": LAT})
    page = client.get(answer["Location"]).content.decode()
    assert head.public_text in page
    client.post(f"/report/{draft.pk}/near/", {"join": str(head.pk)})
    client.post(f"/report/{draft.pk}/check/")
    assert Report.objects.exclude(pk=head.pk).get().joined_to_id == head.pk


@pytest.mark.parametrize("join", ["", "no id", "01890000-0000-7000-8000-000000000000"])
def test_joining_what_is_not_there_joins_nothing(client: Client, join: str) -> None:
    draft = draft_of(begin(client))
    client.post(f"/report/{draft.pk}/where/", {"lon": LON, "lat": LAT})
    client.post(f"/report/{draft.pk}/near/", {"join": join})
    client.post(f"/report/{draft.pk}/check/")
    assert Report.objects.get().joined_to is None


def test_a_bad_contact_comes_back_with_a_sentence(client: Client) -> None:
    draft = draft_of(begin(client))
    answer = client.post(f"/report/{draft.pk}/contact/", {"contact": "打我电话"})
    assert answer.status_code == 422
    assert "打我电话" in answer.content.decode()


def test_the_preview_hides_what_others_should_not_read_even_when_the_contact_page_was_left_out(client: Client) -> None:
    draft = draft_of(begin(client, text="老板电话13800001234，烟很大。"))
    page = client.get(f"/report/{draft.pk}/check/").content.decode()
    assert "别人会看到的样子" in page
    assert page.count("13800001234") == 1, "once in his own words, never in the preview"


def test_sent_twice_gives_one_report_and_the_same_receipt(client: Client) -> None:
    check = walked(client)
    first, second = client.post(check), client.post(check)
    assert first["Location"] == second["Location"]
    assert Report.objects.count() == 1
    assert client.get(check)["Location"] == first["Location"], "the back button ends at the receipt"
    draft_id = uuid.UUID(check.split("/")[2])
    assert drafts.send_draft(draft_id=draft_id, origin="").repeated


def test_a_second_tab_cannot_change_what_was_sent(client: Client) -> None:
    check = walked(client)
    client.post(check)
    answer = client.post(check.replace("check", "what"), {"tile": "smoke", "text": "别的话。"})
    assert answer["Location"].endswith("/done/")
    assert Report.objects.get().text == WORDS


def test_an_expired_draft_is_a_page_that_says_so(client: Client) -> None:
    draft = draft_of(begin(client, photos=[picture()]))
    Draft.objects.filter(pk=draft.pk).update(updated_at=timezone.now() - timedelta(days=4))
    assert drafts.forget_old_drafts() > 0
    answer = client.get(f"/report/{draft.pk}/check/")
    assert answer.status_code == 404
    assert "草稿已过期" in answer.content.decode()


def test_a_flooding_browser_waits_and_keeps_its_draft(client: Client, county: County) -> None:
    County.objects.filter(pk=CODE).update(report_per_browser_hour=2)
    for _ in range(2):
        check = walked(client)
        client.get(check)
        assert client.post(check).status_code == 302
    check = walked(client)
    answer = client.post(check)
    assert answer.status_code == 429
    assert "不用重填" in answer.content.decode()
    assert Draft.objects.get(pk=check.split("/")[2]).data["text"] == WORDS
    assert Report.objects.count() == 2


def test_a_village_behind_one_address_is_never_refused_only_marked(county: County) -> None:
    County.objects.filter(pk=CODE).update(report_per_address_hour=2)
    for _ in range(4):
        neighbour = Client()
        check = walked(neighbour)
        neighbour.get(check)
        assert neighbour.post(check).status_code == 302
    assert [report.alarms for report in Report.objects.order_by("received_at")] == [[], [], ["flood"], ["flood"]]


def test_photos_of_hidden_reports_are_not_shown_to_neighbours(client: Client) -> None:
    draft = draft_of(begin(client, photos=[picture()]))
    client.post(f"/report/{draft.pk}/contact/", {"contact": ""})
    client.post(f"/report/{draft.pk}/check/")
    report = Report.objects.get()
    assert (report.is_public, report.photo_count) == (False, 1)
    assert client.get(f"/near-photo/{report.pk}/").status_code == 404


def test_english_pages_speak_english(client: Client) -> None:
    make_point(english_name="Sample Inn")
    page = client.get("/r/ABCD23/", headers={"accept-language": "en"}).content.decode()
    assert "Sample Inn" in page
    assert "Smoke" in page
    assert not re.search(r"<h1[^>]*>[^<]*[一-鿿]", page)


def test_a_wrong_secret_tells_nothing(client: Client) -> None:
    receipt = take_in()
    answer = client.get(f"/t/{receipt.number}/{'a' * 24}/")
    assert (answer.status_code, WORDS in answer.content.decode()) == (404, False)
