"""What must be done before the first page? Migrations, rights, static files; each only when something changed."""

import hashlib
import os
import subprocess
import sys
from pathlib import Path

from . import database, embedded
from .home import CHECKOUT, home

PACKAGE = CHECKOUT / "shanzhi"


def _fingerprint(pattern: str) -> str:
    """Return a digest of the files' names, sizes and times: it changes when one of them does."""
    digest = hashlib.sha256()
    for path in sorted(PACKAGE.rglob(pattern)):
        if path.is_file() and "__pycache__" not in path.parts:
            state = path.stat()
            digest.update(f"{path}|{state.st_size}|{state.st_mtime_ns}\n".encode())
    return digest.hexdigest()


def _changed(name: str, fingerprint: str) -> bool:
    stamp = home() / f".{name}"
    return not stamp.exists() or stamp.read_text() != fingerprint


def _done(name: str, fingerprint: str) -> None:
    (home() / f".{name}").write_text(fingerprint)


def migrate(*, force: bool = True) -> None:
    """Bring the database up to date as its owner, in a process of its own, and give the serving role its rights."""
    fingerprint = _fingerprint("migrations/*.py")
    if not force and not database.is_external() and not _changed("migrated", fingerprint):
        return
    code = "from shanzhi.config.setting_up import migrate_here; migrate_here()"
    environment = {**os.environ, "SHANZHI_DB_ROLE": "owner", "DJANGO_SETTINGS_MODULE": "shanzhi.config.settings"}
    subprocess.run([sys.executable, "-c", code], env=environment, check=True)
    _done("migrated", fingerprint)


def migrate_here() -> None:
    """Migrate in this process (its settings are the owner's)."""
    import django
    from django.core.management import call_command
    from django.db import connection

    if not database.is_external():
        embedded.start(home())
    django.setup()
    call_command("migrate", verbosity=0, interactive=False)
    if not database.is_external():
        with connection.cursor() as cursor:
            cursor.execute(embedded.GRANTS)


def collect_static() -> None:
    """Gather hashed static files into SHANZHI_HOME/static when one has changed."""
    fingerprint = _fingerprint("static/**/*")
    if not _changed("collected", fingerprint):
        return
    from django.core.management import call_command

    call_command("collectstatic", verbosity=0, interactive=False, clear=False)
    _done("collected", fingerprint)


def compile_messages() -> None:
    """Compile the English catalogue when it has changed."""
    from shanzhi.web import catalogues

    catalogues.compile_all(CHECKOUT / "locale")


def static_folder() -> Path:
    return Path(os.environ.get("SHANZHI_STATIC") or home() / "static")
