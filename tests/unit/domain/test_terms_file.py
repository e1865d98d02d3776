"""The terms file: every key is read, and what is written comes back equal."""

from datetime import date

import pytest

from refdesk.domain import terms as t
from refdesk.domain.terms_file import dump_terms, parse_terms
from tests.support.quotes import preset, terms

EVERY_KEY = """
name = "Friend -10 %, you 100 points"
title = { en = "A friend gets 10 %", ru = "Другу 10 %" }
terms_text = { en = "Ask at the till", ru = "Спросите на кассе" }
codes = "personal"
code_life_days = 365
valid_from = 2026-11-01
valid_to = 2026-12-31
days = ["mon", "tue", "wed", "thu"]
hours = ["10:00-16:00"]
tills = ["1", "2"]
customers = ["client", "ambassador"]
stacking = "in_order"
split = "fixed"
blocked_referrer = "lapses"
budget = "50000.00"

[spending]
share = "50"
expires_days = 180
expires_inactive_days = 183
grace_days = 7
withdrawable = "70"
payout_after_referrals = 3
debits_per_day = 2
credits_per_day = 3

[[rule]]
id = "friend"
trigger = "first"
n = 6
within_days = 30
new_only = true
minimum = "500.00"
services = ["Full wash"]
excluded_services = ["Express"]
excluded_groups = ["goods", "certificate", "membership", "deposit"]
hold_days = 14
hold_days_by_service = { "Tyres" = 7 }
carry_over = false
referral = { kind = "percent_off", percent = "10", cap = "300.00" }
referrer = [ { kind = "points", amount = 100 }, { kind = "points", amount = 20 } ]
buyer = { kind = "points", per = "50.00", amount = 1 }

[rule.by_service."Interior"]
referral = { kind = "amount_off", amount = "300.00" }
referrer = [ { kind = "money", percent = "5" } ]

[[rule.by_referrals]]
from = 10
referrer = [ { kind = "points", amount = 150 } ]

[rule.limits]
per_code = { day = 0, month = 3, year = 0, life = 500 }
per_customer = { life = 1 }
per_referrer = { month = 10 }
per_purchase = "1000.00"

[[rule]]
id = "own"
trigger = "every"
buyer = { kind = "points", percent = "1.5" }

[[status]]
name = "Bronze"
spend = "10000.00"
referrals = 2
share = "10"
override = { own = { buyer = { kind = "points", percent = "3" } } }

[statuses]
period = "rolling_12_months"

[contest]
period = "month"
measure = "paid_base"
prizes = [ { place = 1, kind = "gift", gift = "Detailing", cost = "4000.00" } ]
"""


def test_every_key_of_the_whole_version_is_read() -> None:
    made = parse_terms(EVERY_KEY, 2)
    assert made.name == "Friend -10 %, you 100 points"
    assert made.title == {"en": "A friend gets 10 %", "ru": "Другу 10 %"}
    assert made.terms_text["ru"] == "Спросите на кассе"
    assert (made.codes, made.code_life_days) == ("personal", 365)
    assert (made.valid_from, made.valid_to) == (date(2026, 11, 1), date(2026, 12, 31))
    assert (made.days, made.hours) == ((0, 1, 2, 3), ((600, 960),))
    assert (made.tills, made.customers) == (("1", "2"), ("client", "ambassador"))
    assert (made.stacking, made.split, made.blocked_referrer) == ("in_order", "fixed", "lapses")
    assert made.budget == 5_000_000
    assert made.spending == t.Spending(
        share=5000, expires_days=180, expires_inactive_days=183, grace_days=7, withdrawable=7000,
        payout_after_referrals=3, debits_per_day=2, credits_per_day=3,
    )  # fmt: skip


def test_every_key_of_a_rule_is_read() -> None:
    rule = parse_terms(EVERY_KEY, 2).rule("friend")
    assert (rule.trigger, rule.n, rule.within_days, rule.new_only) == ("first", 6, 30, True)
    assert (rule.minimum, rule.services) == (50_000, ("Full wash",))
    assert rule.excluded_services == ("Express",)
    assert rule.excluded_groups == ("goods", "certificate", "membership", "deposit")
    assert (rule.hold_days, rule.hold_days_by_service) == (14, {"Tyres": 7})
    assert rule.carry_over is False
    assert rule.referral == t.Benefit("percent_off", percent=1000, cap=30_000)
    assert rule.referrer == (t.Benefit("points", amount=100), t.Benefit("points", amount=20))
    assert rule.buyer == t.Benefit("points", per=5_000, amount=1)
    assert rule.by_service == {
        "Interior": t.Override(
            referral=t.Benefit("amount_off", amount=30_000),
            referrer=(t.Benefit("money", percent=500),),
        )
    }
    assert rule.by_referrals == (
        t.Tier(10, t.Override(referrer=(t.Benefit("points", amount=150),))),
    )
    assert rule.limits == t.Limits(
        per_code=t.PeriodLimit(month=3, life=500), per_customer=t.PeriodLimit(life=1),
        per_referrer=t.PeriodLimit(month=10), per_purchase=100_000,
    )  # fmt: skip


