"""Things kept, sealed or seized, each with its list, its clock and its end."""

import uuid
from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db import transaction

from shanzhi.law import procedure as law
from shanzhi.law.citation import cite
from shanzhi.law.obstacle import NotAllowed, Obstacle
from shanzhi.ledger.actors import Actor

from .. import rules
from ..models import EvidenceHold, PenaltyCase, Seizure
from .frame import begin, day_of, law_term, log, person, save, wants
from .papers import draw

Things = Sequence[dict[str, str]]


def read_things(text: str) -> list[dict[str, str]]:
    """Return the list of things from lines like 「电焊机，1台」."""
    found = []
    for line in filter(None, (one.strip() for one in text.splitlines())):
        name, _comma, quantity = line.replace(",", "，").partition("，")
        found.append({"name": name.strip()[:100], "quantity": quantity.strip()[:40]})
    return found


def _goods(things: Things) -> list[dict[str, str]]:
    return [
        {"序号": str(no), "物品名称": one["name"], "规格型号": "", "数量": one["quantity"], "单位": "", "备注": ""}
        for no, one in enumerate(things, 1)
    ]


def _listed(things: Things) -> list[Obstacle]:
    if things and all(one["name"] and one["quantity"] for one in things):
        return []
    return [rules.house("物品清单没有写，或者有物品没有数量。", "一行一件，写成「名称，数量」")]


@transaction.atomic
def hold_evidence(
    *,
    case_id: uuid.UUID,
    things: str,
    place: str,
    reason: str,
    may_be_lost: bool,
    version: int | None = None,
    by: Actor,
    on: date | None = None,
) -> EvidenceHold:
    """Approve that evidence is registered and kept in place; something is decided about it within the law's days."""
    day, listed = day_of(on), read_things(things)
    extra = [*_listed(listed), *wants(place, "保存地点", 160), *wants(reason, "理由", 300)]
    extra += law.obstacles("evidence_hold", {"head_approved": True, "may_be_lost": may_be_lost}, "held")
    case, _facts, _rows = begin("hold_evidence", case_id, by, day, version=version, extra=extra)
    due = law_term(case, "penalty.evidence_hold", day).due_day
    hold = EvidenceHold.objects.create(
        case=case, things=listed, place=place.strip(), reason=reason.strip(), held_on=day, due_on=due,
        approved_by_id=person(by),
    )  # fmt: skip
    facts = {"measure_on": day, "measure_until": due, "measure_place": hold.place, "goods": _goods(listed),
             "issued_by": case.agency.name}  # fmt: skip
    hold.document = draw(
        case, "preservation_notice", by=by, on=day, facts=facts, free={"reasons": hold.reason}, slot=str(hold.pk)
    )
    hold.save(update_fields=["document"])
    save(case, None)
    log("hold_evidence", "casework.evidence_held", case, by, day, words=reason, due=due)
    return hold


@transaction.atomic
def settle_hold(
    *, case_id: uuid.UUID, outcome: str, words: str, version: int | None = None, by: Actor, on: date | None = None
) -> EvidenceHold:
    """Decide on what was kept: release, seize, test. After the term it can only be released."""
    day = day_of(on)
    extra = wants(words, "处理说明", 300)
    if outcome not in EvidenceHold.Outcome.values or outcome == EvidenceHold.Outcome.HELD:
        extra.append(rules.house("没有选定处理方式。"))
    case, _facts, rows = begin("settle_hold", case_id, by, day, version=version, extra=extra)
    hold = next(one for one in rows.holds if one.outcome == EvidenceHold.Outcome.HELD)
    freed = {EvidenceHold.Outcome.RELEASED, EvidenceHold.Outcome.LAPSED}
    if day > hold.due_on and outcome not in freed:
        text = f"登记保存到{hold.due_on}已经届满，没有及时处理，措施自动解除，只能退还。"
        raise NotAllowed([Obstacle(text, cite("行政处罚法56"))])
    hold.outcome, hold.ended_on, hold.outcome_words = outcome, day, words.strip()
    hold.save(update_fields=["outcome", "ended_on", "outcome_words"])
    save(case, None)
    log("settle_hold", "casework.hold_settled", case, by, day, words=words, outcome=outcome)
    return hold


