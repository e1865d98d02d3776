"""Upkeep over a million lots of which ten thousand expire, beside the bare SQL that finds and books
them: in one transaction, a few statements over the whole set, with the same durability."""

import sqlite3
import time
from pathlib import Path
from typing import Any

import pytest

from refdesk.services.desk import Desk
from refdesk.services.upkeep import run_upkeep
from refdesk.storage.engine import FILE_NAME, journal_mode
from tests.bench.big_shop import NOW, TODAY, big_shop

CUSTOMERS, LOTS, EXPIRING, ROUNDS, MOST = 500_000, 1_000_000, 10_000, 3, 5

_DUE = "SELECT entry_id FROM lot WHERE remaining > 0 AND expires_on < ?"
BARE = (
    f"CREATE TEMP TABLE due AS {_DUE}",
    "CREATE TEMP TABLE numbered AS SELECT lot.entry_id AS lot, account_id AS account, remaining,"
    " (SELECT MAX(id) FROM entry) + ROW_NUMBER() OVER () AS entry"
    " FROM due JOIN lot ON lot.entry_id = due.entry_id",
    "CREATE INDEX temp.numbered_by_account ON numbered (account)",
    "INSERT INTO entry (id, account_id, kind, change, at, business_date, till_id, reason)"
    " SELECT entry, account, 'expire', -remaining, 0, '2026-11-21', 2, '' FROM numbered",
    "INSERT INTO lot_move (entry_id, lot_id, change) SELECT entry, lot, -remaining FROM numbered",
    "UPDATE account SET balance = balance - (SELECT SUM(remaining) FROM numbered"
    " WHERE numbered.account = account.id) WHERE id IN (SELECT account FROM numbered)",
    "UPDATE lot SET remaining = 0 WHERE entry_id IN (SELECT lot FROM numbered)",
)


def shop_of(folder: Path) -> Desk:
    """A shop of a million lots, every hundredth of which has had its day."""
    desk = big_shop(folder, CUSTOMERS)
    desk.store.sql("UPDATE lot SET expires_on = '2026-11-01' WHERE entry_id % 100 = 0")
    [(lots, due)] = desk.store.sql("SELECT COUNT(*), SUM(expires_on < '2026-11-21') FROM lot")
    assert (lots, due, NOW.date()) == (LOTS, EXPIRING, TODAY)
    return desk


def by_hand(folder: Path) -> float:
    """How long the bare statements take."""
    db = sqlite3.connect(folder / FILE_NAME, isolation_level=None)
    db.execute(f"PRAGMA journal_mode = {journal_mode(sqlite3.sqlite_version_info)}")
    for pragma in ("synchronous = full", "foreign_keys = 1", "secure_delete = 1",
                   "cache_size = -16000", "temp_store = memory"):  # fmt: skip
        db.execute(f"PRAGMA {pragma}")
    start = time.perf_counter()
    db.execute("BEGIN IMMEDIATE")
    for number, statement in enumerate(BARE):
        db.execute(statement, () if number else (TODAY.isoformat(),))
    db.execute("COMMIT")
    spent = time.perf_counter() - start
    [(left,)] = db.execute(
        "SELECT COUNT(*) FROM lot WHERE remaining > 0 AND expires_on < ?", (TODAY.isoformat(),)
    ).fetchall()
    db.close()
    assert left == 0
    return spent


@pytest.mark.bench
def test_upkeep_beside_the_bare_sql(tmp_path: Path, benchmark: Any) -> None:
    ours, bare, again = [], [], []
    for number in range(ROUNDS):
        shop_of(tmp_path / f"bare{number}").store.close()
        bare.append(by_hand(tmp_path / f"bare{number}"))
        (tmp_path / f"bare{number}" / FILE_NAME).unlink()
        desk = shop_of(tmp_path / f"ours{number}")
        start = time.perf_counter()
        assert run_upkeep(desk).expired == EXPIRING
        ours.append(time.perf_counter() - start)
        start = time.perf_counter()
        assert run_upkeep(desk).expired == 0
        again.append(time.perf_counter() - start)
        desk.store.close()
        (tmp_path / f"ours{number}" / FILE_NAME).unlink()
    ratio = min(ours) / min(bare)
    benchmark.extra_info |= {
        "ratio_to_bare_sql": round(ratio, 2), "bare_ms": round(min(bare) * 1000),
        "upkeep_ms": round(min(ours) * 1000), "again_ms": round(min(again) * 1000, 1),
        "journal": journal_mode(sqlite3.sqlite_version_info),
    }  # fmt: skip
    print(benchmark.extra_info)
    benchmark.pedantic(lambda: None)
    assert ratio <= MOST
