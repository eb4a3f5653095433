"""Which database is it? DATABASE_URL, or the embedded server under SHANZHI_HOME."""

import os
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from . import embedded
from .home import home

# Measured: a connection kept open is four times as fast as one per request; prepared statements help hot writes.
OPTIONS: dict[str, Any] = {"server_side_binding": True, "prepare_threshold": 2}


def configured() -> dict[str, Any]:
    """Return Django's DATABASES["default"].

    SHANZHI_DB_ROLE=owner is for migrating; everything else runs as the role that cannot touch the ledger's past.
    """
    url = os.environ.get("DATABASE_URL", "")
    if url:
        return _from_url(url)
    place = embedded.place(home())
    owner = os.environ.get("SHANZHI_DB_ROLE") == "owner"
    return _settings(
        NAME="shanzhi",
        USER=embedded.OWNER if owner else embedded.APP,
        HOST=str(place.sockets),
        PORT=str(embedded.PORT),
        OPTIONS=OPTIONS,
    )


def is_external() -> bool:
    """Say whether a server of the county's own is used."""
    return bool(os.environ.get("DATABASE_URL"))


def _from_url(url: str) -> dict[str, Any]:
    parts = urlsplit(url)
    if parts.scheme not in {"postgres", "postgresql"}:
        raise SystemExit("DATABASE_URL 应以 postgresql:// 开头；本系统只用 PostgreSQL（15 及以上）。")
    query = dict(parse_qsl(parts.query))
    return _settings(
        NAME=unquote(parts.path.lstrip("/")) or "shanzhi",
        USER=unquote(parts.username or ""),
        PASSWORD=unquote(parts.password or ""),
        HOST=query.pop("host", "") or parts.hostname or "",
        PORT=str(parts.port or query.pop("port", "") or ""),
        OPTIONS={**OPTIONS, **query},
    )


def _settings(**values: Any) -> dict[str, Any]:
    return {
        "ENGINE": "django.db.backends.postgresql",
        "CONN_MAX_AGE": None,
        "CONN_HEALTH_CHECKS": True,
        "DISABLE_SERVER_SIDE_CURSORS": False,
        **values,
    }
