"""Two units do not agree whose a matter is: both name their ground, the guidance body rules, and the ruling is remembered."""

import uuid
from collections.abc import Sequence
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils import timezone

from shanzhi.intake.models import Stage
from shanzhi.law.obstacle import Obstacle
from shanzhi.ledger.actors import Actor
from shanzhi.registry.models import Agency

from .. import rules
from ..models import Dispute, Matter, Precedent, Step, Task
from ..queries.people import centre_people, leads_of_unit, people_of_unit
from ..queries.townships import township_obstacles
from ..rules import disputes as dispute_rules
from .assign import end_lead, new_lead
from .frame import begin, call, county_of, lock, log, moment, once, person, refuse, save, tell, wants
from .work_items import put_dispute, term_from

MOST_WORDS = 8


@transaction.atomic
def raise_dispute(
    *, matter_id: uuid.UUID, other_id: uuid.UUID, rule: str, reason: str, by: Actor, at: datetime | None = None
) -> Dispute:
    """Say, after the centre's ruling, that the matter is another unit's still. The clock runs on."""
    now = moment(at)
    other = Agency.objects.get(pk=other_id, county=Matter.objects.values_list("county", flat=True).get(pk=matter_id))
    found = wants(rule, "依据（责任清单或文件的条目）", 300) + wants(reason, "理由", 600)
    matter, _facts = begin("raise_dispute", matter_id, by, now, extra=found + _against(matter_id, other))
    assert matter.agency is not None  # the edge's own steps see to it
    county = county_of(matter)
    reply = term_from(county, dispute_rules.REPLY_LIMIT, now)
    try:
        with transaction.atomic():
            row = Dispute.objects.create(
                county=matter.county, matter=matter, claimant=matter.agency, claim_rule=rule.strip(),
                claim_reason=reason.strip(), claimed_at=now, claimed_by_id=person(by), other=other, reply_by=reply.at,
                decide_by=term_from(county, dispute_rules.RULING_LIMIT, now).at,
            )  # fmt: skip
    except IntegrityError as fault:
        raise once(fault, "one_open_dispute", "这件事已有一项争议在等裁定。") from fault
    put_dispute(matter, row)
    event = log("dispatch.dispute_raised", matter, by, now, dispute_id=row.pk, claimant=row.claimant_id, other=other.pk)
    call(leads_of_unit(matter, other.pk), matter, f"{row.claimant}认为应由您单位承办，请说明依据", event.pk)
    call(centre_people(matter.county, "dispatch.rule_dispute"), matter, f"{row}有职责争议", event.pk)
    return row


def _against(matter_id: uuid.UUID, other: Agency) -> list[Obstacle]:
    matter = Matter.objects.select_related("agency").get(pk=matter_id)
    found = []
    if matter.agency_id == other.pk:
        found.append(rules.house("对方就是本单位。", "请选您认为该承办的单位"))
    if not other.is_active:
        found.append(rules.house(f"{other}已停用。", "请另选单位"))
    return found


@transaction.atomic
def reply_dispute(*, dispute_id: uuid.UUID, rule: str, reason: str, by: Actor, at: datetime | None = None) -> Dispute:
    """The other side names its ground."""
    now = moment(at)
    matter, row = _locked(dispute_id)
    found = wants(rule, "依据（责任清单或文件的条目）", 300) + wants(reason, "理由", 600)
    refuse(found + dispute_rules.may_reply(row))
    row.reply_rule, row.reply_reason, row.replied_at, row.replied_by_id = rule.strip(), reason.strip(), now, person(by)
    row.state = Dispute.State.REPLIED
    row.save(update_fields=["reply_rule", "reply_reason", "replied_at", "replied_by_id", "state"])
    put_dispute(matter, row)
    event = log("dispatch.dispute_answered", matter, by, now, dispute_id=row.pk)
    call(centre_people(matter.county, "dispatch.rule_dispute"), matter, f"{row}的争议可以裁定了", event.pk)
    return row


