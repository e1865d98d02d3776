"""The counter: what a purchase would do, and recording it.

A redemption follows one recipe: the key is looked up, the quote is made again on what is in the
database now, one UPDATE takes the code's use if one is left, effects and entries are written, and
the result is saved under the key; only then is anything shown. Every refusal is recorded.
"""

from dataclasses import asdict

from refdesk.domain.bill import Quote
from refdesk.domain.codes import mask_code
from refdesk.domain.errors import DomainError
from refdesk.domain.records import Shop, Stamp
from refdesk.services import codes, customers, programmes
from refdesk.services.booking import book_effects
from refdesk.services.claims import audit_leave, mark_effective, put_claim
from refdesk.services.desk import Desk
from refdesk.services.gift_cards import book_sale
from refdesk.services.keys import check_key, find_saved
from refdesk.services.look_up import near_miss
from refdesk.services.occasions import book_joining
from refdesk.services.receipts import Receipt, plain, receipt_from
from refdesk.services.refusal_facts import add_facts
from refdesk.services.refusals import (
    note_leave_for_codes,
    note_wrong_code,
    reads_as_code,
    record_refusal,
)
from refdesk.services.requests import Quoted, Request, make_lines, quote_request
from refdesk.storage import codes as code_storage
from refdesk.storage import customers as people
from refdesk.storage import ledger, operations, purchases
from refdesk.storage import shop as tills
from refdesk.storage.search import index_customer

__all__ = [
    "Quoted", "Receipt", "Request", "check_expected", "make_lines", "quote_purchase",
    "record_purchase",
]  # fmt: skip


# -- quoting -------------------------------------------------------------------------------------


def quote_purchase(desk: Desk, request: Request, *, records_refusal: bool = False) -> Quoted:
    """Say what a purchase would do; writes nothing but, if asked, the record of a refusal."""
    shop = desk.shop()
    try:
        with desk.store.read():
            return quote_request(desk, shop, request)
    except DomainError as refused:
        _tell_more(desk, shop, request, refused)
        if records_refusal and _shown(request, refused):
            record_refusal(desk, refused, _shown(request, refused))
        if records_refusal:
            _count_person(desk, shop, request, refused)
        raise


# -- recording -----------------------------------------------------------------------------------


def record_purchase(desk: Desk, request: Request, *, key: str = "") -> Receipt:
    """Record a purchase, with or without a code; the same key again returns the saved result.

    Raises DomainError for every refusal, after recording it; nothing else is written then.
    """
    check_key(key)
    shop = desk.shop()
    parameters = {"do": "purchase", "till": desk.till, **asdict(request)}
    try:
        with desk.store.write():
            saved = find_saved(desk, shop, key, parameters)
            if saved is not None:
                return receipt_from(saved)
            # a suspect clock is refused by the quote, after what the person may not do
            stamp = desk.stamp(shop, minds_clock=False)
            quoted = quote_request(desk, shop, request)
            check_expected(request, quoted.quote)
            receipt = _write(desk, shop, stamp, request, quoted)
            if key:
                result = {**plain(asdict(receipt)), "repeated": True}
                operations.save_result(desk.store, key, parameters, result, stamp.at)
            return receipt
    except DomainError as refused:
        _tell_more(desk, shop, request, refused)
        if refused.code != "key_reused":
            record_refusal(desk, refused, _shown(request, refused))
        _count_person(desk, shop, request, refused)
        raise


def _count_person(desk: Desk, shop: Shop, request: Request, refused: DomainError) -> None:
    """A buyer who is named by a code that nobody has: it counts as a wrong one (R28)."""
    if refused.code == "customer_unknown":
        note_wrong_code(desk, shop, request.customer)


def _shown(request: Request, refused: DomainError) -> str:
    """The code that a refusal is about: the gift card that nobody knows, else the promo code."""
    return str(refused.params.get("typed", request.code))


def _tell_more(desk: Desk, shop: Shop, request: Request, refused: DomainError) -> None:
    """Say when and by whom, of the code that was asked for; of a gift card its mask is enough.

    Of a code that is not there, which one may be meant (R76), by its last symbols (R28).
    """
    if refused.code == "code_unknown" and not {"mask", "typed"} & set(refused.params):
        meant = None if reads_as_code(shop, request.code) else near_miss(desk, shop, request.code)
        if meant is not None:
            refused.params["suggestion"] = mask_code(meant)
    if refused.code in ("code_blocked", "code_not_activated") and "mask" in refused.params:
        _tell_of_card(desk, shop, request, refused)
    if "mask" not in refused.params:
        code = codes.find_code(desk, shop, request.code) if request.code else None
        add_facts(desk, shop, refused, code)


