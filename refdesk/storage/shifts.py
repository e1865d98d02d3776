"""Shifts: what was done in one, what has to be looked at, and what stood when it was closed."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from refdesk.domain.shifts import (
    BY_HAND,
    CANCELLED,
    REFUND,
    RUN,
    VOID,
    Point,
    ShiftEffect,
    ShiftPurchase,
    point_key,
)
from refdesk.storage.engine import Store
from refdesk.storage.fields import InstantField
from refdesk.storage.tables import (
    PayoutRow,
    ShiftCloseRow,
    ShiftPointRow,
    ShiftRow,
    StaffRow,
    TillRow,
)

Sums = Mapping[str, list[int]]
"""The sum and the number of entries, by unit."""

_INSTANT = InstantField()
_NEVER = datetime(1970, 1, 1, tzinfo=UTC)

PURCHASES = """
    SELECT purchase.id, purchase.at, total, discount, to_pay, reason, verdict,
      (SELECT COUNT(*) FROM code_use WHERE code_use.purchase_id = purchase.id AND is_live = 1),
      COALESCE(customer.name, ''),
      COALESCE((SELECT MIN(service) FROM purchase_line AS line
                WHERE line.purchase_id = purchase.id), '')
    FROM purchase LEFT JOIN customer ON customer.id = purchase.customer_id
    WHERE shift_id = ? AND is_void = 0 ORDER BY purchase.id
"""
# a shift's few purchases first: SQLite would else begin with everything that was ever done
EFFECTS = """
    WITH own AS MATERIALIZED (SELECT id FROM purchase
      WHERE shift_id = ? AND is_void = 0 ORDER BY id)
    SELECT effect.purchase_id, benefit, value, spent, state,
      rule IS NOT NULL OR effect.version_id IS NOT NULL, uses, keeps IS NOT NULL,
      EXISTS (SELECT 1 FROM code_use JOIN promo_code ON promo_code.id = code_use.code_id
              WHERE code_use.purchase_id = effect.purchase_id AND is_live = 1
                AND promo_code.version_id = effect.version_id)
    FROM own CROSS JOIN effect
    WHERE effect.purchase_id = own.id AND +effect.undo_id IS NULL
"""

UNDOS = """
    SELECT undo.id, undo.kind, undo.at, undo.amount, undo.money_back, undo.reason,
      COALESCE(customer.name, ''), COALESCE(staff.name, ''), undo.purchase_id,
      purchase.shift_id IS ? AND purchase.is_void = 1
    FROM undo JOIN purchase ON purchase.id = undo.purchase_id
    LEFT JOIN customer ON customer.id = purchase.customer_id
    LEFT JOIN staff ON staff.id = undo.staff_id
    WHERE (undo.till_id = ? AND undo.staff_id IS ? AND undo.at BETWEEN ? AND ?)
      OR (purchase.shift_id = ? AND undo.at <= ?)
    ORDER BY undo.id
"""
CODES_IN_VAIN = """
    WITH own AS MATERIALIZED (SELECT id, customer_id, total FROM purchase
      WHERE shift_id = ? AND is_void = 0 ORDER BY id)
    SELECT code_use.purchase_id, code_use.at, COALESCE(customer.name, ''), own.total
    FROM own CROSS JOIN code_use
    JOIN promo_code ON promo_code.id = code_use.code_id
    LEFT JOIN customer ON customer.id = own.customer_id
    WHERE code_use.purchase_id = own.id AND is_live = 1 AND NOT EXISTS (
      SELECT 1 FROM effect WHERE effect.purchase_id = own.id
        AND effect.version_id = promo_code.version_id AND undo_id IS NULL)
    ORDER BY code_use.id
"""
RUNS = """
    SELECT run_id, COUNT(*), MAX(printed_at) FROM card
    JOIN print_run ON print_run.id = card.run_id
    WHERE confirmed_at IS NULL AND is_spoiled = 0 AND card.issued_at IS NULL
      AND printed_at BETWEEN ? AND ?
    GROUP BY run_id ORDER BY run_id
