"""R57: a pool that the referrer has split between his friend and himself."""

from typing import Any

import pytest

from refdesk.domain.bill import Bill, Facts, Standing
from refdesk.domain.quote import quote
from refdesk.domain.terms import Terms
from tests.support.quotes import (
    ANNA,
    CLARA,
    bill,
    buyer,
    facts,
    given_to,
    line,
    lot,
    people,
    shown,
    source,
    terms,
)


def pooled(pool: str, more: str = "", *, rule: str = "") -> Terms:
    """Terms whose rule has a pool to be split."""
    return terms(f'split = "picked"\n{more}\n[[rule]]\nid = "r"\npool = {{ {pool} }}\n{rule}')


TWENTY = pooled('percent = "20"')


def card(given: Terms, share: int | None = None, **more: Any) -> Facts:
    """Somebody with a friend's card on which so much is the friend's part."""
    more_facts = {key: more.pop(key) for key in ("who", "shop", "own") if key in more}
    more.setdefault("referrers", people(ANNA))
    made = source(given, friend_share=share, **more)
    return facts(shown(made), **more_facts)


def parts(one: Bill, now: Facts) -> tuple[int, int]:
    """The friend's and the referrer's part."""
    made = quote(one, now)
    return (sum(effect.value for effect in given_to(made, "referral")),
            sum(effect.value for effect in given_to(made, "referrer", 1)))  # fmt: skip


@pytest.mark.parametrize("share, friend, referrer", [
    (None, 12_346, 12_345), (5_000, 12_346, 12_345), (3_000, 7_408, 17_283),
    (0, 0, 24_691), (10_000, 24_691, 0), (1, 3, 24_688),
])  # fmt: skip
def test_r57_twenty_per_cent_of_1234_56_to_the_unit(
    share: int | None, friend: int, referrer: int
) -> None:
    # worked example 3, and 30 % to the friend; the odd unit is the friend's
    assert parts(bill("1234.56"), card(TWENTY, share)) == (friend, referrer)


def test_r57_the_friends_part_is_a_discount_and_the_referrers_is_store_credit() -> None:
    made = quote(bill("1234.56"), card(TWENTY))
    assert [(one.side, one.benefit, one.value, one.base, one.rate) for one in made.effects] == [
        ("referral", "percent_off", 12_346, 123_456, "2000"),
        ("referrer", "store_credit", 12_345, 123_456, "2000"),
    ]  # fmt: skip
    assert made.to_pay == 123_456 - 12_346
    assert [(one.lines, one.price, one.cost) for one in made.effects] == [
        ((0,), 111_110, 12_346), ((0,), 111_110, 12_345),
    ]  # fmt: skip
    assert (made.effects[1].customer, made.effects[1].rule) == (ANNA, "r")


def test_g09_both_parts_say_why() -> None:
    made = quote(bill("1234.56"), card(TWENTY, 3_000))
    assert [[step.code for step in one.why] for one in made.effects] == [
        ["pool_percent", "pool_friend"], ["pool_percent", "pool_referrer"],
    ]  # fmt: skip
    assert made.effects[0].why[1].params == {"percent": 3_000, "value": 7_408}


def test_r57_a_friend_who_was_given_nothing_has_no_discount_of_0() -> None:
    made = quote(bill("1234.56"), card(TWENTY, 0))
    assert [one.side for one in made.effects] == ["referrer"]
    assert made.to_pay == 123_456


@pytest.mark.parametrize("price, friend, referrer", [
    ("1000.00", 5_001, 5_000), ("50.01", 5_001, 0), ("50.02", 5_001, 5_000), ("20.00", 2_000, 0),
])  # fmt: skip
def test_r57_a_sum_is_split_and_the_friends_part_is_at_most_the_bill(
    price: str, friend: int, referrer: int
) -> None:
    # with nothing left to pay nothing was paid, and the referrer has nothing either (R03)
    assert parts(bill(price), card(pooled('amount = "100.01"'))) == (friend, referrer)


def test_r57_what_is_paid_with_points_leaves_the_referrers_base_alone() -> None:
    rich = buyer(lots=(lot(1_000),), proof="code")
    now = card(TWENTY, who=rich)
    assert parts(bill("1000.00"), now) == (10_000, 10_000)
    assert parts(bill("1000.00", spend_points=300), now) == (10_000, 7_000)
    made = quote(bill("1000.00", spend_points=300), now)
    assert given_to(made, "referrer", 1)[0].base == 70_000


def test_r03_a_bill_fully_paid_with_points_gives_the_referrer_nothing() -> None:
    rich = buyer(lots=(lot(1_000),), proof="code")
    made = quote(bill("1000.00", spend_points="max"), card(TWENTY, who=rich))
    [referrers] = given_to(made, "referrer", 1)
    assert (made.to_pay, referrers.value, referrers.why[0].code) == (0, 0, "nothing_paid")


