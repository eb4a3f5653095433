"""Which reports of the last days belong together, and which groups may this user see?"""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import QuerySet
from django.utils import timezone

from ..models import HotTopic, Matter, ReportLink
from ..triage.topics import Post
from .people import readable, scope_of

DAYS = 30
MOST_POSTS = 5000


def posts_of(county: str, now: datetime) -> tuple[list[Post], dict[str, UUID]]:
    """Return the reports of the last days as posts, and the matter each belongs to (by the report's number)."""
    links = ReportLink.objects.filter(
        matter__county=county,
        matter__is_restricted=False,
        matter__opened_at__gte=now - timedelta(days=DAYS),
        detached_at__isnull=True,
        report__wants_withdrawal=False,
    )
    found = links.order_by("-at", "-id").values_list(
        "report__number", "report__origin", "matter__title", "report__text", "report__received_at", "matter_id"
    )[:MOST_POSTS]
    rows = list(reversed(found))
    # Without a trace of where it came from each report counts as a person of its own.
    posts = [
        Post(number, origin or number, title, text, timezone.localtime(at))
        for number, origin, title, text, at, _ in rows
    ]
    return posts, {number: matter_id for number, *_, matter_id in rows}


def topics_for(user: Any) -> QuerySet[HotTopic]:
    """Return the county's topics; who reads a part of the county only, those that touch his part."""
    rows = HotTopic.objects.filter(county=user.county)
    if user.county in scope_of(user, "dispatch.read_matters").counties:
        return rows
    mine = Matter.objects.filter(readable(user), county=user.county, pk__in=_ids(rows)).values("pk")
    return rows.filter(matter_ids__overlap=ArraySubquery(mine))


def _ids(rows: QuerySet[HotTopic]) -> list[UUID]:
    return [pk for ids in rows.values_list("matter_ids", flat=True) for pk in ids]
