"""What own purchases give: points, carry-over, kept gifts and discounts, daily limits."""

from datetime import date
from typing import Any

import pytest

from refdesk.domain.bill import Buyer, Effect, Source, Standing
from refdesk.domain.terms import Benefit
from tests.support.quotes import (
    BORIS,
    TODAY,
    bill,
    facts,
    line,
    minor,
    preset,
    source,
    terms,
)
from tests.support.sales import after, given_own, sale


def own(benefit: str, more: str = "", *, head: str = "", **made: Any) -> Source:
    """A programme of one rule for every own purchase."""
    rule = f'[[rule]]\nid = "own"\ntrigger = "every"\nbuyer = {benefit}\n{more}'
    return source(terms(f"{head}\n{rule}"), **made)


def figures(effects: tuple[Effect, ...]) -> list[tuple[str, int]]:
    assert all((one.side, one.level, one.customer) == ("buyer", 0, BORIS) for one in effects)
    return [(one.benefit, one.value) for one in effects]


def in_turn(made: Source, *prices: str) -> list[int]:
    """What each of some purchases gives, one after the other."""
    found = []
    for price in prices:
        effects = given_own(made, sale(bill(price)))
        found.append(sum(one.value for one in effects))
        made = after(made, effects)
    return found


# -- what is given ------------------------------------------------------------------------------


@pytest.mark.parametrize("benefit, price, kind, value", [
    ('{ kind = "points", amount = 5 }', "0.01", "points", 5),
    ('{ kind = "points", percent = "3" }', "999.99", "points", 29),
    ('{ kind = "points", per = "50.00", amount = 2 }', "149.99", "points", 4),
    ('{ kind = "store_credit", percent = "5" }', "999.99", "store_credit", 4_999),
    ('{ kind = "money", amount = "7.00" }', "1.00", "money", 700),
])  # fmt: skip
def test_r02_own_purchases_give_floors(benefit: str, price: str, kind: str, value: int) -> None:
    [effect] = given_own(own(benefit), sale(bill(price)))
    assert (effect.benefit, effect.value) == (kind, value)
    assert (effect.rule, effect.version, effect.programme) == ("own", 1, 1)


def test_r53_somebody_who_stays_a_nobody_earns_nothing() -> None:
    made = own('{ kind = "points", amount = 5 }')
    nobody = Buyer(id=None, has_identity=False)
    newcomer = Buyer(id=None, has_identity=True)
    assert given_own(made, sale(bill("10"), facts(None, nobody))) == ()
    [effect] = given_own(made, sale(bill("10"), facts(None, newcomer)))
    assert (effect.customer, effect.value) == (None, 5)


def test_r03_what_was_not_paid_in_money_earns_nothing() -> None:
    made = own('{ kind = "points", percent = "10" }')
    [part] = given_own(made, sale(bill("100.00"), bases=[4_000]))
    assert (part.value, part.base, part.price) == (4, 4_000, 10_000)
    [nothing] = given_own(made, sale(bill("100.00"), bases=[0]))
    assert (nothing.value, nothing.why[0].code) == (0, "nothing_paid")


def test_r70_an_effect_names_its_lines_and_their_price_before_points() -> None:
    made = own('{ kind = "points", percent = "10" }', 'excluded_services = ["Soap"]')
    lines = [line("30.00"), line("5.00", "Soap"), line("20.00", "Wash")]
    one = sale(bill(*lines), prices=[2_700, 450, 1_800], bases=[1_700, 450, 1_800])
    [effect] = given_own(made, one)
    assert (effect.lines, effect.price, effect.base, effect.value) == ((0, 2), 4_500, 3_500, 3)


def test_r56_services_of_one_rate_are_floored_together() -> None:
    made = own('{ kind = "points", percent = "5" }',
               'by_service = { Wash = { buyer = { kind = "points", percent = "5" } }, '
               'Wax = { buyer = { kind = "points", percent = "10" } } }')  # fmt: skip
    lines = [line("9.99"), line("10.01", "Wash"), line("9.99", "Wax")]
    [effect] = given_own(made, sale(bill(*lines)))
    assert effect.value == 1 + 0
    assert [step.code for step in effect.why] == ["percent_of", "percent_of"]


def test_r37_points_are_cut_to_the_purchases_limit_by_their_value() -> None:
    made = own('{ kind = "points", percent = "50" }', 'limits = { per_purchase = "30.00" }')
    [effect] = given_own(made, sale(bill("100.00")))
    assert (effect.value, effect.why[-1].code) == (30, "cut_to_limit")


