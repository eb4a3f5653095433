"""How is a contact read, kept and opened? Sealed apart; every opening leaves its reason."""

import uuid
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from shanzhi.law.obstacle import NotAllowed, Obstacle
from shanzhi.ledger.actors import Actor
from shanzhi.ledger.events import record

from .. import sealing
from ..models import Contact, ContactOpening, Report

SHORTEST_REASON = 5


@dataclass(frozen=True)
class ContactDetails:
    """How somebody can be reached, and whether he wants to be."""

    reachable: sealing.Reachable
    wants_message: bool = True

    @property
    def raw(self) -> str:
        return self.reachable.value

    @property
    def masked(self) -> str:
        return self.reachable.masked


def read_contact(text: str, *, wants_message: bool = True) -> ContactDetails:
    """Return typed contact details. Raises NotAllowed with a sentence on how to write them."""
    return ContactDetails(sealing.tidy_contact(text), wants_message)


def keep_contact(*, report: Report, contact: ContactDetails) -> Contact:
    """Seal a contact beside its report; part of receive_report's transaction."""
    found = contact.reachable
    number = Report.objects.values_list("number", flat=True).get(pk=report.pk)
    sealed, key_id = sealing.seal(found.value, report.pk)
    return Contact.objects.create(
        report=report,
        sealed=sealed,
        masked=found.masked,
        key_id=key_id,
        tail_digest=sealing.tail_digest(number, found.tail) if found.tail else None,
        wants_sms=contact.wants_message and found.can_get_sms,
        wants_email=contact.wants_message and found.kind == "email",
    )


@transaction.atomic
def open_contact(*, report_id: uuid.UUID, reason: str, by: Actor) -> str:
    """Return the contact in clear after writing down who opened it and why."""
    contact = Contact.objects.select_for_update().select_related("report").filter(report_id=report_id).first()
    found = []
    if contact is None:
        found.append(Obstacle("反映人没有留联系方式。"))
    if len(reason.strip()) < SHORTEST_REASON:
        found.append(Obstacle(f"请写清调阅理由，至少 {SHORTEST_REASON} 个字。"))
    if by.actor_id is None:
        found.append(Obstacle("只有工作人员本人可以调阅。"))
    if found or contact is None or by.actor_id is None:
        raise NotAllowed(found)
    clear = sealing.open_contact_of(contact)
    ContactOpening.objects.create(contact=contact, by_id=by.actor_id, reason=reason.strip()[:200], at=timezone.now())
    record("intake.contact_opened", subject=contact.report, by=by)
    return clear