@transaction.atomic
def rule_dispute(
    *,
    dispute_id: uuid.UUID,
    owner_id: uuid.UUID,
    rule: str,
    reason: str,
    by: Actor,
    holder: str = "",
    words: Sequence[str] = (),
    at: datetime | None = None,
) -> Dispute:
    """The guidance body rules whose it is. With `holder` the ruling becomes a precedent for matters of the same type."""
    now = moment(at)
    matter, row = _locked(dispute_id)
    owner = Agency.objects.get(pk=owner_id, county=matter.county)
    found = wants(rule, "裁定的依据", 300) + wants(reason, "裁定的理由", 600) + dispute_rules.may_rule(row, now)
    if not owner.is_active:
        found.append(rules.house(f"{owner}已停用。", "请另选单位"))
    if person(by) in (row.claimed_by_id, row.replied_by_id):
        found.append(rules.house("说明过依据的人不能裁定。", "请由指导机构另一人裁定"))
    found += township_obstacles(matter, owner, timezone.localdate(now))
    if holder and matter.event_type_id is None:
        found.append(rules.house("这件事没有定类型，成不了先例。", "先更正类型，或不作为先例"))
    refuse(found)
    row.owner, row.ruling_rule, row.ruling_reason = owner, rule.strip(), reason.strip()
    row.state, row.ended_at, row.ended_by_id = Dispute.State.RULED, now, by.actor_id
    row.save(update_fields=["owner", "ruling_rule", "ruling_reason", "state", "ended_at", "ended_by_id"])
    if holder:
        _remember(row, matter, holder, words, now)
    put_dispute(matter, row)
    old = people_of_unit(matter, row.claimant_id)
    moves = matter.agency_id != owner.pk and matter.step in rules.WORKING_STEPS
    if moves:
        _give_to(matter, owner, row, now)
    event = log("dispatch.dispute_ruled", matter, by, now, dispute_id=row.pk, agency_id=owner.pk, moved=moves)
    call(old, matter, f"指导机构裁定由{owner}承办", event.pk)
    call(people_of_unit(matter, owner.pk), matter, f"指导机构裁定由您单位承办：{matter.title}", event.pk)
    if moves:
        tell(matter, Stage.ASSIGNED, event, by, now)
    return row


def _give_to(matter: Matter, owner: Agency, row: Dispute, now: datetime) -> None:
    """Deadline and history stay; only the unit changes."""
    demand = Task.objects.filter(matter=matter, kind=Task.Kind.LEAD, ended_at__isnull=True).values_list(
        "demand", flat=True
    )
    words = demand.first() or ""
    end_lead(matter, Task.State.RETURNED, now)
    matter.agency, matter.officer = owner, None
    save(matter, Step.ASSIGNED, now, "agency", "officer")
    new_lead(matter, now, demand=words, reason=row.ruling_reason[:300])


def _remember(row: Dispute, matter: Matter, holder: str, words: Sequence[str], now: datetime) -> None:
    assert matter.event_type is not None  # asked before
    by_name = Precedent.Holder(holder) == Precedent.Holder.AGENCY
    tidy = list(dict.fromkeys(word.strip()[:20] for word in words if word.strip()))[:MOST_WORDS]
    Precedent.objects.create(
        county=row.county, dispute=row, event_type=matter.event_type, holder=holder,
        agency=row.owner if by_name else None, title=matter.title, words=tidy, rule=row.ruling_rule,
        reason=row.ruling_reason, made_at=now,
    )  # fmt: skip


@transaction.atomic
def withdraw_dispute(*, dispute_id: uuid.UUID, reason: str, by: Actor, at: datetime | None = None) -> Dispute:
    """The unit that raised it takes it back and handles the matter."""
    now = moment(at)
    matter, row = _locked(dispute_id)
    found = wants(reason, "撤回的理由", 300)
    if row.ended_at:
        found.append(rules.house(f"这项争议{Dispute.State(row.state).label}。"))
    refuse(found)
    row.state, row.ended_at, row.ended_by_id = Dispute.State.WITHDRAWN, now, person(by)
    row.save(update_fields=["state", "ended_at", "ended_by_id"])
    put_dispute(matter, row)
    event = log("dispatch.dispute_withdrawn", matter, by, now, words=reason, dispute_id=row.pk)
    call(leads_of_unit(matter, row.other_id), matter, f"{row.claimant}撤回了职责争议", event.pk)
    return row


@transaction.atomic
def end_precedent(*, precedent_id: uuid.UUID, reason: str, by: Actor, at: datetime | None = None) -> Precedent:
    """A precedent holds no longer: the lists changed, or it was wrong."""
    now = moment(at)
    row = Precedent.objects.select_for_update().get(pk=precedent_id)
    found = wants(reason, "停用的理由", 300)
    if row.ended_at:
        found.append(rules.house("这条先例已经停用。"))
    refuse(found)
    row.ended_at, row.end_reason = now, reason.strip()
    row.save(update_fields=["ended_at", "end_reason"])
    matter = Matter.objects.select_related("agency", "officer", "event_type").get(disputes__precedent=row)
    log("dispatch.precedent_ended", matter, by, now, words=reason, subject=row)
    return row


def _locked(dispute_id: uuid.UUID) -> tuple[Matter, Dispute]:
    """Return matter and dispute, held in the order in which every action holds them."""
    matter = lock(Dispute.objects.values_list("matter_id", flat=True).get(pk=dispute_id))
    row = Dispute.objects.select_for_update(of=("self",)).select_related("claimant", "other").get(pk=dispute_id)
    return matter, row
