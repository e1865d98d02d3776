"""Redeeming beside the same SQL statements through `sqlite3`, and how it grows with the base.

The baseline replays, on a second copy of the shop, the very statements that the service issued on
the first, with the same durability settings, one transaction each.
"""

import logging
import sqlite3
import statistics
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

from refdesk.services import counter
from refdesk.services.desk import Desk
from refdesk.storage.engine import FILE_NAME, journal_mode
from tests.bench.big_shop import big_shop, code_of

ROUNDS, WARM_UP = 60, 10
SMALL, LARGE = 1_000, 1_000_000

Statements = list[tuple[str, Sequence[object]]]


class _Recorder(logging.Handler):
    """Keeps the statements that peewee logs."""

    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self.statements: Statements = []

    def emit(self, record: logging.LogRecord) -> None:
        statement: Any = record.msg
        sql, params = statement
        if not sql.startswith(("BEGIN", "COMMIT")):
            self.statements.append((sql, params or ()))


def _request(desk: Desk, number: int) -> counter.Request:
    lines = counter.make_lines(desk, [("Полная мойка", 150_000)])
    return counter.Request(lines, code=code_of(number), phone=f"+7812{3_000_000 + number:07}")


def _redeem(desk: Desk, number: int) -> float:
    request = _request(desk, number)
    start = time.perf_counter()
    counter.record_purchase(desk, request, key=f"bench-{number}")
    return time.perf_counter() - start


def _recorded(desk: Desk, numbers: range) -> Iterator[Statements]:
    logger, recorder = logging.getLogger("peewee"), _Recorder()
    before = logger.level
    logger.addHandler(recorder)
    logger.setLevel(logging.DEBUG)
    try:
        for number in numbers:
            request = _request(desk, number)
            recorder.statements = []
            counter.record_purchase(desk, request, key=f"bench-{number}")
            yield recorder.statements
    finally:
        logger.setLevel(before)
        logger.removeHandler(recorder)


def _replay(db: sqlite3.Connection, statements: Statements) -> float:
    start = time.perf_counter()
    db.execute("BEGIN IMMEDIATE")
    for sql, params in statements:
        db.execute(sql, params).fetchall()
    db.execute("COMMIT")
    return time.perf_counter() - start


def _plain_connection(path: Path) -> sqlite3.Connection:
    db = sqlite3.connect(path, isolation_level=None)
    db.execute(f"PRAGMA journal_mode = {journal_mode(sqlite3.sqlite_version_info)}")
    for pragma in ("synchronous = full", "foreign_keys = 1", "secure_delete = 1",
                   "cache_size = -16000", "temp_store = memory"):  # fmt: skip
        db.execute(f"PRAGMA {pragma}")
    return db


@pytest.mark.bench
def test_redeem_beside_its_own_statements(tmp_path: Path, benchmark: Any) -> None:
    recorded = big_shop(tmp_path / "recorded", LARGE)
    ours = big_shop(tmp_path / "ours", LARGE)
    small = big_shop(tmp_path / "small", SMALL)
    plain = big_shop(tmp_path / "plain", LARGE)
    plain.store.close()
    numbers = range(1, WARM_UP + ROUNDS + 1)
    statements = list(_recorded(recorded, numbers))
    db = _plain_connection(tmp_path / "plain" / FILE_NAME)
    times: dict[str, list[float]] = {"service": [], "statements": [], "small": []}
    for number in numbers:
        # interleaved, so that whatever else the machine does falls on all alike
        times["statements"].append(_replay(db, statements[number - 1]))
        times["service"].append(_redeem(ours, number))
        times["small"].append(_redeem(small, number))
    middle = {name: statistics.median(found[WARM_UP:]) for name, found in times.items()}
    benchmark.extra_info |= {
        "statements": len(statements[-1]),
        "journal": journal_mode(sqlite3.sqlite_version_info),
        "ratio_to_statements": round(middle["service"] / middle["statements"], 2),
        "growth_from_1000": round(middle["service"] / middle["small"], 2),
        "service_ms": round(middle["service"] * 1000, 1),
        "slowest_ms": round(max(times["service"][WARM_UP:]) * 1000, 1),
    }
    print(benchmark.extra_info)
    following = iter(range(WARM_UP + ROUNDS + 1, 10_000))
    benchmark.pedantic(lambda: _redeem(ours, next(following)), rounds=20)
    assert middle["service"] <= 3 * middle["statements"]
    assert middle["service"] <= 1.5 * middle["small"]
