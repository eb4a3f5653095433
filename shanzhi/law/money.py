"""How much is owed: late fees with their cap, instalments, and what a court's fine already covers?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from shanzhi.law import pauses as paused
from shanzhi.law.calendar import ONE_DAY
from shanzhi.law.citation import Citation, cite, penalty_law
from shanzhi.law.obstacle import NotAllowed, Obstacle
from shanzhi.law.pauses import Pause, PauseRule
from shanzhi.law.readings import FLAGS, FOLLOWED, Readings
from shanzhi.law.rulebook import amount
from shanzhi.law.terms import after_days

CENT = Decimal("0.01")
LATE_FEE = penalty_law(72, item=1)
NOT_DURING_REMEDY = penalty_law(73, 3)
CLAUSE_NEEDED = cite("罚款决定与罚款收缴分离实施办法7.1")
CLAUSE_APPLIES = cite("罚款决定与罚款收缴分离实施办法9.1")
REMEDIES = PauseRule(("行政复议", "行政诉讼"), NOT_DURING_REMEDY)


def to_cents(sum_: Decimal) -> Decimal:
    """Half a cent goes up."""
    return sum_.quantize(CENT, ROUND_HALF_UP)


def exact(sum_: Decimal, name: str = "金额") -> Decimal:
    """A sum of money as it may stand in a decision: not negative, no fractions of a cent."""
    if not sum_.is_finite() or sum_ < 0:
        raise ValueError(f"{name}应为不小于零的数：{sum_}。")
    if to_cents(sum_) != sum_:
        raise ValueError(f"{name}最多到分：{sum_}。")
    return to_cents(sum_)


@dataclass(frozen=True, slots=True)
class LateFee:
    """`capped_from` is the first day on which the cap bites; `total` is the fine and the late fee together."""

    amount: Decimal
    days: int
    days_left_out: int
    capped_from: date | None
    total: Decimal
    basis: tuple[Citation, ...]
    explanation: str
    flags: tuple[str, ...]

    @property
    def flag_texts(self) -> tuple[str, ...]:
        return tuple(FLAGS[flag] for flag in self.flags)


def late_fee(
    principal: Decimal,
    due: date,
    paid: date,
    *,
    remedies: Sequence[Pause] = (),
    clause: bool = True,
    readings: Readings = FOLLOWED,
) -> LateFee:
    """The late fee on one sum paid (or reckoned up to) a day; `clause`: the decision says that one is charged."""
    principal = exact(principal, "罚款数额")
    if refused := list(paused.obstacles("加处罚款", (LATE_FEE,), (REMEDIES,), remedies)):
        raise NotAllowed(refused)
    if not clause:
        return _without_clause(principal)
    spans = paused.merged(remedies if readings.remedy_days_inclusive else _inner(remedies))
    last = paid if readings.late_fee_to_payment_day else paid - ONE_DAY
    late = max((last - due).days, 0)
    left_out = paused.days_in(spans, due, last)
    days = late - left_out
    daily = principal * amount("penalty.late_fee.rate")
    fee = min(to_cents(daily * days), principal)
    capped_from = _capped_from(principal, daily, due, days, spans)
    basis = (LATE_FEE, *((NOT_DURING_REMEDY,) if left_out else ()))
    flags = ("late_fee_to_payment_day", *(("remedy_days_inclusive",) if left_out else ()))
    text = _explain(principal, due, paid, days, left_out, fee, capped_from)
    return LateFee(fee, days, left_out, capped_from, principal + fee, basis, text, flags)


def _inner(pauses: Iterable[Pause]) -> Iterator[Pause]:
    """The pauses without their first and last days, as far as anything is left of them."""
    for pause in pauses:
        first, last = pause.first + ONE_DAY, pause.last - ONE_DAY
        if first <= last:
            yield Pause(first, last, pause.kind)


def _capped_from(
    principal: Decimal, daily: Decimal, due: date, days: int, spans: Sequence[paused.DaySpan]
) -> date | None:
    """The day whose reckoning would first exceed the fine."""
    if not principal:
        return None
    full = int(principal // daily) + 1
    return after_days(due, full, spans) if days >= full else None


def _without_clause(principal: Decimal) -> LateFee:
    text = "处罚决定书没有写明逾期加处罚款，不能加处。"
    return LateFee(Decimal("0.00"), 0, 0, None, principal, (CLAUSE_NEEDED, CLAUSE_APPLIES), text, ())


def _explain(
    principal: Decimal, due: date, paid: date, days: int, left_out: int, fee: Decimal, capped_from: date | None
) -> str:
    if not days and not left_out:
        return f"{paid}缴款，未超过{due}，不加处罚款。"
    text = f"自{due + ONE_DAY}起至{paid}逾期{days + left_out}日"
    if left_out:
        text += f"，其中行政复议、行政诉讼期间{left_out}日不计，按{days}日计算"
    text += f"；每日按罚款{principal}元的百分之三加处"
    text += f"，自{capped_from}起达到罚款数额，以{fee}元为限" if capped_from else f"，共{fee}元"
    return text + "。"


@dataclass(frozen=True, slots=True)
class Instalment:
    number: int
    due: date
    amount: Decimal


@dataclass(frozen=True, slots=True)
class InstalmentPlan:
    """`court_term_from`: the day from which the time to apply to the court runs."""

    instalments: tuple[Instalment, ...]
    court_term_from: date
    basis: tuple[Citation, ...] = (penalty_law(66, 2), penalty_law(72, 2))


def instalment_plan(total: Decimal, dues: Sequence[date]) -> InstalmentPlan:
    """Equal parts to the cent; what does not divide goes onto the last part."""
    total = exact(total, "罚款数额")
    if not dues:
        raise ValueError("分期缴纳至少要有一期。")
    if list(dues) != sorted(set(dues)):
        raise ValueError("分期缴纳的日期应由早到晚，且不重复。")
    part = (total / len(dues)).quantize(CENT, "ROUND_DOWN")
    if part <= 0:
        raise ValueError(f"{total}元不能分成{len(dues)}期。")
    equal = tuple(Instalment(number, due, part) for number, due in enumerate(dues[:-1], 1))
    last = Instalment(len(dues), dues[-1], total - part * len(equal))
    return InstalmentPlan((*equal, last), last.due)


@dataclass(frozen=True, slots=True)
class Offset:
    """What a fine already imposed takes off the court's fine, and what of the court's fine is left."""

    credited: Decimal
    left: Decimal
    basis: tuple[Citation, ...] = (penalty_law(35, 2),)


def offset_against_court_fine(administrative: Decimal, court: Decimal) -> Offset:
    administrative, court = exact(administrative, "行政罚款"), exact(court, "罚金")
    credited = min(administrative, court)
    return Offset(credited, court - credited)


def fine_after_court(court_fined: bool) -> list[Obstacle]:
    """Once the court has fined, an agency that has not fined yet may no longer do so."""
    if not court_fined:
        return []
    text = "人民法院已经判处罚金，行政机关尚未罚款的，不再给予罚款。"
    return [Obstacle(text, penalty_law(35, 2))]
