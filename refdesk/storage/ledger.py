"""The append-only ledger: accounts, entries, lots and the moves between them.

An entry that earns makes a lot; an entry that takes away moves amounts out of lots, and what no
lot covers is a debt. So for each account: balance = sum of entries = what lots hold - what is owed.

A merge re-points accounts, not entries (R77): a person may then have several in one unit. They
keep their own entries, lots and balances, and pay for one another: what is said of an account
above holds of all his accounts of the unit together.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from peewee import fn

from refdesk.domain.ledger import Debt, Draw, Lot, pay_debts, spending_order
from refdesk.domain.records import EntryLine, Stamp
from refdesk.storage.engine import Store
from refdesk.storage.entitlements import later
from refdesk.storage.tables import (
    AccountRow,
    CustomerRow,
    EffectRow,
    EntryRow,
    LotRow,
    MoveRow,
)


@dataclass(frozen=True)
class NewLot:
    """How what an entry earns may be spent."""

    available_on: date
    expires_on: date | None = None
    inactive_days: int = 0
    grace_days: int | None = None
    version: int | None = None
    rule: str | None = None
    waits: bool = False


@dataclass(frozen=True)
class Cause:
    """What an entry is and comes from."""

    kind: str
    purchase: int | None = None
    effect: int | None = None
    undoes: int | None = None
    undo: int | None = None
    reason: str = ""


# -- accounts ----------------------------------------------------------------------------------


def account_id(store: Store, customer: int, unit: str) -> int:
    """The account of a customer in a unit, made when first needed; of several the oldest."""
    found = store.find_all(AccountRow, customer=customer, unit=unit)
    return found[0].id if found else store.insert(AccountRow, customer=customer, unit=unit)


def together(store: Store, account: int) -> list[int]:
    """The accounts that pay for one another, the oldest first: a person's in one unit; a gift
    card's is alone."""
    found = store.sql(
        "SELECT other.id FROM account JOIN account AS other"
        " ON other.customer_id = account.customer_id AND other.unit = account.unit"
        " WHERE account.id = ? ORDER BY other.id",
        (account,),
    )
    return [row[0] for row in found] or [account]


@dataclass(frozen=True)
class Purse:
    """A customer's lots in which something is left, and what he owes by unit (R14)."""

    lots: tuple[Lot, ...]
    owed: Mapping[str, int]


def purse_of(store: Store, customer: int, on: date) -> Purse:
    """What a customer has in all units on a day; a debt is what no lot covered.

    What has become available pays what is owed, booked or not (R43, R68).
    """
    person = store.find(CustomerRow, id=customer)
    lots: list[Lot] = []
    owed = {}
    accounts: dict[str, list[Any]] = {}
    for row in store.find_all(AccountRow, customer=customer):
        accounts.setdefault(row.unit, []).append(row)
    for unit, rows in accounts.items():
        ids = [row.id for row in rows]
        own = _lots_together(store, ids, unit)
        debt = sum(lot.left for lot in own) - sum(row.balance for row in rows)
        if debt:
            paid = pay_debts(own, _debts(store, ids), on, person.last_on)
            own = _after(own, [one for _, one in paid])
            debt -= sum(one.amount for _, one in paid)
        if debt:
            owed[unit] = debt
        lots += own
    return Purse(tuple(lots), owed)


def _after(lots: Iterable[Lot], draws: Iterable[Draw]) -> list[Lot]:
    """The lots in which something is left after these draws."""
    taken: dict[int, int] = {}
    for one in draws:
        taken[one.lot] = taken.get(one.lot, 0) + one.amount
    rest = [replace(lot, left=lot.left - taken.get(lot.id, 0)) for lot in lots]
    return [lot for lot in rest if lot.left]


def lots_of(store: Store, account: int, unit: str, *, spent_too: bool = False) -> list[Lot]:
    """An account's lots, oldest first; those in which nothing is left only when asked for."""
    left = "" if spent_too else "left"
    rows = store.find_all(LotRow, account=account, above_zero=left, order="entry_id")
    return [_lot(row, unit) for row in rows]


def _lots_together(store: Store, accounts: Sequence[int], unit: str) -> list[Lot]:
    """The lots of these accounts in which something is left, oldest first."""
    found = [lot for account in accounts for lot in lots_of(store, account, unit)]
    return found if len(accounts) == 1 else sorted(found, key=lambda lot: lot.id)