@transaction.atomic
def seize(
    *,
    case_id: uuid.UUID,
    kind: str,
    things: str,
    place: str,
    basis: str,
    reason: str,
    card_shown: bool,
    list_handed: bool,
    necessities: bool = False,
    unrelated: bool = False,
    already_sealed: bool = False,
    version: int | None = None,
    by: Actor,
    on: date | None = None,
) -> Seizure:
    """Approve and note that things were sealed or seized; refused with every article the measure would break."""
    day, listed = day_of(on), read_things(things)
    extra = [*_listed(listed), *wants(place, "存放地点", 160), *wants(reason, "理由", 300)]
    if kind not in Seizure.Kind.values:
        extra.append(rules.house("没有选定查封还是扣押。"))
    case = PenaltyCase.objects.get(pk=case_id)
    officers = case.officers.filter(until_on__isnull=True, officer__standing="officer").count()
    asked: dict[str, Any] = {
        "has_power": bool(basis.strip()), "head_approved": True, "officers": officers, "card_shown": card_shown,
        "necessities": necessities, "unrelated": unrelated, "already_sealed": already_sealed,
        "list_handed": list_handed,
    }  # fmt: skip
    extra += law.obstacles("seizure", asked, "held")
    case, _facts, _rows = begin("seize", case_id, by, day, version=version, extra=extra)
    due = law_term(case, "coercion.seizure", day).due_day
    row = Seizure.objects.create(
        case=case, kind=kind, things=listed, place=place.strip(), basis=basis.strip(), reason=reason.strip(),
        held_on=day, due_on=due, approved_by_id=person(by),
    )  # fmt: skip
    facts = {"measure_kind": row.get_kind_display(), "measure_on": day, "measure_until": due,
             "measure_place": row.place, "goods": _goods(listed), "basis": [row.basis]}  # fmt: skip
    row.document = draw(
        case, "seizure_decision", by=by, on=day, facts=facts, free={"reasons": row.reason}, slot=str(row.pk)
    )
    row.save(update_fields=["document"])
    save(case, None)
    log("seize", "casework.things_seized", case, by, day, words=reason, what=kind, due=due)
    return row


@transaction.atomic
def extend_seizure(
    *,
    case_id: uuid.UUID,
    words: str,
    told_in_writing: bool,
    version: int | None = None,
    by: Actor,
    on: date | None = None,
) -> Seizure:
    """Extend the seizure once, before it ends, with reasons told to the party in writing."""
    day = day_of(on)
    facts = {"step": "held", "head_approved": True, "extension_told": told_in_writing}
    extra = [*wants(words, "延长的理由", 300), *law.obstacles("seizure", facts, "extended")]
    case, _facts, rows = begin("extend_seizure", case_id, by, day, version=version, extra=extra)
    row = next(one for one in rows.seizures if one.state == Seizure.State.HELD)
    if day > row.due_on:
        text = f"查封、扣押到{row.due_on}已经届满，不能延长，应当解除。"
        raise NotAllowed([Obstacle(text, cite("行政强制法28"))])
    row.due_on = law_term(case, "coercion.seizure.extension", row.due_on).due_day
    row.state, row.extended_on, row.extension_words = Seizure.State.EXTENDED, day, words.strip()
    row.save(update_fields=["due_on", "state", "extended_on", "extension_words"])
    save(case, None)
    log("extend_seizure", "casework.seizure_extended", case, by, day, words=words, due=row.due_on)
    return row


@transaction.atomic
def end_seizure(
    *, case_id: uuid.UUID, outcome: str, words: str, version: int | None = None, by: Actor, on: date | None = None
) -> Seizure:
    """Lift the seizure and give the things back, or note their lawful disposal."""
    day = day_of(on)
    ends = {Seizure.State.LIFTED, Seizure.State.DISPOSED, Seizure.State.HANDED_OVER}
    extra = wants(words, "处理说明", 300)
    if outcome not in ends:
        extra.append(rules.house("没有选定处理方式。"))
    case, _facts, rows = begin("end_seizure", case_id, by, day, version=version, extra=extra)
    row = next(one for one in rows.seizures if one.state in (Seizure.State.HELD, Seizure.State.EXTENDED))
    row.state, row.ended_on, row.end_words = outcome, day, words.strip()
    row.save(update_fields=["state", "ended_on", "end_words"])
    save(case, None)
    log("end_seizure", "casework.seizure_ended", case, by, day, words=words, outcome=outcome)
    return row
