"""What a person has reached so far, for statuses and rates by count (R45, R53)."""

from datetime import date

from peewee import Case, fn

from refdesk.domain.bill import Standing
from refdesk.domain.ledger import pro_rata
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
    query = (
        line.select(
            fn.SUM(Case(None, [(line.gone_back == 0, line.base)], 0)).alias("whole"),
            fn.SUM(line.gone_back > 0).alias("refunded"),
        )
        .join(PurchaseRow, on=(line.purchase == PurchaseRow.id))
        .where(*_counting(customer, since))
    )
    [found] = store.all(query.dicts())
    spend = int(found["whole"] or 0)
    if found["refunded"]:
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
    query = ReferralRow.select(fn.COUNT(ReferralRow.id)).where(
        ReferralRow.referrer == referrer, ReferralRow.effective.is_null(False)
    )
    if since is not None:
        query = query.join(PurchaseRow, on=(ReferralRow.effective == PurchaseRow.id)).where(
            PurchaseRow.on >= since
        )
    return int(store.scalar(query) or 0)
