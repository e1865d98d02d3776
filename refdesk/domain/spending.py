"""Paying a part of a bill with points and store credit (R07, R08, R11, R60, R61).

Each lot pays only lines that its rule does not exclude (R59), at most its version's share of them
by the buyer's status, whole points first; one last point may pay a part. Which lots pay how much
is part of the quote, so that what is recorded is what was said.

Decision: what a programme gave does not pay once its debits of the day are used up (R64). Other
lots still do; it is refused only to spend more than those have.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from refdesk.domain import terms as t
from refdesk.domain.bill import GIFT_CARD, Asked, Bill, Buyer, Effect, Facts, Source, Step
from refdesk.domain.errors import DomainError
from refdesk.domain.ledger import HELD, Draw, Lot, draw, spending_order
from refdesk.domain.money import percent_floor, spread
from refdesk.domain.statuses import payable_share

NEVER_PAID = ("deposit", GIFT_CARD)
"""Groups whose lines are not paid with what was given (R03, R73)."""

_Pile = tuple[int | None, str | None]
"""Lots of one version and rule, which may pay the same lines."""


@dataclass(frozen=True)
class Paid:
    """The lines after points and credit, the effects, the lots that pay and what could be spent.

    ``refusals`` are why what was asked for may not be spent; then the rest means nothing.
    """

    rest: tuple[int, ...]
    effects: tuple[Effect, ...]
    max_points: int
    max_credit: int
    draws: Mapping[str, tuple[Draw, ...]]
    refusals: tuple[DomainError, ...] = ()


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
class _Purse:
    """What the buyer has of one unit: the lots that may pay today, and those that may no more."""

    unit: str
    worth: int
    lots: tuple[Lot, ...]
    usable: tuple[Lot, ...]
    spent_today: tuple[Lot, ...]


@dataclass(frozen=True)
class _Wish:
    """What is asked of one unit, how it would be paid, and why it may not be."""

    unit: str
    wanted: int
    value: int
    floor: int
    draws: tuple[Draw, ...] = ()
    lines: tuple[int, ...] = ()
    refusal: DomainError | None = None


def pay_with_balances(bill: Bill, rest: Sequence[int], facts: Facts) -> Paid:
    """Spend the points and the store credit asked for.

    What may not be spent is refused by ``limit_per_period``, ``hold_not_over``,
    ``points_insufficient`` or ``points_share_exceeded`` (the last two with ``unit`` and ``max``).
    """
    asked = (bill.spend_points, bill.spend_credit)
    if not any(asked) and not (facts.buyer and facts.buyer.lots):
        return Paid(tuple(rest), (), 0, 0, {})
    purses = [_purse(unit, facts) for unit in (t.POINTS, t.STORE_CREDIT)]
    room = _room(bill, rest, [lot for purse in purses for lot in purse.usable], facts)
    wishes = [_wish(*one, room, facts) for one in zip(purses, asked, strict=True)]
    return Paid(
        tuple(room.rest),
        tuple(_effect(wish, rest, facts) for wish in wishes if wish.wanted),
        wishes[0].floor,
        wishes[1].floor,
        {wish.unit: wish.draws for wish in wishes if wish.wanted},
        tuple(wish.refusal for wish in wishes if wish.refusal),
    )


def needs_proof(values: Sequence[int], facts: Facts) -> bool:
    """R79: spending, from the shop's sum on, needs the customer to have shown that it is he.

    ``values`` are what each thing that is spent is worth; spending nothing needs none.
    """
    least = facts.shop.proof_from
    if least is None or not values or sum(values) < least:
        return False
    return facts.buyer is None or facts.buyer.proof is None


def _purse(unit: str, facts: Facts) -> _Purse:
    buyer = facts.buyer or Buyer()
    lots = tuple(lot for lot in buyer.lots if lot.unit == unit)
    ordered = spending_order(lots, facts.today, buyer.last_purchase_on)
    left = [lot for lot in after_debts(ordered, buyer.owed.get(unit, 0)) if lot.left]
    return _Purse(
        unit=unit,
        worth=facts.shop.point_value if unit == t.POINTS else 1,
        lots=lots,
        usable=tuple(lot for lot in left if not is_spent_today(lot, facts)),
        spent_today=tuple(lot for lot in left if is_spent_today(lot, facts)),
    )


def is_spent_today(lot: Lot, facts: Facts) -> bool:
    """R64: whether what a lot's programme gave has been spent as often today as it may."""
    source = facts.spending.get(lot.version) if lot.version is not None else None
    return source is not None and debits_over(source)


def debits_over(source: Source) -> bool:
    """Whether a programme's debits of the day are used up."""
    most = source.terms.spending.debits_per_day
    return bool(most) and source.debits_today >= most


def too_many_debits(source: Source, today: date) -> DomainError:
    """The refusal to spend what a programme gave once more today."""
    return DomainError(
        "limit_per_period", period="day", count=source.debits_today,
        limit=source.terms.spending.debits_per_day, spent_today=source.debits_today,
        spend_on=today + timedelta(days=1),
    )  # fmt: skip


