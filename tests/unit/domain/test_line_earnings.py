"""What a referral's purchase gives him and the line above: levels, blocks, kept gifts, limits."""

from dataclasses import replace

import pytest

from refdesk.domain.bill import Effect, Referrer, Source, Standing
from refdesk.domain.budgets import Budgets
from refdesk.domain.earnings import earn
from refdesk.domain.terms import Terms
from tests.support.quotes import ANNA, BORIS, CLARA, DMITRY, bill, people, preset, source, terms
from tests.support.sales import given, sale

FIFTH = 5


def figures(effects: tuple[Effect, ...]) -> list[tuple[int, int | None, str, int]]:
    return [(one.level, one.customer, one.benefit, one.value) for one in effects]


def one_rule(sides: str, head: str = "", more: str = "") -> Terms:
    """Terms of one rule for every purchase of a friend."""
    return terms(f'{head}\n[[rule]]\nid = "r"\ntrigger = "every"\n{sides}\n{more}')


POINTS_UP = 'referrer = [{ kind = "points", amount = 10 }]'


# -- R34: levels ----------------------------------------------------------------------------------


def test_example_2_three_levels_of_a_cheque_are_floored() -> None:
    made = source(preset("cafe"), ANNA, CLARA, DMITRY)
    assert figures(given(made, sale(bill("999.99")))) == [
        (1, ANNA, "store_credit", 4_999), (2, CLARA, "store_credit", 1_999),
        (3, DMITRY, "store_credit", 999),
    ]  # fmt: skip


def test_r34_a_missing_level_is_not_passed_up() -> None:
    made = source(preset("cafe"), ANNA)
    assert figures(given(made, sale(bill("999.99")))) == [(1, ANNA, "store_credit", 4_999)]


def test_r34_nobody_above_the_last_level_of_the_terms_gets_anything() -> None:
    made = source(preset("cafe"), ANNA, CLARA, DMITRY, FIFTH)
    assert [one.level for one in given(made, sale(bill("100")))] == [1, 2, 3]


def test_r34_shares_of_nothing_are_as_if_there_were_one_level() -> None:
    one = one_rule('referrer = [{ kind = "store_credit", percent = "5" }]')
    three = one_rule('referrer = [{ kind = "store_credit", percent = "5" }, '
                     '{ kind = "store_credit", percent = "0" }, '
                     '{ kind = "store_credit", percent = "0" }]')  # fmt: skip
    above, sold = (ANNA, CLARA, DMITRY), sale(bill("999.99"))
    assert given(source(three, *above), sold) == given(source(one, *above), sold)


def test_r53_each_level_has_the_rates_of_his_own_status_and_referrals() -> None:
    given_terms = terms("""
        [[rule]]
        id = "r"
        trigger = "every"
        referrer = [{ kind = "money", percent = "5" }, { kind = "money", percent = "1" }]
        [[rule.by_referrals]]
        from = 10
        referrer = [{ kind = "money", percent = "6" }, { kind = "money", percent = "2" }]
        [[status]]
        name = "Gold"
        referrals = 20
        [status.override.r]
        referrer = [{ kind = "money", percent = "10" }, { kind = "money", percent = "3" }]
    """)
    above = (
        Referrer(ANNA, 1, effective_referrals=10, standing=Standing(referrals=10)),
        Referrer(CLARA, 2, effective_referrals=20, standing=Standing(referrals=20)),
    )
    made = source(given_terms, referrers=above)
    assert [one.value for one in given(made, sale(bill("100.00")))] == [600, 300]


# -- R35: blocked and erased ----------------------------------------------------------------------


def above(*, is_blocked: bool = False, is_erased: bool = False) -> tuple[Referrer, ...]:
    first, second = people(ANNA, CLARA)
    return (replace(first, is_blocked=is_blocked, is_erased=is_erased), second)


LEVELS = 'referrer = [{ kind = "points", amount = 10 }, { kind = "points", amount = 4 }]'


@pytest.mark.parametrize("head, more, first", [
    ("", {"is_blocked": True}, (0, "available", "referrer_blocked")),
    ('blocked_referrer = "waits"', {"is_blocked": True}, (10, "waiting", "referrer_waits")),
    ("", {"is_erased": True}, (0, "available", "referrer_erased")),
    ('blocked_referrer = "waits"', {"is_erased": True}, (0, "available", "referrer_erased")),
])  # fmt: skip
def test_r35_a_blocked_referrers_benefit_lapses_or_waits_and_the_others_stands(
    head: str, more: dict[str, bool], first: tuple[int, str, str]
) -> None:
    made = source(one_rule(LEVELS, head), referrers=above(**more))
    one, two = given(made, sale(bill("10")))
    assert (one.value, one.state, one.why[-1].code) == first
    assert (two.value, two.state) == (4, "available")


