"""Is text cleaned without losing a word, and is what the public should not read found?"""

import random
import time
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shanzhi.intake.plain_text import clean, public_version, tidy
from shanzhi.law.obstacle import NotAllowed


def refusal(text, **limits):
    with pytest.raises(NotAllowed) as caught:
        clean(text, **limits)
    (obstacle,) = caught.value.obstacles
    return obstacle.text


# --- cleaning ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("a\x00b\x07c\x1bd\x7fe\x85f", "abcde\nf"),
        ("第一行\r\n第二行\r第三行\u2028第四行", "第一行\n第二行\n第三行\n第四行"),
        ("ab\u202egpj.exe\u202c", "abgpj.exe"),
        ("\u2066藏\u2069\u200b\ufeff字\u2060\u00ad", "藏字"),
        ("\ud800半个\udfff", "半个"),
        ("\U000e0041\U000e0042暗语", "暗语"),
        ("  前后\t空格  \n\n\n\n下一段  ", "前后 空格\n\n下一段"),
        ("e\u0301cole", "école"),
        ("\u3164\u115f", ""),
    ],
)
def test_what_nobody_can_see_goes(text, plain):
    assert tidy(text) == plain


@pytest.mark.parametrize(
    "text",
    [
        "饭店油烟很大😷👨‍👩‍👧‍👦👍🏽",
        "🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f 比赛",
        "مطعم يدخن كثيرا",
        "המסעדה מעשנת",
        "می‌خواهم",
        "第一段\n\n第二段",
        "䶮镕㛃堃𠮷",
        "ที่นี่",
        "བོད་སྐད་",
        "a\u200eb",
    ],
)
def test_what_people_write_stays(text):
    assert tidy(text) == text


@given(st.text(max_size=400))
def test_cleaning_twice_is_cleaning_once_and_the_result_can_be_stored(text):
    once = tidy(text)
    assert tidy(once) == once
    assert "\x00" not in once
    once.encode("utf-8")
    unseen = [sign for sign in once if unicodedata.category(sign) in ("Cc", "Cs") and sign != "\n"]
    assert unseen == []
    assert not set(once) & set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def test_piled_up_marks_are_cut_and_cost_no_time():
    pile = "a" + "".join(random.Random(1).choices("\u0301\u0316\u0321\u0345\u035c", k=300_000))
    started = time.perf_counter()
    assert len(tidy(pile)) <= 7
    assert time.perf_counter() - started < 2


def test_two_megabytes_of_text_are_answered_in_time():
    started = time.perf_counter()
    assert "多了 695000 字" in refusal("油烟很大" * 175_000)
    public_version(tidy("1 3 8 a@b.c 浙H " * 100_000)[:5000])
    assert time.perf_counter() - started < 3


def test_empty_and_too_short_are_different_sentences():
    assert refusal("") == refusal(" \n\u200b\x00") == "请写一写发生了什么事。"
    assert "至少写 2 个字" in refusal("啊")
    assert clean("油烟") == "油烟"


def test_too_long_says_how_many_too_many_and_that_nothing_is_lost():
    assert clean("字" * 5000) == "字" * 5000
    said = refusal("字" * 20_000)
    assert "20000" in said
    assert "15000" in said
    assert "都还在" in said
    assert "多了 1 字" in refusal("一二三四五六", most=5)


# --- the public version ----------------------------------------------------------------------------------------


def kinds(text):
    return [one.kind for one in public_version(text)[1]]


def masked(text):
    return public_version(text)[0]


@pytest.mark.parametrize(
    "number",
    [
        "13812341234",
        "138 1234 1234",
        "138-1234-1234",
        "138 123 41234",
        "1381 234 1234",
        "1381234 1234",
        "1 3 8 1 2 3 4 1 2 3 4",
        "+8613812341234",
        "+86 138 1234 1234",
        "008613812341234",
        "１３８１２３４１２３４",
        "①③⑧①②③④①②③④",
        "١٣٨١٢٣٤١٢٣٤",
        "0570-5021234",
        "(0570)5021234",
        "0570 502 1234",
        "010-65001234",
        "02087654321",
        "+44 7911 123456",
    ],
)
def test_phone_numbers_are_found_however_written(number):
    text = f"请打{number}找我"
    assert kinds(text) == ["phone"]
    assert masked(text) == "请打〔电话号码已隐去〕找我"


