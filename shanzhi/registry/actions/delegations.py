"""Items are given to townships one by one, made public and taken back; the row says when, and on what basis."""

import uuid
from datetime import date

from django.db import transaction

from shanzhi.law.citation import cite
from shanzhi.law.obstacle import NotAllowed, Obstacle
from shanzhi.ledger.actors import Actor
from shanzhi.ledger.events import record

from ..models import Agency, Delegation, Item

PUBLISH = (cite("行政处罚法24"), cite("浙江省综合行政执法条例9.2"))


@transaction.atomic
def give_item(
    *, item: Item, township: Agency, from_on: date, by: Actor, on: date, until_on: date | None = None
) -> Delegation:
    """Give an item to a township; it is not usable before it is published. Raises NotAllowed."""
    Item.objects.select_for_update().get(pk=item.pk)
    same = Delegation.objects.filter(
        county=item.county, item__code=item.code, township=township, taken_back_on=None, valid_to=None
    )
    found = []
    if township.kind != Agency.Kind.TOWNSHIP:
        found.append(Obstacle(f"{township}不是乡镇（街道）。", PUBLISH))
    if same.exists():
        found.append(Obstacle(f"{township}已经承接这一事项。", (), "需要改日期的，先收回再赋权。"))
    if item.valid_to is not None:
        found.append(Obstacle("该事项已移出执法事项清单。", (), "选用现行有效的事项。"))
    if until_on is not None and until_on < from_on:
        found.append(Obstacle("终止日期早于起始日期。"))
    if found:
        raise NotAllowed(found)
    row = Delegation.objects.create(
        county=item.county, item=item, township=township, from_on=from_on, until_on=until_on, valid_from=on
    )
    record("registry.item_delegated", subject=row, by=by, on=on, item=item.code, township=str(township.pk))
    return row


@transaction.atomic
def publish_delegation(*, delegation_id: uuid.UUID, publication: str, by: Actor, on: date) -> Delegation:
    """Say that the delegation was made public on the day, and where; from then on it is usable."""
    row = Delegation.objects.select_for_update().get(pk=delegation_id)
    found = []
    if row.published_on is not None:
        found.append(Obstacle(f"这项赋权已在{row.published_on}公布。"))
    if row.taken_back_on is not None:
        found.append(Obstacle(f"这项赋权已在{row.taken_back_on}收回。"))
    if not publication.strip():
        found.append(Obstacle("没有写公布文件。", PUBLISH, "写明公告名称或者文号。"))
    if found:
        raise NotAllowed(found)
    row.published_on, row.publication = on, publication.strip()
    row.save(update_fields=["published_on", "publication"])
    record("registry.delegation_published", subject=row, by=by, on=on)
    return row


@transaction.atomic
def take_back(*, delegation_id: uuid.UUID, reason: str, by: Actor, on: date) -> Delegation:
    """Take the item back from the day on; what was decided before stands."""
    row = Delegation.objects.select_for_update().get(pk=delegation_id)
    found = []
    if row.taken_back_on is not None:
        found.append(Obstacle(f"这项赋权已在{row.taken_back_on}收回。"))
    if not reason.strip():
        found.append(Obstacle("没有写收回依据。", (cite("浙江省综合行政执法条例10"),), "写明决定或者公告。"))
    if on < row.from_on:
        found.append(Obstacle(f"收回日期早于赋权日期{row.from_on}。"))
    if found:
        raise NotAllowed(found)
    row.taken_back_on, row.take_back_reason = on, reason.strip()
    row.save(update_fields=["taken_back_on", "take_back_reason"])
    record("registry.delegation_taken_back", subject=row, by=by, on=on)
    return row