@pytest.mark.parametrize("today, value, why", [
    (2, 5, ["fixed"]), (3, 0, ["fixed", "cut_credits"]),
])  # fmt: skip
def test_r64_more_credits_a_day_than_allowed_give_nothing(
    today: int, value: int, why: list[str]
) -> None:
    head = "spending = { credits_per_day = 3 }"
    made = own('{ kind = "points", amount = 5 }', head=head, own_credits_today=today)
    [effect] = given_own(made, sale(bill("10")))
    assert (effect.value, [step.code for step in effect.why]) == (value, why)


def test_r45_salon_points_by_status_and_none_below_the_first() -> None:
    salon = preset("salon")
    for spend, value in (("9999.99", []), ("10000", [30]), ("75000", [80]), ("250000", [150])):
        made = source(salon, buyer_standing=Standing(spend=minor(spend)))
        assert [one.value for one in given_own(made, sale(bill("1000.00")))] == value


def test_r05_what_a_status_takes_off_this_bill_is_not_kept_for_the_next() -> None:
    given = terms("""
        [[rule]]
        id = "own"
        trigger = "every"
        by_service = { Wash = { buyer = { kind = "points", amount = 1 } } }
        [[status]]
        name = "A"
        spend = "100.00"
        override = { own = { buyer = { kind = "percent_off", percent = "5" } } }
    """)
    made = source(given, buyer_standing=Standing(spend=10_000))
    one = sale(bill("10.00", line("10.00", "Wash")))
    assert figures(given_own(made, one)) == [("points", 1)]


# -- R72: carry-over ----------------------------------------------------------------------------


def test_example_4_points_per_sum_with_and_without_carry_over() -> None:
    per = '{ kind = "points", per = "50.00", amount = 1 }'
    assert in_turn(own(per, "carry_over = true"), "30.00", "20.00") == [0, 1]
    assert in_turn(own(per), "30.00", "20.00") == [0, 0]


def test_r72_a_percent_is_carried_over_the_point_value() -> None:
    made = own('{ kind = "points", percent = "3" }', "carry_over = true")
    # 3 % of 20.00 is 0.60 of a point
    assert in_turn(made, "20.00", "20.00", "20.00", "20.00", "20.00") == [0, 1, 0, 1, 1]


def test_r72_money_is_carried_over_the_minor_unit() -> None:
    made = own('{ kind = "store_credit", percent = "2.5" }', "carry_over = true")
    [first] = given_own(made, sale(bill("0.30")))
    assert (first.value, first.carry, first.carry_of) == (0, 7_500, 10_000)
    assert in_turn(made, "0.30", "0.30", "0.30", "0.30") == [0, 1, 1, 1]


def test_r72_a_carry_of_an_older_version_is_converted_by_floor() -> None:
    per = '{ kind = "points", per = "70.00", amount = 1 }'
    # three fifths of a point are 4 200 over 7 000: 28.00 more are missing
    made = own(per, "carry_over = true", carry={"own": {5_000: 3_000}})
    [short] = given_own(made, sale(bill("27.99")))
    [enough] = given_own(made, sale(bill("28.00")))
    assert (short.value, enough.value) == (0, 1)
    assert (enough.carry, enough.carry_of) == (2_800 - 7_000, 7_000)
    assert in_turn(after(made, [enough]), "69.99", "0.01") == [0, 1]


def test_r72_a_carry_below_nothing_is_made_good_first() -> None:
    per = '{ kind = "points", per = "50.00", amount = 1 }'
    made = own(per, "carry_over = true", carry={"own": {5_000: -7_000}})
    assert in_turn(made, "50.00", "69.99", "0.01") == [0, 0, 1]


def test_r72_a_table_of_rates_is_carried_over_one_denominator() -> None:
    wax = '{ Wax = { buyer = { kind = "points", per = "20.00", amount = 1 } } }'
    made = own('{ kind = "points", per = "50.00", amount = 1 }',
               f"carry_over = true\nby_service = {wax}")  # fmt: skip
    [first] = given_own(made, sale(bill("25.00")))
    [second] = given_own(after(made, [first]), sale(bill(line("10.00", "Wax"))))
    assert (first.value, first.carry_of, second.value) == (0, 10_000, 1)


