"""Any purchases under any rates: floors, an exact carry, shares within their pool."""

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction

from hypothesis import given as check
from hypothesis import strategies as st

from refdesk.domain.bill import Bill, Effect, Line, ShopRules, Source
from refdesk.domain.budgets import Budgets
from refdesk.domain.halves import Sale
from refdesk.domain.terms import Benefit, Limits, Override, Rule, Spending, Terms
from tests.support.quotes import facts, people, source
from tests.support.sales import after, given, given_own, sale

PRICES = st.integers(1, 500_000)
BP = st.integers(1, 10_000)
POINT_VALUES = st.sampled_from([1, 50, 100, 700])
KINDS = st.sampled_from(["points", "money", "store_credit"])
PERCENTS = st.builds(Benefit, kind=KINDS, percent=BP)
PERS = st.builds(Benefit, kind=KINDS, per=PRICES, amount=st.integers(1, 50))
RATES = PERCENTS | PERS
KEPT = st.builds(Benefit, kind=st.just("gift"), gift=st.just("Coffee"), cost=st.integers(0, 9_000))
LINES = st.builds(Line, price=PRICES, service=st.sampled_from([None, "Wash", "Wax"]))
BILLS = st.lists(LINES, min_size=1, max_size=4).map(lambda lines: Bill(tuple(lines)))
ABOVE = people(11, 12, 13, 14)


def exact(benefit: Benefit, base: int, point_value: int) -> Fraction:
    """What a rate gives of a base before anything is floored."""
    if benefit.percent is not None:
        worth = point_value if benefit.kind == "points" else 1
        return Fraction(base * benefit.percent, 10_000 * worth)
    assert benefit.per is not None
    return Fraction(base * (benefit.amount or 0), benefit.per)


def own(rule: Rule, **spending: int) -> Source:
    return source(Terms("T", (rule,), spending=Spending(**spending)))


def paid(one: Bill, point_value: int) -> Sale:
    return sale(one, facts(shop=ShopRules(point_value=point_value)))


def total(effects: Sequence[Effect]) -> int:
    return sum(effect.value for effect in effects)


# -- R72 ------------------------------------------------------------------------------------------


@check(RATES, st.lists(PRICES, min_size=1, max_size=12), POINT_VALUES)
def test_r72_whatever_is_bought_in_turn_adds_up_to_the_floor_of_the_whole(
    benefit: Benefit, prices: list[int], point_value: int
) -> None:
    made, count = own(Rule("own", "every", carry_over=True, buyer=benefit)), 0
    for price in prices:
        effects = given_own(made, paid(Bill((Line(price),)), point_value))
        made, count = after(made, effects), count + total(effects)
        assert all(effect.value >= 0 for effect in effects)
    assert count == int(exact(benefit, sum(prices), point_value))


@check(RATES, PERS, st.lists(BILLS, min_size=1, max_size=6), POINT_VALUES)
def test_r72_a_table_of_rates_carries_as_exactly(
    default: Benefit, wax: Benefit, bills: list[Bill], point_value: int
) -> None:
    wax = replace(wax, kind=default.kind)
    made = own(Rule("own", "every", carry_over=True, buyer=default,
                    by_service={"Wax": Override(buyer=wax)}))  # fmt: skip
    count, whole = 0, Fraction()
    for one in bills:
        effects = given_own(made, paid(one, point_value))
        made, count = after(made, effects), count + total(effects)
        for line in one.lines:
            rate = wax if line.service == "Wax" else default
            whole += exact(rate, line.price, point_value)
    assert count == int(whole)


@check(RATES, st.lists(PRICES, min_size=2, max_size=8), st.data(), POINT_VALUES)
def test_r72_after_an_undo_the_next_earning_makes_good(
    benefit: Benefit, prices: list[int], data: st.DataObject, point_value: int
) -> None:
    made, count = own(Rule("own", "every", carry_over=True, buyer=benefit)), 0
    booked = []
    for price in prices[:-1]:
        effects = given_own(made, paid(Bill((Line(price),)), point_value))
        made, count = after(made, effects), count + total(effects)
        booked.append(effects)
    undone = data.draw(st.integers(0, len(booked) - 1))
    made = after(made, [replace(one, carry=-one.carry) for one in booked[undone]])
    count -= total(booked[undone])
    effects = given_own(made, paid(Bill((Line(prices[-1]),)), point_value))
    count += total(effects)
    whole = int(exact(benefit, sum(prices) - prices[undone], point_value))
    # what stands may be more than is due: then nothing is given until that is made good
    assert count == whole or (count > whole and total(effects) == 0)