def test_r57_the_base_is_taken_after_the_manual_discount() -> None:
    assert parts(bill("1100.00", manual_discount=10_000), card(TWENTY)) == (10_000, 10_000)


def test_r57_a_status_after_it_does_not_make_the_pool_smaller() -> None:
    gold = terms("""
        [[rule]]
        id = "price"
        trigger = "every"
        buyer = { kind = "points", amount = 1 }
        [[status]]
        name = "Gold"
        spend = "0.01"
        override = { price = { buyer = { kind = "percent_off", percent = "50" } } }
    """)
    status = source(gold, version=11, buyer_standing=Standing(1))
    made = quote(bill("1000.00"), card(TWENTY, own=(status,)))
    assert [(one.side, one.value) for one in made.effects] == [
        ("referral", 10_000), ("buyer", 45_000), ("referrer", 10_000),
    ]  # fmt: skip


def test_r59_only_the_lines_of_the_rule_are_in_the_pool() -> None:
    given = pooled('percent = "20"', rule='excluded_groups = ["goods"]')
    made = quote(bill("1000.00", line("1000.00", "Soap", "goods")), card(given))
    assert made.line_discounts == (10_000, 0)
    assert given_to(made, "referrer", 1)[0].value == 10_000


def test_r34_a_split_has_one_level() -> None:
    made = quote(bill("1000.00"), card(TWENTY, referrers=people(ANNA, CLARA)))
    assert [(one.side, one.level) for one in made.effects] == [("referral", 0), ("referrer", 1)]


def test_r57_without_a_referrer_his_part_stays_with_the_shop() -> None:
    assert parts(bill("1000.00"), card(TWENTY, referrers=())) == (10_000, 0)


def test_r35_a_blocked_referrers_part_lapses_or_waits() -> None:
    above = people(ANNA, is_blocked=True)
    lapses = quote(bill("1000.00"), card(TWENTY, referrers=above))
    assert [(one.value, one.state) for one in given_to(lapses, "referrer", 1)] == [(0, "available")]
    waiting = pooled('percent = "20"', 'blocked_referrer = "waits"')
    waits = quote(bill("1000.00"), card(waiting, referrers=above))
    assert [(one.value, one.state) for one in given_to(waits, "referrer", 1)] == [
        (10_000, "waiting")
    ]
    assert (lapses.discount, waits.discount) == (10_000, 10_000)


def test_r37_each_part_is_cut_to_the_purchases_limit() -> None:
    given = pooled('percent = "20"', rule='limits = { per_purchase = "60.00" }')
    assert parts(bill("1000.00"), card(given)) == (6_000, 6_000)


def test_r64_a_budgets_last_part_goes_to_the_friend_first() -> None:
    given = pooled('percent = "20"', 'budget = "500.00"')
    for left, expected in ((20_000, (10_000, 10_000)), (15_000, (10_000, 5_000)),
                           (10_000, (10_000, 0)), (4_000, (4_000, 0))):  # fmt: skip
        assert parts(bill("1000.00"), card(given, budget_left=left)) == expected


def test_r56_the_referrers_part_is_held_like_anything_else() -> None:
    given = pooled('percent = "20"', rule="hold_days = 14")
    [referrers] = given_to(quote(bill("1000.00"), card(given)), "referrer", 1)
    assert referrers.state == "held"


def test_r54_the_claims_card_keeps_its_split_when_no_card_is_shown() -> None:
    claim = source(TWENTY, ANNA, friend_share=3_000)
    made = quote(bill("1234.56"), facts(None, buyer(referrer=ANNA), standing=claim))
    assert [one.value for one in made.effects] == [7_408, 17_283]


def test_r54_a_coupon_of_the_claims_version_keeps_the_claims_split() -> None:
    claim = source(TWENTY, ANNA, friend_share=3_000)
    coupon = shown(source(TWENTY), kind="coupon", use_limit=1)
    made = quote(bill("1234.56"), facts(coupon, buyer(referrer=ANNA), standing=claim))
    assert [one.value for one in made.effects] == [7_408, 17_283]


def test_r58_the_referrers_part_stands_when_the_friends_loses() -> None:
    claim = source(TWENTY, ANNA)
    word = terms("""
        codes = "campaign"
        stacking = "best_of"
        [[rule]]
        id = "w"
        trigger = "every"
        referral = { kind = "percent_off", percent = "50" }
    """)
    who = buyer(referrer=ANNA)
    made = quote(bill("1000.00"), facts(shown(source(word, version=2)), who, standing=claim))
    assert [(one.side, one.value, one.base) for one in made.effects] == [
        ("referral", 50_000, 100_000), ("referrer", 5_000, 50_000),
    ]  # fmt: skip
