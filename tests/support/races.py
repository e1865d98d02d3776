"""Processes that do the same thing at the same moment, and controls with the guards taken off.

A control must lose the race, else the race proves nothing (reliability.md, H3).
"""

import multiprocessing
import shutil
import sqlite3
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from multiprocessing.synchronize import Barrier
from pathlib import Path
from typing import Any, NamedTuple

from peewee import IntegrityError

from refdesk.bootstrap import Opener
from refdesk.domain.bill import Line
from refdesk.domain.errors import DomainError
from refdesk.services.counter import Request, record_purchase
from refdesk.services.desk import Desk
from refdesk.services.payouts import make_payout
from refdesk.storage import codes, engine, ledger, programmes
from refdesk.storage.engine import Store
from refdesk.storage.tables import CodeRow, LotRow, MoveRow

PROCESSES = 8
JOURNALS = tuple(dict.fromkeys(("truncate", engine.journal_mode(sqlite3.sqlite_version_info))))
"""The modes that the program would run in: the one that is safe everywhere, and this SQLite's."""

PATIENCE = 120
"""Seconds after which a process that waits for the others gives up."""

LONGEST = 900
"""Seconds that all races together may take."""

_PAUSE = 0.02


@dataclass(frozen=True)
class Race:
    """What eight processes try at once, for each item in turn; how a refusal is counted."""

    folder: Path
    attempt: str
    items: Sequence[Any]

    def copied(self, folder: Path, journal: str, most: int | None = None) -> "Race":
        """The same race over the first of its items, in a copy of the shop."""
        shutil.copy2(self.folder / engine.FILE_NAME, folder)
        with closing(sqlite3.connect(folder / engine.FILE_NAME)) as db:
            assert db.execute(f"PRAGMA journal_mode = {journal}").fetchone() == (journal,)
        return Race(folder, self.attempt, self.items[:most])


@dataclass(frozen=True)
class Result:
    """Of each item what came of it, ``done`` or the refusal; of each attempt how long it took."""

    items: list[Counter[str]]
    seconds: list[float]


class Attempt(NamedTuple):
    """What came of one try, and how long it took."""

    end: str
    seconds: float


class Rules(NamedTuple):
    """How a race is run: with the guards or as a control, and in which journal mode."""

    is_guarded: bool = True
    journal: str = "truncate"


def coupon(desk: Desk, item: Any, racer: int) -> None:
    """Redeem a single-use code as a newcomer of one's own."""
    code, number = item
    phone = f"+7917{racer}{number:06}"
    record_purchase(desk, Request((Line(10_000),), code=code, phone=phone))


def points(desk: Desk, item: Any, racer: int) -> None:
    """Spend 60 of a customer's 100 points."""
    request = Request((Line(100_000),), customer=item, spend_points=60)
    record_purchase(desk, request)


def budget(desk: Desk, item: Any, racer: int) -> None:
    """Bring a newcomer whose discount takes 100.00 out of a programme's budget."""
    code, number = item
    phone = f"+7918{racer}{number:06}"
    record_purchase(desk, Request((Line(100_000),), code=code, phone=phone))


def payout(desk: Desk, item: Any, racer: int) -> None:
    """Pay out 60.00 of a customer's 100.00."""
    make_payout(desk, item, 6_000)


def gift_card(desk: Desk, item: Any, racer: int) -> None:
    """Pay 60.00 with a gift card that holds 100.00."""
    record_purchase(desk, Request((Line(6_000),), gift_cards=(item,)))


def turned(desk: Desk, item: Any, racer: int) -> None:
    """Pay out 60.00 of 100.00 at half of the tills, turn it into store credit at the others."""
    make_payout(desk, item, 6_000, method="credit" if racer % 2 else "cash")


ATTEMPTS: dict[str, Callable[[Desk, Any, int], None]] = {
    "coupon": coupon, "points": points, "budget": budget, "payout": payout, "turned": turned,
    "gift_card": gift_card,
}  # fmt: skip


