"""Is this number of a firm or of a citizen written rightly? Check characters as the two national standards compute them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from shanzhi.law.readings import FLAGS, FOLLOWED, Readings

UNIT_LENGTH = CITIZEN_LENGTH = 18
UNIT_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
UNIT_WEIGHTS = tuple(pow(3, place, 31) for place in range(17))
CITIZEN_WEIGHTS = tuple(pow(2, 17 - place, 11) for place in range(17))
CITIZEN_CHECKS = "10X98765432"


class BadIdentifier(ValueError):
    """The number cannot be right; the sentence says where."""


def unit_code(text: str) -> str:
    """Return the unified social credit code in its standard form (GB 32100). Raises BadIdentifier."""
    code = text.strip().upper()
    if len(code) != UNIT_LENGTH:
        raise BadIdentifier(f"统一社会信用代码应为18位，现有{len(code)}位。")
    for place, character in enumerate(code[:-1], start=1):
        if character not in UNIT_ALPHABET:
            raise BadIdentifier(
                f"统一社会信用代码第{place}位是“{character}”；只能用数字和除I、O、S、V、Z以外的大写字母。"
            )
    total = sum(UNIT_ALPHABET.index(one) * weight for one, weight in zip(code, UNIT_WEIGHTS, strict=False))
    expected = UNIT_ALPHABET[-total % 31]
    if code[-1] != expected:
        raise BadIdentifier(f"统一社会信用代码的校验位应为{expected}，现为{code[-1]}，请核对。")
    return code


def citizen_number(text: str) -> str:
    """Return the citizen number in its standard form (GB 11643). Abolished region codes stay valid. Raises BadIdentifier."""
    number = text.strip().upper()
    if len(number) != CITIZEN_LENGTH:
        raise BadIdentifier(f"公民身份号码应为18位，现有{len(number)}位。")
    if not (number[:-1].isascii() and number[:-1].isdigit()):
        raise BadIdentifier("公民身份号码前17位应全是数字。")
    birthday(number)
    total = sum(int(one) * weight for one, weight in zip(number, CITIZEN_WEIGHTS, strict=False))
    expected = CITIZEN_CHECKS[total % 11]
    if number[-1] != expected:
        raise BadIdentifier("公民身份号码的校验位不对，请核对各位数字。")
    return number


def birthday(number: str) -> date:
    """Return the day of birth written in a citizen number. Raises BadIdentifier."""
    try:
        return date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        raise BadIdentifier("公民身份号码第7至14位不是一个日期。") from None


@dataclass(frozen=True, slots=True)
class Age:
    """An age in full years. On the birthday itself the reading decides; then the flag is shown and both ages are named."""

    years: int
    explanation: str
    flags: tuple[str, ...] = ()

    @property
    def flag_texts(self) -> tuple[str, ...]:
        return tuple(FLAGS[flag] for flag in self.flags)


def age_at(born: date, on: date, readings: Readings = FOLLOWED) -> Age:
    """Return the age (周岁) on a day, reckoned by the calendar. Who was born on 29 February turns older on 1 March."""
    on_birthday = (on.month, on.day) == (born.month, born.day) and on.year > born.year
    before = (on.month, on.day) < (born.month, born.day)
    reached = max(on.year - born.year - before, 0)
    years = reached - (on_birthday and readings.age_from_day_after)
    text = f"{born}出生，{on}{'是生日当日，' if on_birthday else ''}{years}周岁"
    if on_birthday:
        text += f"（换一种算法是{reached if readings.age_from_day_after else reached - 1}周岁，请留意）"
    return Age(years, text + "。", ("age_from_day_after",) if on_birthday else ())


def full_years(born: date, on: date, readings: Readings = FOLLOWED) -> int:
    """Return the age in full years (周岁) on a day."""
    return age_at(born, on, readings).years
