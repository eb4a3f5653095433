"""What is hot in the county now? The rows are worked out, so the old ones go when the new ones are there."""

from datetime import datetime

from django.db import connection, transaction
from django.utils import timezone

from shanzhi.registry.models import County

from ..models import HotTopic
from ..queries.topics import DAYS, posts_of
from ..triage.topics import hot_topics
from .frame import moment

LEAST = 2
MOST = 500
LOCK = 7_302_645  # any number that no other lock of the house uses


@transaction.atomic
def find_topics(*, county: str, at: datetime | None = None) -> int:
    """Work out the hot topics of the last days; return how many there are."""
    now = moment(at)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, hashtext(%s))", [LOCK % 2_147_483_647, county])
    posts, matters = posts_of(county, now)
    found = hot_topics(posts, least=LEAST)[:MOST]
    today = timezone.localdate(now).isoformat()
    HotTopic.objects.filter(county=county).delete()
    HotTopic.objects.bulk_create(
        HotTopic(
            county=county,
            subject=one["topic"][:120],
            place_text=one["place"][:80],
            from_on=one["from"] or today,
            until_on=one["to"] or today,
            people_count=one["people"],
            report_count=one["messages"],
            heat=one["heat"],
            matter_ids=sorted({matters[number] for number in one["numbers"]}),
            days=DAYS,
            found_at=now,
        )
        for one in found
    )
    return len(found)


def find_all_topics(*, at: datetime | None = None) -> None:
    """Work them out for every county of the installation."""
    for county in County.objects.values_list("pk", flat=True):
        find_topics(county=county, at=at)
