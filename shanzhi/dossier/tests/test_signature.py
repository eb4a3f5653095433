"""Is the sealed PDF signed when there is a certificate, and does a reader find the signature whole?"""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from io import BytesIO

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, Encoding, pkcs12
from cryptography.x509.oid import NameOID
from pyhanko.keys import load_cert_from_pemder
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko_certvalidator import ValidationContext

from shanzhi.dossier.actions import NotAllowed, number_and_seal
from shanzhi.dossier.models import Document
from shanzhi.dossier.store import uploads


def checked(*given):  # type: ignore[no-untyped-def]
    """Validate in a thread of its own: the browser tests leave an event loop in this one."""
    with ThreadPoolExecutor(1) as apart:
        return apart.submit(validate_pdf_signature, *given).result()


@pytest.fixture
def certificate(tmp_path, settings):
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "示例县综合行政执法局")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=365))
        .add_extension(
            x509.KeyUsage(
                digital_signature=True, content_commitment=True, key_encipherment=False, data_encipherment=False,
                key_agreement=False, key_cert_sign=False, crl_sign=False, encipher_only=False, decipher_only=False,
            ),
            critical=True,
        )
        .sign(key, hashes.SHA256())
    )  # fmt: skip
    secret = b"sample-only"
    file = tmp_path / "sample.p12"
    file.write_bytes(pkcs12.serialize_key_and_certificates(b"seal", key, made, None, BestAvailableEncryption(secret)))
    pem = tmp_path / "sample.der"
    pem.write_bytes(made.public_bytes(Encoding.DER))
    settings.SHANZHI_SIGN_CERTIFICATE, settings.SHANZHI_SIGN_PASSWORD = str(file), secret.decode()
    return pem


def read(document):
    return uploads().read(document.file.sha256)


def test_a_sealed_document_is_signed_and_the_signature_covers_it(ground, certificate):
    document = ground.sealed()
    signed = PdfFileReader(BytesIO(read(document))).embedded_signatures
    assert len(signed) == 1
    trust = ValidationContext(trust_roots=[load_cert_from_pemder(str(certificate))])
    status = checked(signed[0], trust)
    assert status.intact and status.valid and status.trusted
    assert status.coverage.name == "ENTIRE_FILE"


def test_a_changed_byte_breaks_the_signature(ground, certificate):
    data = bytearray(read(ground.sealed()))
    at = data.index(b"/MediaBox") + 20
    data[at] = data[at] ^ 1
    signed = PdfFileReader(BytesIO(bytes(data))).embedded_signatures[0]
    status = checked(signed, ValidationContext(trust_roots=[load_cert_from_pemder(str(certificate))]))
    assert not status.intact


def test_without_a_certificate_nothing_is_signed(ground):
    assert not PdfFileReader(BytesIO(read(ground.sealed()))).embedded_signatures


@pytest.mark.parametrize("secret", ["wrong", ""])
def test_a_wrong_password_stops_the_seal_and_keeps_the_number(ground, certificate, settings, secret):
    settings.SHANZHI_SIGN_PASSWORD = secret
    document = ground.reviewed()
    with pytest.raises(NotAllowed) as caught:
        number_and_seal(document_id=document.pk, by=ground.reviewer)
    assert "证书" in str(caught.value)
    document.refresh_from_db()
    assert document.state == Document.State.REVIEWED and not document.number


def test_a_certificate_that_is_gone_is_said(ground, settings):
    settings.SHANZHI_SIGN_CERTIFICATE = "nowhere.p12"
    with pytest.raises(NotAllowed, match="证书"):
        ground.sealed()
