"""What did somebody write, without what nobody can see, and without what the public should not?"""

import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from shanzhi.law.obstacle import NotAllowed, Obstacle

LEAST, MOST = 2, 5000
_MOST_MARKS = 6

# --- cleaning -----------------------------------------------------------------------------------------------

_LINE_ENDS = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
# Unseen signs: controls, zero-width spaces, what turns the direction of the text, annotation and filler signs,
# halves of surrogates, signs that are none. Kept: newline, the joiners that emoji and some scripts need, and the
# plain direction marks.
_UNSEEN = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u00ad\u034f\u115f\u1160\u17b4\u17b5\u180e\u200b\u202a-\u202e\u2060-\u206f"
    "\u3164\ufdd0-\ufdef\ufeff\uffa0\ufff0-\ufffb\ufffe\uffff\ud800-\udfff\U000e0000-\U000e0fff"
    + "".join(f"{chr(plane << 16 | 0xFFFE)}{chr(plane << 16 | 0xFFFF)}" for plane in range(1, 17))
    + "]"
)
# The flags of England, Scotland and Wales are written with tag signs; nothing else honest is.
_TAGGED_FLAG = re.compile("\U0001f3f4[\U000e0020-\U000e007e]{1,8}\U000e007f")


# Signs that are what they seem, alone and in any order: most reports hold nothing else and need no cleaning.
_HONEST = re.compile(
    "[ -~\u3001\u3002\u300a\u300b\u4e00-\u9fff\uff01\uff08\uff09\uff0c\uff10-\uff1b\uff1f\u201c\u201d]*"
)


def tidy(text: str) -> str:
    """Return the text as it will be read: the same words, letters in their common form, nothing hidden."""
    return text.strip() if _HONEST.fullmatch(text) else _cleaned(text)


def _cleaned(text: str) -> str:
    text = _LINE_ENDS.sub("\n", text).replace("\t", " ")
    flags = _TAGGED_FLAG.findall(text)
    parts = [_UNSEEN.sub("", part) for part in _TAGGED_FLAG.split(text)]
    text = "".join(part + flag for part, flag in zip(parts, [*flags, ""], strict=True))
    # Piled-up marks are cut first: putting thousands of them in order takes minutes.
    text = unicodedata.normalize("NFC", _without_piles(text))
    text = re.sub(r"[^\S\n]+\n", "\n", text)
    return re.sub(r"\n{3,}", "\n\n", text).strip()


def _without_piles(text: str) -> str:
    """Keep at most six marks on one letter: more only cover the lines around."""
    if text.isascii():
        return text
    kept, marks = [], 0
    for sign in text:
        marks = marks + 1 if unicodedata.category(sign) in ("Mn", "Me") else 0
        if marks <= _MOST_MARKS:
            kept.append(sign)
    return "".join(kept)


def clean(text: str, *, least: int = LEAST, most: int = MOST) -> str:
    """Return the tidied text, or raise NotAllowed with how many signs are too few or too many. Cuts nothing off."""
    found = tidy(text)
    if not found:
        raise _no(_("请写一写发生了什么事。"))
    if len(found) < least:
        raise _no(_("内容太短，请至少写 %(least)d 个字，说说发生了什么事。") % {"least": least})
    if len(found) > most:
        numbers = {"most": most, "count": len(found), "over": len(found) - most}
        raise _no(
            _("内容最多 %(most)d 字，现在有 %(count)d 字，多了 %(over)d 字，请删减一些。您写的内容都还在。") % numbers
        )
    return found


def _no(text: str) -> NotAllowed:
    return NotAllowed([Obstacle(text)])


# --- what the public should not read ------------------------------------------------------------------------


@dataclass(frozen=True)
class Finding:
    """A piece of the text that says who or where somebody is: its kind, in words too, and its place in the text."""

    kind: str
    label: str
    start: int
    end: int


def labels() -> dict[str, str]:
    return {
        "email": _("邮箱"),
        "id_card": _("身份证号"),
        "bank_card": _("银行卡号"),
        "phone": _("电话号码"),
        "account": _("社交账号"),
        "plate": _("车牌号"),
        "name": _("姓名"),
    }


