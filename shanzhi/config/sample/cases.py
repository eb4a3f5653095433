"""Which penalty cases has the sample county begun? Told in cases.yaml, done by the actions everybody uses."""

import uuid
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.utils import timezone

from shanzhi.casework import actions
from shanzhi.casework.models import CaseRules
from shanzhi.registry.queries.items import item_named

from .cast import Cast
from .files import read_yaml
from .timing import ago


def add_cases(cast: Cast, now: datetime) -> None:
    """Open every told case and take it as far as its story goes."""
    said, today = read_yaml("cases"), timezone.localdate(now)
    _set_rules(cast, said["case_rules"], today)
    for told in said["cases"]:
        _play(cast, told, ago(told["act"], now), today)
    for told in said["on_the_spot"]:
        _impose(cast, told, today)


def _play(cast: Cast, told: dict[str, Any], act: datetime, today: date) -> None:
    by, item = cast.users[told["by"]], item_named(cast.county.code, told["item"], today)
    if item is None:
        raise LookupError(f"示例案件“{told['cause']}”用的事项 {told['item']} 不在示例清单里。")
    case = actions.open_case(
        unit_id=cast.agencies[told["unit"]].pk,
        item_id=item.pk,
        party=actions.PartyWords(**told["party"]),
        cause=told["cause"],
        facts=told["facts"],
        act_on=timezone.localdate(act),
        act_place=told["place"],
        area_code=told["area"],
        is_sample=True,
        by=by,
        on=today,
    )
    if told["officers"]:
        both = [cast.officers[key].pk for key in told["officers"]]
        actions.assign_officers(case_id=case.pk, officer_ids=both, by=by, on=today)
    if filed := told.get("filed"):
        actions.file_case(case_id=case.pk, opinion=filed["opinion"], by=cast.users[filed["by"]], on=today)


def _set_rules(cast: Cast, told: dict[str, Any], today: date) -> None:
    """The county's own numbers; every exclusion is ticked until somebody decides otherwise."""
    words = actions.CaseRulesWords(
        from_on=today,
        source=told["source"],
        quick_person_amount=Decimal(told["quick_person_amount"]),
        quick_unit_amount=Decimal(told["quick_unit_amount"]),
        quick_items=told["quick_items"],
        quick_excluded=CaseRules.Excluded.values,
        quick_days=told["quick_days"],
        record_days=told["record_days"],
    )
    actions.set_case_rules(county=cast.county.code, words=words, is_sample=True, by=cast.users["admin"], on=today)


def _impose(cast: Cast, told: dict[str, Any], today: date) -> None:
    """A penalty on the spot with everything the law asks for, taken on record by somebody else."""
    item = item_named(cast.county.code, told["item"], today)
    if item is None:
        raise LookupError(f"示例当场处罚用的事项 {told['item']} 不在示例清单里。")
    words = actions.SummaryWords(
        key=uuid.uuid4(),
        item_id=item.pk,
        party=actions.PartyWords(**told["party"]),
        act_on=today,
        act_place=told["place"],
        facts=told["facts"],
        second_id=cast.officers[told["second"]].pk,
        fine_amount=Decimal(told["fine"]),
        facts_clear=True,
        card_shown=True,
        rights_told=True,
        heard=True,
        statement=told["statement"],
        area_code=told["area"],
    )
    signs = actions.SummarySigns(on_paper=True)
    case = actions.impose_on_spot(words=words, signs=signs, is_sample=True, by=cast.users[told["by"]], on=today)
    by, said = cast.users[told["recorded"]["by"]], told["recorded"]["words"]
    actions.note_record(case_id=case.pk, words=said, by=by, on=today)
