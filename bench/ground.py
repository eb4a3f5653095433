"""What every benchmark stands on: a fresh database, a server, a plain client, and a way to say the figures."""

import argparse
import json
import os
import re
import selectors
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

Figures = dict[str, Any]


def arguments(text: str, **options: Any) -> argparse.Namespace:
    """Return the command line: --json, and numbers with their defaults."""
    parser = argparse.ArgumentParser(description=text)
    parser.add_argument("--json", action="store_true", help="only JSON")
    for name, default in options.items():
        parser.add_argument(f"--{name}", type=type(default), default=default)
    return parser.parse_args()


def say(figures: Figures, *, as_json: bool) -> None:
    """Print the figures."""
    if as_json:
        print(json.dumps(figures, ensure_ascii=False))
        return
    for name, value in figures.items():
        print(f"{name:<40} {value}")


@contextmanager
def fresh_home() -> Iterator[Path]:
    """Give a temporary SHANZHI_HOME with a migrated database; stop and remove it at the end."""
    folder = Path(tempfile.mkdtemp(prefix="shanzhi-bench-", dir="/tmp"))
    folder.chmod(0o755)
    os.environ["SHANZHI_HOME"] = str(folder)
    os.environ.pop("DATABASE_URL", None)
    os.environ["DJANGO_SETTINGS_MODULE"] = "shanzhi.config.settings"
    from shanzhi.config import embedded, setting_up

    try:
        embedded.start(folder)
        setting_up.migrate()
        yield folder
    finally:
        embedded.stop(folder)
        shutil.rmtree(folder, ignore_errors=True)


def sample_county() -> None:
    """Load the sample county's registry (no histories), so that reports have a place to belong to."""
    from shanzhi.config.commands import set_up_django

    set_up_django(start=False)
    from shanzhi.config import setting_up
    from shanzhi.config.sample.county import load_registry

    setting_up.collect_static()

    load_registry(password="benchmark-only")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def web_server() -> Iterator[int]:
    """Serve the product as `./run` does, without the worker; give the port."""
    from shanzhi.config import server

    port = free_port()
    child = server.start_web(port)
    try:
        _wait_for(port)
        yield port
    finally:
        server.stop_children([child])


def _wait_for(port: int) -> None:
    for _ in range(200):
        try:
            with socket.create_connection(("127.0.0.1", port), timeout=1):
                return
        except OSError:
            time.sleep(0.1)
    sys.exit("The web server did not come up.")


def hammer(port: int, request: Callable[[int, int], bytes], *, clients: int, seconds: float) -> tuple[float, list[int]]:
    """Send requests over keep-alive connections for some seconds; return (per second, statuses seen).

    One thread waits for all clients at once: the client shares the cores with what it measures, and threads that hand
    the interpreter to one another cost a sixth of the figure.
    """
    waiting = selectors.DefaultSelector()
    lines = [_Line(port, client, request) for client in range(clients)]
    for line in lines:
        waiting.register(line.socket, selectors.EVENT_READ, line)
    started = time.perf_counter()
    stop_at, busy = started + seconds, clients
    for line in lines:
        line.send()
    while busy:
        for key, _events in waiting.select():
            if not key.data.read():
                continue
            if time.perf_counter() < stop_at:
                key.data.send()
            else:
                busy -= 1
    spent = time.perf_counter() - started
    waiting.close()
    for line in lines:
        line.socket.close()
    return sum(line.count for line in lines) / spent, sorted(set().union(*(line.statuses for line in lines)))


class _Line:
    """One client: its connection, what of the answer is here, what was counted."""

    def __init__(self, port: int, client: int, request: Callable[[int, int], bytes]) -> None:
        self.socket = socket.create_connection(("127.0.0.1", port))
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.client, self.request, self.count = client, request, 0
        self.statuses: set[int] = set()
        self.data, self.wanted = b"", 0

    def send(self) -> None:
        self.socket.sendall(self.request(self.client, self.count))

    def read(self) -> bool:
        """Take in what came; say whether the answer is whole."""
        came = self.socket.recv(1 << 20)
        if not came:
            sys.exit("The server closed the connection.")
        self.data += came
        if not self.wanted:
            end = self.data.find(b"\r\n\r\n")
            if end < 0:
                return False
            found = _LENGTH.search(self.data, 0, end)
            self.wanted = end + 4 + (int(found[1]) if found else 0)
        if len(self.data) < self.wanted:
            return False
        self.statuses.add(int(self.data[9:12]))
        self.data, self.wanted = b"", 0
        self.count += 1
        return True


_LENGTH = re.compile(rb"content-length: *(\d+)", re.IGNORECASE)


def pgbench(script: str, *, clients: int, seconds: int) -> float:
    """Return transactions a second of a script on the same server and database, prepared, with as many clients."""
    from shanzhi.config import embedded
    from shanzhi.config.home import home

    where = embedded.place(home())
    file = Path(tempfile.mkstemp(suffix=".sql")[1])
    file.write_text(script)
    command = [
        str(embedded.source_binaries() / "pgbench"), "-h", str(where.sockets), "-p", str(embedded.PORT), "-U",
        embedded.OWNER, "-n", "-M", "prepared", "-c", str(clients), "-j", "2", "-T", str(seconds), "-f", str(file),
        "shanzhi",
    ]  # fmt: skip
    printed = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    file.unlink()
    return float(next(line for line in printed.splitlines() if line.startswith("tps")).split()[2])


def median_of(runs: int, measure: Callable[[], float]) -> float:
    """Return the median of several runs: this kind of machine is noisy."""
    return statistics.median(measure() for _ in range(runs))


def rate(work: Callable[[], object], *, seconds: float = 3, warm: int = 3) -> float:
    """Return how often a second the work can be done, in one thread."""
    for _ in range(warm):
        work()
    count, started = 0, time.perf_counter()
    while (spent := time.perf_counter() - started) < seconds:
        work()
        count += 1
    return count / spent
