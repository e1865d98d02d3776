"""Lots: what is spendable when, which lots pay, and where an undo takes back from.

Amounts are counts for points and stamps, minor units for money and store credit. Dates are
business dates, both ends inclusive: a lot earned on E is spendable from ``available_on``
= E + hold through ``expires_on`` = available_on + age (R66).
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta

HELD, AVAILABLE, SPENT, EXPIRED = "held", "available", "spent", "expired"
WAITING = "waiting"


@dataclass(frozen=True)
class Lot:
    """What is left of one earning.

    ``inactive_days`` is the expiry by inactivity of R67 (0 = none); ``version`` and ``rule`` say
    whose spending terms go with it (R60), None for a lot without a programme. One that ``waits``
    belongs to somebody blocked: it is neither spendable nor expiring until he is free (R35).
    """

    id: int
    unit: str
    left: int
    earned_on: date
    available_on: date
    expires_on: date | None = None
    inactive_days: int = 0
    version: int | None = None
    rule: str | None = None
    waits: bool = False

    def expiry(self, last_purchase_on: date | None) -> date | None:
        """The last day on which the lot can be spent; None = never expires (R41, R67)."""
        if self.waits:
            return None
        if not self.inactive_days:
            return self.expires_on
        since = max(self.available_on, last_purchase_on or self.available_on)
        by_inactivity = since + timedelta(days=self.inactive_days)
        return min(by_inactivity, self.expires_on) if self.expires_on else by_inactivity

    def has_expired(self, on: date, last_purchase_on: date | None = None) -> bool:
        """Whether its last day has passed, whatever is left."""
        expiry = self.expiry(last_purchase_on)
        return expiry is not None and expiry < on

    def state(self, on: date, last_purchase_on: date | None = None) -> str:
        """R17, computed at reading (R43)."""
        if self.left == 0:
            return SPENT
        if self.waits:
            return WAITING
        if self.has_expired(on, last_purchase_on):
            return EXPIRED
        return HELD if self.available_on > on else AVAILABLE


@dataclass(frozen=True)
class Draw:
    """So much of one lot; positive."""

    lot: int
    amount: int


def spending_order(
    lots: Iterable[Lot], on: date, last_purchase_on: date | None = None
) -> tuple[Lot, ...]:
    """The available lots by R11: earliest expiry, then earliest earned, never-expiring last."""
    usable = [lot for lot in lots if lot.state(on, last_purchase_on) == AVAILABLE]
    return tuple(
        sorted(usable, key=lambda lot: (
            lot.expiry(last_purchase_on) or date.max, lot.earned_on, lot.id
        ))
    )  # fmt: skip


def draw(ordered: Iterable[Lot], amount: int) -> tuple[tuple[Draw, ...], int]:
    """Take an amount from lots in the given order: the draws and what they could not cover."""
    draws = []
    for lot in ordered:
        if amount == 0:
            break
        part = min(lot.left, amount)
        if part > 0:
            draws.append(Draw(lot.id, part))
            amount -= part
    return tuple(draws), amount


def take_back(own: Lot | None, usable: Iterable[Lot], amount: int) -> tuple[tuple[Draw, ...], int]:
    """R68: from the very lot that was earned, then other available lots, the rest is a debt.

    ``usable`` are the account's available lots in R11's order.
    """
    first, rest = draw([own] if own else [], amount)
    then, debt = draw((lot for lot in usable if own is None or lot.id != own.id), rest)
    return first + then, debt


@dataclass(frozen=True)
class Debt:
    """So much of an entry is covered by no lot since a day (R14)."""

    entry: int
    since: date
    amount: int


def pay_debts(
    lots: Iterable[Lot], debts: Iterable[Debt], on: date, last_purchase_on: date | None = None
) -> list[tuple[int, Draw]]:
    """R68: what becomes available pays the oldest debt first: which entry is paid from which lot.

    Told day by day up to ``on``, so that it makes no difference when it is asked (R43): a lot pays
    on the first day on which it is available and the debt stands, also where it has expired since.
    """
    kept, owed = {lot.id: lot for lot in lots}, {debt.entry: debt for debt in debts}
    starts = {lot.available_on for lot in kept.values()} | {debt.since for debt in owed.values()}
    paid: list[tuple[int, Draw]] = []
    for day in sorted(start for start in starts if start <= on):
        for lot in spending_order(kept.values(), day, last_purchase_on):
            standing = [debt for debt in owed.values() if debt.since <= day and debt.amount]
            for debt in sorted(standing, key=lambda one: one.entry):
                part = min(kept[lot.id].left, debt.amount)
                if part:
                    paid.append((debt.entry, Draw(lot.id, part)))
                    kept[lot.id] = replace(kept[lot.id], left=kept[lot.id].left - part)
                    owed[debt.entry] = replace(debt, amount=debt.amount - part)
    return paid


def returned(lot: Lot, on: date, grace_days: int, last_purchase_on: date | None = None) -> Lot:
    """R12: a lot as a return leaves it: with its old expiry, or with grace where that has passed.

    What a lot still holds is not revived by that: it is to be booked as expired before.
    """
    if not lot.has_expired(on, last_purchase_on):
        return lot
    return replace(lot, expires_on=on + timedelta(days=grace_days), inactive_days=0)


def pro_rata(effect: int, gone_back: int, price: int) -> int:
    """R70: how much of an effect is undone when so much of its qualifying price has gone back."""
    if price <= 0:
        raise ValueError(price)
    sign = -1 if effect < 0 else 1
    return sign * (abs(effect) * gone_back // price)