@check(RATES, PRICES, st.integers(1, 10_000), POINT_VALUES)
def test_r02_without_carry_over_each_purchase_is_floored(
    benefit: Benefit, price: int, cut: int, point_value: int
) -> None:
    made = own(Rule("own", "every", buyer=benefit))
    [effect] = given_own(made, paid(Bill((Line(price),)), point_value))
    assert effect.value <= exact(benefit, price, point_value)
    assert (effect.carry, effect.carry_of) == (0, None)
    parts = [price * cut // 10_000, price - price * cut // 10_000]
    each = [
        total(given_own(made, paid(Bill((Line(part),)), point_value))) for part in parts if part
    ]
    assert sum(each) <= effect.value


# -- R34, R64, R65 --------------------------------------------------------------------------------


@check(BILLS, st.lists(BP, min_size=1, max_size=4))
def test_r34_shares_of_levels_never_exceed_their_pool(one: Bill, shares: list[int]) -> None:
    levels = tuple(Benefit("store_credit", percent=share) for share in shares)
    made = source(Terms("T", (Rule("r", "every", referrer=levels),)), referrers=ABOVE)
    effects = given(made, sale(one))
    assert total(effects) <= one.total * sum(shares) // 10_000
    assert [effect.value for effect in effects] == [one.total * bp // 10_000 for bp in shares]


@check(BILLS, st.lists(BP, min_size=1, max_size=4), st.integers(1, 3))
def test_r34_a_level_above_more_changes_nothing_below(
    one: Bill, shares: list[int], levels: int
) -> None:
    rates = tuple(Benefit("store_credit", percent=share) for share in shares)
    made = source(Terms("T", (Rule("r", "every", referrer=rates),)), referrers=ABOVE[:levels])
    more = replace(made, referrers=ABOVE)
    fewer = given(made, sale(one))
    assert given(more, sale(one))[: len(fewer)] == fewer


@check(BILLS, st.lists(RATES | KEPT, min_size=1, max_size=4), st.integers(0, 20_000), POINT_VALUES)
def test_r64_all_together_stay_within_the_budget_and_only_the_last_are_cut(
    one: Bill, levels: list[Benefit], left: int, point_value: int
) -> None:
    made = source(Terms("T", (Rule("r", "every", referrer=tuple(levels)),)), referrers=ABOVE)
    full = given(made, paid(one, point_value))
    cut = Budgets({made.programme: left}).cut(full, point_value)
    assert sum(effect.cost for effect in cut) <= left
    for before, effect in zip(full, cut, strict=True):
        assert 0 <= effect.value <= before.value
        is_cut = effect.value < before.value
        assert is_cut == any(step.code == "cut_to_budget" for step in effect.why)
        if effect.keeps is not None:
            assert effect.cost == effect.value * effect.keeps.cost


@check(BILLS, BP, BP)
def test_r65_money_and_credit_of_a_split_are_the_whole(one: Bill, rate: int, share: int) -> None:
    rule = Rule("r", "every", referrer=(Benefit("money", percent=rate),))
    made = source(Terms("T", (rule,), spending=Spending(withdrawable=share)), referrers=ABOVE)
    effects = given(made, sale(one))
    whole = one.total * rate // 10_000
    assert total(effects) == whole
    assert next(e.value for e in effects if e.benefit == "money") == whole * share // 10_000


@check(BILLS, RATES, PRICES, POINT_VALUES)
def test_r37_one_benefit_stays_within_the_purchases_limit(
    one: Bill, benefit: Benefit, most: int, point_value: int
) -> None:
    made = own(Rule("own", "every", buyer=benefit, limits=Limits(per_purchase=most)))
    [effect] = given_own(made, paid(one, point_value))
    assert effect.value * (point_value if benefit.kind == "points" else 1) <= most
    assert effect.price == one.total
    assert effect.lines == tuple(range(len(one.lines)))
