"""Lots: which pay, when they expire, and where an undo takes back from."""

from datetime import date

import pytest

from refdesk.domain.ledger import (
    AVAILABLE,
    EXPIRED,
    HELD,
    SPENT,
    WAITING,
    Debt,
    Draw,
    Lot,
    draw,
    pay_debts,
    pro_rata,
    returned,
    spending_order,
    take_back,
)
from tests.support.quotes import lot

MAY_1, MAY_15, JUNE_1 = date(2027, 5, 1), date(2027, 5, 15), date(2027, 6, 1)
APRIL_20 = date(2027, 4, 20)

JUNE = lot(50, number=1, expires_on=JUNE_1)
NEVER = lot(30, number=2)
MAY = lot(40, number=3, expires_on=MAY_1)


def test_r11_spending_takes_the_earliest_expiry_first() -> None:
    # worked example 7
    draws, missing = draw(spending_order([JUNE, NEVER, MAY], APRIL_20), 70)
    assert draws == (Draw(MAY.id, 40), Draw(JUNE.id, 30))
    assert missing == 0


def test_r11_the_never_expiring_comes_last_and_the_earlier_earned_first() -> None:
    old = lot(1, number=9, earned_on=date(2026, 1, 1), expires_on=JUNE_1)
    older_never = lot(1, number=8, earned_on=date(2025, 1, 1))
    order = spending_order([NEVER, JUNE, older_never, old], APRIL_20)
    assert [one.id for one in order] == [old.id, JUNE.id, older_never.id, NEVER.id]


def test_r11_lots_of_one_day_are_taken_in_the_order_of_their_booking() -> None:
    twins = [lot(1, number=number) for number in (7, 5, 6)]
    assert [one.id for one in spending_order(twins, APRIL_20)] == [5, 6, 7]


def test_what_lots_cannot_cover_is_said() -> None:
    assert draw([MAY, JUNE], 100) == ((Draw(3, 40), Draw(1, 50)), 10)
    assert draw([], 5) == ((), 5)
    assert draw([lot(0), MAY], 5) == ((Draw(3, 5),), 0)
    assert draw([MAY], 0) == ((), 0)


def test_r12_a_return_keeps_an_expiry_that_has_not_passed() -> None:
    # worked example 7: June's 30 return to the 1 June lot
    assert returned(JUNE, MAY_15, 7) == JUNE
    assert returned(NEVER, MAY_15, 7).expires_on is None
    assert returned(MAY, MAY_1, 7).expires_on == MAY_1


def test_r12_a_return_after_expiry_has_seven_days_through_the_22_of_may() -> None:
    # worked example 7: May's 40 return on 15 May
    back = returned(MAY, MAY_15, 7)
    assert back.expires_on == date(2027, 5, 22)
    assert back.state(date(2027, 5, 22)) == AVAILABLE
    assert back.state(date(2027, 5, 23)) == EXPIRED
    assert returned(MAY, MAY_15, 0).expires_on == MAY_15


def test_r12_grace_holds_for_what_inactivity_has_expired_too() -> None:
    slept = lot(5, available_on=date(2027, 1, 1), inactive_days=30, earned_on=date(2027, 1, 1))
    assert slept.state(MAY_15) == EXPIRED
    back = returned(slept, MAY_15, 7)
    assert [back.state(date(2027, 5, day)) for day in (22, 23)] == [AVAILABLE, EXPIRED]


def test_r17_the_states_of_a_lot_follow_from_the_dates() -> None:
    held = lot(10, earned_on=date(2026, 11, 21), available_on=date(2026, 12, 5),
               expires_on=date(2027, 6, 3))  # fmt: skip
    states = {
        date(2026, 11, 21): HELD, date(2026, 12, 4): HELD, date(2026, 12, 5): AVAILABLE,
        date(2027, 6, 3): AVAILABLE, date(2027, 6, 4): EXPIRED,
    }  # fmt: skip
    assert {day: held.state(day) for day in states} == states
    assert lot(0, expires_on=MAY_1).state(JUNE_1) == SPENT


def test_r67_inactivity_counts_from_the_last_purchase_or_from_availability() -> None:
    bonus = lot(10, earned_on=MAY_1, available_on=MAY_1, inactive_days=183)
    assert bonus.expiry(None) == date(2027, 10, 31)
    assert bonus.expiry(date(2027, 4, 1)) == date(2027, 10, 31)
    assert bonus.expiry(JUNE_1) == date(2027, 12, 1)


def test_r41_age_and_inactivity_are_two_rules_and_the_earlier_ends_it() -> None:
    both = lot(10, earned_on=MAY_1, available_on=MAY_1, inactive_days=183, expires_on=JUNE_1)
    assert both.expiry(None) == JUNE_1
    assert lot(10).expiry(JUNE_1) is None


