"""What is taken off a bill by promo codes, entitlements and statuses (R04-R06, R56-R58).

A discount is data: whose it is, what it takes off which lines, and with which others it stands.
They come in R05's order; `best_discounts` chooses among them by R58 and takes them off.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import NamedTuple

from refdesk.domain import terms as t
from refdesk.domain.bill import Bill, Effect, Step
from refdesk.domain.budgets import Budgets
from refdesk.domain.halves import Half, Pick, group_by_service
from refdesk.domain.money import percent_floor, spread
from refdesk.domain.statuses import status_discount, status_of

IN_ORDER, EXCLUSIVE = "in_order", "exclusive"

Measure = Callable[[int], tuple[int, tuple[Step, ...]]]
"""How much is taken off a base, and why."""


@dataclass(frozen=True)
class Discount:
    """What may be taken off a bill.

    ``unit`` names what counts or loses as one: a side of a version, or an entitlement. ``parts``
    are measures with the lines that each works on, ``most`` cuts them together (R64), ``effect``
    is the discount before it is measured, its ``value`` still 0.
    """

    unit: tuple[object, ...]
    stacking: str
    effect: Effect
    parts: tuple[tuple[Measure, tuple[int, ...]], ...]
    most: int | None = None


@dataclass(frozen=True)
class Discounted:
    """The lines after discounts, what was given, and which units lost (R58).

    ``bars_balances`` says that an exclusive discount was given; ``budgets`` are what is left.
    """

    rest: tuple[int, ...]
    budgets: Budgets
    effects: tuple[Effect, ...] = ()
    lost: frozenset[tuple[object, ...]] = frozenset()
    bars_balances: bool = False

    def given_by(self, half: Half) -> Effect | None:
        """What one rule took off, if it did."""
        wanted = (half.side, half.source.version, half.rule.id)
        return next((one for one in self.effects
                     if (one.side, one.version, one.rule) == wanted), None)  # fmt: skip


class _Taken(NamedTuple):
    """How a discount was taken off: how much, from which base, and why."""

    discount: Discount
    value: int
    base: int
    why: tuple[Step, ...]


class _Outcome(NamedTuple):
    """One choice among the discounts tried out on the bill."""

    rest: tuple[int, ...]
    budgets: Budgets
    taken: tuple[_Taken, ...]


# -- what may be taken off -----------------------------------------------------------------------


def of_referral(half: Half, bill: Bill, buyer: int | None) -> Discount | None:
    """What a referral rule takes off for the friend."""
    return _of_half(half, bill, buyer)


def of_status(half: Half, bill: Bill, buyer: int | None) -> Discount | None:
    """What the buyer's status takes off this very bill (R05, R53)."""
    if status_discount(half.source, half.rule) is None:
        return None
    status = status_of(half.source.terms, half.source.buyer_standing)
    step = Step("by_status", {"status": status.name if status else ""})
    return _of_half(half, bill, buyer, why=(step,))


def _of_half(
    half: Half, bill: Bill, buyer: int | None, why: tuple[Step, ...] = ()
) -> Discount | None:
    rates, pick = half.rates, Pick(half.side)
    groups = [
        (benefit, lines) for benefit, lines in group_by_service(rates, bill, pick)
        if benefit.kind in t.DISCOUNTS
    ]  # fmt: skip
    percents = [benefit.percent for benefit, _ in groups if benefit.percent is not None]
    kinds = [benefit.kind for benefit, _ in groups] or _named(rates, pick)
    if not kinds:
        return None
    parts = tuple((measure_of(benefit), lines) for benefit, lines in groups)
    effect = effect_of(half, kinds[0], percents[-1] if percents else None, buyer, why)
    return make_discount(half, effect, parts)


def _named(rates: t.Rule, pick: Pick) -> list[str]:
    """The kinds of discounts that a rule gives to other lines than those of this bill."""
    benefits = [pick(rates), *(pick(rates.for_service(name)) for name in rates.by_service)]
    return [one.kind for one in benefits if one is not None and one.kind in t.DISCOUNTS]


def effect_of(
    half: Half, kind: str, rate: int | None, buyer: int | None, why: tuple[Step, ...] = ()
) -> Effect:
    """The effect of a half's discount before it is measured."""
    return Effect(
        side=half.side, level=0, benefit=kind, value=0, base=0,
        rate=None if rate is None else str(rate), customer=buyer, rule=half.rule.id,
        version=half.source.version, programme=half.source.programme, why=why,
    )  # fmt: skip


