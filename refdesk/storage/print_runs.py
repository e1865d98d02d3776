"""Print runs, their stacks and their cards: made, printed, come out, handed out (R29, G06)."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from peewee import SQL, fn

from refdesk.domain.records import Run, RunCard, Stack
from refdesk.storage.engine import Store
from refdesk.storage.fields import DayField, InstantField
from refdesk.storage.tables import CardRow, CodeRow, RunRow, StackRow

_BATCH = 400
_INSTANT, _DAY = InstantField(), DayField()


# -- making ------------------------------------------------------------------------------------


def insert_run(store: Store, **values: Any) -> int:
    """Add a print run."""
    return store.insert(RunRow, **values)


def insert_stack(store: Store, **values: Any) -> int:
    """Add a numbered part of a run."""
    return store.insert(StackRow, **values)


def insert_run_codes(store: Store, run: int, rows: Sequence[dict[str, Any]]) -> None:
    """Store a run's codes and its cards, in the run's order."""
    store.insert_many(CodeRow, rows, chunk=50)
    ids = {row.code: row.id for row in _ids_of(store, [row["code"] for row in rows])}
    cards = [
        {"code": ids[row["code"]], "run": run, "position": position}
        for position, row in enumerate(rows, 1)
    ]
    store.insert_many(CardRow, cards)


def _ids_of(store: Store, codes: Sequence[str]) -> list[Any]:
    found: list[Any] = []
    for part in _batches(codes):
        found += store.all(CodeRow.select(CodeRow.id, CodeRow.code).where(CodeRow.code.in_(part)))
    return found


def _batches(items: Sequence[Any]) -> Iterable[list[Any]]:
    return (list(items[start : start + _BATCH]) for start in range(0, len(items), _BATCH))


# -- reading -----------------------------------------------------------------------------------


def find_run(store: Store, run: int) -> Run | None:
    """A run with its stacks."""
    row = store.find(RunRow, id=run)
    return _runs(store, [row])[0] if row else None


def list_runs(store: Store) -> list[Run]:
    """All runs, newest first."""
    return _runs(store, store.all(RunRow.select().order_by(RunRow.id.desc())))


def _runs(store: Store, rows: Sequence[Any]) -> list[Run]:
    ids = [row.id for row in rows]
    unconfirmed = [row.id for row in rows if row.confirmed_at is None]
    # the words of the partial indexes that have just these cards
    spoiled = _counts(store, ids, SQL("is_spoiled = 1"))
    reprinted = _counts(store, ids, SQL("reprints > 0"))
    issued = _counts(store, unconfirmed, SQL("issued_at IS NOT NULL AND is_spoiled = 0"))
    stacks: dict[int, list[Stack]] = {}
    for stack in _stacks(store, ids):
        stacks.setdefault(stack.run, []).append(stack)
    runs = []
    for row in rows:
        lost = spoiled.get(row.id, 0)
        out = issued.get(row.id, 0) if row.confirmed_at is None else row.count - lost
        runs.append(
            Run(
                row.id, row.kind, row.programme_id, row.count, row.created_at, row.confirmed_at,
                tuple(stacks.get(row.id, ())), row.value, out, lost, reprinted.get(row.id, 0),
            )
        )  # fmt: skip
    return runs


def _counts(store: Store, runs: Sequence[int], what: Any) -> Mapping[int, int]:
    """How many cards of each run are such."""
    found: dict[int, int] = {}
    for part in _batches(runs):
        query = CardRow.select(CardRow.run, fn.COUNT(SQL("*")).alias("n")).where(
            what, CardRow.run.in_(part)
        )
        rows = store.all(query.group_by(CardRow.run).dicts())
        found |= {row["run"]: row["n"] for row in rows}
    return found


def _stacks(store: Store, runs: Sequence[int]) -> list[Stack]:
    found: list[Stack] = []
    for part in _batches(runs):
        query = StackRow.select().where(StackRow.run.in_(part))
        found += map(_stack, store.all(query.order_by(StackRow.run, StackRow.number)))
    return found


def _stack(row: Any) -> Stack:
    return Stack(
        row.run_id, row.number, row.first, row.count, row.holder_id, row.place,
        id=row.id, handed_at=row.handed_at, handed_on=row.handed_on, handed_by=row.handed_by_id,
    )  # fmt: skip


def stack_names(store: Store, stacks: Iterable[int]) -> Mapping[int, str]:
    """How these stacks are printed: ``R57-2``."""
    wanted = list(stacks)
    if not wanted:
        return {}
    rows = store.all(StackRow.select().where(StackRow.id.in_(wanted)))
    return {row.id: f"R{row.run_id}-{row.number}" for row in rows}


def find_stack(store: Store, run: int, number: int) -> Stack | None:
    """One stack of a run."""
    row = store.find(StackRow, run=run, number=number)
    return _stack(row) if row else None


_CARDS = """
    SELECT card.position, code.id, code.code, code.kind, code.status, code.uses, card.is_spoiled,
      card.reprints, card.printed_at, card.issued_at, card.activated_on,
      EXISTS (SELECT 1 FROM promo_code AS old
              WHERE code.stack_id IS NOT NULL AND old.replaced_by = code.id)
    FROM card JOIN promo_code AS code ON code.id = card.code_id
