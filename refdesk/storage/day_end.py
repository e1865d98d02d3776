"""A look at all balances at the end of a day, in parts: none holds up another till (I2, I10).

A part is one statement of its own. What has gone on since the look began is added by who closes.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from refdesk.domain.progress import Progress
from refdesk.storage.engine import Store
from refdesk.storage.shifts import Sums, entries_between, last_close, last_entry

ROWS_AT_ONCE = 20_000
"""So many rows take a tenth of a second at most."""

_WRONG = {
    "account": (
        "SELECT COUNT(*) FROM account WHERE id BETWEEN ? AND ? AND balance <>"
        " COALESCE((SELECT SUM(change) FROM entry WHERE account_id = account.id), 0)"
    ),
    "lot": (
        "SELECT COUNT(*) FROM lot WHERE entry_id BETWEEN ? AND ? AND remaining <>"
        " COALESCE((SELECT SUM(change) FROM lot_move WHERE lot_id = lot.entry_id), 0)"
    ),
}
_LAST = {"account": "SELECT MAX(id) FROM account", "lot": "SELECT MAX(entry_id) FROM lot"}


@dataclass(frozen=True)
class Look:
    """The sum and the number of all entries up to one by unit, and how many accounts and lots are
    not what their entries make them."""

    last_entry: int
    sums: Sums
    wrong: int


def look_at_balances(store: Store, progress: Progress) -> Look:
    """Recompute every balance and every lot (I2), and the sums of all entries since the last
    closing. Raises `Cancelled`."""
    newest = last_entry(store)
    begun, sums = last_close(store)
    spans = list(_spans(begun, newest))
    parts = [(table, *span) for table in _WRONG for span in _spans(0, _highest(store, table))]
    total, wrong = len(spans) + len(parts), 0
    for number, (after, last) in enumerate(spans):
        progress.check()
        progress.report(number, total)
        sums = added(sums, entries_between(store, after, last))
    for number, (table, after, last) in enumerate(parts, len(spans)):
        progress.check()
        progress.report(number, total)
        wrong += int(store.sql(_WRONG[table], (after + 1, last))[0][0])
    return Look(newest, sums, wrong)


def sums_up_to(store: Store, look: Look, entry: int) -> Sums:
    """The sums of a look with what was booked since, up to an entry."""
    return added(look.sums, entries_between(store, look.last_entry, entry))


def added(sums: Sums, more: Sums) -> Sums:
    """Two sums and numbers of entries by unit as one."""
    none = [0, 0]
    return {
        unit: [a + b for a, b in zip(sums.get(unit, none), more.get(unit, none), strict=True)]
        for unit in sorted({*sums, *more})
    }


def _highest(store: Store, table: str) -> int:
    return int(store.sql(_LAST[table])[0][0] or 0)


def _spans(after: int, last: int) -> Iterator[tuple[int, int]]:
    """What lies after one number up to another, in parts."""
    for start in range(after, last, ROWS_AT_ONCE):
        yield start, min(start + ROWS_AT_ONCE, last)
