"""A fine paid in parts: each part is late for itself, no cent is lost, and a missed day ends the plan."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shanzhi.law.instalments import Paid, arrears
from shanzhi.law.money import instalment_plan, late_fee
from shanzhi.law.pauses import Pause
from shanzhi.law.readings import Readings

ONE = timedelta(days=1)
JUNE, JULY, AUGUST = date(2026, 6, 1), date(2026, 7, 1), date(2026, 8, 1)
PLAN = instalment_plan(Decimal(3000), [JUNE, JULY, AUGUST])


def test_paid_on_the_day_costs_nothing_and_misses_nothing() -> None:
    found = arrears(PLAN, [Paid(JUNE, Decimal(1000)), Paid(JULY, Decimal(1000))], JULY)
    assert (found.paid, found.open, found.missed, found.late_fee) == (2000, 1000, (), 0)
    assert not found.failed
    assert found.explanation == "罚款3000.00元，已缴2000.00元，未缴1000.00元。"


def test_the_day_after_a_missed_day_the_plan_has_failed_and_only_that_part_costs() -> None:
    assert not arrears(PLAN, [], JUNE).failed
    found = arrears(PLAN, [], JUNE + ONE)
    assert (found.missed, found.late_fee, found.failed) == ((1,), Decimal("30.00"), True)
    assert found.explanation.endswith("；第1期到期未缴清，可以按不履行处理；加处罚款30.00元。")
    assert [str(one) for one in found.basis][-1] == "行政处罚法72(1)"
    assert found.flag_texts[0].startswith("分期缴纳的")


def test_one_payment_fills_the_earliest_part_first_and_may_reach_into_the_next() -> None:
    found = arrears(PLAN, [Paid(JUNE + 10 * ONE, Decimal(1500))], JULY + ONE)
    late = late_fee(Decimal(1000), JUNE, JUNE + 10 * ONE).amount + late_fee(Decimal(500), JULY, JULY + ONE).amount
    assert (found.missed, found.late_fee, found.open) == ((2,), late, 1500)


def test_what_came_after_the_day_is_not_counted_and_too_much_is_refused() -> None:
    assert arrears(PLAN, [Paid(JULY, Decimal(1000))], JUNE).paid == 0
    with pytest.raises(ValueError, match=r"^缴款3000\.01元，超过罚款数额3000\.00元。$"):
        arrears(PLAN, [Paid(JUNE, Decimal("3000.01"))], JUNE)
    with pytest.raises(ValueError, match=r"^缴款最多到分"):
        arrears(PLAN, [Paid(JUNE, Decimal("0.001"))], JUNE)


def test_without_the_clause_there_is_no_late_fee_and_a_remedy_stops_it() -> None:
    assert arrears(PLAN, [], AUGUST, clause=False).late_fee == 0
    stopped = arrears(PLAN, [], JUNE + 10 * ONE, remedies=[Pause(JUNE, JUNE + 10 * ONE, "行政复议")])
    assert (stopped.late_fee, stopped.missed) == (0, (1,))


def test_the_other_reading_counts_from_the_last_day_of_the_plan() -> None:
    other = Readings(late_fee_per_instalment=False)
    assert arrears(PLAN, [], AUGUST, readings=other).late_fee == 0
    assert arrears(PLAN, [], AUGUST + ONE, readings=other).late_fee == Decimal("90.00")


@given(
    st.integers(100, 10_000_000), st.integers(1, 12), st.lists(st.tuples(st.integers(0, 500), st.integers(1, 10**6)))
)
def test_no_cent_is_lost_and_the_late_fee_never_exceeds_the_fine(
    total: int, parts: int, payments: list[tuple[int, int]]
) -> None:
    plan = instalment_plan(Decimal(total) / 100, [JUNE + 30 * number * ONE for number in range(parts)])
    came, left = [], Decimal(total) / 100
    for days, cents in payments:
        piece = min(left, Decimal(cents) / 100)
        if piece:
            came.append(Paid(JUNE + days * ONE, piece))
            left -= piece
    found = arrears(plan, came, JUNE + 600 * ONE)
    assert found.paid + found.open == Decimal(total) / 100
    assert found.open == left
    # Each piece is rounded to the cent for itself, so the sum may pass the fine by a cent a piece and no more.
    assert found.late_fee <= Decimal(total) / 100
    assert found.failed == bool(left)


def test_several_payments_are_used_in_the_order_in_which_they_came() -> None:
    came = [Paid(JUNE, Decimal(400)), Paid(JUNE + 5 * ONE, Decimal(900)), Paid(JUNE + 20 * ONE, Decimal(100))]
    found = arrears(PLAN, came, JULY + 2 * ONE)
    late = late_fee(Decimal(600), JUNE, JUNE + 5 * ONE).amount + late_fee(Decimal(600), JULY, JULY + 2 * ONE).amount
    assert (found.paid, found.missed, found.late_fee) == (1400, (2,), late)


def test_every_missed_part_is_named_and_every_reading_is_flagged() -> None:
    found = arrears(PLAN, [], JULY + ONE)
    assert "；第1、2期到期未缴清" in found.explanation
    assert found.flags == ("late_fee_per_instalment", "late_fee_to_payment_day")


def test_what_is_left_of_an_early_payment_goes_before_a_later_one() -> None:
    came = [Paid(JUNE, Decimal(1300)), Paid(JULY + 10 * ONE, Decimal(800))]
    found = arrears(PLAN, came, JULY + 10 * ONE)
    assert (found.missed, found.late_fee) == ((), late_fee(Decimal(700), JULY, JULY + 10 * ONE).amount)


def test_the_rest_falls_due_only_when_the_approval_says_so_and_a_day_was_missed() -> None:
    came = [Paid(JUNE, Decimal(400))]
    plain = arrears(PLAN, came, JUNE + ONE)
    whole = arrears(PLAN, came, JUNE + ONE, rest_falls_due=True)
    assert (plain.overdue, whole.overdue) == (600, 2600)
    assert whole.late_fee == plain.late_fee == Decimal("18.00")
    assert whole.explanation == (
        "罚款3000.00元，已缴400.00元，未缴2600.00元；第1期到期未缴清，可以按不履行处理；"
        "批准书写明一期不缴、其余一并到期，应缴2600.00元；加处罚款18.00元。"
    )
    on_the_day = arrears(PLAN, came, JUNE, rest_falls_due=True)
    assert (on_the_day.overdue, on_the_day.missed) == (0, ())
    assert "一并到期" not in on_the_day.explanation + plain.explanation


def test_every_missed_part_is_overdue_for_itself() -> None:
    assert arrears(PLAN, [Paid(JUNE, Decimal(1300))], AUGUST + ONE).overdue == 1700
    assert arrears(PLAN, [Paid(JUNE, Decimal(1300))], AUGUST).overdue == 700
