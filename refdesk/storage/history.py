"""Purchases from before the shop used the program: recorded with the day on which they were."""

from collections.abc import Iterable
from datetime import date, datetime

from peewee import fn

from refdesk.domain.records import Stamp
from refdesk.storage.engine import Store
from refdesk.storage.ledger import book_expired
from refdesk.storage.tables import CustomerRow, PurchaseLineRow, PurchaseRow


def insert_past_purchases(
    store: Store, stamp: Stamp, customer: int, bills: Iterable[tuple[date, datetime, int]]
) -> None:
    """Record paid bills (day, moment, sum in minor units) that give nobody anything.

    The customer's cache follows: how many purchases, the first day and the last one. What
    inactivity had ended is not woken by it (R43).
    """
    book_expired(store, stamp, customer)
    days = []
    for on, at, amount in bills:
        purchase = store.insert(
            PurchaseRow, customer=customer, till=stamp.till, staff=stamp.staff, at=at, on=on,
            total=amount, discount=0, to_pay=amount, verdict="info_known", source="import",
        )  # fmt: skip
        store.insert(
            PurchaseLineRow, purchase=purchase, position=1, service=None, group="service",
            price=amount, discount=0, base=amount,
        )  # fmt: skip
        days.append(on)
    if days:
        last = max(days).isoformat()
        store.run(
            CustomerRow.update(
                purchases=CustomerRow.purchases + len(days), registered_on=min(days),
                last_on=fn.MAX(fn.COALESCE(CustomerRow.last_on, last), last),
            ).where(CustomerRow.id == customer)
        )  # fmt: skip
