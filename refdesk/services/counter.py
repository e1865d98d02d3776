"""The counter: what a purchase would do, recording it, and undoing it.

A redemption follows one recipe: the key is looked up, the quote is made again on what is in the
database now, one UPDATE takes the code's use if one is left, effects and entries are written, and
the result is saved under the key; only then is anything shown. Every refusal is recorded.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from refdesk.domain.bill import UNKNOWN_GROUP, Asked, Bill, Effect, Facts, Line, Quote, Step
from refdesk.domain.conditions import check_code
from refdesk.domain.customer import normalise_phone
from refdesk.domain.errors import DomainError
from refdesk.domain.quote import quote
from refdesk.domain.records import Customer, PromoCode, Shop, Stamp
from refdesk.domain.terms import Benefit
from refdesk.services import catalogue, codes, customers, programmes
from refdesk.services.booking import book_effects, undo_effects
from refdesk.services.claims import audit_leave, put_claim
from refdesk.services.desk import Desk
from refdesk.services.facts import gather
from refdesk.services.refusals import (
    note_leave_for_codes,
    record_refusal,
    refuse_while_paused,
)
from refdesk.storage import codes as code_storage
from refdesk.storage import customers as people
from refdesk.storage import operations, purchases
from refdesk.storage import programmes as programme_storage
from refdesk.storage import shop as tills
from refdesk.storage.search import index_customer

MAX_KEY, MAX_REASON, MAX_LINES = 64, 200, 100


@dataclass(frozen=True)
class Request:
    """A purchase as it is asked for at the till; texts as typed, sums in minor units.

    ``expect`` is the sum to pay that the customer was told; ``proof`` how presence was proved
    where the window knows better than ``customer`` says (R79).
    """

    lines: tuple[Line, ...]
    code: str = ""
    customer: str = ""
    phone: str = ""
    plate: str = ""
    name: str = ""
    consent: str = ""
    programme: str = ""
    manual_discount: int = 0
    reason: str = ""
    spend_points: Asked = 0
    spend_credit: Asked = 0
    expect: int | None = None
    proof: str | None = None

    @property
    def bill(self) -> Bill:
        return Bill(self.lines, self.manual_discount, self.spend_points, self.spend_credit)


@dataclass(frozen=True)
class Quoted:
    """What would happen, for whom and with which code."""

    quote: Quote
    facts: Facts
    customer: Customer | None = None
    code: PromoCode | None = None


@dataclass(frozen=True)
class Receipt:
    """What was recorded. ``codes`` are a newcomer's own, bare; ``repeated`` = saved before."""

    purchase: int
    customer: int | None
    codes: tuple[str, ...]
    verdict: str
    total: int
    discount: int
    to_pay: int
    effects: tuple[Effect, ...]
    repeated: bool = False


@dataclass(frozen=True)
class Undone:
    """What an undo gave back and took back."""

    purchase: int
    money_back: int
    effects: tuple[Effect, ...]


# -- quoting -------------------------------------------------------------------------------------


def quote_purchase(desk: Desk, request: Request, *, records_refusal: bool = False) -> Quoted:
    """Say what a purchase would do; writes nothing but, if asked, the record of a refusal."""
    try:
        with desk.store.read():
            return _quoted(desk, desk.shop(), request)
    except DomainError as refused:
        if records_refusal and request.code:
            record_refusal(desk, refused, request.code)
        raise


def _quoted(desk: Desk, shop: Shop, request: Request) -> Quoted:
    _check_request(desk, shop, request)
    code = _read_code(desk, shop, request) if request.code else None
    try:
        person, has_identity, proof = _buyer(desk, shop, request, code)
    except DomainError:
        # what is wrong with the code is said before what is wrong with the person
        alone = gather(desk, shop, code=code)
        if alone.code is not None:
            check_code(alone.code, alone)
        raise
    if code is not None and proof is None and person is not None and code.owner == person.id:
        proof = "code"
    facts = gather(
        desk, shop, code=code, customer=person, has_identity=has_identity,
        proof=request.proof or proof,
    )  # fmt: skip
    return Quoted(quote(request.bill, facts), facts, person, code)


