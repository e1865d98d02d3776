"""An older backup brings nobody back who was erased since (R51, item 86)."""

from pathlib import Path

import pytest

from refdesk.services import backups, customers, erasing
from refdesk.services.erased_list import ERASED_LIST, PENDING
from refdesk.services.merging import merge_customers
from refdesk.storage import erasing as storage
from refdesk.storage import shop as shops
from refdesk.storage import tombstones
from refdesk.storage.engine import FILE_NAME
from refdesk.storage.errors import StorageError
from tests.support.canary import REASON, add_canary, files_of, left_in, sums
from tests.support.refusals import refused, storage_refused
from tests.support.shops import TestShop


@pytest.fixture
def canary(wash: TestShop) -> int:
    wash.add("Anna")
    return add_canary(wash)


def put_back(shop: TestShop, file: Path) -> TestShop:
    shop.desk.store.close()
    backups.restore_backup(file, shop.folder, replace=True)
    return shop.reopened()


def test_item_86_an_older_backup_brings_nobody_back(wash: TestShop, canary: int) -> None:
    old = backups.create_backup(wash.desk)
    at_backup = sums(wash)
    erasing.erase_customer(wash.desk, canary, REASON)
    put_back(wash, old.file)
    assert wash.desk.erased_again == 1
    assert left_in(*files_of(wash.folder)) == []
    assert sums(wash) == at_backup
    with refused("customer_unknown"):
        customers.get_customer(wash.desk, canary)
    assert wash.problems() == []
    assert wash.reopened().desk.erased_again == 0
    action = wash.desk.store.sql("SELECT details FROM audit WHERE action = 'erased_again'")
    assert action == [(f'{{"customers":[{canary}]}}',)]


def test_item_86_nor_where_its_file_is_laid_there_by_hand(wash: TestShop, canary: int) -> None:
    old = backups.create_backup(wash.desk)
    erasing.erase_customer(wash.desk, canary, REASON)
    wash.desk.store.close()
    (wash.folder / FILE_NAME).write_bytes(old.file.read_bytes())
    assert wash.reopened().desk.erased_again == 1


def test_item_86_nor_from_a_backup_of_before_a_merge(wash: TestShop, canary: int) -> None:
    old = backups.create_backup(wash.desk)
    merge_customers(wash.desk, canary, wash.who("Anna"))
    erasing.erase_customer(wash.desk, canary, REASON)
    put_back(wash, old.file)
    assert wash.desk.erased_again == 2
    assert wash.problems() == []


def test_item_86_the_list_goes_along_to_another_computer(
    wash: TestShop, canary: int, tmp_path: Path
) -> None:
    usb = tmp_path / "usb"
    old = backups.create_backup(wash.desk, usb / "old.sqlite")
    erasing.erase_customer(wash.desk, canary, REASON)
    backups.create_backup(wash.desk, usb / "new.sqlite")
    elsewhere = tmp_path / "elsewhere"
    backups.restore_backup(old.file, elsewhere)
    desk = wash.opener.elsewhere(elsewhere).open()
    assert desk.erased_again == 1
    desk.store.close()
    assert left_in(*files_of(elsewhere)) == []


def test_r51_somebody_new_under_the_same_number_is_let_be(wash: TestShop) -> None:
    empty = backups.create_backup(wash.desk)
    wash.add("Kanareika")
    erasing.erase_customer(wash.desk, wash.who("Kanareika"), REASON)
    put_back(wash, empty.file)
    wash.clock.forward(minutes=1)
    wash.add("Boris", phone="+79170000002")
    assert wash.who("Boris") == wash.who("Kanareika")
    shops.set_setting(wash.desk.store, ERASED_LIST, PENDING)
    assert wash.reopened().desk.erased_again == 0
    assert customers.get_customer(wash.desk, wash.who("Boris")).name == "Boris"


def test_the_list_says_nothing_about_anybody(wash: TestShop, canary: int) -> None:
    erasing.erase_customer(wash.desk, canary, REASON)
    files = [wash.folder / tombstones.FILE_NAME, wash.folder / "backups" / tombstones.FILE_NAME]
    assert left_in(*files) == []
    lines = files[0].read_text("ascii").splitlines()
    assert len([one for one in lines if not one.startswith("#")]) == 1
    assert files[0].read_bytes() == files[1].read_bytes()
    other = tombstones.make_tombstone("another shop", canary, wash.clock.at)
    assert other not in files[0].read_text("ascii")


def test_a_list_that_was_lost_is_written_anew(wash: TestShop, canary: int) -> None:
    erasing.erase_customer(wash.desk, canary, REASON)
    before = (wash.folder / tombstones.FILE_NAME).read_bytes()
    for folder in (wash.folder, wash.folder / "backups"):
        (folder / tombstones.FILE_NAME).unlink()
    assert wash.reopened().desk.erased_again == 0
    assert (wash.folder / tombstones.FILE_NAME).read_bytes() == before


def test_what_another_till_kept_from_being_swept_is_swept_with_the_next_start(
    wash: TestShop, canary: int
) -> None:
    other = wash.at_till("2")
    other.desk.store.wait_at_most(0)
    wash.desk.store.sql("PRAGMA busy_timeout = 0")
    other.desk.store.sql("BEGIN")
    other.desk.store.sql("SELECT COUNT(*) FROM customer")
    with storage_refused("busy"):
        storage.sweep(wash.desk.store)
    other.desk.store.sql("COMMIT")
    other.desk.store.close()
    done = erasing.erase_customer(wash.desk, canary, REASON)
    assert done.is_swept


def test_what_was_cut_off_is_finished_with_the_next_start(
    wash: TestShop, canary: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    def busy(_: object) -> None:
        raise StorageError("busy")

    with monkeypatch.context() as patch:
        patch.setattr(storage, "sweep", busy)
        done = erasing.erase_customer(wash.desk, canary, REASON)
    assert not done.is_swept
    assert not (wash.folder / tombstones.FILE_NAME).exists()
    assert wash.reopened().desk.erased_again == 0
    assert (wash.folder / tombstones.FILE_NAME).exists()
    assert left_in(*files_of(wash.folder)) == []
