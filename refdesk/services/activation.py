"""Putting a printed card into use: a blank for a customer, a gift card by its sale (R73, R74).

Decisions:
- Both work only after their run is confirmed (R29): before, the cards are not known to be right.
- A blank becomes the customer's personal code under the version that it was printed with; its life
  begins on that day.
- A gift card is sold for what its run says, or where that says nothing, for what is paid. The sale
  is a purchase of its own with one line; the value is live at once.
"""

from dataclasses import dataclass

from refdesk.domain.bill import GIFT_CARD, Line
from refdesk.domain.codes import mask_code
from refdesk.domain.errors import DomainError
from refdesk.domain.records import Customer, PromoCode, Run
from refdesk.services import codes
from refdesk.services.codes import CodeShown, check_issuable, life_end, look_at_code
from refdesk.services.counter import record_purchase
from refdesk.services.desk import Desk
from refdesk.services.receipts import Receipt
from refdesk.services.refusal_facts import add_facts
from refdesk.services.refusals import record_refusal
from refdesk.services.requests import Request
from refdesk.storage import print_runs as storage
from refdesk.storage.search import index_customer


@dataclass(frozen=True)
class Activated:
    """A card in use, and the receipt of a gift card's sale."""

    shown: CodeShown
    receipt: Receipt | None = None


@dataclass(frozen=True)
class PrintedCard:
    """A card that can be put into use: what it is, and for how much a gift card is sold."""

    code: PromoCode
    value: int | None


def printed_card(desk: Desk, text: str) -> PrintedCard:
    """Which printed card a text is, before it is put into use. Raises as `activate_code`."""
    shown = look_at_code(desk, text)
    run = _check(desk, shown.code, is_repeated=False)
    return PrintedCard(shown.code, run.value if run is not None else None)


def activate_code(
    desk: Desk, text: str, *, customer: Customer | None = None, paid: int | None = None,
    key: str = "",
) -> Activated:  # fmt: skip
    """Give a blank to a customer, or sell a gift card (to a customer, if one is named).

    Raises DomainError ``code_unknown``, ``till_paused``, ``code_voided``, ``code_blocked``,
    ``code_not_activated`` while its run is not confirmed, ``nothing_to_activate``,
    ``customer_unknown`` for a blank without one,
    ``bad_amount`` and ``sum_changed`` for another sum than the card's, and what a purchase and the
    issue of a code raise.
    """
    desk.refuse_suspect_clock(desk.shop())
    shown = look_at_code(desk, text)
    run = _check(desk, shown.code, is_repeated=bool(key) and shown.code.kind == GIFT_CARD)
    if shown.code.kind == GIFT_CARD:
        receipt = _sell(desk, shown.code, run, customer, paid, key)
        return Activated(codes.show_code(desk, shown.code.code), receipt)
    if customer is None:
        raise DomainError("customer_unknown")
    _give(desk, shown, customer)
    return Activated(codes.show_code(desk, shown.code.code))


def _check(desk: Desk, code: PromoCode, *, is_repeated: bool) -> Run | None:
    """Which run the card is of; a call that may be the same again is left to its key."""
    if code.status == "retired":
        raise DomainError("code_voided")
    if code.status == "blocked":
        refused = DomainError("code_blocked")
        add_facts(desk, desk.shop(), refused, code)
        record_refusal(desk, refused, code.code)
        raise refused
    run = storage.run_of(desk.store, code.id)
    if run is not None and not storage.is_issued(desk.store, code.id):
        raise DomainError("code_not_activated", run=f"R{run.id}")
    is_printed = code.status == "printed" or is_repeated
    if code.kind not in ("blank", GIFT_CARD) or not is_printed:
        raise DomainError("nothing_to_activate")
    return run


def _give(desk: Desk, shown: CodeShown, customer: Customer) -> None:
    check_issuable(shown.version, customer)
    shop = desk.shop()
    with desk.store.write():
        desk.refuse_gone(customer.id)
        stamp = desk.stamp(shop)
        done = storage.activate(
            desk.store, shown.code.id, stamp.on, kind="personal", owner=customer.id,
            issued_at=stamp.at, valid_to=life_end(shown.version, stamp.on),
        )  # fmt: skip
        if not done:
            raise DomainError("nothing_to_activate")
        index_customer(desk.store, customer.id)
        mask = mask_code(shown.code.code)
        desk.audit(stamp, "code_activated", code=mask, customer=customer.id)


def _sell(
    desk: Desk, code: PromoCode, run: Run | None, customer: Customer | None, paid: int | None,
    key: str,
) -> Receipt:  # fmt: skip
    value = run.value if run is not None and run.value is not None else paid
    if value is None:
        raise DomainError("bad_amount", text="")
    if paid is not None and paid != value:
        raise DomainError("sum_changed", expected=paid, to_pay=value)
    request = Request(
        (Line(value, None, GIFT_CARD),),
        customer=f"C{customer.id}" if customer else "",
        sells=code.code,
        expect=paid,
    )
    return record_purchase(desk, request, key=key)
