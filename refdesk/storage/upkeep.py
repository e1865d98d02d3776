"""What time has done to lots, found and booked in sets: a shop may have a million of them.

Each chunk is small enough that nobody at a till waits for it. The conditions are those of
`domain.ledger.Lot.has_expired`, said once more for the database (R41, R66, R67).
"""

import json
from collections.abc import Iterator, Sequence
from datetime import date

from refdesk.domain.records import Stamp
from refdesk.storage.engine import Store
from refdesk.storage.fields import InstantField
from refdesk.storage.ledger import settle

CHUNK = 1000
"""So many lots are booked in one transaction."""

ACCOUNTS_AT_ONCE = 20_000
"""So many accounts are looked through for idle lots in one go: a reader holds writers up where
there is no WAL."""

_INSTANT = InstantField()

_BY_AGE = """
    SELECT entry_id FROM lot WHERE remaining > 0 AND waits = 0 AND expires_on < ?
    ORDER BY expires_on LIMIT ?
"""

_ACCOUNTS_WITH_IDLE = """
    SELECT MIN(account_id), MAX(account_id) FROM lot WHERE remaining > 0 AND inactive_days > 0
"""

_BY_INACTIVITY = """
    SELECT lot.entry_id FROM lot JOIN account ON account.id = lot.account_id
    LEFT JOIN customer ON customer.id = account.customer_id
    WHERE lot.remaining > 0 AND lot.inactive_days > 0 AND lot.waits = 0
      AND lot.account_id BETWEEN ? AND ?
      AND julianday(?) - julianday(MAX(lot.available_on,
            COALESCE(customer.last_on, lot.available_on))) > lot.inactive_days
"""

_STILL = """
    SELECT lot.entry_id FROM lot JOIN account ON account.id = lot.account_id
    LEFT JOIN customer ON customer.id = account.customer_id
    WHERE lot.entry_id IN (SELECT value FROM json_each(?)) AND lot.remaining > 0 AND lot.waits = 0
      AND (lot.expires_on < ? OR lot.inactive_days > 0
        AND julianday(?) - julianday(MAX(lot.available_on,
              COALESCE(customer.last_on, lot.available_on))) > lot.inactive_days)
"""

_RELEASED = """
    SELECT COUNT(*) FROM lot
    WHERE remaining > 0 AND available_on > earned_on AND waits = 0
      AND available_on > ? AND available_on <= ?
"""

# an account owes what none of its lots covers; one of several that pay for one another may have to
# pay for another one (R77)
_DEBTORS = """
    SELECT id FROM account WHERE id IN ({accounts}) AND (balance <>
      (SELECT SUM(remaining) FROM lot WHERE lot.account_id = account.id AND remaining > 0)
      OR EXISTS (SELECT 1 FROM account AS other WHERE other.customer_id = account.customer_id
        AND other.unit = account.unit AND other.id <> account.id))
    ORDER BY id
"""
_DEBTORS_OF_LOTS = _DEBTORS.format(
    accounts="SELECT account_id FROM lot WHERE entry_id IN (SELECT value FROM json_each(?))"
)
_DEBTORS_OF_RELEASED = _DEBTORS.format(
    accounts="SELECT account_id FROM lot WHERE remaining > 0 AND available_on > earned_on"
    " AND waits = 0 AND available_on > ? AND available_on <= ?"
)

