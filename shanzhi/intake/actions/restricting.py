"""Which reports may only few read, whatever page they come by?"""

import uuid
from datetime import datetime

from django.db import transaction

from shanzhi.ledger.actors import Actor
from shanzhi.ledger.events import record

from ..models import Report

RESTRICTED = "restricted"


@transaction.atomic
def restrict_report(*, report_id: uuid.UUID, by: Actor, at: datetime) -> None:
    """Keep the report from everybody who is not named for such reports. Safe to run twice."""
    report = Report.objects.select_for_update(of=("self",)).get(pk=report_id)
    if RESTRICTED in report.alarms:
        return
    report.alarms = [*report.alarms, RESTRICTED]
    report.save(update_fields=["alarms"])
    record("intake.report_restricted", subject=report, by=by, at=at)
