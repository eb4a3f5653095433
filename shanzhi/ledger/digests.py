"""How is an event or a batch reduced to 32 bytes? SM3 over a canonical form (GB/T 32905)."""

import json
import uuid
from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import Any

from cryptography.hazmat.primitives import hashes

EMPTY = bytes(32)


def sm3(*parts: bytes) -> bytes:
    """Return the SM3 digest of the parts put together."""
    digest = hashes.Hash(hashes.SM3())
    for part in parts:
        digest.update(part)
    return digest.finalize()


def event_digest(
    *,
    id: uuid.UUID,
    county: str,
    kind: str,
    subject_type: str,
    subject_id: uuid.UUID,
    thread_id: uuid.UUID | None,
    actor_kind: str,
    by_id: uuid.UUID | None,
    on: date,
    at: datetime,
    data: dict[str, Any],
) -> bytes:
    """Return the digest of an event; the same from memory and from the stored row."""
    moment = at.astimezone(UTC).isoformat(timespec="microseconds")
    fields = [str(id), county, kind, subject_type, str(subject_id), _text(thread_id), actor_kind, _text(by_id)]
    canonical = json.dumps(
        [*fields, on.isoformat(), moment, data], sort_keys=True, separators=(",", ":"), ensure_ascii=False
    )
    return sm3(canonical.encode())


def _text(value: uuid.UUID | None) -> str:
    return "" if value is None else str(value)


def merkle_root(leaves: Sequence[bytes]) -> bytes:
    """Return the root of a binary tree over the leaves; a lone node at the end of a level moves up unchanged.

    Leaves and inner nodes are hashed with different first bytes, so that neither can pass for the other.
    """
    level = [sm3(b"\x00", leaf) for leaf in leaves]
    if not level:
        return EMPTY
    while len(level) > 1:
        pairs = [sm3(b"\x01", level[i], level[i + 1]) for i in range(0, len(level) - 1, 2)]
        level = pairs + level[len(level) - len(level) % 2 :]
    return level[0]
