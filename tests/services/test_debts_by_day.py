"""What is owed is paid from what became available first, whenever that is booked."""

import pytest

from refdesk.services import accounts, adjusting, upkeep
from tests.support.shops import Shops, TestShop, give

OWN = """
name = "Own"
codes = "none"
[spending]
expires_inactive_days = 40
[[rule]]
id = "own"
trigger = "every"
new_only = false
buyer = { kind = "points", amount = 20 }
"""


@pytest.fixture
def debtor(shops: Shops) -> TestShop:
    """Anna owes 30 points; 100 are let go in three days."""
    shop = shops.open()
    shop.programme(OWN)
    shop.add("Anna")
    adjusting.adjust(shop.desk, shop.who("Anna"), "points", -30, reason="count")
    released = shop.desk.today().replace(day=21)
    give(shop.desk, shop.who("Anna"), "points", 100, available_on=released)
    shop.clock.forward(days=3)
    return shop


@pytest.mark.parametrize("upkeep_runs", [True, False])
def test_r43_what_was_let_go_in_the_morning_pays_before_what_is_earned_today(
    debtor: TestShop, upkeep_runs: bool
) -> None:
    if upkeep_runs:
        upkeep.run_upkeep(debtor.desk)
    debtor.buy("1000", customer="Anna")
    lots = accounts.get_balance(debtor.desk, debtor.who("Anna")).lots
    assert sorted((lot.left, lot.expires_on is None) for lot in lots) == [(20, False), (70, True)]
    assert debtor.problems() == []
