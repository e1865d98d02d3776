"""The one box of the counter: what a scanned or typed text means (R24, R26, R76)."""

from dataclasses import dataclass

from refdesk.domain.bill import GIFT_CARD, Facts, GiftCard
from refdesk.domain.codes import group_code, is_well_formed, neighbours, readings
from refdesk.domain.conditions import (
    check_code,
    check_second_person,
    gift_card_refusal,
    referrer_of,
)
from refdesk.domain.customer import normalise_phone, phone_digits
from refdesk.domain.errors import DomainError
from refdesk.domain.records import Customer, CustomerLine, PromoCode, Shop, Version
from refdesk.domain.terms import Benefit
from refdesk.services import badges, codes, customers
from refdesk.services.badges import BadgeSeen
from refdesk.services.customers import MOST_MATCHES
from refdesk.services.desk import Desk
from refdesk.services.facts import Visit, gather
from refdesk.services.look_ups import count_look_up
from refdesk.services.refusal_facts import add_facts
from refdesk.services.refusals import forgive_wrong_codes, record_refusal, refuse_while_paused
from refdesk.storage import codes as code_storage
from refdesk.storage import customers as people
from refdesk.storage import gift_cards, programmes

FULL_PHONE_DIGITS = 10


@dataclass(frozen=True)
class Sighting:
    """What a text in the box means.

    ``kind`` is ``code`` (it works: ``code``, ``version``, ``referrer``), ``gift_card`` (it can pay:
    ``code``, ``gift_card``), ``customer`` (known),
    ``matches`` (several), ``new_phone`` (a number not in the base), ``typo`` (``suggestion`` is
    the code as shown), ``badge`` (a staff member's: ``badge``), ``refused`` (``refusal``),
    ``nobody`` (a name, a plate or a number that no customer has) or ``nothing``. ``layout`` names
    the keyboard layout that the text was read in, where it was not read as it stands; ``brings``
    is what a coupon for the next visit is good for. ``needs_second``: it works, but whoever is at
    the till is its referrer, so that redeeming it will take a second person's PIN (R38).
    """

    kind: str
    verdict: str
    text: str
    code: PromoCode | None = None
    version: Version | None = None
    referrer: Customer | None = None
    customer: Customer | None = None
    matches: tuple[CustomerLine, ...] = ()
    phone: str = ""
    suggestion: str = ""
    layout: str | None = None
    refusal: DomainError | None = None
    proof: str | None = None
    gift_card: GiftCard | None = None
    brings: Benefit | None = None
    needs_second: bool = False
    badge: BadgeSeen | None = None


def look_up(desk: Desk, text: str, *, scanned: bool = False) -> Sighting:
    """Say what a text means; a refused or wrong code is recorded.

    A part of a name, phone or code finds somebody for a person who typed it. What was ``scanned``
    is whole or it is nothing: half a code must not open anybody's form (R26).
    """
    shop = desk.shop()
    clean = text.strip()
    if not clean:
        return Sighting("nothing", "", clean)
    try:
        with desk.store.read():
            seen = _code(desk, shop, clean) or _somebody(desk, shop, clean, scanned)
    except DomainError as refused:
        seen = Sighting("refused", "", clean, refusal=refused)
    if seen.badge is not None:
        if seen.badge.refusal is not None:
            badges.note_refused(desk, seen.badge)
    elif seen.refusal is not None:
        add_facts(desk, shop, seen.refusal, seen.code)
        record_refusal(desk, seen.refusal, clean)
    elif seen.code is not None:
        forgive_wrong_codes(desk)
    elif seen.kind in ("customer", "matches") and seen.proof != "code":
        count_look_up(desk)
    return seen


def _code(desk: Desk, shop: Shop, text: str) -> Sighting | None:
    candidates = readings(text, shop.prefix)
    found = code_storage.find_codes(desk.store, [one.code for one in candidates], desk.today())
    if not found:
        return _unknown_code(desk, shop, text)
    desk.refuse_suspect_clock(shop)
    refuse_while_paused(desk)
    code = codes.successor(desk, found[0])
    layout = next(one.layout for one in candidates if one.code == found[0].code)
    if code.kind == GIFT_CARD:
        return _gift_card(desk, text, code, layout)
    facts = gather(desk, shop, Visit(code=code))
    version = programmes.get_version(desk.store, code.version, shop.decimals)
    referrer = people.find_customer(desk.store, code.referrer) if code.referrer else None
    refusal = _refusal(facts)
    if refusal is not None:
        return Sighting(
            "refused", "", text, code=code, version=version, referrer=referrer, layout=layout,
            refusal=refusal,
        )  # fmt: skip
    verdict = "ok_new" if referrer else "ok_shop"
    if code.id != found[0].id:
        verdict = "check_old_card"
    return Sighting(
        "code", verdict, text, code=code, version=version, referrer=referrer, layout=layout,
        brings=_brings(facts), needs_second=_needs_second(facts),
    )  # fmt: skip


