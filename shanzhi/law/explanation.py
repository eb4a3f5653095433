"""How is a computed term told in one sentence, and drawn day by day?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from shanzhi.law.calendar import ONE_DAY, Calendar, Day, DayKind
from shanzhi.law.pauses import days_in
from shanzhi.law.rulebook import Rule, Side, Unit, require_length

if TYPE_CHECKING:
    from shanzhi.law.terms import Term

_WEEKDAYS = "一二三四五六日"


def sentence(told: Term) -> str:
    """One Chinese sentence: length, start, what was left out, the end, whether it moved."""
    parts = [_begin(told), *_left_out(told), _end(told)]
    if told.provisional:
        parts.append("所涉年度的放假安排尚未公布，暂按周末和法定节日计算，公布后重算")
    if told.rule.until is None and (old := _older_text(told)):
        parts.append(old)
    return "；".join(parts) + "。"


def _begin(told: Term) -> str:
    rule = told.rule
    if rule.unit is Unit.WORKING_DAY_BEFORE:
        return f"{rule.name}{told.length}个工作日：自{rule.counted_from}（{_written(told.start)}）倒算"
    origin = rule.counted_from.split("；")[0]
    start = "当时" if rule.unit is Unit.HOUR else "当日"
    length = f"{told.length}{rule.unit.label}"
    return f"{rule.name}{length}：自{origin}（{_written(told.start)}）起算，{start}不计"


def _left_out(told: Term) -> Iterator[str]:
    if told.spans:
        spans = "、".join(f"{first}至{last}" if first != last else f"{first}" for first, last in told.spans)
        count = days_in(told.spans, _day(told.start), _day(told.nominal))
        yield f"不计入{spans}，其中期内{count}日"


def _end(told: Term) -> str:
    calendar = told.calendar
    last = f"{_written(told.nominal)}（{describe(calendar.day(_day(told.nominal)))}）"
    act_by = last_workday(_day(told.start), _day(told.nominal), calendar)
    advice = "" if told.rule.effect or act_by == _day(told.nominal) else f"，宜在{act_by}或之前办完"
    if told.rule.unit is Unit.WORKING_DAY_BEFORE:
        return f"最迟{last}{advice}"
    if told.due != told.nominal:
        return f"期满{last}不是工作日，顺延至{_written(told.due)}（{describe(calendar.day(_day(told.due)))}）"
    if calendar.is_workday(_day(told.nominal)):
        return f"至{last}届满"
    return f"至{last}届满，{_why_not_moved(told.rule)}{advice}"


def last_workday(start: date, due: date, calendar: Calendar) -> date:
    """The last working day of the term (before its end, counting back), or its last day where none lies within."""
    day = calendar.previous_workday(due)
    return day if day > start or due < start else due


def _why_not_moved(rule: Rule) -> str:
    if rule.unit is Unit.HOUR:
        return "按小时计算不顺延"
    return "机关自己的期限不顺延" if rule.side is Side.AGENCY and not rule.effect else "不顺延"


def _older_text(told: Term) -> str:
    in_force = told.rule.in_force
    if _day(told.start) >= in_force:
        return ""
    return f"起算日早于《{told.rule.basis[0].statute}》现行文本施行日（{in_force}），须另查当时的文本"


def describe(day: Day) -> str:
    """周六，国庆节 · 周六，调休上班 · 周四."""
    weekday = f"周{_WEEKDAYS[day.day.weekday()]}"
    if day.kind is DayKind.MAKE_UP:
        return f"{weekday}，调休上班"
    return f"{weekday}，{day.name}" if day.name else weekday


def _day(moment: date | datetime) -> date:
    return moment.date() if isinstance(moment, datetime) else moment


def _written(moment: date | datetime) -> str:
    return f"{moment:%Y-%m-%d %H:%M}" if isinstance(moment, datetime) else f"{moment}"


@dataclass(frozen=True, slots=True)
class CountedDay:
    """One square of the drawn calendar. `number` is its place in the count, None where it is not counted."""

    day: Day
    number: int | None
    paused: bool
    role: str

    @property
    def text(self) -> str:
        return describe(self.day)


def day_by_day(term: Term) -> list[CountedDay]:
    """Every day from the start (or, counting back, from the last day) to the end, counted or not, with its reason."""
    start, due, nominal = _day(term.start), _day(term.due), _day(term.nominal)
    backwards = term.rule.unit is Unit.WORKING_DAY_BEFORE
    day, step, number = start, -ONE_DAY if backwards else ONE_DAY, 0
    drawn: list[CountedDay] = []
    while True:
        one = term.calendar.day(day)
        in_pause = any(first <= day <= last for first, last in term.spans)
        counted = not in_pause and (one.kind.works or not term.rule.unit.counts_workdays)
        within = start != day and (day > nominal if backwards else day <= nominal)
        number += within and counted
        drawn.append(CountedDay(one, number if within and counted else None, in_pause, _role(day, start, nominal, due)))
        if day == due:
            return drawn[::-1] if backwards else drawn
        day += step


def _role(day: date, start: date, nominal: date, due: date) -> str:
    """起算 · 届满 · 期满（顺延前） · or nothing."""
    if day == due:
        return "届满"
    if day == start:
        return "起算"
    return "期满（顺延前）" if day == nominal else ""


def earliest_event(rule: Rule, notice: date, calendar: Calendar) -> date:
    """The first day on which what was notified then may be held: the full working days lie between."""
    return calendar.add_workdays(notice, require_length(rule, notice)) + ONE_DAY
