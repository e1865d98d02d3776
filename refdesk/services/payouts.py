"""Payouts: money handed to who earned it, with a numbered slip (R17, R65, reliability.md 4a).

Decisions:
- Anybody at the till pays out up to the setting ``payout_limit``, a manager and the owner up to the
  higher ``payout_limit_manager``; above it a manager or the owner stands by who is not the one that
  pays. Turning money into store credit hands nothing over and
  has no limit. Nobody pays himself without a second person (R38), and a blocked person is paid by
  a manager only.
- Store credit that money is turned into keeps the terms and the last day of the lots it comes
  from: nothing lives longer for having been turned.
- A payout is cancelled once, whole, with the cash back in the till: its money returns to the very
  lots (R12), and store credit that came of it is taken back, which may leave a debt (R14).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from refdesk.domain.errors import DomainError
from refdesk.domain.ledger import Draw, Lot, draw
from refdesk.domain.payouts import (
    CREDIT,
    METHODS,
    Payable,
    Payout,
    check_payout,
    from_payout,
    payable,
)
from refdesk.domain.records import Customer, Shop, Stamp
from refdesk.domain.terms import MONEY, POINTS, STORE_CREDIT
from refdesk.services import customers
from refdesk.services.desk import Desk
from refdesk.services.keys import check_key, find_saved
from refdesk.services.lots import return_to_lots, take_from_lots
from refdesk.storage import customers as people
from refdesk.storage import ledger, operations, programmes
from refdesk.storage import payouts as storage
from refdesk.words.names import LOSS

MAX_REASON = 200


@dataclass(frozen=True)
class PayoutMade:
    """A payout; ``repeated`` = it was made by an earlier call under the same key."""

    payout: Payout
    repeated: bool = False


@dataclass(frozen=True)
class PersonToPay:
    """What can be paid to a person, and what he was given in this calendar year (R50)."""

    customer: int
    name: str
    is_blocked: bool
    payable: Payable
    year_total: int
    is_over_threshold: bool


# -- who may be paid -----------------------------------------------------------------------------


def list_payable(desk: Desk) -> list[PersonToPay]:
    """Everybody who has money or owes some. Manager and owner."""
    desk.require("manager", "list_payable")
    with desk.store.read():
        ids = storage.people_with_money(desk.store)
        return _people_to_pay(desk, [customers.get_customer(desk, one) for one in ids])


def person_to_pay(desk: Desk, customer: int) -> PersonToPay:
    """What can be paid to one person. Raises DomainError ``customer_unknown``."""
    with desk.store.read():
        return _people_to_pay(desk, [customers.get_customer(desk, customer)])[0]


def _people_to_pay(desk: Desk, persons: Sequence[Customer]) -> list[PersonToPay]:
    shop, today = desk.shop(), desk.today()
    totals = yearly_totals(desk, [one.id for one in persons], today.year)
    return [
        PersonToPay(
            customer=one.id,
            name=one.name,
            is_blocked=one.state == "blocked",
            payable=_payable(desk, shop, one),
            year_total=totals[one.id],
            is_over_threshold=is_over(shop, totals[one.id]),
        )
        for one in persons
    ]


def _payable(desk: Desk, shop: Shop, person: Customer) -> Payable:
    purse = ledger.purse_of(desk.store, person.id, desk.today())
    lots = [lot for lot in purse.lots if lot.unit == MONEY]
    versions = {lot.version for lot in lots if lot.version is not None}
    spending = {
        one: programmes.get_version(desk.store, one, shop.decimals).terms.spending
        for one in versions
    }
    needed = {one: terms.payout_after_referrals for one, terms in spending.items()}
    return payable(
        lots,
        purse.owed.get(MONEY, 0),
        on=desk.today(),
        last_purchase_on=person.last_on,
        referrals=people.count_effective(desk.store, person.id) if any(needed.values()) else 0,
        needed=needed,
    )


# -- what was given in a year (R50) --------------------------------------------------------------


def yearly_total(desk: Desk, customer: int, year: int) -> int:
    """What a person was given in a calendar year over all programmes, in minor units.

    Money, store credit, points at their value and gifts at cost, by programmes and by hand, less
    what was reversed; discounts and stamps are not in it.
    """
    return yearly_totals(desk, [customer], year)[customer]


def yearly_totals(desk: Desk, ids: Sequence[int], year: int) -> Mapping[int, int]:
    """`yearly_total` of many people."""
    value = {POINTS: desk.shop().settings.point_value, MONEY: 1, STORE_CREDIT: 1}
    given = storage.given_by_programmes(desk.store, ids, year)
    by_hand = storage.given_by_hand(desk.store, ids, year, but=LOSS)
    return {
        one: given.get(one, 0)
        + sum(amount * value.get(unit, 0) for unit, amount in by_hand.get(one, {}).items())
        for one in ids
    }


def is_over(shop: Shop, total: int) -> bool:
    """Whether a year's total is above the owner's threshold."""
    return 0 < shop.settings.yearly_threshold < total


# -- paying ----------------------------------------------------------------------------------------


def make_payout(
    desk: Desk, customer: int, amount: int, *, method: str = "cash", key: str = ""
) -> PayoutMade:
    """Pay out money; the same key again returns the payout that was made.

    Raises DomainError ``bad_amount``, ``bad_method``, ``bad_key``, ``key_reused``,
    ``customer_unknown``, ``not_allowed``, ``second_person_needed``, ``payout_locked``,
    ``payout_exceeds_balance``.
    """
    shop = desk.shop()
    if not 0 < amount < 10 ** (9 + shop.decimals):
        raise DomainError("bad_amount", text=str(amount))
    if method not in METHODS:
        raise DomainError("bad_method", text=method, options=", ".join(METHODS))
    check_key(key)
    parameters = {
        "do": "payout", "till": desk.till, "customer": customer, "amount": amount,
        "method": method,
    }  # fmt: skip
    with desk.store.write():
        saved = find_saved(desk, shop, key, parameters)
        if saved is not None:
            return PayoutMade(get_payout(desk, saved["payout"]), repeated=True)
        stamp = desk.stamp(shop)
        person = customers.get_customer(desk, customer)
        _check_who_pays(desk, shop, person, amount if method != CREDIT else 0)
        payout = _pay(desk, shop, stamp, person, amount, method)
        if key:
            operations.save_result(desk.store, key, parameters, {"payout": payout}, stamp.at)
        return PayoutMade(get_payout(desk, payout))


def _check_who_pays(desk: Desk, shop: Shop, person: Customer, amount: int) -> None:
    if person.state == "blocked":
        desk.require("manager", "pay_blocked_customer")
    limit = _limit_of(desk, shop)
    is_manager_needed = 0 < limit < amount
    is_own = desk.account_of(desk.actor) == person.id
    if not (is_manager_needed or is_own):
        return
    second = desk.approver
    stands_by = second is not None and second.staff != desk.actor.staff
    if not stands_by or (is_manager_needed and not desk.manager_allows):
        above = {"minimum": limit} if is_manager_needed else {}
        desk.deny("second_person_needed", "payout", **above)


def _limit_of(desk: Desk, shop: Shop) -> int:
    """What the person who pays may hand over alone; 0 = any sum."""
    limit = shop.settings.payout_limit
    if limit and desk.actor.role != "cashier":
        return max(limit, shop.settings.payout_limit_manager)
    return limit


def _pay(desk: Desk, shop: Shop, stamp: Stamp, person: Customer, amount: int, method: str) -> int:
    account = ledger.account_id(desk.store, person.id, MONEY)
    ledger.settle(desk.store, stamp, account)
    found = _payable(desk, shop, person)
    check_payout(found, amount)
    draws, _ = draw(found.lots, amount)
    entry = ledger.take(desk.store, stamp, account, draws, cause=ledger.Cause("payout"))
    if entry is None:
        raise DomainError("payout_exceeds_balance", max=0, asked=amount, unit=MONEY)
    payout = storage.insert_payout(
        desk.store, customer=person.id, entry=entry, amount=amount, method=method, at=stamp.at,
        staff=stamp.staff,
    )  # fmt: skip
    if method == CREDIT:
        _turn_into_credit(desk, stamp, person.id, payout, _parts(found.lots, draws))
    desk.audit(
        stamp, "payout", payout=payout, customer=person.id, amount=amount, method=method,
        approver=desk.approver.staff if desk.approver else None,
    )  # fmt: skip
    return payout


def _parts(lots: Sequence[Lot], draws: Sequence[Draw]) -> Mapping[ledger.NewLot, int]:
    """How much came from lots of the same terms and the same last day, as the lots to make."""
    by_id = {lot.id: lot for lot in lots}
    parts: dict[ledger.NewLot, int] = {}
    for one in draws:
        lot = by_id[one.lot]
        new = ledger.NewLot(
            lot.available_on, lot.expires_on, lot.inactive_days, version=lot.version, rule=lot.rule
        )
        parts[new] = parts.get(new, 0) + one.amount
    return parts


def _turn_into_credit(
    desk: Desk, stamp: Stamp, customer: int, payout: int, parts: Mapping[ledger.NewLot, int]
) -> None:
    """R65: store credit at once, in lots that live as long as the money's would have."""
    account = ledger.account_id(desk.store, customer, STORE_CREDIT)
    cause = ledger.Cause("payout", reason=from_payout(payout))
    for lot, amount in parts.items():
        ledger.earn(desk.store, stamp, account, amount, lot=lot, cause=cause)


