"""One person on two records: all that points to the one record points to the kept one (R39, R77).

Entries, effects and refusals never change: they go on naming the record that was merged, which
stays as a sign to the kept one, one step away. Who asks what effects did for a person asks for
every record that stands for him.
"""

import re
from collections.abc import Iterable
from datetime import date
from typing import Any

from peewee import fn

from refdesk.storage.engine import Store
from refdesk.storage.tables import (
    AccountRow,
    CodeRow,
    CodeUseRow,
    ConsentRow,
    CustomerRow,
    EntitlementRow,
    IdentityRow,
    OccasionRow,
    PayoutRow,
    PurchaseRow,
    ReferralRow,
    StackRow,
    StaffRow,
)

MERGED = "merged"

LINKS = (
    (IdentityRow, "customer"), (ConsentRow, "customer"), (CodeRow, "owner"), (StackRow, "holder"),
    (PurchaseRow, "customer"), (CodeUseRow, "customer"), (EntitlementRow, "customer"),
    (PayoutRow, "customer"), (StaffRow, "customer"),
)  # fmt: skip
"""What follows a person as it is; accounts, occasions and referrals have rules of their own."""


# -- reading -----------------------------------------------------------------------------------


def records_of(store: Store, customers: Iterable[int]) -> dict[int, int]:
    """Every record that stands for one of these people, with the person: his own, and those that
    were merged into it."""
    people = list(customers)
    places = ", ".join("?" * len(people))
    merged = store.sql(
        f"SELECT id, merged_into FROM customer WHERE merged_into IN ({places})",  # noqa: S608 - places
        people,
    )
    return {one: one for one in people} | dict(merged)


def signs_among(store: Store, customers: Iterable[int | None]) -> dict[int, int]:
    """The merged ones among these records, with the person to whom each leads."""
    ids = sorted({one for one in customers if one is not None})
    places = ", ".join("?" * len(ids))
    found = store.sql(
        f"SELECT id, merged_into FROM customer WHERE id IN ({places})"  # noqa: S608 - places
        " AND merged_into IS NOT NULL",
        ids,
    )
    return dict(found)


def is_gone(store: Store, customer: int) -> bool:
    """Whether a record is nobody's any more: merged into another one, or erased."""
    row = store.find(CustomerRow, id=customer)
    return row is None or row.state in (MERGED, "erased")


def merged_into(store: Store, customer: int) -> int | None:
    """The person for whom a merged record stands, or None for any other record."""
    return signs_among(store, [customer]).get(customer)


def find_claim(store: Store, customer: int) -> Any:
    """The referral that a person is, as a row with ``claimed_at``, or None."""
    return store.find(ReferralRow, customer=customer)


# -- merging -----------------------------------------------------------------------------------


def move_links(store: Store, keep: int, other: int) -> None:
    """Give the kept record all that follows a person as it is."""
    for row, name in LINKS:
        field = getattr(row, name)
        store.run(row.update({field: keep}).where(field == other))


def move_accounts(store: Store, keep: int, other: int) -> None:
    """Re-point the accounts, which remember whose they were; no entry changes (R77)."""
    for account in store.find_all(AccountRow, customer=other):
        came_from = account.came_from_id or other
        store.change(AccountRow, account.id, customer=keep, came_from=came_from)


def move_occasions(store: Store, keep: int, other: int) -> None:
    """What was given once to either was given to the person (R36, R44).

    Where both were given the same, both stand, the second under the key it had.
    """
    of_other = re.compile(rf"(?<=/)C{other}(?=/|\Z)")
    for row in store.find_all(OccasionRow, customer=other):
        key = of_other.sub(f"C{keep}", row.key)
        is_taken = row.is_live and store.find(OccasionRow, key=key, is_live=True) is not None
        store.change(OccasionRow, row.id, customer=keep, key=row.key if is_taken else key)


def drop_claim(store: Store, customer: int) -> None:
    """Forget who brought a record: the person was brought by somebody else before (R30)."""
    store.run(ReferralRow.delete().where(ReferralRow.customer == customer))


def move_claim(store: Store, keep: int, other: int) -> None:
    """The claim of the one is the person's; a trigger refuses a circle (R32)."""
    store.run(ReferralRow.update(customer=keep).where(ReferralRow.customer == other))


def move_referrals(store: Store, keep: int, other: int) -> None:
    """Whom the other one brought, the person brought (R39); a trigger refuses a circle (R32)."""
    store.run(ReferralRow.update(referrer=keep).where(ReferralRow.referrer == other))


def forget_new(store: Store, customer: int) -> None:
    """R33: a person who had paid before his claim was not new to the shop, on whichever record."""
    claim = find_claim(store, customer)
    if claim is None or not claim.was_new:
        return
    before = PurchaseRow.select(fn.COUNT(PurchaseRow.id)).where(
        PurchaseRow.customer == customer, PurchaseRow.is_void == 0,
        PurchaseRow.at < claim.claimed_at,
    )  # fmt: skip
    if store.scalar(before):
        store.run(ReferralRow.update(was_new=False).where(ReferralRow.customer == customer))


def unite(store: Store, keep: int, other: int, **united: Any) -> None:
    """Write on the kept record what is known of the person, and make a sign of the other one.

    ``united`` are the fields that say who he is; the older registration and the purchases are
    reckoned here. When a record was made stays: with its number it tells it from any other one.
    The sign holds nothing about a person: it is all with the kept record (R51).
    """
    one, two = store.find(CustomerRow, id=keep), store.find(CustomerRow, id=other)
    store.change(
        CustomerRow, keep, registered_on=min(one.registered_on, two.registered_on),
        purchases=one.purchases + two.purchases, last_on=_later(one.last_on, two.last_on), **united,
    )  # fmt: skip
    store.change(
        CustomerRow, other, state=MERGED, merged_into=keep, name="", name_folded="", birthday=None,
        tags=[], note="", purchases=0, last_on=None,
    )  # fmt: skip
    # a sign leads to a person and not to another sign
    store.run(CustomerRow.update(merged_into=keep).where(CustomerRow.merged_into == other))


def _later(one: date | None, two: date | None) -> date | None:
    return max((day for day in (one, two) if day is not None), default=None)
