"""The values that a quote is made from and what it says.

Nothing here is looked up: services gather the facts, `quote` decides. Sums are minor units.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal

from refdesk.domain.ledger import Draw, Lot
from refdesk.domain.terms import WHOLE, Benefit, PeriodLimit, Terms

ALL = "max"
Asked = int | Literal["max"]
"""How much of a balance to spend: a number, or all that may be spent."""


GIFT_CARD = "gift_card"
"""The group of a line that sells a gift card, and the benefit of one that pays (R73)."""

UNKNOWN_GROUP = ""
"""The group of a line whose service the shop does not sell."""


@dataclass(frozen=True)
class Line:
    """One line of a bill: a service's name (None = unnamed), its group and its price."""

    price: int
    service: str | None = None
    group: str = "service"


@dataclass(frozen=True)
class Bill:
    """What the cashier entered. ``use`` are the entitlements to use, ``keeps_stamps`` declines a
    stamp card's benefit (R63)."""

    lines: tuple[Line, ...]
    manual_discount: int = 0
    spend_points: Asked = 0
    spend_credit: Asked = 0
    use: tuple[int, ...] = ()
    keeps_stamps: bool = False

    @property
    def total(self) -> int:
        return sum(line.price for line in self.lines)


@dataclass(frozen=True)
class Counts:
    """How often something live happened this business day, month, year, and ever."""

    day: int = 0
    month: int = 0
    year: int = 0
    life: int = 0

    def reaches(self, limit: PeriodLimit) -> tuple[str, int, int] | None:
        """The first period whose limit is reached: its name, the count and the limit (R64)."""
        for name in ("life", "year", "month", "day"):
            most, count = getattr(limit, name), getattr(self, name)
            if most and count >= most:
                return name, count, most
        return None


NEVER = Counts()


@dataclass(frozen=True)
class Standing:
    """What a person has reached in a version's status period, before this sale (R45, R53).

    ``spend`` is what was really paid (R03), ``referrals`` the effective ones.
    """

    spend: int = 0
    referrals: int = 0


@dataclass(frozen=True)
class Referrer:
    """Somebody up the line of the buyer, level 1 being who brought him.

    ``effective_referrals`` counts a life's, ``standing`` those of the status period; ``given``
    are the milestone rules that have given him their benefit (R36), ``carry`` what each rule
    carries over for him, numerators by denominator (R72).
    """

    customer: int
    level: int
    name: str = ""
    is_blocked: bool = False
    is_erased: bool = False
    effective_referrals: int = 0
    standing: Standing = Standing()
    given: frozenset[str] = frozenset()
    carry: Mapping[str, Mapping[int, int]] = field(default_factory=dict)
    credits: Mapping[str, Counts] = field(default_factory=dict)
    credits_today: int = 0


@dataclass(frozen=True)
class Source:
    """A programme version whose rules may work in this purchase.

    ``fired`` counts the buyer's live purchases in which each rule has worked. ``is_shown`` says
    that its code was shown now; otherwise it stands by an earlier claim (R54) or, as an own
    programme, by being current (R53). ``friend_share`` is the friend's part of a picked split
    (R57), ``makes_effective`` that this purchase makes the buyer an effective referral. ``carry``
    has for each rule the buyer's carried numerators by denominator (R72); ``own_uses`` how often a
    rule that limits its uses by a customer has worked for him, where periods matter (else
    ``fired`` counts), ``own_credits_today`` how often he got something for his own purchases,
    ``debits_today`` how often he spent what this programme gave (R64).
    """

    version: int
    number: int
    programme: int
    terms: Terms
    status: str = "active"
    budget_left: int | None = None
    is_shown: bool = False
    referrers: tuple[Referrer, ...] = ()
    fired: Mapping[str, int] = field(default_factory=dict)
    first_fired_on: Mapping[str, date] = field(default_factory=dict)
    was_new_at_claim: bool = True
    friend_share: int | None = None
    makes_effective: bool = False
    buyer_standing: Standing = Standing()
    carry: Mapping[str, Mapping[int, int]] = field(default_factory=dict)
    own_uses: Mapping[str, Counts] = field(default_factory=dict)
    own_credits_today: int = 0
    debits_today: int = 0


@dataclass(frozen=True)
class Entitlement:
    """A gift or a discount kept for this purchase (R62), with the version and rule it is from."""

    id: int
    benefit: Benefit
    available_on: date
    expires_on: date | None = None
    version: int | None = None
    programme: int | None = None
    rule: str | None = None


@dataclass(frozen=True)
class ShownCode:
    """The code that was shown, as far as rules look at it. ``brings`` is what a coupon for the
    next visit has kept for whoever shows it."""

    kind: str
    state: str
    source: Source
    owner: int | None = None
    owner_is_blocked: bool = False
    valid_from: date | None = None
    valid_to: date | None = None
    use_limit: int | None = None
    uses: Counts = NEVER
    brings: Entitlement | None = None


