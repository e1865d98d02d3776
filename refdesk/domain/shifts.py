"""A shift: what was done in it, and what has to be looked at before it is closed (G27).

Every discount has a code or a reason, and every use of a code has brought something; what does not
match is a point. A point is open until somebody gives a reason. Sums are minor units.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from refdesk.domain.terms import DISCOUNTS, GIFT, STAMPS

SPENT: Final = "spent"

DISCOUNT, CODE, RUN, CASH, BALANCES, DAYS = "discount", "code", "run", "cash", "balances", "days"
BY_HAND, VOID, REFUND, CANCELLED = "by_hand", "void", "refund", "payout_cancelled"
OPEN_KINDS: Final = (DISCOUNT, CODE, RUN, CASH, BALANCES, DAYS)
"""What needs somebody; the other kinds carry a reason from the beginning."""


@dataclass(frozen=True)
class ShiftEffect:
    """What a quote did for somebody, as far as a shift counts it; ``of_code`` tells that it came
    by the terms of the purchase's own code, ``has_terms`` that a programme's rule has done it."""

    purchase: int
    benefit: str
    value: int
    spent: int
    state: str
    has_terms: bool
    uses: int | None
    is_kept: bool
    of_code: bool


@dataclass(frozen=True)
class ShiftPurchase:
    """A live purchase of a shift; ``codes`` counts the promo codes used in it."""

    id: int
    at: datetime
    total: int
    discount: int
    to_pay: int
    reason: str
    verdict: str
    codes: int
    name: str = ""
    service: str = ""


@dataclass(frozen=True)
class Figures:
    """A shift's totals by kind. Voided purchases count nowhere but in ``voids`` and ``voided``.

    ``sales`` is before, ``paid`` after all discounts and balances; ``given_back`` is money that
    voids and refunds of other shifts' purchases, and refunds of parts, took out of the drawer.
    """

    purchases: int = 0
    new_by_code: int = 0
    codes_used: int = 0
    codes_refused: int = 0
    sales: int = 0
    by_codes: int = 0
    by_hand: int = 0
    by_programmes: int = 0
    rounding: int = 0
    points_issued: int = 0
    points_spent: int = 0
    paid_with_points: int = 0
    credit_issued: int = 0
    credit_spent: int = 0
    money_earned: int = 0
    stamps_issued: int = 0
    gift_cards_sold: int = 0
    gift_cards_used: int = 0
    paid: int = 0
    voids: int = 0
    voided: int = 0
    refunds: int = 0
    given_back: int = 0
    payouts: int = 0
    paid_out: int = 0
    marked_good: int = 0
    marked_so_so: int = 0
    marked_bad: int = 0


@dataclass(frozen=True)
class Point:
    """Something to look at. ``key`` names it within its shift; ``subject`` is the number of the
    purchase, run or payout; ``answer`` who gave the reason."""

    key: str
    kind: str
    at: datetime
    amount: int = 0
    subject: int = 0
    count: int = 0
    name: str = ""
    reason: str = ""
    answer: str = ""

    @property
    def is_open(self) -> bool:
        """Whether somebody still has to say something about it."""
        return self.kind in OPEN_KINDS and not self.reason


def point_key(kind: str, subject: int) -> str:
    """What a point is called within its shift."""
    return f"{kind}:{subject}"


def mark_figures(marks: Mapping[str, int]) -> Mapping[str, int]:
    """What customers said of a shift's purchases, by the names of `Figures`."""
    return {f"marked_{mark.replace('-', '_')}": count for mark, count in marks.items()}


def effect_figures(effects: Iterable[ShiftEffect]) -> Mapping[str, int]:
    """The figures that follow from effects, by the names of `Figures`."""
    found: dict[str, int] = {}
    for one in effects:
        for name, value in _counted(one).items():
            found[name] = found.get(name, 0) + value
    return found


_GIVEN_AS: Final = {
    "points": "points_issued", "store_credit": "credit_issued", "gift_card": "gift_cards_sold",
    "money": "money_earned", "stamps": "stamps_issued", "rounding": "rounding",
}  # fmt: skip
_SPENT_AS: Final = {"store_credit": "credit_spent", "gift_card": "gift_cards_used"}


def _counted(one: ShiftEffect) -> Mapping[str, int]:
    """What one effect adds to which figure."""
    is_spent = one.state == SPENT
    match one.benefit:
        case "points" if is_spent:
            return {"points_spent": one.spent, "paid_with_points": one.value}
        case "store_credit" | "gift_card" | "points" | "money" | "stamps" | "rounding":
            name = (_SPENT_AS if is_spent else _GIVEN_AS).get(one.benefit)
            return {name: one.value} if name else {}
    if is_by_hand(one):
        return {"by_hand": one.value}
    return {"by_codes": one.value} if one.of_code and is_discount(one) else {}


def is_discount(one: ShiftEffect) -> bool:
    """Whether an effect takes something off its own bill."""
    return one.benefit in DISCOUNTS and not one.is_kept


def is_by_hand(one: ShiftEffect) -> bool:
    """Whether somebody gave a discount by hand (R59): no rule has done it."""
    return is_discount(one) and not one.has_terms and one.uses is None


def unexplained(purchase: ShiftPurchase, effects: Iterable[ShiftEffect]) -> int:
    """How much of a purchase's discount has neither a code, nor a programme, nor a reason."""
    explained = 0
    for one in effects:
        if one.benefit == GIFT and one.uses is not None:
            return 0  # a gift makes its line free; its effect carries no sum (R62)
        takes_off = is_discount(one) or (one.benefit == STAMPS and one.state == SPENT)
        if takes_off and (not is_by_hand(one) or purchase.reason):
            explained += one.value
    return max(purchase.discount - explained, 0)
