"""What does importing a list of 10,000 rows cost: upload, trial with differences, putting in force, the next version?

The rows are marked 示例 and made by a generator; 1,605 of them are the size of a county's item list and stand for load only.
"""

import time
from collections.abc import Iterator
from typing import Any

from .ground import arguments, fresh_home, sample_county, say

ROWS, COUNTY_SIZE = 10_000, 1_605
HEAD = ["序号", "事项代码", "事项名称", "行使主体", "法律依据", "罚款下限（元）", "罚款上限（元）", "备注"]


def item_rows(count: int, changed: int = 0) -> Iterator[list[Any]]:
    """Yield marked rows in the shape of a published item list; the first `changed` have another name."""
    yield HEAD
    for number in range(1, count + 1):
        name = f"示例事项{number}（压测用）" + ("改" if number <= changed else "")
        code = f"3302{70 + number // 1000:02d}{number % 1000:03d}000"
        yield [number, code, name, "县综合执法局", "罚则：行政处罚法42", 50, 500, "示例"]


def main() -> None:
    args = arguments(__doc__ or "")
    with fresh_home():
        sample_county()
        figures: dict[str, Any] = {"rows": ROWS}
        for label, count, changed in (("first", ROWS, 0), ("next", ROWS, 500), ("county", COUNTY_SIZE, 0)):
            figures |= _import(label, count, changed)
        figures["within_15_s"] = figures["first_total_s"] <= 15
        say(figures, as_json=args.json)


def _import(label: str, count: int, changed: int) -> dict[str, float]:
    from django.utils import timezone

    from shanzhi.ledger.actors import SYSTEM
    from shanzhi.registry.actions import draft_list, put_in_force
    from shanzhi.registry.lists.files import workbook
    from shanzhi.registry.lists.trial import run_trial
    from shanzhi.registry.queries import default_county

    county, today = default_county().code, timezone.localdate()
    data = workbook([("事项", item_rows(count, changed))])
    moments = [time.perf_counter()]
    version = draft_list(county=county, kind="items", file_name="示例.xlsx", data=data, by=SYSTEM)
    moments.append(time.perf_counter())
    trial = run_trial(version, today)
    assert trial.clean, trial.reading.faults[:3]
    moments.append(time.perf_counter())
    put_in_force(version_id=version.pk, valid_from=today, source="示例压测", by=SYSTEM, on=today)
    moments.append(time.perf_counter())
    names = ("upload_s", "trial_s", "put_in_force_s")
    steps = {f"{label}_{name}": round(moments[place + 1] - moments[place], 2) for place, name in enumerate(names)}
    return steps | {f"{label}_total_s": round(moments[-1] - moments[0], 2)}


if __name__ == "__main__":
    main()
