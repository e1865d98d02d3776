"""The other presets, worked through: spa, strictly capped, the campaign word."""

from datetime import UTC, datetime

import pytest

from refdesk.services import programmes
from tests.support.refusals import refused
from tests.support.shops import Shops, TestShop, minor


def friend(shop: TestShop, code: str, number: int, *lines: str | tuple[str, str]) -> int:
    """A newcomer with a code; what it took off."""
    return shop.buy(*lines or ("1000",), code=code, phone=f"+79170000{number:03}").discount


# -- spa ------------------------------------------------------------------------------------------


def test_spa_goods_certificates_and_memberships_take_no_discount(shops: Shops) -> None:
    spa = shops.open("spa")
    code = spa.add("Anna")
    lines = (("Massage, 60 min", "3000"), ("Home care product", "1500"),
             ("Gift certificate", "5000"))  # fmt: skip
    assert friend(spa, code, 1, *lines) == 90_000
    assert spa.balance("Anna", "store_credit") == 50_000
    with refused("service_excluded"):
        friend(spa, code, 2, ("Home care product", "1500"))
    assert spa.problems() == []


def test_spa_credit_pays_half_of_what_it_may_pay(shops: Shops) -> None:
    spa = shops.open("spa")
    code = spa.add("Anna")
    for number in range(5):
        friend(spa, code, number, ("Massage, 60 min", "3000"))
    assert spa.balance("Anna", "store_credit") == 250_000
    lines = (("Massage, 60 min", "3000"), ("Home care product", "1500"))
    with refused("points_share_exceeded", unit="store_credit", max=150_000):
        spa.buy(*lines, customer=code, spend_credit=150_001)
    paid = spa.buy(*lines, customer=code, spend_credit="max")
    assert (paid.to_pay, spa.balance("Anna", "store_credit")) == (300_000, 100_000)
    with refused("points_share_exceeded", max=0):
        spa.buy(("Home care product", "1500"), customer=code, spend_credit=1)
    spa.void(paid.purchase)
    assert spa.balance("Anna", "store_credit") == 250_000
    assert spa.problems() == []


# -- strictly capped ----------------------------------------------------------------------------


def test_each_code_has_three_friends_a_calendar_month(shops: Shops) -> None:
    capped = shops.open("strictly-capped")
    anna, boris = capped.add("Anna"), capped.add("Boris")
    for number in range(3):
        assert friend(capped, anna, number) == 20_000
    with refused("limit_per_period", period="month", count=3, limit=3):
        friend(capped, anna, 3)
    assert friend(capped, boris, 4) == 20_000
    capped.clock.at = datetime(2026, 11, 30, 20, 0, tzinfo=UTC)
    with refused("limit_per_period"):
        friend(capped, anna, 5)
    capped.clock.at = datetime(2026, 12, 1, 6, 0, tzinfo=UTC)
    assert friend(capped, anna, 6) == 20_000
    assert capped.balance("Anna", "store_credit") == 80_000


def test_r64_a_void_makes_room_again(shops: Shops) -> None:
    capped = shops.open("strictly-capped")
    code = capped.add("Anna")
    for number in range(2):
        friend(capped, code, number)
    third = capped.buy("1000", code=code, phone="+79170000900")
    capped.void(third.purchase)
    assert friend(capped, code, 4) == 20_000
    with refused("limit_per_period"):
        friend(capped, code, 5)
    assert capped.problems() == []


def small_budget(shop: TestShop, budget: str) -> str:
    """A programme of 200 and 200 with this budget; Anna's code for it."""
    shop.programme(
        f'name = "Small"\nbudget = "{budget}"\n[[rule]]\nid = "friend"\n'
        'referral = { kind = "amount_off", amount = "200" }\n'
        'referrer = [{ kind = "store_credit", amount = "200" }]'
    )
    return shop.add("Anna")


def spent_budget(shop: TestShop) -> int:
    return programmes.list_programmes(shop.desk)[0].budget_spent


def test_r64_the_last_part_of_a_budget_goes_to_the_friend(shops: Shops) -> None:
    shop = shops.open()
    code = small_budget(shop, "700.00")
    assert friend(shop, code, 1) == 20_000
    assert (spent_budget(shop), shop.balance("Anna", "store_credit")) == (40_000, 20_000)
    last = shop.buy("1000", code=code, phone="+79170000002")
    assert (last.discount, last.verdict) == (20_000, "check_cap")
    assert (spent_budget(shop), shop.balance("Anna", "store_credit")) == (70_000, 30_000)
    with refused("budget_spent"):
        friend(shop, code, 3)
    assert shop.problems() == []


