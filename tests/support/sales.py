"""Sales as earnings look at them: a bill that was paid as it stands."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from refdesk.domain.bill import Bill, Effect, Facts, Source
from refdesk.domain.earnings import earn, earn_own
from refdesk.domain.halves import Sale
from refdesk.domain.terms import Terms
from tests.support.quotes import facts, source


def sale(
    one: Bill, now: Facts | None = None, *, bases: Sequence[int] | None = None,
    prices: Sequence[int] | None = None,
) -> Sale:  # fmt: skip
    """A sale without discounts and balances, unless other prices or bases are named."""
    full = tuple(line.price for line in one.lines)
    after = full if prices is None else tuple(prices)
    return Sale(one, now or facts(), prices=after, bases=after if bases is None else tuple(bases))


def owned(terms: Terms, **more: Any) -> Source:
    """A running programme for the buyer's own purchases."""
    return source(terms, **more)


def given(made: Source, one: Sale) -> tuple[Effect, ...]:
    """What all rules of a claim's version give."""
    return earn(made, made.terms.rules, one)


def given_own(made: Source, one: Sale) -> tuple[Effect, ...]:
    """What all rules of a running programme give the buyer."""
    return earn_own(made, made.terms.rules, one)


def after(made: Source, effects: Sequence[Effect]) -> Source:
    """The programme as the next purchase finds it: with what the rules carry over (R72)."""
    carry = {rule: dict(carried) for rule, carried in made.carry.items()}
    for effect in effects:
        if effect.rule is not None and effect.carry_of is not None:
            rule = carry.setdefault(effect.rule, {})
            rule[effect.carry_of] = rule.get(effect.carry_of, 0) + effect.carry
    return replace(made, carry=carry)