def test_a_local_number_is_found_where_it_is_called_one():
    assert masked("电话：5021234，谢谢") == "电话：〔电话号码已隐去〕，谢谢"
    assert kinds("罚款5021234元") == []


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("身份证11010519491231002X", "id_card"),
        ("11010519491231002x", "id_card"),
        ("１１０１０５１９４９１２３１００２Ｘ", "id_card"),
        ("110105 19491231 002X", "id_card"),
        ("我的身份证号是330822199001011111", "id_card"),
        ("卡6222021234567890128", "bank_card"),
        ("6222 0212 3456 7890 128", "bank_card"),
        ("银行卡号 622202123456789012", "bank_card"),
        ("4111111111111111", "bank_card"),
        ("浙H12345", "plate"),
        ("浙h·12345", "plate"),
        ("浙 H", ""),
        ("浙HD12345", "plate"),
        ("浙H12345F", "plate"),
        ("浙H1234学", "plate"),
        ("li.ming+a@example.com.cn", "email"),
        ("li@example．com", "email"),
        ("li＠example.com", "email"),
        ("加微信 lily_2024", "account"),
        ("QQ：123456789", "account"),
        ("我叫王小明，住在村里", "name"),
        ("联系人：欧阳小花", "name"),
    ],
)
def test_what_tells_who_somebody_is_is_found(text, kind):
    assert kinds(text) == ([kind] if kind else [])


@pytest.mark.parametrize(
    "text",
    [
        "2026-11-23 12:30:45 徐村村美食街 3 号门口油烟很大",
        "每天 18:00-22:30，已经 13 天了，噪声 75.5 分贝",
        "12345 打过了，110 也打过了，96310 没人接",
        "工单 330822202611230001 没有答复",
        "统一社会信用代码 91330822MA28F00000",
        "订单 20261123000123456",
        "面积 13800000 平方米，投资 138000000000 元",
        "G60 高速 1380 公里处",
        "联系方式没有人公布",
        "联系人电话打不通",
        "举报人强行施工，投诉人何时得到答复",
        "经度118.460789，纬度28.919350",
        "浙江省衢州市常山县",
        "新建房屋三层",
    ],
)
def test_what_is_nobodys_number_is_left_alone(text):
    assert public_version(text) == (text, [])


def test_no_digit_of_a_number_is_left_standing():
    text = "电话13812341234，身份证11010519491231002X，车牌浙H12345，邮箱li@example.com"
    said, found = public_version(text)
    assert not any(sign.isdigit() for sign in said)
    assert [one.kind for one in found] == ["phone", "id_card", "plate", "email"]
    assert [text[one.start : one.end] for one in found] == [
        "13812341234",
        "11010519491231002X",
        "浙H12345",
        "li@example.com",
    ]


def test_the_public_version_of_a_public_version_is_the_same():
    said = masked("电话13812341234，浙H12345")
    assert public_version(said) == (said, [])


@given(st.text(alphabet="0138 -+@.aX浙H我叫王微信１電话:\n😷", max_size=120))
def test_findings_lie_in_order_inside_the_text_and_the_rest_is_untouched(text):
    said, found = public_version(text)
    at = 0
    for one in found:
        assert at <= one.start < one.end <= len(text)
        at = one.end
    rest, at = "", 0
    for one in found:
        rest += text[at : one.start] + f"〔{one.label}已隐去〕"
        at = one.end
    assert said == rest + text[at:]


@given(st.text(max_size=60), st.text(max_size=60))
def test_a_number_is_found_whatever_stands_around_it(before, after):
    assert "13812341234" not in masked(f"{before} 电话13812341234号 {after}")
