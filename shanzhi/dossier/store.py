"""Where do the bytes of a file lie? Under their own digest, written once, checked when read back."""

import os
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import BinaryIO, Protocol

from cryptography.hazmat.primitives import hashes

CHUNK = 256 * 1024


class NotStored(LookupError):
    """No file lies under this digest."""


class Damaged(Exception):
    """What lies under a digest is no longer what was put there."""


@dataclass(frozen=True)
class Kept:
    """What is known of bytes once they have been read through: both digests, as hexadecimal, and the length."""

    sha256: str
    sm3: str
    size: int


class FileStore(Protocol):
    """Bytes by their SHA-256. Another kind of storage has to keep these promises and nothing else changes."""

    def keep(self, data: bytes | BinaryIO) -> Kept:
        """Store the bytes; when this returns they outlive a power cut. Twice is the same as once."""
        ...

    def holds(self, digest: str) -> bool: ...

    def open(self, digest: str) -> BinaryIO:
        """Return the bytes as a stream, unchecked."""
        ...

    def read(self, digest: str) -> bytes:
        """Return the bytes, checked against their digest: NotStored or Damaged rather than anything else."""
        ...

    def drop(self, digest: str) -> None:
        """Forget the bytes. Whoever calls it knows that no row names them."""
        ...

    def damaged(self) -> Iterator[str]:
        """Read everything through and name what no longer agrees with its digest."""
        ...


def stream_of(data: bytes | BinaryIO) -> BinaryIO:
    return BytesIO(data) if isinstance(data, bytes) else data


def digests(data: bytes | BinaryIO, copy_to: BinaryIO | None = None) -> Kept:
    """Read a stream through, from its start, in small pieces; hand every piece on to `copy_to`."""
    stream = stream_of(data)
    stream.seek(0)
    first, second, size = sha256(), hashes.Hash(hashes.SM3()), 0
    while piece := stream.read(CHUNK):
        first.update(piece)
        second.update(piece)
        size += len(piece)
        if copy_to is not None:
            copy_to.write(piece)
    return Kept(first.hexdigest(), second.finalize().hex(), size)


class LocalStore:
    """A folder: ab/cd/abcd…; new files appear there whole or not at all."""

    def __init__(self, root: Path | str) -> None:
        self.root = Path(root)

    def keep(self, data: bytes | BinaryIO) -> Kept:
        waiting = self.root / "waiting"
        waiting.mkdir(mode=0o700, parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=waiting)
        draft = Path(name)
        try:
            with os.fdopen(handle, "wb") as file:
                kept = digests(data, copy_to=file)
                file.flush()
                os.fchmod(file.fileno(), 0o400)
                os.fsync(file.fileno())
            if not self._is_sound(kept.sha256):
                self._move(draft, self._path(kept.sha256))
        finally:
            draft.unlink(missing_ok=True)
        return kept

    def holds(self, digest: str) -> bool:
        return self._path(digest).is_file()

    def open(self, digest: str) -> BinaryIO:
        try:
            return self._path(digest).open("rb")
        except FileNotFoundError:
            raise NotStored(digest) from None

    def read(self, digest: str) -> bytes:
        with self.open(digest) as file:
            data = file.read()
        if sha256(data).hexdigest() != digest:
            raise Damaged(digest)
        return data

    def drop(self, digest: str) -> None:
        self._path(digest).unlink(missing_ok=True)

    def damaged(self) -> Iterator[str]:
        for path in sorted(self.root.glob("[0-9a-f][0-9a-f]/[0-9a-f][0-9a-f]/*")):
            if not self._is_sound(path.name):
                yield path.name

    def _path(self, digest: str) -> Path:
        # Only digests become paths: a name from outside can never climb out of the folder.
        if len(digest) != 64 or not set(digest) <= set("0123456789abcdef"):
            raise NotStored(digest)
        return self.root / digest[:2] / digest[2:4] / digest

    def _is_sound(self, digest: str) -> bool:
        try:
            with self.open(digest) as file:
                return digests(file).sha256 == digest
        except NotStored:
            return False

    def _move(self, draft: Path, place: Path) -> None:
        for folder in (place.parent.parent, place.parent):
            if not folder.is_dir():
                folder.mkdir(mode=0o700, exist_ok=True)
                _flush_folder(folder.parent)
        draft.replace(place)
        _flush_folder(place.parent)


def _flush_folder(folder: Path) -> None:
    """Make a new name in a folder outlive a power cut."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def uploads() -> FileStore:
    """Return the store of this installation: a bucket when SHANZHI_S3 names one, else a folder."""
    from django.conf import settings

    if address := getattr(settings, "SHANZHI_S3", None) or os.environ.get("SHANZHI_S3", ""):
        from .bucket import Bucket, BucketStore

        return BucketStore(Bucket.of_environment(address))
    return LocalStore(settings.SHANZHI_UPLOADS)