def test_r72_what_is_cut_to_nothing_moves_no_carry() -> None:
    head = "spending = { credits_per_day = 1 }"
    made = own('{ kind = "points", percent = "3" }', "carry_over = true", head=head,
               own_credits_today=1)  # fmt: skip
    [effect] = given_own(made, sale(bill("50.00")))
    assert (effect.value, effect.carry) == (0, 0)


def test_g11_the_carry_is_said() -> None:
    per = '{ kind = "points", per = "50.00", amount = 1 }'
    made = own(per, "carry_over = true", carry={"own": {5_000: 3_000}})
    [effect] = given_own(made, sale(bill("30.00")))
    assert [step.code for step in effect.why] == ["carry_per", "carried"]
    said = effect.why[1].params
    assert (said["before"], said["value"], said["after"]) == (6_000, 1, 2_000)


# -- R62: what is kept --------------------------------------------------------------------------


def test_r62_a_gift_is_an_entitlement_at_its_cost() -> None:
    head = "spending = { expires_days = 30 }"
    made = own('{ kind = "gift", gift = "Coffee", cost = "90" }', "hold_days = 2", head=head)
    [gift] = given_own(made, sale(bill("10")))
    assert (gift.benefit, gift.value, gift.state) == ("gift", 1, "held")
    assert gift.keeps == Benefit("gift", gift="Coffee", cost=9_000)
    assert (gift.available_on, gift.expires_on) == (date(2026, 11, 20), date(2026, 12, 20))


def test_r62_a_discount_of_the_buyer_is_for_the_next_purchase() -> None:
    made = own('{ kind = "percent_off", percent = "10", cap = "50.00" }')
    [kept] = given_own(made, sale(bill("10")))
    assert (kept.benefit, kept.value, kept.rate, kept.base) == ("percent_off", 1, "1000", 1_000)
    assert kept.keeps == Benefit("percent_off", percent=1_000, cap=5_000)
    assert (kept.state, kept.available_on, kept.expires_on) == ("available", TODAY, None)


@pytest.mark.parametrize("life, last", [(0, None), (14, date(2026, 12, 2))])
def test_the_coupon_for_the_next_visit_lives_as_long_as_a_code(
    life: int, last: date | None
) -> None:
    made = source(
        terms(f"""
        code_life_days = {life}
        spending = {{ expires_days = 400 }}
        [[rule]]
        id = "next"
        trigger = "next_visit"
        buyer = {{ kind = "amount_off", amount = "100.00" }}
    """)
    )
    [coupon] = given_own(made, sale(bill("10")))
    assert (coupon.benefit, coupon.available_on, coupon.expires_on) == ("amount_off", TODAY, last)


def test_each_service_of_a_table_gives_its_own_gift() -> None:
    made = own('{ kind = "gift", gift = "Coffee" }',
               'by_service = { Wash = { buyer = { kind = "gift", gift = "Wax" } } }')  # fmt: skip
    effects = given_own(made, sale(bill("10", line("10", "Wash"), "5")))
    kept = [(one.keeps.gift if one.keeps else None, one.lines) for one in effects]
    assert kept == [("Coffee", (0, 2)), ("Wax", (1,))]


def test_r18_a_gift_that_stands_twice_in_a_table_is_given_once() -> None:
    coffee = '{ kind = "gift", gift = "Coffee" }'
    made = own(coffee, f"by_service = {{ Wash = {{ buyer = {coffee} }} }}")
    [gift] = given_own(made, sale(bill("10", line("10", "Wash"))))
    assert (gift.value, gift.lines, gift.price) == (1, (0, 1), 2_000)


def test_r03_a_gift_is_not_given_for_what_nobody_paid() -> None:
    made = own('{ kind = "gift", gift = "Coffee" }')
    [gift] = given_own(made, sale(bill("10"), bases=[0]))
    assert (gift.value, gift.why[0].code) == (0, "nothing_paid")


def test_r63_stamps_can_be_given_by_other_rules() -> None:
    made = source(
        terms("""
        [[rule]]
        id = "card"
        trigger = "nth_visit"
        n = 6
        [[rule]]
        id = "wax"
        trigger = "every"
        services = ["Wax"]
        buyer = { kind = "stamps", amount = 2 }
    """)
    )
    effects = given_own(made, sale(bill(line("10", "Wax"))))
    assert [(one.rule, one.benefit, one.value) for one in effects] == [("wax", "stamps", 2)]
