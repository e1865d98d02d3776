"""What the shop knows, as frozen values: the shapes that storage gives and pages show."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from zoneinfo import ZoneInfo

from refdesk.domain.marks import Mark
from refdesk.domain.settings import Settings
from refdesk.domain.terms import Benefit, Terms


@dataclass(frozen=True)
class Shop:
    """The one shop of a data folder. ``region`` is a country code for phones and numbers."""

    name: str
    currency: str
    decimals: int
    time_zone: str
    region: str
    language: str
    contact: str = ""
    prefix: str = ""
    uid: str = ""
    settings: Settings = field(default_factory=Settings)

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.time_zone)


@dataclass(frozen=True)
class StaffMember:
    """A person who signs in. ``customer`` is the account that R38 watches."""

    id: int
    name: str
    role: str
    has_pin: bool
    customer: int | None = None
    is_active: bool = True


@dataclass(frozen=True)
class Stamp:
    """When, where and by whom a fact is recorded; ``is_trusted`` that the clock is not suspect."""

    at: datetime
    on: date
    till: int
    staff: int | None
    shift: int | None = None
    is_trusted: bool = True


@dataclass(frozen=True)
class Identity:
    """A normalised identity and how to show it."""

    kind: str
    value: str
    shown: str


@dataclass(frozen=True)
class Customer:
    """A person in the base."""

    id: int
    name: str
    kind: str
    state: str
    registered_on: date
    birthday: date | None = None
    tags: tuple[str, ...] = ()
    note: str = ""
    purchases: int = 0
    last_on: date | None = None
    identities: tuple[Identity, ...] = ()

    def of_kind(self, kind: str) -> tuple[Identity, ...]:
        """The identities of one kind, oldest first."""
        return tuple(identity for identity in self.identities if identity.kind == kind)


@dataclass(frozen=True)
class CustomerLine:
    """One line of a customer list. ``points`` is the balance, ``code`` bare."""

    id: int
    name: str
    phone: str
    plate: str
    code: str
    purchases: int
    last_on: date | None
    referrals: int
    points: int
    state: str = "active"


@dataclass(frozen=True)
class Service:
    """What the shop sells; price minor units, margin basis points."""

    id: int
    name: str
    group: str = "service"
    price: int | None = None
    margin: int | None = None


@dataclass(frozen=True)
class Version:
    """One version of a programme, with its programme's state."""

    id: int
    number: int
    programme: int
    name: str
    status: str
    terms: Terms
    budget_spent: int = 0
    preset: str | None = None

    @property
    def budget_left(self) -> int | None:
        budget = self.terms.budget
        return None if budget is None else budget - self.budget_spent


@dataclass(frozen=True)
class PromoCode:
    """A code as stored; ``status`` is printed, live, blocked or retired.

    ``replaced_by`` is the code that stands in the place of a swapped card's (G16); ``effect`` what
    handed out a coupon for the next visit.
    """

    id: int
    code: str
    kind: str
    status: str
    version: int
    owner: int | None = None
    holder: int | None = None
    stack: int | None = None
    friend_share: int | None = None
    valid_from: date | None = None
    valid_to: date | None = None
    use_limit: int | None = None
    uses: int = 0
    reason: str = ""
    issued_at: datetime | None = None
    replaced_by: int | None = None
    effect: int | None = None

    @property
    def referrer(self) -> int | None:
        """R74: the owner of a personal code, else the holder of its stack, else nobody."""
        return self.owner if self.kind == "personal" else self.holder

    def state(self, on: date) -> str:
        """``printed``, ``live``, ``used_up``, ``expired``, ``blocked`` or ``retired``."""
        if self.status != "live":
            return self.status
        if self.use_limit is not None and self.uses >= self.use_limit:
            return "used_up"
        return "expired" if self.valid_to and self.valid_to < on else "live"


@dataclass(frozen=True)
class Referral:
    """Who brought whom, under which version (R30)."""

    customer: int
    referrer: int
    version: int
    claimed_on: date
    was_new: bool
    effective: int | None = None
    code: int | None = None
    name: str = ""
    purchases: int = 0
    is_erased: bool = False


@dataclass(frozen=True)
class Consent:
    """An agreement to be kept in the base: on which text, how it was given, and when (R51)."""

    version: str
    how: str
    at: datetime
    withdrawn_at: datetime | None = None