_BOOK = (
    """
    INSERT INTO entry (id, account_id, kind, change, at, business_date, till_id, staff_id, reason)
    SELECT :newest + ROW_NUMBER() OVER (ORDER BY entry_id), account_id, 'expire', -remaining,
      :at, :on, :till, :staff, ''
    FROM lot WHERE remaining > 0 AND entry_id IN (SELECT value FROM json_each(:lots))
    """,
    """
    INSERT INTO lot_move (entry_id, lot_id, change)
    SELECT :newest + ROW_NUMBER() OVER (ORDER BY entry_id), entry_id, -remaining
    FROM lot WHERE remaining > 0 AND entry_id IN (SELECT value FROM json_each(:lots))
    """,
    """
    UPDATE account SET balance = balance - (
      SELECT SUM(remaining) FROM lot WHERE lot.account_id = account.id
        AND remaining > 0 AND entry_id IN (SELECT value FROM json_each(:lots)))
    WHERE id IN (SELECT account_id FROM lot
      WHERE remaining > 0 AND entry_id IN (SELECT value FROM json_each(:lots)))
    """,
    """
    UPDATE lot SET remaining = 0 WHERE entry_id IN (SELECT value FROM json_each(:lots))
    """,
)


def count_expired_by_age(store: Store, on: date) -> int:
    """How many lots have passed their last day and are not booked as expired yet."""
    found = store.sql(
        "SELECT COUNT(*) FROM lot WHERE remaining > 0 AND waits = 0 AND expires_on < ?",
        (on.isoformat(),),
    )
    return int(found[0][0])


def expired_by_age(store: Store, on: date) -> list[int]:
    """A chunk of lots that have passed their last day."""
    return [row[0] for row in store.sql(_BY_AGE, (on.isoformat(), CHUNK))]


def expired_by_inactivity(store: Store, on: date) -> Iterator[list[int]]:
    """The lots that nobody has woken in time, in chunks; some accounts at a time (R67)."""
    [(first, last)] = store.sql(_ACCOUNTS_WITH_IDLE)
    while first is not None and first <= last:
        until = first + ACCOUNTS_AT_ONCE
        found = store.sql(_BY_INACTIVITY, (first, until, on.isoformat()))
        lots = [row[0] for row in found]
        for start in range(0, len(lots), CHUNK):
            yield lots[start : start + CHUNK]
        first = until + 1


def book_expiry(store: Store, stamp: Stamp, lots: Sequence[int], on: date) -> int:
    """Book what is left of these lots as expired, an entry each; how many there were.

    What was owed while they could be spent is paid from them first, as it would have been day by
    day (R43, R68). They are looked at once more: a till may have been quicker.
    """
    for (account,) in store.sql(_DEBTORS_OF_LOTS, (json.dumps(lots),)):
        settle(store, stamp, account)
    day = on.isoformat()
    chunk = json.dumps([row[0] for row in store.sql(_STILL, (json.dumps(lots), day, day))])
    [(newest,)] = store.sql("SELECT COALESCE(MAX(id), 0) FROM entry")
    named = {
        "newest": newest, "at": _INSTANT.db_value(stamp.at), "on": stamp.on.isoformat(),
        "till": stamp.till, "staff": stamp.staff, "lots": chunk,
    }  # fmt: skip
    for statement in _BOOK:
        store.sql_named(statement, named)
    [(after,)] = store.sql("SELECT COALESCE(MAX(id), 0) FROM entry")
    return int(after - newest)


def count_released(store: Store, since: date | None, on: date) -> int:
    """How many lots a hold has let go after one day and up to another."""
    found = store.sql(_RELEASED, ((since or date.min).isoformat(), on.isoformat()))
    return int(found[0][0])


def released_debtors(store: Store, since: date | None, on: date) -> list[int]:
    """The accounts that owe something and have a lot that a hold has let go since."""
    days = ((since or date.min).isoformat(), on.isoformat())
    return [row[0] for row in store.sql(_DEBTORS_OF_RELEASED, days)]


def born_on(store: Store, days: Sequence[str]) -> list[int]:
    """The active customers whose birthday is one of these days of the year (``MM-DD``)."""
    return [
        row[0]
        for row in store.sql(
            "SELECT id FROM customer WHERE birthday IS NOT NULL AND state = 'active'"
            " AND substr(birthday, 6) IN (SELECT value FROM json_each(?)) ORDER BY id",
            (json.dumps(list(days)),),
        )
    ]
