"""What does the room know? Documents, evidence, deliveries, by subject."""

from .archive import volumes_of
from .documents import changes, delivery_of, documents_of, is_served, missing_fields, sealed_document, version_of
from .evidence import evidence_of, evidence_rows
from .letterheads import letterhead_of

__all__ = [
    "changes",
    "delivery_of",
    "documents_of",
    "evidence_of",
    "evidence_rows",
    "is_served",
    "letterhead_of",
    "missing_fields",
    "sealed_document",
    "version_of",
    "volumes_of",
]
