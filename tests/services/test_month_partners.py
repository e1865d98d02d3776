"""A month of each preset for partners and of the campaign word, by hand to the unit."""

import pytest

from refdesk.services import customers, print_runs, programmes, run_confirming
from tests.support.months import add, ambassador, at, bring, pay_out, purse, purses
from tests.support.refusals import refused
from tests.support.shops import Shops, TestShop

# -- affiliate plans ------------------------------------------------------------------------------


def test_a_month_of_affiliates_on_both_plans(shops: Shops) -> None:
    shop = shops.open("affiliate")
    vera = ambassador(shop, "Vera")
    assert add(shop, "Client").codes == (), "clients get no codes"
    at(shop, "2026-12-02")
    # 20 % once and 5 % of turnover on the first purchase of 1000, then 5 %
    assert bring(shop, vera, "Boris", "1000").to_pay == 1000_00
    assert purses(shop) == {"Vera": {"money": 250_00}}
    at(shop, "2026-12-10")
    shop.buy("2000", customer="Boris")
    assert purses(shop) == {"Vera": {"money": 350_00}}
    bring(shop, vera, "Clara", "99.99")
    # 19.99 + 4.99
    assert purses(shop) == {"Vera": {"money": 374_98}}
    at(shop, "2026-12-30")
    pay_out(shop, "Vera", "374.98")
    assert purses(shop) == {}
    assert shop.problems() == []


@pytest.mark.parametrize("plan, first, later", [("first", 200_00, 0), ("turnover", 50_00, 100_00)])
def test_a_plan_of_one_of_them_is_the_file_without_the_other(
    shops: Shops, plan: str, first: int, later: int
) -> None:
    shop = shops.open()
    text = programmes.load_preset("affiliate").terms_text
    head, one, turnover = text.split("[[rule]]\n")
    shop.programme("[[rule]]\n".join([head, one if plan == "first" else turnover]))
    vera = ambassador(shop, "Vera")
    bring(shop, vera, "Boris", "1000")
    assert purse(shop, "Vera") == ({"money": first})
    shop.buy("2000", customer="Boris")
    assert purse(shop, "Vera") == ({"money": first + later})
    assert shop.problems() == []


# -- manager codes --------------------------------------------------------------------------------


def test_a_month_of_manager_codes(shops: Shops) -> None:
    shop = shops.open("manager-codes")
    marina = ambassador(shop, "Marina")
    at(shop, "2026-12-02")
    boris = bring(shop, marina, "Boris", "1990")
    assert (boris.codes, boris.to_pay) == ((), 1990_00)
    # 99.5 floors to 99 points
    assert purses(shop) == {"Marina": {"points": 99}}
    at(shop, "2026-12-10")
    visit = shop.buy("600", customer="Boris")
    add(shop, "Clara", code=marina)
    shop.buy("400", customer="Clara")
    assert purses(shop) == {"Marina": {"points": 99 + 30 + 20}}
    # who was here before is not a manager's client
    add(shop, "Dmitry")
    shop.buy("500", customer="Dmitry")
    with refused("not_new_customer"):
        shop.buy("500", code=marina, customer="Dmitry")
    at(shop, "2026-12-28")
    shop.void(visit.purchase)
    assert purses(shop) == {"Marina": {"points": 119}}
    person = customers.show_customer(shop.desk, shop.who("Marina"))
    assert (person.customer.purchases, person.effective_referrals) == (0, 2)
    assert shop.problems() == []


# -- partner stack --------------------------------------------------------------------------------


def confirmed_run(shop: TestShop, holder: str, count: int) -> list[str]:
    """A confirmed stack of coupons in a partner's hands; the codes."""
    new = print_runs.NewRun(count=count, holders=(shop.who(holder),))
    made = print_runs.create_run(shop.desk, new)
    run_confirming.confirm_run(shop.desk, made.run.id)
    return list(made.codes)


def test_a_month_of_a_partners_stack(shops: Shops) -> None:
    shop = shops.open("partner-stack")
    ambassador(shop, "Cafe Corner")
    first, second, third, fourth, fifth = confirmed_run(shop, "Cafe Corner", 5)
    at(shop, "2026-12-05")
    assert bring(shop, first, "Boris", "1000").to_pay == 900_00
    assert purses(shop) == {"Cafe Corner": {"money": 150_00}}
    with refused("code_used_up"):
        bring(shop, first, "Nobody", "1000")
    # a regular is not the cafe's guest
    add(shop, "Regular")
    shop.buy("300", customer="Regular")
    with refused("not_new_customer"):
        shop.buy("1000", code=second, customer="Regular")
    at(shop, "2026-12-12")
    clara = bring(shop, second, "Clara", "2000")
    assert (clara.discount, purse(shop, "Cafe Corner")) == (200_00, {"money": 300_00})
    # only the first purchase counts
    shop.buy("1000", customer="Boris")
    with refused("not_new_customer"):
        shop.buy("1000", code=third, customer="Boris")
    # a visit undone opens its coupon again
    shop.void(clara.purchase)
    assert purse(shop, "Cafe Corner") == {"money": 150_00}
    assert shop.buy("500", code=second, customer="Clara").to_pay == 450_00
    at(shop, "2026-12-28")
    assert bring(shop, fourth, "Dmitry", "100").to_pay == 90_00
    assert purses(shop) == {"Cafe Corner": {"money": 450_00}}
    pay_out(shop, "Cafe Corner", "450")
    assert (purses(shop), len(fifth)) == ({}, 10)
    assert shop.problems() == []


# -- campaign word --------------------------------------------------------------------------------


def test_a_month_of_summer(shops: Shops) -> None:
    shop = shops.open("campaign-word")
    at(shop, "2026-12-07", hour=10)  # a Monday
    for name in ("Anna", "Boris", "Clara"):
        shop.add(name)
    assert shop.buy("999.99", code="summer", customer="Anna").discount == 149_99
    at(shop, "2026-12-08", hour=10)
    with refused("limit_per_customer"):
        shop.buy("1000", code="SUMMER", customer="Anna")
    # from ten inclusive to four exclusive, Monday to Thursday
    at(shop, "2026-12-10", hour=9)
    with refused("outside_hours"):
        shop.buy("1000", code="SUMMER", customer="Boris")
    at(shop, "2026-12-10", hour=15)
    assert shop.buy("1000", code="SUMMER", customer="Boris").to_pay == 850_00
    at(shop, "2026-12-10", hour=16)
    with refused("outside_hours"):
        shop.buy("1000", code="SUMMER", customer="Clara")
    at(shop, "2026-12-11", hour=12)  # a Friday
    with refused("outside_hours"):
        shop.buy("1000", code="SUMMER", customer="Clara")
    # 498 more guests make 500 uses
    at(shop, "2026-12-14", hour=12)
    guests = (f"+7919{number:07}" for number in range(498))
    bought = [shop.buy("100", code="SUMMER", phone=phone) for phone in guests]
    assert {one.to_pay for one in bought} == {85_00}
    with refused("code_used_up", limit=500):
        shop.buy("100", code="SUMMER", customer="Clara")
    # an undone purchase makes room for one
    at(shop, "2026-12-24", hour=11)
    shop.void(bought[-1].purchase)
    assert shop.buy("100", code="SUMMER", customer="Clara").discount == 15_00
    assert purses(shop) == {}
    assert shop.problems() == []