def make_discount(
    half: Half, effect: Effect, parts: tuple[tuple[Measure, tuple[int, ...]], ...]
) -> Discount:
    """A half's discount with its measures and the lines of each."""
    unit, limits = (half.side, half.source.version), half.rule.limits
    return Discount(unit, half.source.terms.stacking, effect, parts, limits.per_purchase)


def measure_of(benefit: t.Benefit) -> Measure:
    """How a percent or a sum off measures a base."""
    return lambda base: _measured(benefit, base)


def _measured(benefit: t.Benefit, base: int) -> tuple[int, tuple[Step, ...]]:
    if benefit.percent is None:
        return sum_off(benefit.amount or 0, base)
    off = percent_floor(base, benefit.percent)
    step = Step("percent_off", {"percent": benefit.percent, "base": base, "value": off})
    if benefit.cap is not None and off > benefit.cap:
        return benefit.cap, (step, Step("cut_to_cap", {"cap": benefit.cap}))
    return off, (step,)


def sum_off(amount: int, base: int) -> tuple[int, tuple[Step, ...]]:
    """A fixed sum, at most the base."""
    off = min(amount, base)
    step = Step("amount_off", {"amount": amount, "value": off})
    return off, (step,) if off == amount else (step, Step("cut_to_bill", {"base": base}))


# -- taking it off -------------------------------------------------------------------------------


def best_discounts(
    discounts: Sequence[Discount], prices: Sequence[int], budgets: Budgets
) -> Discounted:
    """Apply R58: all in-order discounts together against each that stands alone.

    At equal saving the earlier in R05 counts, which is where its first discount stands.
    """
    options = _options(discounts)
    if not options:
        return Discounted(tuple(prices), budgets)
    outcomes = [_take_all(option, prices, budgets.copy()) for option in options]
    rest, left, taken = min(outcomes, key=lambda one: sum(one.rest))
    counting = {one.discount.unit for one in taken}
    is_exclusive = taken[0].discount.stacking == EXCLUSIVE
    return Discounted(
        rest,
        left,
        tuple(_effect(one, rest) for one in taken),
        frozenset(one.unit for one in discounts if one.unit not in counting),
        is_exclusive and any(one.value for one in taken),
    )


def _options(discounts: Sequence[Discount]) -> list[list[Discount]]:
    """What may stand together, the earliest first."""
    together = [one for one in discounts if one.stacking == IN_ORDER]
    others = [one for one in discounts if one.stacking != IN_ORDER]
    alone = [list(group) for _, group in groupby(others, key=lambda one: one.unit)]
    if not alone:
        return [together] if together else []
    options = [option for option in (together, *alone) if option]
    return sorted(options, key=lambda option: discounts.index(option[0]))


def _take_all(discounts: Iterable[Discount], prices: Sequence[int], budgets: Budgets) -> _Outcome:
    now = list(prices)
    taken = tuple(_take(discount, now, budgets) for discount in discounts)
    return _Outcome(tuple(now), budgets, taken)


def _take(discount: Discount, now: list[int], budgets: Budgets) -> _Taken:
    """Take one discount off the lines as they stand now."""
    programme, given, base_of_all = discount.effect.programme, 0, 0
    why = list(discount.effect.why)
    for measure, lines in discount.parts:
        base = sum(now[index] for index in lines)
        off, steps = measure(base)
        off, cuts = _limited(off, given, discount.most, budgets.left(programme))
        why += [*steps, *cuts]
        for index, part in zip(lines, spread(off, [now[i] for i in lines]), strict=True):
            now[index] -= part
        given, base_of_all = given + off, base_of_all + base
    budgets.take(programme, given)
    return _Taken(discount, given, base_of_all, tuple(why))


def _effect(taken: _Taken, prices: Sequence[int]) -> Effect:
    """The discount as it was given, with the price of its lines after all discounts (R70)."""
    effect, value = taken.discount.effect, taken.value
    lines = tuple(sorted(index for _, lines in taken.discount.parts for index in lines))
    return replace(
        effect, value=value, base=taken.base, cost=value if effect.programme else 0, lines=lines,
        price=sum(prices[index] for index in lines), why=taken.why,
    )  # fmt: skip


def _limited(off: int, given: int, most: int | None, budget: int | None) -> tuple[int, list[Step]]:
    """R64: over a limit the rest up to it is given, and says so; ``given`` counts already."""
    steps = []
    if most is not None and given + off > most:
        off = max(0, most - given)
        steps.append(Step("cut_to_limit", {"limit": most}))
    if budget is not None and given + off > budget:
        off = max(0, budget - given)
        steps.append(Step("cut_to_budget", {"left": off}))
    return off, steps
