"""Numbers of firms and citizens: right ones pass, wrong ones are told where they are wrong."""

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
    citizen_number,
    full_years,
    unit_code,
)


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
