"""Shifts: opened, looked at and closed with their totals, codes against discounts (G27).

Decisions:
- A shift opens by itself with a person's first fact at a till; opening it by hand is the same.
- One's own shift is closed by anybody, another person's by a manager, also one that was left open.
- A point that nobody gave a reason for does not hold up the closing: it goes to the manager's list.
- What stood at the closing is kept and never changes, whatever is voided or refunded later.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Any

from refdesk.domain.errors import DomainError
from refdesk.domain.payouts import Payout
from refdesk.domain.progress import Progress
from refdesk.domain.records import Shop
from refdesk.domain.shifts import (
    BALANCES,
    CASH,
    CODE,
    DAYS,
    DISCOUNT,
    RUN,
    Figures,
    Point,
    effect_figures,
    is_by_hand,
    mark_figures,
    point_key,
    unexplained,
)
from refdesk.services.desk import Desk
from refdesk.services.requests import MAX_REASON
from refdesk.storage import marks as mark_storage
from refdesk.storage import payouts as payout_storage
from refdesk.storage import shifts as storage
from refdesk.storage import shop as shops
from refdesk.storage.audit import Anchor, read_anchors
from refdesk.storage.day_end import Look, look_at_balances, sums_up_to


@dataclass(frozen=True)
class ShiftClosed:
    """When and by whom a shift was closed; ``slips`` is what was typed of the payout slips in the
    drawer (None = nobody counted them), ``anchors`` the heads of all audit chains (4c)."""

    at: datetime
    by: str
    slips: int | None
    anchors: tuple[Anchor, ...]


@dataclass(frozen=True)
class ShiftView:
    """A shift with its figures and points; open while ``closed`` is None."""

    id: int
    staff: int | None
    staff_name: str
    till: str
    opened_at: datetime
    until: datetime
    figures: Figures
    points: tuple[Point, ...]
    payouts: tuple[Payout, ...]
    closed: ShiftClosed | None = None

    @property
    def open_points(self) -> tuple[Point, ...]:
        """What still waits for a reason."""
        return tuple(point for point in self.points if point.is_open)


@dataclass(frozen=True)
class WaitingPoint:
    """A point of a closed shift on the manager's list."""

    shift: int
    staff_name: str
    point: Point


@dataclass(frozen=True)
class ClosedShift:
    """A shift that is over, in a line: ``paid`` is the money of its purchases."""

    id: int
    staff_name: str
    till: str
    opened_at: datetime
    until: datetime
    paid: int


@dataclass(frozen=True)
class Earlier:
    """What is left of shifts that are closed: their open points, which a manager sees, and the
    newest of the shifts themselves."""

    waiting: tuple[WaitingPoint, ...]
    closed: tuple[ClosedShift, ...]


# -- opening and reading -------------------------------------------------------------------------


def open_shift(desk: Desk) -> ShiftView:
    """Open the shift of who acts at this till; one that is open already stays as it is.

    Raises DomainError ``clock_suspect``.
    """
    shop = desk.shop()
    with desk.store.write():
        before = _own_shift(desk)
        stamp = desk.stamp(shop)
        if before is None:
            desk.audit(stamp, "shift_opened", shift=stamp.shift)
    return read_shift(desk)


def read_shift(desk: Desk, shift: int | None = None) -> ShiftView:
    """A shift as it is now, or as it was closed; without a number, the open one of who acts.

    Raises DomainError ``no_open_shift``, ``shift_unknown``, and ``not_allowed`` for another
    person's one.
    """
    row = _found(desk, shift)
    with desk.store.read():
        return _view(desk, row)


def list_shifts(desk: Desk, first: date | None = None, last: date | None = None) -> list[ShiftView]:
    """The shifts that were opened on these business dates (all = None), oldest first.

    A cashier sees his own ones, a manager all.
    """
    shop = desk.shop()
    begin, end = _moments(shop, first or date(1970, 1, 2), last or date(9998, 12, 30))
    found = []
    for number in storage.shifts_between(desk.store, begin, end):
        with desk.store.read():  # one by one: tills record in between
            row = storage.find_shift(desk.store, number)
            if _sees_all(desk) or row.staff_id == desk.actor.staff:
                found.append(_view(desk, row))
    return found


def read_earlier(desk: Desk, *, count: int = 20) -> Earlier:
    """The newest closed shifts, a cashier's own or all, and for a manager what waits."""
    sees_all = _sees_all(desk)
    waiting = tuple(list_waiting(desk)) if sees_all else ()
    store, closed = desk.store, []
    with store.read():
        for number in storage.newest_closed(
            store, desk.actor.staff, of_all=sees_all, count=count
        ):  # fmt: skip
            row, kept = storage.find_shift(store, number), storage.find_close(store, number)
            closed.append(
                ClosedShift(
                    row.id, storage.name_of_staff(store, row.staff_id),
                    storage.name_of_till(store, row.till_id), row.opened_at, row.closed_at,
                    kept.figures["paid"] if kept else 0,
                )
            )  # fmt: skip
    return Earlier(waiting, tuple(closed))