def open_tills(desk: Desk) -> None:
    """Have a till with an open shift for each process: without guards they could not be made."""
    for number in range(PROCESSES):
        with desk.store.write():
            replace(desk, till=f"{number + 1}").stamp(desk.shop())


def run(races: Sequence[Race], rules: Rules) -> list[Result]:
    """Race through all items of each race."""
    context = multiprocessing.get_context("spawn")
    barrier, results = context.Barrier(PROCESSES), context.Queue()
    racers = [
        context.Process(target=_racer, args=(races, rules, number, barrier, results))
        for number in range(PROCESSES)
    ]
    for racer in racers:
        racer.start()
    outcomes = [results.get(timeout=LONGEST) for _ in racers]
    for racer in racers:
        racer.join(PATIENCE)
    return [_result(one_race) for one_race in zip(*outcomes, strict=True)]


def _result(attempts: Sequence[Sequence[Attempt]]) -> Result:
    items = [Counter(one.end for one in item) for item in zip(*attempts, strict=True)]
    return Result(items, [one.seconds for racer in attempts for one in racer])


def _racer(
    races: Sequence[Race], rules: Rules, number: int, barrier: Barrier, results: Any
) -> None:
    outcomes: list[list[Attempt]] = []
    try:
        engine.journal_mode = lambda version: rules.journal
        if not rules.is_guarded:
            take_guards_off()
        outcomes.extend(_run_one(race, rules, number, barrier) for race in races)
    except BaseException:
        barrier.abort()  # nobody waits for one who is gone
        raise
    finally:
        results.put(outcomes)


def _run_one(race: Race, rules: Rules, number: int, barrier: Barrier) -> list[Attempt]:
    desk = Opener(race.folder, till=f"{number + 1}").open()
    if not rules.is_guarded:
        desk.store.sql("PRAGMA ignore_check_constraints = 1")
        desk.store.sql("PRAGMA synchronous = OFF")  # each statement is a commit of its own
    outcomes = []
    for item in race.items:
        barrier.wait(PATIENCE)
        begun = time.perf_counter()
        end = _outcome(race, desk, item, number, is_guarded=rules.is_guarded)
        outcomes.append(Attempt(end, time.perf_counter() - begun))
    desk.store.close()
    return outcomes


def _outcome(race: Race, desk: Desk, item: Any, number: int, *, is_guarded: bool) -> str:
    try:
        ATTEMPTS[race.attempt](desk, item, number)
    except DomainError as refusal:
        return refusal.code
    except IntegrityError:  # a control may run into a table's own rule: that try is lost
        if is_guarded:
            raise
        return "lost"
    return "done"


# -- the controls --------------------------------------------------------------------------------


def take_guards_off() -> None:
    """No lock at the start of a write, read-then-write where one statement decided, no checks."""
    engine.Store.write = _write_without_lock  # type: ignore[method-assign]
    codes.claim_use = _claim_by_reading_first
    ledger._move = _move_unasked
    programmes.spend_budget = _spend_unasked
    engine.BUSY_SECONDS = 60


@contextmanager
def _write_without_lock(self: Store) -> Iterator[None]:
    yield


def _claim_by_reading_first(store: Store, code: int, on: Any) -> int | None:
    [row] = store.all(CodeRow.select().where(CodeRow.id == code))
    if row.use_limit is not None and row.uses >= row.use_limit:
        return None
    _pause()
    store.run(
        CodeRow.update(uses=row.uses + 1, last_use=row.last_use + 1).where(CodeRow.id == code)
    )
    number: int = row.last_use + 1
    return number


def _move_unasked(store: Store, entry: int, lot: int, change: int) -> bool:
    _pause()
    store.run(LotRow.update(left=LotRow.left + change).where(LotRow.entry == lot))
    store.insert(MoveRow, entry=entry, lot=lot, change=change)
    return True


def _spend_unasked(store: Store, programme: int, by: int, budget: int | None) -> bool:
    _pause()
    store.sql("UPDATE programme SET budget_spent = budget_spent + ? WHERE id = ?", (by, programme))
    return True


def _pause() -> None:
    threading.Event().wait(_PAUSE)
