"""What of somebody's money may be handed over: holds, debts, locks."""

from datetime import date

import pytest

from refdesk.domain.ledger import Lot
from refdesk.domain.payouts import Payable, check_payout, from_payout, payable, payout_of
from tests.support.refusals import refused

TODAY = date(2026, 11, 18)


def lot(number: int, left: int, *, version: int = 1, **more: object) -> Lot:
    made = {"earned_on": TODAY, "available_on": TODAY, **more}
    return Lot(number, "money", left, version=version, **made)  # type: ignore[arg-type]


def found(*lots: Lot, owed: int = 0, referrals: int = 0) -> Payable:
    """What may be paid where version 2 opens after 3 referrals and version 3 after 5."""
    return payable(lots, owed, on=TODAY, referrals=referrals, needed={1: 0, 2: 3, 3: 5})


def test_r17_only_available_lots_count() -> None:
    made = found(
        lot(1, 50), lot(2, 70, available_on=date(2026, 11, 19)),
        lot(3, 90, expires_on=date(2026, 11, 17)), lot(4, 110, waits=True), lot(5, 0),
    )  # fmt: skip
    assert (made.available, made.withdrawable, made.held) == (50, 50, 70)


def test_a_lot_is_locked_until_the_referrals_are_there() -> None:
    lots = (lot(1, 10), lot(2, 20, version=2), lot(3, 40, version=3))
    made = [found(*lots, referrals=count) for count in (2, 3, 4, 5)]
    assert [(one.withdrawable, one.locked, one.opens_after) for one in made] == [
        (10, 60, 3), (30, 40, 5), (30, 40, 5), (70, 0, None),
    ]  # fmt: skip


def test_r68_a_debt_takes_lots_in_their_order_locked_or_not() -> None:
    lots = (lot(1, 10, version=2), lot(2, 20))
    assert found(*lots, owed=15).withdrawable == 15
    made = found(*lots, owed=40)
    assert (made.available, made.withdrawable, made.lots) == (-10, 0, ())


def test_r11_unlocked_lots_pay_by_their_last_day() -> None:
    lots = (lot(1, 10), lot(2, 20, expires_on=date(2027, 1, 2)),
            lot(3, 5, expires_on=date(2027, 1, 1)))  # fmt: skip
    assert [one.id for one in found(*lots).lots] == [3, 2, 1]


@pytest.mark.parametrize("amount, code, most", [
    (11, "payout_locked", 10), (30, "payout_locked", 10), (31, "payout_exceeds_balance", 10),
])  # fmt: skip
def test_a_refusal_says_whether_a_lock_stands_before(amount: int, code: str, most: int) -> None:
    both = found(lot(1, 10), lot(2, 20, version=2))
    check_payout(both, 10)
    with refused(code, max=most, unit="money"):
        check_payout(both, amount)


def test_with_nothing_unlocked_the_lock_is_what_is_said() -> None:
    with refused("payout_locked", limit=3, count=1):
        check_payout(found(lot(1, 20, version=2), referrals=1), 100)
    with refused("payout_exceeds_balance", max=0):
        check_payout(found(), 1)


@pytest.mark.parametrize("reason, payout", [
    (from_payout(118), 118), ("", None), ("118", None), ("from_payout:", None),
    ("from_payout:x", None), ("from_payout:-1", None),
])  # fmt: skip
def test_the_reason_of_turned_money_names_its_payout(reason: str, payout: int | None) -> None:
    assert payout_of(reason) == payout
