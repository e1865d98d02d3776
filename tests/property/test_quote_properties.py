"""Any bill under any terms: sums add up, nothing goes below zero, nobody gains by trickery."""

from dataclasses import replace

from hypothesis import assume, given
from hypothesis import strategies as st

from refdesk.domain.bill import Bill, Facts, Line, Quote, ShopRules
from refdesk.domain.errors import DomainError
from refdesk.domain.quote import quote
from refdesk.domain.terms import Benefit, Limits, Rule, Spending, Terms
from tests.support.quotes import ANNA, CLARA, buyer, facts, lot, shown, source

PRICES = st.integers(1, 500_000)
GROUPS = st.sampled_from(["service", "service", "goods", "deposit", "tip"])
LINES = st.builds(
    Line, price=PRICES, service=st.sampled_from([None, "Wash", "Tyres"]), group=GROUPS
)
# a service stands in every bill, so that few are refused whole
BILLS = st.tuples(PRICES.map(Line), st.lists(LINES, max_size=4)).map(
    lambda parts: Bill((parts[0], *parts[1]))
)
BP = st.integers(0, 10_000)
OFF = st.one_of(
    st.builds(Benefit, kind=st.just("percent_off"), percent=BP, cap=st.none() | PRICES),
    st.builds(Benefit, kind=st.just("amount_off"), amount=PRICES),
)
UP = st.one_of(
    st.builds(Benefit, kind=st.sampled_from(["points", "money", "store_credit"]), percent=BP),
    st.builds(Benefit, kind=st.just("points"), per=PRICES, amount=st.integers(1, 50)),
    st.builds(Benefit, kind=st.just("points"), amount=st.integers(1, 500)),
)
RULES = st.builds(
    Rule,
    id=st.just("r"),
    trigger=st.just("every"),
    excluded_groups=st.sampled_from([(), ("goods",)]),
    referral=st.none() | OFF,
    referrer=st.lists(UP, min_size=1, max_size=2).map(tuple),
    limits=st.builds(Limits, per_purchase=st.none() | PRICES),
)
TERMS = st.builds(
    Terms,
    name=st.just("T"),
    rules=RULES.map(lambda rule: (rule,)),
    spending=st.builds(Spending, share=st.none() | BP, withdrawable=BP),
)
SHOPS = st.builds(
    ShopRules, point_value=st.sampled_from([1, 50, 100, 700]), points_share=BP,
    cash_step=st.sampled_from([0, 100, 50, 5]), cash_mode=st.sampled_from(["down", "nearest"]),
)  # fmt: skip
SPENDS = st.integers(0, 3_000) | st.just("max")


@st.composite
def worlds(draw: st.DrawFn) -> Facts:
    """A shown code of two levels; lots of the same version and of none."""
    made = draw(TERMS)
    claim = source(made, ANNA, CLARA, budget_left=draw(st.none() | st.integers(1, 10**6)))
    lots = tuple(
        lot(draw(st.integers(0, 3_000)), number=number, unit=unit, version=version,
            rule="r" if version else None)
        for number, (unit, version) in enumerate(
            [("points", 1), ("points", None), ("store_credit", 1), ("store_credit", None)], 1
        )
    )  # fmt: skip
    who = buyer(lots=lots, proof="code")
    return facts(shown(claim), who, shop=draw(SHOPS), spending={1: claim})


def quoted(bill: Bill, now: Facts) -> Quote:
    """The quote, or nothing to look at where it is refused."""
    try:
        return quote(bill, now)
    except DomainError:
        assume(False)
        raise


def given_up(made: Quote) -> dict[tuple[int, str], int]:
    return {(one.level, one.benefit): one.value for one in made.effects if one.side == "referrer"}