def _needs_second(facts: Facts) -> bool:
    """R38: known before it is known who pays, because the card says who refers."""
    if facts.code is None or facts.code.brings is not None:
        return False
    try:
        check_second_person(facts, referrer_of(facts.code.source))
    except DomainError:
        return True
    return False


def _brings(facts: Facts) -> Benefit | None:
    brings = facts.code.brings if facts.code else None
    return brings.benefit if brings else None


def _gift_card(desk: Desk, text: str, code: PromoCode, layout: str | None) -> Sighting:
    """A card that money is on (R73): whether it can pay, and how much is left."""
    card = gift_cards.find_gift_card(desk.store, code, desk.today())
    refusal = gift_card_refusal(card, desk.today())
    kind = "gift_card" if refusal is None else "refused"
    return Sighting(kind, "", text, code=code, gift_card=card, layout=layout, refusal=refusal)


def _refusal(facts: Facts) -> DomainError | None:
    try:
        if facts.code is not None:
            check_code(facts.code, facts)
    except DomainError as refused:
        return refused
    return None


def _unknown_code(desk: Desk, shop: Shop, text: str) -> Sighting | None:
    """A wrong code, a slip of one symbol, or no code at all."""
    badge = badges.find_badge(desk, text)
    if badge is not None:
        return Sighting("badge", "", text, badge=badge)
    straight = [one for one in readings(text, shop.prefix) if one.layout is None]
    if any(is_well_formed(one.code) for one in straight):
        if customers.is_identity(desk, shop, text) or _new_phone(shop, text):
            return None  # one phone of 200 looks like a code, one code of a million like a phone
        refuse_while_paused(desk)
        raise DomainError("code_unknown")
    if phone_digits(text) and not any(symbol.isalpha() for symbol in text):
        return None
    suggestion = near_miss(desk, shop, text)
    if suggestion is None:
        return None
    refuse_while_paused(desk)
    return Sighting("typo", "check_typo", text, suggestion=suggestion)


def near_miss(desk: Desk, shop: Shop, text: str) -> str | None:
    """R76: exactly one live code without stored value one slip away."""
    near = neighbours(text, shop.prefix)
    if not near:
        return None
    live = [
        code for code in code_storage.near_codes(desk.store, near)
        if code.status == "live" and code.kind != "gift_card"
    ]  # fmt: skip
    return group_code(live[0].code, shop.prefix) if len(live) == 1 else None


def _somebody(desk: Desk, shop: Shop, text: str, scanned: bool) -> Sighting:
    who = customers.find_who(desk, shop, text)
    if who is not None:
        return Sighting("customer", "info_known", text, customer=who.customer, proof=who.proof)
    phone = _new_phone(shop, text)
    if phone:
        return Sighting("new_phone", "info_new", text, phone=phone)
    lines = [] if scanned else find_matches(desk, text)
    if len(lines) == 1:
        customer = customers.get_customer(desk, lines[0].id)
        return Sighting("customer", "info_known", text, customer=customer)
    if lines:
        return Sighting("matches", "check_many", text, matches=tuple(lines))
    if _looks_foreign(text):
        return Sighting("refused", "stop_foreign", text, refusal=DomainError("code_unknown"))
    is_code = scanned or bool(neighbours(text, shop.prefix))  # with a slip that has no one answer
    return Sighting("nothing" if is_code else "nobody", "stop_unknown", text)


def _new_phone(shop: Shop, text: str) -> str:
    if any(symbol.isalpha() for symbol in text) or len(phone_digits(text)) < FULL_PHONE_DIGITS:
        return ""
    try:
        return normalise_phone(text, shop.region).e164
    except DomainError:
        return ""


def _looks_foreign(text: str) -> bool:
    """A product's barcode, a link, another shop's card: long, or full of signs."""
    return len(text) > 64 or "://" in text or (len(text) > 12 and " " not in text)


def find_matches(desk: Desk, text: str) -> list[CustomerLine]:
    """At most 8 customers for the list under the box: from 2 letters or 3 digits on."""
    if not customers.is_enough(text):
        return []
    ids = customers.search_customers(desk, text, limit=MOST_MATCHES)
    return customers.customer_lines(desk, ids)