def test_r35_a_gift_waits_as_well_and_keeps_its_dates() -> None:
    head = 'blocked_referrer = "waits"\nspending = { expires_days = 10 }'
    gift = 'referrer = [{ kind = "gift", gift = "Coffee" }]'
    plain = source(one_rule(gift, head), ANNA)
    [waiting] = given(replace(plain, referrers=above(is_blocked=True)), sale(bill("10")))
    [free] = given(plain, sale(bill("10")))
    assert (waiting.state, waiting.value, free.state) == ("waiting", 1, "available")
    assert (waiting.available_on, waiting.expires_on) == (free.available_on, free.expires_on)


def test_r35_what_a_limit_cuts_to_nothing_does_not_wait() -> None:
    head = 'blocked_referrer = "waits"\nspending = { credits_per_day = 1 }'
    person = replace(people(ANNA)[0], is_blocked=True, credits_today=1)
    [effect] = given(source(one_rule(POINTS_UP, head), referrers=(person,)), sale(bill("10")))
    assert (effect.value, effect.state) == (0, "available")


# -- R62, R63, R72 up the line --------------------------------------------------------------------


def test_gift_in_kind_both_sides_get_one_to_keep() -> None:
    both = one_rule('referral = { kind = "gift", gift = "Wax", cost = "100" }\n'
                    'referrer = [{ kind = "gift", gift = "Coffee", cost = "20" }]')  # fmt: skip
    effects = given(source(both, ANNA), sale(bill("10")))
    assert figures(effects) == [(0, BORIS, "gift", 1), (1, ANNA, "gift", 1)]
    assert [one.keeps.gift for one in effects if one.keeps] == ["Wax", "Coffee"]


def test_r62_a_discount_of_the_referrer_is_kept_for_his_next_purchase() -> None:
    made = source(one_rule('referrer = [{ kind = "percent_off", percent = "20" }]'), ANNA)
    [kept] = given(made, sale(bill("10")))
    assert (kept.side, kept.benefit, kept.value) == ("referrer", "percent_off", 1)


def test_r63_stamps_for_both_sides() -> None:
    card = '[[rule]]\nid = "card"\ntrigger = "nth_visit"\nn = 6'
    both = one_rule('referral = { kind = "stamps" }\n'
                    'referrer = [{ kind = "stamps", amount = 2 }]', more=card)  # fmt: skip
    assert figures(given(source(both, ANNA), sale(bill("10")))) == [
        (0, BORIS, "stamps", 1), (1, ANNA, "stamps", 2),
    ]  # fmt: skip


def test_r72_a_referrer_has_a_carry_of_his_own() -> None:
    rule = one_rule('referrer = [{ kind = "points", per = "50.00", amount = 1 }]\n'
                    "carry_over = true")  # fmt: skip
    person = replace(people(ANNA)[0], carry={"r": {5_000: 3_000}})
    made = source(rule, referrers=(person,), carry={"r": {5_000: 4_900}})
    [effect] = given(made, sale(bill("20.00")))
    assert (effect.value, effect.carry, effect.carry_of) == (1, -3_000, 5_000)


def test_r65_the_carry_of_a_split_stays_with_the_money() -> None:
    rule = one_rule('referrer = [{ kind = "money", percent = "2.5" }]\ncarry_over = true',
                    'spending = { withdrawable = "70" }')  # fmt: skip
    money, credit = given(source(rule, ANNA), sale(bill("1.30")))
    assert (money.value, credit.value) == (2, 1)
    assert (money.carry, money.carry_of) == (2_500, 10_000)
    assert (credit.carry, credit.carry_of) == (0, None)


# -- R64: budgets ---------------------------------------------------------------------------------


def cut(made: Source, left: int, point_value: int = 100) -> list[tuple[int, str, int, int]]:
    effects = Budgets({1: left}).cut(given(made, sale(bill("100.00"))), point_value)
    return [(one.level, one.benefit, one.value, one.cost) for one in effects]