"""
_REFUSALS = """
    SELECT COUNT(*) FROM refusal WHERE till_id = ? AND staff_id IS ? AND at BETWEEN ? AND ?
"""
_DAYS = "SELECT business_date, at FROM purchase WHERE shift_id = ? ORDER BY id"
_PAYOUTS = """
    SELECT payout.id FROM payout JOIN entry ON entry.id = payout.entry_id
    WHERE method = 'cash' AND entry.till_id = ? AND payout.staff_id IS ?
      AND payout.at BETWEEN ? AND ? ORDER BY payout.id
"""
_BALANCES = """
    SELECT unit, SUM(change), COUNT(*) FROM entry JOIN account ON account.id = entry.account_id
    WHERE entry.id > ? AND entry.id <= ? GROUP BY unit ORDER BY unit
"""


# -- opening and closing -----------------------------------------------------------------------


def find_shift(store: Store, shift: int) -> Any:
    """A shift's record, or None."""
    return store.find(ShiftRow, id=shift)


def shifts_between(store: Store, first: datetime, last: datetime) -> list[int]:
    """The numbers of the shifts that were opened from one moment up to before another."""
    query = ShiftRow.select(ShiftRow.id).where(
        ShiftRow.opened_at >= first, ShiftRow.opened_at < last
    )
    return [int(one) for one in store.column(query.order_by(ShiftRow.id))]


def newest_closed(store: Store, staff: int | None, *, of_all: bool, count: int) -> list[int]:
    """The numbers of the shifts that were closed last, of somebody or of all; the newest first."""
    query = ShiftRow.select(ShiftRow.id).where(ShiftRow.closed_at.is_null(is_null=False))
    if not of_all:
        query = query.where(ShiftRow.staff == staff) if staff else query.where(
            ShiftRow.staff.is_null()
        )  # fmt: skip
    newest = query.order_by(ShiftRow.closed_at.desc(), ShiftRow.id.desc()).limit(count)
    return [int(one) for one in store.column(newest)]


def mark_closed(store: Store, shift: int, at: datetime) -> bool:
    """Close a shift; False where it already was (one UPDATE decides)."""
    query = ShiftRow.update(closed_at=at).where(ShiftRow.id == shift, ShiftRow.closed_at.is_null())
    return store.run(query) == 1


def insert_close(store: Store, **values: Any) -> int:
    """Keep what stood when a shift was closed."""
    return store.insert(ShiftCloseRow, **values)


def find_close(store: Store, shift: int) -> Any:
    """What stood when a shift was closed, or None."""
    return store.find(ShiftCloseRow, shift=shift)


def name_of_staff(store: Store, staff: int | None) -> str:
    """A staff member's name; empty where nobody signs in."""
    row = store.find(StaffRow, id=staff) if staff is not None else None
    return row.name if row else ""


def name_of_till(store: Store, till: int) -> str:
    """A till's name."""
    return str(store.find(TillRow, id=till).name)


# -- figures -----------------------------------------------------------------------------------


def purchases_of(store: Store, shift: int) -> list[ShiftPurchase]:
    """A shift's live purchases, oldest first."""
    return [ShiftPurchase(row[0], _at(row[1]), *row[2:]) for row in store.sql(PURCHASES, (shift,))]


def effects_of(store: Store, shift: int) -> list[ShiftEffect]:
    """What the live purchases of a shift did, as it was when they were recorded."""
    return [
        ShiftEffect(
            row[0],
            row[1],
            row[2],
            row[3],
            row[4],
            has_terms=bool(row[5]),
            uses=row[6],
            is_kept=bool(row[7]),
            of_code=bool(row[8]),
        )
        for row in store.sql(EFFECTS, (shift,))
    ]


