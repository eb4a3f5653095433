"""How does a case begin? From a matter, prefilled, or directly: item, party, act, place, source."""

import uuid
from datetime import date

from django.db import transaction
from django.utils import timezone

from shanzhi.dispatch.models import Matter
from shanzhi.law.obstacle import Obstacle
from shanzhi.ledger.actors import Actor
from shanzhi.registry.models import Agency, Item
from shanzhi.registry.queries import competence

from .. import rules
from ..models import PenaltyCase, Step
from .frame import RELATED, day_of, log, person, refuse, wants
from .party import PartyWords, check_party, keep_party


@transaction.atomic
def open_case(
    *,
    unit_id: uuid.UUID,
    item_id: uuid.UUID,
    party: PartyWords,
    cause: str,
    facts: str,
    act_on: date,
    act_place: str,
    act_ended_on: date | None = None,
    found_on: date | None = None,
    area_code: str = "",
    source: str = PenaltyCase.Source.OTHER,
    source_words: str = "",
    matter_id: uuid.UUID | None = None,
    is_complex: bool = False,
    is_sample: bool = False,
    by: Actor,
    on: date | None = None,
) -> PenaltyCase:
    """Open a case as a clue. A matter gives at most one living case an item: asked again, the same case comes back."""
    day = day_of(on)
    unit = Agency.objects.select_related("parent", "guided_by").get(pk=unit_id)
    item = Item.objects.select_related("holder").get(pk=item_id)
    living = _living(matter_id, item) if matter_id else None
    if living is not None:
        return living
    checked = check_party(party, on=act_on)
    power = competence(item, unit, day, area_code)
    found = [*checked.obstacles, *power.obstacles, *wants(cause, "案由", 120), *wants(facts, "简要案情")]
    refuse([*found, *_days(act_on, act_ended_on, found_on or day, day), *wants(act_place, "违法行为发生地", 160)])
    assert power.in_name_of is not None  # refused before
    person(by)
    case = PenaltyCase.objects.create(
        county=unit.county,
        agency=power.in_name_of,
        unit=unit,
        matter_id=matter_id,
        source=source,
        source_words=source_words.strip(),
        item=item,
        overlay=item.overlay,
        party=keep_party(party, checked, county=unit.county, is_sample=is_sample),
        cause=cause.strip(),
        facts=facts.strip(),
        area_code=area_code,
        act_place=act_place.strip(),
        act_on=act_on,
        act_ended_on=act_ended_on,
        found_on=found_on or day,
        step_at=timezone.now(),
        opened_at=timezone.now(),
        is_complex=is_complex,
        is_sample=is_sample,
    )
    case = PenaltyCase.objects.select_related(*RELATED).get(pk=case.pk)
    log("open_case", "casework.case_opened", case, by, day, title="登记案件线索", words=power.explanation,
        basis="、".join(map(str, power.basis)), item=item.code, matter=matter_id)  # fmt: skip
    return case


def _living(matter_id: uuid.UUID, item: Item) -> PenaltyCase | None:
    """Return the case this matter already led to; the matter stays locked until the transaction ends."""
    Matter.objects.select_for_update().values_list("pk").get(pk=matter_id)
    return PenaltyCase.objects.filter(matter_id=matter_id, item=item).exclude(step=Step.NOT_FILED).first()


def _days(act_on: date, ended: date | None, found: date, today: date) -> list[Obstacle]:
    listed = []
    if act_on > found:
        listed.append(rules.house(f"违法行为日期{act_on}晚于发现日期{found}。", "请核对日期"))
    if ended and ended < act_on:
        listed.append(rules.house(f"违法行为终了日期{ended}早于发生日期{act_on}。", "请核对日期"))
    if found > today:
        listed.append(rules.house(f"发现日期{found}在将来。", "请核对日期"))
    return listed
