"""Is it too late to punish (行政处罚法36)?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from shanzhi.law.calendar import ONE_DAY
from shanzhi.law.citation import Citation
from shanzhi.law.readings import FLAGS, FOLLOWED, Readings
from shanzhi.law.rulebook import require_length, rule
from shanzhi.law.terms import add_months


class Status(StrEnum):
    ALIVE = "alive"
    EXPIRED = "expired"


@dataclass(frozen=True, slots=True)
class Limitation:
    """`last_day` is None while a continuing act has not ended: the time has not begun to run."""

    status: Status
    last_day: date | None
    basis: tuple[Citation, ...]
    explanation: str
    flags: tuple[str, ...] = ()

    @property
    def flag_texts(self) -> tuple[str, ...]:
        return tuple(FLAGS[flag] for flag in self.flags)


def limitation(
    act_ended: date | None, found: date, *, serious: bool = False, readings: Readings = FOLLOWED
) -> Limitation:
    """`serious`: life, health or financial safety, and harm done; both are needed. `act_ended` None: still going on."""
    term = rule("penalty.limitation.serious" if serious else "penalty.limitation")
    if act_ended is None:
        text = "违法行为仍在连续或者继续，追究时效尚未起算。"
        return Limitation(Status.ALIVE, None, term.basis, text)
    years = require_length(term, found)
    last = add_months(act_ended, years * 12)
    if not readings.last_day_in_time:
        last -= ONE_DAY
    alive = found <= last
    text = f"违法行为{act_ended}终了，追究时效{years}年，{last}届满；{found}发现，"
    text += "在时效之内。" if alive else "已过时效，不再给予行政处罚。"
    status = Status.ALIVE if alive else Status.EXPIRED
    return Limitation(status, last, term.basis, text, ("last_day_in_time",))
