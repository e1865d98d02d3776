"""Proving a million lines of the record with the audit key, beside bare sums in a loop (P16)."""

import hmac
import resource
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from refdesk.bootstrap import Opener
from refdesk.domain.audit_key import read_audit_key
from refdesk.services.shop import ShopDraft, create_shop
from refdesk.storage.audit_check import check_record
from refdesk.storage.audit_keys import TURNED, first_key, link_text, mac_of, next_key, seed_of
from refdesk.storage.engine import FILE_NAME
from refdesk.storage.tables import TillRow

LINES, A_DAY = 1_000_000, 2_000
SLOWER, SECONDS, MORE_MEMORY = 5.0, 10.0, 40
"""At most so many times the bare loop, so many seconds, and so many MiB more than before."""


def lines(seed: bytes, seq: int, mac: str, at: int) -> Iterator[tuple[object, ...]]:
    """The rest of a chain of many days, as `append_audit` writes it."""
    key = first_key(seed, 1)
    while seq < LINES:
        seq += 1
        turns = seq % A_DAY == 0
        action = TURNED if turns else "purchase"
        details = '{"on":"2026-11-23"}' if turns else f'{{"customer":{seq},"total":150000}}'
        mac = mac_of(key, mac, link_text(seq, at + seq, None, action, details))
        if turns:
            key = next_key(key)
        yield seq, at + seq, action, details, mac
    yield seq, 0, "", key.hex(), mac


def make(folder: Path) -> bytes:
    """A shop with a million lines; the seed of its key."""
    desk = Opener(folder).create()
    seed = seed_of(read_audit_key(create_shop(desk, ShopDraft("Bench", language="en")).audit_key))
    till = desk.store.find(TillRow, id=1)
    ((at,),) = desk.store.sql("SELECT MAX(at) FROM audit")
    desk.store.close()
    with closing(sqlite3.connect(folder / FILE_NAME)) as db:
        db.execute("PRAGMA journal_mode = OFF")
        db.execute("PRAGMA synchronous = OFF")
        last: list[tuple[object, ...]] = []

        def rows() -> Iterator[tuple[object, ...]]:
            for one in lines(seed, till.audit_seq, till.audit_mac, at):
                if one[2]:
                    yield one
                else:
                    last.append(one)

        db.executemany(
            "INSERT INTO audit (till_id, seq, at, action, details, mac) VALUES (1, ?, ?, ?, ?, ?)",
            rows(),
        )
        ((seq, _, _, key, mac),) = last
        db.execute("UPDATE till SET audit_seq = ?, audit_mac = ?", (seq, mac))
        db.execute("UPDATE day_key SET key = ?, since = ?", (key, seq))
        db.commit()
    return seed


def bare_loop() -> float:
    """Seconds for as many sums over texts of the same length, each over the one before."""
    start, mac, key = time.perf_counter(), "", bytes(32)
    link = link_text(
        LINES, 1_700_000_000_000_000, None, "purchase", '{"customer":1,"total":150000}'
    )
    for _ in range(LINES):
        mac = hmac.digest(key, (mac + link).encode(), "sha256").hex()
    return time.perf_counter() - start


def memory() -> int:
    """The most memory this process ever had, MiB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


@pytest.mark.bench
def test_p16_a_million_lines_are_proved_in_seconds_and_in_no_room(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    seed = make(tmp_path)
    store = Opener(tmp_path).open().store
    bare = min(bare_loop() for _ in range(2))
    before, times = memory(), []
    for _ in range(3):
        start = time.perf_counter()
        told = check_record(store, [seed])
        times.append(time.perf_counter() - start)
        assert (told.problems, told.checked, told.unchecked) == ([], LINES, 0)
    start = time.perf_counter()
    assert check_record(store).problems == []
    without = time.perf_counter() - start
    store.close()
    more = memory() - before
    with capsys.disabled():
        print(
            f"\n{LINES} lines: proved in {min(times):.1f} s, without the key {without:.1f} s,"
            f" bare sums {bare:.1f} s, ratio {min(times) / bare:.2f}; {more} MiB more"
        )
    assert min(times) / bare <= SLOWER
    assert min(times) <= SECONDS
    assert more <= MORE_MEMORY
