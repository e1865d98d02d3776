"""What effects give and what that costs the shop, added up (R84)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from refdesk.domain import terms as t
from refdesk.domain.bill import Effect
from refdesk.domain.ledger import SPENT


def effect_cost(effect: Effect, point_value: int) -> int:
    """What an effect costs the shop, in minor units, when it is given (R84).

    What is paid with a balance costs nothing more; a stamp card's free line does.
    """
    if effect.programme is None and effect.rule is None:
        return 0
    if effect.keeps is not None:
        return effect.value * effect.keeps.cost if effect.keeps.kind == t.GIFT else 0
    if effect.benefit == t.STAMPS:
        return effect.value if effect.state == SPENT else 0
    if effect.state == SPENT:
        return 0
    return effect.value * point_value if effect.benefit == t.POINTS else effect.value


@dataclass
class Total:
    """How often a benefit was given, how much of it in its unit, and what it costs."""

    times: int = 0
    value: int = 0
    cost: int = 0


def add_up(
    totals: dict[str, Total], effects: Iterable[Effect], point_value: int
) -> Mapping[str, Total]:
    """Add what effects give to totals by benefit; a stamp card's free line is ``stamps``."""
    for effect in effects:
        cost = effect_cost(effect, point_value)
        is_free_line = effect.benefit == t.STAMPS and effect.state == SPENT
        counts = is_free_line or effect.keeps is None or effect.keeps.kind == t.GIFT
        is_ours = effect.rule is not None and (effect.state != SPENT or is_free_line)
        is_stamp = effect.benefit == t.STAMPS and not is_free_line
        if effect.value and counts and is_ours and not is_stamp:
            total = totals.setdefault(effect.benefit, Total())
            total.times += 1
            total.value += effect.value
            total.cost += cost
    return totals
