"""When does a term end, by which article, and why on that day?"""

from __future__ import annotations

import calendar as gregorian
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from shanzhi.law import pauses as paused
from shanzhi.law.calendar import ONE_DAY, Calendar
from shanzhi.law.citation import Citation
from shanzhi.law.explanation import last_workday, sentence
from shanzhi.law.obstacle import NotAllowed, Obstacle
from shanzhi.law.pauses import DaySpan, Pause
from shanzhi.law.readings import FLAGS, FOLLOWED, Readings
from shanzhi.law.rulebook import Extension, Overlay, Rolls, Rule, Side, Unit, require_length
from shanzhi.law.rulebook import rule as find_rule

__all__ = ["Granted", "Overlay", "Pause", "Readings", "Term", "term", "term_of"]

# Statutes that say nothing on how a term is counted; what they borrow is our reading.
_SILENT_ON_START = frozenset({"行政处罚法", "行政强制法"})
_SILENT_ON_ROLLING = frozenset({"行政处罚法", "信访工作条例"})


@dataclass(frozen=True, slots=True)
class Granted:
    """An extension that was granted: how much, and by whom where that is known."""

    length: int
    by: str = ""


@dataclass(frozen=True, slots=True)
class Term:
    """The answer. `nominal` is the last day before rolling; `act_by` the last working day of the term."""

    rule: Rule
    start: date | datetime
    length: int
    due: date | datetime
    nominal: date | datetime
    basis: tuple[Citation, ...]
    provisional: bool
    flags: tuple[str, ...]
    spans: tuple[DaySpan, ...]
    calendar: Calendar = field(repr=False, compare=False)

    @property
    def explanation(self) -> str:
        """One Chinese sentence, told when asked for: a sweep over thousands of terms needs only the days."""
        return sentence(self)

    @property
    def act_by(self) -> date:
        return last_workday(as_day(self.start), self.due_day, self.calendar)

    @property
    def due_day(self) -> date:
        return as_day(self.due)

    @property
    def day_after(self) -> date:
        """The first day on which the term is over."""
        return self.due_day + ONE_DAY

    @property
    def flag_texts(self) -> tuple[str, ...]:
        return tuple(FLAGS[flag] for flag in self.flags)

    def in_time(self, received: date, posted: date | None = None) -> bool:
        """Transit does not count (民事诉讼法85.4): what was posted in time is in time."""
        return (received if posted is None else posted) <= self.due_day


def as_day(moment: date | datetime) -> date:
    return moment.date() if isinstance(moment, datetime) else moment


def term(
    id: str,
    start: date | datetime,
    calendar: Calendar,
    *,
    overlay: Overlay = Overlay.GENERAL,
    pauses: Sequence[Pause] = (),
    granted: Sequence[Granted] = (),
    readings: Readings = FOLLOWED,
) -> Term:
    """Compute a term by its id; refuses with all reasons what the governing text does not allow."""
    return term_of(
        find_rule(id, overlay, as_day(start)), start, calendar, pauses=pauses, granted=granted, readings=readings
    )


def term_of(
    rule: Rule,
    start: date | datetime,
    calendar: Calendar,
    *,
    pauses: Sequence[Pause] = (),
    granted: Sequence[Granted] = (),
    readings: Readings = FOLLOWED,
) -> Term:
    length = require_length(rule, as_day(start))
    if refused := [*paused.obstacles(rule.name, rule.basis, rule.pauses, pauses), *_not_grantable(rule, granted)]:
        raise NotAllowed(refused)
    if rule.unit is Unit.WORKING_DAY_BEFORE and pauses:
        raise NotAllowed([Obstacle("倒算的期限没有不计入的期间。", rule.basis)])
    spans = paused.merged(pauses)
    length += sum(extension.length for extension in granted)
    start = start if rule.unit is Unit.HOUR else as_day(start)
    nominal = _nominal(rule, start, length, calendar, spans, readings)
    due = _roll(rule, nominal, calendar, readings)
    provisional = _is_provisional(rule, start, nominal, due, calendar, readings)
    basis = _basis(rule, pauses, granted)
    return Term(rule, start, length, due, nominal, basis, provisional, _flags(rule, pauses), tuple(spans), calendar)


def _basis(rule: Rule, pauses: Sequence[Pause], granted: Sequence[Granted]) -> tuple[Citation, ...]:
    by_extension = (extension.basis for extension, _ in zip(rule.extensions, granted, strict=False))
    return tuple(dict.fromkeys((*rule.basis, *paused.basis_of(rule.pauses, pauses), *by_extension)))


def _not_grantable(rule: Rule, granted: Sequence[Granted]) -> list[Obstacle]:
    """Extensions are granted in the order of the text, each once, within its length and by whom it names."""
    if len(granted) > len(rule.extensions):
        allowed = f"只能延长{len(rule.extensions)}次" if rule.extensions else "没有准许延长"
        return [Obstacle(f"“{rule.name}”所依条文{allowed}。", rule.basis)]
    return [
        obstacle
        for extension, one in zip(rule.extensions, granted, strict=False)
        for obstacle in _exceeds(rule, extension, one)
    ]


def _exceeds(rule: Rule, extension: Extension, granted: Granted) -> list[Obstacle]:
    found = []
    if granted.length < 1:
        found.append(Obstacle(f"“{rule.name}”的延长至少为一日。", extension.basis))
    if extension.length is not None and granted.length > extension.length:
        text = f"“{rule.name}”最多延长{extension.length}{rule.unit.label}，不能延长{granted.length}{rule.unit.label}。"
        found.append(Obstacle(text, extension.basis))
    if granted.by not in ("", extension.by):
        text = f"“{rule.name}”的延长须由{extension.by}批准，不是{granted.by}。"
        found.append(Obstacle(text, extension.basis))
    return found


