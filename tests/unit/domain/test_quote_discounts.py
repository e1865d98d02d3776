"""What a code takes off a bill, and for whom."""

from datetime import date, datetime

import pytest

from refdesk.domain.bill import Bill, Facts, ShopRules
from refdesk.domain.quote import quote
from tests.support.quotes import (
    ANNA,
    BORIS,
    CLARA,
    MOSCOW,
    bill,
    buyer,
    facts,
    given_to,
    line,
    minor,
    people,
    preset,
    shown,
    source,
    terms,
    values,
)

WASH = preset("car-wash")
GOODS = line("1000.00", "Home care product", "goods")
MASSAGE = line("3000.00", "Massage, 60 min")


def test_two_sided_ten_percent_of_1500_and_100_points() -> None:
    # worked example 1
    made = quote(bill("1500.00"), facts(shown(WASH)))
    assert (made.total, made.discount, made.to_pay) == (150_000, 15_000, 135_000)
    assert values(made) == [
        ("referral", 0, "percent_off", 15_000), ("referrer", 1, "points", 100),
    ]  # fmt: skip
    assert (made.verdict, made.makes_claim) == ("ok_new", True)
    [points] = given_to(made, "referrer", 1)
    assert (points.customer, points.state, points.base) == (ANNA, "available", 135_000)
    assert (points.available_on, points.expires_on) == (date(2026, 11, 18), date(2027, 5, 17))


THREE_LEVELS = terms("""
    [[rule]]
    id = "cheque"
    trigger = "every"
    referrer = [
      { kind = "store_credit", percent = "5" },
      { kind = "store_credit", percent = "2" },
      { kind = "store_credit", percent = "1" },
    ]
""")


def test_r34_three_levels_floor_and_the_rest_stays_with_the_shop() -> None:
    # worked example 2
    made = quote(bill("999.99"), facts(shown(source(THREE_LEVELS, ANNA, CLARA, 9))))
    shares = [(one.level, one.customer, one.value) for one in made.effects]
    assert shares == [(1, ANNA, 4_999), (2, CLARA, 1_999), (3, 9, 999)]


def test_r34_a_missing_level_is_not_passed_up() -> None:
    made = quote(bill("999.99"), facts(shown(source(THREE_LEVELS, ANNA))))
    assert values(made) == [("referrer", 1, "store_credit", 4_999)]


def test_r34_r35_a_blocked_or_erased_level_gets_nothing_and_passes_nothing_up() -> None:
    line_up = (
        *people(ANNA), *people(ANNA, CLARA, is_blocked=True)[1:],
        *people(ANNA, CLARA, 9, is_erased=True)[2:],
    )  # fmt: skip
    made = quote(bill("999.99"), facts(shown(source(THREE_LEVELS, referrers=line_up))))
    assert [one.value for one in made.effects] == [4_999, 0, 0]
    assert [one.why[-1].code for one in made.effects[1:]] == ["referrer_blocked",
                                                             "referrer_erased"]  # fmt: skip


TWO_STEPS = terms("""
    codes = "campaign"
    [[rule]]
    id = "code"
    trigger = "every"
    referral = { kind = "percent_off", percent = "10" }
    [[rule]]
    id = "more"
    trigger = "every"
    referral = { kind = "percent_off", percent = "5" }
""")


def test_r05_percents_apply_to_the_resulting_sum() -> None:
    # worked example 5: 1 000.00 less 10 % is 900.00, less 5 % is 855.00
    made = quote(bill("1000.00"), facts(shown(source(TWO_STEPS))))
    assert [one.value for one in made.effects] == [10_000, 4_500]
    assert made.to_pay == 85_500


def test_r04_a_sum_off_the_bill_is_spread_exactly() -> None:
    # worked example 8
    made = quote(bill("33.33", "33.33", "33.34", manual_discount=minor("10.00")), facts())
    assert made.line_discounts == (333, 333, 334)


def test_r59_a_manual_discount_stands_before_the_promo_code() -> None:
    made = quote(bill("1000.00", manual_discount=minor("100.00")), facts(shown(WASH)))
    assert [(one.benefit, one.value, one.base) for one in made.effects[:2]] == [
        ("amount_off", 10_000, 100_000), ("percent_off", 9_000, 90_000),
    ]  # fmt: skip
    assert made.to_pay == 81_000


@pytest.mark.parametrize("price, percent, off", [
    ("0.01", "10", 0), ("0.09", "10", 0), ("0.10", "10", 1), ("999.99", "10", 9_999),
    ("0.01", "100", 1), ("1500.00", "2.5", 3_750), ("0.99", "0.01", 0),
])  # fmt: skip
def test_r56_a_discount_floors_to_the_minor_unit(price: str, percent: str, off: int) -> None:
    given = terms(
        f'[[rule]]\nid = "r"\nreferral = {{ kind = "percent_off", percent = "{percent}" }}'
    )
    assert quote(bill(price), facts(shown(source(given)))).discount == off


def test_r56_lines_of_one_rate_are_added_then_floored_once() -> None:
    made = quote(bill("0.05", "0.05"), facts(shown(WASH)))
    assert made.discount == 1


