"""Who opened an original file?"""

from django.db import transaction

from shanzhi.ledger.actors import Actor
from shanzhi.ledger.events import record

from ..models import StoredFile


@transaction.atomic
def note_original_opened(*, file: StoredFile, by: Actor) -> None:
    """Keep who looked at an original, and when."""
    record("dossier.original_opened", subject=file, by=by)
