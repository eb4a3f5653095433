"""Every write of the room, by noun. Each locks, asks the rules, changes and records."""

from shanzhi.law.obstacle import NotAllowed

from .binding import bind_volumes
from .evidence import add_evidence, exclude_evidence, move_evidence, open_evidence, recognise_evidence
from .keeping import keep_upload
from .letterheads import keep_letterhead
from .originals import note_original_opened
from .sealing import number_and_seal, number_document
from .serving import note_failed_delivery, note_receipt, serve
from .signing import sign_document
from .writing import approve_document, draw_up, revise, send_back_document, submit_for_review, void_document

__all__ = [
    "NotAllowed",
    "add_evidence",
    "approve_document",
    "bind_volumes",
    "draw_up",
    "exclude_evidence",
    "keep_letterhead",
    "keep_upload",
    "move_evidence",
    "note_failed_delivery",
    "note_original_opened",
    "note_receipt",
    "number_and_seal",
    "number_document",
    "open_evidence",
    "recognise_evidence",
    "revise",
    "send_back_document",
    "serve",
    "sign_document",
    "submit_for_review",
    "void_document",
]
