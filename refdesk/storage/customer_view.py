"""What only a person's own page reads: consents, and what each referral has brought."""

from collections.abc import Mapping
from typing import Any

from peewee import fn

from refdesk.domain.records import Consent
from refdesk.storage.engine import Store
from refdesk.storage.tables import AccountRow, ConsentRow, EntryRow, PurchaseRow


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