@dataclass(frozen=True)
class Stack:
    """A numbered part of a run with its holder; ``first`` counts the run's cards from 1.

    ``handed_at`` tells when it was handed out, ``handed_by`` by which member of staff (G06).
    """

    run: int
    number: int
    first: int
    count: int
    holder: int | None = None
    place: str = ""
    id: int = 0
    handed_at: datetime | None = None
    handed_on: date | None = None
    handed_by: int | None = None

    @property
    def last(self) -> int:
        """The number of its last card in the run."""
        return self.first + self.count - 1


@dataclass(frozen=True)
class Run:
    """One batch of cards; ``value`` is what each of its gift cards is sold with (minor units).

    ``issued`` counts the cards that came out and are not spoiled, ``reprinted`` those that were
    printed more than once; it is confirmed once no card is left (R29).
    """

    id: int
    kind: str
    programme: int
    count: int
    created_at: datetime
    confirmed_at: datetime | None = None
    stacks: tuple[Stack, ...] = ()
    value: int | None = None
    issued: int = 0
    spoiled: int = 0
    reprinted: int = 0

    @property
    def left(self) -> int:
        """How many cards are neither out nor spoiled."""
        return self.count - self.issued - self.spoiled

    def stack_of(self, position: int) -> Stack:
        """The stack that a card is in."""
        return next(one for one in self.stacks if one.first <= position <= one.last)


@dataclass(frozen=True)
class RunCard:
    """One card of a run: its number there, its code as it is now, and what became of it."""

    run: int
    position: int
    id: int
    code: str
    kind: str
    status: str
    uses: int = 0
    is_spoiled: bool = False
    reprints: int = 0
    printed_at: datetime | None = None
    issued_at: datetime | None = None
    activated_on: date | None = None
    is_replaced: bool = False

    @property
    def is_in_use(self) -> bool:
        """Whether somebody has it already: it was used, put into use, or swapped for another."""
        return bool(self.uses) or self.activated_on is not None or self.is_replaced

    @property
    def may_be_printed(self) -> bool:
        """Whether it is worth paper: neither spoiled nor blocked."""
        return not self.is_spoiled and self.status in ("printed", "live")


@dataclass(frozen=True)
class EntryLine:
    """One ledger line, newest state of its lot included."""

    id: int
    at: datetime
    on: date
    unit: str
    kind: str
    change: int
    balance: int
    state: str
    purchase: int | None
    undoes: int | None
    why: tuple[Mapping[str, object], ...] = ()
    reason: str = ""
    payout: int | None = None


@dataclass(frozen=True)
class EntitlementLine:
    """A gift or discount kept for a later purchase, as the customer's page lists it (R62)."""

    id: int
    benefit: Benefit
    available_on: date
    expires_on: date | None
    programme: int | None
    programme_name: str | None
    rule: str | None
    waits: bool = False
    used_in: int | None = None
    is_cancelled: bool = False

    def state(self, on: date) -> str:
        """R17 for what is used once: ``used``, ``cancelled``, ``waiting``, ``expired``, ``held`` or
        ``available``, computed at reading (R43)."""
        if self.used_in is not None:
            return "used"
        if self.is_cancelled or self.waits:
            return "cancelled" if self.is_cancelled else "waiting"
        if self.expires_on is not None and self.expires_on < on:
            return "expired"
        return "held" if self.available_on > on else "available"


@dataclass(frozen=True)
class EntryOrigin:
    """Whose purchase a ledger line comes from, who recorded it, and from when its lot counts; the
    buyer may be erased (R51)."""

    buyer: int | None = None
    buyer_name: str = ""
    staff_name: str = ""
    available_on: date | None = None
    is_erased: bool = False


@dataclass(frozen=True)
class Action:
    """One line of "Earlier today": a purchase with its mark, an undo or a refused code; an undo
    that is no void is the refund of a part.

    ``contact`` is the end of the phone, or the plate, of somebody without a name (R49), who may be
    erased (R51).
    """

    id: int
    kind: str
    at: datetime
    customer: int | None
    name: str
    total: int
    to_pay: int
    discount: int
    services: tuple[str, ...] = ()
    staff: int | None = None
    staff_name: str = ""
    shift: int | None = None
    is_void: bool = False
    code: str = ""
    reason: str = ""
    effects: tuple[Mapping[str, object], ...] = ()
    mark: Mark | None = None
    contact: str = ""
    is_erased: bool = False
