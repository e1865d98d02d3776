"""Taking a person out of the tables (R51): what each column loses stands in `tables.personal`.

The row stays as an anonymous node, so that purchases, entries, referrals and sums do not move
(R35). Nothing of what was there is left in the file: what SQLite frees is overwritten with zeros,
and `sweep` does away with what it leaves behind where it moves rows between pages.
"""

import json
from collections.abc import Callable
from datetime import datetime

from refdesk.domain.card_loss import STOLEN, is_stolen
from refdesk.domain.payouts import payout_of
from refdesk.domain.records import Stamp
from refdesk.domain.shifts import CODE, DISCOUNT
from refdesk.storage import search
from refdesk.storage.engine import Store
from refdesk.storage.errors import BUSY, StorageError
from refdesk.storage.tables import (
    CodeRow,
    ConsentRow,
    CustomerRow,
    EntryRow,
    IdentityRow,
    OperationRow,
    StaffRow,
)
from refdesk.storage.tables.personal import DASH

ERASED = "erased"
SPOILED = "spoiled"
MOST_IN_MEMORY = 256 << 20
"""A database up to so many bytes is rewritten by way of the memory, a larger one of a file."""


def records_to_erase(store: Store, customer: int) -> list[tuple[int, datetime]]:
    """The records that stood for a person, his own first, with the moments they were made."""
    rows = store.all(
        CustomerRow.select(CustomerRow.id, CustomerRow.created_at)
        .where((CustomerRow.id == customer) | (CustomerRow.merged_into == customer))
        .order_by(CustomerRow.id != customer, CustomerRow.id)
    )
    return [(row.id, row.created_at) for row in rows]


def erased_records(store: Store) -> list[tuple[int, datetime]]:
    """Every record of an erased person, signs of merged ones included."""
    gone = CustomerRow.select(CustomerRow.id).where(CustomerRow.state == ERASED)
    rows = store.all(
        CustomerRow.select(CustomerRow.id, CustomerRow.created_at)
        .where((CustomerRow.state == ERASED) | CustomerRow.merged_into.in_(gone))
        .order_by(CustomerRow.id)
    )
    return [(row.id, row.created_at) for row in rows]


def living_records(store: Store) -> list[tuple[int, datetime]]:
    """Everybody who is not erased and for whom another record does not stand."""
    rows = store.all(
        CustomerRow.select(CustomerRow.id, CustomerRow.created_at)
        .where(CustomerRow.state.in_(("active", "blocked")))
        .order_by(CustomerRow.id)
    )
    return [(row.id, row.created_at) for row in rows]


def erase_records(
    store: Store, stamp: Stamp, customer: int, *, new_code: Callable[[], str], but: str
) -> None:
    """Leave of a person an anonymous node, inside the caller's transaction.

    ``new_code`` gives a code nobody has, for a word of his; ``but`` is the reason of entries that
    the program itself has written.
    """
    # first of all, because the triggers let go of reasons only where he is erased already
    store.change(
        CustomerRow, customer, state=ERASED, name="", name_folded="", birthday=None, tags=[],
        note="",
    )  # fmt: skip
    store.run(IdentityRow.delete().where(IdentityRow.customer == customer))
    store.run(ConsentRow.update(how=DASH).where(ConsentRow.customer == customer))
    store.run(
        ConsentRow.update(withdrawn_at=stamp.at).where(
            ConsentRow.customer == customer, ConsentRow.withdrawn_at.is_null()
        )
    )
    _retire_codes(store, customer, new_code)
    _dash_reasons(store, customer, but)
    _mend_results(store, customer)
    store.run(StaffRow.update(customer=None).where(StaffRow.customer == customer))
    search.forget_customer(store, customer)


def _retire_codes(store: Store, customer: int, new_code: Callable[[], str]) -> None:
    """His codes lead nowhere; one of random symbols stays what it was, so that it is given to
    nobody else and whoever shows it is told that it is of no use (item 59)."""
    for code in store.find_all(CodeRow, owner=customer):
        reason = code.reason if code.reason == SPOILED else ""
        changes: dict[str, object] = {
            "status": "retired", "reason": STOLEN if is_stolen(code.reason) else reason,
        }  # fmt: skip
        if code.is_guessable:
            changes |= {"code": new_code(), "is_guessable": False}
        store.change(CodeRow, code.id, **changes)


def _dash_reasons(store: Store, customer: int, but: str) -> None:
    bills = "SELECT id FROM purchase WHERE customer_id = ?"
    typed = {
        "purchase": "customer_id = ?",
        "undo": f"purchase_id IN ({bills})",
        "payout": "customer_id = ?",
        "shift_point": f"kind IN ('{DISCOUNT}', '{CODE}')"
        f" AND json_extract(details, '$.subject') IN ({bills})",
    }
    for table, of_him in typed.items():
        store.touch(
            f"UPDATE {table} SET reason = ? WHERE reason <> '' AND {of_him}",  # noqa: S608 - ours
            (DASH, customer),
        )
    store.touch("UPDATE stack SET place = ? WHERE place <> '' AND holder_id = ?", (DASH, customer))
    own = "account_id IN (SELECT id FROM account WHERE customer_id = ?)"
    found = store.sql(
        f"SELECT id, reason FROM entry WHERE reason <> '' AND {own}",  # noqa: S608 - ours
        (customer,),
    )
    for id_, reason in found:
        if reason not in (but, DASH) and payout_of(reason) is None:
            store.change(EntryRow, id_, reason=DASH)


def _mend_results(store: Store, customer: int) -> None:
    """Saved results keep what is answered again (I4), but for what was typed; their hash of what
    was asked for goes too, so the same call again is refused and never done twice."""
    found = store.sql(
        "SELECT id, result FROM operation WHERE result LIKE ?", (f'%"customer":{customer},%',)
    )
    for id_, text in found:
        result = json.loads(text)
        typed = [
            step["params"] for one in result.get("effects", ()) if one["customer"] == customer
            for step in one["why"] if "reason" in step["params"]
        ]  # fmt: skip
        if not typed and result.get("customer") != customer:
            continue
        for params in typed:
            params["reason"] = DASH
        store.change(OperationRow, id_, fingerprint=ERASED, result=result)


def sweep(store: Store) -> None:
    """Leave nothing of before in the files: the search index, the pages and SQLite's log.

    Outside of a transaction; raises StorageError ``busy`` where somebody else reads or writes.
    """
    store.sql("INSERT INTO customer_search (customer_search) VALUES ('optimize')")
    is_large = store.path.stat().st_size > MOST_IN_MEMORY
    store.sql(f"PRAGMA temp_store = {'file' if is_large else 'memory'}")
    try:
        store.sql("VACUUM")
    finally:
        store.sql("PRAGMA temp_store = memory")
    [(is_busy, *_)] = store.sql("PRAGMA wal_checkpoint(TRUNCATE)")
    if is_busy:  # somebody still reads what stands in the log alone
        raise StorageError(BUSY, str(store.path))
