"""Does the finished PDF carry the agency's electronic signature? With a configured certificate, PAdES; off without one."""

import os
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache
from io import BytesIO
from pathlib import Path
from typing import Any, Protocol

from django.conf import settings
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import signers
from pyhanko.sign.fields import SigSeedSubFilter

FIELD = "Seal"


class BadCertificate(RuntimeError):
    """The configured certificate cannot be read or used."""


class Signature(Protocol):
    """Signs a PDF. RSA and ECDSA come from a PKCS#12 file; SM2 needs a signer of its own behind the same door."""

    def sign(self, pdf: bytes, *, reason: str, place: str) -> bytes: ...


def configured() -> Signature | None:
    """Return the signature of this installation. Raises BadCertificate."""
    path = getattr(settings, "SHANZHI_SIGN_CERTIFICATE", None) or os.environ.get("SHANZHI_SIGN_CERTIFICATE", "")
    if not path:
        return None
    secret = getattr(settings, "SHANZHI_SIGN_PASSWORD", None) or os.environ.get("SHANZHI_SIGN_PASSWORD", "")
    try:
        stamp = Path(path).stat().st_mtime_ns
    except OSError:
        raise BadCertificate(str(path)) from None
    return _read(str(path), secret, stamp)


@lru_cache(maxsize=4)
def _read(path: str, secret: str, stamp: int) -> "Pkcs12Signature":
    signer = signers.SimpleSigner.load_pkcs12(path, passphrase=secret.encode() or None)
    if signer is None:
        raise BadCertificate(path)
    return Pkcs12Signature(signer)


class Pkcs12Signature:
    """A certificate and its key in one file."""

    def __init__(self, signer: Any) -> None:
        self._signer = signer

    def sign(self, pdf: bytes, *, reason: str, place: str) -> bytes:
        about = signers.PdfSignatureMetadata(
            field_name=FIELD, md_algorithm="sha256", subfilter=SigSeedSubFilter.PADES, reason=reason, location=place
        )
        out = BytesIO()
        # The library runs an event loop of its own, which a thread that has one already would refuse.
        with ThreadPoolExecutor(1) as apart:
            writer = IncrementalPdfFileWriter(BytesIO(pdf))
            apart.submit(signers.sign_pdf, writer, about, signer=self._signer, output=out).result()
        return out.getvalue()
