"""What is taken off a bill by promo codes, entitlements and statuses (R04-R06, R56-R58).

A discount is data: whose it is, what it takes off which lines, and with which others it stands.
They come in R05's order; `best_discounts` chooses among them by R58 and takes them off.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby

from refdesk.domain import terms as t
from refdesk.domain.bill import Bill, Effect, Step
from refdesk.domain.budgets import Budgets
from refdesk.domain.halves import BUYER, REFERRAL, Half, Pick, group_by_service
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
    lost: frozenset[tuple[object, ...]] = field(default_factory=frozenset)
    bars_balances: bool = False

    def given_by(self, half: Half) -> Effect | None:
        """What one rule took off, if it did."""
        wanted = (half.side, half.source.version, half.rule.id)
        return next((one for one in self.effects
                     if (one.side, one.version, one.rule) == wanted), None)  # fmt: skip


# -- what may be taken off -----------------------------------------------------------------------


def unit_of(half: Half) -> tuple[object, ...]:
    """What a half's discount counts or loses with: all of its version for the same side."""
    return half.side, half.source.version


def of_referral(half: Half, bill: Bill) -> Discount | None:
    """What a referral rule takes off for the friend."""
    return _of_half(half, bill, Pick(REFERRAL))


def of_status(half: Half, bill: Bill) -> Discount | None:
    """What the buyer's status takes off this very bill (R05, R53)."""
    if status_discount(half.source, half.rule) is None:
        return None
    made = _of_half(half, bill, Pick(BUYER))
    status = status_of(half.source.terms, half.source.buyer_standing)
    if made is None or status is None:
        return None
    step = Step("by_status", {"status": status.name})
    return replace(made, effect=replace(made.effect, why=(step,)))


def _of_half(half: Half, bill: Bill, pick: Pick) -> Discount | None:
    rates = half.rates
    groups = [
        (benefit, lines) for benefit, lines in group_by_service(rates, bill, pick)
        if benefit.kind in t.DISCOUNTS
    ]  # fmt: skip
    percents = [benefit.percent for benefit, _ in groups if benefit.percent is not None]
    kinds = [benefit.kind for benefit, _ in groups] or _named(rates, pick)
    if not kinds:
        return None
    parts = tuple((measure_of(benefit), lines) for benefit, lines in groups)
    return make_discount(half, kinds[0], parts, rate=percents[-1] if percents else None)


def _named(rates: t.Rule, pick: Pick) -> list[str]:
    """The kinds of discounts that a rule gives to other lines than those of this bill."""
    benefits = [pick(rates), *(pick(rates.for_service(name)) for name in rates.by_service)]
    return [one.kind for one in benefits if one is not None and one.kind in t.DISCOUNTS]


def make_discount(
    half: Half,
    kind: str,
    parts: tuple[tuple[Measure, tuple[int, ...]], ...],
    *,
    rate: int | None = None,
) -> Discount:
    """A half's discount of a kind with its measures."""
    effect = Effect(
        side=half.side, level=0, benefit=kind, value=0, base=0,
        rate=None if rate is None else str(rate), rule=half.rule.id,
        version=half.source.version, programme=half.source.programme,
    )  # fmt: skip
    stacking = half.source.terms.stacking
    return Discount(unit_of(half), stacking, effect, parts, half.rule.limits.per_purchase)


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
    outcomes = [
        (_take_all(option, prices, budgets.copy()), option) for option in _options(discounts)
    ]
    if not outcomes:
        return Discounted(tuple(prices), budgets)
    best, chosen = min(outcomes, key=lambda one: sum(one[0].rest))
    counting = {one.unit for one in chosen}
    lost = frozenset(one.unit for one in discounts if one.unit not in counting)
    is_exclusive = chosen[0].stacking == EXCLUSIVE and any(one.value for one in best.effects)
    return replace(best, lost=lost, bars_balances=is_exclusive)


def _options(discounts: Sequence[Discount]) -> list[list[Discount]]:
    """What may stand together, the earliest first."""
    together = [one for one in discounts if one.stacking == IN_ORDER]
    others = [one for one in discounts if one.stacking != IN_ORDER]
    alone = [list(group) for _, group in groupby(others, key=lambda one: one.unit)]
    if not alone:
        return [together] if together else []
    options = [option for option in (together, *alone) if option]
    return sorted(options, key=lambda option: discounts.index(option[0]))


def _take_all(discounts: Iterable[Discount], prices: Sequence[int], budgets: Budgets) -> Discounted:
    now = list(prices)
    effects = tuple(_take(discount, now, budgets) for discount in discounts)
    return Discounted(tuple(now), budgets, effects)


def _take(discount: Discount, now: list[int], budgets: Budgets) -> Effect:
    """Take one discount off the lines as they stand now."""
    effect, given, base_of_all = discount.effect, 0, 0
    why = list(effect.why)
    for measure, lines in discount.parts:
        base = sum(now[index] for index in lines)
        off, steps = measure(base)
        off, cuts = _limited(off, given, discount.most, budgets.left(effect.programme))
        why += [*steps, *cuts]
        for index, part in zip(lines, spread(off, [now[i] for i in lines]), strict=True):
            now[index] -= part
        given, base_of_all = given + off, base_of_all + base
    budgets.take(effect.programme, given)
    lines = tuple(sorted(index for _, lines in discount.parts for index in lines))
    return replace(
        effect, value=given, base=base_of_all, cost=given if effect.programme else 0,
        lines=lines, why=tuple(why),
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
