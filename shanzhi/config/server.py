"""The whole house in one command: database, web server, worker; stopped together."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from types import FrameType

from . import database, embedded, setting_up
from .commands import CommandFault
from .home import CHECKOUT, home

WEB_PROCESSES = 2
WEB_THREADS = 4
WEB, WORKER = "网页服务", "后台进程"


def port_from_environment(chosen: int | None = None) -> int:
    """Return the port; refuses nonsense and a taken port in one sentence."""
    text = str(chosen or os.environ.get("SHANZHI_PORT") or 8000)
    if not text.isdigit() or not 1 <= int(text) <= 65535:
        raise CommandFault(f"SHANZHI_PORT 应是 1–65535 的数字，现在是「{text}」。")
    return int(text)


def _check_free(port: int) -> None:
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
    """Serve until Ctrl-C (or, once, until the first page was answered); return the exit code.

    A worker that dies is started again; a web server that dies takes the rest down in order.
    """
    chosen = port_from_environment(port)
    _check_free(chosen)
    if not database.is_external():
        embedded.start(home())
    children: dict[str, subprocess.Popen[bytes]] = {}
    stopping = _StopFlag()
    code = 0
    try:
        children[WEB] = start_web(chosen)
        if with_worker:
            children[WORKER] = start_worker()
        if when_well or once:
            if not wait_until_well(chosen, stopping=stopping) and not stopping.asked:
                print("服务在一分钟内没有正常应答，请看上面的错误。", file=sys.stderr)
                code = 1
            elif when_well and not stopping.asked:
                when_well()
        while not (stopping.asked or once):
            time.sleep(0.2)
            code = _look_after(children, stopping) or code
    finally:
        stop_children(list(children.values()))
        if not database.is_external():
            embedded.stop(home())
    return code


def _look_after(children: "dict[str, subprocess.Popen[bytes]]", stopping: "_StopFlag") -> int:
    """Start a dead worker again; when the web server is dead, ask for the stop and return 1."""
    for name, child in list(children.items()):
        if child.poll() is None or stopping.asked:
            continue
        if name == WORKER:
            # A worker killed in the middle loses nothing: its jobs are taken up by the next one.
            print("后台进程意外停止，已重新启动。", file=sys.stderr)
            children[name] = start_worker()
        else:
            print(f"{name}意外停止（{child.returncode}）。", file=sys.stderr)
            stopping.asked = True
            return 1
    return 0


class _StopFlag:
    """Set by SIGINT or SIGTERM."""

    def __init__(self) -> None:
        self.asked = False
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, self._set)

    def _set(self, number: int, frame: FrameType | None) -> None:
        self.asked = True


def start_web(port: int) -> "subprocess.Popen[bytes]":
    """Start the web server; it is told to stop by us alone (own session: a Ctrl-C does not reach it)."""
    command = [
        sys.executable, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port),
        "--workers", str(WEB_PROCESSES), "--blocking-threads", str(WEB_THREADS), "--backpressure", "64",
        "--no-ws", "--log-level", "warning", "--respawn-failed-workers", "--workers-kill-timeout", "10",
        "--static-path-route", "/static", "--static-path-mount", str(setting_up.static_folder()),
        "shanzhi.config.wsgi:application",
    ]  # fmt: skip
    return subprocess.Popen(command, cwd=CHECKOUT, start_new_session=True)


def start_worker() -> "subprocess.Popen[bytes]":
    """Start one worker."""
    return subprocess.Popen(
        [sys.executable, "-m", "shanzhi.config.commands", "work"], cwd=CHECKOUT, start_new_session=True
    )


def stop_children(children: "list[subprocess.Popen[bytes]]") -> None:
    """Ask every child to stop, wait, and end whoever does not; their own children too."""
    for child in children:
        if child.poll() is None:
            child.terminate()
    deadline = time.monotonic() + 25
    for child in children:
        try:
            child.wait(max(0.1, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            pass
        _end_group(child.pid)


def _end_group(pid: int) -> None:
    try:
        os.killpg(pid, signal.SIGKILL)
    except (ProcessLookupError, PermissionError):
        pass


def wait_until_well(port: int, seconds: float = 60, stopping: _StopFlag | None = None) -> bool:
    """Return whether /healthz answers 200 within the time."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline and not (stopping and stopping.asked):
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=5) as answer:
                if answer.status == 200:
                    return True
        except (urllib.error.URLError, OSError):
            pass
        time.sleep(0.1)
    return False
