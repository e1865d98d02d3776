"""Giving back a part of a purchase: how far each effect is undone, and what comes to whom."""

import pytest

from refdesk.services import accounts
from refdesk.services.customer_view import view_ledger
from refdesk.services.receipts import Undone
from refdesk.services.undoing import Refund, refund_purchase
from tests.support.refusals import refused
from tests.support.shops import Shops, TestShop, day, minor

LOYALTY = """
name = "Points"
codes = "none"
[[rule]]
id = "own"
trigger = "every"
buyer = { kind = "points", percent = "5" }
"""

CARRY = """
name = "Points by 50"
codes = "none"
[[rule]]
id = "own"
trigger = "every"
carry_over = true
buyer = { kind = "points", per = "50.00", amount = 1 }
"""

MILESTONE = """
name = "Gifts"
[[rule]]
id = "friend"
referrer = [ { kind = "points", amount = 10 } ]
[[rule]]
id = "two"
trigger = "milestone"
n = 2
referrer = [ { kind = "gift", gift = "Wax", cost = "300.00" } ]
"""


def back(shop: TestShop, purchase: int, amount: str, **more: object) -> Undone:
    service, key = more.get("service"), str(more.get("key", ""))
    refund = Refund("returned", minor(amount), str(service) if service else None)
    return refund_purchase(shop.desk, purchase, refund, key=key)


def changes(undone: Undone, benefit: str) -> list[int]:
    return [one.value for one in undone.effects if one.benefit == benefit]


def test_r70_thirds_of_45_points_are_fifteen_each(shops: Shops) -> None:
    shop = shops.open()
    shop.programme(LOYALTY)
    shop.add("Anna")
    paid = shop.buy("900", customer="Anna")
    assert shop.balance("Anna") == 45
    taken = [changes(back(shop, paid.purchase, "300"), "points") for _ in range(3)]
    assert taken == [[-15], [-15], [-15]]
    assert (shop.balance("Anna"), shop.problems()) == (0, [])
    with refused("already_voided"):
        back(shop, paid.purchase, "1")


def test_r69_a_refund_goes_back_as_it_was_paid(wash: TestShop) -> None:
    code = wash.add("Anna")
    wash.give("Anna", 300)
    paid = wash.buy("900", customer=code, spend_points=300)
    undone = back(wash, paid.purchase, "300")
    assert (undone.money_back, wash.balance("Anna")) == (20_000, 100)
    rest = back(wash, paid.purchase, "600")
    assert (rest.money_back, wash.balance("Anna"), wash.problems()) == (40_000, 300, [])


def test_r69_a_refund_of_a_service_falls_on_its_lines(wash: TestShop) -> None:
    wash.add("Anna")
    paid = wash.buy(("Express", "600"), ("Interior", "1500"), customer="Anna")
    with refused("refund_exceeds_purchase"):
        back(wash, paid.purchase, "600.01", service="Express")
    with refused("service_unknown"):
        back(wash, paid.purchase, "1", service="Tyres")
    assert back(wash, paid.purchase, "600", service="Express").money_back == 60_000
    with refused("refund_exceeds_purchase"):
        back(wash, paid.purchase, "1", service="Express")
    assert back(wash, paid.purchase, "1500").money_back == 150_000
    assert wash.problems() == []


def test_r13_more_than_was_paid_never_goes_back(wash: TestShop) -> None:
    paid = wash.buy("1500", code=wash.add("Anna"), phone="+79170000001")
    back(wash, paid.purchase, "1000")
    with refused("refund_exceeds_purchase"):
        back(wash, paid.purchase, "350.01")
    assert back(wash, paid.purchase, "350").money_back == 35_000
    assert (wash.balance("Anna"), wash.problems()) == (0, [])


def test_r13_a_void_after_a_refund_gives_the_rest_back(wash: TestShop) -> None:
    paid = wash.buy("1500", code=wash.add("Anna"), phone="+79170000001")
    assert back(wash, paid.purchase, "450").money_back == 45_000
    assert wash.balance("Anna") == 67
    undone = wash.void(paid.purchase)
    assert (undone.money_back, wash.balance("Anna"), wash.problems()) == (90_000, 0, [])


def test_r15_r16_only_the_whole_reopens_the_code_and_the_referral(wash: TestShop) -> None:
    code = wash.add("Anna")
    paid = wash.buy("1000", code=code, phone="+79170000001")
    back(wash, paid.purchase, "899.99")
    with refused("not_new_customer"):
        wash.quote("1000", code=code, phone="+79170000001")
    back(wash, paid.purchase, "0.01")
    again = wash.buy("1000", code=code, phone="+79170000001")
    assert (again.discount, wash.balance("Anna"), wash.problems()) == (10_000, 100, [])


def test_r14_what_was_spent_already_is_owed_for_a_part(wash: TestShop) -> None:
    code = wash.add("Anna")
    paid = wash.buy("1000", code=code, phone="+79170000001")
    wash.buy("1000", customer=code, spend_points=100)
    back(wash, paid.purchase, "450")
    assert wash.balance("Anna") == -50
    assert dict(accounts.get_balance(wash.desk, wash.who("Anna")).owed) == {"points": 50}
    assert wash.problems() == []


