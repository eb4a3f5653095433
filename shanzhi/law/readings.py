"""Where the law is silent: which reading do we follow, and what does the user get told about it?"""

from __future__ import annotations

from dataclasses import dataclass, field, fields


def _reading(flag: str) -> bool:
    """A reading that is followed unless the county decides otherwise; the flag is shown with every result."""
    return field(default=True, metadata={"flag": flag})


@dataclass(frozen=True, slots=True)
class Readings:
    """Our readings of the gaps (解读), each a parameter: False takes the other reading."""

    start_not_counted: bool = _reading("该法没有写明起算规则，比照民事诉讼法第八十五条，起算当日不计（解读）")
    own_time_stays: bool = _reading("条文没有写明顺延，机关自己的期限按不顺延计（解读）")
    effect_stays: bool = _reading("期满即生效果的期间，遇休息日不顺延（解读）")
    party_time_rolls: bool = _reading("条文没有写明顺延，当事人的期限比照民法典第二百零三条顺延（解读）")
    hours_stay: bool = _reading("按小时计的期限遇休息日不顺延（解读）")
    coercive_power_stays: bool = _reading("强制权的期限遇休息日不顺延（解读）")
    plain_days: bool = _reading("条文只说“日”，未写明为工作日，按自然日计、不顺延（解读）")
    full_days_between: bool = _reading("“七日前”按中间须有完整的工作日计，通知当日、举行当日都不算（解读）")
    suspension_stops_review: bool = _reading("复议中止期间不计入审理期限（解读：条文写中止，未写不计入）")
    late_fee_to_payment_day: bool = _reading("加处罚款自到期次日起算，缴款当日计入（解读：条文未写明首尾）")
    remedy_days_inclusive: bool = _reading("复议、诉讼期间首尾两日都不计算加处罚款（解读：条文未写明首尾）")
    late_fee_per_instalment: bool = _reading(
        "分期缴纳的，每一期到期不缴各自加处罚款，以该期数额为限（解读：条文只说到期不缴）"
    )
    last_day_in_time: bool = _reading("时效期满当日发现的，仍在时效之内（解读：条文未写明）")

    age_from_day_after: bool = _reading(
        "周岁自生日的第二天起算，生日当日不算已满（解读：行政处罚法没有写明，比照刑事审判对周岁的算法）"
    )


FOLLOWED = Readings()
FLAGS: dict[str, str] = {one.name: one.metadata["flag"] for one in fields(Readings)}
