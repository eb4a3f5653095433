"""Is the sample county there, and if not, how does it come?"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.contrib.auth.hashers import make_password
from django.db import connection, transaction
from django.utils import timezone

from shanzhi.dispatch.actions import find_topics
from shanzhi.identity.models import User
from shanzhi.registry.models import County

from .cases import add_cases
from .cast import Cast
from .files import read_yaml
from .ground import Clerk, add_agencies, add_areas, add_county, add_districts, add_event_types
from .histories import play
from .letterheads import add_letterheads
from .lists import add_lists
from .people import add_grants, add_officers, add_roles, add_users
from .said import add_points

LOCK = 7_302_611  # any number that no other lock of the house uses
SET_UP_BEFORE = timedelta(days=400)


@dataclass(frozen=True)
class SampleAccount:
    """An account to show: its name, whose it is, and what it does in the story (0: no part)."""

    username: str
    name: str
    note: str
    story: int


@transaction.atomic
def load_sample_county(*, password: str, now: datetime | None = None) -> bool:
    """Make the sample county with its people and histories in one transaction. False when a county is there already."""
    moment = now or timezone.now()
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
    if County.objects.exists():
        return False
    cast = _make_county(password, moment)
    play(cast, moment)
    find_topics(county=cast.county.code, at=moment)
    add_cases(cast, moment)
    return True


@transaction.atomic
def load_registry(*, password: str, now: datetime | None = None) -> None:
    """Make the county with its people, lists and points only: the ground benchmarks and tests stand on."""
    add_points(_make_county(password, now or timezone.now()))


def _make_county(password: str, moment: datetime) -> Cast:
    county = add_county()
    clerk = Clerk(county.code, moment - SET_UP_BEFORE)
    areas = add_areas(clerk)
    add_districts(clerk, areas)
    agencies = add_agencies(clerk, areas)
    add_letterheads(clerk, agencies)
    types = add_event_types(clerk, agencies)
    add_lists(county.code, timezone.localdate(clerk.at))
    users = add_users(clerk, password)
    officers = add_officers(clerk, agencies, areas, users, timezone.localdate(moment))
    add_grants(clerk, users, add_roles(clerk), agencies)
    return Cast(county, areas, agencies, types, users, officers)


def set_sample_password(password: str) -> int:
    """Give all sample accounts a new password; return how many there are. Real accounts are never touched."""
    return User.objects.filter(is_sample=True).update(password=make_password(password))


def sample_accounts() -> list[SampleAccount]:
    """Return the accounts to print, those of the story first; none where no sample county was loaded."""
    there = set(User.objects.filter(is_sample=True, is_active=True).values_list("username", flat=True))
    names = {row["key"]: row["name"] for row in read_yaml("officers")["officers"]} if there else {}
    told = read_yaml("accounts")["accounts"] if there else []
    rows = [row for row in told if row["username"] in there and row.get("listed", True)]
    found = [
        SampleAccount(row["username"], row.get("display_name") or names[row["officer"]], row["note"], row["story"])
        for row in rows
    ]
    return sorted(found, key=lambda account: (account.story == 0, account.story))
