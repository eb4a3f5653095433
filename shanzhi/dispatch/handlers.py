"""What follows in this room when something happened to a report? Each may run twice: the second time changes nothing."""

from shanzhi.ledger.actors import SYSTEM
from shanzhi.ledger.models import Event
from shanzhi.ledger.subscriptions import subscribe

from . import actions
from .models import ReportLink
from .queries.people import people_of_unit


@subscribe("intake.report_received")
def open_matter_of_report(event: Event) -> None:
    """A report has come in: it opens a matter, or goes to the one it was joined to."""
    matter = actions.open_or_join(report_id=event.subject_id, by=SYSTEM, at=event.at)
    actions.accept_by_itself(matter_id=matter.pk, at=event.at)


@subscribe("intake.report_withdrawn")
def end_withdrawn_matter(event: Event) -> None:
    """A reporter takes his words back."""
    actions.withdraw_report(report_id=event.subject_id, by=SYSTEM, at=event.at)


@subscribe("intake.report_rated")
def rate_matter_of_report(event: Event) -> None:
    """A reporter says how he found it."""
    if link := _link(event):
        actions.rate_matter(matter_id=link.matter_id, report_id=event.subject_id, by=SYSTEM, at=event.at)


@subscribe("intake.reopening_asked")
def reopen_matter_of_report(event: Event) -> None:
    """A reporter is not content: the matter goes back to work, and those who answer for it hear of it (P15, P16)."""
    link = _link(event)
    seen = Event.objects.filter(kind="dispatch.matter_reopened", data__report_id=str(event.subject_id))
    if link is None or seen.exists():
        return
    try:
        actions.reopen_matter(matter_id=link.matter_id, reason="", by=SYSTEM, report_id=event.subject_id, at=event.at)
    except actions.NotAllowed:
        actions.note_request(matter_id=link.matter_id, report_id=event.subject_id, by=SYSTEM, at=event.at)


@subscribe("intake.report_supplemented")
def pass_on_supplement(event: Event) -> None:
    """A reporter has added something: whoever has the matter in hand is told."""
    link = _link(event)
    if link is None:
        return
    matter = link.matter
    if matter.agency_id:
        user_id = matter.officer.user_id if matter.officer else None
        people = people_of_unit(matter, matter.agency_id, user_id)
        actions.tell_people(users=people, matter=matter, text="反映人补充了情况", cause_id=event.pk)


def _link(event: Event) -> ReportLink | None:
    rows = ReportLink.objects.select_related("matter__officer", "matter__agency")
    return rows.filter(report_id=event.subject_id, detached_at__isnull=True).first()
