"""A purchase without a customer hands out a coupon for the next visit (R54, R62, R66)."""

from dataclasses import replace

import pytest

from refdesk.domain.records import PromoCode
from refdesk.domain.terms_file import parse_terms
from refdesk.services import codes, counter, customers, programmes, undoing
from refdesk.services.card_swap import replace_code
from refdesk.services.counter import Receipt
from tests.support.refusals import refused
from tests.support.shops import Shops, TestShop, day

NEXT = """
name = "Come back"
codes = "none"
code_life_days = 30
valid_to = 2026-12-31

[[rule]]
id = "next"
trigger = "next_visit"
new_only = false
excluded_services = ["Express"]
hold_days = 1
buyer = { kind = "percent_off", percent = "10" }
"""
WAX = """
name = "Foam wax"
codes = "none"
budget = "250.00"

[[rule]]
id = "wax"
trigger = "next_visit"
new_only = false
buyer = { kind = "gift", gift = "Free foam wax", cost = "100.00" }
"""


@pytest.fixture
def shop(shops: Shops) -> TestShop:
    return shops.open("car-wash")


def coupon_of(shop: TestShop, receipt: Receipt) -> PromoCode:
    [code] = receipt.coupons
    return codes.show_code(shop.desk, code).code


def state(shop: TestShop, code: str) -> str:
    return codes.show_code(shop.desk, code).state


def test_r62_a_nobody_is_handed_a_coupon_and_a_customer_keeps_it_on_his_account(
    shop: TestShop,
) -> None:
    shop.programme(NEXT)
    shop.add("Anna")
    nobody, known = shop.buy("500"), shop.buy("500", customer="Anna")
    code = coupon_of(shop, nobody)
    assert (code.kind, code.use_limit, code.owner, nobody.codes) == ("coupon", 1, None, ())
    assert known.coupons == ()
    assert shop.count("entitlement") == 1
    [effect] = nobody.effects
    assert (effect.customer, effect.side, effect.benefit, effect.value) == (
        None, "buyer", "percent_off", 1,
    )  # fmt: skip
    assert shop.problems() == []


def test_r54_somebody_with_a_name_alone_gets_it_on_his_new_account(shop: TestShop) -> None:
    shop.programme(NEXT)
    made = shop.buy("500", name="Zoya")
    assert (made.coupons, shop.count("entitlement")) == ((), 1)
    assert shop.problems() == []


def test_r66_it_works_from_the_end_of_the_hold_through_its_life(shop: TestShop) -> None:
    shop.programme(NEXT)
    code = coupon_of(shop, shop.buy("500"))
    assert (code.valid_from, code.valid_to) == (day("2026-11-19"), day("2026-12-19"))
    with refused("code_not_yet_valid", valid_from=day("2026-11-19")):
        shop.quote("500", code=code.code)
    shop.clock.forward(days=31)
    assert shop.quote("500", code=code.code).quote.to_pay == 45_000
    shop.clock.forward(days=1)
    with refused("code_expired", valid_to=day("2026-12-19")):
        shop.quote("500", code=code.code)


def test_it_takes_its_discount_off_once_and_only_from_what_its_rule_covers(
    shop: TestShop,
) -> None:
    shop.programme(NEXT)
    code = coupon_of(shop, shop.buy("500"))
    shop.clock.forward(days=1)
    with refused("service_excluded"):
        shop.buy(("Express", "400"), code=code.code)
    used = shop.buy(("Express", "400"), ("Full wash", "1000"), code=code.code)
    assert (used.discount, used.to_pay, used.verdict) == (10_000, 130_000, "ok_shop")
    assert [step.code for step in used.effects[0].why] == ["coupon_brings", "percent_off"]
    assert state(shop, code.code) == "used_up"
    with refused("code_used_up"):
        shop.buy("1000", code=code.code)
    assert len(used.coupons) == 1  # this visit's own
    assert shop.problems() == []


def test_r53_it_outlives_its_programme_and_keeps_its_terms(shop: TestShop) -> None:
    number = shop.programme(NEXT)
    code = coupon_of(shop, shop.buy("500"))
    better = parse_terms(NEXT.replace('percent = "10"', 'percent = "50"'), 2)
    programmes.revise(shop.desk, f"P{number}", better)
    assert programmes.move_codes(shop.desk, f"P{number}") == 0
    programmes.set_status(shop.desk, f"P{number}", "end")
    shop.clock.forward(days=2)
    assert shop.quote("1000", code=code.code).quote.discount == 10_000
    shop.clock.forward(days=20)
    assert shop.buy("1000").coupons == ()


def test_r15_voiding_its_use_opens_it_again(shop: TestShop) -> None:
    shop.programme(NEXT)
    code = coupon_of(shop, shop.buy("500"))
    shop.clock.forward(days=1)
    used = shop.buy("1000", code=code.code)
    shop.void(used.purchase)
    assert state(shop, code.code) == "live"
    assert shop.problems() == []


def test_undoing_the_whole_purchase_retires_the_coupon_while_it_is_unused(
    shop: TestShop,
) -> None:
    shop.programme(NEXT)
    made = shop.buy("500")
    code = coupon_of(shop, made)
    undoing.refund_purchase(shop.desk, made.purchase, undoing.Refund("late", 20_000))
    assert state(shop, code.code) == "live"
    undone = shop.void(made.purchase)
    assert [one.value for one in undone.effects] == [-1]
    assert state(shop, code.code) == "retired"
    with refused("code_voided"):
        shop.quote("500", code=code.code)
    assert shop.problems() == []


def test_r62_a_used_coupon_stays_given(shop: TestShop) -> None:
    shop.programme(NEXT)
    made = shop.buy("500")
    code = coupon_of(shop, made)
    shop.clock.forward(days=1)
    shop.buy("1000", code=code.code)
    shop.void(made.purchase)
    assert state(shop, code.code) == "used_up"
    assert shop.problems() == []


