"""Where does the next page begin, when rows keep arriving on top?"""

import base64
import binascii
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Keyset:
    """One page of rows with the cursors of its neighbours (None: there is none)."""

    rows: Sequence[Any]
    newer: str | None = None
    older: str | None = None
    total: int | None = None

    def __iter__(self) -> Any:
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)


def cursor_of(*keys: Any) -> str:
    """Write the sort keys of a row as a cursor that fits into an address."""
    text = json.dumps([str(key) for key in keys], ensure_ascii=False, separators=(",", ":"))
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def read_cursor(cursor: str | None, *, keys: int) -> list[str] | None:
    """Return the keys of a cursor; None when there is none or somebody has tampered with it."""
    if not cursor or len(cursor) > 400:
        return None
    try:
        found = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
    except (ValueError, binascii.Error, UnicodeDecodeError):
        return None
    right = isinstance(found, list) and len(found) == keys and all(isinstance(key, str) for key in found)
    return found if right else None
