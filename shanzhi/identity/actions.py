"""Every write about accounts: made, changed, granted, told."""

import uuid
from collections.abc import Iterable
from datetime import date
from typing import Any

from django.contrib.auth.password_validation import validate_password
from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from shanzhi.ledger.actors import Actor
from shanzhi.ledger.events import record

from .models import FailedSignIn, Grant, Notice, Role, SignIn, User
from .tasks import send_notice


@transaction.atomic
def create_user(
    *, county: str, username: str, display_name: str, password: str, by: Actor, email: str = "", **fields: Any
) -> User:
    """Make an account. Raises ValidationError when the password is weak."""
    user = User(county=county, username=username.strip().lower(), display_name=display_name, email=email, **fields)
    validate_password(password, user)
    user.set_password(password)
    user.full_clean(exclude=["password"])
    user.save(force_insert=True)
    record("identity.user_created", subject=user, by=by)
    return user


@transaction.atomic
def change_password(*, user: User, password: str, by: Actor, keep_session: str = "") -> None:
    """Set a new password and end every other session of the user. Raises ValidationError when it is weak."""
    validate_password(password, user)
    user.set_password(password)
    user.must_change_password = user.pk != by.actor_id
    user.save(update_fields=["password", "must_change_password"])
    record("identity.password_changed", subject=user, by=by)
    for sign_in in SignIn.objects.filter(user=user, ended_at__isnull=True).exclude(session_key=keep_session):
        end_session(sign_in=sign_in, by=by)


@transaction.atomic
def set_active(*, user: User, active: bool, by: Actor) -> None:
    """Close or reopen an account; a closed one loses its sessions at once."""
    user.is_active = active
    user.save(update_fields=["is_active"])
    record("identity.user_changed", subject=user, by=by, is_active=active)
    if not active:
        for sign_in in SignIn.objects.filter(user=user, ended_at__isnull=True):
            end_session(sign_in=sign_in, by=by)


@transaction.atomic
def save_role(*, county: str, code: str, name: str, permissions: Iterable[str], by: Actor) -> Role:
    """Make a role or change what it may do."""
    role, _ = Role.objects.update_or_create(
        county=county, code=code, defaults={"name": name, "permissions": sorted(set(permissions))}
    )
    record("identity.role_saved", subject=role, by=by, permissions=role.permissions)
    return role


@transaction.atomic
def grant(
    *,
    user: User,
    role: Role,
    by: Actor,
    on: date,
    area_code: str = "",
    agency_id: uuid.UUID | None = None,
    until_on: date | None = None,
) -> Grant:
    """Give a user a role over a scope from this day; the same grant in force is not given twice."""
    User.objects.select_for_update().get(pk=user.pk)
    same = Grant.objects.filter(user=user, role=role, area_code=area_code, agency_id=agency_id)
    if found := same.filter(Q(until_on__isnull=True) | Q(until_on__gte=on)).first():
        return found
    given = Grant.objects.create(
        county=user.county,
        user=user,
        role=role,
        area_code=area_code,
        agency_id=agency_id,
        from_on=on,
        until_on=until_on,
    )
    record("identity.grant_given", subject=user, by=by, on=on, role=role.code, area_code=area_code, agency_id=agency_id)
    return given


@transaction.atomic
def end_grant(*, grant_id: uuid.UUID, by: Actor, on: date) -> None:
    """End a grant: it holds to the end of the day before; one that began today is gone at once."""
    found = Grant.objects.select_for_update().get(pk=grant_id)
    record("identity.grant_ended", subject=found.user, by=by, on=on, role=found.role.code)
    found.delete() if found.from_on >= on else _end_before(found, on)


def _end_before(found: Grant, on: date) -> None:
    found.until_on = date.fromordinal(on.toordinal() - 1)
    found.save(update_fields=["until_on"])


@transaction.atomic
def end_session(*, sign_in: SignIn, by: Actor) -> None:
    """End a session; whoever uses it is signed out at the next click."""
    Session.objects.filter(session_key=sign_in.session_key).delete()
    SignIn.objects.filter(pk=sign_in.pk, ended_at__isnull=True).update(ended_at=timezone.now())
    record("identity.session_ended", subject=sign_in.user, by=by)


def note_sign_in(*, user: User, session_key: str, address: str | None, agent: str) -> SignIn:
    """Remember the session just opened, so that its owner sees it in his list."""
    return SignIn.objects.create(user=user, session_key=session_key, address=address, agent=agent[:200])


def note_sign_out(*, session_key: str) -> None:
    """Mark a session as ended by its owner."""
    SignIn.objects.filter(session_key=session_key, ended_at__isnull=True).update(ended_at=timezone.now())


def move_sign_in(*, old: str, new: str) -> None:
    """Keep the entry of a session whose key was renewed."""
    SignIn.objects.filter(session_key=old).update(session_key=new)


def note_failed_sign_in(*, username: str, address: str | None) -> None:
    """Count a wrong password against this account from this address."""
    FailedSignIn.objects.create(username=username[:64], address=address, at=timezone.now())


def forget_failed_sign_ins(*, username: str, address: str | None) -> None:
    """A right password wipes the count."""
    FailedSignIn.objects.filter(username=username[:64], address=address).delete()


@transaction.atomic
def notify(*, users: Iterable[User], text: str, cause_id: uuid.UUID, url: str = "") -> list[Notice]:
    """Tell users, each in the app and, where he has an address, by e-mail. Telling twice for one cause tells once."""
    rows = []
    for user in {user.pk: user for user in users}.values():
        channels = [Notice.Channel.IN_APP] + ([Notice.Channel.EMAIL] if user.email else [])
        for channel in channels:
            in_app = channel == Notice.Channel.IN_APP
            rows.append(
                Notice(
                    county=user.county,
                    user=user,
                    channel=channel,
                    state=Notice.State.SENT if in_app else Notice.State.WAITING,
                    sent_at=timezone.now() if in_app else None,
                    text=text[:400],
                    url=url,
                    cause_id=cause_id,
                )
            )
    Notice.objects.bulk_create(rows, ignore_conflicts=True)
    made = list(Notice.objects.filter(pk__in=[row.pk for row in rows]))
    for notice in made:
        if notice.channel != Notice.Channel.IN_APP:
            send_notice.defer(notice=str(notice.pk))
    return made


def mark_read(*, user: User) -> int:
    """Mark the user's in-app notices as read; return how many were new."""
    return Notice.objects.filter(user=user, channel=Notice.Channel.IN_APP, read_at__isnull=True).update(
        read_at=timezone.now()
    )
