"""Numbers of firms and citizens: right ones pass, wrong ones are told where they are wrong."""

from collections.abc import Callable
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shanzhi.law.identifiers import (
    CITIZEN_CHECKS,
    CITIZEN_WEIGHTS,
    UNIT_ALPHABET,
    UNIT_WEIGHTS,
    BadIdentifier,
    age_at,
    birthday,
    citizen_number,
    full_years,
    unit_code,
)
from shanzhi.law.readings import FLAGS, Readings


def test_tp_36_the_example_printed_in_the_standard_is_refused_and_the_right_character_named() -> None:
    with pytest.raises(BadIdentifier, match="校验位应为3，现为Z"):
        unit_code("91350100M000100Y4Z")
    assert unit_code(" 91350100m000100y43 ") == "91350100M000100Y43"


def test_the_weights_are_those_of_the_standards() -> None:
    assert UNIT_WEIGHTS == (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)
    assert CITIZEN_WEIGHTS == (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    assert (len(UNIT_ALPHABET), len(CITIZEN_CHECKS)) == (31, 11)


@pytest.mark.parametrize("number", ["11010519491231002X", "440524188001010014", "11010519491231002x"])
def test_valid_citizen_numbers_pass_even_when_the_region_is_abolished(number: str) -> None:
    assert citizen_number(number) == number.upper()


@pytest.mark.parametrize(
    ("number", "words"),
    [
        ("110105", "应为18位，现有6位"),
        ("1101051949123100AX", "前17位应全是数字"),
        ("110105194913310021", "不是一个日期"),
        ("110105194912310021", "校验位不对"),
    ],
)
def test_a_wrong_citizen_number_is_told_what_is_wrong(number: str, words: str) -> None:
    with pytest.raises(BadIdentifier, match=words):
        citizen_number(number)


@pytest.mark.parametrize(
    ("code", "words"),
    [("9135", "应为18位，现有4位"), ("91350100I000100Y43", "第9位是“I”"), ("91350100M000100Y44", "应为3，现为4")],
)
def test_a_wrong_unit_code_is_told_what_is_wrong(code: str, words: str) -> None:
    with pytest.raises(BadIdentifier, match=words):
        unit_code(code)


@given(st.integers(0, 16), st.sampled_from(UNIT_ALPHABET))
def test_one_wrong_character_is_always_found(place: int, other: str) -> None:
    right = "91350100M000100Y43"
    wrong = right[:place] + other + right[place + 1 :]
    if wrong != right:
        with pytest.raises(BadIdentifier):
            unit_code(wrong)


@pytest.mark.parametrize(
    ("on", "age"), [(date(2026, 5, 1), 13), (date(2026, 5, 2), 14), (date(2026, 4, 30), 13), (date(2012, 5, 1), 0)]
)
def test_a_year_of_age_is_full_on_the_day_after_the_birthday(on: date, age: int) -> None:
    assert full_years(date(2012, 5, 1), on) == age


def test_on_the_birthday_the_reading_decides_and_says_so() -> None:
    born, on = date(2012, 5, 1), date(2026, 5, 1)
    assert age_at(born, on).flag_texts == (FLAGS["age_from_day_after"],)
    assert (
        age_at(born, on).explanation == "2012-05-01出生，2026-05-01是生日当日，13周岁（换一种算法是14周岁，请留意）。"
    )
    other = Readings(age_from_day_after=False)
    assert age_at(born, on, other).explanation.endswith("14周岁（换一种算法是13周岁，请留意）。")
    assert full_years(born, on, other) == 14
    assert age_at(born, date(2026, 5, 2)).flags == ()


def test_who_is_not_born_yet_has_no_years() -> None:
    assert age_at(date(2026, 5, 2), date(2026, 5, 1)).years == 0
    assert age_at(date(2026, 5, 1), date(2025, 5, 1)).years == 0
    assert age_at(date(2026, 5, 2), date(2026, 5, 2)).years == 0


@given(st.dates(date(1900, 1, 1), date(2020, 1, 1)), st.dates(date(2020, 1, 1), date(2100, 1, 1)))
def test_the_two_readings_differ_on_the_birthday_only(born: date, on: date) -> None:
    other = full_years(born, on, Readings(age_from_day_after=False))
    on_birthday = (on.month, on.day) == (born.month, born.day) and on.year > born.year
    assert other - full_years(born, on) == on_birthday


def test_the_day_of_birth_stands_in_the_number() -> None:
    assert birthday("11010519491231002X") == date(1949, 12, 31)
    assert birthday("440524188001010014") == date(1880, 1, 1)


@pytest.mark.parametrize(
    ("check", "text", "words"),
    [
        (unit_code, "9135", "统一社会信用代码应为18位，现有4位。"),
        (
            unit_code,
            "91350100M000100YS3",
            "统一社会信用代码第17位是“S”；只能用数字和除I、O、S、V、Z以外的大写字母。",
        ),
        (unit_code, "91350100M000100Y44", "统一社会信用代码的校验位应为3，现为4，请核对。"),
        (citizen_number, "1101", "公民身份号码应为18位，现有4位。"),
        (citizen_number, "1101051949123100²X", "公民身份号码前17位应全是数字。"),
        (citizen_number, "110105194912310021", "公民身份号码的校验位不对，请核对各位数字。"),
        (citizen_number, "110105194913310021", "公民身份号码第7至14位不是一个日期。"),
    ],
)
def test_the_sentence_names_the_place(check: Callable[[str], str], text: str, words: str) -> None:
    with pytest.raises(BadIdentifier) as wrong:
        check(text)
    assert str(wrong.value) == words
