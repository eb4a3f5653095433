"""What does the worker run? Handlers of events, and the jobs by the clock that rooms declare."""

from datetime import datetime, timedelta

from django.utils import timezone
from procrastinate import BaseRetryStrategy, RetryDecision
from procrastinate.contrib.django import app
from procrastinate.jobs import Job

from .models import Event
from .subscriptions import handler_named

LONGEST_WAIT_SECONDS = 3600


class BackOff(BaseRetryStrategy):
    """Try again after 2ⁿ seconds, an hour at most, for ever: a failing job stays visible until somebody mends it."""

    def get_retry_decision(self, *, exception: BaseException, job: Job) -> RetryDecision:
        return RetryDecision(retry_at=self.next_try(job.attempts))

    @staticmethod
    def next_try(attempts: int) -> datetime:
        """Return when a job that has failed this often is tried again."""
        return timezone.now() + timedelta(seconds=min(2 ** min(attempts, 12), LONGEST_WAIT_SECONDS))


@app.task(name="ledger.run_handler", queue="events", retry=BackOff())
def run_handler(handler: str, event: str) -> None:
    """Give the event to the handler of this dotted name."""
    handler_named(handler)(Event.objects.get(pk=event))
