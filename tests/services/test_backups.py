"""Backups: made beside a working till, verified, restored whole or not at all."""

import random
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from refdesk.domain.progress import Cancelled, Progress
from refdesk.services import backups
from refdesk.storage import backup as copies
from refdesk.storage.engine import FILE_NAME
from refdesk.storage.errors import StorageError
from refdesk.storage.integrity import CHECKS, table_names
from refdesk.storage.lock import lock_folder
from tests.support.refusals import refused, storage_refused
from tests.support.shops import TestShop


def busy(shop: TestShop) -> str:
    """Something to lose: two people and a credited purchase."""
    code = shop.add("Anna")
    shop.buy("1500", code=code, phone="+79170000001", key="k1")
    return code


def test_p10_a_backup_restores_to_the_same_sums(wash: TestShop, tmp_path: Path) -> None:
    busy(wash)
    made = backups.create_backup(wash.desk)
    at_backup = wash.counts()
    wash.buy("1000", phone="+79170000002")
    wash.void(1)
    wash.desk.store.close()
    kept = backups.restore_backup(made.file, wash.folder, replace=True)
    wash.reopened()
    assert wash.balance("Anna") == 100
    after = wash.counts()
    assert {name: after[name] for name in at_backup if name not in ("audit", "setting")} == {
        name: count for name, count in at_backup.items() if name not in ("audit", "setting")
    }
    assert wash.problems() == []
    assert kept is not None
    backups.restore_backup(kept, tmp_path / "other")
    assert (tmp_path / "other" / FILE_NAME).exists()


def test_i4_a_call_of_before_the_backup_is_known_after_the_restore(wash: TestShop) -> None:
    code = busy(wash)
    made = backups.create_backup(wash.desk)
    wash.desk.store.close()
    backups.restore_backup(made.file, wash.folder, replace=True)
    again = wash.reopened().buy("1500", code=code, phone="+79170000001", key="k1")
    assert again.repeated


def test_two_backups_and_two_restores_of_one_second_are_all_kept(wash: TestShop) -> None:
    busy(wash)
    first, second = (backups.create_backup(wash.desk) for _ in range(2))
    assert first.file != second.file
    assert [one.file for one in backups.list_backups(wash.desk)] == [second.file, first.file]
    wash.desk.store.close()
    kept = {backups.restore_backup(first.file, wash.folder, replace=True) for _ in range(3)}
    assert len(kept) == 3
    assert all(one is not None and one.exists() for one in kept)


def test_a_backup_says_its_sum_and_never_overwrites(wash: TestShop, tmp_path: Path) -> None:
    made = backups.create_backup(wash.desk, tmp_path / "usb" / "shop.sqlite")
    assert made.sha256 == copies.file_sha256(made.file)
    assert copies.checksum_file(made.file).read_text() == f"{made.sha256}  shop.sqlite\n"
    assert backups.verify_backup(made.file) == made.sha256
    with refused("bad_file"):
        backups.create_backup(wash.desk, made.file)
    assert backups.last_backup_at(wash.desk) == wash.clock.at


