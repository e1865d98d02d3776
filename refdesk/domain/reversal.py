"""How much of a purchase's effects is undone when a part of it goes back (R69, R70, R72).

All of it is reckoned from what has gone back so far, never from the part alone, so that a refund
in parts ends where one refund ends.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from refdesk.domain import terms as t
from refdesk.domain.bill import Effect
from refdesk.domain.errors import DomainError
from refdesk.domain.ledger import pro_rata
from refdesk.domain.money import spread

ROUNDING, GIFT_CARD = "rounding", "gift_card"


@dataclass(frozen=True)
class PaidLine:
    """A line of a paid bill: its price after discounts, and how much of that went back."""

    price: int
    gone_back: int = 0
    service: str | None = None

    @property
    def left(self) -> int:
        return self.price - self.gone_back


@dataclass(frozen=True)
class Undone:
    """How much of an effect is undone so far, in the measures of `Effect`; all positive."""

    value: int = 0
    spent: int = 0
    cost: int = 0
    carry: int = 0


def fall_on_lines(
    lines: Sequence[PaidLine], amount: int, service: str | None = None
) -> tuple[int, ...]:
    """What of a refund falls on each line: on the named service's, else on all by R04 (R69).

    Raises DomainError ``refund_exceeds_purchase`` (``max``).
    """
    meant = [line if service in (None, line.service) else PaidLine(0) for line in lines]
    room = [line.left for line in meant]
    if amount > sum(room):
        raise DomainError("refund_exceeds_purchase", max=sum(room))
    before = [line.gone_back for line in meant]
    target = spread(sum(before) + amount, [line.price for line in meant])
    parts = tuple(now - old for now, old in zip(target, before, strict=True))
    # an earlier refund of one service may leave a line with more than its share gone back
    fits = all(0 <= part <= most for part, most in zip(parts, room, strict=True))
    return parts if fits else spread(amount, room)


def money_back(effects: Sequence[Effect], lines: Sequence[PaidLine], to_pay: int) -> int:
    """How much money has gone back so far: what points, credit and cards do not take (R69)."""
    gone_back = sum(line.gone_back for line in lines)
    if is_whole(lines):
        return to_pay
    tenders = sum(
        undone_so_far(effect, lines).value for effect in effects if is_tender(effect)
    )  # fmt: skip
    return min(gone_back - tenders, to_pay)


def is_whole(lines: Sequence[PaidLine]) -> bool:
    """Whether everything has gone back."""
    return all(line.left == 0 for line in lines)


def is_tender(effect: Effect) -> bool:
    """Whether the effect paid a part of the bill: points, store credit, a gift card."""
    return effect.state == "spent" and effect.benefit != t.STAMPS


def goes_back_in_parts(effect: Effect) -> bool:
    """Gifts, entitlements, stamps and the rounding are undone with the whole purchase only."""
    if effect.keeps is not None or effect.benefit in (t.STAMPS, t.GIFT, ROUNDING):
        return False
    return effect.uses is None or effect.benefit == GIFT_CARD


def undone_so_far(effect: Effect, lines: Sequence[PaidLine]) -> Undone:
    """R70: what of an effect is undone once so much of its lines has gone back.

    ``carry`` takes what points cannot: the undone part of the exact numerator less the undone
    points (R72), so it may have either sign.
    """
    if is_whole(lines):
        return Undone(effect.value, effect.spent, effect.cost, effect.carry)
    if not goes_back_in_parts(effect) or effect.price <= 0:
        return Undone()
    gone_back = sum(lines[index].gone_back for index in effect.lines)

    def part(whole: int) -> int:
        return pro_rata(whole, min(gone_back, effect.price), effect.price)

    value = part(effect.value)
    carry = 0
    if effect.carry_of:
        numerator = effect.value * effect.carry_of + effect.carry
        carry = part(numerator) - value * effect.carry_of
    return Undone(value, part(effect.spent), part(effect.cost), carry)