def count_refusals(store: Store, shift: Any, until: datetime) -> int:
    """How many codes were refused in a shift."""
    return int(store.sql(_REFUSALS, _own(shift, until))[0][0])


def undos_of(store: Store, shift: Any, until: datetime) -> list[tuple[Point, int, bool]]:
    """The voids and refunds of a shift as points, each with the money that went back and whether it
    is the void of one of the shift's own purchases: those that were done in it, and those of its
    purchases that somebody else did before its end."""
    given = (shift.id, *_own(shift, until), shift.id, _INSTANT.db_value(until))
    return [
        (
            Point(
                point_key(row[1], row[0]), VOID if row[1] == "void" else REFUND, _at(row[2]),
                amount=row[3], subject=row[8], name=row[6], reason=row[5], answer=row[7],
            ),
            row[4],
            bool(row[9]),
        )
        for row in store.sql(UNDOS, given)
    ]  # fmt: skip


def codes_in_vain(store: Store, shift: int) -> list[tuple[int, datetime, str, int]]:
    """Uses of codes that brought nothing: the purchase, when, by whom, its sum."""
    return [(row[0], _at(row[1]), row[2], row[3]) for row in store.sql(CODES_IN_VAIN, (shift,))]


def unconfirmed_runs(store: Store, first: datetime, last: datetime) -> list[Point]:
    """Runs with cards that were printed in a time and of which nobody said yet that they came out
    (R29)."""
    bounds = (_INSTANT.db_value(first), _INSTANT.db_value(last))
    return [
        Point(point_key(RUN, row[0]), RUN, _at(row[2]), subject=row[0], count=row[1])
        for row in store.sql(RUNS, bounds)
    ]


def is_confirmed(store: Store, run: int) -> bool:
    """Whether every card of a run is accounted for."""
    return not store.sql(
        "SELECT 1 FROM card JOIN print_run ON print_run.id = run_id WHERE run_id = ?"
        " AND confirmed_at IS NULL AND is_spoiled = 0 AND card.issued_at IS NULL"
        " AND printed_at IS NOT NULL LIMIT 1",
        (run,),
    )


def days_of(store: Store, shift: int) -> tuple[int, datetime | None]:
    """On how many business dates a shift's purchases were made, and when the last one."""
    rows = store.sql(_DAYS, (shift,))
    last = max((at for _, at in rows), default=None)
    return len({on for on, _ in rows}), None if last is None else _at(last)


def cash_payouts(store: Store, shift: Any, until: datetime) -> list[int]:
    """The numbers of the slips of what was paid out in cash in a shift, cancelled ones too."""
    return [int(row[0]) for row in store.sql(_PAYOUTS, _own(shift, until))]


def cancelled_points(store: Store, numbers: Sequence[int]) -> list[Point]:
    """Those of these payouts that a manager has cancelled, with his reason."""
    return [
        Point(
            point_key(CANCELLED, row.id), CANCELLED, row.cancelled_at, amount=row.amount,
            subject=row.id, reason=row.reason,
        )
        for row in (store.find(PayoutRow, id=number) for number in numbers)
        if row.cancelled_at is not None
    ]  # fmt: skip


def by_hand_point(purchase: ShiftPurchase, amount: int) -> Point:
    """A discount that somebody gave by hand, with his reason (R59)."""
    return Point(
        point_key(BY_HAND, purchase.id), BY_HAND, purchase.at, amount=amount, subject=purchase.id,
        name=purchase.service, reason=purchase.reason,
    )  # fmt: skip


# -- balances at the end of a day (I10) --------------------------------------------------------


def last_entry(store: Store) -> int:
    """The number of the newest entry."""
    return int(store.sql("SELECT COALESCE(MAX(id), 0) FROM entry")[0][0])


