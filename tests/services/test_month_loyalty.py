"""A month of each preset for one's own visits, by hand to the unit (domain.md section 5)."""

from tests.support.months import add, at, bring, purse, purses, refund
from tests.support.refusals import refused
from tests.support.shops import Shops

# -- salon: five statuses -------------------------------------------------------------------------


def test_a_month_of_the_salon_by_spend(shops: Shops) -> None:
    salon = shops.open("salon")
    anna = salon.add("Anna")
    at(salon, "2026-12-02")
    # below the first status nothing, and the current bill counts for the next one
    salon.buy(("Colouring", "9999.99"), customer="Anna")
    salon.buy(("Haircut", "2000"), customer="Anna")
    assert purses(salon) == {}
    # 11 999.99 paid: Bronze, 3 %, also of the shampoo
    at(salon, "2026-12-05")
    salon.buy(("Haircut", "2000"), ("Shampoo", "1250"), customer="Anna")
    assert purses(salon) == {"Anna": {"points": 97}}
    # Bronze pays 10 % of a bill: 90 points of 900
    with refused("points_share_exceeded", max=90):
        salon.buy(("Manicure", "900"), customer=anna, spend_points=91)
    at(salon, "2026-12-09")
    paid = salon.buy(("Manicure", "900"), customer=anna, spend_points=90)
    # 3 % of the 810 that were paid: 24.3
    assert (paid.to_pay, purse(salon, "Anna")) == (810_00, {"points": 97 - 90 + 24})
    # 16 059.99 + 13 940.01 = 30 000.00 is Silver from the next bill on
    at(salon, "2026-12-16")
    salon.buy("13940.01", customer="Anna")
    assert purse(salon, "Anna") == {"points": 31 + 418}
    silver = salon.buy("1000", customer=anna, spend_points="max")
    assert (silver.to_pay, purse(salon, "Anna")) == (850_00, {"points": 449 - 150 + 42})
    # 30 850 paid; a part that goes back counts no more: 29 850 is Bronze again
    back = salon.buy("1000", customer="Anna")
    assert purse(salon, "Anna") == {"points": 341 + 50}
    at(salon, "2026-12-28")
    assert refund(salon, back.purchase, "400") == 400_00
    assert purse(salon, "Anna") == {"points": 391 - 20}
    salon.buy("50000", customer="Anna")
    assert purse(salon, "Anna") == {"points": 371 + 2500}
    # 81 450: Gold, 8 %
    salon.buy("100000", customer="Anna")
    assert purse(salon, "Anna") == {"points": 2871 + 8000}
    # 181 450: Platinum, 11 %
    salon.buy("100000", customer="Anna")
    assert purse(salon, "Anna") == {"points": 10871 + 11000}
    # 281 450: Diamond, 15 % earned and 30 % of a bill payable
    last = salon.buy("10000", customer=anna, spend_points="max")
    assert (last.to_pay, purse(salon, "Anna")) == (7000_00, {"points": 21871 - 3000 + 1050})
    assert salon.problems() == []


def test_a_month_of_the_salon_by_friends(shops: Shops) -> None:
    salon = shops.open("salon")
    anna = salon.add("Anna")
    at(salon, "2026-12-02")
    one = bring(salon, anna, "Friend 1", ("Haircut", "2000"))
    assert (one.discount, purses(salon)) == (0, {})
    salon.buy("1000", customer="Anna")
    assert purses(salon) == {}
    two = bring(salon, anna, "Friend 2", ("Haircut", "2000"))
    # two effective friends: Bronze
    at(salon, "2026-12-04")
    salon.buy("1000", customer="Anna")
    assert purses(salon) == {"Anna": {"points": 30}}
    # one of them takes his visit back: nothing is earned or payable until a friend comes again
    salon.void(two.purchase)
    salon.buy("1000", customer="Anna")
    assert purses(salon) == {"Anna": {"points": 30}}
    with refused("points_share_exceeded", max=0):
        salon.buy("1000", customer=anna, spend_points=1)
    at(salon, "2026-12-20")
    salon.buy("500", customer="Friend 2")
    for number in (3, 4):
        bring(salon, anna, f"Friend {number}", ("Manicure", "1800"))
    # four: Silver
    salon.buy("1000", customer="Anna")
    assert purses(salon) == {"Anna": {"points": 80}}
    for number in range(5, 11):
        bring(salon, anna, f"Friend {number}", ("Manicure", "1800"))
    # ten: Diamond
    at(salon, "2026-12-30")
    salon.buy("1000", customer="Anna")
    assert purses(salon) == {"Anna": {"points": 230}}
    assert salon.problems() == []


