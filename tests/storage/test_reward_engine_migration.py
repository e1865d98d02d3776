"""A shop of the first release, with rows in every table, becomes one of this release (P11)."""

from pathlib import Path

import pytest
from peewee import IntegrityError

from refdesk.bootstrap import Opener
from refdesk.services import accounts, backups
from refdesk.storage.engine import FILE_NAME, open_store, schema_version
from tests.storage.frozen import brought_up_to_date, old_columns, rows_of, thaw
from tests.storage.killed import left_by_kills
from tests.support.shops import START, Clock, TestShop

COPY = f"refdesk-before-v{schema_version()}.sqlite"


@pytest.fixture
def old(tmp_path: Path) -> Path:
    """A folder with a shop as the first release left it."""
    return thaw(1, tmp_path / "shop")


def test_p11_the_fixture_has_rows_in_every_table(old: Path) -> None:
    rows = rows_of(old, old_columns(old))
    assert [name for name, found in rows.items() if not found] == []


def test_p11_the_schema_is_that_of_a_new_file_and_every_row_is_kept(
    old: Path, tmp_path: Path
) -> None:
    brought_up_to_date(old, tmp_path / "new")


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


@pytest.mark.slow
def test_p11_ended_at_any_statement_it_is_the_old_file_or_the_new_one(
    old: Path, tmp_path: Path
) -> None:
    found = left_by_kills(old, tmp_path / "new")
    assert len(found) > 50
    assert found[-1] == "new"
    assert set(found[:-2]) == {"old"}
