"""What people and machines send that nobody meant: a clear sentence each, and nothing lost that was good."""

import io
import zlib
from typing import Any

import pytest
from django.test import Client
from PIL import Image

from shanzhi.intake.models import Draft, QRPoint, Report
from shanzhi.intake.tests.ground import CODE, make_point
from shanzhi.registry.models import County

from .ground import WORDS, draft_at, kept_words, picture, say, upload, written

pytestmark = pytest.mark.usefixtures("county")


def text_of(response: Any) -> str:
    return str(response.content.decode())


# --- codes and places ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("code", ["NOSUCH", "AB CD", "%E7%A0%81", "x" * 300, "..%2F..%2Fetc", "ABCD2'--"])
def test_a_wrong_code_leads_on_to_the_plain_report(client: Client, code: str) -> None:
    response = client.get(f"/r/{code}/")
    assert response.status_code == 404
    if "%2F" not in code:
        assert "您仍然可以反映" in text_of(response)
        assert 'href="/report/"' in text_of(response)


def test_a_retired_point_says_so_and_leads_on(client: Client) -> None:
    make_point(state=QRPoint.State.RETIRED)
    response = client.get("/r/ABCD23/")
    assert response.status_code == 410
    assert "已停用" in text_of(response)
    assert 'href="/report/"' in text_of(response)


def test_a_code_typed_in_small_letters_is_understood(client: Client) -> None:
    make_point()
    assert client.get("/r/abcd23/").status_code == 200


def test_a_place_outside_the_county_is_taken_in_and_marked(client: Client) -> None:
    draft = draft_at(say(client))
    client.post(f"{draft}where/", {"lon": "120.2", "lat": "30.3"})
    client.post(f"{draft}contact/", {})
    done = client.post(f"{draft}check/", follow=True)
    assert "看起来不在本县" in text_of(done)
    report = Report.objects.get()
    assert (report.is_outside, report.area_code) == (True, "")


def test_without_any_place_the_page_asks_and_keeps_the_words(client: Client) -> None:
    draft = draft_at(say(client))
    response = client.post(f"{draft}where/", {"lon": "", "lat": "", "area": "", "place_text": "  "})
    assert response.status_code == 422
    assert "有一样就行" in text_of(response)
    assert kept_words(draft) == WORDS


@pytest.mark.parametrize(
    ("lon", "lat"), [("abc", "28.9"), ("999", "28.9"), ("nan", "nan"), ("118.5", ""), ("inf", "0")]
)
def test_a_position_that_is_none_never_breaks_the_page(client: Client, lon: str, lat: str) -> None:
    draft = draft_at(say(client))
    response = client.post(f"{draft}where/", {"lon": lon, "lat": lat, "place_text": "示例街"})
    assert response.status_code in (302, 422)
    assert kept_words(draft) == WORDS


@pytest.mark.parametrize("path", ["what", "where", "near", "contact", "check", "done"])
def test_a_draft_that_is_gone_says_what_to_do(client: Client, path: str) -> None:
    response = client.get(f"/report/00000000-0000-7000-8000-000000000000/{path}/")
    assert response.status_code == 404


# --- words --------------------------------------------------------------------------------------------------


def test_empty_words_are_asked_for_and_the_tile_stays_chosen(client: Client) -> None:
    response = say(client, "  \n ")
    assert response.status_code == 422
    assert "请" in text_of(response)
    assert 'value="smoke" checked' in text_of(response).replace("  ", " ")
    assert not Report.objects.exists()


def test_twenty_thousand_characters_are_counted_and_kept_in_the_form(client: Client) -> None:
    long = "油烟很大。" * 4000
    response = say(client, long)
    assert response.status_code == 422
    assert "多了 15000 字" in text_of(response)
    assert text_of(response).count("油烟很大。") == 4000


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("楼下 👨‍👩‍👧‍👦 都被 🔥 呛到了", "楼下 👨‍👩‍👧‍👦 都被 🔥 呛到了"),
        ("油烟\x00很\x1b[31m大\x07", "油烟很[31m大"),
        ("店名是\u202egnp.exe\u202c这家", "店名是gnp.exe这家"),
        ("الدخان كثيف في الشارع", "الدخان كثيف في الشارع"),
        ("零\u200b宽\ufeff字符", "零宽字符"),
        ("第一行\r\n第二行", "第一行\n第二行"),
        ("<script>alert(1)</script>很吵", "<script>alert(1)</script>很吵"),
        ("𠮷野家门口 ② ½", "𠮷野家门口 ② ½"),
    ],
)
def test_unusual_signs_come_in_whole_and_hidden_ones_do_not(client: Client, sent: str, kept: str) -> None:
    draft = written(client, sent)
    page = text_of(client.get(f"{draft}check/"))
    assert "<script>alert" not in page
    client.post(f"{draft}check/")
    assert Report.objects.get().text == kept


def test_halves_of_surrogates_are_no_fault_of_ours(client: Client) -> None:
    body = b"tile=smoke&text=%ED%A0%80%ED%B0%80+bad+utf8+%FF+words"
    response = client.post("/report/", body, content_type="application/x-www-form-urlencoded")
    assert response.status_code in (302, 400, 422)


def test_an_unknown_tile_is_a_sentence(client: Client) -> None:
    response = client.post("/report/", {"tile": "nonsense", "text": WORDS})
    assert response.status_code == 422
    assert WORDS in text_of(response)


