"""Talking to the party instead of, or before, a sanction: education with his promise, and help asked for elsewhere."""

import uuid
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from shanzhi.dossier import actions as dossier
from shanzhi.dossier.models import Document, SignatureImage
from shanzhi.ledger.actors import Actor

from .. import rules
from ..models import PenaltyCase
from .frame import begin, day_of, log, save, wants
from .papers import draw

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


@transaction.atomic
def record_education(
    *,
    case_id: uuid.UUID,
    education: str,
    promise: str = "",
    party_image: Any = None,
    refusal: str = "",
    at: datetime | None = None,
    version: int | None = None,
    by: Actor,
    on: date | None = None,
) -> Document:
    """Keep what the party was told and what he promised, signed by him or with the reason why not (行政处罚法33.3)."""
    day = day_of(on)
    extra = wants(education, "教育内容", 2000)
    if not party_image and not refusal.strip():
        extra.append(rules.house("当事人没有签名，也没有注明情况。", "请当事人签名，或者注明未签的情况"))
    case, _facts, _rows = begin("record_education", case_id, by, day, version=version, extra=extra)
    facts = {"started_at": at or timezone.now(), "place": case.act_place, "person_name": case.party.name}
    free = {
        "education": education.strip(),
        "promise": promise.strip() or "当事人没有表态。",
        "refusal_note": refusal.strip(),
    }
    paper = draw(case, "education_record", by=by, on=day, facts=facts, free=free)
    papers = [paper]
    if promise.strip():
        papers.append(draw(case, "commitment", by=by, on=day, free={"promise": promise.strip()}))
    for one in papers:
        dossier.sign_document(
            document_id=one.pk, part=SignatureImage.Part.PARTY, name=case.party.name, image=party_image or None,
            refusal=refusal, by=by,
        )  # fmt: skip
        dossier.number_and_seal(document_id=one.pk, by=by, on=day)
    save(case, None)
    log("record_education", "casework.party_educated", case, by, day, words=education, document=paper.pk)
    return paper
