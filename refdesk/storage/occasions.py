"""What is given once outside a purchase's own rules: a live key is unique (R36, R44, R78).

Keys: ``P{programme}/{rule}/joining/C{customer}``, ``…/birthday/C{customer}/{year}``,
``…/milestone/C{customer}``, ``P{programme}/contest/{first day}/{place}``.
"""

from datetime import date
from typing import Any, TypedDict, Unpack

from refdesk.domain.records import Stamp
from refdesk.storage.engine import Store
from refdesk.storage.fields import InstantField
from refdesk.storage.tables import OccasionRow, VersionRow

_INSTANT = InstantField()


class About(TypedDict, total=False):
    """Whom and what an occasion is about; ``on`` is the business date of the stamp by default."""

    customer: int | None
    version: int | None
    rule: str | None
    purchase: int | None
    on: date


def book_occasion(
    store: Store, key: str, kind: str, *, stamp: Stamp, **about: Unpack[About]
) -> int | None:
    """Note an occasion; None where a live one of this key exists (the unique key decides)."""
    on = about.get("on") or stamp.on
    made = store.sql(
        "INSERT INTO occasion (occasion_key, kind, customer_id, version_id, rule, purchase_id,"
        " business_date, at, is_live) VALUES (?, ?, ?, ?, ?, ?, ?, ?, 1)"
        " ON CONFLICT (occasion_key) WHERE is_live = 1 DO NOTHING RETURNING id",
        (
            key, kind, about.get("customer"), about.get("version"), about.get("rule"),
            about.get("purchase"), on.isoformat(), _INSTANT.db_value(stamp.at),
        ),
    )  # fmt: skip
    return int(made[0][0]) if made else None


def cancel_occasion(store: Store, occasion: int) -> bool:
    """Let an occasion be booked again; False where it was no longer live."""
    query = OccasionRow.update(is_live=False).where(
        OccasionRow.id == occasion, OccasionRow.is_live == 1
    )
    return store.run(query) == 1


def given_milestones(store: Store, customer: int, programme: int) -> frozenset[str]:
    """The milestone rules of a programme that have given a referrer their benefit (R36)."""
    return frozenset(row.rule for row in live_occasions(store, customer, "milestone", programme))


def live_occasions(store: Store, customer: int, kind: str, programme: int) -> list[Any]:
    """A customer's live occasions of one kind in a programme, oldest first: ``id``, ``key``,
    ``rule``, ``version_id``, ``purchase_id``, ``on``."""
    query = (
        OccasionRow.select(OccasionRow)
        .join(VersionRow, on=(OccasionRow.version == VersionRow.id))
        .where(
            OccasionRow.customer == customer,
            OccasionRow.kind == kind,
            OccasionRow.is_live == 1,
            VersionRow.programme == programme,
        )
        .order_by(OccasionRow.id)
    )
    return store.all(query)


def occasions_of_purchase(store: Store, purchase: int) -> list[Any]:
    """The live occasions that a purchase brought about."""
    return store.find_all(OccasionRow, purchase=purchase, is_live=True)


def live_milestones(store: Store, customer: int) -> list[Any]:
    """What milestones have given a referrer, in any programme, oldest first."""
    return store.find_all(OccasionRow, customer=customer, kind="milestone", is_live=True)
