"""What does the worker send to reporters? One delivery a job, bounded retries, then a person's list (P12–P14)."""

from django.db import transaction
from django.utils import timezone
from procrastinate.contrib.django import app

from shanzhi.ledger.tasks import BackOff

from .channels import CHANNELS, NotConfigured
from .models import Delivery
from .sealing import open_contact_of

MOST_ATTEMPTS = 8


class NotDelivered(RuntimeError):
    """The message could not be sent; the job is tried again later."""


@app.task(name="intake.send_delivery", queue="notices", retry=BackOff())
def send_delivery(delivery: str) -> None:
    """Send one message to a reporter; after MOST_ATTEMPTS it is given up and shown to a person."""
    error = ""
    with transaction.atomic():
        row = Delivery.objects.select_for_update(of=("self",)).select_related("report__contact").get(pk=delivery)
        if row.state not in {Delivery.State.WAITING, Delivery.State.FAILED}:
            return
        row.attempts += 1
        try:
            CHANNELS[row.channel](open_contact_of(row.report.contact), row.text)
            row.state, row.sent_at, row.last_error = Delivery.State.SENT, timezone.now(), ""
        except NotConfigured as fault:
            # Waits, seen, until the county has the channel or somebody telephones: trying again would not help.
            row.state, row.last_error = Delivery.State.WAITING, str(fault)[:300]
        except (OSError, ValueError) as fault:
            error = str(fault) or type(fault).__name__
            row.last_error = error[:300]
            row.state = Delivery.State.GIVEN_UP if row.attempts >= MOST_ATTEMPTS else Delivery.State.FAILED
        row.save(update_fields=["attempts", "state", "sent_at", "last_error"])
        given_up = row.state == Delivery.State.GIVEN_UP
    if error and not given_up:
        raise NotDelivered(error)
