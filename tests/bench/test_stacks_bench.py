"""What became of the stacks of a million cards, beside reading every card and counting it."""

import shutil
import sqlite3
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

import pytest

from refdesk.services.desk import Desk
from refdesk.services.stacks import list_stacks
from refdesk.storage.engine import FILE_NAME, schema_version
from refdesk.storage.stack_figures import stack_figures
from tests.bench.big_shop import _CACHE, _MICRO, _code, opener
from tests.support.shops import make_shop

T = TypeVar("T")

RUNS, CARDS, STACKS = 200, 5000, 10
CODES = RUNS * CARDS
USED = 20
"""Of so many cards one was used, by somebody whom it brought."""

ROUNDS, LEAST = 5, 10


def shop_of(folder: Path) -> Desk:
    """A shop with a million coupons in two thousand stacks, fifty thousand of them used."""
    kept = _CACHE / f"stacks-2-v{schema_version()}.sqlite"
    if not kept.exists():
        kept.parent.mkdir(parents=True, exist_ok=True)
        _make(folder)
        shutil.copyfile(folder / FILE_NAME, kept)
    folder.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(kept, folder / FILE_NAME)
    return opener(folder).open()


def _make(folder: Path) -> None:
    make_shop(folder, ("car-wash",))
    with closing(sqlite3.connect(folder / FILE_NAME)) as db:
        for pragma in ("journal_mode = OFF", "synchronous = OFF", "cache_size = -400000"):
            db.execute(f"PRAGMA {pragma}")
        for statement, rows in _tables():
            db.executemany(statement, rows)
        db.commit()


