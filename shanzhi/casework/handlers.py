"""What follows in a case when one of its documents was served? Runs twice without harm."""

from datetime import date

from shanzhi.identity.models import User
from shanzhi.ledger.models import Event
from shanzhi.ledger.subscriptions import subscribe

from . import actions
from .models import PenaltyCase
from .queries.serving import verb_after_service

DO = {
    "note_notice_served": actions.note_notice_served,
    "note_decision_served": actions.note_decision_served,
    "note_no_penalty_served": actions.note_no_penalty_served,
    "note_urging_served": actions.note_urging_served,
}


@subscribe("dossier.document_served")
def take_over_service(event: Event) -> None:
    """A document was served on its own page: the case takes the day over, so that nobody types it twice."""
    case = PenaltyCase.objects.filter(pk=event.thread_id).first() if event.thread_id else None
    by = User.objects.filter(pk=event.by_id).first() if event.by_id else None
    served = event.data.get("served_on")
    if case is None or by is None or not served:
        return
    verb = verb_after_service(case, event.subject_id)
    if verb is None:
        return
    try:
        DO[verb](case_id=case.pk, words=actions.ServiceWords(), by=by, on=max(date.fromisoformat(served), event.on))
    except actions.NotAllowed:
        # Too early (a public notice still runs) or done meanwhile: the case page says what stands in the way.
        return
