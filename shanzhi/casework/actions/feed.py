"""The secret address of an officer's calendar: made, shown once, ended."""

import secrets
from hashlib import sha256

from django.db import transaction
from django.utils import timezone

from shanzhi.law.obstacle import NotAllowed
from shanzhi.ledger.actors import Actor
from shanzhi.ledger.events import record
from shanzhi.registry.models import Officer
from shanzhi.registry.queries import officer_of

from .. import rules
from ..models import CalendarFeed


@transaction.atomic
def open_feed(*, by: Actor) -> str:
    """Make a new address and end the one before; the address itself is not kept."""
    officer = _officer(by)
    Officer.objects.select_for_update().values_list("pk").get(pk=officer.pk)
    CalendarFeed.objects.filter(officer=officer, ended_at__isnull=True).update(ended_at=timezone.now())
    token = secrets.token_urlsafe(32)
    made = CalendarFeed.objects.create(officer=officer, digest=digest_of(token))
    record("casework.feed_opened", subject=made, by=by)
    return token


@transaction.atomic
def end_feed(*, by: Actor) -> None:
    """End the address."""
    officer = _officer(by)
    for feed in CalendarFeed.objects.select_for_update().filter(officer=officer, ended_at__isnull=True):
        feed.ended_at = timezone.now()
        feed.save(update_fields=["ended_at"])
        record("casework.feed_ended", subject=feed, by=by)


def digest_of(token: str) -> str:
    return sha256(token.encode()).hexdigest()


def _officer(by: Actor) -> Officer:
    officer = officer_of(by)
    if officer is None:
        raise NotAllowed([rules.house("您的账号没有登记人员身份，没有可订阅的期限。", "请管理员补录")])
    return officer
