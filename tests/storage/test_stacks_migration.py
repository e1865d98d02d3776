"""A shop of schema 3 gets stacks that are handed out and cards with a life of their own (P11)."""

from pathlib import Path

import pytest

from refdesk.bootstrap import Opener
from refdesk.services import backups, run_confirming, stacks
from refdesk.storage.engine import open_store
from tests.storage.frozen import brought_up_to_date, thaw
from tests.support.shops import START, Clock, TestShop


@pytest.fixture
def old(tmp_path: Path) -> Path:
    """A folder with a shop of schema 3: coupons, blanks, gift cards, and a run that waits."""
    return thaw(3, tmp_path / "shop")


def test_p11_the_schema_is_that_of_a_new_file_and_every_row_is_kept(
    old: Path, tmp_path: Path
) -> None:
    brought_up_to_date(old, tmp_path / "new")


def test_p11_links_are_watched_over_again(old: Path) -> None:
    store = open_store(old)
    assert store.sql("PRAGMA foreign_keys") == [(1,)]
    assert store.sql("PRAGMA foreign_key_check") == []
    with pytest.raises(Exception, match="FOREIGN KEY"):
        store.sql("DELETE FROM stack")
    store.close()


def test_r29_what_was_confirmed_is_out_and_what_was_not_waits(old: Path) -> None:
    store = open_store(old)
    state = "(issued_at IS NULL) || is_spoiled || (printed_at IS NULL)"
    rows = store.sql(
        f"SELECT run_id, group_concat({state}, ' ')"
        " FROM (SELECT * FROM card ORDER BY position) GROUP BY run_id"
    )
    assert rows == [
        (1, "000 110 000 000"), (2, "000 000 000"), (3, "000 000 000 000"), (4, "101 101"),
    ]  # fmt: skip
    assert store.sql(
        "SELECT DISTINCT card.issued_at = print_run.confirmed_at FROM card JOIN print_run"
        " ON print_run.id = run_id WHERE issued_at IS NOT NULL"
    ) == [(1,)]
    store.close()


def test_g06_cards_in_use_know_since_when(old: Path) -> None:
    store = open_store(old)
    # a blank of Anna's; a gift card sold, and one sold and swapped; none of one taken back
    assert store.sql(
        "SELECT run_id, position, activated_on FROM card WHERE activated_on IS NOT NULL"
        " ORDER BY run_id, position"
    ) == [(2, 1, "2026-11-20"), (3, 1, "2026-11-21"), (3, 3, "2026-11-21")]
    store.close()


def test_p11_the_shop_works_on(old: Path) -> None:
    clock = Clock(START)
    opener = Opener(old, now=clock)
    shop = TestShop(opener.open(), clock, opener, {"Anna": 1})
    clock.forward(days=8)
    assert backups.check_shop(shop.desk) == []
    found = [
        (line.stack.number, line.figures.redeemed, line.figures.brought, line.figures.spoiled)
        for line in stacks.list_stacks(shop.desk, 1)
    ]
    assert found == [(1, 1, 1, 1), (2, 0, 0, 0)]
    gift_cards = stacks.list_stacks(shop.desk, 3)[0].figures
    assert (gift_cards.activated, gift_cards.redeemed) == (2, 1)
    assert stacks.hand_stack(shop.desk, 1, 1).handed_on == shop.desk.today()
    assert run_confirming.confirm_run(shop.desk, 4).issued == 2
    assert backups.check_shop(shop.desk) == []
    shop.desk.store.close()
