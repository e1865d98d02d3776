"""Lots against a plain dictionary that does the same by hand."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from refdesk.domain.ledger import (
    AVAILABLE,
    EXPIRED,
    HELD,
    Draw,
    Lot,
    draw,
    pro_rata,
    returned,
    spending_order,
    take_back,
)

START = date(2026, 1, 1)
DAYS = st.integers(0, 400).map(lambda days: START + timedelta(days=days))


@st.composite
def lots(draw_: st.DrawFn) -> list[Lot]:
    made = []
    for number in range(1, draw_(st.integers(0, 8)) + 1):
        earned_on = draw_(DAYS)
        available_on = earned_on + timedelta(days=draw_(st.integers(0, 30)))
        age = draw_(st.none() | st.integers(0, 200))
        made.append(
            Lot(
                number, "points", draw_(st.integers(0, 100)), earned_on, available_on,
                None if age is None else available_on + timedelta(days=age),
                draw_(st.sampled_from([0, 0, 20])),
            )
        )  # fmt: skip
    return made


def by_hand(piles: list[Lot], on: date, last_on: date | None, amount: int) -> dict[int, int]:
    """Point after point out of the pile whose end is nearest, as a cashier would with coins."""
    left = {}
    for pile in piles:
        ends = [] if pile.expires_on is None else [pile.expires_on]
        if pile.inactive_days:
            since = max(pile.available_on, last_on) if last_on else pile.available_on
            ends.append(since + timedelta(days=pile.inactive_days))
        end = min(ends, default=date.max)
        if pile.available_on <= on <= end:
            left[end, pile.earned_on, pile.id] = pile.left
    taken: dict[int, int] = {}
    for _ in range(amount):
        nearest = min((key for key, count in left.items() if count), default=None)
        if nearest is None:
            break
        left[nearest] -= 1
        taken[nearest[2]] = taken.get(nearest[2], 0) + 1
    return taken


@given(lots(), DAYS, st.none() | DAYS, st.integers(0, 300))
def test_r11_lots_pay_as_a_plain_dictionary_has_it(
    piles: list[Lot], on: date, last_on: date | None, amount: int
) -> None:
    draws, missing = draw(spending_order(piles, on, last_on), amount)
    assert {one.lot: one.amount for one in draws} == by_hand(piles, on, last_on, amount)
    assert sum(one.amount for one in draws) + missing == amount


@given(lots(), st.integers(0, 300), DAYS)
def test_r68_taking_back_finds_all_of_it_in_lots_or_as_a_debt(
    piles: list[Lot], amount: int, on: date
) -> None:
    own = piles[0] if piles else None
    draws, debt = take_back(own, spending_order(piles, on), amount)
    left = {pile.id: pile.left for pile in piles}
    assert sum(one.amount for one in draws) + debt == amount
    assert all(0 < one.amount <= left[one.lot] for one in draws)
    assert len({one.lot for one in draws}) == len(draws)
    if own and own.left and amount:
        assert draws[0] == Draw(own.id, min(own.left, amount))
    if debt:
        others = {pile.id for pile in spending_order(piles, on)}
        assert {one.lot for one in draws} >= others


@given(lots(), DAYS, st.integers(0, 30), st.none() | DAYS)
def test_r12_what_returns_can_be_spent_today_and_never_ends_sooner(
    piles: list[Lot], on: date, grace: int, last_on: date | None
) -> None:
    for pile in piles:
        back = returned(pile, on, grace, last_on)
        before, after = pile.expiry(last_on), back.expiry(last_on)
        assert after is None or after >= on
        assert before is None or (after is not None and after >= before)
        if before is not None and before < on:
            assert after == on + timedelta(days=grace)
        else:
            assert back == pile


@given(lots(), DAYS, st.none() | DAYS)
def test_r17_held_comes_before_available_and_expired_last(
    piles: list[Lot], start: date, last_on: date | None
) -> None:
    order = [HELD, AVAILABLE, EXPIRED]
    for pile in piles:
        if pile.left:
            days = [start + timedelta(days=step * 7) for step in range(60)]
            seen = [order.index(pile.state(day, last_on)) for day in days]
            assert seen == sorted(seen)


@given(st.integers(-10_000, 10_000), st.lists(st.integers(1, 5_000), min_size=1, max_size=8))
def test_r70_partial_refunds_sum_to_the_whole(effect: int, parts: list[int]) -> None:
    price, gone, undone = sum(parts), 0, []
    for part in parts:
        gone += part
        undone.append(pro_rata(effect, gone, price))
    assert undone[-1] == effect
    assert [abs(one) for one in undone] == sorted(abs(one) for one in undone)
