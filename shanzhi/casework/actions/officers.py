"""Who handles the case? Two certified officers; withdrawal is asked for, decided, and stops nothing meanwhile."""

import uuid
from collections.abc import Sequence
from datetime import date

from django.db import IntegrityError, transaction

from shanzhi.law.citation import cite
from shanzhi.law.obstacle import NotAllowed, Obstacle
from shanzhi.ledger.actors import Actor
from shanzhi.registry.models import Officer
from shanzhi.registry.queries import certificate_state

from .. import rules
from ..models import CaseOfficer, PenaltyCase, Recusal
from .frame import begin, day_of, log, save, wants


@transaction.atomic
def assign_officers(
    *,
    case_id: uuid.UUID,
    officer_ids: Sequence[uuid.UUID],
    reason: str = "",
    version: int | None = None,
    by: Actor,
    on: date | None = None,
) -> PenaltyCase:
    """Name those who handle the case; the first leads. Those left out leave the case and stay in its history."""
    day = day_of(on)
    wanted = list(dict.fromkeys(officer_ids))
    chosen = {one.pk: one for one in Officer.objects.filter(pk__in=wanted)}
    case, facts, rows = begin("assign_officers", case_id, by, day, version=version)
    found = _against(case, [chosen[pk] for pk in wanted if pk in chosen], day)
    if facts.officer_ids and facts.officer_ids - set(wanted):
        found += wants(reason, "更换执法人员的理由", 300)
    if found:
        raise NotAllowed(found)
    for row in rows.active:
        if row.officer_id not in chosen:
            row.until_on, row.left_why, row.left_words = day, CaseOfficer.Left.REPLACED, reason.strip()
            row.save(update_fields=["until_on", "left_why", "left_words"])
    kept = {row.officer_id: row for row in rows.active}
    for place, pk in enumerate(wanted):
        _put(case, chosen[pk], kept.get(pk), place == 0, day)
    save(case, None)
    log("assign_officers", "casework.officers_assigned", case, by, day, words=reason, officers=wanted)
    return case


def _put(case: PenaltyCase, officer: Officer, row: CaseOfficer | None, lead: bool, day: date) -> None:
    if row is None:
        CaseOfficer.objects.create(
            case=case, officer=officer, is_lead=lead, certificate_no=officer.certificate_no, from_on=day
        )
    elif row.is_lead != lead:
        row.is_lead = lead
        row.save(update_fields=["is_lead"])


def _against(case: PenaltyCase, officers: Sequence[Officer], day: date) -> list[Obstacle]:
    found = []
    if sum(one.standing == Officer.Standing.OFFICER for one in officers) < 2:
        found.append(Obstacle("执法人员不得少于两人，辅助人员不算。", cite("行政处罚法42.1"), "再选一名持证执法人员。"))
    withdrew = set(
        CaseOfficer.objects.filter(case=case, left_why=CaseOfficer.Left.WITHDREW).values_list("officer_id", flat=True)
    )
    for one in officers:
        state = certificate_state(one, on=day)
        if one.standing == Officer.Standing.OFFICER and not state.valid:
            found.append(Obstacle(state.text, cite("行政处罚法42.1"), "请换证件有效的执法人员。"))
        if one.pk in withdrew:
            found.append(Obstacle(f"{one.name}已经回避，不能再办本案。", cite("行政处罚法43.1"), "请换其他人员。"))
        if one.name == case.party.name:
            found.append(Obstacle(f"{one.name}与当事人同名，请先核对是否应当回避。", cite("行政处罚法43.1")))
        if one.county != case.county:
            found.append(rules.house(f"{one.name}不是本地人员。"))
    return found


@transaction.atomic
def ask_recusal(
    *,
    case_id: uuid.UUID,
    officer_id: uuid.UUID,
    asked_by: str,
    reason: str,
    version: int | None = None,
    by: Actor,
    on: date | None = None,
) -> Recusal:
    """Note that somebody should withdraw; the head decides, the inquiry goes on (行政处罚法43.3)."""
    day = day_of(on)
    extra = [*wants(reason, "回避的理由", 300), *wants(asked_by, "提出人", 60)]
    case, facts, _rows = begin("ask_recusal", case_id, by, day, version=version, extra=extra)
    if officer_id not in facts.officer_ids:
        raise NotAllowed([rules.house("这位人员不是本案的办案人员。")])
    try:
        with transaction.atomic():
            row = Recusal.objects.create(
                case=case, officer_id=officer_id, asked_by=asked_by.strip(), reason=reason.strip(), asked_on=day
            )
    except IntegrityError:
        raise NotAllowed([rules.house("对这位人员的回避已经提出，正在等待决定。")]) from None
    save(case, None)
    log("ask_recusal", "casework.recusal_asked", case, by, day, words=reason, officer=officer_id)
    return row


@transaction.atomic
def decide_recusal(
    *,
    case_id: uuid.UUID,
    grant: bool,
    words: str,
    version: int | None = None,
    by: Actor,
    on: date | None = None,
) -> PenaltyCase:
    """Decide the oldest open request. Who must withdraw leaves the case; somebody else is then assigned."""
    day = day_of(on)
    case, _facts, rows = begin(
        "decide_recusal", case_id, by, day, version=version, extra=wants(words, "决定的理由", 300)
    )
    row = next(one for one in rows.recusals if one.state == Recusal.State.ASKED)
    if row.officer.user_id == by.actor_id:
        raise NotAllowed([Obstacle("不能决定对自己的回避申请。", cite("行政处罚法43.3"), "请由负责人或者集体决定。")])
    row.state = Recusal.State.GRANTED if grant else Recusal.State.REFUSED
    row.decided_on, row.decision_words, row.decided_by_id = day, words.strip(), by.actor_id
    row.save(update_fields=["state", "decided_on", "decision_words", "decided_by_id"])
    if grant:
        CaseOfficer.objects.filter(case=case, officer=row.officer, until_on__isnull=True).update(
            until_on=day, left_why=CaseOfficer.Left.WITHDREW, left_words=row.reason
        )
    save(case, None)
    log("decide_recusal", "casework.recusal_decided", case, by, day, words=words, officer=row.officer_id, granted=grant)
    return case