# -- joining bonus --------------------------------------------------------------------------------


def test_a_month_of_the_joining_bonus(shops: Shops) -> None:
    shop = shops.open("joining-bonus")
    at(shop, "2026-12-02")
    assert add(shop, "Anna").codes == ()
    assert purses(shop) == {"Anna": {"points": 200}}
    # somebody who joins with an order has the bonus from the next one
    first = shop.buy("1000", phone="+79175550001", name="Boris")
    assert first.customer is not None
    shop.names["Boris"] = first.customer
    assert (first.to_pay, purse(shop, "Boris")) == (1000_00, {"points": 200})
    [bonus] = first.effects
    assert (bonus.customer, bonus.benefit, bonus.value) == (first.customer, "points", 200)
    # it pays 30 % of a bill, and is spent twice a day at most
    phone = "+79175550001"
    at(shop, "2026-12-03")
    with refused("points_share_exceeded", max=150):
        shop.buy("500", customer=phone, spend_points=151)
    assert shop.buy("500", customer=phone, spend_points="max").to_pay == 350_00
    assert shop.buy("100", customer=phone, spend_points=20).to_pay == 80_00
    with refused("limit_per_period", period="day", count=2, limit=2):
        shop.buy("100", customer=phone, spend_points=10)
    assert purse(shop, "Boris") == {"points": 30}
    at(shop, "2026-12-04")
    assert shop.buy("100", customer=phone, spend_points=10).to_pay == 90_00
    assert purses(shop) == {"Anna": {"points": 200}, "Boris": {"points": 20}}
    # 183 days without use: Anna's through 3 June, Boris's through 5 June
    at(shop, "2027-06-03")
    assert purses(shop) == {"Anna": {"points": 200}, "Boris": {"points": 20}}
    at(shop, "2027-06-04")
    assert purses(shop) == {"Boris": {"points": 20}}
    at(shop, "2027-06-06")
    assert purses(shop) == {}
    assert shop.problems() == []


# -- stamp card -----------------------------------------------------------------------------------


def test_a_month_of_the_stamp_card(shops: Shops) -> None:
    wash = shops.open("stamp-card")
    wash.add("Anna")
    for visit in range(1, 6):
        at(wash, f"2026-12-{visit:02}")
        assert wash.buy(("Full wash", "1000"), customer="Anna").to_pay == 1000_00
        assert purses(wash) == {"Anna": {"stamps": visit}}
    # the sixth visit: the cheaper wash is free and gives no stamp of its own
    at(wash, "2026-12-10")
    sixth = wash.buy(("Full wash", "1000"), ("Express", "600"), customer="Anna")
    assert (sixth.discount, sixth.to_pay, purses(wash)) == (600_00, 1000_00, {})
    # undone, the five stamps are back; declined, a stamp is given as usual
    wash.void(sixth.purchase)
    assert purses(wash) == {"Anna": {"stamps": 5}}
    at(wash, "2026-12-12")
    assert wash.buy("700", customer="Anna", keeps_stamps=True).to_pay == 700_00
    assert purses(wash) == {"Anna": {"stamps": 6}}
    # one stamp a visit, and a free visit takes five
    assert wash.buy(("Express", "600"), customer="Anna").to_pay == 0
    assert purses(wash) == {"Anna": {"stamps": 1}}
    # 120 days without a visit: through 11 April
    at(wash, "2027-04-11")
    assert purses(wash) == {"Anna": {"stamps": 1}}
    at(wash, "2027-04-12")
    assert purses(wash) == {}
    assert wash.buy(("Express", "600"), customer="Anna").to_pay == 600_00
    assert purses(wash) == {"Anna": {"stamps": 1}}
    assert wash.problems() == []