def public_version(text: str) -> tuple[str, list[Finding]]:
    """Return the text for everybody, with what was found in it replaced by a word each, and what was found.

    Nothing of a number is left standing: the last four digits of a phone open the follow-up page.
    """
    if _NOTHING_TO_HIDE.fullmatch(text) and not _NAME.search(text):
        return text, []
    return _hidden(text)


def _hidden(text: str) -> tuple[str, list[Finding]]:
    found = list(_without_overlaps(_findings(_same_length_plain(text))))
    words, at = [], 0
    for one in found:
        words += [text[at : one.start], _("〔%(kind)s已隐去〕") % {"kind": one.label}]
        at = one.end
    return "".join([*words, text[at:]]), found


_PLAIN = {0xFF01 + at: 0x21 + at for at in range(94)} | {0x3000: 0x20, 0x2010: 0x2D, 0x2011: 0x2D, 0x2013: 0x2D}
_PLAIN |= {0x2014: 0x2D, 0x2212: 0x2D, 0xA0: 0x20, 0x2002: 0x20, 0x2003: 0x20, 0x2009: 0x20, 0xB7: 0x2D, 0x2022: 0x2D}
_PLAIN |= {ord(circled): 0x31 + at for at, circled in enumerate("①②③④⑤⑥⑦⑧⑨")} | {ord("〇"): 0x30}


def _same_length_plain(text: str) -> str:
    """Return the text with every full-width or other digit and sign as a plain one, place by place."""
    plain = text.translate(_PLAIN)
    if plain.isascii():
        return plain
    return "".join(str(unicodedata.decimal(sign, sign)) if sign.isdigit() else sign for sign in plain)


_SEP = r"[ \-.]?"
_EMAIL = re.compile(r"(?<![\w.%+-])[A-Za-z0-9_%+-][\w.%+-]{0,63}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63})+", re.ASCII)
_ID_CARD = re.compile(
    rf"(?<![\dA-Za-z])[1-8]\d{{5}}{_SEP}(?:18|19|20)\d{{6}}{_SEP}\d{{3}}[\dXx](?![\dA-Za-z])", re.ASCII
)
_LONG_NUMBER = re.compile(r"(?<!\d)\d(?:[ -]?\d){11,23}(?!\d)", re.ASCII)
_MOBILE = re.compile(
    r"(?<!\d)(?:(?:\+|00)?86[ -]?)?"
    r"(?:1[3-9]\d[ .-]?(?:\d{4}[ .-]?\d{4}|\d{3}[ .-]?\d{5})|1[3-9]\d\d[ .-]\d{3}[ .-]\d{4}|1 [3-9](?: \d){9})(?!\d)",
    re.ASCII,
)
_LANDLINE = re.compile(r"(?<!\d)\(?0(?:10|2\d|[3-9]\d\d)\)?[ -]{0,2}[2-9]\d{2,3}[ -]?\d{4}(?!\d)", re.ASCII)
_LOCAL = re.compile(
    r"(?:电话|座机|固话|手机|致电|联系方式|tel|phone)[^\d\n]{0,6}((?<!\d)[2-9]\d{2,3}[ -]?\d{4})(?!\d)", re.I | re.A
)
_ABROAD = re.compile(r"(?<![\d+])\+(?!86)[1-9](?:[ -]?\d){7,14}(?!\d)", re.ASCII)
_ACCOUNT = re.compile(
    r"(?:微信号?|威信|wechat|weixin|wx|vx|QQ号?|扣扣)[ ]{0,2}(?:id)?[ ]{0,2}[:是为号]{0,2}[ ]{0,2}"
    r"([A-Za-z0-9][\w-]{4,24})",
    re.I | re.A,
)
_PROVINCES = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼"
_PLATE = re.compile(
    rf"[{_PROVINCES}][A-HJ-NP-Z][ -]?"
    r"(?:[DF][A-HJ-NP-Z0-9]\d{4}|\d{5}[DF]|[A-HJ-NP-Z0-9]{4}[A-HJ-NP-Z0-9挂学警港澳])(?![A-Z0-9])",
    re.I | re.A,
)
_SURNAMES = (
    "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏水窦章云苏潘葛奚范彭郎鲁韦昌马苗凤花方俞任袁柳"
    "鲍史唐费廉岑薛雷贺倪汤滕殷罗毕郝邬安常乐于时傅皮卞齐康伍余元卜顾孟平黄和穆萧尹姚邵湛汪祁毛禹狄米贝明臧计伏成戴谈宋茅庞"
    "熊纪舒屈项祝董梁杜阮蓝闵席季麻强贾路娄危江童颜郭梅盛林刁钟徐邱骆高夏蔡田樊胡凌霍虞万支柯昝管卢莫经房裘缪干解应宗丁宣"
    "邓郁单杭洪包诸左石崔吉龚程嵇邢裴陆荣翁荀甄曲家封芮羿储靳段焦谷车侯全班仰仲伊宫宁仇栾甘祖武符刘景詹束龙叶幸司黎薄印白怀"
    "蒲邰从索赖卓蔺屠池乔胥苍闻莘党翟谭贡劳申冉桑桂牛边燕尚农温庄晏柴瞿阎慕连茹习艾鱼容向古易戈廖庾居衡步都耿满弘匡国文寇广"
    "欧沃越隆师巩聂勾敖融冷辛阚那简饶曾沙丰关查荆游权盖肖涂代付兰闫占毋尧"
)
_NAME = re.compile(
    r"(?:我叫|(?:姓名|联系人|反映人|举报人|投诉人)[ ]{0,2}[:是为])[ ]{0,2}"
    rf"((?:欧阳|上官|司马|诸葛|皇甫|夏侯|[{_SURNAMES}])[一-鿿]{{1,2}})"
)


