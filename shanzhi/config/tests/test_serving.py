"""The whole house is started, stopped, killed and started again, as processes."""

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from shanzhi.config import embedded, testing

pytestmark = pytest.mark.slow
PROC = Path("/proc")


class House:
    """One SHANZHI_HOME with its port, and what runs there."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.environment = {**os.environ, "SHANZHI_HOME": str(folder), "SHANZHI_PORT": str(self.port)}
        for name in ("SHANZHI_DB_ROLE", "DATABASE_URL", "DJANGO_SETTINGS_MODULE"):
            self.environment.pop(name, None)

    def command(self, *words: str) -> subprocess.CompletedProcess[str]:
        line = [sys.executable, "-m", "shanzhi.config.commands", *words]
        return subprocess.run(line, env=self.environment, capture_output=True, text=True, timeout=120, check=False)

    def serve(self) -> subprocess.Popen[bytes]:
        line = [sys.executable, "-m", "shanzhi.config.commands", "serve"]
        return subprocess.Popen(line, env=self.environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    def health(self) -> tuple[int, dict[str, str]]:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/healthz", timeout=5) as answer:
                return answer.status, json.load(answer)
        except urllib.error.HTTPError as refusal:
            return refusal.code, json.load(refusal)
        except OSError:
            return 0, {}

    def is_well(self) -> bool:
        return self.health()[0] == 200

    def processes(self) -> dict[int, str]:
        """Return what works for this home: by its environment or by its data directory."""
        found = {}
        for process in PROC.glob("[0-9]*"):
            try:
                command = (process / "cmdline").read_bytes().replace(b"\0", b" ").decode()
                surroundings = (process / "environ").read_bytes()
            except OSError:
                continue
            mine = f"SHANZHI_HOME={self.folder}\0".encode() in surroundings and "pytest" not in command
            if command and (mine or f"-D {self.folder}" in command):
                found[int(process.name)] = command
        return found

    def one(self, part: str) -> int:
        return next(pid for pid, command in self.processes().items() if part in command)


def eventually(happens: Callable[[], bool], seconds: float = 40) -> bool:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if happens():
            return True
        time.sleep(0.1)
    return False


@pytest.fixture(scope="module")
def house() -> Iterator[House]:
    if not PROC.exists():
        pytest.skip("looks processes up in /proc")
    folder = testing.quick_folder() / f"sz-serving-{os.getpid()}"
    folder.mkdir(mode=0o755)
    made = House(folder)
    migrated = made.command("migrate")
    assert migrated.returncode == 0, migrated.stderr
    yield made
    embedded.stop(folder)
    shutil.rmtree(embedded.place(folder).sockets, ignore_errors=True)
    shutil.rmtree(folder)


@pytest.fixture
def server(house: House) -> Iterator[subprocess.Popen[bytes]]:
    process = house.serve()
    assert eventually(house.is_well), house.health()
    yield process
    process.send_signal(signal.SIGTERM)
    process.wait(40)


def test_after_a_command_nothing_is_left_running(house: House) -> None:
    assert not house.processes()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_stop_leaves_nothing_running(house: House, server: subprocess.Popen[bytes], number: int) -> None:
    assert len(house.processes()) >= 4
    server.send_signal(number)
    assert server.wait(40) == 0
    assert not house.processes()


def test_after_kill_9_everything_ends_and_the_next_start_is_well(house: House, server: subprocess.Popen[bytes]) -> None:
    server.kill()
    server.wait()
    again = house.serve()
    assert eventually(house.is_well)
    again.send_signal(signal.SIGINT)
    assert again.wait(40) == 0
    assert not house.processes()


def test_kill_9_alone_takes_the_rest_along(house: House, server: subprocess.Popen[bytes]) -> None:
    server.kill()
    server.wait()
    assert eventually(lambda: not house.processes())


def test_killed_database_and_worker_come_back(house: House, server: subprocess.Popen[bytes]) -> None:
    before = house.one("shanzhi.config.commands work")
    os.kill(house.one(f"-D {house.folder}"), signal.SIGKILL)
    assert eventually(lambda: embedded.running(embedded.place(house.folder)))
    assert eventually(house.is_well)
    worker = house.one("shanzhi.config.commands work")
    os.kill(worker, signal.SIGKILL)
    assert eventually(lambda: any("commands work" in line for pid, line in house.processes().items() if pid != worker))
    assert before


def test_second_server_on_the_same_home_is_refused_in_a_sentence(house: House, server: subprocess.Popen[bytes]) -> None:
    second = house.command("serve", "--port", "1")
    assert second.returncode == 1
    assert second.stderr.startswith("善治已在运行")
    assert house.is_well()


def test_taken_port_is_refused_in_a_sentence(house: House) -> None:
    with socket.socket() as other:
        other.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        other.bind(("127.0.0.1", house.port))
        other.listen()
        refused = house.command("serve")
    assert refused.returncode == 1
    assert "已被占用" in refused.stderr
    assert not house.processes()


def test_health_says_that_the_worker_is_missing(house: House) -> None:
    line = [sys.executable, "-m", "shanzhi.config.commands", "serve", "--no-worker"]
    process = subprocess.Popen(line, env=house.environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        # A worker killed before may still count for half a minute.
        assert eventually(lambda: house.health()[0] == 503, seconds=60)
        state = house.health()[1]
        assert state["database"] == "ok"
        assert "shanzhi work" in state["worker"]
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(40)


def test_nonsense_port_is_refused_in_a_sentence(house: House) -> None:
    house.environment["SHANZHI_PORT"] = "eighty"
    try:
        refused = house.command("serve")
    finally:
        house.environment["SHANZHI_PORT"] = str(house.port)
    assert refused.returncode == 2
    assert "SHANZHI_PORT" in refused.stderr


def test_serving_role_may_not_touch_the_past_of_the_ledger(house: House) -> None:
    import psycopg

    with (
        embedded.using(house.folder) as where,
        psycopg.connect(
            host=str(where.sockets), port=embedded.PORT, user=embedded.APP, dbname="shanzhi", autocommit=True
        ) as connection,
    ):
        for statement in (
            "UPDATE ledger_event SET kind = kind",
            "DELETE FROM ledger_event",
            "TRUNCATE ledger_event",
            "UPDATE ledger_seal SET number = number",
            "DELETE FROM ledger_seal",
            "TRUNCATE ledger_seal",
            "ALTER TABLE ledger_event DISABLE TRIGGER ALL",
            "DROP TRIGGER append_only ON ledger_event",
        ):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                connection.execute(statement)
