"""What becomes of a job whose worker was killed in the middle? It is given to another worker; handlers are idempotent."""

import warnings

from procrastinate import JobContext
from procrastinate.contrib.django import app

DEAD_AFTER_SECONDS = 30
# A worker that lives but lost its database in the middle may never have said how the job ended.
FORGOTTEN_AFTER_SECONDS = 600


@app.periodic(cron="* * * * * */20")
@app.task(name="ledger.rescue_jobs", queue="clock", queueing_lock="ledger.rescue_jobs", pass_context=True)
async def rescue_jobs(context: JobContext, timestamp: int) -> None:
    """Give jobs of dead workers, and jobs nobody has heard of for long, to whoever is alive."""
    manager = context.app.job_manager
    found = {job.id: job for job in await manager.get_stalled_jobs(seconds_since_heartbeat=DEAD_AFTER_SECONDS)}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        long_ago = await manager.get_stalled_jobs(nb_seconds=FORGOTTEN_AFTER_SECONDS)
    found |= {job.id: job for job in long_ago}
    for job in found.values():
        if job.id != (context.job.id if context.job else None):
            await manager.retry_job(job)