def test_r12_points_come_back_to_their_lots_with_grace(wash: TestShop) -> None:
    """Worked example 7 of the domain: 40 from May, 30 from June; a void on 15 May."""
    code = wash.add("Anna")
    wash.clock.at = wash.clock.at.replace(year=2027, month=4, day=20)
    wash.give("Anna", 50, expires_on=day("2027-06-01"))
    wash.give("Anna", 30)
    wash.give("Anna", 40, expires_on=day("2027-05-01"))
    paid = wash.buy("1000", customer=code, spend_points=70)
    wash.clock.at = wash.clock.at.replace(month=5, day=15)
    wash.void(paid.purchase)
    found = accounts.get_balance(wash.desk, wash.who("Anna")).lots
    assert sorted((lot.left, lot.expires_on) for lot in found if lot.expires_on) == [
        (40, day("2027-05-22")),
        (50, day("2027-06-01")),
    ]
    assert (wash.balance("Anna"), wash.problems()) == (120, [])


@pytest.mark.parametrize("parts", [["50"], ["20", "30"], ["10", "10", "10", "20"]])
def test_r72_the_carry_takes_the_rest_of_a_refund(shops: Shops, parts: list[str]) -> None:
    shop = shops.open()
    shop.programme(CARRY)
    shop.add("Anna")
    shop.buy("30", customer="Anna")
    paid = shop.buy("50", customer="Anna")
    assert shop.balance("Anna") == 1
    for part in parts:
        back(shop, paid.purchase, part)
    assert shop.balance("Anna") == 0
    shop.buy("20", customer="Anna")
    assert (shop.balance("Anna"), shop.problems()) == (1, [])


def test_r71_a_count_below_a_milestone_takes_the_unused_gift_back(shops: Shops) -> None:
    shop = shops.open()
    shop.programme(MILESTONE)
    code = shop.add("Anna")
    first = shop.buy("1000", code=code, phone="+79170000001")
    shop.buy("1000", code=code, phone="+79170000002")
    gifts = accounts.get_balance(shop.desk, shop.who("Anna")).entitlements
    assert [one.benefit.gift for one in gifts] == ["Wax"]
    shop.void(first.purchase)
    assert accounts.get_balance(shop.desk, shop.who("Anna")).entitlements == ()
    shop.buy("1000", code=code, phone="+79170000003")
    again = accounts.get_balance(shop.desk, shop.who("Anna")).entitlements
    assert ([one.benefit.gift for one in again], shop.problems()) == (["Wax"], [])


def test_r71_a_used_gift_stays_and_counts_as_given(shops: Shops) -> None:
    shop = shops.open()
    shop.programme(MILESTONE)
    code = shop.add("Anna")
    first = shop.buy("1000", code=code, phone="+79170000001")
    shop.buy("1000", code=code, phone="+79170000002")
    [gift] = accounts.get_balance(shop.desk, shop.who("Anna")).entitlements
    shop.buy("1000", customer=code, use=(gift.id,))
    shop.void(first.purchase)
    shop.buy("1000", code=code, phone="+79170000003")
    assert accounts.get_balance(shop.desk, shop.who("Anna")).entitlements == ()
    assert shop.problems() == []


def test_r62_an_undone_purchase_gives_the_gift_back(shops: Shops) -> None:
    shop = shops.open()
    shop.programme(MILESTONE)
    code = shop.add("Anna")
    for number in (1, 2):
        shop.buy("1000", code=code, phone=f"+7917000000{number}")
    [gift] = accounts.get_balance(shop.desk, shop.who("Anna")).entitlements
    paid = shop.buy("1000", customer=code, use=(gift.id,))
    back(shop, paid.purchase, "999")
    assert accounts.get_balance(shop.desk, shop.who("Anna")).entitlements == ()
    back(shop, paid.purchase, "1")
    kept = accounts.get_balance(shop.desk, shop.who("Anna")).entitlements
    assert ([one.id for one in kept], shop.problems()) == ([gift.id], [])


def test_r80_the_rounded_money_goes_back_to_the_last_coin(wash: TestShop) -> None:
    wash.set("cash_rounding", "down 1.00")
    paid = wash.buy("99.55")
    assert paid.to_pay == 9900
    first = back(wash, paid.purchase, "99.30")
    assert (first.money_back, back(wash, paid.purchase, "0.25").money_back) == (9900, 0)


def test_i4_a_refund_under_a_key_happens_once(wash: TestShop) -> None:
    paid = wash.buy("1000", code=wash.add("Anna"), phone="+79170000001")
    first = back(wash, paid.purchase, "100", key="r1")
    again = back(wash, paid.purchase, "100", key="r1")
    assert (again.repeated, again.money_back) == (True, first.money_back)
    with refused("key_reused"):
        back(wash, paid.purchase, "200", key="r1")


def test_a_refund_needs_a_reason_and_of_anothers_purchase_a_manager(wash: TestShop) -> None:
    paid = wash.buy("1000")
    with refused("bad_reason"):
        refund_purchase(wash.desk, paid.purchase, Refund(" ", 100))
    with refused("bad_amount"):
        refund_purchase(wash.desk, paid.purchase, Refund("returned", 0))
    with refused("purchase_unknown"):
        back(wash, 999, "1")
    cashier = wash.hire("Ira", "cashier")
    with wash.acting(cashier), refused("not_allowed"):
        back(wash, paid.purchase, "1")


def test_r70_a_part_that_went_back_leaves_the_earning_in_the_ledger(shops: Shops) -> None:
    shop = shops.open()
    shop.programme(LOYALTY)
    shop.add("Anna")
    paid = shop.buy("900", customer="Anna")
    back(shop, paid.purchase, "300")
    part, earned = view_ledger(shop.desk, shop.who("Anna"))
    assert (part.entry.change, earned.undone_on, earned.entry.state) == (-15, None, "available")
    back(shop, paid.purchase, "600")
    earned = view_ledger(shop.desk, shop.who("Anna"))[-1]
    assert (earned.undone_on, earned.entry.state) == (shop.desk.today(), "cancelled")
