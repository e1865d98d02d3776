"""A month of each preset that brings friends, by hand to the unit (domain.md section 5)."""

from datetime import UTC, datetime

from refdesk.services import codes, customers, programmes
from tests.support.months import at, bring, kept, purse, purses
from tests.support.refusals import refused
from tests.support.shops import Shops

# -- car wash -------------------------------------------------------------------------------------


def test_a_month_of_the_car_wash(shops: Shops) -> None:
    wash = shops.open("car-wash")
    anna = wash.add("Anna")
    at(wash, "2026-12-02")
    boris = bring(wash, anna, "Boris", ("Full wash", "1500"))
    assert (boris.discount, boris.to_pay) == (150_00, 1350_00)
    at(wash, "2026-12-04")
    clara = bring(wash, anna, "Clara", ("Full wash", "1000"))
    assert clara.discount == 100_00
    assert purses(wash) == {"Anna": {"points": 200}}
    at(wash, "2026-12-06")
    assert wash.buy("1200", customer="Boris").discount == 0
    assert bring(wash, wash.code("Boris"), "Dmitry", "2000").discount == 200_00
    assert purses(wash) == {"Anna": {"points": 200}, "Boris": {"points": 100}}
    # points pay up to half of a bill
    at(wash, "2026-12-10")
    with refused("points_share_exceeded", max=150):
        wash.buy("300", customer=anna, spend_points=151)
    assert wash.buy("300", customer=anna, spend_points=150).to_pay == 150_00
    assert purse(wash, "Anna") == {"points": 50}
    # Clara's wash is undone: 50 of her 100 are left, the rest is owed; her next one qualifies
    wash.void(clara.purchase)
    assert purse(wash, "Anna") == {"points": -50}
    at(wash, "2026-12-30")
    again = wash.buy("1000", code=anna, customer="Clara")
    assert again.discount == 100_00
    assert purses(wash) == {"Anna": {"points": 50}, "Boris": {"points": 100}}
    with refused("not_new_customer"):
        wash.buy("1000", code=anna, customer="Clara")
    # for 180 days: Boris's of 6 December through 4 June, Anna's of 30 December through 28 June
    at(wash, "2027-06-04")
    assert purses(wash) == {"Anna": {"points": 50}, "Boris": {"points": 100}}
    at(wash, "2027-06-05")
    assert purses(wash) == {"Anna": {"points": 50}}
    at(wash, "2027-06-29")
    assert purses(wash) == {}
    assert wash.problems() == []


# -- spa ------------------------------------------------------------------------------------------


def test_a_month_of_the_spa(shops: Shops) -> None:
    spa = shops.open("spa")
    anna = spa.add("Anna")
    at(spa, "2026-12-02")
    # 30 % of 3000 and 2500, nothing of the cream and the certificate
    boris = bring(
        spa, anna, "Boris", ("Massage, 60 min", "3000"), ("Facial care", "2500"),
        ("Home care product", "1500"), ("Gift certificate", "5000"),
    )  # fmt: skip
    assert (boris.discount, boris.to_pay) == (1650_00, 10350_00)
    at(spa, "2026-12-09")
    assert bring(spa, anna, "Clara", ("Body wrap", "3500")).to_pay == 2450_00
    assert purses(spa) == {"Anna": {"store_credit": 1000_00}}
    # credit pays half of what it may pay: 50 % of 1800 and none of the cream
    at(spa, "2026-12-16")
    with refused("points_share_exceeded", unit="store_credit", max=900_00):
        spa.buy(("Massage, 60 min", "1800"), ("Home care product", "1500"), customer=anna,
                spend_credit=900_01)  # fmt: skip
    paid = spa.buy(("Massage, 60 min", "1800"), ("Home care product", "1500"), customer=anna,
                   spend_credit="max")  # fmt: skip
    assert paid.to_pay == 2400_00
    assert purses(spa) == {"Anna": {"store_credit": 100_00}}
    with refused("points_share_exceeded", max=0):
        spa.buy(("Gift certificate", "5000"), customer=anna, spend_credit=1)
    # a second visit of Boris gives nobody anything
    at(spa, "2026-12-30")
    assert spa.buy(("Facial care", "2500"), customer="Boris").to_pay == 2500_00
    assert purses(spa) == {"Anna": {"store_credit": 100_00}}
    assert spa.problems() == []


# -- internal credit ------------------------------------------------------------------------------


def test_a_month_of_internal_credit(shops: Shops) -> None:
    shop = shops.open("internal-credit")
    anna = shop.add("Anna")
    at(shop, "2026-12-02")
    assert bring(shop, anna, "Boris", "1000").to_pay == 1000_00
    assert purses(shop) == {"Anna": {"store_credit": 300_00}, "Boris": {"store_credit": 300_00}}
    # it is spent here only, from the next purchase on, and pays a bill whole
    at(shop, "2026-12-05")
    assert shop.buy("250", customer=shop.code("Boris"), spend_credit="max").to_pay == 0
    assert bring(shop, shop.code("Boris"), "Clara", "400").to_pay == 400_00
    assert purses(shop) == {
        "Anna": {"store_credit": 300_00},
        "Boris": {"store_credit": 350_00},
        "Clara": {"store_credit": 300_00},
    }
    at(shop, "2026-12-25")
    assert shop.buy("1000", customer=anna, spend_credit=120_50).to_pay == 879_50
    assert purse(shop, "Anna") == {"store_credit": 179_50}
    assert shop.problems() == []


