"""What happened at the counter today: the latest actions and the open shift's figures."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from refdesk.domain.customer import mask_phone
from refdesk.domain.records import Action, Shop, Stamp
from refdesk.services.desk import Desk
from refdesk.services.undoing import may_undo
from refdesk.storage import actions, customers
from refdesk.storage import shop as shops

LATEST = 30


@dataclass(frozen=True)
class DayLine:
    """One action, and whether this person may undo it now without a manager."""

    action: Action
    may_undo: bool


@dataclass(frozen=True)
class DayView:
    """The counter's list and the open shift: its number, since when, and its figures.

    The figures are the shift's own, of as many days as it is open; without one, today's refusals.
    ``sales`` is before the discounts, as at the close of the shift.
    """

    lines: tuple[DayLine, ...]
    shift: int | None
    since: datetime | None
    purchases: int = 0
    new_by_code: int = 0
    refused: int = 0
    sales: int = 0
    discounts: int = 0
    points_issued: int = 0
    points_spent: int = 0


def day_view(desk: Desk) -> DayView:
    """Today's latest actions, newest first, with the open shift's figures."""
    shop, today = desk.shop(), desk.today()
    with desk.store.read():
        till = shops.find_till(desk.store, desk.till)
        stamp = Stamp(desk.now(), today, till.id if till else 0, desk.actor.staff)
        shift = shops.current_shift(desk.store, stamp)
        found = [
            # of one moment an undo stands above what it undoes
            *actions.recent_undos(desk.store, on=today, limit=LATEST),
            *actions.recent_purchases(desk.store, limit=LATEST, on=today),
            *actions.recent_refusals(desk.store, on=today, limit=LATEST),
        ]
        found.sort(key=lambda action: action.at, reverse=True)
        stamp = Stamp(stamp.at, today, stamp.till, stamp.staff, shift.id if shift else None)
        lines = tuple(
            DayLine(action, _may_undo(desk, shop, action, stamp))
            for action in _recognised(desk, found[:LATEST])
        )
        if shift is None:
            refused = actions.count_refusals(desk.store, on=today, till=stamp.till)
            return DayView(lines, None, None, refused=refused)
        refused = actions.shift_refusals(desk.store, shift)
        totals = actions.shift_totals(desk.store, shift.id)
        points = actions.shift_points(desk.store, shift.id)
    return DayView(
        lines=lines,
        shift=shift.id,
        since=shift.opened_at,
        purchases=totals["purchases"],
        new_by_code=points["by_code"],
        refused=refused,
        sales=totals["sales"],
        discounts=totals["discounts"],
        points_issued=points["issued"],
        points_spent=points["spent"],
    )


def _recognised(desk: Desk, found: Sequence[Action]) -> list[Action]:
    """The actions, those of people without a name by their phone or plate; two queries for all."""
    nameless = {one.customer for one in found if one.customer is not None and not one.name}
    if not nameless:
        return list(found)
    shown = customers.contacts_among(desk.store, nameless)
    erased = customers.erased_among(desk.store, nameless)
    return [
        action if action.name or action.customer is None
        else replace(
            action, contact=_contact(shown, action.customer), is_erased=action.customer in erased
        )
        for action in found
    ]  # fmt: skip


def _contact(shown: Mapping[tuple[int, str], str], customer: int) -> str:
    phone = shown.get((customer, "phone"))
    return mask_phone(phone) if phone else shown.get((customer, "plate"), "")


def _may_undo(desk: Desk, shop: Shop, action: Action, stamp: Stamp) -> bool:
    if action.kind not in ("purchase", "redemption") or action.is_void:
        return False
    return may_undo(desk, shop, action.staff, action.shift, action.at, stamp)


def customer_purchases(desk: Desk, customer: int, limit: int = 5) -> list[Action]:
    """A customer's latest purchases, newest first."""
    return actions.recent_purchases(desk.store, limit=limit, customer=customer)
