"""How are pages measured at several sizes of county? One database grows; at each size the same requests, then raw SQL."""

import os
import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from .ground import Figures, arguments, fresh_home, hammer, pgbench, sample_county, say, web_server

ACCOUNT = "dispatch"


@dataclass(frozen=True)
class Reading:
    """A page and the raw query of the same rows."""

    path: Callable[[], str]
    script: Callable[[], str]


def measure(text: str, reading: Reading) -> None:
    """Print, for each size, pages a second, the milliseconds a page takes one client, raw queries a second, the ratio."""
    measure_all(text, {"": reading})


def measure_all(text: str, readings: dict[str, Reading]) -> None:
    """Print the figures of several pages of the same growing county; each name stands before its figures."""
    args = arguments(text, sizes="10000,100000,1000000", clients=8, seconds=6, runs=3)
    sizes = [int(size) for size in args.sizes.split(",")]
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "shanzhi.config.settings")
    figures: Figures = {}
    with fresh_home():
        sample_county()
        for size in sizes:
            _grow(size, quiet=args.json)
            for name, reading in readings.items():
                found = _at(size, reading, clients=args.clients, seconds=args.seconds, runs=args.runs)
                figures |= {name + key: value for key, value in found.items()}
    first, last = sizes[0], sizes[-1]
    for name in readings:
        figures[f"{name}time_at_largest_to_smallest"] = round(
            figures[f"{name}ms_{last}"] / figures[f"{name}ms_{first}"], 2
        )
    say(figures, as_json=args.json)


def _grow(size: int, *, quiet: bool) -> None:
    """Write matters until there are `size`."""
    from django.db import connection
    from django.utils import timezone

    from shanzhi.config import simulating
    from shanzhi.dispatch.models import Matter

    missing = size - Matter.objects.count()
    if missing <= 0:
        return
    ground = simulating.read_ground()
    for done in simulating.write(
        ground, matters=missing, days=365, seed=size, now=timezone.now() - timedelta(minutes=5)
    ):
        if not quiet:
            print(f"\r{done:>9,} / {missing:,}", end="", file=sys.stderr, flush=True)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _at(size: int, reading: Reading, *, clients: int, seconds: float, runs: int) -> Figures:
    cookie = _cookie()
    path = reading.path()
    wanted = f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: shanzhi_session={cookie}\r\n\r\n".encode()

    def request(client: int, number: int) -> bytes:
        return wanted

    many, alone, raw, seen = [], [], [], set()
    with web_server() as port:
        hammer(port, request, clients=clients, seconds=2)
        for _ in range(runs):
            rate, statuses = hammer(port, request, clients=clients, seconds=seconds)
            one, _statuses = hammer(port, request, clients=1, seconds=seconds / 2)
            many.append(rate)
            alone.append(1000 / one)
            raw.append(pgbench(reading.script(), clients=clients, seconds=int(seconds)))
            seen |= set(statuses)
    middle = runs // 2
    pages, milliseconds, queries = sorted(many)[middle], sorted(alone)[middle], sorted(raw)[middle]
    return {
        f"pages_per_second_{size}": round(pages, 1),
        f"ms_{size}": round(milliseconds, 2),
        f"raw_queries_per_second_{size}": round(queries, 1),
        f"ratio_{size}": round(pages / queries, 4),
        f"statuses_{size}": sorted(seen),
    }


def _cookie() -> str:
    """Return the session of somebody who sees the whole county."""
    from django.test import Client

    from shanzhi.identity.models import User

    client = Client()
    client.force_login(User.objects.get(username=ACCOUNT))
    return client.cookies["shanzhi_session"].value


def county() -> str:
    from shanzhi.registry.queries import default_county

    return str(default_county().code)
