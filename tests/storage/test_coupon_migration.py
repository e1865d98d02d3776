"""A shop of schema 2 gets coupons that know what handed them out (P11)."""

from pathlib import Path

import pytest

from refdesk.bootstrap import Opener
from refdesk.services import backups
from tests.storage.frozen import brought_up_to_date, thaw
from tests.support.shops import START, Clock, TestShop


@pytest.fixture
def old(tmp_path: Path) -> Path:
    """A folder with a shop of schema 2."""
    return thaw(2, tmp_path / "shop")


def test_p11_the_schema_is_that_of_a_new_file_and_every_row_is_kept(
    old: Path, tmp_path: Path
) -> None:
    before = brought_up_to_date(old, tmp_path / "new")
    assert [name for name, found in before.items() if not found] == []


def test_p11_a_shop_of_schema_2_works_on(old: Path) -> None:
    clock = Clock(START)
    clock.forward(days=1)
    opener = Opener(old, now=clock)
    shop = TestShop(opener.open(), clock, opener, {"Anna": 1})
    made = shop.buy("500", customer="+79170000001")
    shop.void(made.purchase)
    assert backups.check_shop(shop.desk) == []
    shop.desk.store.close()
