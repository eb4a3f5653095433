"""Every write about other systems: keys issued and revoked."""

import hashlib
import secrets
from datetime import date

from django.db import transaction
from django.utils import timezone

from shanzhi.ledger.actors import Actor
from shanzhi.ledger.events import record

from .models import MachineToken


def token_digest(key: str) -> bytes:
    """Return what is kept of a key. It is long and random, so a plain digest cannot be guessed back."""
    return hashlib.sha256(key.encode()).digest()


@transaction.atomic
def issue_token(
    *, county: str, name: str, scopes: list[str], by: Actor, expires_on: date | None = None
) -> tuple[MachineToken, str]:
    """Make a key for another system; the key itself is returned once and not kept."""
    key = f"sz_{secrets.token_urlsafe(32)}"
    token = MachineToken.objects.create(
        county=county, name=name, digest=token_digest(key), head=key[:9], scopes=sorted(scopes), expires_on=expires_on
    )
    record("exchange.token_issued", subject=token, by=by, scopes=token.scopes)
    return token, key


@transaction.atomic
def revoke_token(*, token: MachineToken, by: Actor) -> None:
    """Make a key useless from now on; revoking twice records once."""
    row = MachineToken.objects.select_for_update().get(pk=token.pk)
    if row.revoked_at:
        return
    row.revoked_at = timezone.now()
    row.save(update_fields=["revoked_at"])
    record("exchange.token_revoked", subject=row, by=by)


def note_use(*, token: MachineToken) -> None:
    """Remember the day a key was last used; one write a day at most."""
    today = timezone.localdate()
    if token.last_used_on != today:
        MachineToken.objects.filter(pk=token.pk).update(last_used_on=today)
