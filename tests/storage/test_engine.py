"""Opening a shop's file: the promised settings, and a reason in one word when it cannot be."""

import sqlite3
from contextlib import closing, suppress
from pathlib import Path

import pytest
from peewee import JOIN, SQL

from refdesk.domain.progress import Cancelled, Progress
from refdesk.storage import engine
from refdesk.storage.engine import (
    APPLICATION_ID,
    FILE_NAME,
    create_store,
    journal_mode,
    open_store,
    schema_version,
)
from refdesk.storage.errors import StorageError
from refdesk.storage.tables import SettingRow
from tests.support.refusals import storage_refused
from tests.support.shops import TestShop


@pytest.mark.parametrize("version, mode", [
    ((3, 40, 1), "truncate"), ((3, 44, 5), "truncate"), ((3, 44, 6), "wal"), ((3, 44, 9), "wal"),
    ((3, 45, 0), "truncate"), ((3, 49, 9), "truncate"), ((3, 50, 6), "truncate"),
    ((3, 50, 7), "wal"), ((3, 50, 99), "wal"), ((3, 51, 0), "truncate"), ((3, 51, 2), "truncate"),
    ((3, 51, 3), "wal"), ((3, 52, 0), "truncate"), ((3, 52, 1), "wal"), ((3, 53, 0), "wal"),
    ((4, 0, 0), "wal"),
])  # fmt: skip
def test_the_journal_is_wal_only_where_the_reset_fault_is_mended(
    version: tuple[int, ...], mode: str
) -> None:
    assert journal_mode(version) == mode


def test_the_settings_that_durability_needs_are_read_back(wash: TestShop) -> None:
    store = wash.desk.store
    assert store.sql("PRAGMA journal_mode") == [(journal_mode(sqlite3.sqlite_version_info),)]
    assert store.sql("PRAGMA synchronous") == [(2,)]
    assert store.sql("PRAGMA foreign_keys") == [(1,)]
    assert store.sql("PRAGMA secure_delete") == [(1,)]
    assert store.sql("PRAGMA application_id") == [(APPLICATION_ID,)]
    assert store.sql("PRAGMA user_version") == [(schema_version(),)]


def test_a_refused_setting_is_not_worked_with(
    wash: TestShop, monkeypatch: pytest.MonkeyPatch
) -> None:
    # SQLite says nothing when it does not follow a pragma
    wash.desk.store.close()
    monkeypatch.setattr(engine, "journal_mode", lambda version: "bogus")
    with storage_refused("damaged"):
        open_store(wash.folder)


class Patience(Progress):
    """Comes to an end with the third look."""

    looks = 0

    def check(self) -> None:
        self.looks += 1
        if self.looks > 2:
            raise Cancelled


@pytest.mark.parametrize("order", ["none", "random()"], ids=["between rows", "before a row"])
def test_a_long_read_ends_where_nobody_wants_it_and_the_next_one_does_not(
    wash: TestShop, order: str
) -> None:
    store, patience = wash.desk.store, Patience()
    names = [SettingRow.alias() for _ in range(6)]
    everything = names[0].select(names[0].name)
    for one in names[1:]:
        everything = everything.join(one, JOIN.CROSS)
    with store.write():
        store.insert_many(SettingRow, [{"name": f"n{n}", "value": ""} for n in range(50)])
    if order != "none":
        everything = everything.order_by(SQL(order))
    with pytest.raises(Cancelled):
        store.column(everything, patience)
    assert patience.looks == 4  # and once more to say it
    fewer = names[0].select(names[0].name).join(names[1], JOIN.CROSS).join(names[2], JOIN.CROSS)
    assert len(store.column(fewer)) >= 50**3
    with store.write():
        store.sql("DELETE FROM setting WHERE name = 'n0'")


def test_trouble_in_a_long_read_stays_trouble(wash: TestShop) -> None:
    store = wash.desk.store
    with closing(sqlite3.connect(store.path)) as other:
        other.execute("DROP TABLE setting")
    with pytest.raises(StorageError):
        store.column(SettingRow.select(SettingRow.name), Progress())


def test_a_write_is_the_outermost_and_rolls_back_whole(wash: TestShop) -> None:
    store = wash.desk.store
    with suppress(ZeroDivisionError), store.write():
        store.sql("INSERT INTO setting (name, value) VALUES ('a', 'b')")
        raise ZeroDivisionError
    assert store.sql("SELECT * FROM setting") == []
    with store.write(), pytest.raises(RuntimeError, match="outermost"), store.write():
        pass
    with store.read(), store.read():
        assert store.sql("SELECT COUNT(*) FROM shop") == [(1,)]


# -- the reasons ---------------------------------------------------------------------------------