def test_r64_a_gift_that_no_longer_fits_is_not_given_and_the_next_in_line_is_served() -> None:
    made = source(one_rule('referral = { kind = "gift", gift = "Wax", cost = "60" }\n'
                           'referrer = [{ kind = "gift", gift = "Wax", cost = "60" }, '
                           '{ kind = "store_credit", amount = "50" }]'), ANNA, CLARA)  # fmt: skip
    assert cut(made, 17_000) == [
        (0, "gift", 1, 6_000), (1, "gift", 1, 6_000), (2, "store_credit", 5_000, 5_000),
    ]  # fmt: skip
    assert cut(made, 11_999) == [
        (0, "gift", 1, 6_000), (1, "gift", 0, 0), (2, "store_credit", 5_000, 5_000),
    ]  # fmt: skip


def test_r64_stamps_and_kept_discounts_cost_nothing_yet() -> None:
    card = '[[rule]]\nid = "card"\ntrigger = "nth_visit"\nn = 6'
    made = source(one_rule('referral = { kind = "stamps", amount = 3 }\n'
                           'referrer = [{ kind = "percent_off", percent = "20" }]',
                           more=card), ANNA)  # fmt: skip
    assert cut(made, 0) == [(0, "stamps", 3, 0), (1, "percent_off", 1, 0)]


# -- R36, R71: milestones -------------------------------------------------------------------------

MILESTONES = terms("""
    [[rule]]
    id = "friend"
    referral = { kind = "percent_off", percent = "10" }
    referrer = [{ kind = "points", amount = 10 }]
    [[rule]]
    id = "three"
    trigger = "milestone"
    n = 3
    hold_days = 5
    referrer = [{ kind = "gift", gift = "Wash", cost = "500" }]
    [[rule]]
    id = "five"
    trigger = "milestone"
    n = 5
    referrer = [{ kind = "points", amount = 500 }]
""")


def reached(count: int, *given_before: str, makes_effective: bool = True) -> list[str | None]:
    person = replace(people(ANNA)[0], effective_referrals=count, given=frozenset(given_before))
    made = source(MILESTONES, referrers=(person,), makes_effective=makes_effective)
    effects = given(made, sale(bill("10")))
    return [one.rule for one in effects if one.rule != "friend" and one.value]


@pytest.mark.parametrize("count, given_before, rules", [
    (1, (), []), (2, (), ["three"]), (3, ("three",), []), (4, ("three",), ["five"]),
    (2, ("three",), []), (4, (), ["three", "five"]), (9, ("three", "five"), []),
])  # fmt: skip
def test_r71_a_milestone_counts_the_purchase_that_reaches_it(
    count: int, given_before: tuple[str, ...], rules: list[str]
) -> None:
    assert reached(count, *given_before) == rules


def test_r36_a_referral_that_counts_already_reaches_nothing() -> None:
    assert reached(2, makes_effective=False) == []


def test_r71_a_purchase_for_which_nothing_was_paid_reaches_nothing() -> None:
    made = source(MILESTONES, referrers=people(ANNA, effective_referrals=2), makes_effective=True)
    effects = given(made, sale(bill("10"), bases=[0]))
    assert [(one.rule, one.value) for one in effects] == [("friend", 0)]


def test_r71_a_milestone_rests_on_no_line_and_has_its_own_hold() -> None:
    person = replace(people(ANNA)[0], effective_referrals=2)
    made = source(MILESTONES, referrers=(person,), makes_effective=True)
    gift = given(made, sale(bill("10")))[-1]
    assert (gift.rule, gift.side, gift.level, gift.customer) == ("three", "referrer", 1, ANNA)
    assert (gift.lines, gift.price, gift.base, gift.state) == ((), 0, 0, "held")


def test_r35_a_blocked_referrer_gets_his_milestone_with_the_next_friend() -> None:
    person = replace(people(ANNA)[0], effective_referrals=2, is_blocked=True)
    made = source(MILESTONES, referrers=(person,), makes_effective=True)
    assert given(made, sale(bill("10")))[-1].value == 0
    assert reached(3) == ["three"]


def test_r36_only_a_purchase_that_a_rule_for_friends_works_in_counts() -> None:
    made = source(MILESTONES, referrers=people(ANNA, effective_referrals=2), makes_effective=True)
    only_milestones = [rule for rule in MILESTONES.rules if rule.trigger == "milestone"]
    assert earn(made, only_milestones, sale(bill("10"))) == ()
    alone = replace(made, terms=replace(MILESTONES, rules=tuple(only_milestones)))
    assert [one.rule for one in earn(alone, only_milestones, sale(bill("10")))] == ["three"]
