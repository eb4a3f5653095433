"""How are dates, sums, people and lists written in an official document?"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

_DIGITS = "零壹贰叁肆伍陆柒捌玖"
_UNITS = ("", "拾", "佰", "仟")
_GROUPS = ("", "万", "亿", "万亿")


def said(value: Any, kind: str) -> str:
    """Return a value as the document prints it; an empty text for one that says nothing."""
    if value is None or value == "" or value == [] or value is False:
        return ""
    if kind == "flag":
        return "是"
    if kind == "date":
        return day(value)
    if kind == "moment":
        return moment(value)
    if kind == "money":
        return money(value)
    if kind == "list":
        return "、".join(str(one) for one in value) if isinstance(value, list) else str(value)
    if kind == "people":
        return "、".join(person(one) for one in value)
    return str(value)


def day(value: Any) -> str:
    """2026-07-05 → 2026年7月5日; anything that is no day stays as it is written."""
    try:
        found = value if isinstance(value, date) else date.fromisoformat(str(value)[:10])
    except ValueError:
        return str(value)
    return f"{found.year}年{found.month}月{found.day}日"


def moment(value: Any) -> str:
    """2026-07-05T09:30 → 2026年7月5日9时30分."""
    try:
        found = value if isinstance(value, datetime) else datetime.fromisoformat(str(value))
    except ValueError:
        return str(value)
    if found.tzinfo is not None:
        from django.utils import timezone

        found = timezone.localtime(found)
    return f"{day(found.date())}{found.hour}时{found.minute:02d}分"


def money(value: Any) -> str:
    """500 → 500.00元（人民币伍佰元整）."""
    try:
        amount = Decimal(str(value)).quantize(Decimal("0.01"))
    except InvalidOperation:
        return str(value)
    return f"{amount:,.2f}元（人民币{capitals(amount)}）"


def capitals(amount: Decimal) -> str:
    """1205.30 → 壹仟贰佰零伍元叁角整, as cheques and decisions write sums."""
    cents = int((amount * 100).to_integral_value())
    yuan, rest = divmod(cents, 100)
    jiao, fen = divmod(rest, 10)
    text = f"{_whole(yuan)}元" if yuan or not rest else ""
    if jiao:
        text += f"{_DIGITS[jiao]}角"
    elif fen and yuan:
        text += "零"
    return text + (f"{_DIGITS[fen]}分" if fen else "整")


def _whole(number: int) -> str:
    if number == 0:
        return "零"
    groups = []
    while number:
        number, group = divmod(number, 10000)
        groups.append(group)
    text, gap = "", False
    for place in range(len(groups) - 1, -1, -1):
        group = groups[place]
        if not group:
            gap = bool(text)
            continue
        if text and (gap or group < 1000):
            text += "零"
        text, gap = text + _thousand(group) + _GROUPS[place], False
    return text


def _thousand(number: int) -> str:
    text, gap = "", False
    for place in range(3, -1, -1):
        digit = number // 10**place % 10
        if digit:
            text, gap = text + ("零" if gap else "") + _DIGITS[digit] + _UNITS[place], False
        elif text:
            gap = True
    return text


def person(one: Any) -> str:
    """张三（执法证号 123）."""
    if not isinstance(one, Mapping):
        return str(one)
    certificate = one.get("certificate")
    post = one.get("post")
    note = f"执法证号：{certificate}" if certificate else post
    return f"{one.get('name', '')}（{note}）" if note else str(one.get("name", ""))


def names(people: Any) -> list[str]:
    if not isinstance(people, Sequence) or isinstance(people, str):
        return [str(people)] if people else []
    return [str(one.get("name", "")) if isinstance(one, Mapping) else str(one) for one in people]
