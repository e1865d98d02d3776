"""Paying a part of a bill with points and store credit (R07, R08, R11, R60, R61)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from refdesk.domain import terms as t
from refdesk.domain.bill import Asked, Bill, Buyer, Effect, Facts, Step
from refdesk.domain.errors import DomainError
from refdesk.domain.ledger import HELD, Lot, spending_order
from refdesk.domain.money import percent_floor, spread


@dataclass(frozen=True)
class Paid:
    """The lines after points and credit, the effects and what could have been spent."""

    rest: tuple[int, ...]
    effects: tuple[Effect, ...]
    max_points: int
    max_credit: int


@dataclass
class _Room:
    """How much may still be paid with balances: per version and for all lots together (R60)."""

    by_version: dict[int | None, int]
    total: int

    def take(self, lot: Lot, value: int) -> int:
        """Use up to so much value of the room for one lot; returns what fits."""
        fits = max(0, min(value, self.total, self.by_version[lot.version]))
        self.total -= fits
        self.by_version[lot.version] -= fits
        return fits

    def copy(self) -> "_Room":
        return _Room(dict(self.by_version), self.total)


def pay_with_balances(bill: Bill, rest: Sequence[int], facts: Facts) -> Paid:
    """Spend the points and the store credit asked for.

    Raises DomainError ``hold_not_over``, ``points_insufficient``, ``points_share_exceeded`` (with
    ``unit`` and ``max``) or ``proof_needed``.
    """
    buyer = facts.buyer or Buyer()
    eligible = _eligible(bill, rest, buyer, facts)
    room = _room(eligible, rest, facts, buyer)
    points, max_points = _spend(t.POINTS, bill.spend_points, room, facts)
    credit, max_credit = _spend(t.STORE_CREDIT, bill.spend_credit, room, facts)
    paid = tuple(effect for effect in (points, credit) if effect)
    _check_proof(paid, facts)
    now = list(rest)
    lines = sorted({index for lines in eligible.values() for index in lines})
    total = sum(effect.value for effect in paid)
    for index, part in zip(lines, spread(total, [rest[i] for i in lines]), strict=True):
        now[index] -= part
    return Paid(tuple(now), paid, max_points, max_credit)


def _eligible(
    bill: Bill, rest: Sequence[int], buyer: Buyer, facts: Facts
) -> Mapping[int | None, tuple[int, ...]]:
    """Which lines each version's lots may pay: not the ones its rules exclude (R59)."""
    lines: dict[int | None, tuple[int, ...]] = {}
    for lot in buyer.lots:
        if lot.version not in lines:
            lines[lot.version] = tuple(
                index for index, line in enumerate(bill.lines)
                if rest[index] > 0 and _may_pay(lot, line.service, line.group, facts)
            )  # fmt: skip
    return lines


def _may_pay(lot: Lot, service: str | None, group: str, facts: Facts) -> bool:
    if group == "deposit":
        return False
    source = facts.spending.get(lot.version) if lot.version is not None else None
    if source is None:
        return True
    rules = [rule for rule in source.terms.rules if lot.rule in (None, rule.id)]
    return all(rule.covers(service, group) for rule in rules)


def _room(
    eligible: Mapping[int | None, tuple[int, ...]],
    rest: Sequence[int],
    facts: Facts,
    buyer: Buyer,
) -> _Room:
    by_version = {}
    for version, lines in eligible.items():
        source = facts.spending.get(version) if version is not None else None
        share = source.terms.spending.share if source else None
        share = facts.shop.points_share if share is None else share
        by_version[version] = percent_floor(sum(rest[index] for index in lines), share)
    return _Room(by_version, max(by_version.values(), default=0))


def _spend(unit: str, asked: Asked, room: _Room, facts: Facts) -> tuple[Effect | None, int]:
    """Take what is asked for out of the room; the effect, and the floor that "all" offers."""
    buyer = facts.buyer or Buyer()
    lots = [lot for lot in buyer.lots if lot.unit == unit]
    usable = spending_order(lots, facts.today, buyer.last_purchase_on)
    available = max(0, sum(lot.left for lot in usable) - buyer.owed.get(unit, 0))
    worth = facts.shop.point_value if unit == t.POINTS else 1
    most = _fits(usable, available, worth, room.copy())
    floor = most // worth
    wanted = floor if isinstance(asked, str) else asked
    if wanted == 0:
        return None, floor
    if wanted > available:
        raise _too_little(unit, lots, available, facts)
    if wanted > -(-most // worth):
        raise DomainError("points_share_exceeded", unit=unit, max=floor, asked=wanted)
    value = min(wanted * worth, most)
    _fits(usable, wanted, worth, room, at_most=value)
    step = Step("paid_with", {"unit": unit, "spent": wanted, "value": value})
    return Effect(
        side="buyer", level=0, benefit=unit, value=value, base=value, customer=buyer.id,
        state="spent", spent=wanted, why=(step,),
    ), floor  # fmt: skip


def _fits(
    usable: Sequence[Lot], count: int, worth: int, room: _Room, at_most: int | None = None
) -> int:
    """How much value so many units of the lots in R11's order may pay; uses up the room."""
    value = 0
    for lot in usable:
        units = min(lot.left, count)
        if units <= 0:
            continue
        ask = units * worth if at_most is None else min(units * worth, at_most - value)
        fits = room.take(lot, ask)
        value += fits
        count -= -(-fits // worth)
    return value


def _too_little(unit: str, lots: Sequence[Lot], available: int, facts: Facts) -> DomainError:
    held = [lot for lot in lots if lot.state(facts.today) == HELD]
    if not available and held:
        return DomainError(
            "hold_not_over", unit=unit, available_on=min(lot.available_on for lot in held)
        )
    return DomainError("points_insufficient", unit=unit, max=available)


def _check_proof(paid: Sequence[Effect], facts: Facts) -> None:
    """R79: spending needs the customer to have shown that it is he."""
    limit = facts.shop.proof_from
    value = sum(effect.value for effect in paid)
    if limit is None or not value or value <= limit:
        return
    if facts.buyer is None or facts.buyer.proof is None:
        raise DomainError("proof_needed")
