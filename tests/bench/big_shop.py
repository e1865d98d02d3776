"""A shop of any size, filled straight through SQL: what services would write, only quicker.

A file of each size is kept in the cache folder, because a million customers take minutes to make;
tests work on copies.
"""

import os
import secrets
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, date, datetime
from pathlib import Path
from random import Random
from unittest import mock

from platformdirs import user_cache_path

from refdesk.bootstrap import Opener
from refdesk.domain.codes import check_symbol
from refdesk.services.desk import Desk
from refdesk.services.shop import ShopDraft, create_shop
from refdesk.storage.engine import FILE_NAME, schema_version
from refdesk.storage.search import search_text

# read at import: each test has a home of its own, but the shops are kept in the user's
_CACHE = Path(os.environ.get("REFDESK_BENCH_CACHE") or user_cache_path("refdesk-bench"))
NOW = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)
TODAY = date(2026, 11, 21)
_MICRO = int(NOW.timestamp()) * 1_000_000
_ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
_FIRST = ("Анна", "Борис", "Вера", "Глеб", "Дарья", "Егор", "Жанна", "Инга", "Karen", "Sean")
_LAST = ("Лебедев", "Иванов", "Петров", "Кузнецов", "Соколов", "Myers", "Robson", "Орлов")


def opener(folder: Path) -> Opener:
    """A desk of this folder whose clock stands at `NOW`."""
    return Opener(folder, now=lambda: NOW, randbelow=secrets.randbelow)


def big_shop(folder: Path, customers: int) -> Desk:
    """An open shop of so many customers, each with a phone, a code and two ledger entries."""
    kept = _CACHE / f"shop-v5-{customers}.sqlite"
    if not kept.exists():
        kept.parent.mkdir(parents=True, exist_ok=True)
        making = kept.with_suffix(".making")
        shutil.rmtree(making, ignore_errors=True)
        _make(making, customers)
        (making / FILE_NAME).replace(kept)
        shutil.rmtree(making)
    _bring_up_to_date(kept)
    folder.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(kept, folder / FILE_NAME)
    return opener(folder).open()


def _bring_up_to_date(kept: Path) -> None:
    """Migrate a kept shop once, not every copy of it, and without the copy for safety."""
    with closing(sqlite3.connect(kept)) as db:
        [version] = db.execute("PRAGMA user_version").fetchone()
    if version >= schema_version():
        return
    work = kept.with_suffix(".migrating")
    shutil.rmtree(work, ignore_errors=True)
    work.mkdir()
    shutil.copyfile(kept, work / FILE_NAME)
    with mock.patch("refdesk.storage.backup.copy_database"):
        opener(work).open().store.close()
    (work / FILE_NAME).replace(kept)
    shutil.rmtree(work)


def _make(folder: Path, customers: int) -> None:
    desk = opener(folder).create()
    create_shop(desk, ShopDraft("Lagoon", presets=("car-wash",)))
    desk.store.close()
    with closing(sqlite3.connect(folder / FILE_NAME)) as db:
        db.execute("PRAGMA journal_mode = OFF")
        db.execute("PRAGMA synchronous = OFF")
        db.execute("PRAGMA cache_size = -400000")
        for statement, rows in _tables(customers):
            db.executemany(statement, rows)
        db.commit()


def _name(number: int) -> str:
    return f"{_FIRST[number % 10]} {_LAST[number % 8]} {number}"


def _code(number: int) -> str:
    rest, body = number * 7_919_000_003 % 31**9, ""
    for _ in range(9):
        rest, value = divmod(rest, 31)
        body += _ALPHABET[value]
    return body + check_symbol(body)


def code_of(customer: int) -> str:
    """The personal code of a customer of the big shop."""
    return _code(customer)


def phone_of(customer: int) -> str:
    """The phone of a customer of the big shop."""
    return f"+79{customer:09}"


def _tables(customers: int) -> Iterator[tuple[str, Iterator[tuple[object, ...]]]]:
    chance = Random(1)
    ids = range(1, customers + 1)
    last = {n: date(2026, 1 + chance.randrange(10), 1 + chance.randrange(28)) for n in range(97)}
    yield (
        "INSERT INTO customer (id, name, name_folded, kind, state, tags, note, registered_on,"
        " created_at, purchases, last_on) VALUES (?, ?, ?, 'client', 'active', '[]', '',"
        " '2026-01-01', ?, 1, ?)",
        ((n, _name(n), _name(n).casefold(), _MICRO, last[n % 97].isoformat()) for n in ids),
    )
    yield (
        "INSERT INTO identity (customer_id, kind, value, shown) VALUES (?, 'phone', ?, ?)",
        ((n, phone_of(n), phone_of(n)) for n in ids),
    )
    yield (
        "INSERT INTO promo_code (id, code, kind, status, version_id, owner_id, is_guessable,"
        " uses, last_use, reason, issued_at) VALUES (?, ?, 'personal', 'live', 1, ?, 0, 0, 0, '',"
        " ?)",
        ((n, _code(n), n, _MICRO) for n in ids),
    )
    yield (
        "INSERT INTO customer_search (rowid, text) VALUES (?, ?)",
        ((n, search_text(_name(n).casefold(), [phone_of(n)], [_code(n)])) for n in ids),
    )
    yield from _ledger(ids)


def _ledger(ids: range) -> Iterator[tuple[str, Iterator[tuple[object, ...]]]]:
    yield (
        "INSERT INTO till (id, name, wrong_codes, pauses, audit_seq, audit_mac, audit_key)"
        " VALUES (?, ?, 0, 0, 0, '', ?)",
        iter([(2, "import", "00" * 32)]),
    )
    yield (
        "INSERT INTO purchase (id, customer_id, till_id, at, business_date, total, discount,"
        " to_pay, verdict, reason, source, gone_back, is_void)"
        " VALUES (?, ?, 2, ?, '2026-02-01', 100000, 0, 100000, 'info_known', '', 'import', 0, 0)",
        ((n, n, _MICRO) for n in ids),
    )
    yield (
        "INSERT INTO purchase_line (purchase_id, position, service_group, price, discount, base)"
        " VALUES (?, 1, 'service', 100000, 0, 100000)",
        ((n,) for n in ids),
    )
    yield (
        "INSERT INTO account (id, customer_id, unit, balance) VALUES (?, ?, 'points', 150)",
        ((n, n) for n in ids),
    )
    yield (
        "INSERT INTO entry (id, account_id, kind, change, at, business_date, till_id, reason)"
        " VALUES (?, ?, 'earn', ?, ?, '2026-10-01', 2, '')",
        ((2 * n - half, n, 50 + 50 * half, _MICRO) for n in ids for half in (1, 0)),
    )
    yield (
        "INSERT INTO lot (entry_id, account_id, remaining, earned_on, available_on, expires_on,"
        " inactive_days, version_id, rule)"
        " VALUES (?, ?, ?, '2026-10-01', '2026-10-01', '2027-03-30', 0, 1, 'friend')",
        ((2 * n - half, n, 50 + 50 * half) for n in ids for half in (1, 0)),
    )
    yield (
        "INSERT INTO lot_move (entry_id, lot_id, change) VALUES (?, ?, ?)",
        ((2 * n - half, 2 * n - half, 50 + 50 * half) for n in ids for half in (1, 0)),
    )
