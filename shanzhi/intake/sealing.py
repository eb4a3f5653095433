"""How can a reporter be reached, in a form that only those who may can read?"""

import hmac
import json
import re
import unicodedata
import uuid
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path
from secrets import token_bytes
from typing import Any, Literal

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.utils.translation import gettext as _

from shanzhi.law.obstacle import NotAllowed, Obstacle

KEY_BYTES, NONCE_BYTES, PADDED_TO = 32, 12, 64
LONGEST_CONTACT = 100
_FORMAT = b"\x01"


class Unreadable(Exception):
    """The sealed text was changed, belongs to another report, or its key is not here."""


# --- what a reporter typed ------------------------------------------------------------------------------


@dataclass(frozen=True)
class Reachable:
    """One way to reach somebody, written the one way we keep it."""

    kind: Literal["phone", "email"]
    value: str

    @property
    def masked(self) -> str:
        """Return what staff see without giving a reason: 138****1234, 010-***1234, l***@example.com."""
        if self.kind == "email":
            name, _at, host = self.value.partition("@")
            return f"{name[0]}***@{host}"
        number = self.value.partition("转")[0]
        if number.startswith("+"):
            return f"{number[:3]}****{number[-4:]}"
        area, dash, rest = number.rpartition("-")
        return f"{area}-***{rest[-4:]}" if dash else f"{number[:3]}****{number[-4:]}"

    @property
    def tail(self) -> str:
        """Return the last four digits, which a reporter uses to find his report; nothing for an address."""
        return self.value.partition("转")[0][-4:] if self.kind == "phone" else ""

    @property
    def can_get_sms(self) -> bool:
        return self.kind == "phone" and bool(_MOBILE.fullmatch(self.value))


_MOBILE = re.compile(r"1[3-9]\d{9}")
_LANDLINE = re.compile(r"(010|02\d|0[3-9]\d\d)([2-9]\d{6,7})")
_ABROAD = re.compile(r"\+(?!86)[1-9]\d{7,14}")
_EXTENSION = re.compile(r"(?:转|分机|ext\.?|x|#)\s*(\d{1,6})$", re.IGNORECASE)
_EMAIL = re.compile(
    r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z]{2,24}"
)


def tidy_contact(text: str) -> Reachable:
    """Read a phone number or an e-mail address as people type them; raise NotAllowed with what is wrong."""
    plain = unicodedata.normalize("NFKC", text[: LONGEST_CONTACT * 4]).replace("。", ".")
    plain = "".join(sign for sign in plain if unicodedata.category(sign) not in ("Cf", "Cc")).strip()
    if not plain:
        raise _no(_("请填写手机号码、固定电话或邮箱。"))
    if len(plain) > LONGEST_CONTACT:
        raise _no(_("联系方式太长，只填一个手机号码、固定电话或邮箱即可。"))
    return _tidy_email(plain) if "@" in plain else _tidy_phone(plain)


def _no(text: str) -> NotAllowed:
    return NotAllowed([Obstacle(text)])


def _tidy_email(text: str) -> Reachable:
    name, _at, host = re.sub(r"\s+", "", text).rpartition("@")
    address = f"{name}@{host.lower()}"
    if not _EMAIL.fullmatch(address) or ".." in name or name.startswith(".") or name.endswith("."):
        raise _no(_("邮箱地址不完整，应像 name@example.com 这样，请检查。"))
    return Reachable("email", address)


def _tidy_phone(text: str) -> Reachable:
    text = re.sub(r"^(?:电话|手机|tel|phone)[:\s]*", "", text, flags=re.IGNORECASE)
    extension = _EXTENSION.search(text)
    number = text[: extension.start()] if extension else text
    digits = re.sub(r"[\s\-‐-―−().·/]", "", number)
    if not re.fullmatch(r"\+?\d+", digits):
        raise _no(_("「%(text)s」不像电话号码或邮箱，请填写手机号码、带区号的固定电话或邮箱。") % {"text": text[:30]})
    digits = re.sub(r"^00", "+", digits)
    digits = re.sub(r"^(\+86|86(?=1[3-9]\d{9}$))", "", digits)
    added = f"转{extension[1]}" if extension else ""
    if _MOBILE.fullmatch(digits) or _ABROAD.fullmatch(digits):
        return Reachable("phone", digits)
    if _LANDLINE.fullmatch("0" + digits) and digits != text and text.startswith(("+86", "0086")):
        digits = "0" + digits
    if found := _LANDLINE.fullmatch(digits):
        return Reachable("phone", f"{found[1]}-{found[2]}{added}")
    raise _no(_wrong_number(digits))


