"""What must come to the same, whichever way it is done."""

from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from datetime import date
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from refdesk.domain.bill import Effect, Line
from refdesk.domain.errors import DomainError
from refdesk.domain.quote import quote
from refdesk.services import counter
from refdesk.services.counter import Request
from refdesk.storage.programmes import replace_terms
from tests.support.oracle import FAMILY
from tests.support.pure_shop import PureShop
from tests.support.quotes import ANNA, BORIS, CLARA, bill, facts, shown, source, terms
from tests.support.real_shop import RealShop

ON = date(2026, 11, 18)
PRICES = st.integers(1, 400_000)
BILLS = st.lists(st.tuples(st.sampled_from(["Wash", "Polish"]), PRICES), min_size=1, max_size=4)
on_a_file = settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow],
)  # fmt: skip


def _with_friends(shop: Any) -> Any:
    """Anna brought Boris, who brought Clara; all of them have points, credit and stamps."""
    shop.enrol()
    shop.enrol(1)
    shop.enrol(2)
    for who in (1, 2, 3):
        for unit, amount in (("points", 150), ("store_credit", 9_000), ("stamps", 2)):
            shop.adjust(who, unit, amount)
    return shop


@contextmanager
def _real() -> Iterator[RealShop]:
    with closing(RealShop()) as shop:
        yield _with_friends(shop)


def _purses(shop: Any) -> list[dict[str, object]]:
    return [shop.purse(who + 1) for who in range(len(shop.people))]


def _sums(shop: Any) -> list[dict[str, int]]:
    """What everybody has by unit, less what he owes."""
    found = []
    for purse in _purses(shop):
        has = {unit: -owed for unit, owed in purse["owed"].items()}  # type: ignore[attr-defined]
        for unit, left, *_ in purse["pots"]:  # type: ignore[attr-defined]
            has[unit] = has.get(unit, 0) + left
        found.append({**has, "gifts": len(purse["gifts"])})  # type: ignore[arg-type]
    return found


# -- a refund in parts -----------------------------------------------------------------------------


def _refunded(shop: Any, lines: Any, amounts: Sequence[int], **more: Any) -> tuple[int, Any]:
    number = shop.buy(3, lines, **more).bill
    back = sum(shop.undo(number, amount) for amount in amounts if amount)
    return back, _purses(shop)