@given(BILLS, worlds(), SPENDS, SPENDS, st.integers(0, 10**6))
def test_every_sum_adds_up(bill: Bill, now: Facts, points: int, credit: int, manual: int) -> None:
    bill = replace(bill, spend_points=points, spend_credit=credit,
                   manual_discount=min(manual, bill.total))  # fmt: skip
    made = quoted(bill, now)
    taken = sum(one.value for one in made.effects if one.side in ("buyer", "referral")
                and one.state in ("spent", "done") and one.benefit != "rounding")  # fmt: skip
    rounding = sum(one.value for one in made.effects if one.benefit == "rounding")
    assert made.total == bill.total
    assert made.discount == sum(made.line_discounts)
    assert made.total - taken + rounding == made.to_pay
    assert made.to_pay == sum(made.line_bases) + rounding
    assert 0 <= made.to_pay <= made.total + now.shop.cash_step // 2
    for line, off, base in zip(bill.lines, made.line_discounts, made.line_bases, strict=True):
        assert 0 <= off <= line.price
        assert 0 <= base <= line.price - off


@given(BILLS, worlds(), SPENDS, SPENDS)
def test_what_is_spent_is_what_the_lots_give(
    bill: Bill, now: Facts, points: int, credit: int
) -> None:
    made = quoted(replace(bill, spend_points=points, spend_credit=credit), now)
    assert now.buyer is not None
    left = {one.id: one.left for one in now.buyer.lots}
    for effect in (one for one in made.effects if one.state == "spent"):
        draws = made.draws[effect.benefit]
        assert sum(one.amount for one in draws) == effect.spent
        assert all(0 < one.amount <= left[one.lot] for one in draws)
        worth = now.shop.point_value if effect.benefit == "points" else 1
        assert (effect.spent - 1) * worth < effect.value <= effect.spent * worth


@given(BILLS, worlds())
def test_r61_all_offers_what_may_be_spent_and_one_more_pays_at_most_a_part(
    bill: Bill, now: Facts
) -> None:
    made = quoted(replace(bill, spend_points="max"), now)
    spent = sum(one.spent for one in made.effects if one.benefit == "points" and one.spent)
    assert spent == made.max_points
    value = sum(one.value for one in made.effects if one.benefit == "points" and one.spent)
    assert value == made.max_points * now.shop.point_value


@given(BILLS, worlds(), st.integers(0, 100), st.integers(0, 100))
def test_r03_more_paid_with_points_never_gives_the_referrer_more(
    bill: Bill, now: Facts, fewer: int, more: int
) -> None:
    assert now.code is not None
    endless = replace(now.code, source=replace(now.code.source, budget_left=None))
    now = replace(now, code=endless, spending={1: endless.source})
    most = quoted(bill, now).max_points
    parts = [most * percent // 100 for percent in sorted((fewer, more))]
    more_paid, less_paid = (quoted(replace(bill, spend_points=part), now) for part in parts)
    for key, value in given_up(less_paid).items():
        assert value <= given_up(more_paid)[key]


@given(BILLS, worlds())
def test_r37_nobody_gets_more_than_the_purchases_limit_or_the_budget(
    bill: Bill, now: Facts
) -> None:
    made = quoted(bill, now)
    assert now.code is not None
    source_, rule = now.code.source, now.code.source.terms.rules[0]
    most = rule.limits.per_purchase
    own = [one for one in made.effects if one.rule]
    if most is not None:
        assert all(one.value <= most for one in own if one.benefit != "points")
    if source_.budget_left is not None:
        worth = now.shop.point_value
        cost = sum(one.value * (worth if one.benefit == "points" else 1) for one in own)
        assert cost <= source_.budget_left


@given(PRICES, st.integers(2, 5), worlds())
def test_r56_splitting_a_line_changes_nothing(price: int, parts: int, now: Facts) -> None:
    assume(price >= parts)
    whole = quoted(Bill((Line(price),)), now)
    cut = [price // parts] * (parts - 1)
    lines = tuple(Line(part) for part in [*cut, price - sum(cut)])
    split = quoted(Bill(lines), now)
    assert (split.to_pay, split.discount) == (whole.to_pay, whole.discount)
    assert given_up(split) == given_up(whole)


@given(BILLS, worlds())
def test_the_order_of_lines_moves_no_money(bill: Bill, now: Facts) -> None:
    made = quoted(bill, now)
    turned = quoted(Bill(tuple(reversed(bill.lines))), now)
    assert (turned.to_pay, turned.discount) == (made.to_pay, made.discount)


@given(BILLS, worlds())
def test_the_same_facts_give_the_same_quote(bill: Bill, now: Facts) -> None:
    assert quoted(bill, now) == quoted(bill, now)