def test_r64_a_reversal_gives_the_budget_back(shops: Shops) -> None:
    shop = shops.open()
    code = small_budget(shop, "400.00")
    paid = shop.buy("1000", code=code, phone="+79170000001")
    with refused("budget_spent"):
        friend(shop, code, 2)
    shop.void(paid.purchase)
    assert spent_budget(shop) == 0
    assert friend(shop, code, 2) == 20_000
    assert shop.problems() == []


def test_r64_what_was_booked_goes_back_whatever_a_point_is_worth_by_then(shops: Shops) -> None:
    shop = shops.open()
    shop.programme('name = "Points"\nbudget = "1000.00"\n[[rule]]\nid = "friend"\n'
                   'referrer = [{ kind = "points", amount = 100 }]')  # fmt: skip
    code = shop.add("Anna")
    paid = shop.buy("1000", code=code, phone="+79170000001")
    assert spent_budget(shop) == 10_000
    shop.set("point_value", "5.00")
    shop.void(paid.purchase)
    assert spent_budget(shop) == 0
    assert shop.problems() == []


# -- the campaign word --------------------------------------------------------------------------


def test_summer_works_mondays_to_thursdays_in_the_daytime(shops: Shops) -> None:
    shop = shops.open("campaign-word")
    shop.add("Anna")
    shop.clock.at = datetime(2026, 11, 18, 13, 0, tzinfo=UTC)  # 16:00 in Moscow
    with refused("outside_hours"):
        shop.buy("1000", code="SUMMER", customer="Anna")
    shop.clock.at = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)  # a Friday noon
    with refused("outside_hours"):
        shop.buy("1000", code="SUMMER", customer="Anna")
    shop.clock.at = datetime(2026, 11, 19, 7, 0, tzinfo=UTC)  # a Thursday, 10:00
    paid = shop.buy("1000", code="summer", customer="Anna")
    assert (paid.to_pay, paid.verdict) == (85_000, "ok_shop")


def test_r64_a_word_works_once_a_customer_and_again_after_a_void(shops: Shops) -> None:
    shop = shops.open("campaign-word")
    shop.add("Anna")
    paid = shop.buy("1000", code="SUMMER", customer="Anna")
    with refused("limit_per_customer", limit=1):
        shop.buy("1000", code="SUMMER", customer="Anna")
    assert shop.buy("1000", code="SUMMER", phone="+79170000001").discount == 15_000
    shop.void(paid.purchase)
    assert shop.buy("1000", code="SUMMER", customer="Anna").discount == 15_000
    assert shop.problems() == []


def test_r55_a_word_that_counts_customers_needs_an_identity(shops: Shops) -> None:
    shop = shops.open("campaign-word")
    with refused("identity_needed"):
        shop.buy("1000", code="SUMMER")
    with refused("identity_needed"):
        shop.buy("1000", code="SUMMER", name="Somebody")


def test_a_word_adds_up_with_a_standing_claim(full: TestShop) -> None:
    code = full.add("Anna")
    full.add("Boris", code=code)
    paid = full.buy("1000", code="SUMMER", customer="Boris")
    assert [one.value for one in paid.effects if one.side == "referral"] == [10_000, 13_500]
    assert (paid.to_pay, full.balance("Anna")) == (76_500, 100)
    assert full.problems() == []


def test_r58_a_word_that_gives_less_is_not_used_up(wash: TestShop) -> None:
    wash.programme(
        'name = "Small"\ncodes = "campaign"\nword = "AUTUMN"\nstacking = "best_of"\n'
        '[[rule]]\nid = "w"\ntrigger = "every"\n'
        'referral = { kind = "percent_off", percent = "5" }\nlimits = { per_code = { life = 1 } }'
    )
    code = wash.add("Anna")
    wash.add("Boris", code=code)
    better = wash.buy("1000", code="AUTUMN", customer="Boris")
    assert (better.discount, better.verdict, wash.count("code_use")) == (10_000, "check_better", 0)
    alone = wash.buy("1000", code="AUTUMN", customer="Boris")
    assert (alone.discount, wash.count("code_use")) == (5_000, 1)
    with refused("code_used_up"):
        wash.buy("1000", code="AUTUMN", customer="Boris")
    assert wash.problems() == []


