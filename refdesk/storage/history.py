"""Purchases from before the shop used the program: recorded with the day on which they were."""

from collections.abc import Iterable
from datetime import date, datetime

from refdesk.domain.records import Stamp
from refdesk.storage.engine import Store
from refdesk.storage.tables import CustomerRow, PurchaseLineRow, PurchaseRow


def insert_past_purchases(
    store: Store, stamp: Stamp, customer: int, bills: Iterable[tuple[date, datetime, int]]
) -> None:
    """Record paid bills (day, moment, sum in minor units) that give nobody anything.

    The customer's cache follows: how many purchases, the first day and the last one.
    """
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
        store.run(
            CustomerRow.update(
                purchases=CustomerRow.purchases + len(days), registered_on=min(days),
                last_on=max(days),
            ).where(CustomerRow.id == customer)
        )  # fmt: skip
