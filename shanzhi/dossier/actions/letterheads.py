"""Keeping an agency's letterhead."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from shanzhi.ledger.actors import Actor
from shanzhi.ledger.events import record
from shanzhi.registry.models import Agency

from ..models import Letterhead


@transaction.atomic
def keep_letterhead(*, agency: Agency, values: Mapping[str, Any], by: Actor) -> Letterhead:
    """Write what the agency's documents are headed with; numbers already given do not change."""
    defaults = {**values, "county": agency.county}
    letterhead, made = Letterhead.objects.select_for_update().update_or_create(agency=agency, defaults=defaults)
    record("dossier.letterhead_kept", subject=letterhead, by=by, made=made)
    return letterhead