def test_a_percent_is_cut_to_its_cap_and_says_so() -> None:
    given = terms(
        '[[rule]]\nid = "r"\nreferral = { kind = "percent_off", percent = "10", cap = "300.00" }'
    )
    made = quote(bill("5000.00"), facts(shown(source(given))))
    assert made.discount == 30_000
    assert [step.code for step in made.effects[0].why] == ["percent_off", "cut_to_cap"]


def test_a_sum_off_is_never_more_than_the_bill() -> None:
    capped = preset("strictly-capped")
    made = quote(bill("150.00"), facts(shown(source(capped, ANNA, budget_left=5_000_000))))
    assert (made.discount, made.to_pay) == (15_000, 0)
    assert "cut_to_bill" in [step.code for step in made.effects[0].why]


# -- services ----------------------------------------------------------------------------------


def test_r59_a_line_that_the_rule_excludes_gets_none_of_its_discount() -> None:
    made = quote(bill(MASSAGE, GOODS), facts(shown(preset("spa"))))
    assert made.line_discounts == (90_000, 0)
    assert (made.discount, made.to_pay) == (90_000, 310_000)
    assert given_to(made, "referrer", 1)[0].value == 50_000


@pytest.mark.parametrize("group", ["deposit", "tip"])
def test_r03_deposits_and_tips_earn_nothing_and_take_no_discount(group: str) -> None:
    made = quote(bill("1000.00", line("500.00", "Extra", group)), facts(shown(WASH)))
    assert made.line_discounts == (10_000, 0)
    [points] = given_to(made, "referrer", 1)
    assert points.base == 90_000


BY_SERVICE = terms(
    """
    codes = "campaign"
    [[rule]]
    id = "table"
    trigger = "every"
    referral = { kind = "amount_off", amount = "50.00" }
    by_service = { Interior = { referral = { kind = "amount_off", amount = "300.00" } },
                   Tyres = { referral = { kind = "percent_off", percent = "10" } } }
""".replace("\n                   ", " ")
)


def test_r56_a_tables_sum_counts_once_a_service_and_the_defaults_once() -> None:
    made = quote(
        bill(line("1000.00", "Interior"), line("1000.00", "Interior"), line("2000.00", "Tyres"),
             "100.00", "100.00"),
        facts(shown(source(BY_SERVICE))),
    )  # fmt: skip
    assert made.discount == 30_000 + 20_000 + 5_000
    assert sum(made.line_discounts[:2]) == 30_000
    assert made.line_discounts[2] == 20_000
    assert sum(made.line_discounts[3:]) == 5_000


# -- what adds up and what stands alone ------------------------------------------------------


def percent(off: int, stacking: str, *, version: int, programme_word: bool = True) -> str:
    codes = 'codes = "campaign"\n' if programme_word else ""
    return (f'{codes}stacking = "{stacking}"\n[[rule]]\nid = "r{version}"\ntrigger = "every"\n'
            f'referral = {{ kind = "percent_off", percent = "{off}" }}\n')  # fmt: skip


def two(standing: int, code: int, stacking: str) -> Facts:
    """A standing claim of one percent, and a word of another."""
    claim = source(terms(percent(standing, "in_order", version=1, programme_word=False)), ANNA)
    word = source(terms(percent(code, stacking, version=2)), version=2)
    who = buyer(referrer=ANNA, paid_purchases=1)
    return facts(shown(word), who, standing=claim)


def test_r58_in_order_discounts_add_up() -> None:
    made = quote(bill("1000.00"), two(5, 10, "in_order"))
    assert (made.to_pay, made.code_counts) == (85_500, True)


@pytest.mark.parametrize("stacking", ["best_of", "exclusive"])
def test_r58_one_that_stands_alone_is_compared_with_the_others(stacking: str) -> None:
    larger = quote(bill("1000.00"), two(5, 10, stacking))
    assert (larger.to_pay, larger.code_counts, larger.verdict) == (90_000, True, "ok_shop")
    smaller = quote(bill("1000.00"), two(10, 5, stacking))
    assert (smaller.to_pay, smaller.code_counts, smaller.verdict) == (90_000, False,
                                                                      "check_better")  # fmt: skip


def test_r58_at_equal_saving_the_earlier_counts() -> None:
    made = quote(bill("1000.00"), two(10, 10, "best_of"))
    assert made.to_pay == 90_000
    assert not made.code_counts
    assert made.effects[0].version == 1


# -- a claim that stands (R54) -------------------------------------------------------------------


def test_r54_a_standing_claim_works_without_the_code() -> None:
    claim = source(WASH, ANNA)
    made = quote(bill("1500.00"), facts(None, buyer(referrer=ANNA), standing=claim))
    assert values(made) == [
        ("referral", 0, "percent_off", 15_000), ("referrer", 1, "points", 100),
    ]  # fmt: skip


def test_r54_the_first_purchase_gives_once() -> None:
    claim = source(WASH, ANNA, fired={"friend": 1})
    made = quote(
        bill("1500.00"), facts(None, buyer(referrer=ANNA, paid_purchases=1), standing=claim)
    )
    assert (made.effects, made.to_pay) == ((), 150_000)


