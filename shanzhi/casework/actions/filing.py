"""Is the case filed, under which number, or not filed?"""

import uuid
from datetime import date

from django.db import transaction

from shanzhi.dossier.queries.letterheads import letterhead_of
from shanzhi.ledger.actors import Actor
from shanzhi.registry.models import Agency

from ..models import CaseSeries, PenaltyCase, Step
from .frame import begin, day_of, log, person, save, wants
from .papers import draw


@transaction.atomic
def file_case(
    *, case_id: uuid.UUID, opinion: str, version: int | None = None, by: Actor, on: date | None = None
) -> PenaltyCase:
    """Approve the filing: the number is given now, without gaps, and the handling term begins."""
    day = day_of(on)
    case, _facts, _rows = begin("file_case", case_id, by, day, version=version, extra=wants(opinion, "立案的意见", 400))
    was = case.step
    case.number_year, case.number_serial, case.number = next_case_number(case.agency, day.year)
    case.filed_on, case.filed_by_id = day, person(by)
    save(case, Step.INVESTIGATING, "number_year", "number_serial", "number", "filed_on", "filed_by_id")
    draw(case, "filing_approval", by=by, on=day, free={"facts_found": case.facts, "handler_opinion": opinion.strip()})
    log("file_case", "casework.case_filed", case, by, day, was=was, words=opinion, number=case.number)
    return case


@transaction.atomic
def refuse_filing(
    *, case_id: uuid.UUID, reason: str, version: int | None = None, by: Actor, on: date | None = None
) -> PenaltyCase:
    """Do not file, with the reason."""
    day = day_of(on)
    case, _facts, _rows = begin(
        "refuse_filing", case_id, by, day, version=version, extra=wants(reason, "不予立案的理由", 2000)
    )
    was = case.step
    case.closed_on, case.closing_reason = day, reason.strip()[:300]
    save(case, Step.NOT_FILED, "closed_on", "closing_reason")
    draw(case, "no_filing_approval", by=by, on=day, free={"facts_found": case.facts, "reasons": reason.strip()})
    log("refuse_filing", "casework.filing_refused", case, by, day, was=was, words=reason)
    return case


def next_case_number(agency: Agency, year: int) -> tuple[int, int, str]:
    """Take the agency's next number of the year. Its row stays locked until the transaction ends: no gap, no double."""
    CaseSeries.objects.get_or_create(agency=agency, year=year, defaults={"county": agency.county})
    series = CaseSeries.objects.select_for_update().get(agency=agency, year=year)
    series.last += 1
    series.save(update_fields=["last"])
    head = letterhead_of(agency)
    mark = head.mark if head else agency.short_name
    return year, series.last, f"{mark}立〔{year}〕{series.last}号"
