"""Stacks of cards: whose they are, when they were handed out, and what became of them (G06).

Decisions:
- Until it is handed out a stack may change hands on paper (a manager does it); from then on it is
  settled who is paid for whom the cards bring (R74). A stack that was handed by mistake is taken
  back while nobody has used a card of it.
- A stack is handed out once all its cards are out of the printer; before, they would be refused.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from refdesk.domain.errors import DomainError
from refdesk.domain.records import Run, Stack
from refdesk.services import customers
from refdesk.services.desk import Desk
from refdesk.services.print_runs import MAX_PLACE, get_run
from refdesk.storage import customers as people
from refdesk.storage import print_runs as storage
from refdesk.storage import shop as shops
from refdesk.storage import stack_figures
from refdesk.storage.stack_figures import Figures


@dataclass(frozen=True)
class StackLine:
    """A stack with its run, what became of its cards, and the names of who has and handed it.

    ``handed`` counts the cards that were handed out in the period.
    """

    run: Run
    stack: Stack
    figures: Figures
    handed: int = 0
    holder_name: str = ""
    handed_by: str = ""

    @property
    def cards(self) -> int:
        """How many cards it has, without the spoiled."""
        return self.stack.count - self.figures.spoiled


def get_stack(desk: Desk, run: int, number: int) -> Stack:
    """One stack. Raises DomainError ``run_unknown``, ``stack_unknown``."""
    get_run(desk, run)
    found = storage.find_stack(desk.store, run, number)
    if found is None:
        raise DomainError("stack_unknown")
    return found


def assign_stack(
    desk: Desk, run: int, number: int, *, holder: int | None = None, place: str | None = None
) -> Stack:
    """Say who will hand a stack's cards out, or where; None leaves it, 0 is nobody.

    Raises DomainError ``not_allowed``, ``run_unknown``, ``stack_unknown``, ``stack_handed``,
    ``customer_unknown``, ``bad_name`` for a place that is too long.
    """
    desk.require("manager", "assign_stack")
    stack = get_stack(desk, run, number)
    if stack.handed_on is not None:
        raise DomainError("stack_handed", handed_on=stack.handed_on)
    changed = _changed(desk, stack, holder, place)
    with desk.store.write():
        _assign(desk, stack, changed)
        details = {"run": run, "stack": number, "holder": changed.holder}
        desk.audit(desk.stamp(desk.shop()), "stack_assigned", **details)
    return get_stack(desk, run, number)


def _changed(desk: Desk, stack: Stack, holder: int | None, place: str | None) -> Stack:
    if holder:
        customers.get_customer(desk, holder)
    if place is not None and len(place.strip()) > MAX_PLACE:
        raise DomainError("bad_name", text="")
    return replace(
        stack,
        holder=stack.holder if holder is None else holder or None,
        place=stack.place if place is None else place.strip(),
    )


def _assign(desk: Desk, before: Stack, after: Stack) -> None:
    if (before.holder, before.place) != (after.holder, after.place):
        storage.change_stack(desk.store, before.id, holder=after.holder, place=after.place)


def hand_stack(
    desk: Desk, run: int, number: int, *, holder: int | None = None, place: str | None = None
) -> Stack:
    """Hand a stack out, today and by whoever acts; to somebody else than planned by a manager.

    Raises what `assign_stack` raises, and ``run_not_confirmed`` while its cards are not out.
    """
    stack = get_stack(desk, run, number)
    if stack.handed_on is not None:
        raise DomainError("stack_handed", handed_on=stack.handed_on)
    changed = _changed(desk, stack, holder, place)
    if (stack.holder, stack.place) != (changed.holder, changed.place):
        desk.require("manager", "hand_stack")
    _refuse_unissued(desk, stack)
    with desk.store.write():
        stamp = desk.stamp(desk.shop())
        _assign(desk, stack, changed)
        if not storage.hand_stack(desk.store, stack.id, stamp.at, stamp.on, stamp.staff):
            raise DomainError("stack_handed", handed_on=stamp.on)
        desk.audit(stamp, "stack_handed", run=run, stack=number, holder=changed.holder)
    return get_stack(desk, run, number)


def _refuse_unissued(desk: Desk, stack: Stack) -> None:
    cards = storage.cards_of(desk.store, stack.run)[stack.first - 1 : stack.last]
    if any(card.issued_at is None and not card.is_spoiled for card in cards):
        raise DomainError("run_not_confirmed", run=f"R{stack.run}")


def take_back_stack(desk: Desk, run: int, number: int) -> Stack:
    """A stack was not handed out after all. A manager does it, while no card of it is in use.

    Raises DomainError ``not_allowed``, ``run_unknown``, ``stack_unknown``, ``stack_not_handed``,
    ``card_in_use``.
    """
    desk.require("manager", "take_back_stack")
    stack = get_stack(desk, run, number)
    if stack.handed_on is None:
        raise DomainError("stack_not_handed")
    with desk.store.write():
        for card in storage.cards_of(desk.store, run)[stack.first - 1 : stack.last]:
            if card.is_in_use:
                raise DomainError("card_in_use", card=card.position)
        nothing = {"handed_at": None, "handed_on": None, "handed_by": None}
        storage.change_stack(desk.store, stack.id, **nothing)
        desk.audit(desk.stamp(desk.shop()), "stack_taken_back", run=run, stack=number)
    return get_stack(desk, run, number)


# -- what became of them -------------------------------------------------------------------------


def list_stacks(
    desk: Desk, run: int | None = None, first: date | None = None, last: date | None = None
) -> list[StackLine]:
    """Every stack, of the newest run first, or a run's; what happened from a day to a day, both
    included, counts."""
    with desk.store.read():
        runs = storage.list_runs(desk.store) if run is None else [get_run(desk, run)]
        found = stack_figures.stack_figures(desk.store, run, first, last)
        stacks = [(one, stack) for one in runs for stack in one.stacks]
        holders = {stack.holder for _, stack in stacks if stack.holder is not None}
        names = people.names_of(desk.store, holders)
        staff = {one.id: one.name for one in shops.list_staff(desk.store)}
    return [
        _line(one, stack, found.get(stack.id, Figures()), (first, last), names, staff)
        for one, stack in stacks
    ]


def _line(
    run: Run,
    stack: Stack,
    figures: Figures,
    period: tuple[date | None, date | None],
    names: Mapping[int, str],
    staff: Mapping[int, str],
) -> StackLine:
    on, (first, last) = stack.handed_on, period
    is_handed = on is not None and (first or on) <= on <= (last or on)
    return StackLine(
        run, stack, figures,
        handed=stack.count - figures.spoiled if is_handed else 0,
        holder_name=names.get(stack.holder or 0, ""),
        handed_by=staff.get(stack.handed_by or 0, ""),
    )  # fmt: skip
