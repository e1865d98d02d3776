"""Payouts with their slips, and what each person was given in a year."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from peewee import Case, fn

from refdesk.domain.payouts import Payout
from refdesk.domain.terms import GIFT, MONEY, POINTS, STORE_CREDIT
from refdesk.storage.engine import Store
from refdesk.storage.ledger import together
from refdesk.storage.merging import records_of
from refdesk.storage.tables import (
    AccountRow,
    AuditRow,
    CustomerRow,
    EffectRow,
    EntryRow,
    LotRow,
    MoveRow,
    OccasionRow,
    PayoutRow,
    PurchaseRow,
    StaffRow,
)

SLIP = "payout_slip"
"""The audit's word for a slip that was printed."""

GIVEN = (POINTS, MONEY, STORE_CREDIT, GIFT)
"""What counts as given to a person (R50): a discount is a lower price, a stamp is worth nothing
by itself."""

_CHUNK = 400


# -- payouts -----------------------------------------------------------------------------------


def insert_payout(store: Store, **values: Any) -> int:
    """Record a payout; its number is that of the slip."""
    return store.insert(PayoutRow, **values)


def cancel_payout(store: Store, payout: int, at: datetime, reason: str) -> bool:
    """Mark a payout as cancelled; False when it already was (one UPDATE decides)."""
    query = PayoutRow.update(cancelled_at=at, reason=reason).where(
        PayoutRow.id == payout, PayoutRow.cancelled_at.is_null()
    )
    return store.run(query) == 1


def _query() -> Any:
    return (
        PayoutRow.select(PayoutRow, EntryRow.on, CustomerRow.name, StaffRow.name)
        .join(EntryRow, on=(PayoutRow.entry == EntryRow.id), attr="line")
        .switch(PayoutRow)
        .join(CustomerRow, on=(PayoutRow.customer == CustomerRow.id), attr="who")
        .switch(PayoutRow)
        .left_outer_join(StaffRow, on=(PayoutRow.staff == StaffRow.id), attr="by")
    )


def _payout(row: Any) -> Payout:
    by = getattr(row, "by", None)
    return Payout(
        id=row.id, customer=row.customer_id, name=row.who.name, amount=row.amount,
        method=row.method, at=row.at, on=row.line.on, entry=row.entry_id,
        staff_name=(by.name or "") if by is not None else "", cancelled_at=row.cancelled_at,
        reason=row.reason,
    )  # fmt: skip


def find_payout(store: Store, payout: int) -> Payout | None:
    """One payout."""
    row = store.first(_query().where(PayoutRow.id == payout))
    return _payout(row) if row else None


def list_payouts(store: Store, customer: int | None, limit: int | None) -> list[Payout]:
    """The payouts of a person or of all, newest first."""
    query = _query().order_by(PayoutRow.id.desc())
    if customer is not None:
        query = query.where(PayoutRow.customer == customer)
    return [_payout(row) for row in store.all(query.limit(limit))]


def payouts_of_entries(store: Store, customer: int) -> Mapping[int, int]:
    """The number of the payout for each of a person's entries that is one."""
    return {row.entry_id: row.id for row in store.find_all(PayoutRow, customer=customer)}


def has_slip(store: Store, payout: Payout) -> bool:
    """Whether a slip was printed already: the audit tells."""
    query = AuditRow.select(AuditRow.details).where(
        AuditRow.at >= payout.at, AuditRow.action == SLIP
    )
    return any(row.details.get("payout") == payout.id for row in store.all(query))


# -- the people to be paid ---------------------------------------------------------------------


def people_with_money(store: Store) -> list[int]:
    """Who has money or owes some, held amounts included; nobody is paid for who is erased (R51)."""
    gone = CustomerRow.select(CustomerRow.id).where(CustomerRow.state == "erased")
    left = LotRow.select(LotRow.account).where(LotRow.left > 0)
    query = (
        AccountRow.select(AccountRow.customer)
        .where(
            AccountRow.unit == MONEY,
            AccountRow.customer.is_null(False),
            AccountRow.customer.not_in(gone),
        )
        .group_by(AccountRow.customer)
        .having(
            (fn.SUM(AccountRow.balance) != 0)
            | (fn.SUM(Case(None, [(AccountRow.id.in_(left), 1)], 0)) > 0)
        )
    )
    return [row.customer_id for row in store.all(query.order_by(AccountRow.customer))]


