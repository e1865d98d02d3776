"""How often a rule works for one's own purchases, by the day and ever (R64)."""

from tests.support.shops import Shops

TWICE_A_DAY = """
name = "Points, twice a day"
codes = "none"
[[rule]]
id = "own"
trigger = "every"
buyer = { kind = "points", amount = 10 }
[rule.limits]
per_customer = { day = 2, life = 3 }
"""


def test_r64_a_buyers_uses_of_a_rule_are_counted_by_period(shops: Shops) -> None:
    shop = shops.open()
    shop.programme(TWICE_A_DAY)
    shop.add("Anna")
    for _ in range(3):
        shop.buy("100", customer="Anna")
    assert shop.balance("Anna") == 20
    shop.clock.forward(days=1)
    last = shop.buy("100", customer="Anna")
    assert shop.balance("Anna") == 30
    shop.buy("100", customer="Anna")
    assert shop.balance("Anna") == 30
    shop.void(last.purchase)
    shop.buy("100", customer="Anna")
    assert (shop.balance("Anna"), shop.problems()) == (30, [])
