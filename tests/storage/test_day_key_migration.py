"""A shop of schema 8, with an open key for each till, gets day keys when its owner wants (P11)."""

from pathlib import Path

import pytest

from refdesk.bootstrap import Opener
from refdesk.services import backups, record
from refdesk.services.backups import check_everything
from refdesk.storage.engine import FILE_NAME
from tests.storage.frozen import brought_up_to_date, thaw
from tests.storage.killed import left_by_kills
from tests.support.shops import START, Clock, TestShop


@pytest.fixture
def old(tmp_path: Path) -> Path:
    """A folder with a shop of schema 8: three tills, three days, two closed shifts."""
    return thaw(8, tmp_path / "shop")


@pytest.fixture
def shop(old: Path) -> TestShop:
    clock = Clock(START)
    clock.forward(days=3)
    opener = Opener(old, now=clock)
    return TestShop(opener.open(), clock, opener, {f"Old {number}": number for number in range(9)})


def spoil(shop: TestShop, till: int, seq: int) -> None:
    shop.desk.store.sql("DROP TRIGGER IF EXISTS audit_no_update")
    shop.desk.store.sql(
        "UPDATE audit SET details = '[]' WHERE till_id = ? AND seq = ?", (till, seq)
    )


def test_p11_the_schema_is_that_of_a_new_file_and_every_row_is_kept(
    old: Path, tmp_path: Path
) -> None:
    before = brought_up_to_date(old, tmp_path / "new")
    assert len({row[1] for row in before["audit"]}) == 3


def test_p11_without_a_key_the_open_ones_prove_every_line_as_before(shop: TestShop) -> None:
    assert not record.has_key(shop.desk)
    shop.add("Denis")
    shop.clock.forward(days=1)
    shop.at_till("fourth").add("Egor")
    told = check_everything(shop.desk).record
    assert (told.problems, told.checked, told.unchecked) == ([], shop.count("audit"), 0)
    spoil(shop, 2, 3)
    assert shop.problems() == [("audit_broken", "till 2, 3")]
    shop.desk.store.close()


def test_p11_a_key_that_is_made_later_proves_what_comes_and_the_open_ones_what_was(
    shop: TestShop,
) -> None:
    before = shop.count("audit")
    key = record.renew_key(shop.desk)
    assert record.has_key(shop.desk)
    shop.clock.forward(days=1)
    shop.add("Denis")
    shop.at_till("fourth").add("Egor")
    shop.at_till("yard").add("Fedor")
    told = check_everything(shop.desk, keys=[key]).record
    assert (told.problems, told.checked, told.unchecked) == ([], shop.count("audit"), 0)
    alone = check_everything(shop.desk).record
    assert alone.problems == []
    assert before < alone.checked < told.checked
    assert alone.checked + alone.unchecked == told.checked
    spoil(shop, 2, 3)  # of before: the open key is enough
    assert ("audit_broken", "till 2, 3") in shop.problems()
    spoil(shop, 1, last_of_old(shop) + 2)
    found = check_everything(shop.desk, keys=[key]).problems
    assert ("audit_broken", f"till 1, {last_of_old(shop) + 2}") in found
    shop.desk.store.close()


def last_of_old(shop: TestShop) -> int:
    found: int = shop.desk.store.sql("SELECT open_until FROM day_key WHERE till_id = 1")[0][0]
    return found


def test_p11_a_backup_of_before_is_put_back_and_goes_on_with_open_keys(
    old: Path, tmp_path: Path
) -> None:
    backups.restore_backup(old / FILE_NAME, tmp_path / "again")
    clock = Clock(START)
    clock.forward(days=3)
    desk = Opener(tmp_path / "again", now=clock).open()
    assert not record.has_key(desk)
    assert backups.check_shop(desk) == []
    assert not backups.copy_has_key(backups.create_backup(desk).file)
    desk.store.close()


@pytest.mark.slow
def test_p11_ended_at_any_statement_it_is_the_old_file_or_the_new_one(
    old: Path, tmp_path: Path
) -> None:
    found = left_by_kills(old, tmp_path / "new")
    assert len(found) > 3
    assert found[-1] == "new"
    assert set(found[:-2]) == {"old"}
