"""Which status a person has, what it brings him and what is missing to the next (R45, R53)."""

from datetime import date

import pytest

from refdesk.domain.bill import Standing
from refdesk.domain.statuses import (
    at_status,
    for_buyer,
    for_referrer,
    next_status,
    payable_share,
    period_start,
    status_discount,
    status_of,
)
from tests.support.quotes import ANNA, minor, people, source, terms

SALON = terms("""
    spending = { share = "5" }
    [[rule]]
    id = "own"
    trigger = "every"
    [[status]]
    name = "Bronze"
    spend = "10000.00"
    referrals = 2
    share = "10"
    override = { own = { buyer = { kind = "points", percent = "3" } } }
    [[status]]
    name = "Silver"
    spend = "30000.00"
    referrals = 4
    share = "15"
    override = { own = { buyer = { kind = "points", percent = "5" } } }
    [[status]]
    name = "Friend of the house"
    referrals = 6
""")


def standing(spend: str = "0", referrals: int = 0) -> Standing:
    return Standing(minor(spend), referrals)


@pytest.mark.parametrize("spend, referrals, name", [
    ("0", 0, None), ("9999.99", 1, None), ("10000.00", 0, "Bronze"), ("0", 2, "Bronze"),
    ("29999.99", 3, "Bronze"), ("30000.00", 0, "Silver"), ("0", 4, "Silver"),
    ("1000000.00", 5, "Silver"), ("0", 6, "Friend of the house"),
])  # fmt: skip
def test_r45_a_status_is_reached_from_its_spend_or_its_referrals(
    spend: str, referrals: int, name: str | None
) -> None:
    reached = status_of(SALON, standing(spend, referrals))
    assert (reached.name if reached else None) == name


@pytest.mark.parametrize("spend, referrals, ahead", [
    ("0", 0, ("Bronze", minor("10000.00"), 2)),
    ("9999.99", 1, ("Bronze", 1, 1)),
    ("10000.00", 0, ("Silver", minor("20000.00"), 4)),
    ("0", 5, ("Friend of the house", None, 1)),
    ("0", 6, None),
])  # fmt: skip
def test_r45_what_is_missing_to_the_next_status(
    spend: str, referrals: int, ahead: tuple[str, int | None, int | None] | None
) -> None:
    found = next_status(SALON, standing(spend, referrals))
    assert (found and (found.status.name, found.spend, found.referrals)) == ahead


def test_r45_without_statuses_there_is_none_and_no_next() -> None:
    plain = terms('[[rule]]\nid = "r"\nreferral = { kind = "percent_off", percent = "5" }')
    assert status_of(plain, standing("1000")) is None
    assert next_status(plain, standing()) is None


@pytest.mark.parametrize("period, on, start", [
    ("lifetime", date(2026, 11, 18), None),
    ("rolling_12_months", date(2026, 11, 18), date(2025, 11, 18)),
    ("rolling_12_months", date(2028, 2, 29), date(2027, 2, 28)),
    ("calendar_year", date(2026, 11, 18), date(2026, 1, 1)),
    ("calendar_year", date(2026, 1, 1), date(2026, 1, 1)),
])  # fmt: skip
def test_r45_a_period_counts_from_its_first_day(period: str, on: date, start: date | None) -> None:
    one = terms(f'statuses = {{ period = "{period}" }}\n[[rule]]\nid = "r"\n'
                'referral = { kind = "percent_off", percent = "5" }')  # fmt: skip
    assert period_start(one, on) == start


def test_r53_a_status_overrides_the_sides_of_a_rule_by_its_id() -> None:
    own = SALON.rule("own")
    assert at_status(SALON, own, standing()).buyer is None
    bronze = at_status(SALON, own, standing(referrals=2)).buyer
    assert bronze is not None
    assert bronze.percent == 300
    # the highest speaks alone: what it leaves out is as in the rule
    assert at_status(SALON, own, standing(referrals=6)).buyer is None


def test_r53_a_status_speaks_after_the_table_by_referrals() -> None:
    given = terms("""
        [[rule]]
        id = "r"
        referrer = [{ kind = "points", amount = 100 }]
        by_referrals = [{ from = 3, referrer = [{ kind = "points", amount = 150 }] }]
        [[status]]
        name = "A"
        spend = "100.00"
        override = { r = { referrer = [{ kind = "points", amount = 500 }] } }
    """)
    rule = given.rule("r")
    amounts = [
        for_referrer(given, rule, one).referrer[0].amount
        for one in (
            *people(ANNA),
            *people(ANNA, effective_referrals=3),
            *people(ANNA, effective_referrals=3, standing=standing("100.00")),
        )
    ]
    assert amounts == [100, 150, 500]


def test_r53_a_table_by_referrals_gives_the_buyer_better_rates_too() -> None:
    given = terms("""
        [[rule]]
        id = "own"
        trigger = "every"
        buyer = { kind = "points", percent = "1" }
        by_referrals = [{ from = 3, buyer = { kind = "points", percent = "2" } }]
    """)
    for count, percent in ((2, 100), (3, 200)):
        made = source(given, buyer_standing=Standing(0, count))
        buyer = for_buyer(made, given.rule("own")).buyer
        assert buyer is not None
        assert buyer.percent == percent


def test_r05_only_a_discount_of_a_status_on_every_purchase_comes_off_the_bill() -> None:
    given = terms("""
        [[rule]]
        id = "every"
        trigger = "every"
        buyer = { kind = "percent_off", percent = "1" }
        [[rule]]
        id = "first"
        buyer = { kind = "points", amount = 1 }
        [[status]]
        name = "A"
        spend = "100.00"
        [status.override]
        every = { buyer = { kind = "percent_off", percent = "5" } }
        first = { buyer = { kind = "percent_off", percent = "7" } }
    """)
    low, high = source(given), source(given, buyer_standing=standing("100.00"))
    assert status_discount(low, given.rule("every")) is None
    found = status_discount(high, given.rule("every"))
    assert found is not None
    assert found.percent == 500
    assert status_discount(high, given.rule("first")) is None


@pytest.mark.parametrize("referrals, share", [(0, 500), (2, 1_000), (4, 1_500), (6, 500)])
def test_r08_a_status_decides_how_much_of_a_bill_may_be_paid(referrals: int, share: int) -> None:
    assert payable_share(source(SALON, buyer_standing=standing(referrals=referrals))) == share