def _sees_all(desk: Desk) -> bool:
    return desk.actor.role != "cashier" or desk.manager_allows


def _moments(shop: Shop, first: date, last: date) -> tuple[datetime, datetime]:
    """When a business date begins, and when another one is over."""
    starts = shop.settings.business_day_start
    after = last + timedelta(days=1)
    return _local(shop, first, starts), _local(shop, after, starts)


def _local(shop: Shop, on: date, at: time) -> datetime:
    return datetime.combine(on, at, tzinfo=shop.zone)


def _own_shift(desk: Desk) -> Any:
    till = shops.find_till(desk.store, desk.till)
    return shops.shift_of(desk.store, till.id, desk.actor.staff) if till else None


def _found(desk: Desk, shift: int | None) -> Any:
    if shift is None:
        row = _own_shift(desk)
        if row is None:
            raise DomainError("no_open_shift")
        return row
    row = storage.find_shift(desk.store, shift)
    if row is None:
        raise DomainError("shift_unknown")
    if row.staff_id != desk.actor.staff:
        desk.require("manager", "read_shift")
    return row


# -- what is seen --------------------------------------------------------------------------------


def _view(desk: Desk, row: Any) -> ShiftView:
    store, kept = desk.store, storage.find_close(desk.store, row.id)
    until = row.closed_at or desk.now()
    numbers = storage.cash_payouts(store, row, until)
    payouts = [payout_storage.find_payout(store, number) for number in numbers]
    paid = tuple(one for one in payouts if one is not None)
    figures, points = _figures_and_points(desk, row, until, paid)
    answers = storage.answers_of(store, row.id)
    points = [_answered(point, answers) for point in points]
    closed = None
    if kept is not None:
        figures = Figures(**kept.figures)
        points = _as_closed(desk, row.id, points)
        closed = ShiftClosed(
            kept.at, storage.name_of_staff(store, kept.staff_id), kept.slips,
            tuple(Anchor(*one) for one in kept.anchors),
        )  # fmt: skip
    return ShiftView(
        row.id, row.staff_id, storage.name_of_staff(store, row.staff_id),
        storage.name_of_till(store, row.till_id), row.opened_at, until, figures, tuple(points),
        paid, closed,
    )  # fmt: skip


def _as_closed(desk: Desk, shift: int, points: Sequence[Point]) -> list[Point]:
    """The points that were kept at the closing, and what carries its reason by itself."""
    kept = [point for _, point in storage.kept_points(desk.store, shift, waiting=False)]
    kept = [_settled(desk, point) for point in kept]
    keys = {point.key for point in kept}
    return [*kept, *(one for one in points if one.key not in keys and not one.is_open)]


def _settled(desk: Desk, point: Point) -> Point:
    """A run whose cards are accounted for by now waits for nobody (R29)."""
    if point.kind == RUN and point.is_open and storage.is_confirmed(desk.store, point.subject):
        return replace(point, reason="confirmed")
    return point


def _answered(point: Point, answers: Mapping[str, tuple[str, str]]) -> Point:
    if point.key not in answers or point.reason:
        return point
    reason, who = answers[point.key]
    return replace(point, reason=reason, answer=who)


def _figures_and_points(
    desk: Desk, row: Any, until: datetime, payouts: Sequence[Payout]
) -> tuple[Figures, list[Point]]:
    store = desk.store
    purchases, effects = storage.purchases_of(store, row.id), storage.effects_of(store, row.id)
    undos = storage.undos_of(store, row, until)
    marks = mark_figures(mark_storage.count_of_shift(store, row.id))
    counted = {**effect_figures(effects), **marks}
    discounts = sum(one.discount for one in purchases)
    live = [one for one in payouts if one.cancelled_at is None]
    voids = [(point, back) for point, back, _ in undos if point.kind == "void"]
    figures = Figures(
        purchases=len(purchases),
        new_by_code=sum(one.verdict == "ok_new" for one in purchases),
        codes_used=sum(one.codes for one in purchases),
        codes_refused=storage.count_refusals(store, row, until),
        sales=sum(one.total for one in purchases),
        by_programmes=discounts - counted.get("by_codes", 0) - counted.get("by_hand", 0),
        paid=sum(one.to_pay for one in purchases),
        voids=len(voids),
        voided=sum(point.amount for point, _ in voids),
        refunds=len(undos) - len(voids),
        given_back=sum(back for _, back, is_own_void in undos if not is_own_void),
        payouts=len(live),
        paid_out=sum(one.amount for one in live),
        **counted,
    )
    points = [*_discount_points(store, row.id, purchases, effects)]
    points += storage.unconfirmed_runs(store, row.opened_at, until)
    days, last_at = storage.days_of(store, row.id)
    if days > 1 and last_at is not None:
        points.append(Point(point_key(DAYS, days), DAYS, last_at, count=days))
    points += [point for point, _, _ in undos]
    points += storage.cancelled_points(store, [one.id for one in payouts])
    return figures, points


