"""What a till asks for, and reading it: which code, who pays, which gift cards.

The code may be a referrer's full phone (R74). What was typed about the buyer names one person or
nobody yet (R31).
"""

from collections.abc import Mapping
from dataclasses import dataclass

from refdesk.domain.bill import GIFT_CARD, UNKNOWN_GROUP, Asked, Bill, Facts, GiftCard, Line, Quote
from refdesk.domain.card_loss import is_stolen
from refdesk.domain.codes import mask_code
from refdesk.domain.conditions import check_codes
from refdesk.domain.customer import normalise_phone
from refdesk.domain.errors import DomainError
from refdesk.domain.money import format_amount
from refdesk.domain.quote import quote
from refdesk.domain.records import Customer, PromoCode, Shop
from refdesk.services import catalogue, codes, customers, programmes
from refdesk.services.desk import Desk
from refdesk.services.facts import Visit, gather
from refdesk.services.refusal_facts import add_facts
from refdesk.services.refusals import reads_as_code, refuse_while_paused
from refdesk.storage import codes as code_storage
from refdesk.storage import customers as people
from refdesk.storage import gift_cards
from refdesk.storage import programmes as programme_storage

MAX_REASON, MAX_LINES, MAX_GIFT_CARDS = 200, 100, 10


@dataclass(frozen=True)
class Request:
    """A purchase as it is asked for at the till; texts as typed, sums in minor units.

    ``gift_cards`` pay in their order, ``use`` are entitlements' ids, ``keeps_stamps`` declines a
    stamp card's benefit, ``sells`` is the gift card that the line of its group sells (R73).
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
    gift_cards: tuple[str, ...] = ()
    use: tuple[int, ...] = ()
    keeps_stamps: bool = False
    sells: str = ""
    expect: int | None = None
    proof: str | None = None

    @property
    def bill(self) -> Bill:
        return Bill(
            self.lines, self.manual_discount, self.spend_points, self.spend_credit,
            use=self.use, keeps_stamps=self.keeps_stamps,
        )  # fmt: skip


@dataclass(frozen=True)
class Quoted:
    """What would happen, for whom and with which code."""

    quote: Quote
    facts: Facts
    customer: Customer | None = None
    code: PromoCode | None = None


def quote_request(desk: Desk, shop: Shop, request: Request) -> Quoted:
    """What this request would do, as the shop stands now."""
    _check_request(desk, shop, request)
    desk.refuse_suspect_clock(shop)
    code = _read_code(desk, shop, request) if request.code else None
    cards = _gift_cards(desk, shop, request)
    try:
        person, has_identity, proof = _buyer(desk, shop, request, code)
    except DomainError:
        # what is wrong with a code is said before what is wrong with the person
        check_codes(gather(desk, shop, Visit(code=code, gift_cards=cards)))
        raise
    if code is not None and proof is None and person is not None and code.owner == person.id:
        proof = "code"
    visit = Visit(
        code=code,
        customer=person,
        has_identity=has_identity,
        proof=request.proof or proof,
        gift_cards=cards,
    )
    facts = gather(desk, shop, visit)
    return Quoted(quote(request.bill, facts), facts, person, code)


def _check_request(desk: Desk, shop: Shop, request: Request) -> None:
    if not request.lines or len(request.lines) > MAX_LINES:
        raise DomainError("bad_amount", text="")
    total = request.bill.total
    if not 0 < total < 10 ** (9 + shop.decimals):
        raise DomainError("bad_amount", text=format_amount(total, shop.decimals))
    asked = [one for one in (request.spend_points, request.spend_credit) if isinstance(one, int)]
    if min(*(line.price for line in request.lines), 0, *asked) < 0:
        raise DomainError("bad_amount", text="")
    if len(request.reason) > MAX_REASON:
        raise DomainError("bad_reason")
    if request.manual_discount:
        if not request.reason.strip():
            raise DomainError("bad_reason")
        if not 0 < request.manual_discount <= total:
            text = format_amount(request.manual_discount, shop.decimals)
            raise DomainError("bad_amount", text=text)
        desk.require("manager", "manual_discount")


def _gift_cards(desk: Desk, shop: Shop, request: Request) -> tuple[GiftCard, ...]:
    """The gift cards shown, each once, in their order (R73)."""
    if len(request.gift_cards) > MAX_GIFT_CARDS:
        raise DomainError("bad_count", text=str(len(request.gift_cards)), most=MAX_GIFT_CARDS)
    found: dict[int, GiftCard] = {}
    for text in request.gift_cards:
        refuse_while_paused(desk)
        code = codes.find_code(desk, shop, text)
        if code is None:
            raise DomainError("code_unknown", typed=text)
        if code.kind != GIFT_CARD:
            raise DomainError("code_unknown", mask=mask_code(code.code))
        found[code.id] = gift_cards.find_gift_card(desk.store, code, desk.today())
    return tuple(found.values())


def _read_code(desk: Desk, shop: Shop, request: Request) -> PromoCode:
    refuse_while_paused(desk)
    code = codes.find_promo_code(desk, shop, request.code)
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
            live.append((version.programme, code))
    if len({programme for programme, _ in live}) > 1:
        raise DomainError("bad_programme", text="")
    return live[-1][1] if live else None


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
        if reads_as_code(shop, request.customer):
            refuse_while_paused(desk)
        found = customers.find_who(desk, shop, request.customer)
        if found is None:
            raise DomainError("customer_unknown")
        if found.by == "other_code":
            refuse_stolen(desk, shop, request.customer)
        _check_one_person({**owners, found.customer.id: ""}, code)
        return found.customer, bool(found.customer.identities or identities), found.proof
    _check_one_person(owners, code)
    for owner, kind in owners.items():
        proof = "phone" if kind == "phone" else None
        return customers.get_customer(desk, owner), True, proof
    return None, bool(identities), None


def refuse_stolen(desk: Desk, shop: Shop, text: str) -> None:
    """A stolen card names nobody: whoever shows it is told of (G16).

    Raises DomainError ``code_blocked``.
    """
    code = codes.find_exact(desk, shop, text)
    if code is None or code.status != "blocked" or not is_stolen(code.reason):
        return
    refused = DomainError("code_blocked", mask=mask_code(code.code), typed=text)
    add_facts(desk, shop, refused, code)
    raise refused


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
