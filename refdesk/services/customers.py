"""The customer base: adding, finding and showing people."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from refdesk.domain.codes import is_well_formed
from refdesk.domain.customer import (
    clean_name,
    normalise_email,
    normalise_old_card,
    normalise_phone,
    normalise_plate,
)
from refdesk.domain.errors import DomainError
from refdesk.domain.progress import Progress
from refdesk.domain.records import (
    Customer,
    CustomerLine,
    Identity,
    PromoCode,
    Referral,
    Shop,
    Stamp,
)
from refdesk.domain.terms_file import KINDS
from refdesk.services import codes, programmes
from refdesk.services.desk import Desk
from refdesk.services.refusals import (
    note_wrong_code,
    reads_as_code,
    record_refusal,
    refuse_while_paused,
)
from refdesk.storage import codes as code_storage
from refdesk.storage import customers as storage
from refdesk.storage import merging, search

MOST_MATCHES = 8
MIN_LETTERS, MIN_DIGITS = 2, 3
MAX_NAME, MAX_TAGS, MAX_TAG = 120, 20, 40
EARLIEST_BIRTH = date(1900, 1, 1)
_ID = re.compile(r"[CcСс](\d{1,12})\Z")


@dataclass(frozen=True)
class NewCustomer:
    """What is known of somebody who is added, as typed."""

    name: str = ""
    phones: tuple[str, ...] = ()
    plates: tuple[str, ...] = ()
    emails: tuple[str, ...] = ()
    old_cards: tuple[str, ...] = ()
    kind: str = "client"
    birthday: date | None = None
    tags: tuple[str, ...] = ()
    code: str = ""
    consent: str = ""


@dataclass(frozen=True)
class CustomerAdded:
    """Who was added, and the personal codes that he got (bare)."""

    customer: Customer
    codes: tuple[str, ...]


@dataclass(frozen=True)
class Found:
    """Somebody found by what was typed, and how; a code or a full phone proves presence (R79).

    ``merged`` is the record that was named by its id and leads to him since a merge (R39).
    """

    customer: Customer
    by: str
    merged: int | None = None

    @property
    def proof(self) -> str | None:
        return self.by if self.by in ("code", "phone") else None


@dataclass(frozen=True)
class CustomerDetails:
    """A person with what his page shows."""

    customer: Customer
    codes: tuple[PromoCode, ...]
    referrer: Customer | None
    referral: Referral | None
    referrals: tuple[Referral, ...]
    effective_referrals: int
    has_consent: bool


def add_customer(desk: Desk, new: NewCustomer) -> CustomerAdded:
    """Add a person, with a personal code for each active referral programme.

    ``code`` is a claim without a purchase (R54). Raises DomainError ``bad_name``, ``bad_phone``,
    ``bad_plate``, ``bad_email``, ``bad_date``, ``identity_taken`` and the refusals of a code.
    """
    try:
        customer, issued = _enrol(desk, new)
    except DomainError as refused:
        if new.code:
            # a code is guessed here as well as at the counter (R28)
            record_refusal(desk, refused, new.code)
        raise
    return CustomerAdded(get_customer(desk, customer), tuple(issued))


def _enrol(desk: Desk, new: NewCustomer) -> tuple[int, list[str]]:
    from refdesk.services.claims import claim_by_code
    from refdesk.services.occasions import book_joining

    shop = desk.shop()
    identities = read_identities(shop, new)
    with desk.store.write():
        stamp = desk.stamp(shop)
        customer = put_customer(desk, stamp, new, identities)
        if new.code:
            refuse_while_paused(desk)
            claim_by_code(desk, shop, stamp, customer, new.code)
        issued = codes.put_personal(
            desk,
            stamp,
            customer,
            programmes.inviting(programmes.list_programmes(desk), new.kind),
        )
        if not issued:
            search.index_customer(desk.store, customer)
        book_joining(desk, shop, stamp, customer)
    return customer, issued


def put_customer(desk: Desk, stamp: Stamp, new: NewCustomer, identities: Sequence[Identity]) -> int:
    """Add a person inside the caller's transaction; codes and the search text follow."""
    _check_person(new, stamp.on)
    _check_free(desk, identities, None)
    customer = storage.insert_customer(
        desk.store, stamp, name=clean_name(new.name), kind=new.kind, birthday=new.birthday,
        tags=[clean_name(tag) for tag in new.tags],
    )  # fmt: skip
    storage.add_identities(desk.store, customer, identities)
    if new.consent:
        version = desk.shop().settings.consent_version
        storage.insert_consent(desk.store, stamp, customer, version, new.consent)
    desk.audit(stamp, "customer_added", customer=customer)
    return customer