def _wrong_number(digits: str) -> str:
    if re.fullmatch(r"1[3-9]\d*", digits):
        return _("手机号码应为 11 位，您填了 %(count)d 位，请检查。") % {"count": len(digits)}
    if re.fullmatch(r"[2-9]\d{6,7}", digits):
        return _("固定电话请在前面加上区号，写成「区号-%(number)s」。") % {"number": digits}
    return _("电话号码不对：手机号码是 11 位，固定电话要带区号，请检查。")


# --- keeping it so that only those who may can read it --------------------------------------------------


class Keys:
    """The keys in a folder: NAME.key seals, NAME.*.key (put aside when keys were changed) still open."""

    def __init__(self, folder: Path | str, name: str = "contact") -> None:
        path = Path(folder) / f"{name}.key"
        self.current = _key_id(path.read_bytes())
        self._keys = {_key_id(key): key for key in (file.read_bytes() for file in Path(folder).glob(f"{name}*.key"))}
        for key in self._keys.values():
            if len(key) != KEY_BYTES:
                raise ValueError(f"A {name} key has {len(key)} bytes instead of {KEY_BYTES}.")

    def seal(self, value: str, about: uuid.UUID) -> tuple[bytes, str]:
        """Return the value sealed to one report, and the id of the key; the length of the value stays hidden."""
        plain = json.dumps({"contact": value}, ensure_ascii=False).encode()
        plain += b" " * (-len(plain) % PADDED_TO)
        nonce = token_bytes(NONCE_BYTES)
        sealed = AESGCM(self._keys[self.current]).encrypt(nonce, plain, _bound_to(about, self.current))
        return _FORMAT + nonce + sealed, self.current

    def open(self, sealed: bytes, key_id: str, about: uuid.UUID) -> str:
        """Return what was sealed; whoever calls this has written down who reads it and why."""
        key, start = self._keys.get(key_id), 1 + NONCE_BYTES
        if key is None or sealed[:1] != _FORMAT or len(sealed) <= start:
            raise Unreadable(f"key {key_id} is not here" if key is None else "unknown format")
        try:
            plain = AESGCM(key).decrypt(sealed[1:start], sealed[start:], _bound_to(about, key_id))
        except InvalidTag:
            raise Unreadable("changed, or sealed to another report") from None
        return str(json.loads(plain)["contact"])


def _key_id(key: bytes) -> str:
    return sha256(b"shanzhi key id\x00" + key).hexdigest()[:16]


def _bound_to(about: uuid.UUID, key_id: str) -> bytes:
    return b"shanzhi contact\x00" + about.bytes + key_id.encode()


def tail_digest_with(key: bytes, number: str, tail: str) -> bytes:
    """Return the digest of a report's number and the last four digits of its reporter's phone."""
    made = HKDF(hashes.SHA256(), KEY_BYTES, None, b"shanzhi phone tail").derive(key)
    return hmac.digest(made, f"{number}\x00{_plain_digits(tail)}".encode(), "sha256")


def _plain_digits(text: str) -> str:
    return "".join(str(unicodedata.digit(sign)) for sign in text if sign.isdigit())


# --- this installation ------------------------------------------------------------------------------------


@cache
def keys_in(folder: Path) -> Keys:
    return Keys(folder)


@cache
def _receipt_key(path: Path) -> bytes:
    return path.read_bytes()


def _folder() -> Path:
    from django.conf import settings

    return Path(settings.SHANZHI_KEYS)


def seal(value: str, about: uuid.UUID) -> tuple[bytes, str]:
    """Seal a contact to a report; return the sealed bytes and the key's id, for the row."""
    return keys_in(_folder()).seal(value, about)


def open_contact_of(row: Any) -> str:
    """Return the contact a row of Contact holds; for the sender of messages, and for those who gave a reason."""
    return keys_in(_folder()).open(bytes(row.sealed), row.key_id, row.report_id)


def unseal(sealed: bytes, key_id: str, about: uuid.UUID) -> str:
    """Return what was sealed about this id; for a draft's own writer."""
    return keys_in(_folder()).open(sealed, key_id, about)


def tail_digest(number: str, tail: str) -> bytes:
    """Return the digest by which a report is found with its number and the phone's last four digits.

    Four digits are quickly tried through: whoever looks up by them limits the attempts.
    """
    return tail_digest_with(_receipt_key(_folder() / "receipt.key"), number, tail)
