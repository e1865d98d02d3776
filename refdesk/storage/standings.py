"""What a person has reached so far, for statuses and rates by count (R45, R53)."""

from datetime import date

from peewee import fn

from refdesk.domain.bill import Standing
from refdesk.domain.ledger import pro_rata
from refdesk.storage.customers import count_effective
from refdesk.storage.engine import Store
from refdesk.storage.tables import PurchaseLineRow, PurchaseRow, ReferralRow

UNPAID_GROUPS = ("deposit", "tip", "gift_card")
"""Lines that are no spending: they are paid for something else, or for nothing."""


def standing(store: Store, customer: int, since: date | None = None) -> Standing:
    """A customer's spend (minor units) and effective referrals on and after a day.

    Spend is what live purchases were really paid with, less what has gone back, pro rata. Found
    through the indexes of the customer's own purchases and referrals, whatever the size of the
    base.
    """
    return Standing(_spend(store, customer, since), _referrals(store, customer, since))


def _spend(store: Store, customer: int, since: date | None) -> int:
    line = PurchaseLineRow
    # the people of a line are all asked about at each purchase, so this is written as SQL
    places = ", ".join("?" * len(UNPAID_GROUPS))
    [(whole, refunded)] = store.sql(
        "SELECT SUM(CASE WHEN line.gone_back = 0 THEN line.base ELSE 0 END),"  # noqa: S608 - places
        " SUM(line.gone_back > 0) FROM purchase"
        " JOIN purchase_line AS line ON line.purchase_id = purchase.id"
        " WHERE purchase.customer_id = ? AND purchase.is_void = 0"
        f" AND line.service_group NOT IN ({places}) AND purchase.business_date >= ?",
        (customer, *UNPAID_GROUPS, since.isoformat() if since else ""),
    )
    spend = int(whole or 0)
    if refunded:
        # few, and the products of two sums may be more than the database's integers hold
        rest = line.select(line.base, line.gone_back, line.price, line.discount)
        rest = rest.join(PurchaseRow, on=(line.purchase == PurchaseRow.id))
        for row in store.all(rest.where(*_counting(customer, since), line.gone_back > 0)):
            spend += row.base - pro_rata(row.base, row.gone_back, row.price - row.discount)
    return spend


def _counting(customer: int, since: date | None) -> list[object]:
    terms: list[object] = [
        PurchaseRow.customer == customer,
        PurchaseRow.is_void == 0,
        PurchaseLineRow.group.not_in(UNPAID_GROUPS),
    ]
    return terms if since is None else [*terms, PurchaseRow.on >= since]


def _referrals(store: Store, referrer: int, since: date | None) -> int:
    if since is None:
        return count_effective(store, referrer)
    query = (
        ReferralRow.select(fn.COUNT(ReferralRow.id))
        .join(PurchaseRow, on=(ReferralRow.effective == PurchaseRow.id))
        .where(ReferralRow.referrer == referrer, PurchaseRow.on >= since)
    )
    return int(store.scalar(query) or 0)