def _discount_points(
    store: Any, shift: int, purchases: Sequence[Any], effects: Sequence[Any]
) -> Iterator[Point]:
    """Codes against discounts (G27): what matches nothing, and what was given by hand."""
    by_purchase: dict[int, list[Any]] = {}
    for effect in effects:
        by_purchase.setdefault(effect.purchase, []).append(effect)
    given: list[Point] = []
    for one in purchases:
        own = by_purchase.get(one.id, [])
        left = unexplained(one, own)
        if left:
            yield Point(
                point_key(DISCOUNT, one.id), DISCOUNT, one.at, amount=left, subject=one.id,
                name=one.service,
            )  # fmt: skip
        hand = sum(effect.value for effect in own if is_by_hand(effect))
        if hand and one.reason:
            given.append(storage.by_hand_point(one, hand))
    for purchase, at, name, total in storage.codes_in_vain(store, shift):
        yield Point(point_key(CODE, purchase), CODE, at, total, purchase, name=name)
    yield from given


# -- reasons -------------------------------------------------------------------------------------


def answer_point(desk: Desk, shift: int, key: str, reason: str) -> None:
    """Give the reason for an open point: of one's own open shift, else as a manager.

    Raises DomainError ``bad_reason``, ``shift_unknown``, ``point_unknown``, ``not_allowed``.
    """
    if not reason.strip() or len(reason) > MAX_REASON:
        raise DomainError("bad_reason")
    shop = desk.shop()
    with desk.store.write():
        row = _found(desk, shift)
        if row.closed_at is not None:
            desk.require("manager", "answer_point")
        point = next((one for one in _view(desk, row).open_points if one.key == key), None)
        if point is None:
            raise DomainError("point_unknown")
        stamp = desk.stamp(shop, opens_shift=False)
        storage.put_answer(
            desk.store, shift, point, reason=reason.strip(), staff=stamp.staff,
            answered_at=stamp.at,
        )  # fmt: skip
        desk.audit(stamp, "shift_point_answered", shift=shift, point=key)


def list_waiting(desk: Desk) -> list[WaitingPoint]:
    """The manager's list: open points of closed shifts, oldest first.

    Raises DomainError ``not_allowed``.
    """
    desk.require("manager", "list_waiting")
    with desk.store.read():
        found = []
        for shift, point in storage.kept_points(desk.store, waiting=True):
            if _settled(desk, point).is_open:
                row = storage.find_shift(desk.store, shift)
                name = storage.name_of_staff(desk.store, row.staff_id)
                found.append(WaitingPoint(shift, name, point))
        return found


# -- closing -------------------------------------------------------------------------------------


def close_shift(
    desk: Desk,
    shift: int | None = None,
    *,
    slips: int | None = None,
    progress: Progress | None = None,
) -> ShiftView:
    """Close a shift: its figures, the sums of all balances and the heads of the audit chains are
    kept (G27, I10, 4c), open points go to the manager's list.

    ``slips`` is the sum of the payout slips in the drawer; another one than was paid out becomes a
    point. All balances are looked at first, which takes seconds where there are a million, in
    parts that hold up nobody. Raises DomainError ``no_open_shift``, ``shift_unknown``,
    ``shift_closed``, ``not_allowed``, ``bad_amount``, ``clock_suspect``; `Cancelled`, and then
    nothing was closed.
    """
    if slips is not None and slips < 0:
        raise DomainError("bad_amount", text=str(slips))
    shop = desk.shop()
    # outside of a look at the data, in which a denial would leave no link (P15)
    if _found(desk, shift).closed_at is not None:
        raise DomainError("shift_closed")
    look = look_at_balances(desk.store, progress or Progress())
    with desk.store.write():
        row = _found(desk, shift)
        stamp = desk.stamp(shop, opens_shift=False)
        if not storage.mark_closed(desk.store, row.id, stamp.at):
            raise DomainError("shift_closed", at=row.closed_at)
        view = _view(desk, storage.find_shift(desk.store, row.id))
        waiting = [*view.open_points, *_points_of_closing(look, stamp.at, view, slips)]
        storage.put_open(desk.store, row.id, waiting)
        desk.audit(
            stamp, "shift_closed", shift=row.id, purchases=view.figures.purchases,
            paid=view.figures.paid, paid_out=view.figures.paid_out, slips=slips,
            points=len(waiting),
        )  # fmt: skip
        newest = storage.last_entry(desk.store)
        storage.insert_close(
            desk.store, shift=row.id, at=stamp.at, on=stamp.on, till=stamp.till,
            staff=stamp.staff, figures=asdict(view.figures), slips=slips,
            balances=sums_up_to(desk.store, look, newest), last_entry=newest,
            anchors=[list(one) for one in read_anchors(desk.store)],
        )  # fmt: skip
        return _view(desk, storage.find_shift(desk.store, row.id))


def _points_of_closing(
    look: Look, at: datetime, view: ShiftView, slips: int | None
) -> Iterator[Point]:
    """What shows only at the end: slips that are not what was paid out, balances that do not
    agree."""
    if slips is not None and slips != view.figures.paid_out:
        yield Point(point_key(CASH, view.id), CASH, at, amount=slips - view.figures.paid_out)
    if look.wrong:
        yield Point(point_key(BALANCES, view.id), BALANCES, at, count=look.wrong)