# Everything that is hidden but a name holds a digit or a letter; of names, a colon may stand before them. Without
# these, only 我叫 and the like are left to look for.
_NOTHING_TO_HIDE = re.compile(
    "[\n \u3001\u3002\u300a\u300b\u4e00-\u9fff\uff01\uff08\uff09\uff0c\uff1b\uff1f\u201c\u201d]*"
)


def _findings(text: str) -> Iterator[Finding]:
    patterns: list[tuple[str, re.Pattern[str], Callable[[str, str], bool]]] = [
        ("email", _EMAIL, _always),
        ("id_card", _ID_CARD, _is_id_card),
        ("phone", _MOBILE, _always),
        ("bank_card", _LONG_NUMBER, _is_bank_card),
        ("phone", _LANDLINE, _always),
        ("phone", _LOCAL, _always),
        ("phone", _ABROAD, _always),
        ("account", _ACCOUNT, _always),
        ("plate", _PLATE, _always),
        ("name", _NAME, _always),
    ]
    for kind, pattern, accepts in patterns:
        for match in pattern.finditer(text):
            group = 1 if pattern in (_LOCAL, _ACCOUNT, _NAME) else 0
            start, end = match.span(group)
            if accepts(text[start:end], text[max(0, start - 12) : start]):
                yield Finding(kind, labels()[kind], start, end)


def _always(found: str, before: str) -> bool:
    return True


def _is_id_card(found: str, before: str) -> bool:
    """Say whether the check digit is right, or somebody says himself that this is an identity number."""
    number = re.sub(r"[ .-]", "", found).upper()
    try:
        born = date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        return False
    if born.year < 1870:
        return False
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    rest = sum(int(digit) * weight for digit, weight in zip(number[:17], weights, strict=True)) % 11
    return "10X98765432"[rest] == number[17] or "身份证" in before


def _is_bank_card(found: str, before: str) -> bool:
    """Say whether this is a card number: 16 to 19 digits with a right check digit, or one called so."""
    digits = re.sub(r"\D", "", found)
    if re.search(r"卡号|银行|账号|帐号|账户|身份证", before):
        return True
    if not 16 <= len(digits) <= 19 or digits[0] not in "34569":
        return False
    doubled = (int(digit) * (2 if at % 2 else 1) for at, digit in enumerate(reversed(digits)))
    return sum(value - 9 if value > 9 else value for value in doubled) % 10 == 0


def _without_overlaps(found: Iterator[Finding]) -> Iterator[Finding]:
    """Where two claim the same signs, the earlier in the list of kinds keeps them."""
    kept: list[Finding] = []
    for one in found:
        if all(one.end <= other.start or other.end <= one.start for other in kept):
            kept.append(one)
    yield from sorted(kept, key=lambda one: one.start)
