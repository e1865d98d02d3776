"""What is left of the programmes' budgets while a quote is made (R64).

A budget is a programme's, whichever of its versions give something in the same purchase, and is
used in R05's order: discounts first, then what is earned, the referral before the levels above.
"""

from collections.abc import Iterable, Mapping

from refdesk.domain.bill import Effect, Facts
from refdesk.domain.caps import with_cost, within_budget


class Budgets:
    """What is left by programme, in minor units; a programme that is not here has no budget."""

    def __init__(self, left: Mapping[int, int]) -> None:
        self._left = dict(left)

    def copy(self) -> "Budgets":
        """The same, to try out a choice on."""
        return Budgets(self._left)

    def left(self, programme: int | None) -> int | None:
        """What may still be given; None = as much as one likes."""
        if programme is None or programme not in self._left:
            return None
        return max(0, self._left[programme])

    def take(self, programme: int | None, cost: int) -> None:
        """Use so much of a budget."""
        if programme is not None and programme in self._left:
            self._left[programme] -= cost

    def cut(self, effects: Iterable[Effect], point_value: int) -> tuple[Effect, ...]:
        """Each effect as far as its programme's budget goes, with its cost; uses the budgets up."""
        return tuple(self._cut(effect, point_value) for effect in effects)

    def _cut(self, effect: Effect, point_value: int) -> Effect:
        left = self.left(effect.programme)
        if left is None:
            return with_cost(effect, point_value)
        [fitted] = within_budget([effect], left, point_value)
        self.take(effect.programme, fitted.cost)
        return fitted


def budgets_of(facts: Facts) -> Budgets:
    """The budgets of all programmes that may give or honour something in a purchase."""
    left = {one.programme: one.budget_left for one in facts.sources}
    return Budgets({programme: rest for programme, rest in left.items() if rest is not None})
