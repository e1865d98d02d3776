"""Undoing an entry on the very lots that it moved: returning what left, taking back what came."""

from refdesk.domain.ledger import EXPIRED, Draw, Lot, returned, take_back
from refdesk.domain.records import Shop, Stamp
from refdesk.services.desk import Desk
from refdesk.storage import ledger, programmes


def return_to_lots(
    desk: Desk, shop: Shop, stamp: Stamp, account: int, cause: ledger.Cause
) -> tuple[Draw, ...]:
    """Give back what the undone entry took, to the same lots with their old expiry, or with grace
    where that has passed (R12); ``cause.undoes`` is that entry."""
    if cause.undoes is None:
        raise ValueError(cause)
    ledger.settle(desk.store, stamp, account)
    last_on = ledger.last_purchase_on(desk.store, account)
    draws = []
    for one, lot in ledger.drawn_from(desk.store, cause.undoes):
        if lot.state(stamp.on, last_on) == EXPIRED:
            # what is left of it has gone for good: grace is for what returns alone (R43)
            gone = [Draw(lot.id, lot.left)]
            ledger.take(desk.store, stamp, account, gone, cause=ledger.Cause("expire"))
        days = grace_days(desk, shop, lot.version)
        draws.append((one, returned(lot, stamp.on, days, last_on)))
    ledger.give_back(desk.store, stamp, account, draws, cause=cause)
    return tuple(one for one, _ in draws)


def grace_days(desk: Desk, shop: Shop, version: int | None) -> int:
    """R12: the days in which what returns to an expired lot may still be spent."""
    if version is not None:
        days = programmes.get_version(desk.store, version, shop.decimals).terms.spending.grace_days
        if days is not None:
            return days
    return shop.settings.grace_days


def take_from_lots(
    desk: Desk, stamp: Stamp, account: int, amount: int, *, cause: ledger.Cause
) -> int:
    """Take an amount from the lot of the undone entry, if there is one, then from other available
    ones in R11's order; the rest is a debt, and the answer (R68)."""
    ledger.settle(desk.store, stamp, account)
    own = own_lot(desk, stamp, amount, cause)
    usable = ledger.usable_lots(desk.store, account, stamp.on)
    draws, debt = take_back(own, usable, amount)
    ledger.take(desk.store, stamp, account, draws, cause=cause, debt=debt)
    return debt


def own_lot(desk: Desk, stamp: Stamp, amount: int, cause: ledger.Cause) -> Lot | None:
    """The lot of the undone entry, with what expired of it unused as far as that is asked for:
    that one did not use is not owed, whether upkeep has run or not (R43, R68)."""
    if cause.undoes is None:
        return None
    own = ledger.lot_with_rest(desk.store, cause.undoes)
    if own is None or own.left >= amount:
        return own
    ledger.revive(desk.store, stamp, own.id, amount - own.left, cause.undo)
    return ledger.lot_with_rest(desk.store, cause.undoes)
