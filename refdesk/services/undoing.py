"""Undoing a purchase by new entries: nothing is ever deleted (R10-R18, R68)."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from refdesk.domain.bill import Effect
from refdesk.domain.errors import DomainError
from refdesk.domain.records import Shop, Stamp
from refdesk.domain.reversal import PaidLine, fall_on_lines, is_whole, money_back
from refdesk.services.claims import mark_effective
from refdesk.services.desk import Desk
from refdesk.services.keys import check_key, find_saved
from refdesk.services.receipts import Undone, effects_from, plain
from refdesk.services.requests import MAX_REASON
from refdesk.services.reversal import Reversal
from refdesk.storage import codes as code_storage
from refdesk.storage import customers as people
from refdesk.storage import operations, purchases


@dataclass(frozen=True)
class Refund:
    """What is to go back: a part of the price after discounts (R69), or all that is left.

    ``service`` names the lines it falls on; ``amount`` None is everything.
    """

    reason: str
    amount: int | None = None
    service: str | None = None


def void_purchase(desk: Desk, purchase: int, reason: str, *, key: str = "") -> Undone:
    """Undo all of a purchase that has not gone back yet (R10-R18, R68).

    A cashier may undo his own within the allowed minutes and the same shift; else a manager.
    Raises DomainError ``purchase_unknown``, ``already_voided``, ``not_allowed``, ``bad_reason``.
    """
    return _undo(desk, purchase, Refund(reason), key, {"do": "void", "reason": reason})


def refund_purchase(desk: Desk, purchase: int, refund: Refund, *, key: str = "") -> Undone:
    """Undo a part of a purchase; the parts together never exceed the whole (R13, R69, R70).

    Raises what `void_purchase` does, ``refund_exceeds_purchase`` (``max``), ``service_unknown``,
    ``bad_amount``.
    """
    if refund.amount is not None and refund.amount <= 0:
        raise DomainError("bad_amount", text=str(refund.amount))
    return _undo(desk, purchase, refund, key, {"do": "refund", **asdict(refund)})


def _undo(
    desk: Desk, purchase: int, refund: Refund, key: str, parameters: Mapping[str, object]
) -> Undone:
    if not refund.reason.strip() or len(refund.reason) > MAX_REASON:
        raise DomainError("bad_reason")
    check_key(key)
    shop, parameters = desk.shop(), {**parameters, "purchase": purchase}
    with desk.store.write():
        saved = find_saved(desk, shop, key, parameters)
        if saved is not None:
            return Undone(**{**saved, "effects": effects_from(saved["effects"]), "repeated": True})
        stamp = desk.stamp(shop, minds_clock=False)
        undone = _go_back(desk, shop, stamp, purchase, refund)
        if key:
            operations.save_result(desk.store, key, parameters, plain(asdict(undone)), stamp.at)
        return undone


def _go_back(desk: Desk, shop: Shop, stamp: Stamp, purchase: int, refund: Refund) -> Undone:
    row = purchases.find_purchase(desk.store, purchase)
    if row is None:
        raise DomainError("purchase_unknown")
    if not may_undo(desk, shop, row.staff_id, row.shift_id, row.at, stamp):
        desk.require("manager", "undo_purchase")
    desk.refuse_suspect_clock(shop)
    if row.is_void:
        raise DomainError("already_voided")
    lines = _lines_after(desk, purchase, refund)
    effects = [effect for _, effect in purchases.effects_of(desk.store, purchase)]
    back = money_back(effects, lines, row.to_pay) - purchases.money_back(desk.store, purchase)
    amount = sum(line.gone_back for line in lines) - row.gone_back
    whole = is_whole(lines)
    if whole:
        _close(desk, purchase, row)
    elif not purchases.add_refund(desk.store, purchase, amount):
        raise DomainError("refund_exceeds_purchase", max=row.total - row.discount - row.gone_back)
    kind = "void" if refund.amount is None else "refund"
    undo = purchases.insert_undo(
        desk.store, stamp, purchase, kind=kind, amount=amount, money_back=back,
        reason=refund.reason.strip(),
    )  # fmt: skip
    reversal = Reversal(desk, shop, stamp, purchase=purchase, undo=undo, lines=lines)
    undone = reversal.run()
    if whole:
        code_storage.release_use(desk.store, purchase)
        undone += _unreferred(desk, reversal, row.customer_id)
    desk.audit(stamp, kind, purchase=purchase, amount=amount, money_back=back)
    return Undone(purchase, back, undone)


def _lines_after(desk: Desk, purchase: int, refund: Refund) -> list[PaidLine]:
    """The purchase's lines as they are after this undo, which is written on them."""
    rows = purchases.line_rows(desk.store, purchase)
    lines = [PaidLine(row.price - row.discount, row.gone_back, row.service) for row in rows]
    service = None if refund.service is None else _name_on(rows, refund.service)
    left = sum(line.left for line in lines)
    amount = left if refund.amount is None else refund.amount
    parts = fall_on_lines(lines, amount, service)
    for row, part in zip(rows, parts, strict=True):
        if part and not purchases.add_gone_back(desk.store, row.id, part):
            raise DomainError("refund_exceeds_purchase", max=left)
    return [replace(line, gone_back=line.gone_back + part)
            for line, part in zip(lines, parts, strict=True)]  # fmt: skip


def _name_on(rows: Sequence[Any], service: str) -> str:
    """A service by its name on the bill, small or capital letters."""
    for row in rows:
        if row.service is not None and row.service.casefold() == service.casefold():
            return str(row.service)
    raise DomainError("service_unknown", service=service)


def _close(desk: Desk, purchase: int, row: Any) -> None:
    """Everything has gone back: the purchase counts nowhere any more."""
    if not purchases.mark_void(desk.store, purchase, row.total - row.discount):
        raise DomainError("already_voided")
    if row.customer_id is not None:
        # first, because what expires by inactivity looks at the purchases that are left (R67)
        last_on = purchases.last_live_on(desk.store, row.customer_id)
        people.count_purchase(desk.store, row.customer_id, -1, last_on)


def _unreferred(desk: Desk, reversal: Reversal, customer: int | None) -> tuple[Effect, ...]:
    """R16, R71: the referral may be pending again, and its referrer's count below a milestone."""
    if customer is None:
        return ()
    mark_effective(desk, customer)
    referral = people.find_referral(desk.store, customer)
    return reversal.cancel_milestones(referral.referrer) if referral else ()


def may_undo(
    desk: Desk, shop: Shop, staff: int | None, shift: int | None, at: datetime, stamp: Stamp
) -> bool:
    """Whether this person may undo without a manager: his own, soon, in the same shift."""
    if desk.actor.role != "cashier":
        return True
    minutes = timedelta(minutes=shop.settings.undo_minutes)
    return staff == stamp.staff and shift == stamp.shift and stamp.at - at <= minutes