def last_close(store: Store) -> tuple[int, Sums]:
    """The newest entry that a closing has counted, and what it counted; 0 and nothing before the
    first one. An older row is never changed, so what was counted need not be counted again."""
    fields = (ShiftCloseRow.last_entry, ShiftCloseRow.balances)
    query = ShiftCloseRow.select(*fields)
    found = store.first(query.order_by(ShiftCloseRow.last_entry.desc(), ShiftCloseRow.id.desc()))
    return (found.last_entry, found.balances) if found else (0, {})


def entries_between(store: Store, after: int, last: int) -> Sums:
    """The sum and the number of the entries after one up to another, by unit."""
    return {row[0]: [int(row[1]), int(row[2])] for row in store.sql(_BALANCES, (after, last))}


def changed_balances(store: Store) -> Iterator[tuple[int, str]]:
    """The shift and the unit of each sum of balances that was true at a closing and is not now
    (I10); all closings take one pass over the entries."""
    fields = (ShiftCloseRow.shift, ShiftCloseRow.last_entry, ShiftCloseRow.balances)
    rows = ShiftCloseRow.select(*fields).order_by(ShiftCloseRow.last_entry, ShiftCloseRow.id)
    after, sums = 0, dict[str, list[int]]()
    for one in store.all(rows):
        for unit, (change, count) in entries_between(store, after, one.last_entry).items():
            before = sums.get(unit, [0, 0])
            sums[unit] = [before[0] + change, before[1] + count]
        after = one.last_entry
        for unit in sorted({*sums, *one.balances}):
            if sums.get(unit) != one.balances.get(unit):
                yield one.shift_id, unit


# -- points that wait --------------------------------------------------------------------------


def answers_of(store: Store, shift: int) -> Mapping[str, tuple[str, str]]:
    """The reasons that were given for a shift's points, each with who gave it."""
    return {
        row.key: (row.reason, name_of_staff(store, row.staff_id))
        for row in store.find_all(ShiftPointRow, shift=shift)
        if row.reason
    }


def put_answer(store: Store, shift: int, point: Point, **values: Any) -> None:
    """Keep the reason for a point; where the point waits already, it waits no longer."""
    row = store.find(ShiftPointRow, shift=shift, key=point.key)
    if row is None:
        _insert_point(store, shift, point, **values)
    else:
        store.change(ShiftPointRow, row.id, **values)


def put_open(store: Store, shift: int, points: Sequence[Point]) -> None:
    """Put a closed shift's open points on the manager's list."""
    for point in points:
        _insert_point(store, shift, point)


def _insert_point(store: Store, shift: int, point: Point, **values: Any) -> None:
    details = {
        "amount": point.amount, "subject": point.subject, "count": point.count,
    }  # fmt: skip
    store.insert(
        ShiftPointRow, shift=shift, key=point.key, kind=point.kind, details=details, at=point.at,
        **{"reason": "", **values},
    )  # fmt: skip


def kept_points(
    store: Store, shift: int | None = None, *, waiting: bool
) -> list[tuple[int, Point]]:
    """The points that were kept, of a shift or of all: those that wait, or all of them."""
    query = ShiftPointRow.select().order_by(ShiftPointRow.id)
    if shift is not None:
        query = query.where(ShiftPointRow.shift == shift)
    if waiting:
        query = query.where(ShiftPointRow.reason == "")
    return [
        (
            row.shift_id,
            Point(row.key, row.kind, row.at, **row.details, reason=row.reason,
                  answer=name_of_staff(store, row.staff_id)),
        )
        for row in store.all(query)
    ]  # fmt: skip


# -- inside ------------------------------------------------------------------------------------


def _own(shift: Any, until: datetime) -> tuple[object, ...]:
    return (
        shift.till_id, shift.staff_id, _INSTANT.db_value(shift.opened_at),
        _INSTANT.db_value(until),
    )  # fmt: skip


def _at(value: int) -> datetime:
    at = _INSTANT.python_value(value)
    return at or _NEVER
