"""What only a person's page reads: consents, what a referral brought, where entries come from."""

from collections.abc import Mapping
from typing import Any

from peewee import fn

from refdesk.domain.records import Consent, EntryOrigin
from refdesk.storage.engine import Store
from refdesk.storage.tables import (
    AccountRow,
    ConsentRow,
    CustomerRow,
    EntryRow,
    LotRow,
    PurchaseRow,
    StaffRow,
)


def consents_of(store: Store, customer: int) -> list[Consent]:
    """A person's consents, newest first, the withdrawn ones included (R51)."""
    query = ConsentRow.select().where(ConsentRow.customer == customer)
    return [
        Consent(row.text_version, row.how, row.at, row.withdrawn_at)
        for row in store.all(query.order_by(ConsentRow.id.desc()))
    ]


def earned_by_referral(store: Store, referrer: int) -> Mapping[int, Mapping[str, int]]:
    """What a referrer got from other people's purchases: by customer, then by unit.

    What was taken back is already off; held amounts are in.
    """
    query = (
        EntryRow.select(
            PurchaseRow.customer.alias("referral"),
            AccountRow.unit.alias("unit"),
            fn.SUM(EntryRow.change).alias("earned"),
        )
        .join(AccountRow, on=(EntryRow.account == AccountRow.id))
        .switch(EntryRow)
        .join(PurchaseRow, on=(EntryRow.purchase == PurchaseRow.id))
        .where(
            AccountRow.customer == referrer,
            PurchaseRow.customer.is_null(False),
            PurchaseRow.customer != referrer,
        )
        .group_by(PurchaseRow.customer, AccountRow.unit)
    )
    found: dict[int, dict[str, int]] = {}
    rows: list[dict[str, Any]] = store.all(query.dicts())
    for row in rows:
        found.setdefault(row["referral"], {})[row["unit"]] = int(row["earned"])
    return found


def entry_origins(store: Store, customer: int) -> Mapping[int, EntryOrigin]:
    """Where each entry of a customer comes from, by entry."""
    query = (
        EntryRow.select(EntryRow.id, PurchaseRow.customer, CustomerRow.name, StaffRow.name,
                        LotRow.available_on, CustomerRow.state)
        .join(AccountRow, on=(EntryRow.account == AccountRow.id))
        .switch(EntryRow)
        .left_outer_join(PurchaseRow, on=(EntryRow.purchase == PurchaseRow.id))
        .left_outer_join(CustomerRow, on=(PurchaseRow.customer == CustomerRow.id))
        .switch(EntryRow)
        .left_outer_join(StaffRow, on=(EntryRow.staff == StaffRow.id))
        .switch(EntryRow)
        .left_outer_join(LotRow, on=(LotRow.entry == EntryRow.id))
        .where(AccountRow.customer == customer)
    )  # fmt: skip
    return {
        entry: EntryOrigin(buyer, name or "", staff or "", available_on, state == "erased")
        for entry, buyer, name, staff, available_on, state in store.all(query.tuples())
    }
