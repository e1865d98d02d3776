"""A month of each preset that pays money for friends, by hand to the unit (domain.md section 5)."""

from refdesk.services import payouts
from tests.support.months import at, bring, kept, pay_out, purse, purses, refund
from tests.support.refusals import refused
from tests.support.shops import Shops

# -- bank style -----------------------------------------------------------------------------------


def test_a_month_of_the_bank(shops: Shops) -> None:
    bank = shops.open("bank")
    anna = bank.add("Anna")
    gift = "Free account service, 1 year"
    at(bank, "2026-12-02")
    for number in range(1, 11):
        friend = bring(bank, anna, f"Friend {number}", ("Debit card", "1500"))
        assert friend.to_pay == 1500_00
    # ten friends at 500
    assert purse(bank, "Anna") == {"money": 5000_00}
    assert purse(bank, "Friend 10") == {"kept": [gift]}
    # with ten effective friends the special rate begins
    at(bank, "2026-12-10")
    eleventh = bring(bank, anna, "Friend 11", ("Business account", "3000"))
    assert purse(bank, "Anna") == {"money": 5750_00}
    # the friend's free service is used once
    at(bank, "2026-12-15")
    assert bank.buy("100", customer=bank.code("Friend 1"), use=kept(bank, "Friend 1")).to_pay > 0
    assert purse(bank, "Friend 1") == {}
    pay_out(bank, "Anna", "5000")
    assert purse(bank, "Anna") == {"money": 750_00}
    # an account that is given back takes its 750 and the unused gift back
    at(bank, "2026-12-28")
    bank.void(eleventh.purchase)
    assert (purse(bank, "Anna"), purse(bank, "Friend 11")) == ({}, {})
    assert bring(bank, anna, "Friend 12", ("Safe deposit box", "4000")).to_pay == 4000_00
    assert purse(bank, "Anna") == {"money": 750_00}
    assert bank.problems() == []


# -- hosting style --------------------------------------------------------------------------------


def test_a_month_of_hosting(shops: Shops) -> None:
    host = shops.open("hosting")
    anna = host.add("Anna")
    at(host, "2026-12-02")
    # 20 % of 300 and 50 for the domain
    boris = bring(host, anna, "Boris", ("Shared hosting", "300"), ("Domain name", "500"))
    assert (boris.to_pay, purses(host)) == (800_00, {"Anna": {"money": 110_00}})
    # what is not in the table pays nobody, and the friend stays Anna's
    assert bring(host, anna, "Clara", "700").to_pay == 700_00
    assert purses(host) == {"Anna": {"money": 110_00}}
    # every payment: 15 % of two servers of 900, added and floored once; 10 % of 6000.05
    at(host, "2026-12-12")
    servers = host.buy(("Virtual server", "900"), ("Virtual server", "900"), customer="Clara")
    assert purses(host) == {"Anna": {"money": 380_00}}
    host.buy(("Dedicated server", "6000.05"), customer="Boris")
    assert purses(host) == {"Anna": {"money": 980_00}}
    # two domains in a bill are one service of the table: 50 once (R56)
    host.buy(("Domain name", "500"), ("Domain name", "500"), customer="Boris")
    assert purses(host) == {"Anna": {"money": 1030_00}}
    # a server of the two goes back: half of 270
    at(host, "2026-12-28")
    assert refund(host, servers.purchase, "900") == 900_00
    assert purses(host) == {"Anna": {"money": 895_00}}
    pay_out(host, "Anna", "895", "card")
    assert purses(host) == {}
    assert host.problems() == []


# -- instalment card ------------------------------------------------------------------------------


def test_a_month_of_the_instalment_card(shops: Shops) -> None:
    shop = shops.open("instalment-card")
    anna = shop.add("Anna")
    for number in (1, 2, 3):
        at(shop, f"2026-12-0{number}")
        assert bring(shop, anna, f"Friend {number}", "5000").to_pay == 5000_00
    assert purses(shop) == {"Anna": {"money": 3000_00}}
    # paid outside, and entered in the register with a number
    at(shop, "2026-12-20")
    first = pay_out(shop, "Anna", "2000", "outside")
    second = pay_out(shop, "Anna", "500", "outside")
    assert purses(shop) == {"Anna": {"money": 500_00}}
    with refused("payout_exceeds_balance"):
        pay_out(shop, "Anna", "500.01", "outside")
    payouts.cancel_payout(shop.desk, second, "wrong card")
    assert purses(shop) == {"Anna": {"money": 1000_00}}
    register = payouts.list_payouts(shop.desk)
    assert {(one.id, one.amount, one.method, one.cancelled_at is None) for one in register} == {
        (first, 2000_00, "outside", True), (second, 500_00, "outside", False),
    }  # fmt: skip
    assert purses(shop) == {"Anna": {"money": 1000_00}}
    assert shop.problems() == []