def test_r27_a_word_may_return_when_its_season_is_over(shops: Shops) -> None:
    shop = shops.open()
    season = (
        'name = "S{year}"\ncodes = "campaign"\nword = "WINTER"\n'
        'valid_from = {year}-12-01\nvalid_to = {end}\n[[rule]]\nid = "w"\n'
        'trigger = "every"\nreferral = {{ kind = "percent_off", percent = "{off}" }}\n'
        "limits = {{ per_code = {{ day = 100 }} }}\n"
    )
    shop.programme(season.format(year=2026, end="2027-02-28", off=5))
    with refused("word_taken", word="WINTER"):
        text = season.format(year=2026, end="2026-12-31", off=9).replace("S2026", "Other")
        shop.programme(text)
    shop.programme(season.format(year=2027, end="2028-02-28", off=7))
    shop.add("Anna")
    shop.clock.at = datetime(2027, 1, 15, 9, 0, tzinfo=UTC)
    assert shop.buy("100", code="WINTER", customer="Anna").discount == 500
    shop.clock.at = datetime(2028, 1, 15, 9, 0, tzinfo=UTC)
    assert shop.buy("100", code="WINTER", customer="Anna").discount == 700
    shop.clock.at = datetime(2028, 6, 1, 9, 0, tzinfo=UTC)
    with refused("code_expired"):
        shop.buy("100", code="WINTER", customer="Anna")


def test_the_words_500th_use_is_its_last(shops: Shops) -> None:
    shop = shops.open()
    shop.programme('name = "S"\ncodes = "campaign"\nword = "WINTER"\n[[rule]]\nid = "w"\n'
                   'trigger = "every"\nreferral = { kind = "percent_off", percent = "5" }\n'
                   '[rule.limits]\nper_code = { life = 2 }\n')  # fmt: skip
    assert [friend(shop, "WINTER", number) for number in (1, 2)] == [5_000, 5_000]
    with refused("code_used_up", limit=2):
        friend(shop, "WINTER", 3)


PLAIN_WORD = (
    'name = "S"\ncodes = "campaign"\nword = "WINTER"\n{budget}[[rule]]\nid = "w"\n'
    'trigger = "every"\nreferral = {{ kind = "percent_off", percent = "5" }}\n{limits}'
    '[[rule]]\nid = "more"\ntrigger = "every"\nlimits = {{ per_code = {{ month = 9 }} }}\n'
    'referral = {{ kind = "amount_off", amount = "5" }}\n'
)


@pytest.mark.parametrize("limits", ["", "limits = { per_customer = { life = 1 } }\n",
                                    "limits = { per_code = { life = 0 } }\n"])  # fmt: skip
def test_r23_a_word_without_a_cap_is_refused_with_its_field(shops: Shops, limits: str) -> None:
    shop = shops.open()
    with refused("bad_terms", field="rule.1.limits.per_code", expected="cap_for_word"):
        shop.programme(PLAIN_WORD.format(budget="", limits=limits))
    assert (shop.count("programme"), shop.count("promo_code")) == (0, 0)


@pytest.mark.parametrize("capped", [{"budget": 'budget = "1000"\n', "limits": ""},
                                    {"budget": "", "limits":
                                     "limits = { per_code = { day = 10 } }\n"}])  # fmt: skip
def test_r23_a_budget_or_a_limit_of_uses_caps_a_word(shops: Shops, capped: dict[str, str]) -> None:
    shop = shops.open()
    shop.programme(PLAIN_WORD.format(**capped))
    assert shop.count("promo_code") == 1


def test_a_programme_that_makes_no_sense_is_refused_whole(shops: Shops) -> None:
    shop = shops.open()
    with refused("bad_terms", field="rule.1.buyer.percent"):
        shop.programme('name = "J"\n[[rule]]\nid = "j"\ntrigger = "joining"\n'
                       'buyer = { kind = "points", percent = "20" }')  # fmt: skip
    assert (shop.count("programme"), shop.count("promo_code")) == (0, 0)
    small_budget(shop, "1")
    with refused("name_taken"):
        shop.programme('name = "small"\n[[rule]]\nid = "r"\n'
                       'referrer = [{ kind = "points", amount = 1 }]')  # fmt: skip


def test_the_presets_bring_their_services_once(full: TestShop) -> None:
    names = [name for (name,) in full.desk.store.sql("SELECT name FROM service")]
    assert len(names) == len(set(names)) == 9
    programmes.add_programme(full.desk, preset="car-wash", name="Second wash")
    assert full.count("service") == 9
    assert minor("600") == full.desk.store.sql(
        "SELECT price FROM service WHERE name = 'Express'"
    )[0][0]  # fmt: skip