def test_a_list_of_backups_tells_noted_sums_and_only_verifying_reads_the_files(
    wash: TestShop, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = backups.create_backup(wash.desk)
    with made.file.open("ab") as stream:
        stream.write(b"x")
    read: list[Path] = []
    sums = copies.file_sha256

    def noticed(path: Path) -> str:
        read.append(path)
        return sums(path)

    monkeypatch.setattr(copies, "file_sha256", noticed)
    assert [one.sha256 for one in backups.list_backups(wash.desk)] == [made.sha256]
    assert read == []
    with storage_refused("damaged"):
        backups.verify_backup(made.file)
    copies.checksum_file(made.file).unlink()
    assert [one.sha256 for one in backups.list_backups(wash.desk)] == [sums(made.file)]


def test_a_restore_needs_an_empty_folder_or_a_wish_to_replace(wash: TestShop) -> None:
    made = backups.create_backup(wash.desk)
    with refused("shop_exists"):
        backups.restore_backup(made.file, wash.folder)


def test_a_restore_takes_the_folder_alone(wash: TestShop) -> None:
    made = backups.create_backup(wash.desk)
    before = (wash.folder / FILE_NAME).read_bytes()
    with lock_folder(wash.folder), storage_refused("locked"):
        backups.restore_backup(made.file, wash.folder, replace=True)
    assert (wash.folder / FILE_NAME).read_bytes() == before


def test_a_damaged_shop_is_put_aside_as_it_is(wash: TestShop) -> None:
    busy(wash)
    made = backups.create_backup(wash.desk)
    wash.desk.store.close()
    target = wash.folder / FILE_NAME
    target.write_bytes(b"not a database at all" * 300)
    kept = backups.restore_backup(made.file, wash.folder, replace=True)
    assert kept is not None
    assert kept.read_bytes().startswith(b"not a database")
    assert wash.reopened().balance("Anna") == 100


# -- P9, 83: files that are not what they should be ------------------------------------------


@pytest.fixture
def sound(wash: TestShop) -> Path:
    busy(wash)
    return backups.create_backup(wash.desk).file


def test_p9_a_flipped_bit_anywhere_in_a_backup_is_noticed(sound: Path) -> None:
    content, chance = sound.read_bytes(), random.Random(5)
    for _ in range(30):
        spoiled = bytearray(content)
        spoiled[chance.randrange(len(spoiled))] ^= 1 << chance.randrange(8)
        sound.write_bytes(spoiled)
        with pytest.raises(StorageError, match=r"damaged|foreign|newer"):
            backups.verify_backup(sound)
    sound.write_bytes(content)
    assert backups.verify_backup(sound)


@pytest.mark.parametrize("part", [0.0, 0.001, 0.3, 0.9, 0.999])
def test_p9_a_truncated_backup_is_refused(sound: Path, part: float) -> None:
    copies.checksum_file(sound).unlink()
    content = sound.read_bytes()
    sound.write_bytes(content[: int(len(content) * part)])
    with pytest.raises(StorageError, match=r"damaged|foreign"):
        backups.verify_backup(sound)


def test_p9_zeroed_pages_are_refused(sound: Path) -> None:
    copies.checksum_file(sound).unlink()
    content = sound.read_bytes()
    for page in range(1, len(content) // 4096, 7):
        spoiled = bytearray(content)
        spoiled[page * 4096 : (page + 1) * 4096] = bytes(4096)
        sound.write_bytes(spoiled)
        with storage_refused("damaged"):
            backups.verify_backup(sound)


def test_a_file_of_another_program_is_foreign(tmp_path: Path) -> None:
    other = tmp_path / "other.sqlite"
    with closing(sqlite3.connect(other)) as db:
        db.execute("CREATE TABLE diary (text)")
        db.commit()
    with storage_refused("foreign"):
        backups.verify_backup(other)


def test_a_backup_of_a_newer_program_is_refused(sound: Path) -> None:
    copies.checksum_file(sound).unlink()
    with closing(sqlite3.connect(sound)) as db:
        db.execute("PRAGMA user_version = 999")
        db.commit()
    with storage_refused("newer"):
        backups.verify_backup(sound)


@pytest.mark.parametrize("content", [b"", b"hello", b"SQLite format 3\x00", bytes(8192)])
def test_what_is_no_database_is_refused(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "x.sqlite"
    file.write_bytes(content)
    with pytest.raises(StorageError, match=r"damaged|foreign"):
        backups.verify_backup(file)


def test_a_missing_file_is_missing(tmp_path: Path) -> None:
    with storage_refused("missing"):
        backups.verify_backup(tmp_path / "nothing.sqlite")


def test_an_unsound_backup_leaves_the_shop_untouched(wash: TestShop, sound: Path) -> None:
    sound.write_bytes(sound.read_bytes()[:-5000])
    wash.desk.store.close()
    before = (wash.folder / FILE_NAME).read_bytes()
    with storage_refused("damaged"):
        backups.restore_backup(sound, wash.folder, replace=True)
    assert (wash.folder / FILE_NAME).read_bytes() == before
    assert wash.reopened().problems() == []


def test_a_backup_cannot_be_written_where_there_is_no_folder(
    wash: TestShop, tmp_path: Path
) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("in the way")
    with pytest.raises(StorageError, match=r"missing|read_only|unreachable"):
        backups.create_backup(wash.desk, blocked / "shop.sqlite")
    assert wash.buy("100").to_pay == 10_000
    assert sorted(path.name for path in tmp_path.iterdir()) == ["file"]


def test_a_copy_of_a_running_shop_by_hand_can_be_restored(wash: TestShop, tmp_path: Path) -> None:
    busy(wash)
    wash.desk.store.close()
    by_hand = tmp_path / "copy.sqlite"
    shutil.copy2(wash.folder / FILE_NAME, by_hand)
    backups.restore_backup(by_hand, wash.folder, replace=True)
    assert wash.reopened().balance("Anna") == 100


def test_p16_the_check_finds_what_was_changed_by_hand(wash: TestShop) -> None:
    busy(wash)
    store = wash.desk.store
    assert wash.problems() == []
    for trigger in ("entry_no_update", "audit_no_update", "effect_no_update"):
        store.sql(f"DROP TRIGGER {trigger}")
    changes = {
        "UPDATE account SET balance = balance + 1": "balance_differs",
        "UPDATE lot SET remaining = remaining + 1": "lot_differs",
        "UPDATE promo_code SET uses = uses + 1, last_use = last_use + 1 WHERE id = 1":
            "code_uses_differ",
        "UPDATE customer SET purchases = purchases + 1 WHERE id = 2": "purchase_count_differs",
        "UPDATE programme SET budget_spent = budget_spent + 1": "budget_differs",
        "UPDATE purchase SET total = total + 1": "lines_differ",
        "UPDATE purchase SET is_void = 1": "void_without_undo",
        "UPDATE audit SET details = '[]' WHERE seq = 2": "audit_broken",
        "UPDATE audit SET details = 'no json' WHERE seq = 2": "audit_broken",
        "UPDATE till SET audit_seq = audit_seq - 1": "audit_broken",
        "UPDATE entry SET change = change + 1": "balance_differs",
        "UPDATE effect SET cost = cost + 1": "budget_differs",
    }  # fmt: skip
    for change, problem in changes.items():
        file = wash.folder / FILE_NAME
        store.close()
        content = file.read_bytes()
        store.sql(change)
        assert problem in [code for code, _ in wash.problems()], change
        store.close()
        file.write_bytes(content)
    assert wash.problems() == []


class Patience(Progress):
    """Waits for so many parts, and then wants the result no more."""

    def __init__(self, parts: int) -> None:
        super().__init__()
        self.told: list[tuple[int, int | None]] = []
        self._parts = parts

    def report(self, done: int, total: int | None) -> None:
        self.told.append((done, total))
        self.cancelled = len(self.told) >= self._parts


class Busy(Progress):
    """A till that records something between two parts."""

    def __init__(self, till: TestShop) -> None:
        super().__init__()
        self.recorded = 0
        self._till = till

    def report(self, done: int, total: int | None) -> None:
        self._till.buy("50")
        self.recorded += 1


def test_tills_record_while_a_shop_is_checked(wash: TestShop) -> None:
    other = wash.at_till("2")
    other.desk.store.wait_at_most(0)
    busy = Busy(other)
    assert backups.check_everything(wash.desk, progress=busy).problems == ()
    assert busy.recorded == wash.count("purchase") > len(CHECKS)


def test_a_check_tells_how_far_it_is_and_can_be_stopped(wash: TestShop) -> None:
    patient = Patience(10_000)
    backups.check_everything(wash.desk, progress=patient)
    parts = len(table_names(wash.desk.store)) + len(CHECKS)
    assert patient.told == [(done, parts) for done in range(parts)]
    hasty = Patience(3)
    with pytest.raises(Cancelled):
        backups.check_everything(wash.desk, progress=hasty)
    assert len(hasty.told) == 3
    wash.buy("500")  # nothing is held by what was stopped
