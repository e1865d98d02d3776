"""Undoing a purchase by new entries: nothing is ever deleted (R10-R18, R68)."""

from dataclasses import asdict
from datetime import datetime, timedelta

from refdesk.domain.errors import DomainError
from refdesk.domain.records import Shop, Stamp
from refdesk.services.booking import undo_effects
from refdesk.services.claims import mark_effective
from refdesk.services.desk import Desk
from refdesk.services.receipts import Undone, effects_from, plain
from refdesk.services.requests import MAX_REASON
from refdesk.storage import codes as code_storage
from refdesk.storage import customers as people
from refdesk.storage import operations, purchases


def void_purchase(desk: Desk, purchase: int, reason: str, *, key: str = "") -> Undone:
    """Undo a whole purchase by new entries (R10-R18, R68).

    A cashier may undo his own within the allowed minutes and the same shift; else a manager.
    Raises DomainError ``purchase_unknown``, ``already_voided``, ``not_allowed``, ``bad_reason``.
    """
    if not reason.strip() or len(reason) > MAX_REASON:
        raise DomainError("bad_reason")
    shop = desk.shop()
    parameters = {"do": "void", "purchase": purchase, "reason": reason}
    with desk.store.write():
        saved = operations.find_result(desk.store, key, parameters) if key else None
        if saved is not None:
            return Undone(saved["purchase"], saved["money_back"], effects_from(saved["effects"]))
        stamp = desk.stamp(shop)
        undone = _void(desk, shop, stamp, purchase, reason.strip())
        if key:
            operations.save_result(desk.store, key, parameters, plain(asdict(undone)), stamp.at)
        return undone


def _void(desk: Desk, shop: Shop, stamp: Stamp, purchase: int, reason: str) -> Undone:
    row = purchases.find_purchase(desk.store, purchase)
    if row is None:
        raise DomainError("purchase_unknown")
    if not may_undo(desk, shop, row.staff_id, row.shift_id, row.at, stamp):
        desk.require("manager")
    if row.is_void or not purchases.mark_void(desk.store, purchase, row.total - row.discount):
        raise DomainError("already_voided")
    if row.customer_id is not None:
        # first, because what expires by inactivity looks at the purchases that are left (R67)
        last_on = purchases.last_live_on(desk.store, row.customer_id)
        people.count_purchase(desk.store, row.customer_id, -1, last_on)
    undo = purchases.insert_undo(
        desk.store, stamp, purchase, kind="void", amount=row.total - row.discount,
        money_back=row.to_pay, reason=reason,
    )  # fmt: skip
    effects = undo_effects(desk, shop, stamp, purchase, undo)
    code_storage.release_use(desk.store, purchase)
    if row.customer_id is not None:
        mark_effective(desk, row.customer_id)
    desk.audit(stamp, "void", purchase=purchase, money_back=row.to_pay)
    return Undone(purchase, row.to_pay, effects)


def may_undo(
    desk: Desk, shop: Shop, staff: int | None, shift: int | None, at: datetime, stamp: Stamp
) -> bool:
    """Whether this person may undo without a manager: his own, soon, in the same shift."""
    if desk.actor.role != "cashier":
        return True
    minutes = timedelta(minutes=shop.settings.undo_minutes)
    return staff == stamp.staff and shift == stamp.shift and stamp.at - at <= minutes
