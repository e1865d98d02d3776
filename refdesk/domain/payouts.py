"""Payouts: what of somebody's money may be handed over now, and why the rest may not.

Only available lots pay, in R11's order; what is owed is paid first (R68). A lot of a version with
``payout_after_referrals`` stays locked until its owner has brought so many effective referrals.
Sums are minor units.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime

from refdesk.domain.errors import DomainError
from refdesk.domain.ledger import HELD, Lot, spending_order

CASH, CARD, OUTSIDE, CREDIT = "cash", "card", "outside", "credit"
METHODS = (CASH, CARD, OUTSIDE, CREDIT)

_FROM_PAYOUT = "from_payout:"


def from_payout(payout: int) -> str:
    """The reason of an entry of store credit that a payout was turned into (R65)."""
    return f"{_FROM_PAYOUT}{payout}"


def payout_of(reason: str) -> int | None:
    """The payout that an entry's reason names, if it does."""
    number = reason.removeprefix(_FROM_PAYOUT)
    is_named = number != reason and number.isascii() and number.isdigit()
    return int(number) if is_named else None


@dataclass(frozen=True)
class Payout:
    """Money handed to somebody, with the number of its slip; ``entry`` took it from his lots."""

    id: int
    customer: int
    name: str
    amount: int
    method: str
    at: datetime
    on: date
    entry: int
    staff_name: str = ""
    cancelled_at: datetime | None = None
    reason: str = ""


@dataclass(frozen=True)
class Payable:
    """What of a person's money can be paid out.

    ``available`` is what is neither held nor waiting less what is owed, so it may be below 0;
    ``withdrawable`` its part that is unlocked, ``locked`` the rest, ``opens_after`` the fewest
    effective referrals that unlock more of it. ``lots`` pay in their order; of each ``left`` is
    what the debt leaves.
    """

    available: int
    withdrawable: int
    locked: int
    held: int
    owed: int
    referrals: int
    opens_after: int | None
    lots: tuple[Lot, ...]


def payable(
    lots: Iterable[Lot],
    owed: int,
    *,
    on: date,
    last_purchase_on: date | None = None,
    referrals: int = 0,
    needed: Mapping[int, int] | None = None,
) -> Payable:
    """What may be paid out of money lots; ``needed`` has for each version its referrals."""
    money, needed = list(lots), needed or {}
    ordered = spending_order(money, on, last_purchase_on)
    after_debt = _less_debt(ordered, owed)
    locked = [lot for lot in after_debt if needed.get(lot.version or 0, 0) > referrals]
    unlocked = tuple(lot for lot in after_debt if lot not in locked)
    return Payable(
        available=sum(lot.left for lot in ordered) - owed,
        withdrawable=sum(lot.left for lot in unlocked),
        locked=sum(lot.left for lot in locked),
        held=sum(lot.left for lot in money if lot.state(on, last_purchase_on) == HELD),
        owed=owed,
        referrals=referrals,
        opens_after=min((needed[lot.version or 0] for lot in locked), default=None),
        lots=unlocked,
    )


def _less_debt(ordered: Iterable[Lot], owed: int) -> list[Lot]:
    left = []
    for lot in ordered:
        part = min(lot.left, owed)
        owed -= part
        if lot.left > part:
            left.append(replace(lot, left=lot.left - part))
    return left


def check_payout(found: Payable, amount: int) -> None:
    """Raise DomainError ``payout_locked`` or ``payout_exceeds_balance`` for more than may be paid.

    Locked is what a lock alone stands before: with nothing unlocked, or with enough behind it.
    """
    if amount <= found.withdrawable:
        return
    is_enough = amount <= found.withdrawable + found.locked
    if found.locked and (is_enough or not found.withdrawable):
        raise DomainError(
            "payout_locked", limit=found.opens_after, count=found.referrals,
            max=found.withdrawable, unit="money",
        )  # fmt: skip
    raise DomainError("payout_exceeds_balance", max=found.withdrawable, asked=amount, unit="money")
