"""Which purchase makes a friend effective: a paid one."""

from refdesk.storage import customers
from tests.support.shops import Shops, give

FRIENDS = """
name = "Friends"
[[rule]]
id = "friend"
trigger = "every"
new_only = false
referrer = [ { kind = "points", percent = "5" } ]
[[rule]]
id = "one"
trigger = "milestone"
n = 1
referrer = [ { kind = "points", amount = 300 } ]
"""


def test_r36_what_was_paid_with_points_alone_makes_no_effective_friend(shops: Shops) -> None:
    """Else the milestone, which is for a paid purchase, would never be given for him (R71)."""
    shop = shops.open()
    shop.programme(FRIENDS)
    code = shop.add("Anna")
    shop.add("Boris", code=code)
    give(shop.desk, shop.who("Boris"), "points", 100)
    shop.buy("100", customer=shop.code("Boris"), spend_points=100)
    assert (customers.count_effective(shop.desk.store, shop.who("Anna")), shop.balance("Anna")) == (
        0,
        0,
    )
    shop.buy("100", customer="Boris")
    assert customers.count_effective(shop.desk.store, shop.who("Anna")) == 1
    assert (shop.balance("Anna"), shop.problems()) == (305, [])
