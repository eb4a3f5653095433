"""Passing on that the party needs help, not only a sanction: an event other rooms may take up."""

import uuid
from datetime import date

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from shanzhi.ledger.actors import Actor

from .. import rules
from ..models import PenaltyCase
from .frame import begin, day_of, log, save, wants

# Codes go into the event; the words stay in the case.
HELP = {
    "stall_place": _("安排疏导点摊位"),
    "work": _("就业帮扶"),
    "hardship": _("困难救助"),
    "business": _("办证、经营指导"),
    "other": _("其他帮扶"),
}


@transaction.atomic
def refer_help(
    *, case_id: uuid.UUID, kind: str, words: str, version: int | None = None, by: Actor, on: date | None = None
) -> PenaltyCase:
    """Note that help is asked for; the event carries the code of the help, never the party."""
    day = day_of(on)
    extra = [] if kind in HELP else [rules.house("没有选定帮扶的种类。")]
    extra += wants(words, "需要帮扶的情况", 300)
    case, _facts, _rows = begin("refer_help", case_id, by, day, version=version, extra=extra)
    save(case, None)
    log("refer_help", "casework.help_referred", case, by, day, words=words, what=kind, area=case.area_code)
    return case
