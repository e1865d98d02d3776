"""Copies of the database: whole beside a writer, and never half a file under the final name."""

import signal
import sqlite3
import subprocess
import sys
import threading
from contextlib import closing
from pathlib import Path

import pytest

from refdesk.services import backups
from refdesk.storage import backup as copies
from refdesk.storage.engine import FILE_NAME
from tests.architecture.source import ROOT
from tests.support.refusals import storage_refused
from tests.support.shops import TestShop


def names(file: Path) -> list[str]:
    with closing(sqlite3.connect(file)) as db:
        assert db.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        return [row[0] for row in db.execute("SELECT name FROM customer ORDER BY id")]


def test_a_copy_beside_another_connection_holds_what_was_committed(
    wash: TestShop, tmp_path: Path
) -> None:
    other = wash.at_till("2")
    wash.add("Anna")
    other.add("Boris")
    copies.copy_database(wash.desk.store, tmp_path / "copy.sqlite")
    assert names(tmp_path / "copy.sqlite") == ["Anna", "Boris"]
    other.desk.store.close()


def test_a_copy_that_fails_leaves_the_older_one(
    wash: TestShop, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "copy.sqlite"
    copies.copy_database(wash.desk.store, target)
    wash.add("Anna")

    def fails(path: Path) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(copies, "_sync", fails)
    with storage_refused("full"):
        copies.copy_database(wash.desk.store, target)
    assert names(target) == []
    assert [path.name for path in tmp_path.glob("*.part")] == []


def test_p9_a_copy_of_a_damaged_shop_is_no_backup(wash: TestShop, tmp_path: Path) -> None:
    wash.add("Anna")
    target = tmp_path / "copy.sqlite"
    copies.copy_database(wash.desk.store, target)
    index = "SELECT rootpage FROM sqlite_schema WHERE name = 'promo_code_once'"
    page, size = (wash.desk.store.sql(one)[0][0] for one in (index, "PRAGMA page_size"))
    wash.add("Boris")
    wash.desk.store.close()
    with (wash.folder / FILE_NAME).open("rb+") as file:
        # a page that is right in itself, as a disk that lost a write leaves it: an empty index
        file.seek((page - 1) * size)
        file.write(b"\x0a\0\0\0\0" + size.to_bytes(2, "big") + b"\0")
    with storage_refused("damaged"):
        copies.copy_database(wash.reopened().desk.store, target)
    assert names(target) == ["Anna"]
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "copy.sqlite", "copy.sqlite.sha256",
    ]  # fmt: skip


def test_a_copy_does_not_depend_on_files_beside_it(wash: TestShop, tmp_path: Path) -> None:
    wash.add("Anna")
    copies.copy_database(wash.desk.store, tmp_path / "copy.sqlite")
    left = sorted(path.name for path in tmp_path.iterdir())
    assert left == ["copy.sqlite", "copy.sqlite.sha256"]
    with closing(sqlite3.connect(tmp_path / "copy.sqlite")) as db:
        assert db.execute("PRAGMA journal_mode").fetchone() == ("delete",)


def test_a_journal_of_the_old_file_is_not_played_into_the_new_one(
    wash: TestShop, tmp_path: Path
) -> None:
    wash.add("Anna")
    copies.copy_database(wash.desk.store, tmp_path / "copy.sqlite")
    wash.desk.store.close()
    target = wash.folder / FILE_NAME
    for ending in ("-journal", "-wal", "-shm"):
        target.with_name(target.name + ending).write_bytes(b"stale" * 500)
    copies.replace_database(tmp_path / "copy.sqlite", target)
    assert names(target) == ["Anna"]
    assert wash.reopened().problems() == []


def test_p10_what_a_power_cut_left_is_not_played_into_a_restored_file(
    wash: TestShop, tmp_path: Path
) -> None:
    wash.add("Anna")
    copies.copy_database(wash.desk.store, tmp_path / "copy.sqlite")
    for number in range(40):
        wash.add(f"Customer {number}")
    store, target = wash.desk.store, wash.folder / FILE_NAME
    with store.write():
        store.sql("PRAGMA cache_size = 1")
        store.sql("UPDATE customer SET name = name || ?", (" of a write that was cut off" * 99,))
        cut_off = {path: path.read_bytes() for path in wash.folder.glob(f"{FILE_NAME}*")}
    store.close()
    assert len(cut_off) > 1
    for path, content in cut_off.items():
        path.write_bytes(content)
    copies.replace_database(tmp_path / "copy.sqlite", target)
    assert names(target) == ["Anna"]
    assert wash.reopened().problems() == []


REPLACER = """
import sys
from pathlib import Path
from refdesk.storage.backup import replace_database
target, *sources = map(Path, sys.argv[1:])
print("go", flush=True)
while True:
    for source in sources:
        replace_database(source, target)
"""


@pytest.mark.slow
def test_p10_a_kill_during_restore_leaves_the_old_or_the_new_never_a_mixture(
    wash: TestShop, tmp_path: Path
) -> None:
    wash.add("Anna")
    first = backups.create_backup(wash.desk, tmp_path / "first.sqlite").file
    for number in range(40):
        wash.add(f"Customer {number}")
    second = backups.create_backup(wash.desk, tmp_path / "second.sqlite").file
    whole = [names(first), names(second)]
    target = tmp_path / "data" / FILE_NAME
    copies.replace_database(first, target)
    seen = set()
    for turn in range(8):
        command = [sys.executable, "-c", REPLACER, str(target), str(first), str(second)]
        with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE) as process:
            assert process.stdout is not None
            process.stdout.readline()
            # the moment of the kill moves through the replacement
            threading.Event().wait(0.012 + 0.007 * turn)
            process.send_signal(signal.SIGKILL)
        found = names(target)
        assert found in whole
        seen.add(len(found))
    assert seen <= {1, 41}


def test_the_control_a_plain_overwrite_is_found_half_written(
    wash: TestShop, tmp_path: Path
) -> None:
    wash.add("Anna")
    copy = backups.create_backup(wash.desk).file
    half = tmp_path / "half.sqlite"
    half.write_bytes(copy.read_bytes()[: copy.stat().st_size // 2])
    with storage_refused("damaged"):
        copies.verify_file(half)