def test_r67_inactivity_decides_the_order_of_spending() -> None:
    asleep = lot(10, number=1, earned_on=MAY_1, available_on=MAY_1, inactive_days=20)
    by_age = lot(10, number=2, expires_on=date(2027, 6, 10))
    assert [one.id for one in spending_order([by_age, asleep], MAY_15, MAY_15)] == [1, 2]
    assert [one.id for one in spending_order([by_age, asleep], JUNE_1, None)] == [2]


def test_r68_taking_back_starts_with_the_lot_that_was_earned() -> None:
    own = lot(60, number=5)
    others = spending_order([own, MAY, JUNE], APRIL_20)
    assert take_back(own, others, 100) == ((Draw(5, 60), Draw(3, 40)), 0)


def test_r68_a_held_lot_is_cancelled_by_its_own_undo_and_by_no_other() -> None:
    held = lot(60, number=5, available_on=JUNE_1)
    assert take_back(held, (), 60) == ((Draw(5, 60),), 0)
    assert take_back(None, spending_order([held], APRIL_20), 60) == ((), 60)


def test_r14_what_nothing_covers_is_a_debt() -> None:
    assert take_back(lot(0, number=5), [MAY], 100) == ((Draw(3, 40),), 60)
    assert take_back(None, [], 100) == ((), 100)


def test_r70_several_parts_sum_to_the_whole_and_never_more() -> None:
    # worked example 6: thirds of 900.00 that earned 45
    gone_back = [pro_rata(-45, part, 90_000) for part in (30_000, 60_000, 90_000)]
    steps = [after - before for before, after in zip([0, *gone_back], gone_back, strict=False)]
    assert steps == [-15, -15, -15]


def test_r70_the_undone_part_is_floored_for_either_sign() -> None:
    assert pro_rata(100, 1, 3) == 33
    assert pro_rata(-100, 1, 3) == -33
    assert pro_rata(100, 3, 3) == 100
    with pytest.raises(ValueError, match="0"):
        pro_rata(100, 1, 0)


def test_a_lot_without_anything_left_is_never_used() -> None:
    empty = Lot(1, "points", 0, MAY_1, MAY_1)
    assert spending_order([empty], MAY_15) == ()


def test_r35_what_waits_is_neither_spendable_nor_expiring() -> None:
    waiting = lot(50, number=1, expires_on=MAY_1, inactive_days=3, waits=True)
    assert waiting.state(JUNE_1) == WAITING
    assert waiting.expiry(None) is None
    assert not waiting.has_expired(JUNE_1)
    assert spending_order([waiting], APRIL_20) == ()


# -- debts -----------------------------------------------------------------------------------------


def test_r68_what_becomes_available_pays_the_oldest_debt_first() -> None:
    held = lot(50, number=9, available_on=MAY_1)
    debts = [Debt(4, APRIL_20, 30), Debt(6, APRIL_20, 40)]
    assert pay_debts([held], debts, APRIL_20) == []
    assert pay_debts([held], debts, MAY_1) == [(4, Draw(9, 30)), (6, Draw(9, 20))]


def test_r68_several_lots_pay_in_the_order_of_spending() -> None:
    debt = Debt(4, APRIL_20, 60)
    assert pay_debts([JUNE, NEVER, MAY], [debt], APRIL_20) == [
        (4, Draw(MAY.id, 40)), (4, Draw(JUNE.id, 20)),
    ]  # fmt: skip


def test_r43_a_debt_is_paid_by_what_was_available_then_whenever_one_looks() -> None:
    spring = lot(50, number=9, available_on=MAY_1, expires_on=MAY_15)
    debt = Debt(4, APRIL_20, 30)
    for day in (MAY_1, MAY_15, JUNE_1, date(2030, 1, 1)):
        assert pay_debts([spring], [debt], day) == [(4, Draw(9, 30))]


def test_r68_what_had_expired_before_the_debt_pays_nothing() -> None:
    spring = lot(50, number=9, available_on=MAY_1, expires_on=MAY_15)
    assert pay_debts([spring], [Debt(4, date(2027, 5, 16), 30)], JUNE_1) == []
    assert pay_debts([spring], [Debt(4, MAY_15, 30)], JUNE_1) == [(4, Draw(9, 30))]


def test_r43_the_earlier_lot_pays_even_if_the_later_one_expires_sooner() -> None:
    first = lot(20, number=1, available_on=APRIL_20)
    second = lot(50, number=2, available_on=MAY_1, expires_on=MAY_15)
    assert pay_debts([second, first], [Debt(4, APRIL_20, 30)], MAY_15) == [
        (4, Draw(1, 20)), (4, Draw(2, 10)),
    ]  # fmt: skip


def test_r68_what_waits_pays_nothing() -> None:
    assert pay_debts([lot(50, waits=True)], [Debt(4, APRIL_20, 30)], JUNE_1) == []
