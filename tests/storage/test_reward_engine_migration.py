"""A shop of the first release, with rows in every table, becomes one of this release (P11)."""

import sqlite3
from collections.abc import Callable, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from peewee import IntegrityError, SqliteDatabase

from refdesk.bootstrap import Opener
from refdesk.services import accounts, backups
from refdesk.storage.engine import FILE_NAME, create_store, open_store, schema_version
from tests.storage.frozen import thaw
from tests.support.shops import START, Clock, TestShop

COPY = f"refdesk-before-v{schema_version()}.sqlite"

Rows = dict[str, list[tuple[Any, ...]]]


@pytest.fixture
def old(tmp_path: Path) -> Path:
    """A folder with a shop as the first release left it."""
    return thaw(1, tmp_path / "shop")


def tables(db: sqlite3.Connection) -> dict[str, list[str]]:
    names = db.execute(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'customer_search_%'"
    )
    return {name: [row[1] for row in db.execute(f"PRAGMA table_info({name})")] for (name,) in names}


def rows_of(folder: Path, columns: dict[str, list[str]]) -> Rows:
    with closing(sqlite3.connect(folder / FILE_NAME)) as db:
        return {
            name: db.execute(f"SELECT {', '.join(wanted)} FROM {name} ORDER BY 1").fetchall()
            for name, wanted in columns.items()
            if name != "schema_migration"
        }


def old_columns(folder: Path) -> dict[str, list[str]]:
    with closing(sqlite3.connect(folder / FILE_NAME)) as db:
        return tables(db)


def schema(folder: Path) -> set[tuple[str, str, str, str]]:
    """Everything that the file is made of, whatever the quotes and spaces."""
    with closing(sqlite3.connect(folder / FILE_NAME)) as db:
        found = db.execute("SELECT type, name, tbl_name, COALESCE(sql, '') FROM sqlite_master")
        return {
            (kind, name, table, " ".join(sql.replace('"', "").split()))
            for kind, name, table, sql in found
        }


def test_p11_the_fixture_has_rows_in_every_table(old: Path) -> None:
    rows = rows_of(old, old_columns(old))
    assert [name for name, found in rows.items() if not found] == []


def test_p11_the_schema_is_that_of_a_new_file(old: Path, tmp_path: Path) -> None:
    create_store(tmp_path / "new").close()
    open_store(old).close()
    assert schema(old) == schema(tmp_path / "new")


def test_p11_every_row_is_kept(old: Path) -> None:
    columns = old_columns(old)
    before = rows_of(old, columns)
    open_store(old).close()
    assert rows_of(old, columns) == before


def test_p11_the_copy_is_of_before(old: Path) -> None:
    columns = old_columns(old)
    before = rows_of(old, columns)
    open_store(old).close()
    (old / FILE_NAME).unlink()
    (old / COPY).rename(old / FILE_NAME)
    assert old_columns(old) == columns
    assert rows_of(old, columns) == before


def test_p11_what_was_there_agrees_and_works_on(old: Path) -> None:
    clock = Clock(START)
    clock.forward(days=1)
    opener = Opener(old, now=clock)
    shop = TestShop(opener.open(), clock, opener, {"Anna": 1, "Boris": 2, "Clara": 3})
    assert backups.check_shop(shop.desk) == []
    balance = accounts.get_balance(shop.desk, 1)
    assert dict(balance.spendable) | {"held": balance.held["points"]} == {
        "points": 120, "money": 6_000, "store_credit": 0, "stamps": 0, "held": 25,
    }  # fmt: skip
    made = shop.buy("500", customer="+79170000001")
    shop.void(made.purchase)
    assert backups.check_shop(shop.desk) == []
    shop.desk.store.close()


def test_p11_links_and_append_only_rows_are_watched_over_again(old: Path) -> None:
    store = open_store(old)
    assert store.sql("PRAGMA foreign_keys") == [(1,)]
    with pytest.raises(IntegrityError, match="append_only"):
        store.sql("UPDATE effect SET value = 0")
    with pytest.raises(IntegrityError, match="FOREIGN KEY"):
        store.sql("DELETE FROM account")
    with pytest.raises(IntegrityError, match="FOREIGN KEY"):
        store.sql("UPDATE lot SET account_id = 99")
    store.close()


def test_r46_each_till_knows_what_it_recorded_last(old: Path) -> None:
    store = open_store(old)
    assert store.sql("SELECT recorded_at FROM till") == store.sql("SELECT MAX(at) FROM audit")
    store.close()


def test_r70_a_refund_of_an_old_purchase_has_something_to_be_measured_against(old: Path) -> None:
    store = open_store(old)
    assert store.sql(
        "SELECT DISTINCT effect.lines, effect.price FROM effect JOIN purchase"
        " ON purchase.id = purchase_id WHERE purchase.total = 120050"
    ) == [("[0,1]", 120_050)]
    store.close()


def test_r69_of_an_old_void_every_line_has_gone_back(old: Path) -> None:
    store = open_store(old)
    assert store.sql(
        "SELECT is_void, line.gone_back FROM purchase_line AS line JOIN purchase"
        " ON purchase.id = purchase_id ORDER BY line.id"
    ) == [(0, 0), (0, 0), (0, 0), (1, 70_000), (0, 0)]
    store.close()


@pytest.fixture
def fails_at(monkeypatch: pytest.MonkeyPatch) -> Callable[[int], None]:
    """Lets the program end at its n-th statement that changes the file."""
    execute: Any = SqliteDatabase.execute_sql

    def arm(last: int) -> None:
        done = 0

        def execute_sql(self: Any, sql: str, params: Sequence[Any] | None = None) -> Any:
            nonlocal done
            if not sql.startswith(("SELECT", "PRAGMA", "BEGIN", "SAVEPOINT", "ROLLBACK", "select")):
                done += 1
                if done == last:
                    raise RuntimeError("killed")
            return execute(self, sql, params)

        monkeypatch.setattr(SqliteDatabase, "execute_sql", execute_sql)

    return arm


@pytest.mark.slow
def test_p11_ended_at_any_statement_it_is_the_old_file_or_the_new_one(
    old: Path, fails_at: Callable[[int], None], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    create_store(tmp_path / "new").close()
    schemas = {frozenset(schema(old)): "old", frozenset(schema(tmp_path / "new")): "new"}
    columns = old_columns(old)
    before, whole = rows_of(old, columns), (old / FILE_NAME).read_bytes()
    last, found = 0, []
    while "new" not in found:
        last += 1
        (old / FILE_NAME).write_bytes(whole)
        fails_at(last)
        try:
            open_store(old).close()
        except RuntimeError:
            pass
        else:
            found.append("new")
        monkeypatch.undo()
        assert rows_of(old, columns) == before
        found.append(schemas[frozenset(schema(old))])
    assert last > 50
    assert found[-2:] == ["new", "new"]
    assert set(found[:-2]) == {"old"}