def test_r64_a_gift_on_a_coupon_counts_against_the_budget_when_it_is_given(
    shop: TestShop,
) -> None:
    number = shop.programme(WAX)
    first, second = shop.buy("500"), shop.buy("500")
    assert shop.buy("500").coupons == ()
    assert _spent(shop, number) == 20_000
    shop.void(first.purchase)
    assert _spent(shop, number) == 10_000
    used = shop.buy("500", code=second.coupons[0])
    assert next((one.benefit, one.state) for one in used.effects) == ("gift", "used")
    assert (used.to_pay, _spent(shop, number)) == (50_000, 20_000)
    assert shop.problems() == []


def test_r18_a_known_customer_uses_a_gift_and_is_given_the_like(shop: TestShop) -> None:
    shop.programme(WAX)
    shop.add("Anna")
    [code] = shop.buy("500").coupons
    used = shop.buy("500", customer="Anna", code=code)
    assert [one.state for one in used.effects] == ["used", "available"]
    assert (used.coupons, shop.count("entitlement")) == ((), 1)
    assert shop.problems() == []


def test_r58_of_two_discounts_that_stand_alone_the_coupon_is_kept_for_later(
    shop: TestShop,
) -> None:
    shop.programme(NEXT.replace("codes =", 'stacking = "best_of"\ncodes ='))
    shop.add("Anna")
    code = coupon_of(shop, shop.buy("500"))
    better = NEXT.replace('percent = "10"', 'percent = "20"').replace("Come back", "Better")
    shop.programme(better.replace("codes =", 'stacking = "best_of"\ncodes ='))
    shop.buy("500", customer="Anna")
    shop.clock.forward(days=1)
    [*_, kept] = [row[0] for row in shop.desk.store.sql("SELECT id FROM entitlement ORDER BY id")]
    proved = replace(shop.request("1000", customer="Anna", code=code.code, use=(kept,)), proof="id")
    made = counter.record_purchase(shop.desk, proved)
    assert (made.discount, made.verdict) == (20_000, "check_better")
    assert state(shop, code.code) == "live"


@pytest.mark.parametrize(
    "line",
    ["new_only = true", "", "credits"],
    ids=["new customers only", "uses by a customer", "credits a day"],
)
def test_r55_what_asks_about_the_person_hands_out_nothing(shop: TestShop, line: str) -> None:
    terms = NEXT.replace("new_only = false", line) if line.startswith("new") else NEXT
    if line == "":
        terms += "\n[rule.limits]\nper_customer = { life = 1 }\n"
    if line == "credits":
        terms = terms.replace("[[rule]]", "[spending]\ncredits_per_day = 1\n\n[[rule]]")
    shop.programme(terms)
    assert shop.buy("500").coupons == ()


def test_points_for_the_next_visit_need_an_account(shop: TestShop) -> None:
    shop.programme(NEXT.replace('kind = "percent_off", percent', 'kind = "points", percent'))
    made = shop.buy("500")
    assert (made.coupons, made.effects) == ((), ())


def test_r03_what_nobody_paid_for_hands_out_nothing(shop: TestShop) -> None:
    shop.programme(NEXT)
    made = shop.buy("500", manual_discount=50_000, reason="ours")
    assert made.coupons == ()
    assert shop.problems() == []


def test_r18_the_same_key_returns_the_same_coupon(shop: TestShop) -> None:
    shop.programme(NEXT)
    first, again = shop.buy("500", key="k"), shop.buy("500", key="k")
    assert again.repeated
    assert again.coupons == first.coupons != ()
    assert shop.count("promo_code") == 1


def test_r54_it_makes_no_claim_and_needs_no_identity(shop: TestShop) -> None:
    shop.programme(NEXT)
    code = coupon_of(shop, shop.buy("500"))
    shop.clock.forward(days=1)
    with refused("customer_excluded"):
        customers.add_customer(
            shop.desk, customers.NewCustomer("Oleg", phones=("+79165550000",), code=code.code)
        )
    shop.buy("500", code=code.code)
    assert shop.count("referral") == 0


def test_r38_who_serves_himself_needs_a_second_person(shop: TestShop) -> None:
    shop.programme(NEXT)
    shop.add("Kira")
    code = coupon_of(shop, shop.buy("500"))
    shop.clock.forward(days=1)
    with shop.acting(shop.hire("Kira", "cashier", "Kira")), refused("second_person_needed"):
        shop.buy("500", customer="Kira", code=code.code)


def test_a_replaced_coupon_brings_the_same(shop: TestShop) -> None:
    shop.programme(NEXT)
    code = coupon_of(shop, shop.buy("500"))
    fresh = replace_code(shop.desk, code.code)
    shop.clock.forward(days=1)
    assert shop.quote("1000", code=fresh.code).quote.discount == 10_000
    assert shop.problems() == []


@pytest.mark.parametrize(
    "spoilt, problem",
    [("NULL", "coupon_missing"), ("(SELECT MAX(id) FROM effect)", "coupon_without_effect")],
)
def test_i2_a_coupon_without_what_it_brings_is_named(
    shop: TestShop, spoilt: str, problem: str
) -> None:
    shop.programme(NEXT)
    shop.add("Anna")
    shop.buy("500")
    shop.buy("500", customer="Anna")
    shop.desk.store.sql(f"UPDATE promo_code SET effect = {spoilt} WHERE effect IS NOT NULL")
    assert problem in {found for found, _ in shop.problems()}


def _spent(shop: TestShop, programme: int) -> int:
    return programmes.get_programme(shop.desk, f"P{programme}").budget_spent
