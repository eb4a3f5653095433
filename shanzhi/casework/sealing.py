"""How is an identity number kept so that only those who may can read it, and still finds the same person again?"""

import hmac
import uuid
from pathlib import Path

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

from shanzhi.intake import sealing


def seal_identity(number: str, about: uuid.UUID) -> tuple[bytes, str]:
    """Return the number sealed to one party, and the id of the key."""
    return sealing.seal(number, about)


def open_identity(sealed: bytes, key_id: str, about: uuid.UUID) -> str:
    """Return what was sealed; whoever calls this has written down who reads it."""
    return sealing.unseal(bytes(sealed), key_id, about)


def identity_digest(number: str) -> str:
    """Return the keyed digest by which a person's other cases are found without opening any number."""
    key = (Path(settings.SHANZHI_KEYS) / "receipt.key").read_bytes()
    made = HKDF(hashes.SHA256(), 32, None, b"shanzhi party identity").derive(key)
    return hmac.digest(made, number.encode(), "sha256").hex()


def masked(number: str) -> str:
    """Return what staff see: the region and the last four, the day of birth left out."""
    return f"{number[:6]}********{number[-4:]}" if len(number) == 18 else f"{number[:2]}****{number[-2:]}"