def test_a_contact_that_is_none_is_explained_and_nothing_is_lost(client: Client) -> None:
    draft = draft_at(say(client))
    response = client.post(f"{draft}contact/", {"contact": "1380000"})
    assert response.status_code == 422
    assert "11 位" in text_of(response)
    assert kept_words(draft) == WORDS


# --- photos -------------------------------------------------------------------------------------------------


def bomb() -> bytes:
    """A PNG of a few kilobytes that claims 30000 × 30000 pixels."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return len(data).to_bytes(4, "big") + kind + data + zlib.crc32(kind + data).to_bytes(4, "big")

    size = (30_000).to_bytes(4, "big")
    head = size + size + bytes([8, 0, 0, 0, 0])
    body = chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(bytes(100_000))) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + body


def moving() -> bytes:
    kept = io.BytesIO()
    frames = [Image.new("RGB", (20, 20), colour) for colour in ("red", "blue")]
    frames[0].save(kept, "GIF", save_all=True, append_images=frames[1:])
    return kept.getvalue()


BAD_PHOTOS = {
    "cut off": (picture()[:200], "现场.jpg", 415),
    "empty": (b"\xff", "空.jpg", 415),
    "a document": (b"%PDF-1.7\n1 0 obj\n", "现场.jpg", 415),
    "a page": (b"<html><script>alert(1)</script></html>", "现场.png", 415),
    "a drawing with script": (b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>', "图.svg", 415),
    "a program": (b"MZ\x90\x00" + bytes(500), "照片.jpg", 415),
    "too many pixels": (bomb(), "大.png", 415),
    "a moving picture": (moving(), "动.gif", 415),
    "25 MB and more": (b"\xff\xd8\xff\xe0" + bytes(26 * 1024 * 1024), "大.jpg", 413),
}


@pytest.mark.parametrize("kind", BAD_PHOTOS)
def test_a_photo_that_is_none_gets_a_sentence_and_the_rest_is_kept(client: Client, kind: str) -> None:
    content, name, status = BAD_PHOTOS[kind]
    response = say(client, photos=[upload(picture("navy"), "好.jpg"), upload(content, name)])
    assert response.status_code == status, kind
    assert f"「{name}」" in text_of(response)
    assert WORDS in text_of(response)
    draft = draft_at(response)
    assert kept_words(draft) == WORDS
    assert Draft.objects.get(pk=draft.split("/")[2]).photos.count() == 1


def test_a_tenth_photo_is_named_and_nine_are_kept(client: Client) -> None:
    response = say(client, photos=[upload(picture(f"#0000{number}0"), f"{number}.jpg") for number in range(10)])
    assert "照片最多 9 张，「9.jpg」没有存" in text_of(response)
    assert Draft.objects.get().photos.count() == 9


# --- again and again ----------------------------------------------------------------------------------------


def test_a_draft_sent_twice_is_one_report(client: Client) -> None:
    draft = written(client)
    first, second = client.post(f"{draft}check/", follow=True), client.post(f"{draft}check/", follow=True)
    assert Report.objects.count() == 1
    number = Report.objects.get().number
    assert number in text_of(first)
    assert number in text_of(second)
    assert client.get(f"{draft}what/", follow=True).redirect_chain[-1][0].endswith("/done/")


def test_too_many_from_one_browser_wait_and_a_neighbour_behind_the_same_address_does_not(county: County) -> None:
    county.report_per_browser_hour = 3
    county.save(update_fields=["report_per_browser_hour"])
    hasty, neighbour = Client(REMOTE_ADDR="198.51.100.7"), Client(REMOTE_ADDR="198.51.100.7")
    for number in range(3):
        draft = written(hasty, f"{WORDS}第 {number} 次。")
        hasty.get(f"{draft}check/")
        assert hasty.post(f"{draft}check/").status_code == 302
    draft = written(hasty, f"{WORDS}还有一件。")
    refused = hasty.post(f"{draft}check/")
    assert refused.status_code == 429
    assert int(refused.headers["Retry-After"]) > 0
    assert "内容还在" in text_of(refused)
    assert f"{WORDS}还有一件。" in text_of(hasty.get(f"{draft}check/"))

    other = written(neighbour)
    neighbour.get(f"{other}check/")
    assert neighbour.post(f"{other}check/").status_code == 302
    assert Report.objects.filter(county=CODE).count() == 4


def test_many_from_one_address_are_taken_in_and_marked(county: County) -> None:
    county.report_per_address_hour = 2
    county.save(update_fields=["report_per_address_hour"])
    for _number in range(4):
        client = Client(REMOTE_ADDR="198.51.100.8")
        draft = written(client)
        client.get(f"{draft}check/")
        assert client.post(f"{draft}check/").status_code == 302
    marked = [report.alarms for report in Report.objects.order_by("received_at")]
    assert marked == [[], [], ["flood"], ["flood"]]


def test_guessing_four_digits_ends_after_ten_tries(client: Client) -> None:
    answers = [client.post("/track/", {"number": "261123-000042", "tail": f"{n:04}"}).status_code for n in range(12)]
    assert answers[:10] == [422] * 10
    assert answers[10:] == [429] * 2


@pytest.mark.parametrize("secret", ["wrong", "a" * 500, "%00", "null"])
def test_a_wrong_link_tells_nothing(client: Client, secret: str) -> None:
    response = client.get(f"/t/261123-000042/{secret}/")
    assert response.status_code == 404
    assert "没有找到" in text_of(response)