def _check_person(new: NewCustomer, today: date) -> None:
    name = clean_name(new.name)
    if len(name) > MAX_NAME or not (name or new.phones or new.plates or new.emails):
        raise DomainError("bad_name", text=name[:40])
    if new.kind not in KINDS:
        raise DomainError("bad_kind", text=new.kind)
    if new.birthday is not None and not EARLIEST_BIRTH <= new.birthday <= today:
        raise DomainError("bad_date", text=new.birthday.isoformat())
    if len(new.tags) > MAX_TAGS or any(len(tag) > MAX_TAG for tag in new.tags):
        raise DomainError("bad_tag")


def read_identities(shop: Shop, new: NewCustomer) -> tuple[Identity, ...]:
    """The normalised identities of somebody, without repeats.

    Raises DomainError ``bad_phone``, ``bad_plate``, ``bad_email``, ``bad_code`` (an old card).
    """
    found: dict[tuple[str, str], Identity] = {}
    phones = [("phone", normalise_phone(text, shop.region).e164) for text in new.phones if text]
    plates = [("plate", normalise_plate(text)) for text in new.plates if text]
    cards = [("old_card", normalise_old_card(text)) for text in new.old_cards if text]
    emails = [("email", normalise_email(text)) for text in new.emails if text]
    for kind, value in [*phones, *plates, *emails, *cards]:
        found[kind, value] = Identity(kind, value, value)
    return tuple(found.values())


def _check_free(desk: Desk, identities: Sequence[Identity], customer: int | None) -> None:
    for one in identities:
        owner = storage.find_owner(desk.store, one.kind, one.value)
        if owner is not None and owner != customer:
            name = storage.names_of(desk.store, [owner]).get(owner, "")
            raise DomainError("identity_taken", kind=one.kind, customer=owner, name=name)


def edit_customer(desk: Desk, customer: int, new: NewCustomer) -> Customer:
    """Change a person: what is given replaces what was, identities are added, ``code`` is a claim
    without a purchase for somebody known (R54).

    Changing a phone needs a manager. Raises DomainError as `add_customer`, ``not_allowed``.
    """
    try:
        _edit(desk, customer, new)
    except DomainError as refused:
        if new.code:
            record_refusal(desk, refused, new.code)
        raise
    return get_customer(desk, customer)


def _edit(desk: Desk, customer: int, new: NewCustomer) -> None:
    from refdesk.services.claims import claim_by_code

    before = get_customer(desk, customer)
    shop = desk.shop()
    identities = [one for one in read_identities(shop, new) if one not in before.identities]
    if any(one.kind == "phone" for one in identities) and before.of_kind("phone"):
        desk.require("manager", "change_phone")
    with desk.store.write():
        stamp = desk.stamp(shop)
        desk.refuse_gone(customer)
        named = new if new.name else replace(new, name=before.name)
        _check_person(named, stamp.on)
        _check_free(desk, identities, customer)
        changes: dict[str, object] = {"name": clean_name(named.name)}
        if new.birthday is not None:
            changes["birthday"] = new.birthday
        if new.tags:
            changes["tags"] = [clean_name(tag) for tag in new.tags]
        if new.kind != "client":
            changes["kind"] = new.kind
        storage.update_customer(desk.store, customer, **changes)
        storage.add_identities(desk.store, customer, identities)
        if new.consent and not storage.has_consent(desk.store, customer):
            version = shop.settings.consent_version
            storage.insert_consent(desk.store, stamp, customer, version, new.consent)
        if new.code:
            refuse_while_paused(desk)
            claim_by_code(desk, shop, stamp, customer, new.code)
        search.index_customer(desk.store, customer)
        desk.audit(stamp, "customer_changed", customer=customer, fields=sorted(changes))


def get_customer(desk: Desk, customer: int) -> Customer:
    """One person. Raises DomainError ``customer_unknown``."""
    found = storage.find_customer(desk.store, customer)
    if found is None or found.state in ("erased", "merged"):
        raise DomainError("customer_unknown")
    return found


