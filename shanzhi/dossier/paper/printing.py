"""What does a document of the dossier look like: the draft as pictures, the finished one as PDF?"""

from dataclasses import dataclass
from io import BytesIO
from typing import Any

from pypdf import PdfReader

from .. import rules
from ..models import Document, DocumentVersion, Evidence, StoredFile
from ..queries.letterheads import letterhead_for
from ..store import NotStored, uploads
from . import setting
from .composing import Sheet, Signed, compose


@dataclass(frozen=True)
class Printed:
    """A PDF and how many pages it has."""

    pdf: bytes
    page_count: int


def finished_pdf(document: Document) -> Printed:
    """Return the document as it is sealed: its number, its day, its seal, no mark of a draft."""
    made = setting.pdf(composed(document, finished=True))
    return Printed(made, len(PdfReader(BytesIO(made)).pages))


def draft_pictures(document: Document, *, version: DocumentVersion | None = None, ppi: float = 96) -> list[bytes]:
    """Return the pages as they would print now."""
    return setting.pictures(composed(document, version=version), ppi=ppi)


def composed(
    document: Document,
    *,
    version: DocumentVersion | None = None,
    finished: bool = False,
    facts: dict[str, Any] | None = None,
    free: dict[str, Any] | None = None,
) -> dict[str, Any]:
    """Return what the layout engine sets; `facts` and `free` stand in for words not kept yet."""
    version = version or document.versions.get(no=document.version_no)
    kind = rules.template(document.template)
    final = finished or document.state == Document.State.SEALED
    sheet = Sheet(
        facts=version.facts if facts is None else facts,
        free=version.free if free is None else free,
        head=letterhead_for(document),
        title=document.title,
        number=document.number,
        issued=document.issued_on.isoformat() if document.issued_on else "",
        mark="" if final else "草　稿",
        seal=final,
        is_sample=document.is_sample,
        foot=f"{'示例　' if document.is_sample else ''}文书编码 {document.pk.hex[-12:]}　内容摘要 SM3 {version.digest[:16]}",
        signed=_signed(version),
        images=_images(document, version),
    )
    return compose(kind, sheet)


def _signed(version: DocumentVersion) -> tuple[Signed, ...]:
    return tuple(
        Signed(
            one.part,
            one.name,
            uploads().read(one.file.sha256) if one.file else b"",
            one.refusal and f"（{one.refusal}）",
        )
        for one in version.signatures.select_related("file")
    )


def _images(document: Document, version: DocumentVersion) -> dict[str, bytes]:
    """Return the copies for show of the photos this document prints, by the digest of their originals."""
    wanted = {str(row.get("sha256", "")) for row in version.facts.get("photos") or [] if isinstance(row, dict)}
    if not wanted:
        return {}
    ours = Evidence.objects.filter(subject_id=document.subject_id, file__sha256__in=wanted)
    files = StoredFile.objects.filter(pk__in=ours.values("file_id")).exclude(show_sha256="")
    found = {}
    for file in files:
        try:
            found[file.sha256] = uploads().read(file.show_sha256)
        except NotStored:
            continue
    return found