def test_missing(tmp_path: Path) -> None:
    with storage_refused("missing"):
        open_store(tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_busy(wash: TestShop, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine, "BUSY_SECONDS", 0.05)
    other = open_store(wash.folder)
    with wash.desk.store.write():
        with storage_refused("busy"), other.write():
            pass
        assert wash.count("shop") == 1
    with other.write():
        other.sql("INSERT INTO setting (name, value) VALUES ('a', 'b')")
    other.close()


def test_read_only(wash: TestShop) -> None:
    store = wash.desk.store
    store.sql("PRAGMA query_only = 1")
    with storage_refused("read_only"):
        wash.add("Anna")
    store.sql("PRAGMA query_only = 0")
    assert wash.add("Anna")


def test_p7_full_and_works_again_once_there_is_room(wash: TestShop) -> None:
    code = wash.add("Anna")
    store = wash.desk.store
    [(pages,)] = store.sql("PRAGMA page_count")
    store.sql(f"PRAGMA max_page_count = {pages}")
    done = 0
    with storage_refused("full"):
        for number in range(2_000):
            wash.buy(*["1"] * 50, code=code if not number else "", phone=f"+7917{number:07}",
                     key=f"k{number}")  # fmt: skip
            done += 1
    assert wash.count("purchase") == done
    assert wash.count("operation") == done
    store.sql("PRAGMA max_page_count = 1000000")
    wash.buy("1", key="after")
    assert wash.count("purchase") == done + 1
    assert wash.problems() == []


def test_damaged_pages(wash: TestShop) -> None:
    for number in range(20):
        wash.add(f"Customer {number}")
    wash.desk.store.close()
    file = wash.folder / FILE_NAME
    content = bytearray(file.read_bytes())
    content[4096 : len(content)] = b"\xa5" * (len(content) - 4096)
    file.write_bytes(content)
    with storage_refused("damaged"):
        shop = wash.reopened()
        shop.count("customer")


@pytest.mark.parametrize("content, reason", [
    (b"", "foreign"), (b"a text file, nothing else", "damaged"), (bytes(4096), "damaged"),
])  # fmt: skip
def test_what_is_no_database(tmp_path: Path, content: bytes, reason: str) -> None:
    (tmp_path / FILE_NAME).write_bytes(content)
    with storage_refused(reason):
        open_store(tmp_path)
    assert (tmp_path / FILE_NAME).read_bytes() == content


def test_another_programs_database_is_left_as_it_is(tmp_path: Path) -> None:
    file = tmp_path / FILE_NAME
    with closing(sqlite3.connect(file)) as db:
        db.execute("CREATE TABLE diary (text)")
        db.commit()
    before = file.read_bytes()
    with storage_refused("foreign"):
        open_store(tmp_path)
    assert file.read_bytes() == before


@pytest.mark.parametrize("ours", ["wal", "truncate"])
@pytest.mark.parametrize("theirs", ["wal", "delete"])
def test_another_programs_journal_setting_is_left_as_it_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, ours: str, theirs: str
) -> None:
    # the journal mode is kept in the file: only to set it would change the file
    monkeypatch.setattr(engine, "journal_mode", lambda version: ours)
    file = tmp_path / FILE_NAME
    with closing(sqlite3.connect(file)) as db:
        db.execute(f"PRAGMA journal_mode = {theirs}")
        db.execute("CREATE TABLE diary (text)")
        db.commit()
    before = file.read_bytes()
    with storage_refused("foreign"):
        open_store(tmp_path)
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == {FILE_NAME: before}


def test_a_newer_programs_database_is_refused(wash: TestShop) -> None:
    wash.desk.store.sql("PRAGMA user_version = 999")
    wash.desk.store.close()
    with storage_refused("newer"):
        open_store(wash.folder)


def test_a_shop_that_cannot_be_made_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(db: object) -> None:
        raise sqlite3.OperationalError("no room")

    monkeypatch.setattr(engine, "create_schema", fails)
    with pytest.raises(StorageError):
        create_store(tmp_path / "shop")
    assert list((tmp_path / "shop").iterdir()) == []


def test_making_a_shop_where_one_is_changes_nothing(wash: TestShop) -> None:
    wash.add("Anna")
    with pytest.raises(StorageError):
        create_store(wash.folder)
    assert wash.reopened().count("customer") == 1


def test_p22_a_crash_in_mid_write_is_rolled_back_at_the_next_start(
    wash: TestShop, tmp_path: Path
) -> None:
    wash.add("Anna")
    store = wash.desk.store
    with store.write():
        store.sql("PRAGMA cache_size = 1")
        for number in range(400):
            store.sql("INSERT INTO setting (name, value) VALUES (?, ?)",
                      (f"n{number}", "x" * 500))  # fmt: skip
        # what a power cut leaves: the file half written, its journal beside it
        for path in wash.folder.glob(f"{FILE_NAME}*"):
            (tmp_path / path.name).write_bytes(path.read_bytes())
    reopened = open_store(tmp_path)
    assert reopened.sql("SELECT COUNT(*) FROM setting") == [(0,)]
    assert reopened.sql("PRAGMA integrity_check") == [("ok",)]
    reopened.close()
