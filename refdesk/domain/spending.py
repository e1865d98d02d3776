"""Paying a part of a bill with points and store credit (R07, R08, R11, R60, R61).

Each lot pays only lines that its rule does not exclude (R59), at most its version's share of them,
whole points first; one last point may pay a part. Which lots pay how much is part of the quote, so
that what is recorded is what was said.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from refdesk.domain import terms as t
from refdesk.domain.bill import Asked, Bill, Buyer, Effect, Facts, Step
from refdesk.domain.errors import DomainError
from refdesk.domain.ledger import HELD, Draw, Lot, draw, spending_order
from refdesk.domain.money import percent_floor, spread

SPENDING_REFUSALS = (
    "hold_not_over", "proof_needed", "points_insufficient", "points_share_exceeded",
)  # fmt: skip
"""What spending may be refused for, in the promised order."""

_Pile = tuple[int | None, str | None]
"""Lots of one version and rule, which may pay the same lines."""


@dataclass(frozen=True)
class Paid:
    """The lines after points and credit, the effects, the lots that pay and what could be spent."""

    rest: tuple[int, ...]
    effects: tuple[Effect, ...]
    max_points: int
    max_credit: int
    draws: Mapping[str, tuple[Draw, ...]]


@dataclass
class _Room:
    """How much may still be paid: on each line, by each version, and by all lots together (R60)."""

    rest: list[int]
    lines: Mapping[_Pile, tuple[int, ...]]
    by_version: dict[int | None, int]
    total: int

    def fits(self, lot: Lot) -> int:
        """How much a lot may still pay, were it large enough."""
        on_lines = sum(self.rest[index] for index in self.lines[lot.version, lot.rule])
        return min(on_lines, self.by_version[lot.version], self.total)

    def take(self, lot: Lot, value: int) -> None:
        """Pay so much with a lot, spread over the lines that it may pay (R04)."""
        lines = self.lines[lot.version, lot.rule]
        for index, part in zip(lines, spread(value, [self.rest[i] for i in lines]), strict=True):
            self.rest[index] -= part
        self.by_version[lot.version] -= value
        self.total -= value

    def copy(self) -> "_Room":
        return _Room(list(self.rest), self.lines, dict(self.by_version), self.total)


@dataclass(frozen=True)
class _Wish:
    """What is asked of one unit, how it would be paid, and why it may not be."""

    unit: str
    wanted: int
    value: int
    floor: int
    draws: tuple[Draw, ...] = ()
    refusal: DomainError | None = None


def pay_with_balances(bill: Bill, rest: Sequence[int], facts: Facts) -> Paid:
    """Spend the points and the store credit asked for.

    Raises DomainError ``hold_not_over``, ``proof_needed``, ``points_insufficient`` or
    ``points_share_exceeded`` (with ``unit`` and ``max``), the first of them in this order.
    """
    room = _room(bill, rest, facts)
    wishes = [
        _wish(unit, asked, room, facts)
        for unit, asked in ((t.POINTS, bill.spend_points), (t.STORE_CREDIT, bill.spend_credit))
    ]
    refusals = [wish.refusal for wish in wishes if wish.refusal]
    if _needs_proof(sum(wish.value for wish in wishes), facts):
        refusals.append(DomainError("proof_needed"))
    if refusals:
        raise min(refusals, key=lambda refused: SPENDING_REFUSALS.index(refused.code))
    return Paid(
        tuple(room.rest),
        tuple(_effect(wish, facts) for wish in wishes if wish.wanted),
        wishes[0].floor,
        wishes[1].floor,
        {wish.unit: wish.draws for wish in wishes if wish.wanted},
    )


def _room(bill: Bill, rest: Sequence[int], facts: Facts) -> _Room:
    buyer = facts.buyer or Buyer()
    lines: dict[_Pile, tuple[int, ...]] = {}
    by_version: dict[int | None, int] = {}
    for lot in buyer.lots:
        lines[lot.version, lot.rule] = tuple(
            index for index, line in enumerate(bill.lines)
            if rest[index] > 0 and _may_pay(lot, line.service, line.group, facts)
        )  # fmt: skip
    for (version, _), paid in lines.items():
        part = percent_floor(sum(rest[index] for index in paid), _share(version, facts))
        by_version[version] = max(part, by_version.get(version, 0))
    return _Room(list(rest), lines, by_version, max(by_version.values(), default=0))


def _may_pay(lot: Lot, service: str | None, group: str, facts: Facts) -> bool:
    if group == "deposit":
        return False
    source = facts.spending.get(lot.version) if lot.version is not None else None
    if source is None:
        return True
    rules = [rule for rule in source.terms.rules if lot.rule in (None, rule.id)]
    return all(rule.covers(service, group) for rule in rules)


def _share(version: int | None, facts: Facts) -> int:
    source = facts.spending.get(version) if version is not None else None
    share = source.terms.spending.share if source else None
    return facts.shop.points_share if share is None else share


def _wish(unit: str, asked: Asked, room: _Room, facts: Facts) -> _Wish:
    """What is asked of a unit against what may be paid; uses up the room when it fits.

    "All" asks for the floor, so that no last point pays only a part (R61).
    """
    buyer = facts.buyer or Buyer()
    worth = facts.shop.point_value if unit == t.POINTS else 1
    lots = [lot for lot in buyer.lots if lot.unit == unit]
    ordered = spending_order(lots, facts.today, buyer.last_purchase_on)
    usable = _after_debts(ordered, buyer.owed.get(unit, 0))
    available = sum(lot.left for lot in usable)
    most = sum(value for _, value in _takes(usable, available, worth, room.copy()))
    floor = most // worth
    wanted = floor if isinstance(asked, str) else asked
    wish = _Wish(unit, wanted, wanted * worth, floor)
    if wanted > available:
        return replace(wish, refusal=_too_little(unit, lots, available, facts))
    if wanted > -(-most // worth):
        refusal = DomainError("points_share_exceeded", unit=unit, max=floor, asked=wanted)
        return replace(wish, refusal=refusal)
    takes = _takes(usable, wanted, worth, room)
    return replace(
        wish, value=sum(value for _, value in takes), draws=tuple(one for one, _ in takes)
    )


def _after_debts(ordered: Sequence[Lot], owed: int) -> tuple[Lot, ...]:
    """The lots with what an old debt takes of them first (R68)."""
    draws, _ = draw(ordered, owed)
    taken = {one.lot: one.amount for one in draws}
    return tuple(replace(lot, left=lot.left - taken.get(lot.id, 0)) for lot in ordered)


def _takes(usable: Sequence[Lot], count: int, worth: int, room: _Room) -> list[tuple[Draw, int]]:
    """So many units out of the lots in R11's order, with what each pays; uses up the room."""
    takes: dict[int, tuple[int, int]] = {}
    for lot in usable:
        units = min(lot.left, count, room.fits(lot) // worth)
        if units > 0:
            room.take(lot, units * worth)
            takes[lot.id] = units, units * worth
            count -= units
    for lot in usable:
        units, value = takes.get(lot.id, (0, 0))
        part = min(worth, room.fits(lot)) if count and lot.left > units else 0
        if part:
            room.take(lot, part)
            takes[lot.id] = units + 1, value + part
            break
    return [(Draw(lot, units), value) for lot, (units, value) in takes.items()]


def _too_little(unit: str, lots: Sequence[Lot], available: int, facts: Facts) -> DomainError:
    held = [lot for lot in lots if lot.state(facts.today) == HELD]
    if not available and held:
        return DomainError(
            "hold_not_over", unit=unit, available_on=min(lot.available_on for lot in held)
        )
    return DomainError("points_insufficient", unit=unit, max=available)


def _needs_proof(value: int, facts: Facts) -> bool:
    """R79: spending, from the shop's sum on, needs the customer to have shown that it is he."""
    least = facts.shop.proof_from
    if least is None or value <= 0 or value < least:
        return False
    return facts.buyer is None or facts.buyer.proof is None


def _effect(wish: _Wish, facts: Facts) -> Effect:
    step = Step("paid_with", {"unit": wish.unit, "spent": wish.wanted, "value": wish.value})
    return Effect(
        side="buyer", level=0, benefit=wish.unit, value=wish.value, base=wish.value,
        customer=facts.buyer.id if facts.buyer else None, state="spent", spent=wish.wanted,
        why=(step,),
    )  # fmt: skip
