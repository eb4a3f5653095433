"""What does the worker send to account holders? One notice a job, with its own retries."""

from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.utils import timezone
from procrastinate.contrib.django import app

from shanzhi.ledger.tasks import BackOff

from .models import Notice

MOST_ATTEMPTS = 8


class NotDelivered(RuntimeError):
    """A notice could not be sent; the job is tried again later."""


@app.task(name="identity.send_notice", queue="notices", retry=BackOff())
def send_notice(notice: str) -> None:
    """Send one notice by its channel; after MOST_ATTEMPTS it is given up and shown to a person."""
    error = ""
    with transaction.atomic():
        row = Notice.objects.select_for_update().select_related("user").get(pk=notice)
        if row.state in {Notice.State.SENT, Notice.State.GIVEN_UP}:
            return
        row.attempts += 1
        try:
            subject = row.text.splitlines()[0][:78]
            send_mail(subject, f"{row.text}\n\n{settings.SHANZHI_PUBLIC_URL}{row.url}", None, [row.user.email])
            row.state, row.sent_at, row.last_error = Notice.State.SENT, timezone.now(), ""
        except (OSError, ValueError) as fault:
            error = str(fault) or type(fault).__name__
            row.last_error = error[:300]
            row.state = Notice.State.GIVEN_UP if row.attempts >= MOST_ATTEMPTS else Notice.State.FAILED
        row.save(update_fields=["attempts", "state", "sent_at", "last_error"])
        given_up = row.state == Notice.State.GIVEN_UP
    if error and not given_up:
        raise NotDelivered(error)
