"""Corrections by hand: a new entry with who, why and how much (R10, R14).

Decisions:
- A manager corrects with a reason, and never his own account: for that another manager acts or
  stands by (reliability.md 4a).
- What is added is a lot without a programme: spendable at once, for ever, up to the shop's own
  share of a bill (R60); what is owed is paid from it first.
- What is taken leaves available lots in R11's order. The rest is owed; where the shop lets nobody
  owe, taking more than there is is refused.
"""

from dataclasses import asdict, dataclass

from refdesk.domain import terms as t
from refdesk.domain.bill import Effect, Step
from refdesk.domain.errors import DomainError
from refdesk.domain.records import Stamp
from refdesk.services import customers
from refdesk.services.desk import Desk
from refdesk.services.keys import check_key, find_saved
from refdesk.services.lots import take_from_lots
from refdesk.services.receipts import effects_from, plain
from refdesk.storage import ledger, operations

UNITS = (t.POINTS, t.MONEY, t.STORE_CREDIT, t.STAMPS)
MAX_REASON = 200


@dataclass(frozen=True)
class Adjusted:
    """What a correction did; ``repeated`` = by an earlier call under the same key."""

    effects: tuple[Effect, ...]
    repeated: bool = False


def adjust(
    desk: Desk, customer: int, unit: str, by: int, *, reason: str, key: str = ""
) -> Adjusted:
    """Add to a balance or take from it: points and stamps by count, money and credit in minor
    units.

    Raises DomainError ``bad_amount``, ``bad_unit``, ``bad_reason``, ``bad_key``, ``key_reused``,
    ``not_allowed``, ``customer_unknown``, ``second_person_needed``, ``points_insufficient``.
    """
    shop = desk.shop()
    _check(by, unit, reason, key, shop.decimals)
    desk.require("manager", "adjust_balance")
    parameters = {
        "do": "adjust", "customer": customer, "unit": unit, "by": by, "reason": reason,
    }  # fmt: skip
    with desk.store.write():
        saved = find_saved(desk, shop, key, parameters)
        if saved is not None:
            return Adjusted(effects_from(saved["effects"]), repeated=True)
        stamp = desk.stamp(shop)
        customers.get_customer(desk, customer)
        _check_not_own(desk, customer)
        owed = _book(desk, stamp, customer, unit, by, reason.strip())
        if owed and shop.settings.negative_balance == "stop":
            raise DomainError("points_insufficient", asked=-by, max=-by - owed, unit=unit)
        made = Adjusted((_effect(stamp, customer, unit, by, reason.strip(), owed),))
        desk.audit(stamp, "adjusted", customer=customer, unit=unit, by=by, owed=owed)
        if key:
            operations.save_result(desk.store, key, parameters, plain(asdict(made)), stamp.at)
        return made


def _check(by: int, unit: str, reason: str, key: str, decimals: int) -> None:
    if unit not in UNITS:
        raise DomainError("bad_unit", text=unit, options=", ".join(UNITS))
    most = 10**9 if unit in (t.POINTS, t.STAMPS) else 10 ** (9 + decimals)
    if not 0 < abs(by) < most:
        raise DomainError("bad_amount", text=str(by))
    if not reason.strip() or len(reason) > MAX_REASON:
        raise DomainError("bad_reason")
    check_key(key)


def _check_not_own(desk: Desk, customer: int) -> None:
    people = [desk.actor, *([desk.approver] if desk.approver else [])]
    managers = [one for one in people if one.role != "cashier"]
    if all(desk.account_of(one) == customer for one in managers):
        desk.deny("second_person_needed", "adjust_own_account")


def _book(desk: Desk, stamp: Stamp, customer: int, unit: str, by: int, reason: str) -> int:
    """Write the entry; returns what is owed by it."""
    account = ledger.account_id(desk.store, customer, unit)
    cause = ledger.Cause("adjust", reason=reason)
    if by > 0:
        lot = ledger.NewLot(available_on=stamp.on)
        ledger.earn(desk.store, stamp, account, by, lot=lot, cause=cause)
        return 0
    ledger.settle(desk.store, stamp, account)
    return take_from_lots(desk, stamp, account, -by, cause=cause)


def _effect(stamp: Stamp, customer: int, unit: str, by: int, reason: str, owed: int) -> Effect:
    why = [Step("adjusted", {"value": by, "unit": unit, "reason": reason})]
    if owed:
        why.append(Step("owed", {"value": owed, "unit": unit}))
    return Effect(
        side="buyer", level=0, benefit=unit, value=by, base=0, customer=customer,
        state="available" if by > 0 else "done",
        available_on=stamp.on if by > 0 else None, why=tuple(why),
    )  # fmt: skip
