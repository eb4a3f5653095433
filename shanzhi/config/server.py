"""The whole house in one command: database, web server, worker; stopped together."""

import ctypes
import fcntl
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from . import database, embedded, setting_up
from .commands import CommandFault
from .home import CHECKOUT, home

WEB_PROCESSES = 2
WEB_THREADS = 4
WEB, WORKER = "网页服务", "后台进程"
PATIENCE = 25
LEFTOVER_PATIENCE = 5
PROC = Path("/proc")
Children = dict[str, "subprocess.Popen[bytes]"]


def port_from_environment(chosen: int | None = None) -> int:
    """Return the port; refuses nonsense in one sentence."""
    text = str(chosen or os.environ.get("SHANZHI_PORT") or 8000)
    if not text.isdigit() or not 1 <= int(text) <= 65535:
        raise CommandFault(f"SHANZHI_PORT 应是 1–65535 的数字，现在是「{text}」。")
    return int(text)


def obey_signals() -> None:
    """End in order on Ctrl-C and on SIGTERM, also where the shell had us ignore the first (started with &)."""
    signal.signal(signal.SIGINT, signal.default_int_handler)
    signal.signal(signal.SIGTERM, signal.default_int_handler)


@contextmanager
def alone_at_home() -> Iterator[None]:
    """Refuse a second server on the same home; take away what one that was killed with -9 left behind."""
    with (home() / "serving.lock").open("a+") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise CommandFault(
                f"善治已在运行，用的是同一个数据目录 {home()}。要再开一个，请另设 SHANZHI_HOME 和 SHANZHI_PORT。", 1
            ) from None
        end_leftovers()
        yield


@contextmanager
def database_running() -> Iterator[None]:
    """Have the embedded server run for the body, and stop it with us unless somebody else uses it."""
    if database.is_external():
        yield
        return
    where = embedded.place(home())
    if where.base != home():
        print(f"{home()} 只有 root 能进入，数据库改放在 {where.base}。", flush=True)
    with embedded.using(home(), always=True):
        yield


def check_free(port: int) -> None:
    """Refuse a taken port in one sentence."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            raise CommandFault(f"端口 {port} 已被占用：请先停掉占用它的程序，或设 SHANZHI_PORT 换一个。", 1) from None


def serve(
    *,
    port: int | None = None,
    with_worker: bool = True,
    when_well: Callable[[], None] | None = None,
    once: bool = False,
) -> int:
    """Serve until Ctrl-C or SIGTERM (or, once, until the first page was answered); return the exit code."""
    chosen = port_from_environment(port)
    check_free(chosen)
    children: Children = {}
    try:
        start_children(children, chosen, with_worker=with_worker, processes=1 if once else WEB_PROCESSES)
        if (when_well or once) and not wait_until_well(chosen, children):
            print("服务在一分钟内没有正常应答，请看上面的错误。", file=sys.stderr)
            return 1
        if when_well:
            when_well()
        return 0 if once else look_after(children)
    except KeyboardInterrupt:
        return 0
    finally:
        # From here on nothing may interrupt the stop: it is short and bounded.
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        stop_children(list(children.values()))


def start_children(children: Children, port: int, *, with_worker: bool, processes: int) -> None:
    children[WEB] = start_web(port, processes)
    if with_worker:
        children[WORKER] = start_worker()
    _note(children)


def look_after(children: Children) -> int:
    """Watch until interrupted: a dead worker or database is started again, a dead web server ends everything."""
    worker_started = time.monotonic()
    while True:
        time.sleep(0.2)
        if not database.is_external() and not embedded.running(embedded.place(home())):
            print("数据库意外停止，正在重新启动。", file=sys.stderr)
            embedded.start(home())
        if children[WEB].poll() is not None:
            print(f"{WEB}意外停止（{children[WEB].returncode}）。", file=sys.stderr)
            return 1
        worker = children.get(WORKER)
        if worker and worker.poll() is not None and time.monotonic() - worker_started > 3:
            # A worker killed in the middle loses nothing: its jobs are taken up by the next one.
            print(f"{WORKER}意外停止，已重新启动。", file=sys.stderr)
            children[WORKER] = start_worker()
            worker_started = time.monotonic()
            _note(children)


def start_web(port: int, processes: int = WEB_PROCESSES) -> "subprocess.Popen[bytes]":
    """Start the web server."""
    command = [
        sys.executable, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port),
        "--workers", str(processes), "--blocking-threads", str(WEB_THREADS), "--backpressure", "64",
        "--http", "1", "--no-ws", "--log-level", "warning", "--respawn-failed-workers", "--workers-kill-timeout", "5",
        "--static-path-route", "/static", "--static-path-mount", str(setting_up.static_folder()),
        "shanzhi.config.wsgi:application",
    ]  # fmt: skip
    return _start_child(command)


def start_worker() -> "subprocess.Popen[bytes]":
    """Start one worker."""
    return _start_child([sys.executable, "-m", "shanzhi.config.commands", "work"])


def _start_child(command: list[str]) -> "subprocess.Popen[bytes]":
    """Start a child in a session of its own (a Ctrl-C reaches us only, we stop it in order) that dies with us."""
    return subprocess.Popen(
        command, cwd=CHECKOUT, stdin=subprocess.DEVNULL, start_new_session=True, preexec_fn=_die_with_parent
    )


def _die_with_parent() -> None:
    """Ask Linux to send SIGTERM when the parent dies, even by kill -9; elsewhere the next start clears up."""
    pr_set_pdeathsig = 1
    with suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(pr_set_pdeathsig, signal.SIGTERM)


def _notes() -> Path:
    return home() / "children"


def _note(children: Children) -> None:
    """Write down whom we started, for the next start to find if we are killed."""
    _notes().write_text("\n".join(str(child.pid) for child in children.values()))


def end_leftovers() -> None:
    """End web servers and workers of a killed predecessor, if the numbers are still theirs."""
    notes = _notes()
    for text in notes.read_text().split() if notes.exists() else []:
        # They were told by the kernel and are about to end by themselves; a worker may be stopping the database.
        deadline = time.monotonic() + LEFTOVER_PATIENCE
        while _is_ours(text) and time.monotonic() < deadline:
            time.sleep(0.05)
        if _is_ours(text):
            _end_group(int(text))
    notes.unlink(missing_ok=True)


def _is_ours(pid: str) -> bool:
    try:
        return b"shanzhi.config" in (PROC / pid / "cmdline").read_bytes()
    except OSError:
        return False


def stop_children(children: "list[subprocess.Popen[bytes]]") -> None:
    """Ask every child to stop, wait, and end whoever does not; their own children too."""
    for child in children:
        if child.poll() is None:
            child.terminate()
    deadline = time.monotonic() + PATIENCE
    for child in children:
        with suppress(subprocess.TimeoutExpired):
            child.wait(max(0.1, deadline - time.monotonic()))
        _end_group(child.pid)
    _notes().unlink(missing_ok=True)


def _end_group(pid: int) -> None:
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(pid, signal.SIGKILL)


def wait_until_well(port: int, children: Children, seconds: float = 60) -> bool:
    """Return whether /healthz answers 200 within the time; a web server that ends at once is not waited for."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline and children[WEB].poll() is None:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=5) as answer:
                if answer.status == 200:
                    return True
        except (urllib.error.URLError, OSError):
            pass
        time.sleep(0.1)
    return False
