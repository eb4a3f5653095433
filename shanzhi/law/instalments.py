"""Which parts of a fine paid in instalments are late, what does each cost, and has the plan failed?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from shanzhi.law.citation import Citation
from shanzhi.law.money import LATE_FEE, InstalmentPlan, exact, late_fee
from shanzhi.law.pauses import Pause
from shanzhi.law.readings import FLAGS, FOLLOWED, Readings

NOTHING = Decimal("0.00")


@dataclass(frozen=True, slots=True)
class Paid:
    """A sum that came in on a day."""

    on: date
    amount: Decimal


@dataclass(frozen=True, slots=True)
class Arrears:
    """How the plan stands on a day: `missed` are the numbers of instalments due and not paid in full.

    `overdue` is what should have been paid by now, without the late fee.
    """

    paid: Decimal
    open: Decimal
    overdue: Decimal
    missed: tuple[int, ...]
    late_fee: Decimal
    basis: tuple[Citation, ...]
    explanation: str
    flags: tuple[str, ...]

    @property
    def failed(self) -> bool:
        return bool(self.missed)

    @property
    def flag_texts(self) -> tuple[str, ...]:
        return tuple(FLAGS[flag] for flag in self.flags)


@dataclass(frozen=True, slots=True)
class _Part:
    """A piece of one instalment: paid on a day, or open."""

    number: int
    due: date
    amount: Decimal
    on: date | None


def arrears(
    plan: InstalmentPlan,
    payments: Sequence[Paid],
    on: date,
    *,
    remedies: Sequence[Pause] = (),
    clause: bool = True,
    rest_falls_due: bool = False,
    readings: Readings = FOLLOWED,
) -> Arrears:
    """Reckon the plan up to a day. Payments fill the earliest instalment first; more than the fine is refused.

    `clause`: the decision says that a late fee is charged. `rest_falls_due`: the approval says that after one missed
    day the whole rest is due; the statute does not say so. Each part's late fee still runs from its own day.
    Raises ValueError on too much money, NotAllowed on a pause that stops no late fee.
    """
    total = sum((one.amount for one in plan.instalments), NOTHING)
    came = [Paid(one.on, exact(one.amount, "缴款")) for one in sorted(payments, key=lambda one: one.on) if one.on <= on]
    paid = sum((one.amount for one in came), NOTHING)
    if paid > total:
        raise ValueError(f"缴款{paid}元，超过罚款数额{total}元。")
    parts = list(_parts(plan, came))
    late = [part for part in parts if part.on is None and part.due < on]
    missed = tuple(dict.fromkeys(part.number for part in late))
    whole = rest_falls_due and bool(missed)
    overdue = total - paid if whole else sum((part.amount for part in late), NOTHING)
    fee, flags = NOTHING, ["late_fee_per_instalment"]
    for part in parts:
        due = part.due if readings.late_fee_per_instalment else plan.court_term_from
        found = late_fee(part.amount, due, part.on or on, remedies=remedies, clause=clause, readings=readings)
        fee += found.amount
        flags += found.flags
    text = _said(total, paid, missed, overdue if whole else None, fee)
    return Arrears(paid, total - paid, overdue, missed, fee, (*plan.basis, LATE_FEE), text, tuple(dict.fromkeys(flags)))


def _parts(plan: InstalmentPlan, came: Sequence[Paid]) -> Iterator[_Part]:
    """Yield every instalment in the pieces in which it was paid, then what of it is open."""
    waiting = [(one.on, one.amount) for one in came]
    for instalment in plan.instalments:
        left = instalment.amount
        while left and waiting:
            day, sum_ = waiting.pop(0)
            piece = min(left, sum_)
            yield _Part(instalment.number, instalment.due, piece, day)
            left -= piece
            if sum_ > piece:
                waiting.insert(0, (day, sum_ - piece))
        if left:
            yield _Part(instalment.number, instalment.due, left, None)


def _said(total: Decimal, paid: Decimal, missed: tuple[int, ...], whole: Decimal | None, fee: Decimal) -> str:
    text = f"罚款{total}元，已缴{paid}元，未缴{total - paid}元"
    if missed:
        text += f"；第{'、'.join(map(str, missed))}期到期未缴清，可以按不履行处理"
    if whole is not None:
        text += f"；批准书写明一期不缴、其余一并到期，应缴{whole}元"
    return text + (f"；加处罚款{fee}元。" if fee else "。")
