"""Who is behind these ids, who holds a permission, is this account locked for now?"""

import uuid
from collections.abc import Collection, Iterable
from datetime import date, timedelta

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from .models import FailedSignIn, Grant, Notice, SignIn, User

LOCK_AFTER = 5
LOCK_MINUTES = 15
ADDRESS_LOCK_AFTER = 60


def names_of(ids: Iterable[uuid.UUID | None]) -> dict[uuid.UUID, str]:
    """Return display names by id, in one query."""
    wanted = {found for found in ids if found}
    return dict(User.objects.filter(pk__in=wanted).values_list("pk", "display_name")) if wanted else {}


def lock_reason(*, username: str, address: str | None) -> str:
    """Say why signing in must wait, or nothing. Five wrong passwords for one account from one address lock that pair
    for a quarter of an hour; other addresses of the account's owner stay open (P41)."""
    since = timezone.now() - timedelta(minutes=LOCK_MINUTES)
    recent = FailedSignIn.objects.filter(at__gte=since)
    if recent.filter(username=username[:64], address=address).count() >= LOCK_AFTER:
        return _(
            "此账号在这台设备所在网络已连续输错 %(times)d 次密码，请 %(minutes)d 分钟后再试，或请管理员重设密码。"
        ) % {"times": LOCK_AFTER, "minutes": LOCK_MINUTES}
    if recent.filter(address=address).count() >= ADDRESS_LOCK_AFTER:
        return _("此网络输错密码的次数过多，请 %(minutes)d 分钟后再试。") % {"minutes": LOCK_MINUTES}
    return ""


def open_sessions(user: User) -> QuerySet[SignIn]:
    """Return the user's sessions that have not ended, newest first."""
    return SignIn.objects.filter(user=user, ended_at__isnull=True).order_by("-at")[:50]


def unread_notices(user: User) -> int:
    """Return how many in-app notices wait (100 at most are counted)."""
    return Notice.objects.filter(user=user, channel=Notice.Channel.IN_APP, read_at__isnull=True)[:100].count()


def notices_of(user: User) -> QuerySet[Notice]:
    """Return the user's in-app notices, newest first."""
    return Notice.objects.filter(user=user, channel=Notice.Channel.IN_APP).order_by("-created_at")


def stuck_notices(county: str) -> QuerySet[Notice]:
    """Return notices that have not arrived: waiting long, failed, or given up."""
    old = timezone.now() - timedelta(minutes=10)
    late = Q(state=Notice.State.WAITING, created_at__lt=old)
    failed = Q(state__in=[Notice.State.FAILED, Notice.State.GIVEN_UP])
    return Notice.objects.filter(late | failed, county=county).select_related("user").order_by("-created_at")


def holders(
    permission: str, *, county: str, agency_ids: Collection[uuid.UUID] = (), today: date | None = None
) -> QuerySet[User]:
    """Return active users who hold the permission over the whole county or over one of these agencies."""
    day = today or timezone.localdate()
    ground = Q(agency_id__in=list(agency_ids)) if agency_ids else Q(agency_id__isnull=True, area_code__in=["", county])
    grants = Grant.objects.filter(
        Q(until_on__isnull=True) | Q(until_on__gte=day),
        ground,
        county=county,
        from_on__lte=day,
        role__permissions__contains=[permission],
    )
    return User.objects.filter(pk__in=grants.values("user_id"), is_active=True).order_by("username")
