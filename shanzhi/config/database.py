"""Which database is it, and what may the role that serves do? DATABASE_URL, or the embedded server under SHANZHI_HOME."""

import os
import sys
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from . import embedded
from .home import home

OLDEST = 15
# Measured: a connection kept open is four times as fast as one per request; prepared statements help hot writes.
OPTIONS: dict[str, Any] = {"server_side_binding": True, "prepare_threshold": 2}

# What the serving role may do: everything with rows, nothing with the ledger's past (docs/house.md).
GRANTS = """
GRANT USAGE ON SCHEMA public TO {role};
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {role};
GRANT USAGE, SELECT, UPDATE ON ALL SEQUENCES IN SCHEMA public TO {role};
GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA public TO {role};
REVOKE UPDATE, DELETE, TRUNCATE ON ledger_event, ledger_seal FROM {role};
"""


def configured() -> dict[str, Any]:
    """Return Django's DATABASES["default"].

    The owner migrates (SHANZHI_DB_ROLE=owner) and makes test databases; everything else runs as the role that cannot
    touch the ledger's past. On a server of the county's own, SHANZHI_OWNER_URL names the owner.
    """
    as_owner = os.environ.get("SHANZHI_DB_ROLE") == "owner" or "pytest" in sys.modules
    url = os.environ.get("DATABASE_URL", "")
    if url:
        return _from_url(os.environ.get("SHANZHI_OWNER_URL", url) if as_owner else url)
    place = embedded.place(home())
    return _settings(
        NAME="shanzhi",
        USER=embedded.OWNER if as_owner else embedded.APP,
        HOST=str(place.sockets),
        PORT=str(embedded.PORT),
    )


def is_external() -> bool:
    """Say whether a server of the county's own is used."""
    return bool(os.environ.get("DATABASE_URL"))


def serving_role() -> str:
    """Return the role that serves, when it is another than the one that migrates; else nothing."""
    if not is_external():
        return embedded.APP
    serving = _from_url(os.environ["DATABASE_URL"])["USER"]
    owner = _from_url(os.environ.get("SHANZHI_OWNER_URL", os.environ["DATABASE_URL"]))["USER"]
    return "" if serving == owner else str(serving)


def _from_url(url: str) -> dict[str, Any]:
    parts = urlsplit(url)
    if parts.scheme not in {"postgres", "postgresql"}:
        raise SystemExit("DATABASE_URL 应以 postgresql:// 开头；本系统只用 PostgreSQL（15 及以上）。")
    query = dict(parse_qsl(parts.query))
    # Several hosts (host=a,b&target_session_attrs=read-write) and TLS settings go to libpq as they are.
    return _settings(
        NAME=unquote(parts.path.lstrip("/")) or "shanzhi",
        USER=unquote(parts.username or ""),
        PASSWORD=unquote(parts.password or ""),
        HOST=query.pop("host", "") or parts.hostname or "",
        PORT=query.pop("port", "") or str(parts.port or ""),
        OPTIONS=query,
    )


def _settings(**values: Any) -> dict[str, Any]:
    # Behind a pooler in transaction mode neither prepared statements nor cursors outlive a transaction.
    pooled = os.environ.get("SHANZHI_DB_POOLED") == "1"
    options = {"server_side_binding": True, "prepare_threshold": None} if pooled else OPTIONS
    return {
        "ENGINE": "shanzhi.config.postgres",
        "CONN_MAX_AGE": None,
        "CONN_HEALTH_CHECKS": True,
        "DISABLE_SERVER_SIDE_CURSORS": pooled,
        **values,
        "OPTIONS": {**options, **values.get("OPTIONS", {})},
    }
