"""Is anything typed or chosen ever lost, and do photos travel small with the proof of their originals?"""

import hashlib
import io
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.django_db(transaction=True)

QUESTION = "/design/question/"


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    path = tmp_path / "现场.jpg"
    picture = Image.effect_noise((3000, 2000), 60).convert("RGB")
    picture.save(path, quality=95)
    return path


def chosen(page: Page) -> list[dict[str, object]]:
    return page.evaluate(
        "Array.from(document.querySelector('input[type=file]').files, f => ({name: f.name, size: f.size, type: f.type}))"
    )


def test_a_photo_is_shrunk_and_the_digest_of_the_original_goes_along(phone_page: Page, live: str, photo: Path) -> None:
    phone_page.goto(live + QUESTION)
    phone_page.set_input_files("input[type=file]", photo)
    expect(phone_page.locator(".photos-state")).to_have_text("已选 1 张，最多 9 张。")
    [file] = chosen(phone_page)
    assert file["type"] == "image/jpeg"
    assert int(str(file["size"])) < photo.stat().st_size
    side = phone_page.evaluate(
        "createImageBitmap(document.querySelector('input[type=file]').files[0]).then(p => Math.max(p.width, p.height))"
    )
    assert side == 2048
    digest = phone_page.locator("input[name=ask-photos_sha256]").input_value()
    assert digest == hashlib.sha256(photo.read_bytes()).hexdigest()


def test_a_file_that_is_no_photo_is_named_and_left_out(
    phone_page: Page, live: str, tmp_path: Path, photo: Path
) -> None:
    broken = tmp_path / "坏的.jpg"
    broken.write_bytes(b"not a picture")
    phone_page.goto(live + QUESTION)
    phone_page.set_input_files("input[type=file]", [broken, photo])
    expect(phone_page.locator(".photos-state")).to_contain_text("「坏的.jpg」打不开，没有加进来。")
    assert len(chosen(phone_page)) == 1


def test_no_more_than_nine_photos_and_each_can_be_removed(phone_page: Page, live: str, tmp_path: Path) -> None:
    paths = []
    for number in range(10):
        path = tmp_path / f"{number}.png"
        Image.new("RGB", (60, 40), (number * 20, 80, 120)).save(path)
        paths.append(path)
    phone_page.goto(live + QUESTION)
    phone_page.set_input_files("input[type=file]", paths)
    expect(phone_page.locator(".photos-state")).to_contain_text("最多 9 张，多出的没有加进来。")
    assert len(chosen(phone_page)) == 9
    phone_page.get_by_role("button", name="移除第 3 张照片").click()
    assert [file["name"] for file in chosen(phone_page)][2] != "2.png"
    assert len(chosen(phone_page)) == 8
    expect(phone_page.locator("input[name=ask-photos_sha256]")).to_have_count(8)


def test_words_choice_and_photo_come_back_after_the_page_was_lost(phone_page: Page, live: str, photo: Path) -> None:
    phone_page.goto(live + QUESTION)
    phone_page.get_by_label("噪声扰民").check()
    phone_page.get_by_label("说说情况").fill("半夜还在打桩")
    phone_page.set_input_files("input[type=file]", photo)
    expect(phone_page.get_by_text("草稿已存在本机")).to_be_visible()
    expect(phone_page.locator(".thumbs img")).to_have_count(1)
    phone_page.wait_for_timeout(300)
    phone_page.goto(f"{live}/design/public/")
    phone_page.goto(live + QUESTION)
    expect(phone_page.get_by_text("已恢复您上次没有提交的内容。")).to_be_visible()
    expect(phone_page.get_by_label("噪声扰民")).to_be_checked()
    expect(phone_page.get_by_label("说说情况")).to_have_value("半夜还在打桩")
    expect(phone_page.locator(".thumbs img")).to_have_count(1)
    assert len(chosen(phone_page)) == 1
    digest = phone_page.locator("input[name=ask-photos_sha256]").input_value()
    assert digest == hashlib.sha256(photo.read_bytes()).hexdigest()


def test_the_draft_can_be_thrown_away(phone_page: Page, live: str) -> None:
    phone_page.goto(live + QUESTION)
    phone_page.get_by_label("说说情况").fill("不说了")
    expect(phone_page.get_by_text("草稿已存在本机")).to_be_visible()
    phone_page.reload()
    phone_page.get_by_role("button", name="不要了，重新填").click()
    phone_page.wait_for_load_state()
    expect(phone_page.get_by_label("说说情况")).to_have_value("")


def test_two_drafts_stand_side_by_side(phone_page: Page, live: str) -> None:
    phone_page.goto(live + QUESTION)
    phone_page.get_by_label("说说情况").fill("第一份")
    expect(phone_page.get_by_text("草稿已存在本机")).to_be_visible()
    phone_page.goto(f"{live}/design/")
    phone_page.locator("#id_new-words").fill("第二份")
    expect(phone_page.get_by_text("草稿已存在本机")).to_be_visible()
    phone_page.goto(live + QUESTION)
    expect(phone_page.get_by_label("说说情况")).to_have_value("第一份")


def test_the_place_is_asked_only_on_a_tap(context_of, live: str) -> None:
    page = context_of(phone=True, geolocation=(118.511, 28.901)).new_page()
    page.goto(live + QUESTION)
    page.set_content(_place_page(live))
    page.wait_for_load_state("networkidle")
    assert page.locator("#lon").input_value() == ""
    page.get_by_role("button", name="使用我现在的位置").click()
    expect(page.locator("#lon")).to_have_value("118.511000")
    expect(page.locator("#lat")).to_have_value("28.901000")
    expect(page.get_by_role("status").filter(has_text="已取得您的位置")).to_be_visible()


def _place_page(live: str) -> str:
    page = io.StringIO()
    page.write(
        '<body data-words=\'{"place_found": "已取得您的位置，误差约 {m} 米。"}\'><div id="live"></div><div id="wire"></div>'
    )
    page.write(
        '<div data-place="lon lat"><input id="lon"><input id="lat"><button type="button" hidden>使用我现在的位置</button>'
    )
    page.write('<p class="place-state" role="status"></p></div>')
    page.write(f'<script src="{live}/static/web/page.js"></script><script src="{live}/static/web/place.js"></script>')
    return page.getvalue()