def entries_with_reason(
    store: Store, account: int, kind: str, reason: str
) -> list[tuple[int, int]]:
    """The entries of a kind that carry a reason, oldest first, each with its change: of an account
    and of those that pay for it."""
    rows = [
        row for one in together(store, account)
        for row in store.find_all(EntryRow, account=one, kind=kind, reason=reason)
    ]  # fmt: skip
    return sorted((row.id, row.change) for row in rows)


def lots_paid_out(store: Store, customer: int) -> set[int]:
    """The empty lots of a person whose last amount left with a payout (R17)."""
    last = (
        MoveRow.select(fn.MAX(MoveRow.id))
        .join(LotRow, on=(MoveRow.lot == LotRow.entry))
        .join(AccountRow, on=(LotRow.account == AccountRow.id))
        .where(AccountRow.customer == customer, AccountRow.unit == MONEY, LotRow.left == 0)
        .group_by(MoveRow.lot)
    )
    query = (
        MoveRow.select(MoveRow.lot)
        .join(EntryRow, on=(MoveRow.entry == EntryRow.id))
        .where(MoveRow.id.in_(last), EntryRow.kind == "payout")
    )
    return {row.lot_id for row in store.all(query)}


# -- what was given in a year (R50) ------------------------------------------------------------


def given_by_programmes(store: Store, customers: Sequence[int], year: int) -> Mapping[int, int]:
    """What programmes gave each of these people in a calendar year, less what was reversed.

    An effect counts at its cost, in the year in which it was booked; its reversal counts in the
    same year, whenever it came.
    """
    given_on = fn.COALESCE(PurchaseRow.on, OccasionRow.on)
    days = [day.isoformat() for day in _days_of(year)]
    query = (
        EffectRow.select(EffectRow.customer, fn.SUM(EffectRow.cost).alias("total"))
        .left_outer_join(PurchaseRow, on=(EffectRow.purchase == PurchaseRow.id))
        .switch(EffectRow)
        .left_outer_join(OccasionRow, on=(EffectRow.occasion == OccasionRow.id))
        .where(EffectRow.benefit.in_(GIVEN), given_on.between(*days))
        .group_by(EffectRow.customer)
    )
    found: dict[int, int] = {}
    for part in _chunks(customers):
        persons = records_of(store, part)
        for row in store.all(query.where(EffectRow.customer.in_(list(persons))).dicts()):
            person = persons[row["customer"]]
            found[person] = found.get(person, 0) + int(row["total"] or 0)
    return found


def given_by_hand(
    store: Store, customers: Sequence[int], year: int, *, but: str
) -> Mapping[int, Mapping[str, int]]:
    """What corrections added to these people's accounts in a year, by unit; ``but`` is the reason
    of those that are not theirs."""
    query = (
        EntryRow.select(AccountRow.customer, AccountRow.unit, fn.SUM(EntryRow.change).alias("sum"))
        .join(AccountRow, on=(EntryRow.account == AccountRow.id))
        .where(
            EntryRow.kind == "adjust", EntryRow.reason != but, EntryRow.on.between(*_days_of(year))
        )
        .group_by(AccountRow.customer, AccountRow.unit)
    )
    found: dict[int, dict[str, int]] = {}
    for part in _chunks(customers):
        for row in store.all(query.where(AccountRow.customer.in_(part)).dicts()):
            found.setdefault(row["customer"], {})[row["unit"]] = int(row["sum"])
    return found


def _days_of(year: int) -> tuple[date, date]:
    return date(year, 1, 1), date(year, 12, 31)


def _chunks(customers: Sequence[int]) -> Iterator[list[int]]:
    return (list(customers[at : at + _CHUNK]) for at in range(0, len(customers), _CHUNK))
