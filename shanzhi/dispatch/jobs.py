"""What happens by the clock? Reminders, pauses that lapse, reviews of the long-term list, sealing, tidying of done jobs."""

import uuid

from procrastinate import JobContext
from procrastinate.contrib.django import app

from shanzhi.ledger.seals import seal_now
from shanzhi.ledger.tasks import BackOff

from . import actions

KEEP_DONE_JOBS_HOURS = 72


@app.periodic(cron="*/10 * * * *")
@app.task(name="dispatch.chase", queue="clock", queueing_lock="dispatch.chase", retry=BackOff())
def chase(timestamp: int) -> None:
    """Remind those who have something due, then their unit, then the centre (P19)."""
    actions.chase_due()


@app.periodic(cron="*/10 * * * *")
@app.task(name="dispatch.lapse_pauses", queue="clock", queueing_lock="dispatch.lapse_pauses", retry=BackOff())
def lapse_pauses(timestamp: int) -> None:
    """Let clocks run again whose pause has lasted as long as it may (P14)."""
    actions.lapse_pauses()


@app.periodic(cron="10 3 * * *")
@app.task(name="dispatch.archive_settled", queue="clock", queueing_lock="dispatch.archive_settled", retry=BackOff())
def archive_settled(timestamp: int) -> None:
    """Put files away whose reporters can no longer ask for a second handling."""
    actions.archive_settled()


@app.periodic(cron="*/15 * * * *")
@app.task(name="dispatch.find_topics", queue="clock", queueing_lock="dispatch.find_topics", retry=BackOff())
def find_topics(timestamp: int) -> None:
    """Work out what many report at the same time."""
    actions.find_all_topics()


@app.task(name="dispatch.train_triage", queue="clock", retry=BackOff())
def train_triage(model: str) -> None:
    """Train the version of the county's model that somebody asked for."""
    actions.train(model_id=uuid.UUID(model))


@app.periodic(cron="5 * * * *")
@app.task(name="ledger.seal", queue="clock", queueing_lock="ledger.seal", retry=BackOff())
def seal(timestamp: int) -> None:
    """Seal what the ledger has taken in since the last hour."""
    seal_now()


@app.periodic(cron="40 3 * * *")
@app.task(name="dispatch.prune_jobs", queue="clock", queueing_lock="dispatch.prune_jobs", pass_context=True)
async def prune_jobs(context: JobContext, timestamp: int) -> None:
    """Drop jobs done three days ago; failed ones stay until somebody has seen to them."""
    await context.app.job_manager.delete_old_jobs(nb_hours=KEEP_DONE_JOBS_HOURS, include_cancelled=True)
