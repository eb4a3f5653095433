"""Setting the county's own numbers for short ways of handling cases: every change is a new version with its source."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db import transaction

from shanzhi.law.obstacle import Obstacle
from shanzhi.ledger.actors import Actor
from shanzhi.ledger.events import record

from .. import rules
from ..models import CaseRules
from .frame import day_of, refuse, wants

MOST_ITEMS, LONGEST = 2000, 12


@dataclass(frozen=True)
class CaseRulesWords:
    """What the county has set, by which document."""

    from_on: date
    source: str
    quick_person_amount: Decimal | None = None
    quick_unit_amount: Decimal | None = None
    quick_items: Sequence[str] = ()
    quick_excluded: Sequence[str] = ()
    quick_days: int | None = None
    record_days: int | None = None


@transaction.atomic
def set_case_rules(
    *, county: str, words: CaseRulesWords, is_sample: bool = False, by: Actor, on: date | None = None
) -> CaseRules:
    """Add a version; the ones before stay, so that old cases are read by the rules of their day."""
    refuse([*wants(words.source, "本地文件", 200), *_against(words)])
    made = CaseRules.objects.create(
        county=county,
        from_on=words.from_on,
        source=words.source.strip(),
        quick_person_amount=words.quick_person_amount,
        quick_unit_amount=words.quick_unit_amount,
        quick_items=sorted(set(words.quick_items)),
        quick_excluded=list(dict.fromkeys(words.quick_excluded)),
        quick_days=words.quick_days,
        record_days=words.record_days,
        by_id=by.actor_id,
        is_sample=is_sample,
    )
    record("casework.case_rules_set", subject=made, by=by, on=day_of(on), from_on=words.from_on)
    return made


def _against(words: CaseRulesWords) -> list[Obstacle]:
    found = []
    bad = [code for code in words.quick_items if not code.isdigit() or not 6 <= len(code) <= LONGEST]
    if bad:
        found.append(rules.house(f"事项代码写得不对：{'、'.join(bad[:5])}。", "一行一个，写6到12位数字"))
    if len(words.quick_items) > MOST_ITEMS:
        found.append(
            rules.house(f"事项代码太多（{len(words.quick_items)}个，最多{MOST_ITEMS}个）。", "可以写代码的前几位")
        )
    unknown = [one for one in words.quick_excluded if one not in CaseRules.Excluded.values]
    if unknown:
        found.append(rules.house("不适用的情形里有不认识的选项。", "请重新勾选"))
    for amount in (words.quick_person_amount, words.quick_unit_amount):
        if amount is not None and amount < 0:
            found.append(rules.house("罚款上限不能小于零。", "请核对"))
    return found