def _nominal(
    rule: Rule, start: date | datetime, length: int, calendar: Calendar, spans: Sequence[DaySpan], readings: Readings
) -> date | datetime:
    if rule.unit is Unit.HOUR:
        return _after_hours(rule, start, length, spans)
    day = as_day(start)
    if rule.unit is Unit.WORKING_DAY_BEFORE:
        last = calendar.add_workdays(day, -length)
        return last - ONE_DAY if readings.full_days_between else last
    before = day if readings.start_not_counted or not _start_is_reading(rule) else day - ONE_DAY
    if rule.unit is Unit.WORKING_DAY or (rule.plain_days and not readings.plain_days):
        return after_workdays(before, length, calendar, spans)
    if rule.unit is Unit.DAY:
        return after_days(before, length, spans)
    months = length * (12 if rule.unit is Unit.YEAR else 1)
    return after_days(before, (add_months(day, months) - day).days, spans)


def after_days(day: date, length: int, spans: Sequence[DaySpan]) -> date:
    """The length-th day after the day that lies in no span; spans are separate and in order."""
    end = day + timedelta(days=length)
    for first, last in spans:
        if first <= end:
            end += max(last - max(first - ONE_DAY, day), timedelta())
    return end


def after_workdays(day: date, length: int, calendar: Calendar, spans: Sequence[DaySpan]) -> date:
    """The length-th working day after the day that lies in no span."""
    works = calendar.is_workday
    while length:
        day += ONE_DAY
        if works(day) and not any(first <= day <= last for first, last in spans):
            length -= 1
    return day


def add_months(day: date, months: int) -> date:
    """民法典202: the same day of the month, or its last day where there is no such day."""
    years, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + years, month + 1
    return date(year, month, min(day.day, gregorian.monthrange(year, month)[1]))


def _after_hours(rule: Rule, start: date | datetime, length: int, spans: Sequence[DaySpan]) -> datetime:
    if not isinstance(start, datetime):
        text = f"“{rule.name}”按小时计算，要写明起算的时刻，如 {start}T16:30。"
        raise NotAllowed([Obstacle(text, rule.basis)])
    end = start + timedelta(hours=length)
    for first, last in spans:
        opens = datetime.combine(first, time(), start.tzinfo)
        closes = datetime.combine(last + ONE_DAY, time(), start.tzinfo)
        if opens < end:
            end += max(closes - max(opens, start), timedelta())
    return end


def _start_is_reading(rule: Rule) -> bool:
    """Whether the governing text leaves open if the first day counts. Hours, and days counted back to an event, begin otherwise."""
    if rule.overlay is not Overlay.GENERAL or rule.unit in (Unit.HOUR, Unit.WORKING_DAY_BEFORE):
        return False
    return rule.basis[0].statute in _SILENT_ON_START and not any(map(_says_when_it_starts, rule.basis))


def _says_when_it_starts(citation: Citation) -> bool:
    """行诉解释48.2: the hour and the day from which a period before the court runs are not counted."""
    return (citation.statute, citation.article) == ("行诉解释", "48")


def _rolling_is_reading(rule: Rule) -> bool:
    """Whether the last day could move and the governing text leaves open if it does."""
    if rule.unit.counts_workdays or rule.rolls is Rolls.TEXT:
        return False
    return rule.rolls is Rolls.NO or rule.basis[0].statute in _SILENT_ON_ROLLING


def _reading_on_rolling(rule: Rule) -> str:
    if rule.unit is Unit.HOUR:
        return "hours_stay"
    if rule.coercive:
        return "coercive_power_stays"
    if rule.plain_days:
        return "plain_days"
    if rule.effect:
        return "effect_stays"
    return "party_time_rolls" if rule.side is Side.PARTY else "own_time_stays"


def _does_roll(rule: Rule, readings: Readings) -> bool:
    """Text first; where it is silent, the reading."""
    if not _rolling_is_reading(rule):
        return not rule.unit.counts_workdays
    followed: bool = getattr(readings, _reading_on_rolling(rule))
    return followed if rule.rolls is Rolls.PARTY else not followed


def _roll(rule: Rule, nominal: date | datetime, calendar: Calendar, readings: Readings) -> date | datetime:
    if not _does_roll(rule, readings):
        return nominal
    day = calendar.next_workday(as_day(nominal))
    return datetime.combine(day, nominal.timetz()) if isinstance(nominal, datetime) else day


def _is_provisional(
    rule: Rule,
    start: date | datetime,
    nominal: date | datetime,
    due: date | datetime,
    calendar: Calendar,
    readings: Readings,
) -> bool:
    """Whether an announcement still to come could move the last day."""
    first, last = as_day(nominal), as_day(due)
    if rule.unit.counts_workdays or (rule.plain_days and not readings.plain_days):
        first, last = sorted((as_day(start), last))
    elif not _does_roll(rule, readings):
        return False
    return any(year not in calendar.years for year in range(first.year, last.year + 1))


def _flags(rule: Rule, pauses: Sequence[Pause]) -> tuple[str, ...]:
    """The names of every reading of ours this answer rests on."""
    flags = ["start_not_counted"] if _start_is_reading(rule) else []
    if rule.unit is Unit.WORKING_DAY_BEFORE:
        flags.append("full_days_between")
    if _rolling_is_reading(rule):
        flags.append(_reading_on_rolling(rule))
    if "行政复议法39" in map(str, paused.basis_of(rule.pauses, pauses)):
        flags.append("suspension_stops_review")
    return tuple(flags)