def _tell_of_card(desk: Desk, shop: Shop, request: Request, refused: DomainError) -> None:
    """Which of the gift cards it is: a stolen one alerts, of one that is not out its run is told
    (G16, R29)."""
    for text in request.gift_cards:
        code = codes.find_code(desk, shop, text)
        if code is not None and mask_code(code.code) == refused.params["mask"]:
            refused.params["typed"] = text
            add_facts(desk, shop, refused, code)
            return


def check_expected(request: Request, made: Quote) -> None:
    """Raise DomainError ``sum_changed`` where the customer was told another sum to pay."""
    if request.expect is not None and made.to_pay != request.expect:
        raise DomainError("sum_changed", expected=request.expect, to_pay=made.to_pay)


def _write(desk: Desk, shop: Shop, stamp: Stamp, request: Request, quoted: Quoted) -> Receipt:
    customer, issued = _customer(desk, shop, stamp, request, quoted)
    purchase = purchases.insert_purchase(
        desk.store, stamp, request.bill, quoted.quote, customer=customer,
        reason=request.reason.strip(),
        proof=quoted.facts.buyer.proof if quoted.facts.buyer else None,
    )  # fmt: skip
    if quoted.code is not None:
        _use_code(desk, stamp, purchase, quoted, customer)
        audit_leave(desk, stamp, quoted.facts, purchase=purchase)
        note_leave_for_codes(desk, stamp)
        tills.clear_wrong_codes(desk.store, stamp.till)
    if quoted.customer is not None:
        # what inactivity has ended stays ended, though this purchase makes him active again (R67)
        ledger.book_expired(desk.store, stamp, quoted.customer.id)
    effects, handed_out = book_effects(desk, stamp, purchase, quoted.quote, quoted.facts, customer)
    if request.sells:
        effects += (book_sale(desk, shop, stamp, request, (purchase, customer)),)
    if customer is not None:
        people.count_purchase(desk.store, customer, 1, stamp.on)
        mark_effective(desk, customer)
        if quoted.customer is None:
            effects += book_joining(desk, shop, stamp, customer)
    desk.audit(
        stamp, "purchase", purchase=purchase, customer=customer, to_pay=quoted.quote.to_pay,
        discount=quoted.quote.discount,
    )  # fmt: skip
    return Receipt(
        purchase, customer, issued, quoted.quote.verdict, quoted.quote.total,
        quoted.quote.discount, quoted.quote.to_pay, effects, coupons=handed_out,
    )  # fmt: skip


def _customer(
    desk: Desk, shop: Shop, stamp: Stamp, request: Request, quoted: Quoted
) -> tuple[int | None, tuple[str, ...]]:
    """The buyer's id; a newcomer is added and gets his own codes."""
    new = customers.NewCustomer(
        name=request.name,
        phones=(request.phone,) if request.phone else (),
        plates=(request.plate,) if request.plate else (),
        consent=request.consent,
    )
    if quoted.customer is not None:
        known = {(one.kind, one.value) for one in quoted.customer.identities}
        more = [one for one in customers.read_identities(shop, new)
                if (one.kind, one.value) not in known]  # fmt: skip
        if more:
            people.add_identities(desk.store, quoted.customer.id, more)
            index_customer(desk.store, quoted.customer.id)
        return quoted.customer.id, ()
    identities = customers.read_identities(shop, new)
    if not identities and not request.name.strip():
        return None, ()
    customer = customers.put_customer(desk, stamp, new, identities)
    offered = programmes.inviting(programmes.list_programmes(desk), new.kind)
    issued = codes.put_personal(desk, stamp, customer, offered)
    if not issued:
        index_customer(desk.store, customer)
    return customer, tuple(issued)


def _use_code(
    desk: Desk, stamp: Stamp, purchase: int, quoted: Quoted, customer: int | None
) -> None:
    code = quoted.code
    if code is None:
        return
    if quoted.quote.code_counts:
        number = code_storage.claim_use(desk.store, code.id, stamp.on)
        if number is None:
            raise DomainError("code_used_up", count=code.uses, limit=code.use_limit)
        code_storage.insert_use(
            desk.store, code=code.id, number=number, purchase=purchase, customer=customer,
            at=stamp.at, on=stamp.on,
        )  # fmt: skip
    if customer is not None:
        put_claim(desk, stamp, customer, code, quoted.facts)
