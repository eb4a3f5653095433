"""Signing on the screen, and refusing to."""

import uuid
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from shanzhi.ledger.actors import Actor
from shanzhi.ledger.events import record

from .. import rules
from ..models import Document, SignatureImage, StoredFile
from ..signing import read_png
from ..store import uploads
from .writing import current, lock, refuse


@transaction.atomic
def sign_document(
    *,
    document_id: uuid.UUID,
    part: str,
    name: str,
    image: Any = None,
    words: str = "",
    refusal: str = "",
    officer_id: uuid.UUID | None = None,
    at: datetime | None = None,
    by: Actor,
) -> SignatureImage:
    """Keep a signature (a PNG drawn on the screen), or why there is none, under the version that lies open.

    A later version has no signatures: what was signed and what is printed are the same words.
    """
    document = lock(document_id)
    version = current(document)
    given = version.signatures.filter(part=part, name=name.strip()).first()
    if given is not None:
        return given
    found = []
    if document.state in {Document.State.SEALED, Document.State.VOID}:
        found.append(rules.house(f"文书已是「{document.get_state_display()}」，不能再签名。", "请另行制作文书"))
    if part not in SignatureImage.Part.values or not name.strip():
        found.append(rules.house("没有写明谁在签名。", "请选择身份并填写姓名"))
    if image is None and not refusal.strip():
        found.append(rules.house("既没有签名，也没有写未签名的原因。", "请签名，或者注明拒绝签名等情况"))
    refuse(found)
    file = _kept(document, read_png(image), name, by) if image is not None else None
    signature = SignatureImage.objects.create(
        county=document.county,
        version=version,
        part=part,
        name=name.strip()[:60],
        words=words.strip()[:200],
        file=file,
        refusal="" if file else refusal.strip()[:200],
        officer_id=officer_id,
        at=at or timezone.now(),
        by_id=by.actor_id,
    )
    record(
        "dossier.document_signed",
        subject=document,
        by=by,
        thread=document.subject_id,
        version=version.no,
        part=part,
        refused=file is None,
    )
    return signature


def _kept(document: Document, png: bytes, name: str, by: Actor) -> StoredFile:
    kept = uploads().keep(png)
    return StoredFile.objects.create(
        county=document.county,
        sha256=kept.sha256,
        sm3=kept.sm3,
        size=kept.size,
        media_type="image/png",
        name=f"{name.strip()}签名.png"[-120:],
        by_id=by.actor_id,
    )