# -- gift in kind ---------------------------------------------------------------------------------


def test_a_month_of_gifts_in_kind(shops: Shops) -> None:
    shop = shops.open("gift-in-kind")
    anna = shop.add("Anna")
    gift = "Extra treatment"
    for number in range(1, 7):
        at(shop, f"2026-12-{number:02}")
        assert bring(shop, anna, f"Friend {number}", "1000").to_pay == 1000_00
    assert purse(shop, "Anna") == {"kept": [gift] * 6}
    assert purse(shop, "Friend 6") == {"kept": [gift]}
    # the seventh friend of the year gets his, Anna gets nothing more
    at(shop, "2026-12-20")
    seventh = bring(shop, anna, "Friend 7", "1000")
    assert (seventh.verdict, purse(shop, "Friend 7")) == ("check_cap", {"kept": [gift]})
    assert purse(shop, "Anna") == {"kept": [gift] * 6}
    # a gift is used once and whole, at 0
    [one] = kept(shop, "Friend 1")
    used = shop.buy("500", customer=shop.code("Friend 1"), use=(one,))
    assert (used.to_pay, purse(shop, "Friend 1")) == (500_00, {})
    with refused("entitlement_unavailable"):
        shop.buy("500", customer=shop.code("Friend 1"), use=(one,))
    # each gift costs the shop 300: 13 of them
    assert programmes.list_programmes(shop.desk)[0].budget_spent == 13 * 300_00
    # a new calendar year
    at(shop, "2027-01-02")
    bring(shop, anna, "Friend 8", "1000")
    assert purse(shop, "Anna") == {"kept": [gift] * 7}
    assert shop.problems() == []


# -- strictly capped ------------------------------------------------------------------------------


def test_a_month_of_the_strictly_capped(shops: Shops) -> None:
    shop = shops.open("strictly-capped")
    anna = shop.add("Anna")
    for number in (1, 2, 3):
        at(shop, f"2026-12-0{number}")
        assert bring(shop, anna, f"Friend {number}", "900").to_pay == 700_00
    at(shop, "2026-12-31", hour=22)
    with refused("limit_per_period", period="month", count=3, limit=3):
        bring(shop, anna, "Friend 4", "900")
    assert purses(shop) == {"Anna": {"store_credit": 600_00}}
    # another code has a month of its own; a bill below 200 takes no more than itself
    assert bring(shop, shop.code("Friend 1"), "Friend 5", "150").to_pay == 0
    assert purses(shop) == {"Anna": {"store_credit": 600_00}}, "a bill paid with nothing earns 0"
    at(shop, "2027-01-01")
    assert bring(shop, anna, "Friend 4", "900").to_pay == 700_00
    assert purses(shop) == {"Anna": {"store_credit": 800_00}}
    # 3 x (200 + 200) + 150 + (200 + 200) of the budget of 50 000
    programme = programmes.list_programmes(shop.desk)[0]
    assert (programme.budget_spent, programme.budget_left) == (1750_00, 48250_00)
    assert shop.problems() == []


# -- me / friend / half ---------------------------------------------------------------------------


def test_a_month_of_me_friend_or_half(shops: Shops) -> None:
    shop = shops.open("me-friend-half")
    half = shop.add("Anna")
    person = customers.get_customer(shop.desk, shop.who("Anna"))
    version = programmes.list_programmes(shop.desk)[0]
    issue = codes.issue_personal
    me = issue(shop.desk, person, version, friend_share=0)
    friend = issue(shop.desk, person, version, friend_share=10_000)
    third = issue(shop.desk, person, version, friend_share=3_000)
    # example 3 of section 6: the pool of 1234.56 is 246.91, the odd unit goes to the friend
    at(shop, "2026-12-02")
    assert bring(shop, half, "Half", "1234.56").discount == 123_46
    assert purses(shop) == {"Anna": {"store_credit": 123_45}}
    at(shop, "2026-12-03")
    assert bring(shop, me, "Me", "1234.56").discount == 0
    assert purses(shop) == {"Anna": {"store_credit": 123_45 + 246_91}}
    assert bring(shop, friend, "Friend", "1234.56").discount == 246_91
    assert purses(shop) == {"Anna": {"store_credit": 370_36}}
    assert bring(shop, third, "Third", "1234.56").discount == 74_08
    assert purses(shop) == {"Anna": {"store_credit": 370_36 + 172_83}}
    # only the first purchase is shared
    at(shop, "2026-12-28")
    assert shop.buy("1000", customer="Half").discount == 0
    assert purses(shop) == {"Anna": {"store_credit": 543_19}}
    assert shop.clock.at == datetime(2026, 12, 28, 9, tzinfo=UTC)
    assert shop.problems() == []
