"""The worker: runs what actions left to be done, and the jobs by the clock."""

import asyncio
import socket

from procrastinate import App

CONCURRENCY = 4
# Jobs of events come without NOTIFY (ledger migration 0003 says why): this is how long one may lie before it is found.
LOOK_EVERY_SECONDS = 0.5


def app_for_worker() -> App:
    """Return the app with a connector of its own: the worker waits on NOTIFY, which Django's connection cannot."""
    from procrastinate.contrib.django import app

    return app.with_connector(app.connector.get_worker_connector())  # type: ignore[attr-defined]


def work() -> int:
    """Work until told to stop (SIGTERM, SIGINT); the job in hand is finished first. Killed, its job is tried again."""
    asyncio.run(_work())
    return 0


async def _work() -> None:
    app = app_for_worker()
    async with app.open_async():
        await app.run_worker_async(
            name=f"{socket.gethostname()}",
            concurrency=CONCURRENCY,
            fetch_job_polling_interval=LOOK_EVERY_SECONDS,
            install_signal_handlers=True,
            shutdown_graceful_timeout=20,
            delete_jobs="never",
            update_heartbeat_interval=5,
            stalled_worker_timeout=30,
        )
