"""Which penalty cases has the sample county begun? Told in cases.yaml, done by the actions everybody uses."""

from datetime import date, datetime
from typing import Any

from django.utils import timezone

from shanzhi.casework import actions
from shanzhi.registry.queries.items import item_named

from .cast import Cast
from .files import read_yaml
from .timing import ago


def add_cases(cast: Cast, now: datetime) -> None:
    """Open every told case and take it as far as its story goes."""
    for told in read_yaml("cases")["cases"]:
        _play(cast, told, ago(told["act"], now), timezone.localdate(now))


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
