"""Bringing an older file up to date: a copy first, then all of it or nothing (P11)."""

import shutil
import sqlite3
from collections.abc import Callable, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from refdesk.storage import engine
from refdesk.storage.engine import FILE_NAME, Store, open_store, schema_version
from tests.support.refusals import storage_refused
from tests.support.shops import TestShop

NOW = schema_version()
"""The version of a shop that is made today."""

FIRST = "def up(migrator, db):\n    db.execute_sql('ALTER TABLE shop ADD COLUMN motto TEXT')\n"
SECOND = "def up(migrator, db):\n    db.execute_sql(\"UPDATE shop SET motto = 'clean'\")\n"
BROKEN = (
    "def up(migrator, db):\n    db.execute_sql(\"UPDATE shop SET name = 'gone'\")\n"
    "    raise RuntimeError('half way')\n"
)


@pytest.fixture
def scripts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Path]:
    """Adds numbered scripts to those that the program comes with."""
    folder = tmp_path / "migrations"
    shutil.copytree(engine.MIGRATIONS, folder, ignore=shutil.ignore_patterns("__pycache__"))

    def write(**bodies: str) -> Path:
        for name, body in bodies.items():
            (folder / f"{name.removeprefix('m')}.py").write_text(body)
        monkeypatch.setattr(engine, "MIGRATIONS", folder)
        monkeypatch.setattr(
            engine, "schema_version", lambda directory=folder: schema_version(directory)
        )
        monkeypatch.setattr(engine._migrate, "__defaults__", (folder,))
        return folder

    return write


def motto(store: Store) -> object:
    return store.sql("SELECT motto FROM shop")[0][0]


def columns(folder: Path, name: str = FILE_NAME) -> list[str]:
    with closing(sqlite3.connect(folder / name)) as db:
        return [row[1] for row in db.execute("PRAGMA table_info(shop)")]


def test_p11_an_older_file_is_copied_and_brought_up_to_date(
    wash: TestShop, scripts: Callable[..., Path]
) -> None:
    wash.add("Anna")
    wash.desk.store.close()
    scripts(m9001_motto=FIRST, m9002_fill=SECOND)
    store = open_store(wash.folder)
    assert motto(store) == "clean"
    assert store.sql("PRAGMA user_version") == [(NOW + 2,)]
    assert store.sql("SELECT COUNT(*) FROM customer") == [(1,)]
    store.close()
    assert "motto" not in columns(wash.folder, f"refdesk-before-v{NOW + 2}.sqlite")
    with closing(sqlite3.connect(wash.folder / f"refdesk-before-v{NOW + 2}.sqlite")) as copy:
        assert copy.execute("PRAGMA user_version").fetchone() == (NOW,)
        assert copy.execute("SELECT COUNT(*) FROM customer").fetchone() == (1,)


def test_p11_a_second_start_migrates_nothing_again(
    wash: TestShop, scripts: Callable[..., Path]
) -> None:
    wash.desk.store.close()
    scripts(m9001_motto=FIRST)
    open_store(wash.folder).close()
    copy = wash.folder / f"refdesk-before-v{NOW + 1}.sqlite"
    made_at = copy.stat().st_mtime_ns
    store = open_store(wash.folder)
    assert motto(store) is None
    store.close()
    assert copy.stat().st_mtime_ns == made_at


def test_p11_a_script_that_fails_leaves_the_old_schema_and_its_data(
    wash: TestShop, scripts: Callable[..., Path]
) -> None:
    wash.desk.store.close()
    folder = scripts(m9001_motto=FIRST, m9002_broken=BROKEN)
    with pytest.raises(RuntimeError, match="half way"):
        open_store(wash.folder)
    assert "motto" not in columns(wash.folder)
    with closing(sqlite3.connect(wash.folder / FILE_NAME)) as db:
        assert db.execute("SELECT name FROM shop").fetchone() == ("Sparkle",)
        assert db.execute("PRAGMA user_version").fetchone() == (NOW,)
    (folder / "9002_broken.py").write_text(SECOND)
    store = open_store(wash.folder)
    assert motto(store) == "clean"
    store.close()


def test_p11_a_file_of_a_newer_program_is_refused_and_not_touched(
    wash: TestShop, scripts: Callable[..., Path]
) -> None:
    wash.desk.store.sql(f"PRAGMA user_version = {NOW + 3}")
    wash.desk.store.close()
    before = (wash.folder / FILE_NAME).read_bytes()
    scripts(m9001_motto=FIRST, m9002_fill=SECOND)
    with storage_refused("newer"):
        open_store(wash.folder)
    assert (wash.folder / FILE_NAME).read_bytes() == before


def test_p11_without_room_for_the_copy_nothing_is_migrated(
    wash: TestShop, scripts: Callable[..., Path]
) -> None:
    wash.desk.store.close()
    scripts(m9001_motto=FIRST)
    (wash.folder / f"refdesk-before-v{NOW + 1}.sqlite").mkdir()
    with pytest.raises(Exception, match=f"refdesk-before-v{NOW + 1}"):
        open_store(wash.folder)
    assert "motto" not in columns(wash.folder)


def test_a_new_file_has_every_migration_noted_as_done(
    tmp_path: Path, scripts: Callable[..., Path]
) -> None:
    scripts(m9001_motto="def up(migrator, db):\n    raise RuntimeError('not for a new file')\n")
    engine.create_store(tmp_path / "new").close()
    store = open_store(tmp_path / "new")
    assert store.sql("PRAGMA user_version") == [(NOW + 1,)]
    store.close()


def test_p11_of_two_processes_the_later_one_keeps_the_copy_of_before(
    wash: TestShop, scripts: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    wash.desk.store.close()
    scripts(m9001_motto=FIRST)
    connect = engine._check_identity

    def overtaken(store: Store) -> None:
        """The other process does the whole of it after this one has opened the file."""
        connect(store)
        monkeypatch.setattr(engine, "_check_identity", connect)
        looked = store.sql

        def look_once(statement: str, params: Sequence[object] = ()) -> list[tuple[Any, ...]]:
            found = looked(statement, params)
            if statement == "PRAGMA user_version" and waits:
                waits.pop()
                open_store(wash.folder).close()
            return found

        waits = [True]
        monkeypatch.setattr(store, "sql", look_once)

    monkeypatch.setattr(engine, "_check_identity", overtaken)
    store = open_store(wash.folder)
    assert motto(store) is None
    store.close()
    assert "motto" not in columns(wash.folder, f"refdesk-before-v{NOW + 1}.sqlite")
    assert "motto" in columns(wash.folder)