def lots_by_account(
    store: Store, accounts: Sequence[int], unit: str
) -> Mapping[int, Sequence[Lot]]:
    """The lots of many accounts of a unit in which something is left, in one query."""
    query = LotRow.select().where(LotRow.account.in_(list(accounts)), LotRow.left > 0)
    found: dict[int, list[Lot]] = {}
    for row in store.all(query.order_by(LotRow.entry)):
        found.setdefault(row.account_id, []).append(_lot(row, unit))
    return found


def _lot(row: Any, unit: str) -> Lot:
    return Lot(
        id=row.entry_id, unit=unit, left=row.left, earned_on=row.earned_on,
        available_on=row.available_on, expires_on=row.expires_on,
        inactive_days=row.inactive_days, version=row.version_id, rule=row.rule, waits=row.waits,
    )  # fmt: skip


# -- entries -----------------------------------------------------------------------------------


def _insert_entry(store: Store, stamp: Stamp, account: int, change: int, cause: Cause) -> int:
    entry = store.insert(
        EntryRow,
        account=account,
        kind=cause.kind,
        change=change,
        at=stamp.at,
        on=stamp.on,
        till=stamp.till,
        staff=stamp.staff,
        purchase=cause.purchase,
        effect=cause.effect,
        undoes=cause.undoes,
        undo=cause.undo,
        reason=cause.reason,
    )
    store.touch("UPDATE account SET balance = balance + ? WHERE id = ?", (change, account))
    return entry


def _move(store: Store, entry: int, lot: int, change: int) -> bool:
    """Move an amount into or out of a lot; False when the lot has no longer so much."""
    done = store.touch(
        "UPDATE lot SET remaining = remaining + ? WHERE entry_id = ? AND remaining + ? >= 0",
        (change, lot, change),
    )
    if not done:
        return False
    store.insert(MoveRow, entry=entry, lot=lot, change=change)
    return True


def earn(
    store: Store,
    stamp: Stamp,
    account: int,
    amount: int,
    *,
    lot: NewLot,
    cause: Cause,
) -> int:
    """Add an earning and its lot; an available one pays the oldest debt first (R68).

    What a hold has let go since the morning pays before it, whether upkeep has run or not (R43).
    """
    settle(store, stamp, account)
    entry = _insert_entry(store, stamp, account, amount, cause)
    store.insert(
        LotRow,
        entry=entry,
        account=account,
        left=0,
        earned_on=stamp.on,
        available_on=lot.available_on,
        expires_on=lot.expires_on,
        inactive_days=lot.inactive_days,
        grace_days=lot.grace_days,
        version=lot.version,
        rule=lot.rule,
        waits=lot.waits,
    )
    _move(store, entry, entry, amount)
    settle(store, stamp, account)
    return entry


def take(
    store: Store,
    stamp: Stamp,
    account: int,
    draws: Sequence[Draw],
    *,
    cause: Cause,
    debt: int = 0,
) -> int | None:
    """Take amounts out of lots, and the rest as a debt. None when a lot has no longer enough."""
    amount = sum(one.amount for one in draws) + debt
    entry = _insert_entry(store, stamp, account, -amount, cause)
    if not all(_move(store, entry, one.lot, -one.amount) for one in draws):
        return None
    return entry


def give_back(
    store: Store,
    stamp: Stamp,
    account: int,
    draws: Sequence[tuple[Draw, Lot]],
    *,
    cause: Cause,
) -> int:
    """Return spent amounts to the very lots they came from, with the expiry they get (R12)."""
    amount = sum(one.amount for one, _ in draws)
    entry = _insert_entry(store, stamp, account, amount, cause)
    for one, lot in draws:
        _move(store, entry, one.lot, one.amount)
        changes = {"expires_on": lot.expires_on, "inactive_days": lot.inactive_days}
        store.run(LotRow.update(changes).where(LotRow.entry == one.lot))
    settle(store, stamp, account)
    return entry


def settle(store: Store, stamp: Stamp, account: int) -> None:
    """What is or was available pays the oldest debt first (R68), as it would have from day to day
    whenever this is done (R43)."""
    accounts = together(store, account)
    debts = _debts(store, accounts)
    if debts:
        lots, last_on = _lots_together(store, accounts, ""), last_purchase_on(store, account)
        for entry, one in pay_debts(lots, debts, stamp.on, last_on):
            _move(store, entry, one.lot, -one.amount)


def stop_waiting(store: Store, stamp: Stamp, customer: int) -> int:
    """Let a customer's waiting lots go: available from this day at the earliest, and as long as
    they would have been (R35). Returns how many; what is owed is paid first."""
    released = 0
    for account in store.find_all(AccountRow, customer=customer):
        rows = store.find_all(LotRow, account=account.id, waits=True, order="entry_id")
        if rows:
            settle(store, stamp, account.id)
        for row in rows:
            changes = {"waits": False, **later(row.available_on, row.expires_on, stamp.on)}
            store.run(LotRow.update(changes).where(LotRow.entry == row.entry_id))
        if rows:
            settle(store, stamp, account.id)
        released += len(rows)
    return released


