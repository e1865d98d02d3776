"""The worked example of one bill: a new friend comes, and everybody gets what the terms say.

Pure and quick, so that it can follow every keystroke of an editor. Days, hours, tills, seasons and
whether the programme runs do not matter to an example; its conditions on the bill do, and refuse as
at the till.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime

from refdesk.domain.bill import (
    Bill,
    Buyer,
    Effect,
    Facts,
    Line,
    Quote,
    Referrer,
    ShopRules,
    ShownCode,
    Source,
)
from refdesk.domain.economics import at_any_time
from refdesk.domain.given import effect_cost
from refdesk.domain.occasions import occasion_effects, rules_for
from refdesk.domain.quote import quote
from refdesk.domain.terms import Terms

ONLY = 1
"""The one version and programme of an example."""


@dataclass(frozen=True)
class Moment:
    """Where and when an example is reckoned; ``today`` is the business date."""

    local: datetime
    today: date
    till: str = "1"


@dataclass(frozen=True)
class Example:
    """What one bill does. ``cost`` is all that the shop gives; nobody in ``effects`` has an id."""

    quote: Quote
    effects: tuple[Effect, ...]
    cost: int


def work_example(terms: Terms, line: Line, shop: ShopRules, moment: Moment) -> Example:
    """What a bill of one line does for a new friend, his referrer and those above him.

    Raises DomainError for what the terms refuse the bill for.
    """
    source = made_up_source(terms, Source(ONLY, 1, ONLY, terms))
    facts = newcomer_facts(
        Facts(local=moment.local, today=moment.today, till=moment.till, shop=shop), source
    )
    made = quote(Bill((line,)), facts)
    effects = tuple(map(without_made_up, (*made.effects, *joining_effects(source, facts))))
    cost = sum(effect_cost(one, shop.point_value) for one in effects)
    return Example(made, effects, cost)


# -- the made-up friend ------------------------------------------------------------------------


def made_up_source(terms: Terms, source: Source) -> Source:
    """A version as somebody meets it whom made-up people have just brought."""
    free = at_any_time(terms)
    return replace(
        source, terms=free, budget_left=free.budget, referrers=_made_up(free), makes_effective=True
    )


def _made_up(terms: Terms) -> tuple[Referrer, ...]:
    """Somebody on each level, told from real people by ids below 0."""
    if terms.codes not in ("personal", "coupon"):
        return ()
    return tuple(Referrer(-level, level) for level in range(1, max(terms.levels, 1) + 1))


def newcomer_facts(facts: Facts, source: Source) -> Facts:
    """These facts for a new friend who shows the code of a version."""
    terms = source.terms
    code = _code(source) if terms.codes != "none" else None
    own = (replace(source, referrers=()),) if terms.rewards_buyers else ()
    return replace(
        facts, code=code, standing=None, own=own, buyer=Buyer(has_identity=True),
        staff_customer=None,
    )  # fmt: skip


def _code(source: Source) -> ShownCode:
    owner = source.referrers[0].customer if source.referrers else None
    kind = "personal" if owner is not None else "campaign"
    return ShownCode(kind, "live", replace(source, is_shown=True), owner=owner)


def joining_effects(source: Source, facts: Facts) -> Iterable[Effect]:
    """What joining with this bill gives besides."""
    return tuple(
        replace(effect, customer=None if effect.side != "referrer" else effect.customer)
        for rule in rules_for(source, "joining", "client", facts.today)
        for effect in occasion_effects(
            source, rule, 0, facts.today, point_value=facts.shop.point_value
        )
    )


def without_made_up(effect: Effect) -> Effect:
    """An effect without the id of somebody who is made up."""
    is_made_up = effect.customer is not None and effect.customer <= 0
    return replace(effect, customer=None) if is_made_up else effect
