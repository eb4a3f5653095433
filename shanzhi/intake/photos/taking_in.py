"""What becomes of an upload: checked, stored as it came, and two copies beside it."""

import io
from dataclasses import dataclass
from datetime import datetime
from typing import Any, BinaryIO

from shanzhi.dossier.store import FileStore, Kept, digests, uploads

from .copies import Copies, copies_of
from .refusal import ACCEPTED_MEGABYTES, PhotoRefused
from .sniffing import MEDIA_TYPES, kind_of

MOST_BYTES = ACCEPTED_MEGABYTES * 1024 * 1024


@dataclass(frozen=True)
class Photo:
    """A photo that can be taken: what it is, its digests, and its copies in memory."""

    media_type: str
    original: Kept
    copies: Copies


@dataclass(frozen=True)
class KeptPhoto:
    """A photo that lies in the store; the fields are those of a StoredFile row."""

    sha256: str
    sm3: str
    size: int
    media_type: str
    name: str
    width: int
    height: int
    show_sha256: str
    thumb_sha256: str
    taken_at: datetime | None
    taken_lon: float | None
    taken_lat: float | None


def examine(upload: Any) -> Photo:
    """Check an upload (bytes, a binary file, or Django's uploaded file) and make its copies; store nothing."""
    stream = _bounded(upload)
    kind = kind_of(stream)
    return Photo(MEDIA_TYPES[kind], digests(stream), copies_of(stream, kind))


def take_in(upload: Any, *, name: str = "", store: FileStore | None = None) -> KeptPhoto:
    """Check an upload, store it byte for byte with its copies, and return what a row about it holds.

    Raises PhotoRefused. Works outside a transaction and before it: what no row names later can be dropped.
    """
    store = store or uploads()
    stream = _bounded(upload)
    kind = kind_of(stream)
    copies = copies_of(stream, kind)
    original = store.keep(stream)
    hint = copies.hint
    return KeptPhoto(
        sha256=original.sha256,
        sm3=original.sm3,
        size=original.size,
        media_type=MEDIA_TYPES[kind],
        name=plain_name(name or getattr(upload, "name", "") or ""),
        width=copies.width,
        height=copies.height,
        show_sha256=store.keep(copies.show).sha256,
        thumb_sha256=store.keep(copies.thumb).sha256,
        taken_at=hint.taken_at,
        taken_lon=hint.lon,
        taken_lat=hint.lat,
    )


def plain_name(name: object) -> str:
    """Return the last part of a file name without anything unprintable, at most 120 characters."""
    last = str(name).replace("\\", "/").rpartition("/")[2]
    return "".join(sign for sign in last if sign.isprintable())[-120:].strip()


def _bounded(upload: Any) -> BinaryIO:
    """Return the upload as a stream that can be read again, and is not longer than allowed."""
    if isinstance(upload, bytes | bytearray | memoryview):
        upload = io.BytesIO(upload)
    if not (hasattr(upload, "seek") and upload.seekable()):
        upload = io.BytesIO(upload.read(MOST_BYTES + 1))
    if upload.seek(0, io.SEEK_END) > MOST_BYTES:
        raise PhotoRefused("too_large")
    upload.seek(0)
    stream: BinaryIO = upload
    return stream