def _debts(store: Store, accounts: Sequence[int]) -> list[Debt]:
    """The entries of these accounts that no lot has covered yet, oldest first, with the open
    amount."""
    places = ", ".join("?" * len(accounts))
    [(is_covered,)] = store.sql(
        f"SELECT SUM(balance) = (SELECT COALESCE(SUM(remaining), 0) FROM lot WHERE account_id"  # noqa: S608 - places
        f" IN ({places}) AND remaining > 0) FROM account WHERE id IN ({places})",
        (*accounts, *accounts),
    )
    if is_covered:
        return []
    moved = fn.COALESCE(fn.SUM(MoveRow.change), 0)
    query = (
        EntryRow.select(EntryRow.id, EntryRow.on, (moved - EntryRow.change).alias("open"))
        .left_outer_join(MoveRow, on=(MoveRow.entry == EntryRow.id))
        .where(EntryRow.account.in_(list(accounts)), EntryRow.change < 0)
        .group_by(EntryRow.id, EntryRow.on, EntryRow.change)
        .having(moved > EntryRow.change)
        .order_by(EntryRow.id)
    )
    return [Debt(row.id, row.on, row.open) for row in store.all(query)]


# -- expiring ----------------------------------------------------------------------------------


def book_expired(store: Store, stamp: Stamp, customer: int) -> int:
    """Book what inactivity has expired before a purchase ends the inactivity (R43, R67).

    To be called before the day of a customer's last purchase moves on: what had expired by then
    does not come back, whether upkeep has run or not. Returns how many lots.
    """
    asleep = LotRow.select(LotRow.account).join(AccountRow).where(
        AccountRow.customer == customer, LotRow.left > 0, LotRow.inactive_days > 0
    )  # fmt: skip
    accounts = sorted({row.account_id for row in store.all(asleep)})
    return sum(expire_account(store, stamp, account) for account in accounts)


def expire_all(store: Store, stamp: Stamp, customer: int) -> None:
    """Book everything of a customer that has expired, after what he owes."""
    for account in store.find_all(AccountRow, customer=customer):
        expire_account(store, stamp, account.id)


def settle_all(store: Store, stamp: Stamp, customer: int) -> None:
    """Let everything of a customer that is available pay what he owes (R68)."""
    for account in store.find_all(AccountRow, customer=customer):
        settle(store, stamp, account.id)


def expire_account(store: Store, stamp: Stamp, account: int) -> int:
    """Book every expired lot of an account, after what it owes; returns how many."""
    settle(store, stamp, account)
    last_on = last_purchase_on(store, account)
    gone = [lot for lot in lots_of(store, account, "") if lot.has_expired(stamp.on, last_on)]
    for lot in gone:
        take(store, stamp, account, [Draw(lot.id, lot.left)], cause=Cause("expire"))
    return len(gone)


def expired_of(store: Store, entry: int) -> int:
    """How much of an earning's lot is booked as expired, less what an undo has taken back since."""
    return sum(rest for _, _, rest in _expiries(store, entry))


def _expiries(store: Store, entry: int) -> list[tuple[int, int, int]]:
    """The expiries of an earning's lot: entry, account, and what was not undone of it."""
    undone = EntryRow.alias()
    back = undone.select(fn.COALESCE(fn.SUM(undone.change), 0)).where(undone.undoes == EntryRow.id)
    query = (
        EntryRow.select(EntryRow.id, EntryRow.account, (0 - EntryRow.change - back).alias("rest"))
        .join(MoveRow, on=(MoveRow.entry == EntryRow.id))
        .where(MoveRow.lot == entry, EntryRow.kind == "expire")
        .order_by(EntryRow.id)
    )
    return [(row.id, row.account_id, row.rest) for row in store.all(query)]


def revive(store: Store, stamp: Stamp, entry: int, amount: int, undo: int | None) -> None:
    """Undo the booked expiry of up to an amount of an earning's lot, to be taken back at once.

    Taking back an earning that expired unused asks for nothing more: it must come to the same
    whether the expiry was booked before or not (R43, R68).
    """
    for expiry, account, rest in _expiries(store, entry):
        part = min(amount, rest)
        if part > 0:
            cause = Cause("return", undoes=expiry, undo=undo)
            made = _insert_entry(store, stamp, account, part, cause)
            _move(store, made, entry, part)
            amount -= part