def _parts(lines: Sequence[tuple[str, int]], cuts: Sequence[int]) -> list[int]:
    """Parts of what is left of a bill after every discount, 10 % and a free line among them."""
    least = sum(price for _, price in lines) * 8 // 10 - max(price for _, price in lines)
    ends = sorted({max(least, 0) * cut // 100 for cut in cuts})
    return [end - start for start, end in zip([0, *ends], ends, strict=False)]


CUTS = st.lists(st.integers(1, 100), min_size=1, max_size=5)
MORE = st.fixed_dictionaries({
    "points": st.sampled_from([0, "max"]), "credit": st.sampled_from([0, "max"]),
})  # fmt: skip


@given(lines=BILLS, cuts=CUTS, more=MORE)
def test_r13_r70_a_refund_in_parts_is_one_refund(lines: Any, cuts: Any, more: Any) -> None:
    parts = _parts(lines, cuts)
    slowly = _refunded(_with_friends(PureShop(ON)), lines, parts, **more)
    at_once = _refunded(_with_friends(PureShop(ON)), lines, [sum(parts)], **more)
    assert slowly == at_once


@on_a_file
@given(lines=BILLS, cuts=CUTS, more=MORE)
def test_r13_r70_a_refund_in_parts_is_one_refund_on_a_file(
    lines: Any, cuts: Any, more: Any
) -> None:
    parts = _parts(lines, cuts)
    with _real() as shop:
        slowly = _refunded(shop, lines, parts, **more)
        assert shop.shop.problems() == []
    with _real() as shop:
        assert slowly == _refunded(shop, lines, [sum(parts)], **more)


@given(lines=BILLS, cuts=CUTS, more=MORE)
def test_r13_parts_and_then_the_rest_are_a_void(lines: Any, cuts: Any, more: Any) -> None:
    shop, other = _with_friends(PureShop(ON)), _with_friends(PureShop(ON))
    number, to_pay = shop.buy(3, lines, **more).bill, other.buy(3, lines, **more).to_pay
    back = sum(shop.undo(number, part) for part in _parts(lines, cuts) if part)
    assert back + shop.undo(number) == to_pay == other.undo(1)
    assert _purses(shop) == _purses(other)


# -- order -----------------------------------------------------------------------------------------


@st.composite
def _visits(draw: st.DrawFn) -> tuple[list[Any], list[Any]]:
    """Purchases of people who have nothing to do with one another, and the same ones mixed."""
    visits = draw(st.lists(st.tuples(st.integers(1, 6), BILLS), min_size=2, max_size=6,
                           unique_by=lambda one: one[0]))  # fmt: skip
    return visits, draw(st.permutations(visits))


def _after(visits: Sequence[tuple[int, Any]]) -> list[dict[str, int]]:
    shop = PureShop(ON)
    for number in range(6):
        shop.enrol(number if number % 2 else None)
    for who, lines in visits:
        shop.buy(who, lines)
    return _sums(shop)


@given(_visits())
def test_the_order_of_independent_purchases_does_not_change_sums(
    visits: tuple[list[Any], list[Any]],
) -> None:
    assert _after(visits[0]) == _after(visits[1])


# -- undoing everything ----------------------------------------------------------------------------

VISITS = st.lists(
    st.tuples(st.integers(1, 3), BILLS, MORE, st.booleans()), min_size=1, max_size=6
)  # fmt: skip
WITH_BUDGET = FAMILY.replace('codes = "personal"', 'codes = "personal"\nbudget = "500.00"')
STATE = (
    "SELECT 'codes', SUM(uses) FROM promo_code"
    " UNION ALL SELECT 'uses', COUNT(*) FROM code_use WHERE is_live = 1"
    " UNION ALL SELECT 'given', SUM(budget_spent) FROM programme"
    " UNION ALL SELECT 'carried', COALESCE(SUM(carry), 0) FROM effect"
    " UNION ALL SELECT 'effective', COUNT(effective_id) FROM referral"
    " UNION ALL SELECT 'purchases', SUM(purchases) FROM customer"
    " UNION ALL SELECT 'milestones', COUNT(*) FROM occasion WHERE is_live = 1"
    " UNION ALL SELECT 'visits', COUNT(last_on) FROM customer"
    " UNION ALL SELECT 'used', COUNT(used_in_id) FROM entitlement"
)


@on_a_file
@given(visits=VISITS, data=st.data())
def test_r12_r15_r16_undoing_everything_leads_back_to_the_start(
    visits: Any, data: st.DataObject
) -> None:
    """Every balance, code, stamp, gift, carry and budget, in whatever order it is undone."""
    with _real() as shop:
        sql = shop.shop.desk.store.sql
        with shop.shop.desk.store.write():
            replace_terms(shop.shop.desk.store, 1, WITH_BUDGET)
        start = _sums(shop), sql(STATE)
        for who, lines, more, with_code in visits:
            # a code whose budget is spent is refused; nothing is to be undone then
            with suppress(DomainError):
                shop.buy(who, lines, friend=who - 1 if with_code and who > 1 else None, **more)
        for number in data.draw(st.permutations(range(1, len(shop.bills) + 1))):
            shop.undo(number)
        assert (_sums(shop), sql(STATE)) == start
        assert shop.shop.problems() == []


# -- levels that get nothing -----------------------------------------------------------------------


def _levels(*percents: int) -> str:
    sides = ", ".join(f'{{ kind = "money", percent = "{one}" }}' for one in percents)
    return f"""
        [[rule]]
        id = "friend"
        trigger = "every"
        new_only = false
        referral = {{ kind = "percent_off", percent = "10" }}
        referrer = [ {sides} ]
    """


def _what_counts(effects: Sequence[Effect]) -> list[tuple[int | None, str, int, int]]:
    return [(one.customer, one.benefit, one.value, one.cost) for one in effects if one.value]


@given(BILLS, st.integers(1, 50))
def test_r34_levels_with_a_share_of_0_are_no_levels(lines: Any, percent: int) -> None:
    one_bill = bill(*(Line(price, name) for name, price in lines))
    made = [
        quote(one_bill, facts(shown(source(terms(_levels(*shares)), ANNA, BORIS, CLARA))))
        for shares in ((percent,), (percent, 0, 0))
    ]
    assert _what_counts(made[0].effects) == _what_counts(made[1].effects)
    assert made[0].to_pay == made[1].to_pay


# -- quote and record ------------------------------------------------------------------------------


@on_a_file
@given(visits=VISITS)
def test_what_is_quoted_twice_is_equal_and_is_what_is_recorded(visits: Any) -> None:
    with _real() as shop:
        desk = shop.shop.desk
        for who, lines, more, _ in visits:
            request = Request(
                tuple(Line(price, name) for name, price in lines), customer=shop.codes[who - 1],
                spend_points=more["points"], spend_credit=more["credit"],
            )  # fmt: skip
            before = shop.shop.counts()
            said = counter.quote_purchase(desk, request).quote
            assert counter.quote_purchase(desk, request).quote == said
            assert shop.shop.counts() == before
            made = counter.record_purchase(desk, request)
            assert (made.total, made.discount, made.to_pay, made.verdict, made.effects) == (
                said.total, said.discount, said.to_pay, said.verdict, said.effects,
            )  # fmt: skip
