"""The pages of this room."""

from .documents import changes, document, document_docx, document_pdf, documents, preview, save_words
from .evidence import evidence, evidence_copy, exclude, move, open_original
from .files import bind, file
from .letterheads import letterhead, letterheads
from .steps import approve, receipt, seal, send_back, serve, sign, submit, void
from .volumes import volume, volume_pdf

__all__ = [
    "approve",
    "bind",
    "changes",
    "document",
    "document_docx",
    "document_pdf",
    "documents",
    "evidence",
    "evidence_copy",
    "exclude",
    "file",
    "letterhead",
    "letterheads",
    "move",
    "open_original",
    "preview",
    "receipt",
    "save_words",
    "seal",
    "send_back",
    "serve",
    "sign",
    "submit",
    "void",
    "volume",
    "volume_pdf",
]
