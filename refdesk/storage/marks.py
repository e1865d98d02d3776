"""What customers said of their purchases, and when staff was last given something to say."""

from collections.abc import Iterable, Mapping
from datetime import date

from peewee import fn

from refdesk.domain.marks import Mark
from refdesk.domain.records import Stamp
from refdesk.storage.engine import Store
from refdesk.storage.tables import MarkRow, PurchaseRow


def find_mark(store: Store, purchase: int) -> Mark | None:
    """What was said of a purchase, if anything."""
    row = store.find(MarkRow, purchase=purchase)
    return row.mark if row else None


def put_mark(store: Store, stamp: Stamp, purchase: int, mark: Mark | None) -> None:
    """Keep what was said of a purchase in the place of what was said before."""
    values = {
        "mark": mark, "at": stamp.at, "on": stamp.on, "till": stamp.till, "staff": stamp.staff,
    }  # fmt: skip
    row = store.find(MarkRow, purchase=purchase)
    if row is None:
        store.insert(MarkRow, purchase=purchase, **values)
    else:
        store.change(MarkRow, row.id, **values)


def note_said(store: Store, purchase: int, kind: str) -> None:
    """Note which line staff was given after a purchase that has a mark."""
    row = store.find(MarkRow, purchase=purchase)
    store.change(MarkRow, row.id, said=kind)


def last_said_on(store: Store, customer: int, *, but: int) -> date | None:
    """When staff was last given a line for a customer, by another purchase than ``but``."""
    query = (
        MarkRow.select(MarkRow.on)
        .join(PurchaseRow, on=(MarkRow.purchase == PurchaseRow.id))
        .where(PurchaseRow.customer == customer, MarkRow.said.is_null(False), PurchaseRow.id != but)
        .order_by(MarkRow.on.desc())
        .limit(1)
    )
    row = store.first(query)
    found: date | None = row.on if row is not None else None
    return found


def marks_among(store: Store, purchases: Iterable[int]) -> Mapping[int, Mark]:
    """What was said of each of these purchases that has a mark."""
    wanted = list(purchases)
    query = MarkRow.select(MarkRow.purchase, MarkRow.mark).where(
        MarkRow.purchase.in_(wanted), MarkRow.mark.is_null(False)
    )
    return {row.purchase_id: row.mark for row in store.all(query)} if wanted else {}


def count_of_shift(store: Store, shift: int) -> Mapping[str, int]:
    """How often each mark was given to the live purchases of a shift."""
    query = (
        MarkRow.select(MarkRow.mark, fn.COUNT(MarkRow.id).alias("times"))
        .join(PurchaseRow, on=(MarkRow.purchase == PurchaseRow.id))
        .where(PurchaseRow.shift == shift, PurchaseRow.is_void == 0, MarkRow.mark.is_null(False))
        .group_by(MarkRow.mark)
    )
    return {row.mark: row.times for row in store.all(query)}
