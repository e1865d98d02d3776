"""What a purchase gives: measures, holds, expiry, limits, budgets, the withdrawable share."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from refdesk.domain.bill import Counts, Facts, ShopRules
from refdesk.domain.quote import quote
from refdesk.domain.terms import Terms
from tests.support.quotes import (
    ANNA,
    bill,
    buyer,
    facts,
    given_to,
    line,
    people,
    preset,
    shown,
    source,
    terms,
    values,
)

CAPPED = preset("strictly-capped")


def rewarding(benefit: str, more: str = "") -> Terms:
    """Terms that give the referrer one benefit of every purchase."""
    return terms(f'{more}\n[[rule]]\nid = "r"\ntrigger = "every"\nreferrer = [{benefit}]')


def earned(benefit: str, price: str, **more: Any) -> int:
    made = quote(bill(price), facts(shown(rewarding(benefit)), **more))
    return given_to(made, "referrer", 1)[0].value


@pytest.mark.parametrize("benefit, price, value", [
    ('{ kind = "points", amount = 100 }', "0.01", 100),
    ('{ kind = "points", percent = "3" }', "999.99", 29),
    ('{ kind = "points", percent = "2.5" }', "39.99", 0),
    ('{ kind = "points", percent = "2.5" }', "40.00", 1),
    ('{ kind = "points", per = "50.00", amount = 1 }', "49.99", 0),
    ('{ kind = "points", per = "50.00", amount = 3 }', "149.99", 6),
    ('{ kind = "store_credit", percent = "5" }', "999.99", 4_999),
    ('{ kind = "store_credit", percent = "5" }', "0.19", 0),
    ('{ kind = "money", amount = "500.00" }', "1.00", 50_000),
    ('{ kind = "money", per = "1000.00", amount = "50.00" }', "2999.99", 10_000),
])  # fmt: skip
def test_r02_r56_earning_floors(benefit: str, price: str, value: int) -> None:
    assert earned(benefit, price) == value


@pytest.mark.parametrize("worth, value", [(100, 30), (50, 60), (1_000, 3), (7_000, 0)])
def test_r56_points_are_the_percent_of_the_base_over_the_point_value(
    worth: int, value: int
) -> None:
    shop = ShopRules(point_value=worth)
    assert earned('{ kind = "points", percent = "3" }', "1000.00", shop=shop) == value


@pytest.mark.parametrize("holds, services, available_on", [
    ("hold_days = 14", ("Wash",), date(2026, 12, 2)),
    ('hold_days = 3\nhold_days_by_service = { Tyres = 7 }', ("Wash",), date(2026, 11, 21)),
    ('hold_days = 3\nhold_days_by_service = { Tyres = 7 }', ("Wash", "Tyres"),
     date(2026, 11, 25)),
    ('hold_days = 3\nhold_days_by_service = { Tyres = 0 }', ("Tyres",), date(2026, 11, 18)),
])  # fmt: skip
def test_r56_of_several_holds_the_longest_counts(
    holds: str, services: tuple[str, ...], available_on: date
) -> None:
    given = terms(f'[[rule]]\nid = "r"\n{holds}\nreferrer = [{{ kind = "points", amount = 9 }}]')
    lines = [line("100", service) for service in services]
    [points] = given_to(quote(bill(*lines), facts(shown(given))), "referrer", 1)
    assert points.available_on == available_on
    assert points.state == ("available" if available_on == date(2026, 11, 18) else "held")


def test_r66_expiry_counts_from_availability() -> None:
    given = terms('spending = { expires_days = 180 }\n[[rule]]\nid = "r"\nhold_days = 14\n'
                  'referrer = [{ kind = "points", amount = 9 }]')  # fmt: skip
    now = facts(shown(given), today=date(2026, 11, 21))
    [points] = given_to(quote(bill("10"), now), "referrer", 1)
    assert (points.available_on, points.expires_on) == (date(2026, 12, 5), date(2027, 6, 3))


def test_r65_the_withdrawable_share_is_floored_and_the_rest_is_credit() -> None:
    given = rewarding('{ kind = "money", percent = "5" }', 'spending = { withdrawable = "70" }')
    made = quote(bill("999.99"), facts(shown(given)))
    assert values(made) == [
        ("referrer", 1, "money", 3_499), ("referrer", 1, "store_credit", 1_500),
    ]  # fmt: skip


def test_r65_credit_of_the_share_joins_credit_of_the_service_table() -> None:
    given = terms("""
        spending = { withdrawable = "70" }
        [[rule]]
        id = "r"
        trigger = "every"
        referrer = [ { kind = "money", percent = "10" } ]
        by_service = { Tyres = { referrer = [ { kind = "store_credit", amount = "5.00" } ] } }
    """)
    made = quote(bill("100.00", line("100.00", "Tyres")), facts(shown(given)))
    assert values(made) == [
        ("referrer", 1, "money", 700), ("referrer", 1, "store_credit", 800),
    ]  # fmt: skip


def test_hosting_style_the_service_decides_percent_or_sum() -> None:
    given = terms("""
        [[rule]]
        id = "r"
        trigger = "every"
        referrer = [ { kind = "money", percent = "1" } ]
        by_service = { Domain = { referrer = [ { kind = "money", amount = "50.00" } ] }, \
Server = { referrer = [ { kind = "money", percent = "20" } ] } }
    """)
    lines = [line("500.00", "Domain"), line("500.00", "Domain"), line("1000.00", "Server"),
             line("100.00", "Advice")]  # fmt: skip
    made = quote(bill(*lines), facts(shown(given)))
    assert values(made) == [("referrer", 1, "money", 5_000 + 20_000 + 100)]


def test_bank_style_a_better_rate_from_ten_referrals() -> None:
    given = terms("""
        [[rule]]
        id = "r"
        referrer = [ { kind = "money", amount = "300" } ]
        by_referrals = [ { from = 10, referrer = [ { kind = "money", amount = "500" } ] } ]
    """)
    for count, value in ((9, 30_000), (10, 50_000)):
        claim = source(given, referrers=people(ANNA, effective_referrals=count))
        assert values(quote(bill("10"), facts(shown(claim)))) == [("referrer", 1, "money", value)]


def test_internal_credit_goes_to_both_sides() -> None:
    given = terms('[[rule]]\nid = "r"\nreferral = { kind = "store_credit", amount = "200" }\n'
                  'referrer = [{ kind = "store_credit", amount = "300" }]')  # fmt: skip
    made = quote(bill("1000"), facts(shown(given)))
    assert values(made) == [
        ("referral", 0, "store_credit", 20_000), ("referrer", 1, "store_credit", 30_000),
    ]  # fmt: skip
    assert made.to_pay == 100_000


# -- R37, R64: limits ---------------------------------------------------------------------------


def credited(**counted: int) -> Facts:
    given = terms('[[rule]]\nid = "r"\ntrigger = "every"\n'
                  'referrer = [{ kind = "points", amount = 9 }]\n'
                  'limits = { per_referrer = { month = 10, life = 50 } }')  # fmt: skip
    one = replace(people(ANNA)[0], credits={"r": Counts(**counted)})
    return facts(shown(source(given, referrers=(one,))))


@pytest.mark.parametrize("counted, value", [
    ({"month": 9, "life": 9}, 9), ({"month": 10, "life": 10}, 0), ({"month": 0, "life": 50}, 0),
])  # fmt: skip
def test_r64_credits_over_the_limit_are_cut_to_nothing_and_say_so(
    counted: dict[str, int], value: int
) -> None:
    made = quote(bill("10"), credited(**counted))
    assert values(made) == [("referrer", 1, "points", value)]
    assert made.verdict == ("ok_new" if value else "check_cap")


def test_r64_credits_a_day_are_cut_too() -> None:
    given = rewarding('{ kind = "points", amount = 9 }', "spending = { credits_per_day = 3 }")
    for today, value in ((2, 9), (3, 0)):
        claim = source(given, referrers=people(ANNA, credits_today=today))
        assert values(quote(bill("10"), facts(shown(claim)))) == [("referrer", 1, "points", value)]


def test_r37_a_benefit_is_cut_to_the_purchases_limit() -> None:
    given = terms('[[rule]]\nid = "r"\nreferral = { kind = "percent_off", percent = "50" }\n'
                  'referrer = [{ kind = "money", percent = "50" }]\n'
                  'limits = { per_purchase = "100.00" }')  # fmt: skip
    made = quote(bill("1000.00"), facts(shown(given)))
    assert values(made) == [
        ("referral", 0, "percent_off", 10_000), ("referrer", 1, "money", 10_000),
    ]  # fmt: skip
    assert made.verdict == "check_cap"


@pytest.mark.parametrize("left, off, credit", [
    (50_000, 20_000, 20_000), (40_000, 20_000, 20_000), (39_999, 20_000, 19_999),
    (20_000, 20_000, 0), (15_000, 15_000, 0), (1, 1, 0),
])  # fmt: skip
def test_r64_the_budgets_last_part_goes_to_the_referral_then_up(
    left: int, off: int, credit: int
) -> None:
    made = quote(bill("1000.00"), facts(shown(source(CAPPED, ANNA, budget_left=left))))
    assert values(made) == [
        ("referral", 0, "amount_off", off), ("referrer", 1, "store_credit", credit),
    ]  # fmt: skip


def test_r64_points_take_their_value_out_of_a_budget() -> None:
    given = rewarding('{ kind = "points", amount = 100 }', 'budget = "1000"')
    claim = source(given, ANNA, budget_left=5_050)
    assert values(quote(bill("10"), facts(shown(claim)))) == [("referrer", 1, "points", 50)]


def test_r54_a_standing_claim_gets_what_is_left_of_a_budget_and_then_nothing() -> None:
    who = buyer(referrer=ANNA)
    for left, effects in ((1, 2), (0, 0)):
        claim = source(CAPPED, ANNA, budget_left=left)
        assert len(quote(bill("10"), facts(None, who, standing=claim)).effects) == effects


def test_g09_each_effect_says_why() -> None:
    made = quote(bill("1000.00"), facts(shown(CAPPED)))
    codes = [step.code for effect in made.effects for step in effect.why]
    assert codes == ["amount_off", "fixed"]
    assert all(effect.version and effect.rule for effect in made.effects)