def after_debts(ordered: Sequence[Lot], owed: int) -> tuple[Lot, ...]:
    """The lots with what an old debt takes of them first (R68)."""
    if not owed:
        return tuple(ordered)
    draws, _ = draw(ordered, owed)
    taken = {one.lot: one.amount for one in draws}
    return tuple(replace(lot, left=lot.left - taken.get(lot.id, 0)) for lot in ordered)


def _room(bill: Bill, rest: Sequence[int], usable: Sequence[Lot], facts: Facts) -> _Room:
    lines: dict[_Pile, tuple[int, ...]] = {}
    by_version: dict[int | None, int] = {}
    for pile in {(lot.version, lot.rule): lot for lot in usable}.values():
        lines[pile.version, pile.rule] = tuple(
            index for index, line in enumerate(bill.lines)
            if rest[index] > 0 and _may_pay(pile, line.service, line.group, facts)
        )  # fmt: skip
    for (version, _), paid in lines.items():
        part = percent_floor(sum(rest[index] for index in paid), _share(version, facts))
        by_version[version] = max(part, by_version.get(version, 0))
    return _Room(list(rest), lines, by_version, max(by_version.values(), default=0))


def _may_pay(lot: Lot, service: str | None, group: str, facts: Facts) -> bool:
    if group in NEVER_PAID:
        return False
    source = facts.spending.get(lot.version) if lot.version is not None else None
    if source is None:
        return True
    rules = [rule for rule in source.terms.rules if lot.rule in (None, rule.id)]
    return all(rule.covers(service, group) for rule in rules)


def _share(version: int | None, facts: Facts) -> int:
    source = facts.spending.get(version) if version is not None else None
    share = payable_share(source) if source else None
    return facts.shop.points_share if share is None else share


def _wish(purse: _Purse, asked: Asked, room: _Room, facts: Facts) -> _Wish:
    """What is asked of a unit against what may be paid; uses up the room when it fits.

    "All" asks for the floor, so that no last point pays only a part (R61).
    """
    unit, worth, usable = purse.unit, purse.worth, purse.usable
    available = sum(lot.left for lot in usable)
    most = sum(value for _, value in _takes(usable, available, worth, room.copy()))
    floor = most // worth
    wanted = floor if isinstance(asked, str) else asked
    wish = _Wish(unit, wanted, wanted * worth, floor)
    if wanted > available:
        return replace(wish, refusal=_too_little(purse, wish, available, facts))
    if wanted > -(-most // worth):
        refusal = DomainError("points_share_exceeded", unit=unit, max=floor, asked=wanted)
        return replace(wish, refusal=refusal)
    before = tuple(room.rest)
    takes = _takes(usable, wanted, worth, room)
    return replace(
        wish, value=sum(value for _, value in takes), draws=tuple(one for one, _ in takes),
        lines=tuple(index for index, left in enumerate(room.rest) if left < before[index]),
    )  # fmt: skip


def _takes(usable: Sequence[Lot], count: int, worth: int, room: _Room) -> list[tuple[Draw, int]]:
    """So many units out of the lots in R11's order, with what each pays; uses up the room."""
    takes: dict[int, tuple[int, int]] = {}
    for lot in usable:
        if not count:
            break
        units = min(lot.left, count, room.fits(lot) // worth)
        if units > 0:
            room.take(lot, units * worth)
            takes[lot.id] = units, units * worth
            count -= units
    for lot in usable if count else ():
        units, value = takes.get(lot.id, (0, 0))
        part = min(worth, room.fits(lot)) if lot.left > units else 0
        if part:
            room.take(lot, part)
            takes[lot.id] = units + 1, value + part
            break
    return [(Draw(lot, units), value) for lot, (units, value) in takes.items()]


def _too_little(purse: _Purse, wish: _Wish, available: int, facts: Facts) -> DomainError:
    """Why there is too little: ``have`` is what there is, ``max`` what of it this bill takes."""
    if purse.spent_today:
        source = facts.spending[purse.spent_today[0].version or 0]
        return too_many_debits(source, facts.today)
    held = [lot for lot in purse.lots if lot.state(facts.today) == HELD]
    if not available and held:
        return DomainError(
            "hold_not_over", unit=purse.unit, available_on=min(lot.available_on for lot in held)
        )
    return DomainError(
        "points_insufficient", unit=purse.unit, max=wish.floor, asked=wish.wanted, have=available
    )


def _effect(wish: _Wish, prices: Sequence[int], facts: Facts) -> Effect:
    step = Step("paid_with", {"unit": wish.unit, "spent": wish.wanted, "value": wish.value})
    return Effect(
        side="buyer", level=0, benefit=wish.unit, value=wish.value, base=wish.value,
        customer=facts.buyer.id if facts.buyer else None, state="spent", spent=wish.wanted,
        lines=wish.lines, price=sum(prices[index] for index in wish.lines), why=(step,),
    )  # fmt: skip