# -- reading and cancelling ------------------------------------------------------------------------


def get_payout(desk: Desk, payout: int) -> Payout:
    """One payout. Raises DomainError ``payout_unknown``."""
    found = storage.find_payout(desk.store, payout)
    if found is None:
        raise DomainError("payout_unknown")
    return found


def list_payouts(
    desk: Desk, customer: int | None = None, *, limit: int | None = None
) -> list[Payout]:
    """The register of payouts, of one person or of all, newest first."""
    return storage.list_payouts(desk.store, customer, limit)


def cancel_payout(desk: Desk, payout: int, reason: str) -> Payout:
    """Take a payout back: its money returns to the very lots. Manager and owner.

    Raises DomainError ``not_allowed``, ``bad_reason``, ``payout_unknown``, ``payout_cancelled``,
    and ``points_insufficient`` for credit already spent in a shop where nobody may owe.
    """
    desk.require("manager", "cancel_payout")
    if not reason.strip() or len(reason) > MAX_REASON:
        raise DomainError("bad_reason")
    shop = desk.shop()
    with desk.store.write():
        stamp = desk.stamp(shop)
        found = get_payout(desk, payout)
        if not storage.cancel_payout(desk.store, payout, stamp.at, reason.strip()):
            raise DomainError("payout_cancelled")
        account = ledger.account_id(desk.store, found.customer, MONEY)
        cause = ledger.Cause("return", undoes=found.entry, reason=reason.strip())
        return_to_lots(desk, shop, stamp, account, cause)
        if found.method == CREDIT:
            _take_credit_back(desk, shop, stamp, found, reason.strip())
        desk.audit(
            stamp, "payout_cancelled", payout=payout, customer=found.customer,
            amount=found.amount,
        )  # fmt: skip
    return get_payout(desk, payout)


def _take_credit_back(desk: Desk, shop: Shop, stamp: Stamp, payout: Payout, reason: str) -> None:
    account = ledger.account_id(desk.store, payout.customer, STORE_CREDIT)
    made = storage.entries_with_reason(desk.store, account, "payout", from_payout(payout.id))
    for entry, amount in made:
        cause = ledger.Cause("take_back", undoes=entry, reason=reason)
        debt = take_from_lots(desk, stamp, account, amount, cause=cause)
        if debt and shop.settings.negative_balance == "stop":
            raise DomainError(
                "points_insufficient", asked=amount, max=amount - debt, unit=STORE_CREDIT
            )
