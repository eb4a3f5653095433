"""What must be done before the first page? Migrations, rights, static files; each only when something changed."""

import hashlib
import os
import subprocess
import sys
from pathlib import Path

from . import database, embedded
from .home import CHECKOUT, home

PACKAGE = CHECKOUT / "shanzhi"
MIGRATING = 7_302_612  # any number that no other lock of the house uses


class SetUpFault(RuntimeError):
    """The house cannot be set up; the sentence says what to do."""


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


def _cluster() -> str:
    """Name the embedded cluster: a fresh one has to be migrated even when the stamp is old."""
    version = embedded.place(home()).data / "PG_VERSION"
    return str(version.stat().st_mtime_ns) if version.exists() else ""


def migrate(*, force: bool = True) -> None:
    """Bring the database up to date as its owner, in a process of its own, and give the serving role its rights."""
    fingerprint = _fingerprint("migrations/*.py") + _cluster()
    if not force and not database.is_external() and not _changed("migrated", fingerprint):
        return
    code = "from shanzhi.config.setting_up import migrate_here; migrate_here()"
    environment = {**os.environ, "SHANZHI_DB_ROLE": "owner", "DJANGO_SETTINGS_MODULE": "shanzhi.config.settings"}
    if subprocess.run([sys.executable, "-c", code], env=environment, cwd=CHECKOUT, check=False).returncode:
        raise SetUpFault("数据库结构没有更新好：请看上面的错误。数据没有改动，改好后再运行一次即可。")
    _done("migrated", fingerprint)


def missing_migrations() -> int:
    """Say which migrations models lack; needs no database."""
    command = [sys.executable, "-W", "ignore", "-m", "django", "makemigrations", "--check", "--dry-run"]
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "shanzhi.config.settings"}
    return subprocess.call(command, env=environment, cwd=CHECKOUT)


def migrate_here() -> None:
    """Migrate in this process (its settings are the owner's); the server must run."""
    import django
    from django.core.management import call_command
    from django.db import connection

    django.setup()
    if database.is_external() and (fault := external_fault()):
        sys.exit(fault)
    with connection.cursor() as cursor:
        # One at a time: another machine, or what a start killed with -9 left behind, may be at it.
        cursor.execute("SELECT pg_advisory_lock(%s)", [MIGRATING])
    call_command("migrate", verbosity=0, interactive=False)
    role = database.serving_role()
    if role:
        with connection.cursor() as cursor:
            cursor.execute(database.GRANTS.format(role=connection.ops.quote_name(role)))


def external_fault() -> str:
    """Say in a sentence why the county's own server will not do; nothing when it will."""
    from django.db import DatabaseError, connection

    try:
        with connection.cursor() as cursor:
            found = int(connection.pg_version) // 10_000  # type: ignore[attr-defined]
            if found < database.OLDEST:
                return f"数据库服务器是 PostgreSQL {found}，至少需要 {database.OLDEST}。"
            for extension in ("pg_trgm", "btree_gist"):
                cursor.execute(f"CREATE EXTENSION IF NOT EXISTS {extension}")
            cursor.execute("SELECT show_trgm('占道经营') = '{}'")
            if cursor.fetchone()[0]:
                return "这个数据库的区域设置（LC_CTYPE）不支持中文检索：请用 C.UTF-8 或 zh_CN.UTF-8 重新建库。"
    except DatabaseError as error:
        return f"数据库连不上，或不允许建立扩展 pg_trgm、btree_gist：{str(error).strip()}"
    return ""


def sample_is_loaded() -> bool:
    """Say whether this embedded database got its sample county before; of another server we cannot know."""
    return not database.is_external() and not _changed("sample", _cluster())


def note_sample() -> None:
    _done("sample", _cluster())


def static_changed() -> bool:
    return _changed("collected", _fingerprint("static/**/*")) or not static_folder().is_dir()


def collect_static() -> None:
    """Gather hashed static files into SHANZHI_HOME/static."""
    fingerprint = _fingerprint("static/**/*")
    from django.core.management import call_command

    call_command("collectstatic", verbosity=0, interactive=False, clear=False)
    _done("collected", fingerprint)


def compile_messages() -> None:
    """Compile the English catalogue when it has changed."""
    from shanzhi.web import catalogues

    catalogues.compile_all(CHECKOUT / "locale")


def static_folder() -> Path:
    return Path(os.environ.get("SHANZHI_STATIC") or home() / "static")
