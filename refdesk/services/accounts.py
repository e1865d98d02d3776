"""What a customer has: balances, what is held or owed, lots, and every ledger line."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from refdesk.domain.ledger import AVAILABLE, HELD, SPENT, WAITING, Lot
from refdesk.domain.payouts import payout_of
from refdesk.domain.records import EntitlementLine, EntryLine
from refdesk.domain.terms import MONEY, POINTS, STAMPS, STORE_CREDIT
from refdesk.services import customers
from refdesk.services.desk import Desk
from refdesk.storage import entitlements, ledger, payouts, programmes

UNITS = (POINTS, MONEY, STORE_CREDIT, STAMPS)


@dataclass(frozen=True)
class LotLine:
    """One lot as the owner sees it: what is left, whether it may be spent, and until when."""

    unit: str
    left: int
    state: str
    available_on: date
    expires_on: date | None
    programme: str | None


@dataclass(frozen=True)
class Balance:
    """Spendable now by unit (below 0 when owed), held, owed, and the lots behind them; with what
    is kept for a later purchase and is neither used nor cancelled (R62)."""

    spendable: Mapping[str, int]
    held: Mapping[str, int]
    owed: Mapping[str, int]
    lots: tuple[LotLine, ...]
    entitlements: tuple[EntitlementLine, ...] = ()


def get_balance(desk: Desk, customer: int) -> Balance:
    """A customer's balances on this business day (R43: expiry is computed at reading)."""
    person = customers.get_customer(desk, customer)
    today, decimals = desk.today(), desk.shop().decimals
    purse = ledger.purse_of(desk.store, customer, today)
    lots, debts = purse.lots, purse.owed
    names = {
        version: programmes.get_version(desk.store, version, decimals).name
        for version in {lot.version for lot in lots}
        if version is not None
    }

    def total(unit: str, *states: str) -> int:
        return sum(
            lot.left for lot in lots
            if lot.unit == unit and lot.state(today, person.last_on) in states
        )  # fmt: skip

    return Balance(
        spendable={unit: total(unit, AVAILABLE) - debts.get(unit, 0) for unit in UNITS},
        held={unit: total(unit, HELD, WAITING) for unit in UNITS if total(unit, HELD, WAITING)},
        owed=debts,
        lots=tuple(_lot_line(lot, today, person.last_on, names) for lot in lots),
        entitlements=tuple(
            one
            for one in entitlements.entitlement_lines(desk.store, customer)
            if one.state(today) not in ("used", "cancelled")
        ),
    )


def _lot_line(lot: Lot, today: date, last_on: date | None, names: Mapping[int, str]) -> LotLine:
    return LotLine(
        lot.unit, lot.left, lot.state(today, last_on), lot.available_on, lot.expiry(last_on),
        names.get(lot.version) if lot.version is not None else None,
    )  # fmt: skip


def list_entries(desk: Desk, customer: int, unit: str | None = None) -> list[EntryLine]:
    """A customer's ledger, oldest first, with running balances, states and numbers of payouts."""
    customers.get_customer(desk, customer)
    lines = ledger.entry_lines(desk.store, customer, desk.today(), unit)
    numbers = payouts.payouts_of_entries(desk.store, customer)
    if not numbers:
        return lines
    paid_out = payouts.lots_paid_out(desk.store, customer)
    return [
        replace(
            one,
            payout=numbers.get(one.id) or payout_of(one.reason),
            state="paid_out" if one.id in paid_out and one.state == SPENT else one.state,
        )
        for one in lines
    ]
