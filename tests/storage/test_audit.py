"""The audit chain: whatever is changed in it by hand is found, and where."""

import shutil
from pathlib import Path

import pytest

from refdesk.storage.audit_check import broken_links
from refdesk.storage.engine import FILE_NAME
from tests.support.shops import TestShop


@pytest.fixture
def chain(wash: TestShop) -> TestShop:
    """A shop with a chain of ten links and nothing that keeps a hand off it."""
    wash.hire("Olga", "owner")
    wash.hire("Vera", "cashier")
    while links(wash) < 10:
        wash.add(f"Customer {links(wash)}")
    for trigger in ("audit_no_update", "audit_no_delete"):
        wash.desk.store.sql(f"DROP TRIGGER {trigger}")
    return wash


def links(shop: TestShop) -> int:
    return shop.count("audit")


def broken(shop: TestShop) -> list[tuple[str, int]]:
    return list(broken_links(shop.desk.store))


def test_an_untouched_chain_holds(chain: TestShop) -> None:
    assert broken(chain) == []


@pytest.mark.parametrize("change", [
    "at = at + 1", "staff_id = 2", "action = 'void'", "details = '{\"customer\": 9}'",
    "mac = mac || '0'", "seq = 99",
])  # fmt: skip
def test_p16_a_link_with_anything_changed_is_found(chain: TestShop, change: str) -> None:
    chain.desk.store.sql(f"UPDATE audit SET {change} WHERE seq = 6")
    assert broken(chain) == [("1", 6)]


@pytest.mark.parametrize("gone, found", [("seq = 6", 6), ("seq = 10", 10), ("seq > 7", 8)])
def test_p16_a_link_that_is_gone_is_found_the_newest_too(
    chain: TestShop, gone: str, found: int
) -> None:
    chain.desk.store.sql(f"DELETE FROM audit WHERE {gone}")
    assert broken(chain) == [("1", found)]


def test_p16_a_link_with_a_right_sum_of_another_story_breaks_the_next(
    chain: TestShop, tmp_path: Path
) -> None:
    fork = links(chain) + 1
    chain.desk.store.close()
    shutil.copy2(chain.folder / FILE_NAME, tmp_path / FILE_NAME)
    chain.add("Anna")
    chain.add("Boris")
    told = chain.desk.store.sql("SELECT * FROM audit")
    chain.desk.store.close()
    kept = (chain.folder / FILE_NAME).read_bytes()
    shutil.copy2(tmp_path / FILE_NAME, chain.folder / FILE_NAME)
    chain.clock.forward(minutes=1)
    chain.add("Clara")
    other = chain.desk.store.sql("SELECT at, mac FROM audit WHERE seq = ?", (fork,))[0]
    assert broken(chain) == []
    chain.desk.store.close()
    (chain.folder / FILE_NAME).write_bytes(kept)
    assert chain.desk.store.sql("SELECT * FROM audit") == told
    chain.desk.store.sql("UPDATE audit SET at = ?, mac = ? WHERE seq = ?", (*other, fork))
    assert broken(chain) == [("1", fork + 1)]


def test_each_till_has_a_chain_of_its_own(chain: TestShop) -> None:
    other = chain.at_till("2")
    other.add("Anna")
    other.add("Boris")
    newest = chain.desk.store.sql("SELECT COUNT(*) FROM audit WHERE till_id = 2")[0][0]
    chain.desk.store.sql("DELETE FROM audit WHERE id = (SELECT MAX(id) FROM audit)")
    assert broken(chain) == [("2", newest)]
    other.desk.store.close()