"""
_OF_RUN = _CARDS + " WHERE card.run_id = ? ORDER BY card.position"
_OF_CARD = _CARDS + " WHERE card.id = ?"


def cards_of(store: Store, run: int) -> list[RunCard]:
    """Every card of a run in its order."""
    rows = store.sql(_OF_RUN, (run,))
    return [_card(run, row) for row in rows]


def card_of(store: Store, code: int) -> RunCard | None:
    """The printed piece that carries a code; None of one that was printed in no run."""
    found = store.find(CardRow, code=code)
    if found is None:
        return None
    return _card(found.run_id, store.sql(_OF_CARD, (found.id,))[0])


def _card(run: int, row: Sequence[Any]) -> RunCard:
    return RunCard(
        run, row[0], row[1], row[2], row[3], row[4], uses=row[5], is_spoiled=bool(row[6]),
        reprints=row[7], printed_at=_INSTANT.python_value(row[8]),
        issued_at=_INSTANT.python_value(row[9]), activated_on=_DAY.python_value(row[10]),
        is_replaced=bool(row[11]),
    )  # fmt: skip


def run_of(store: Store, code: int) -> Run | None:
    """The run that a code was printed in."""
    card = store.find(CardRow, code=code)
    return find_run(store, card.run_id) if card else None


def value_of(store: Store, code: int) -> int | None:
    """What a gift card is sold for, where its run says so (minor units)."""
    query = RunRow.select(RunRow.value).join(CardRow, on=(CardRow.run == RunRow.id))
    value: int | None = store.scalar(query.where(CardRow.code == code))
    return value


def is_issued(store: Store, code: int) -> bool:
    """Whether it was said that a code's card came out (R29); so it is of one without a card."""
    card = store.find(CardRow, code=code)
    return card is None or card.issued_at is not None


# -- what came out -----------------------------------------------------------------------------


def mark_printed(store: Store, run: int, codes: Sequence[int], at: datetime) -> int:
    """Note that these cards were printed; how many of them had been before (R29)."""
    again = 0
    for part in _batches(codes):
        which = (CardRow.run == run) & CardRow.code.in_(part)
        was_printed = CardRow.printed_at.is_null(False)
        again += store.run(CardRow.update(reprints=CardRow.reprints + 1).where(which, was_printed))
        store.run(CardRow.update(printed_at=at).where(which))
    return again


def issue_cards(store: Store, run: int, up_to: int, at: datetime) -> int:
    """R29: the cards up to this one came out; their coupons begin to work (R74). How many."""
    stamp = _INSTANT.db_value(at)
    store.touch(
        "UPDATE promo_code SET status = 'live' WHERE status = 'printed' AND kind = 'coupon' AND"
        " id IN (SELECT code_id FROM card WHERE run_id = ? AND position <= ? AND is_spoiled = 0)",
        (run, up_to),
    )
    return store.touch(
        "UPDATE card SET issued_at = ? WHERE run_id = ? AND position <= ? AND is_spoiled = 0"
        " AND issued_at IS NULL",
        (stamp, run, up_to),
    )


def spoil_cards(store: Store, run: int, codes: Sequence[int]) -> None:
    """R29: a spoiled card's code is retired."""
    for part in _batches(codes):
        store.run(CardRow.update(is_spoiled=True).where(CardRow.run == run, CardRow.code.in_(part)))
        store.run(CodeRow.update(status="retired", reason="spoiled").where(CodeRow.id.in_(part)))


def close_run(store: Store, run: int, at: datetime) -> None:
    """A run is confirmed once each of its cards came out or is spoiled."""
    store.touch(
        "UPDATE print_run SET confirmed_at = ? WHERE id = ? AND confirmed_at IS NULL AND NOT"
        " EXISTS (SELECT 1 FROM card WHERE run_id = print_run.id AND is_spoiled = 0"
        " AND issued_at IS NULL)",
        (_INSTANT.db_value(at), run),
    )


def activate(store: Store, code: int, on: date, **changes: Any) -> bool:
    """Put a printed card into use; False where another till was quicker (one UPDATE decides)."""
    query = CodeRow.update(status="live", **changes).where(
        CodeRow.id == code, CodeRow.status == "printed"
    )
    if store.run(query) != 1:
        return False
    store.run(CardRow.update(activated_on=on).where(CardRow.code == code))
    return True


def deactivate(store: Store, code: int) -> None:
    """A gift card whose sale has wholly gone back is for sale again (R73)."""
    store.run(CodeRow.update(status="printed").where(CodeRow.id == code))
    store.run(CardRow.update(activated_on=None).where(CardRow.code == code))


# -- stacks ------------------------------------------------------------------------------------


def change_stack(store: Store, stack: int, **changes: Any) -> None:
    """Set whose a stack is or where it lies, or that it was handed out."""
    store.change(StackRow, stack, **changes)


def hand_stack(store: Store, stack: int, at: datetime, on: date, staff: int | None) -> bool:
    """Note that a stack was handed out; False where somebody was quicker."""
    query = StackRow.update(handed_at=at, handed_on=on, handed_by=staff).where(
        StackRow.id == stack, StackRow.handed_at.is_null()
    )
    return store.run(query) == 1
