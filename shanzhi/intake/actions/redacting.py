"""How is something taken out of public view, while the original stays sealed? (P08)"""

import uuid
from collections.abc import Collection

from django.db import transaction

from shanzhi.ledger.actors import Actor
from shanzhi.ledger.events import record

from ..models import Report, ReportPhoto


@transaction.atomic
def redact_report(
    *, report_id: uuid.UUID, public_text: str, by: Actor, hidden_photos: Collection[uuid.UUID] = ()
) -> None:
    """Change what the public sees of a report: its text, and which photos. The original words and photos stay."""
    report = Report.objects.select_for_update().get(pk=report_id)
    report.public_text = public_text
    report.save(update_fields=["public_text"])
    photos = ReportPhoto.objects.filter(report=report)
    photos.filter(pk__in=hidden_photos).update(is_public=False)
    photos.exclude(pk__in=hidden_photos).update(is_public=True)
    record("intake.report_redacted", subject=report, by=by, hidden=sorted(str(pk) for pk in hidden_photos))


@transaction.atomic
def hide_report(*, report_id: uuid.UUID, by: Actor) -> None:
    """Take a report out of what people nearby are shown, for its reporter, at once and for good (P08)."""
    report = Report.objects.select_for_update().get(pk=report_id)
    if not report.is_public:
        return
    report.is_public = False
    report.save(update_fields=["is_public"])
    record("intake.report_hidden", subject=report, by=by)