def _tables() -> Iterator[tuple[str, Iterator[tuple[object, ...]]]]:
    per = CARDS // STACKS
    runs, cards = range(1, RUNS + 1), range(CODES)
    used = range(0, CODES, USED)
    people = range(1, len(used) + 2)
    yield (
        "INSERT INTO customer (id, name, name_folded, kind, state, tags, note, registered_on,"
        " created_at, purchases) VALUES (?, '', '', 'client', 'active', '[]', '', '2026-01-01',"
        " ?, 1)",
        ((one, _MICRO) for one in people),
    )
    yield (
        "INSERT INTO till (id, name, wrong_codes, pauses, audit_seq, audit_mac, audit_key)"
        " VALUES (?, ?, 0, 0, 0, '', ?)",
        iter([(9, "bench", "00" * 32)]),
    )
    yield (
        "INSERT INTO print_run (id, programme_id, kind, count, created_at, confirmed_at)"
        " VALUES (?, 1, 'coupon', ?, ?, ?)",
        ((run, CARDS, _MICRO, _MICRO) for run in runs),
    )
    yield (
        "INSERT INTO stack (id, run_id, number, holder_id, place, first, count)"
        " VALUES (?, ?, ?, 1, '', ?, ?)",
        (
            ((run - 1) * STACKS + number, run, number, (number - 1) * per + 1, per)
            for run in runs for number in range(1, STACKS + 1)
        ),
    )  # fmt: skip
    yield (
        "INSERT INTO promo_code (id, code, kind, status, version_id, stack_id, is_guessable,"
        " use_limit, uses, last_use, reason, issued_at) VALUES (?, ?, 'coupon', 'live', 1, ?, 0,"
        " 1, ?, ?, '', ?)",
        (
            (n + 1, _code(n + 1), n // per + 1, n % USED == 0, n % USED == 0, _MICRO)
            for n in cards
        ),
    )  # fmt: skip
    yield (
        "INSERT INTO card (code_id, run_id, position, is_spoiled, reprints, printed_at, issued_at)"
        " VALUES (?, ?, ?, 0, 0, ?, ?)",
        ((n + 1, n // CARDS + 1, n % CARDS + 1, _MICRO, _MICRO) for n in cards),
    )
    yield from _uses(used)


def _uses(used: range) -> Iterator[tuple[str, Iterator[tuple[object, ...]]]]:
    yield (
        "INSERT INTO purchase (id, customer_id, till_id, at, business_date, total, discount,"
        " to_pay, verdict, reason, source, gone_back, is_void)"
        " VALUES (?, ?, 9, ?, '2026-10-01', 100000, 10000, 90000, 'ok_new', '', 'till', 0, 0)",
        ((n // USED + 1, n // USED + 2, _MICRO) for n in used),
    )
    yield (
        "INSERT INTO code_use (code_id, number, purchase_id, customer_id, at, business_date,"
        " is_live) VALUES (?, 1, ?, ?, ?, '2026-10-01', 1)",
        ((n + 1, n // USED + 1, n // USED + 2, _MICRO) for n in used),
    )
    yield (
        "INSERT INTO effect (purchase_id, position, customer_id, side, level, rule, version_id,"
        " benefit, value, spent, cost, base, state, why) VALUES (?, 1, ?, 'referral', 0, 'friend',"
        " 1, 'percent_off', 10000, 0, 10000, 100000, 'done', '[]')",
        ((n // USED + 1, n // USED + 2) for n in used),
    )
    yield (
        "INSERT INTO referral (customer_id, referrer_id, code_id, version_id, claimed_at,"
        " claimed_on, was_new, effective_id) VALUES (?, 1, ?, 1, ?, '2026-10-01', 1, ?)",
        ((n // USED + 2, n + 1, _MICRO, n // USED + 1) for n in used),
    )


def plain(desk: Desk, run: int) -> tuple[Counter[int], Counter[int], Counter[int]]:
    """The same for one run by reading every card and looking up what became of it."""
    sql = desk.store.sql
    redeemed, brought, discounts = Counter[int](), Counter[int](), Counter[int]()
    cards = sql(
        "SELECT code.id, code.stack_id FROM card JOIN promo_code AS code ON code.id = card.code_id"
        " WHERE card.run_id = ?",
        (run,),
    )
    for code, stack in cards:
        uses = sql("SELECT purchase_id FROM code_use WHERE code_id = ? AND is_live = 1", (code,))
        redeemed[stack] += bool(uses)
        for (purchase,) in uses:
            [(given,)] = sql("SELECT SUM(value) FROM effect WHERE purchase_id = ?", (purchase,))
            discounts[stack] += given
        brought[stack] += len(
            sql("SELECT 1 FROM referral WHERE code_id = ? AND effective_id IS NOT NULL", (code,))
        )
    return +redeemed, +brought, +discounts


def timed(work: Callable[[], T]) -> tuple[T, float]:
    """What a call gives, and how many seconds it took."""
    start = time.perf_counter()
    result = work()
    return result, time.perf_counter() - start


@pytest.mark.bench
def test_stacks_of_a_million_cards_beside_reading_every_card(
    tmp_path: Path, benchmark: Any
) -> None:
    desk = shop_of(tmp_path / "shop")
    (_, every), year = timed(lambda: stack_figures(desk.store)), date(2026, 1, 1)
    ours, naive = [], []
    for run in range(1, ROUNDS + 1):
        found, spent = timed(lambda run=run: stack_figures(desk.store, run, year))  # type: ignore[misc]
        ours.append(spent)
        counted, spent = timed(lambda run=run: plain(desk, run))  # type: ignore[misc]
        naive.append(spent)
        assert counted == (
            {one: figures.redeemed for one, figures in found.items()},
            {one: figures.brought for one, figures in found.items()},
            {one: figures.discounts for one, figures in found.items()},
        )
    ratio = min(naive) / min(ours)
    benchmark.extra_info |= {
        "all_stacks_s": round(every, 3), "one_run_s": round(min(ours), 4),
        "plain_one_run_s": round(min(naive), 3), "ratio": round(ratio, 1),
    }  # fmt: skip
    lines = benchmark.pedantic(lambda: list_stacks(desk, 1), rounds=3)
    assert sum(line.figures.redeemed for line in lines) == CARDS // USED
    desk.store.close()
    assert ratio >= LEAST
