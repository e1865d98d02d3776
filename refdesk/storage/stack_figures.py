"""What became of each stack's cards (G06), counted by SQL on indexes that have just those cards.

A void gives back the use of a code and takes the discount back, so nothing here has to look at
what was undone, but for discounts that went back in part. A period is of business dates, both
included; the day of a discount is that of its purchase.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from refdesk.domain.terms import DISCOUNTS
from refdesk.storage.engine import Store

FIRST, LAST = "0001-01-01", "9999-12-31"
_OF_RUN = "FROM (SELECT * FROM stack WHERE run_id = ?) AS stack"
_DISCOUNTS = ", ".join(f"'{kind}'" for kind in DISCOUNTS)


@dataclass(frozen=True)
class Figures:
    """Counts of cards, but ``discounts`` (minor units)."""

    spoiled: int = 0
    reprinted: int = 0
    activated: int = 0
    redeemed: int = 0
    brought: int = 0
    discounts: int = 0


# The cards of a stack stand between two positions of its run; codes know their stack.
_CARDS = (
    "SELECT stack.id, COUNT(*) FROM stack JOIN card ON card.run_id = stack.run_id"
    " AND card.position BETWEEN stack.first AND stack.first + stack.count - 1"
)
_SPOILED = _CARDS + " AND card.is_spoiled = 1"
_REPRINTED = _CARDS + " AND card.reprints > 0"
_ACTIVATED = _CARDS + " AND card.activated_on IS NOT NULL AND card.activated_on BETWEEN ? AND ?"

_USED = (
    "FROM stack CROSS JOIN promo_code AS code ON code.stack_id = stack.id AND code.uses > 0"
    " CROSS JOIN code_use ON code_use.code_id = code.id AND code_use.is_live = 1"
    " AND code_use.business_date BETWEEN ? AND ?"
)
_REDEEMED = "SELECT stack.id, COUNT(DISTINCT code.id) " + _USED
_DISCOUNTED = (
    "SELECT stack.id, SUM(effect.value) " + _USED +
    " CROSS JOIN effect ON effect.purchase_id = code_use.purchase_id AND effect.side = 'referral'"
    " AND effect.benefit IN (" + _DISCOUNTS + ") AND effect.keeps IS NULL"
)  # fmt: skip
# Whoever enrolled with a card and used no code since counts too, so all codes are looked at.
_BROUGHT = (
    "SELECT stack.id, COUNT(*) FROM stack"
    " CROSS JOIN promo_code AS code ON code.stack_id = stack.id"
    " CROSS JOIN referral ON referral.code_id = code.id AND referral.effective_id IS NOT NULL"
    " CROSS JOIN purchase ON purchase.id = referral.effective_id"
    " AND purchase.business_date BETWEEN ? AND ?"
)
# A gift card has no uses but what it paid, less what came back to it (R73).
_PAID_WITH = (
    "SELECT stack.id, COUNT(*) FROM stack"
    " CROSS JOIN print_run ON print_run.id = stack.run_id AND print_run.kind = 'gift_card'"
    " CROSS JOIN promo_code AS code ON code.stack_id = stack.id"
    " CROSS JOIN account ON account.code_id = code.id"
    " AND (SELECT SUM(entry.change) FROM entry WHERE entry.account_id = account.id"
    "      AND entry.kind IN ('spend', 'return') AND entry.business_date BETWEEN ? AND ?) < 0"
)


def stack_figures(
    store: Store, run: int | None = None, first: date | None = None, last: date | None = None
) -> Mapping[int, Figures]:
    """The figures of every stack, or of a run's, by the stack's id; none where all are 0."""
    found: dict[int, Figures] = {}
    period = (first.isoformat() if first else FIRST, last.isoformat() if last else LAST)

    def add(name: str, query: str, *params: str) -> None:
        chosen = query if run is None else query.replace("FROM stack", _OF_RUN, 1)
        values = params if run is None else (run, *params)
        for stack, value in store.sql(chosen + " GROUP BY stack.id", values):
            figures = found.get(stack, Figures())
            changed: dict[str, int] = {name: getattr(figures, name) + value}
            found[stack] = replace(figures, **changed)

    with store.read():
        add("spoiled", _SPOILED)
        add("reprinted", _REPRINTED)
        add("activated", _ACTIVATED, *period)
        add("redeemed", _REDEEMED, *period)
        add("redeemed", _PAID_WITH, *period)
        add("brought", _BROUGHT, *period)
        add("discounts", _DISCOUNTED, *period)
    return found