def _check_request(desk: Desk, shop: Shop, request: Request) -> None:
    if not request.lines or len(request.lines) > MAX_LINES:
        raise DomainError("bad_amount", text="")
    total = request.bill.total
    if not 0 < total < 10 ** (9 + shop.decimals):
        raise DomainError("bad_amount", text=str(total))
    asked = [one for one in (request.spend_points, request.spend_credit) if isinstance(one, int)]
    if min(*(line.price for line in request.lines), 0, *asked) < 0:
        raise DomainError("bad_amount", text="")
    if len(request.reason) > MAX_REASON:
        raise DomainError("bad_reason")
    if request.manual_discount:
        if not request.reason.strip():
            raise DomainError("bad_reason")
        if not 0 < request.manual_discount <= total:
            raise DomainError("bad_amount", text=str(request.manual_discount))
        desk.require("manager")


def _read_code(desk: Desk, shop: Shop, request: Request) -> PromoCode:
    refuse_while_paused(desk)
    code = codes.find_code(desk, shop, request.code)
    if code is None and shop.settings.phone_as_code:
        code = _code_of_phone(desk, shop, request)
    if code is None:
        raise DomainError("code_unknown")
    return code


def _code_of_phone(desk: Desk, shop: Shop, request: Request) -> PromoCode | None:
    """R74: a referrer named by his full phone stands for his personal code."""
    try:
        phone = normalise_phone(request.code, shop.region)
    except DomainError:
        return None
    owner = people.find_owner(desk.store, "phone", phone.e164)
    if owner is None:
        return None
    wanted = programmes.get_programme(desk, request.programme) if request.programme else None
    live = []
    for code in code_storage.codes_of(desk.store, owner):
        version = programme_storage.get_version(desk.store, code.version, shop.decimals)
        is_wanted = wanted is None or wanted.programme == version.programme
        if code.status == "live" and version.status == "active" and is_wanted:
            live.append(code)
    if len(live) > 1 and wanted is None:
        raise DomainError("bad_programme", text="")
    return live[-1] if live else None


def _buyer(
    desk: Desk, shop: Shop, request: Request, code: PromoCode | None
) -> tuple[Customer | None, bool, str | None]:
    """Who pays, whether he has an identity to test by (R55), and how presence was proved."""
    new = customers.NewCustomer(
        phones=(request.phone,) if request.phone else (),
        plates=(request.plate,) if request.plate else (),
    )
    identities = customers.read_identities(shop, new)
    owners: dict[int, str] = {}
    for one in identities:
        owner = people.find_owner(desk.store, one.kind, one.value)
        if owner is not None:
            owners.setdefault(owner, one.kind)
    if request.customer:
        found = customers.find_who(desk, shop, request.customer)
        if found is None:
            raise DomainError("customer_unknown")
        _check_one_person({**owners, found.customer.id: ""}, code)
        return found.customer, bool(found.customer.identities or identities), found.proof
    _check_one_person(owners, code)
    for owner, kind in owners.items():
        proof = "phone" if kind == "phone" else None
        return customers.get_customer(desk, owner), True, proof
    return None, bool(identities), None


def _check_one_person(owners: Mapping[int, str], code: PromoCode | None) -> None:
    """What was typed names one person; who names his referrer as well uses his own code (R31)."""
    if len(owners) <= 1:
        return
    if code is not None and code.referrer in owners:
        raise DomainError("own_code", name="")
    customer, kind = max(owners.items(), key=lambda owner: bool(owner[1]))
    raise DomainError("identity_taken", kind=kind, customer=customer, name="")


