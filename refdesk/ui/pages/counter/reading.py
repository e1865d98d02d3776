"""What the counter reads from the shop, in one go each; run by the database lane.

Decision: four or more digits that end a customer's phone, typed into the box, count as the last
four digits said by the customer (R79); a name or an id proves nothing.
"""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date, datetime

from refdesk.domain.customer import phone_digits
from refdesk.domain.errors import DomainError
from refdesk.domain.records import Action, Customer, Service, Shop
from refdesk.services.accounts import Balance, get_balance
from refdesk.services.catalogue import list_services
from refdesk.services.clock import ClockView, look_at_clock
from refdesk.services.counter import Quoted, Request, quote_purchase
from refdesk.services.customers import (
    CustomerDetails,
    Found,
    customer_lines,
    find_who,
    show_customer,
)
from refdesk.services.day import DayView, customer_purchases, day_view
from refdesk.services.desk import Desk
from refdesk.services.look_up import Sighting, look_up
from refdesk.services.programmes import inviting, list_programmes
from refdesk.services.record import lacks_key
from refdesk.services.rewards import Rewards, rewards_of

LAST_PURCHASES = 5
NO_REWARDS = Rewards()
PROVING_DIGITS = 4


@dataclass(frozen=True)
class CounterDay:
    """What the waiting screen shows and what every form needs to know of the shop; ``lacks_key``
    tells its owner that it has no audit key."""

    shop: Shop
    services: tuple[Service, ...]
    view: DayView
    invites: bool
    today: date
    now: datetime
    names: Mapping[int, str]
    clock: ClockView
    lacks_key: bool = False


@dataclass(frozen=True)
class Known:
    """A customer as the counter shows him; ``proof`` says how presence was proved (R79)."""

    details: CustomerDetails
    balance: Balance
    last: tuple[Action, ...]
    proof: str | None
    found_by: str = ""
    rewards: Rewards = NO_REWARDS

    @property
    def person(self) -> Customer:
        return self.details.customer

    def proved(self, proof: str | None) -> "Known":
        """The same customer with his presence proved."""
        return replace(self, proof=proof)


@dataclass(frozen=True)
class Looked:
    """The meaning of a text, with the customer where it is one."""

    sighting: Sighting
    known: Known | None = None


def read_day(desk: Desk) -> CounterDay:
    """Today's list, the shift's figures and what the shop sells."""
    with desk.store.read():
        view = day_view(desk)
        people = {
            effect["customer"]
            for line in view.lines
            for effect in line.action.effects
            if effect["side"] == "referrer" and effect["customer"]
        }
        lines = customer_lines(desk, [one for one in people if isinstance(one, int)])
        return CounterDay(
            shop=desk.shop(),
            services=tuple(list_services(desk)),
            view=view,
            invites=bool(inviting(list_programmes(desk))),
            today=desk.today(),
            now=desk.now(),
            names={line.id: line.name for line in lines},
            clock=look_at_clock(desk),
            lacks_key=lacks_key(desk),
        )


def read_customer(
    desk: Desk, customer: int, *, proof: str | None = None, found_by: str = ""
) -> Known:
    """A customer with balances and latest purchases. Raises DomainError ``customer_unknown``."""
    with desk.store.read():
        return Known(
            details=show_customer(desk, customer),
            balance=get_balance(desk, customer),
            last=tuple(customer_purchases(desk, customer, LAST_PURCHASES)),
            proof=proof,
            found_by=found_by,
            rewards=rewards_of(desk, customer),
        )


def look(desk: Desk, text: str, *, scanned: bool = False) -> Looked:
    """Say what a scanned or typed text means; reads the customer along."""
    sighting = look_up(desk, text, scanned=scanned)
    if sighting.customer is None:
        return Looked(sighting)
    proof = sighting.proof or proof_of_digits(sighting.customer, text)
    known = read_customer(desk, sighting.customer.id, proof=proof, found_by=found_by(text))
    return Looked(sighting, known)


def found_by(text: str) -> str:
    """``phone`` where a text is digits, else ``name``."""
    return "phone" if is_digits(text) else "name"


def is_digits(text: str) -> bool:
    """Whether a text is a phone or a part of one."""
    return bool(phone_digits(text)) and not any(symbol.isalpha() for symbol in text)


def proof_of_digits(person: Customer, text: str) -> str | None:
    """``last4`` where the digits typed end one of the customer's phones."""
    digits = phone_digits(text)
    if len(digits) < PROVING_DIGITS or not is_digits(text):
        return None
    return "last4" if ends_a_phone(person, digits) else None


def ends_a_phone(person: Customer, digits: str) -> bool:
    """Whether a customer has a phone with these last digits."""
    return any(phone.value.endswith(digits) for phone in person.of_kind("phone"))


@dataclass(frozen=True)
class Refused:
    """A quote that was refused, and who the buyer is where he is known."""

    error: DomainError
    buyer: Customer | None


def quote_or_refusal(desk: Desk, request: Request) -> Quoted | Refused:
    """What a purchase would do, or why it does not go."""
    try:
        return quote_purchase(desk, request)
    except DomainError as error:
        found = _buyer(desk, request)
        return Refused(error, found.customer if found is not None else None)


def _buyer(desk: Desk, request: Request) -> Found | None:
    """Whose phone or plate was typed."""
    who = request.phone or request.plate
    return find_who(desk, desk.shop(), who) if who else None


def go_without(desk: Desk, request: Request, *, records: bool) -> Known | None:
    """Go on without the code: record its refusal, and read the buyer where he is known."""
    if records:
        # what it says was shown already; here it is only written down
        with suppress(DomainError):
            quote_purchase(desk, request, records_refusal=True)
    found = _buyer(desk, request)
    if found is None:
        return None
    return read_customer(desk, found.customer.id, proof=found.proof, found_by=found.by)
