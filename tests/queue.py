"""The worker, in a test: works the queue off and comes back."""

import threading

from django.db import connections
from procrastinate.contrib.django import app


def work_off() -> None:
    """Run every waiting job, with what those jobs ask for in turn, on the real queue.

    In a thread of its own: a browser test has an event loop already.
    """
    faults: list[BaseException] = []
    thread = threading.Thread(target=_run, args=[faults])
    thread.start()
    thread.join(60)
    assert not faults, faults
    assert not thread.is_alive(), "the worker did not come to an end"


def _run(faults: list[BaseException]) -> None:
    try:
        worker = app.with_connector(app.connector.get_worker_connector())
        worker.run_worker(wait=False, install_signal_handlers=False, listen_notify=False, concurrency=1)
    except Exception as fault:
        faults.append(fault)
    finally:
        connections.close_all()