def make_lines(desk: Desk, lines: list[tuple[str | None, int]]) -> tuple[Line, ...]:
    """Lines from names of services and prices; one that the shop does not sell has no group,
    which a quote refuses in its turn (``service_unknown``)."""
    known = {service.name.casefold(): service for service in catalogue.list_services(desk)}
    made = []
    for name, price in lines:
        if not name:
            made.append(Line(price))
            continue
        service = known.get(name.casefold())
        found = Line(price, service.name, service.group) if service else None
        made.append(found or Line(price, name, UNKNOWN_GROUP))
    return tuple(made)


# -- recording -----------------------------------------------------------------------------------


def record_purchase(desk: Desk, request: Request, *, key: str = "") -> Receipt:
    """Record a purchase, with or without a code; the same key again returns the saved result.

    Raises DomainError for every refusal, after recording it; nothing else is written then.
    """
    if len(key) > MAX_KEY:
        raise DomainError("bad_key")
    shop = desk.shop()
    parameters = {"do": "purchase", "till": desk.till, **asdict(request)}
    try:
        with desk.store.write():
            saved = operations.find_result(desk.store, key, parameters) if key else None
            if saved is not None:
                return receipt_from(saved)
            stamp = desk.stamp(shop)
            quoted = _quoted(desk, shop, request)
            _check_expected(request, quoted.quote)
            receipt = _write(desk, shop, stamp, request, quoted)
            if key:
                result = {**_plain(asdict(receipt)), "repeated": True}
                operations.save_result(desk.store, key, parameters, result, stamp.at)
            return receipt
    except DomainError as refused:
        if refused.code != "key_reused":
            record_refusal(desk, refused, request.code)
        raise


def _check_expected(request: Request, made: Quote) -> None:
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
    effects = book_effects(desk, stamp, purchase, quoted.quote, quoted.facts, customer)
    if customer is not None:
        people.count_purchase(desk.store, customer, 1, stamp.on)
        _mark_effective(desk, customer)
    desk.audit(
        stamp, "purchase", purchase=purchase, customer=customer, to_pay=quoted.quote.to_pay,
        discount=quoted.quote.discount,
    )  # fmt: skip
    return Receipt(
        purchase, customer, issued, quoted.quote.verdict, quoted.quote.total,
        quoted.quote.discount, quoted.quote.to_pay, effects,
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


def _mark_effective(desk: Desk, customer: int) -> None:
    """A referral is effective from its first live purchase under the claim's version."""
    referral = people.find_referral(desk.store, customer)
    if referral is None:
        return
    first = purchases.first_live_purchase(desk.store, customer, referral.version)
    if first != referral.effective:
        people.set_effective(desk.store, customer, first)


# -- undoing -------------------------------------------------------------------------------------


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
            return Undone(saved["purchase"], saved["money_back"], _effects(saved["effects"]))
        stamp = desk.stamp(shop)
        undone = _void(desk, shop, stamp, purchase, reason.strip())
        if key:
            operations.save_result(desk.store, key, parameters, _plain(asdict(undone)), stamp.at)
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
        _mark_effective(desk, row.customer_id)
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


# -- saved results -------------------------------------------------------------------------------


def receipt_from(saved: dict[str, Any]) -> Receipt:
    """A receipt from its saved form."""
    return Receipt(
        **{**saved, "codes": tuple(saved["codes"]), "effects": _effects(saved["effects"])}
    )


def _effects(saved: list[dict[str, Any]]) -> tuple[Effect, ...]:
    def day(text: str | None) -> date | None:
        return date.fromisoformat(text) if text else None

    return tuple(
        replace(
            Effect(**one),
            available_on=day(one["available_on"]),
            expires_on=day(one["expires_on"]),
            lines=tuple(one["lines"]),
            keeps=Benefit(**one["keeps"]) if one["keeps"] else None,
            why=tuple(Step(step["code"], step["params"]) for step in one["why"]),
        )
        for one in saved
    )


def _plain(value: Any) -> Any:
    """The value with dates as text, as JSON will have it."""
    if isinstance(value, dict):
        return {key: _plain(one) for key, one in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(one) for one in value]
    return value.isoformat() if isinstance(value, date) else value