@dataclass(frozen=True)
class GiftCard:
    """A gift card shown at the till: its code's id, the last symbols, what is left (R73)."""

    code: int
    mask: str
    lot: Lot | None = None
    state: str = "live"

    @property
    def left(self) -> int:
        return self.lot.left if self.lot else 0

    @property
    def unit(self) -> str:
        """Under which a quote's draws have what the card pays."""
        return f"{GIFT_CARD}:{self.code}"


@dataclass(frozen=True)
class Buyer:
    """Who pays. ``id`` is None for somebody not yet in the base."""

    id: int | None = None
    kind: str = "client"
    name: str = ""
    has_identity: bool = False
    is_blocked: bool = False
    paid_purchases: int = 0
    referrer: int | None = None
    referrer_name: str = ""
    is_above_referrer: bool = False
    uses: Counts = NEVER
    last_purchase_on: date | None = None
    lots: tuple[Lot, ...] = ()
    owed: Mapping[str, int] = field(default_factory=dict)
    entitlements: tuple[Entitlement, ...] = ()
    proof: str | None = None


@dataclass(frozen=True)
class ShopRules:
    """The shop's settings that a quote looks at. ``cash_step`` 0 = no cash rounding (R80)."""

    point_value: int = 100
    points_share: int = WHOLE
    cash_step: int = 0
    cash_mode: str = "nearest"
    proof_from: int | None = 0


@dataclass(frozen=True)
class Facts:
    """All that a quote looks at besides the bill.

    ``own`` are the current versions of the running programmes with rules for own purchases (R53);
    ``spending`` holds the versions of the buyer's lots and entitlements, ``gift_cards`` those
    shown, in the order in which they pay. ``staff_customer`` is the account of the
    person at the till, ``is_approved`` that a second person stands by (R38), ``manager_allows``
    that a manager does (R55).
    """

    local: datetime
    today: date
    till: str
    shop: ShopRules
    buyer: Buyer | None = None
    code: ShownCode | None = None
    standing: Source | None = None
    own: tuple[Source, ...] = ()
    gift_cards: tuple[GiftCard, ...] = ()
    spending: Mapping[int, Source] = field(default_factory=dict)
    staff_customer: int | None = None
    is_approved: bool = False
    manager_allows: bool = False

    @property
    def sources(self) -> tuple[Source, ...]:
        """All versions at hand; of several of one programme the last speaks for its budget."""
        shown = self.code.source if self.code else None
        found = (*self.spending.values(), *self.own, self.standing, shown)
        return tuple(source for source in found if source is not None)


@dataclass(frozen=True)
class Step:
    """One line of "why this sum" (G09): a message code and its figures."""

    code: str
    params: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True)
class Effect:
    """What the purchase does for somebody, with its arithmetic.

    ``value`` is a count for points and stamps, else minor units; for a discount and for what is
    paid with a balance it is what it takes off the bill. ``spent`` is how many points paid it,
    ``cost`` what it takes out of its programme's budget once it is booked (R64). A benefit kept as
    an entitlement (``keeps`` says which; R62) has value 1, or 0 where it is not given.

    ``lines`` are the indexes of the bill's lines it comes from and ``price`` their price after
    discounts and before points, credit and gift cards: what a refund is measured against (R70).
    ``carry`` is how the carried numerator over ``carry_of`` moves (R72). ``uses`` is the
    entitlement that it uses up, or the code of the gift card that pays.
    """

    side: str
    level: int
    benefit: str
    value: int
    base: int
    rate: str | None = None
    customer: int | None = None
    rule: str | None = None
    version: int | None = None
    programme: int | None = None
    state: str = "done"
    available_on: date | None = None
    expires_on: date | None = None
    spent: int = 0
    cost: int = 0
    lines: tuple[int, ...] = ()
    price: int = 0
    carry: int = 0
    carry_of: int | None = None
    keeps: Benefit | None = None
    uses: int | None = None
    why: tuple[Step, ...] = ()


@dataclass(frozen=True)
class Quote:
    """What would happen: the verdict key, the discount, what is left to pay, every effect.

    ``line_discounts`` and ``line_bases`` follow the bill's lines; ``fired`` are the rules that
    work, as (version, rule). ``code_counts`` is False when a better discount beats the code.
    ``draws`` are the lots that pay, by unit (`GiftCard.unit` of a gift card).
    ``free_line`` is the bill's line that a full stamp card makes free, used or declined (R63),
    ``usable`` the entitlements that may be used in this purchase (R62).
    """

    verdict: str
    total: int
    discount: int
    to_pay: int
    effects: tuple[Effect, ...]
    line_discounts: tuple[int, ...]
    line_bases: tuple[int, ...]
    fired: tuple[tuple[int, str], ...] = ()
    makes_claim: bool = False
    code_counts: bool = True
    max_points: int = 0
    max_credit: int = 0
    free_line: int | None = None
    usable: tuple[int, ...] = ()
    draws: Mapping[str, tuple[Draw, ...]] = field(default_factory=dict)