def test_statuses_and_the_contest_are_read() -> None:
    made = parse_terms(EVERY_KEY, 2)
    own = t.Override(buyer=t.Benefit("points", percent=300))
    assert made.statuses == (
        t.Status("Bronze", spend=1_000_000, referrals=2, share=1000, override={"own": own}),
    )
    assert made.status_period == "rolling_12_months"
    assert made.contest == t.Contest(
        measure="paid_base",
        prizes=(t.Prize(1, t.Benefit("gift", gift="Detailing", cost=400_000)),),
    )


def test_a_pool_is_read_where_the_split_is_picked() -> None:
    made = terms('split = "picked"\n[[rule]]\nid = "both"\npool = { percent = "20" }\n')
    assert made.rule("both").pool == t.Pool(percent=2000)


def test_a_word_is_read_in_capital_letters() -> None:
    made = terms(
        'codes = "campaign"\nword = "summer"\n'
        '[[rule]]\nid = "w"\ntrigger = "every"\nreferral = { kind = "percent_off", percent = "5" }'
    )
    assert made.word == "SUMMER"


def test_a_contest_of_dates_is_read() -> None:
    made = terms(
        '[[rule]]\nid = "a"\nreferrer = [{ kind = "points", amount = 1 }]\n'
        '[contest]\nperiod = "dates"\nfrom = 2026-11-01\nto = 2026-11-30\nmeasure = "tokens"\n'
        'token_price = "100.00"\nprizes = [{ place = 1, kind = "money", amount = "500" }]\n'
    )
    contest = made.contest
    assert contest is not None
    assert (contest.starts_on, contest.ends_on) == (date(2026, 11, 1), date(2026, 11, 30))
    assert contest.token_price == 10_000


@pytest.mark.parametrize("trigger, more", [
    ("first", ""), ("first_n", "n = 3"), ("every", ""), ("within_days", "within_days = 30"),
    ("nth_visit", "n = 6"), ("joining", ""), ("next_visit", ""), ("birthday", "within_days = 3"),
    ("milestone", "n = 5"),
])  # fmt: skip
def test_every_trigger_is_read(trigger: str, more: str) -> None:
    side = "referrer" if trigger == "milestone" else "buyer"
    stamps, gift = '{ kind = "stamps" }', '{ kind = "gift", gift = "Coffee" }'
    benefit = stamps if trigger == "nth_visit" else gift
    value = f"[{benefit}]" if side == "referrer" else benefit
    made = terms(f'[[rule]]\nid = "r"\ntrigger = "{trigger}"\n{more}\n{side} = {value}\n')
    assert made.rules[0].trigger == trigger


@pytest.mark.parametrize("benefit", [
    '{ kind = "points", amount = 100 }', '{ kind = "points", percent = "2.5" }',
    '{ kind = "points", per = "50", amount = 1 }', '{ kind = "store_credit", amount = "500" }',
    '{ kind = "store_credit", percent = "5" }', '{ kind = "money", amount = "0.01" }',
    '{ kind = "money", per = "1000.00", amount = "50.00" }',
    '{ kind = "percent_off", percent = "100" }', '{ kind = "amount_off", amount = "200.00" }',
    '{ kind = "gift", gift = "Coffee" }', '{ kind = "gift", gift = "Coffee", cost = "90" }',
    '{ kind = "stamps" }', '{ kind = "stamps", amount = 2 }',
])  # fmt: skip
def test_every_kind_and_measure_of_a_benefit_comes_back_equal(benefit: str) -> None:
    card = '[[rule]]\nid = "card"\ntrigger = "nth_visit"\nn = 6\n'
    made = terms(f'[[rule]]\nid = "r"\nbuyer = {benefit}\n{card}')
    assert parse_terms(dump_terms(made, 2), 2) == made


def test_the_file_with_every_key_comes_back_equal() -> None:
    made = parse_terms(EVERY_KEY, 2)
    assert parse_terms(dump_terms(made, 2), 2) == made


@pytest.mark.parametrize("name", ["car-wash", "spa", "strictly-capped", "campaign-word"])
@pytest.mark.parametrize("decimals", [0, 2, 3])
def test_every_preset_comes_back_equal_in_every_currency(name: str, decimals: int) -> None:
    made = parse_terms(dump_terms(preset(name), 2), 2)
    assert made == preset(name)
    again = parse_terms(dump_terms(made, 2).replace(".00", ""), decimals)
    assert parse_terms(dump_terms(again, decimals), decimals) == again


def test_r33_new_customers_only_where_an_inviting_rule_is_silent() -> None:
    invites = terms('[[rule]]\nid = "r"\nreferrer = [{ kind = "points", amount = 1 }]\n')
    assert invites.rules[0].new_only
    word = terms('codes = "campaign"\n[[rule]]\nid = "r"\ntrigger = "every"\n'
                 'referral = { kind = "percent_off", percent = "5" }\n')  # fmt: skip
    assert not word.rules[0].new_only
    own = terms('[[rule]]\nid = "r"\ntrigger = "every"\nbuyer = { kind = "points", amount = 1 }\n')
    assert not own.rules[0].new_only


def test_defaults_are_those_of_an_open_programme() -> None:
    made = terms('[[rule]]\nid = "r"\nreferrer = [{ kind = "points", amount = 1 }]\n')
    assert (made.codes, made.stacking, made.split) == ("personal", "in_order", "fixed")
    assert made.spending == t.Spending()
    assert made.spending.withdrawable == t.WHOLE
    assert (made.budget, made.valid_to, made.hours, made.contest) == (None, None, (), None)
    assert made.titled("ru") == made.name == "Test"
