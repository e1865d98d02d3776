"""What cuts a benefit: the person, a purchase's limit, the budget (R34, R35, R37, R64).

A cut never stops a purchase: the person gets the rest up to the limit, even 0, and the effect
says why. What is cut is lost, it is not carried over; what is cut to nothing moves no carry.
"""

from collections.abc import Iterable
from dataclasses import replace

from refdesk.domain import terms as t
from refdesk.domain.bill import Effect, Referrer, Source, Step
from refdesk.domain.ledger import WAITING


def unit_cost(effect: Effect, point_value: int) -> int:
    """What one unit of an effect takes out of a budget (R64).

    Stamps cost when they are turned in, a kept discount when it is used.
    """
    if effect.keeps is not None:
        return effect.keeps.cost if effect.keeps.kind == t.GIFT else 0
    if effect.benefit == t.STAMPS:
        return 0
    return point_value if effect.benefit == t.POINTS else 1


def with_cost(effect: Effect, point_value: int) -> Effect:
    """The effect with what it takes out of its programme's budget."""
    return replace(effect, cost=effect.value * unit_cost(effect, point_value))


def within_purchase(effect: Effect, rule: t.Rule, point_value: int) -> Effect:
    """Cut to the rule's limit of one purchase, points at their value; stamps are not limited."""
    most = rule.limits.per_purchase
    if most is None:
        return effect
    return _fitted(effect, most, point_value, Step("cut_to_limit", {"limit": most}))


def _fitted(effect: Effect, most: int, point_value: int, step: Step) -> Effect:
    """As much as so many minor units pay for: a gift that does not fit is not given."""
    cost = unit_cost(effect, point_value)
    value = min(effect.value, most // cost) if cost else effect.value
    return effect if value == effect.value else replace(
        effect, value=value, why=(*effect.why, step)
    )  # fmt: skip


def within_budget(effects: Iterable[Effect], left: int, point_value: int) -> list[Effect]:
    """R64: the budget's last part goes to the first effects: the referral, then levels 1 to 4."""
    kept = []
    for effect in effects:
        rest = max(0, left)
        cost = unit_cost(effect, point_value)
        covered = rest if effect.keeps is not None or not cost else rest // cost * cost
        step = Step("cut_to_budget", {"left": covered})
        fitted = with_cost(_fitted(effect, rest, point_value, step), point_value)
        left -= fitted.cost
        kept.append(fitted)
    return kept


def within_referrer(effect: Effect, source: Source, rule: t.Rule, referrer: Referrer) -> Effect:
    """What is left of a referrer's benefit: an erased or blocked one's lapses, or waits (R35)."""
    if referrer.is_erased:
        return _to_nothing(effect, Step("referrer_erased"))
    waits = source.terms.blocked_referrer == "waits"
    if referrer.is_blocked and not waits:
        return _to_nothing(effect, Step("referrer_blocked"))
    counts = referrer.credits.get(rule.id)
    over = counts.reaches(rule.limits.per_referrer) if counts else None
    if over:
        return _to_nothing(effect, Step("cut_credits", {"period": over[0], "limit": over[2]}))
    effect = _within_day(effect, source, referrer.credits_today)
    if referrer.is_blocked and effect.value:
        return replace(effect, state=WAITING, why=(*effect.why, Step("referrer_waits")))
    return effect


def within_buyer(effect: Effect, source: Source) -> Effect:
    """What is left of a benefit for the buyer when he has had so many credits today."""
    return _within_day(effect, source, source.own_credits_today)


def _within_day(effect: Effect, source: Source, credits_today: int) -> Effect:
    daily = source.terms.spending.credits_per_day
    if daily and credits_today >= daily:
        return _to_nothing(effect, Step("cut_credits", {"period": "day", "limit": daily}))
    return effect


def _to_nothing(effect: Effect, step: Step) -> Effect:
    return replace(effect, value=0, carry=0, why=(*effect.why, step))
