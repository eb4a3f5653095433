"""Under load the database is killed and the worker is killed: what was acknowledged is there, once, and gets its matter."""

import http.client
import json
import os
import signal
import subprocess
import sys
import threading
import time
import uuid

import psycopg
import pytest

from shanzhi.config import embedded

from .test_serving import House, eventually, house, server

pytestmark = pytest.mark.slow
__all__ = ["house", "server"]
CLIENTS, SECONDS = 4, 8


def prepared(house: House) -> None:
    code = (
        "from shanzhi.config import commands; commands.set_up_django(start=False);"
        "from shanzhi.registry.models import County;"
        "from shanzhi.config.sample.county import load_registry;"
        "County.objects.exists() or load_registry(password='only-for-this-test-1')"
    )
    subprocess.run([sys.executable, "-c", code], env=house.environment, check=True, timeout=120)


def send(port: int, key: str, acknowledged: dict[str, str], deadline: float) -> None:
    """Send one report as a careful client does: the same key again until it is acknowledged."""
    body = json.dumps({"text": f"店门口油烟很大 {key}", "lon": 118.5, "lat": 28.9})
    while time.monotonic() < deadline:
        try:
            line = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
            headers = {"Content-Type": "application/json", "Idempotency-Key": key}
            line.request("POST", "/api/v1/reports", body.encode(), headers)
            answer = line.getresponse()
            told = answer.read()
            if answer.status == 201:
                acknowledged[key] = json.loads(told)["number"]
                return
            assert answer.status in {500, 502, 503}, (answer.status, told)
        except (OSError, http.client.HTTPException):
            pass
        time.sleep(0.2)


def count(house: House, sql: str) -> list[tuple[object, ...]]:
    where = embedded.place(house.folder)
    address = f"host={where.sockets} port={embedded.PORT} user={embedded.OWNER} dbname=shanzhi"
    with psycopg.connect(address) as line:
        return line.execute(sql).fetchall()


def test_reports_survive_a_killed_database_and_a_killed_worker(house: House, server: subprocess.Popen[bytes]) -> None:
    prepared(house)
    acknowledged: dict[str, str] = {}
    stop, end = time.monotonic() + SECONDS, time.monotonic() + 90

    def client() -> None:
        while time.monotonic() < stop:
            send(house.port, str(uuid.uuid4()), acknowledged, end)

    threads = [threading.Thread(target=client) for _ in range(CLIENTS)]
    for thread in threads:
        thread.start()
    time.sleep(2)
    os.kill(house.one("shanzhi.config.commands work"), signal.SIGKILL)
    time.sleep(1)
    os.kill(house.one(f"-D {house.folder}"), signal.SIGKILL)
    for thread in threads:
        thread.join(100)
    assert eventually(house.is_well, 60)
    assert len(acknowledged) > 20
    stored = {number for (number,) in count(house, "SELECT number FROM intake_report")}
    keys = count(house, "SELECT count(*), count(DISTINCT idempotency_key) FROM intake_report")[0]
    assert set(acknowledged.values()) <= stored
    assert keys[0] == keys[1]
    without = "SELECT count(*) FROM intake_report r WHERE NOT EXISTS (SELECT 1 FROM dispatch_reportlink l WHERE l.report_id = r.id)"
    assert eventually(lambda: count(house, without)[0][0] == 0, 90), count(house, without)
    twice = "SELECT report_id FROM dispatch_reportlink WHERE detached_at IS NULL GROUP BY 1 HAVING count(*) > 1"
    assert not count(house, twice)
