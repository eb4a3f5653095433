"""What was suggested and what was chosen: kept beside the decision, as the county's own training material."""

from datetime import datetime

from shanzhi.ledger.actors import Actor
from shanzhi.ledger.events import record

from ..models import AdviceTaken, Matter
from ..rules.weighing import Shown


def note_choice(
    matter: Matter, about: str, shown: Shown | None, chosen_code: str, by: Actor, at: datetime
) -> AdviceTaken | None:
    """Keep what was suggested and chosen. Called inside the action that decides."""
    if shown is None:
        return None
    codes = [code for code, _ in shown.tips]
    rank = codes.index(chosen_code) + 1 if chosen_code in codes else None
    row = AdviceTaken.objects.create(
        county=matter.county,
        matter=matter,
        about=about,
        suggested=[[code, round(confidence, 3)] for code, confidence in shown.tips],
        was_sure=shown.was_sure,
        chosen_code=chosen_code,
        rank=rank,
        confidence=shown.tips[0][1] if shown.tips else None,
        is_auto=shown.is_auto,
        at=at,
        by_id=by.actor_id,
    )
    record(
        "dispatch.advice_answered",
        subject=matter,
        by=by,
        at=at,
        thread=matter.pk,
        about=about,
        suggested=codes,
        chosen=chosen_code,
        rank=rank,
        sure=shown.was_sure,
        auto=shown.is_auto,
    )
    return row