# -- reading -----------------------------------------------------------------------------------


@dataclass(frozen=True)
class Booked:
    """An entry as an undo needs it."""

    id: int
    account: int
    change: int
    purchase: int
    effect: int


def entries_of_purchase(store: Store, purchase: int) -> list[Booked]:
    """A purchase's own entries that are not undos, oldest first."""
    return [
        Booked(row.id, row.account_id, row.change, row.purchase_id, row.effect_id)
        for row in store.find_all(EntryRow, purchase=purchase, undoes=None)
    ]


def returned_of(store: Store, entry: int) -> Mapping[int, int]:
    """How much of a spending has been returned to each lot so far."""
    query = (
        MoveRow.select(MoveRow.lot, fn.SUM(MoveRow.change).alias("moved"))
        .join(EntryRow, on=(MoveRow.entry == EntryRow.id))
        .where(EntryRow.undoes == entry)
        .group_by(MoveRow.lot)
    )
    return {row["lot"]: int(row["moved"]) for row in store.all(query.dicts())}


def drawn_from(store: Store, entry: int) -> list[tuple[Draw, Lot]]:
    """Which lots an entry took from, and how much."""
    query = (
        MoveRow.select(MoveRow.lot, fn.SUM(MoveRow.change).alias("moved"), LotRow)
        .join(LotRow, on=(MoveRow.lot == LotRow.entry), attr="pile")
        .where(MoveRow.entry == entry)
        .group_by(MoveRow.lot)
        .order_by(MoveRow.lot)
    )
    rows = store.all(query)
    return [(Draw(row.lot_id, -int(row.moved)), _lot(row.pile, "")) for row in rows]


def lot_with_rest(store: Store, entry: int) -> Lot | None:
    """The lot of an earning entry."""
    row = store.find(LotRow, entry=entry)
    return _lot(row, "") if row else None


def usable_lots(store: Store, account: int, on: date) -> tuple[Lot, ...]:
    """The available lots by R11 of an account and of those that pay for it; inactivity counts
    from its person's purchases."""
    lots = _lots_together(store, together(store, account), "")
    return spending_order(lots, on, last_purchase_on(store, account))


def last_purchase_on(store: Store, account: int) -> date | None:
    """When the person of an account last paid for something that was not reversed (R67); None
    for a gift card's, which belongs to nobody."""
    owner = store.find(AccountRow, id=account).customer_id
    if owner is None:
        return None
    last_on: date | None = store.find(CustomerRow, id=owner).last_on
    return last_on


def entry_lines(store: Store, customer: int, on: date, unit: str | None = None) -> list[EntryLine]:
    """The ledger of a customer, oldest first, with running balances and the lots' states."""
    query = (
        EntryRow.select(EntryRow, AccountRow.unit, LotRow, EffectRow.why)
        .join(AccountRow, on=(EntryRow.account == AccountRow.id), attr="purse")
        .switch(EntryRow)
        .left_outer_join(LotRow, on=(LotRow.entry == EntryRow.id), attr="pile")
        .switch(EntryRow)
        .left_outer_join(EffectRow, on=(EntryRow.effect == EffectRow.id), attr="cause")
        .where(AccountRow.customer == customer)
        .order_by(EntryRow.id)
    )
    if unit is not None:
        query = query.where(AccountRow.unit == unit)
    rows = store.all(query)
    person = store.find(CustomerRow, id=customer)
    undone: dict[int, int] = {}
    for row in rows:
        if row.undoes_id is not None:
            undone[row.undoes_id] = undone.get(row.undoes_id, 0) - row.change
    running: dict[str, int] = {}
    lines = []
    for row in rows:
        name = row.purse.unit
        running[name] = running.get(name, 0) + row.change
        pile = getattr(row, "pile", None)
        has_lot = pile is not None and pile.earned_on is not None
        state = _lot(pile, name).state(on, person.last_on) if has_lot else "done"
        if has_lot and undone.get(row.id) == row.change:
            # a part that went back leaves the rest of the earning as it is
            state = "cancelled"
        lines.append(_entry_line(row, name, running[name], state))
    return lines


def _entry_line(row: Any, unit: str, balance: int, state: str) -> EntryLine:
    cause = getattr(row, "cause", None)
    return EntryLine(
        id=row.id,
        at=row.at,
        on=row.on,
        unit=unit,
        kind=row.kind,
        change=row.change,
        balance=balance,
        state=state,
        purchase=row.purchase_id,
        undoes=row.undoes_id,
        why=tuple(cause.why or ()) if cause is not None else (),
        reason=row.reason,
    )
