"""Which step of a case waits for the service of this document?"""

import uuid

from ..models import Decision, Notice, PenaltyCase, Step, Urging


def verb_after_service(case: PenaltyCase, document_id: uuid.UUID) -> str | None:
    """Return the verb that takes the service over, or nothing when the document is not one the case waits for."""
    if Notice.objects.filter(case=case, document_id=document_id, superseded=False, served_on__isnull=True).exists():
        return "note_notice_served"
    if Urging.objects.filter(decision__case=case, document_id=document_id, served_on__isnull=True).exists():
        return "note_urging_served"
    if Decision.objects.filter(case=case, document_id=document_id, served_on__isnull=True).exists():
        return "note_no_penalty_served" if case.step == Step.NO_PENALTY else "note_decision_served"
    return None
