"""What every benchmark stands on: a fresh database, a server, a plain client, and a way to say the figures."""

import argparse
import json
import os
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
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
    """Send requests over keep-alive connections for some seconds; return (per second, statuses seen)."""
    counts, statuses = [0] * clients, [set[int]() for _ in range(clients)]
    stop_at = time.perf_counter() + seconds

    def one(client: int) -> None:
        with socket.create_connection(("127.0.0.1", port)) as line:
            line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            while time.perf_counter() < stop_at:
                line.sendall(request(client, counts[client]))
                statuses[client].add(_status(line))
                counts[client] += 1

    threads = [threading.Thread(target=one, args=(client,)) for client in range(clients)]
    started = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sum(counts) / (time.perf_counter() - started), sorted(set().union(*statuses))


def _status(line: socket.socket) -> int:
    """Read one answer to its end; return its status."""
    data = line.recv(65536)
    while b"\r\n\r\n" not in data:
        data += line.recv(65536)
    head, _, body = data.partition(b"\r\n\r\n")
    lines = head.lower().split(b"\r\n")
    length = next((int(field[15:]) for field in lines if field.startswith(b"content-length:")), 0)
    while len(body) < length:
        body += line.recv(65536)
    return int(head[9:12])


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
