"""What does taking in a report cost, through HTTP with 8 clients, against the raw three-insert transaction?

Ours: POST /api/v1/reports with an idempotency key; the report, its event, its job and the key are written in one transaction.
Raw: pgbench, prepared, three plain inserts of like size in one transaction, on the same server and cores.
"""

import json
import uuid

from .ground import arguments, fresh_home, hammer, median_of, pgbench, sample_county, say, web_server

TABLES = """
CREATE TABLE raw_report (id uuid primary key default gen_random_uuid(), number text, text text, lon float8, lat float8,
  key text unique, at timestamptz default now());
CREATE TABLE raw_event (id uuid primary key default gen_random_uuid(), subject uuid, kind text, data jsonb,
  digest bytea, at timestamptz default now());
CREATE TABLE raw_job (id bigserial primary key, name text, args jsonb, at timestamptz default now());
"""
SCRIPT = """
\\set n random(1, 1000000000)
BEGIN;
INSERT INTO raw_report (number, text, lon, lat, key) VALUES (:n::text, repeat('店门口油烟很大', 8), 118.5, 28.9, gen_random_uuid()::text);
INSERT INTO raw_event (subject, kind, data, digest) VALUES (gen_random_uuid(), 'intake.report_received', '{"source": "api"}', '\\\\x00'::bytea);
INSERT INTO raw_job (name, args) VALUES ('ledger.run_handler', '{"event": "1"}');
END;
"""


# The client shares the two cores with the server: what it can prepare, it prepares once.
BODY = json.dumps({"text": "店门口油烟很大" * 8, "lon": 118.5, "lat": 28.9}, ensure_ascii=False).encode()
HEAD = (
    b"POST /api/v1/reports HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\nContent-Length: %d\r\n"
    % len(BODY)
)


def request(client: int, number: int) -> bytes:
    """Return one keep-alive POST with a key of its own."""
    return b"%sIdempotency-Key: %s\r\n\r\n%s" % (HEAD, uuid.uuid4().hex.encode(), BODY)


def main() -> None:
    args = arguments(__doc__ or "", clients=8, seconds=8, runs=3)
    with fresh_home():
        sample_county()
        from django.db import connection

        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        _as_owner(TABLES)
        raw, ours, seen = [], [], set()
        with web_server() as port:
            hammer(port, request, clients=args.clients, seconds=2)
            for _ in range(args.runs):
                raw.append(pgbench(SCRIPT, clients=args.clients, seconds=args.seconds))
                figure, statuses = hammer(port, request, clients=args.clients, seconds=args.seconds)
                ours.append(figure)
                seen |= set(statuses)
    raw_figure, our_figure = median_of(1, lambda: sorted(raw)[len(raw) // 2]), sorted(ours)[len(ours) // 2]
    say(
        {
            "reports_per_second": round(our_figure, 1),
            "raw_transactions_per_second": round(raw_figure, 1),
            "ratio": round(our_figure / raw_figure, 3),
            "statuses": sorted(seen),
            "clients": args.clients,
        },
        as_json=args.json,
    )


def _as_owner(sql: str) -> None:
    import psycopg

    from shanzhi.config import embedded
    from shanzhi.config.home import home

    where = embedded.place(home())
    address = f"host={where.sockets} port={embedded.PORT} user={embedded.OWNER} dbname=shanzhi"
    with psycopg.connect(address, autocommit=True) as line:
        line.execute(sql)


if __name__ == "__main__":
    main()