def find_who(desk: Desk, shop: Shop, who: str) -> Found | None:
    """Somebody by id, any code of his, full phone, plate, e-mail or exact name."""
    text = who.strip()
    if match := _ID.match(text):
        return _found(desk, int(match[1]), "id")
    code = codes.find_exact(desk, shop, text)
    if code is not None and code.owner is not None:
        # whoever holds a card that was swapped or blocked may have found it, and a chosen word is
        # told to everybody (R23): neither proves anything
        proves = code.status == "live" and is_well_formed(code.code)
        return _found(desk, code.owner, "code" if proves else "other_code")
    for kind, value in _as_identities(shop, text):
        owner = storage.find_owner(desk.store, kind, value)
        if owner is not None:
            return _found(desk, owner, kind)
    named = storage.find_by_name(desk.store, text) if text else []
    return _found(desk, named[0], "name") if len(named) == 1 else None


def is_identity(desk: Desk, shop: Shop, text: str) -> bool:
    """Whether a text is somebody's full phone, plate, e-mail or old card's number."""
    return any(
        storage.find_owner(desk.store, kind, value) is not None
        for kind, value in _as_identities(shop, text)
    )


def _found(desk: Desk, customer: int, by: str) -> Found | None:
    kept = merging.merged_into(desk.store, customer)
    person = storage.find_customer(desk.store, kept or customer)
    if person is None or person.state in ("erased", "merged"):
        return None
    return Found(person, by, customer if kept else None)


def _as_identities(shop: Shop, text: str) -> list[tuple[str, str]]:
    """What a text would be as a phone, an e-mail, a plate and an old card's number."""
    found = []
    readers = (
        ("phone", lambda one: normalise_phone(one, shop.region).e164),
        ("email", normalise_email),
        ("plate", normalise_plate),
        ("old_card", normalise_old_card),
    )
    for kind, read in readers:
        try:
            found.append((kind, read(text)))
        except DomainError:
            continue
    return found


def get_who(desk: Desk, who: str) -> Found:
    """Like `find_who`, outside of a purchase: a wrong code counts as at the counter (R28).

    Raises DomainError ``customer_unknown``, ``till_paused``.
    """
    shop = desk.shop()
    if reads_as_code(shop, who):
        refuse_while_paused(desk)
    found = find_who(desk, shop, who)
    if found is None:
        note_wrong_code(desk, shop, who)
        raise DomainError("customer_unknown")
    return found


def show_customer(desk: Desk, customer: int) -> CustomerDetails:
    """A person with his codes, who brought him and whom he brought."""
    person = get_customer(desk, customer)
    referral = storage.find_referral(desk.store, customer)
    referrer = storage.find_customer(desk.store, referral.referrer) if referral else None
    return CustomerDetails(
        customer=person,
        codes=tuple(code_storage.codes_of(desk.store, customer)),
        referrer=referrer,
        referral=referral,
        referrals=tuple(storage.list_referrals(desk.store, customer)),
        effective_referrals=storage.count_effective(desk.store, customer),
        has_consent=storage.has_consent(desk.store, customer),
    )


def search_customers(
    desk: Desk,
    query: str,
    *,
    limit: int | None = None,
    sort: str = "",
    progress: Progress | None = None,
) -> list[int]:
    """The ids of the customers that match a query; see `storage.search`.

    Only the owner browses: others search for something, and get a few (reliability.md 4a). Raises
    DomainError ``not_allowed``.
    """
    if not (is_enough(query) and limit is not None and limit <= MOST_MATCHES + 1):
        desk.require("owner", "browse_customers")
    return search.find_ids(desk.store, query, limit=limit, sort=sort, progress=progress)


def is_enough(text: str) -> bool:
    """Whether a text narrows the base down: from 2 letters or 3 digits on."""
    letters = sum(symbol.isalpha() for symbol in text)
    return letters >= MIN_LETTERS or sum(symbol.isdigit() for symbol in text) >= MIN_DIGITS


def customer_lines(desk: Desk, ids: Sequence[int]) -> list[CustomerLine]:
    """The list lines of these customers."""
    return storage.customer_lines(desk.store, ids, desk.today())
