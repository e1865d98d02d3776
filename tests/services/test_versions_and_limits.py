"""What a version is, what an entry keeps of it, and limits within one transaction."""

from refdesk.domain.terms_file import parse_terms
from refdesk.services import accounts, programmes
from refdesk.storage import purchases
from tests.support.refusals import refused
from tests.support.shops import Shops, TestShop, day

POINTS = """
name = "Points"
codes = "none"
[spending]
expires_days = {days}
[[rule]]
id = "own"
trigger = "every"
new_only = false
buyer = {{ kind = "points", percent = "{percent}" }}
"""

BOTH = """
name = "Both"
codes = "personal"
[[rule]]
id = "once"
trigger = "first"
hold_days = 14
referral = { kind = "percent_off", percent = "10" }
referrer = [ { kind = "money", amount = "300.00" } ]
[[rule]]
id = "share"
trigger = "every"
new_only = false
minimum = "500.00"
referrer = [ { kind = "money", percent = "2" } ]
"""


def revise(shop: TestShop, **given: object) -> None:
    programmes.revise(shop.desk, "Points", parse_terms(POINTS.format(**given), 2))


def test_r19_an_entry_keeps_the_version_the_rate_and_the_base_it_came_from(shops: Shops) -> None:
    shop = shops.open()
    shop.programme(POINTS.format(percent="5", days=0))
    shop.add("Anna")
    first = shop.buy("1234.56", customer="Anna")
    revise(shop, percent="10", days=0)
    second = shop.buy("1000", customer="Anna")
    kept = [
        (one.version, one.rate, one.base, one.value)
        for made in (first, second)
        for _, one in purchases.effects_of(shop.desk.store, made.purchase)
    ]
    assert kept == [(1, "500", 123_456, 61), (2, "1000", 100_000, 100)]
    lines = accounts.list_entries(shop.desk, shop.who("Anna"))
    assert [(one.change, one.why[0]["percent"], one.why[0]["base"]) for one in lines] == [
        (61, 500, 123_456), (100, 1000, 100_000),
    ]  # fmt: skip


def test_r42_a_shorter_expiry_does_not_shorten_what_was_earned(shops: Shops) -> None:
    shop = shops.open()
    shop.programme(POINTS.format(percent="5", days=180))
    shop.add("Anna")
    shop.buy("1000", customer="Anna")
    revise(shop, percent="5", days=10)
    shop.buy("1000", customer="Anna")
    lots = accounts.get_balance(shop.desk, shop.who("Anna")).lots
    assert [lot.expires_on for lot in lots] == [day("2027-05-17"), day("2026-11-28")]
    shop.clock.forward(days=11)
    assert shop.balance("Anna") == 50


def test_r52_two_rules_of_one_version_work_each_by_itself_on_one_code(shops: Shops) -> None:
    """Both of the affiliate plans: a sum for the first purchase and a share of every one."""
    shop = shops.open()
    shop.programme(BOTH)
    code = shop.add("Anna")
    first = shop.buy("1000", code=code, phone="+79170000001")
    small = shop.buy("400", phone="+79170000001")
    again = shop.buy("2000", phone="+79170000001")
    given = [
        [(one.rule, one.value) for one in made.effects if one.side == "referrer"]
        for made in (first, small, again)
    ]
    assert given == [[("once", 30_000), ("share", 1_800)], [], [("share", 4_000)]]
    has = accounts.get_balance(shop.desk, shop.who("Anna"))
    assert (has.spendable["money"], has.held) == (5_800, {"money": 30_000})


def test_r21_the_purchase_itself_is_not_counted_and_the_one_above_the_limit_is(
    shops: Shops,
) -> None:
    """Three friends a month: the third is served, the fourth is not, at whichever till."""
    shop = shops.open("strictly-capped")
    code = shop.add("Anna")
    other = shop.at_till("2")
    for number in range(3):
        phone = f"+791700000{number:02}"
        assert other.quote("1000", code=code, phone=phone).quote.discount == 20_000
        shop.buy("1000", code=code, phone=phone)
    with refused("limit_per_period", count=3, limit=3):
        other.buy("1000", code=code, phone="+79170000099")
    other.desk.store.close()
    assert (shop.balance("Anna", "store_credit"), shop.problems()) == (60_000, [])


def test_r21_a_limit_reached_after_the_quote_counts_when_it_is_recorded(shops: Shops) -> None:
    shop = shops.open("strictly-capped")
    code = shop.add("Anna")
    for number in range(2):
        shop.buy("1000", code=code, phone=f"+791700000{number:02}")
    other = shop.at_till("2")
    assert other.quote("1000", code=code, phone="+79170000098").quote.discount == 20_000
    shop.buy("1000", code=code, phone="+79170000097")
    with refused("limit_per_period"):
        other.buy("1000", code=code, phone="+79170000098")
    other.desk.store.close()
