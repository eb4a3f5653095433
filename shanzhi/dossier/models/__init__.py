"""What proves it? Files with their digests, documents with their versions and numbers, deliveries, evidence."""

from .archive import ArchiveVolume
from .delivery import Delivery
from .documents import Document, DocumentVersion
from .evidence import CustodyEntry, Evidence
from .files import StoredFile
from .letterhead import Letterhead, NumberSeries
from .signatures import SignatureImage

__all__ = [
    "ArchiveVolume",
    "CustodyEntry",
    "Delivery",
    "Document",
    "DocumentVersion",
    "Evidence",
    "Letterhead",
    "NumberSeries",
    "SignatureImage",
    "StoredFile",
]