@pytest.mark.parametrize("status", ["paused", "ended", "draft"])
def test_r53_a_programme_that_does_not_run_gives_a_standing_claim_nothing(status: str) -> None:
    claim = source(WASH, ANNA, status=status)
    assert quote(bill("10"), facts(None, buyer(referrer=ANNA), standing=claim)).effects == ()


@pytest.mark.parametrize("line_of_terms, more", [
    ("valid_to = 2026-11-17", {}), ("valid_from = 2026-11-19", {}), ('tills = ["2"]', {}),
    ('hours = ["10:00-12:00"]', {}), ('days = ["sun"]', {}),
])  # fmt: skip
def test_r54_hours_dates_and_tills_bind_a_standing_claim_too(
    line_of_terms: str, more: dict[str, object]
) -> None:
    given = terms(f'{line_of_terms}\n[[rule]]\nid = "r"\ntrigger = "every"\n'
                  'referrer = [{ kind = "points", amount = 5 }]')  # fmt: skip
    claim = source(given, ANNA)
    made = quote(bill("100.00"), facts(None, buyer(referrer=ANNA), standing=claim, **more))
    assert made.effects == ()


def test_r54_a_coupon_of_the_claims_own_version_pays_who_brought_him() -> None:
    claim = source(WASH, ANNA)
    coupon = shown(source(WASH), kind="coupon", use_limit=1)
    made = quote(bill("1500.00"), facts(coupon, buyer(referrer=ANNA), standing=claim))
    assert values(made) == [
        ("referral", 0, "percent_off", 15_000), ("referrer", 1, "points", 100),
    ]  # fmt: skip


def test_r53_the_standing_of_who_brought_him_sets_the_friends_rate() -> None:
    given = terms(
        '[[rule]]\nid = "r"\nreferral = { kind = "percent_off", percent = "5" }\n'
        'referrer = [{ kind = "points", amount = 10 }, { kind = "points", amount = 1 }]\n'
        'by_referrals = [{ from = 10, referral = { kind = "percent_off", percent = "20" }, '
        'referrer = [{ kind = "points", amount = 50 }, { kind = "points", amount = 5 }] }]'
    )
    above = (*people(ANNA, effective_referrals=10), *people(ANNA, CLARA)[1:])
    made = quote(bill("100.00"), facts(shown(source(given, referrers=above))))
    assert values(made) == [
        ("referral", 0, "percent_off", 2_000), ("referrer", 1, "points", 50),
        ("referrer", 2, "points", 1),
    ]  # fmt: skip


# -- R80 -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("price, step, mode, to_pay", [
    ("100.49", 100, "down", 10_000), ("100.50", 100, "nearest", 10_100),
    ("100.49", 100, "nearest", 10_000), ("0.07", 5, "down", 5), ("0.08", 5, "nearest", 10),
])  # fmt: skip
def test_r80_cash_rounding_comes_last_and_is_an_effect_of_its_own(
    price: str, step: int, mode: str, to_pay: int
) -> None:
    made = quote(bill(price), facts(shop=ShopRules(cash_step=step, cash_mode=mode)))
    assert made.to_pay == to_pay
    assert [(one.benefit, one.value) for one in made.effects] == [
        ("rounding", to_pay - minor(price))
    ]
    assert made.line_bases == (minor(price),)


def test_r80_nothing_to_round_is_no_effect() -> None:
    shop = ShopRules(cash_step=100, cash_mode="down")
    assert quote(bill("100.00"), facts(shop=shop)).effects == ()


# -- verdicts -----------------------------------------------------------------------------------


def test_the_verdict_tells_newcomers_regulars_and_shop_codes_apart() -> None:
    assert quote(bill("10"), facts(shown(WASH))).verdict == "ok_new"
    again = terms('[[rule]]\nid = "r"\ntrigger = "every"\n'
                  'referrer = [{ kind = "points", amount = 1 }]')  # fmt: skip
    old = buyer(referrer=ANNA, paid_purchases=3)
    assert quote(bill("10"), facts(shown(again), old)).verdict == "ok_again"
    word = preset("campaign-word")
    assert quote(bill("10"), facts(shown(source(word)))).verdict == "ok_shop"
    assert quote(bill("10"), facts()).verdict == "info_known"
    assert quote(bill("10"), facts(None, buyer(None))).verdict == "info_new"


def test_campaign_word_gives_fifteen_percent_on_a_wednesday_noon() -> None:
    made = quote(bill("1000.00"), facts(shown(source(preset("campaign-word")))))
    assert (made.to_pay, made.makes_claim) == (85_000, False)
    evening = datetime(2026, 11, 18, 15, 59, tzinfo=MOSCOW)
    assert quote(Bill(bill("10").lines), facts(shown(source(preset("campaign-word"))),
                                               local=evening)).discount == 150  # fmt: skip


def test_the_buyer_is_named_in_his_own_effects() -> None:
    made = quote(bill("10"), facts(shown(WASH)))
    assert given_to(made, "referral")[0].customer == BORIS
