"""A small shop told again in plain dictionaries: the oracle of the state machines (H5).

It knows three programmes and says with nothing but sums, lists and dates what every deed does to
everybody. It shares no arithmetic with the program: no quote, no ledger, no undoing.

- Family: a friend has 10 % off his first purchase and who brought him 100 points after 3 days;
  every purchase of a friend gives 5, 2 and 1 % store credit to three levels and 4 % money to the
  first, 70 % of it payable; two effective friends are a gift. What a blocked one earns waits.
- Own: a point for every 50.00 of own purchases, the rest is carried over; from 3000.00 on Silver,
  with 5 % off; points pay 30 % of a bill, for Silver 60 %; they die after 40 quiet days.
- Washes: three stamps pay the fourth wash.
"""

from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Literal

FAMILY = """
name = "Family"
codes = "personal"
blocked_referrer = "waits"
[spending]
share = "50"
expires_days = 60
grace_days = 7
withdrawable = "70"
[[rule]]
id = "first"
trigger = "first"
new_only = false
hold_days = 3
referral = { kind = "percent_off", percent = "10" }
referrer = [ { kind = "points", amount = 100 } ]
[[rule]]
id = "every"
trigger = "every"
new_only = false
referrer = [
  { kind = "store_credit", percent = "5" },
  { kind = "store_credit", percent = "2" },
  { kind = "store_credit", percent = "1" },
]
[[rule]]
id = "cash"
trigger = "every"
new_only = false
referrer = [ { kind = "money", percent = "4" } ]
[[rule]]
id = "two"
trigger = "milestone"
n = 2
referrer = [ { kind = "gift", gift = "Wax", cost = "300.00" } ]
"""

OWN = """
name = "Own"
codes = "none"
[spending]
share = "30"
expires_inactive_days = 40
[[rule]]
id = "own"
trigger = "every"
new_only = false
carry_over = true
buyer = { kind = "points", per = "50.00", amount = 1 }
[[rule]]
id = "silver"
trigger = "every"
new_only = false
buyer = { kind = "points", percent = "0" }
[[status]]
name = "Silver"
spend = "3000.00"
share = "60"
override = { silver = { buyer = { kind = "percent_off", percent = "5" } } }
"""

WASHES = """
name = "Washes"
codes = "none"
[spending]
expires_days = 90
[[rule]]
id = "wash"
trigger = "nth_visit"
n = 4
new_only = false
services = ["Wash"]
"""

PROGRAMMES = (FAMILY, OWN, WASHES)
CREDIT_PERCENT = (5, 2, 1)
POINT, FULL_SUM, SILVER_FROM, STAMPS_FOR_A_WASH, GRACE = 100, 5000, 300_000, 3, 7
WORTH = {"points": POINT, "store_credit": 1}

Asked = int | Literal["max"]


class Refused(Exception):  # noqa: N818 - an answer, not a mistake
    """The shop says no, with the code of its refusal."""


@dataclass
class Person:
    """Somebody in the base: who brought him and the bill that made him an effective friend."""

    friend: int | None = None
    effective: int | None = None
    is_blocked: bool = False
    carried: int = 0


@dataclass
class Pot:
    """What one earning put on an account: ``left`` of it, and what ``died`` unused."""

    number: int
    who: int
    unit: str
    programme: str
    left: int
    earned: date
    begins: date
    ends: date | None = None
    quiet_days: int = 0
    waits: bool = False
    died: int = 0


@dataclass
class Owed:
    """What no pot could cover."""

    who: int
    unit: str
    left: int


@dataclass
class Gift:
    """A gift kept for somebody; ``bill`` gave it, ``used_in`` used it."""

    number: int
    who: int
    bill: int
    begins: date
    ends: date
    waits: bool = False
    used_in: int | None = None


@dataclass
class Given:
    """One thing that a bill gave to a pot: how much in all, over which price, taken back so far."""

    pot: Pot | None
    whole: int
    lines: tuple[int, ...]
    in_parts: bool = True
    back: int = 0
    carry_over: bool = False
    base: int = 0
    base_back: int = 0


@dataclass
class Spent:
    """What paid a part of a bill: so many units out of these pots, worth so much money."""

    unit: str
    count: int
    value: int
    lines: tuple[int, ...]
    pots: dict[int, int]
    in_parts: bool = True
    back: int = 0
    returned: dict[int, int] = field(default_factory=dict)


@dataclass
class Bill:
    """A paid bill, line by line: its price after discounts, what was paid, what went back.

    ``is_first``: the rule for a friend's first purchase worked in it. Once such a bill is void the
    rule works again, whatever was bought in between.
    """

    number: int
    who: int
    on: date
    prices: list[int]
    paid: list[int]
    back: list[int]
    by_friend: bool
    is_first: bool
    to_pay: int
    spent: list[Spent] = field(default_factory=list)
    given: list[Given] = field(default_factory=list)
    money_back: int = 0
    is_void: bool = False


@dataclass
class Payout:
    """Money that was handed over, out of these pots."""

    who: int
    pots: dict[int, int]
    is_cancelled: bool = False


@dataclass(frozen=True)
class Told:
    """What a purchase came to."""

    who: int
    bill: int
    to_pay: int


def share_out(total: int, weights: list[int]) -> list[int]:
    """By largest remainder, the earlier first (R04)."""
    whole = sum(weights)
    parts = [total * weight // whole if whole else 0 for weight in weights]
    rests = sorted((-(total * one % whole), place) for place, one in enumerate(weights) if whole)
    for _, place in rests[: total - sum(parts)]:
        parts[place] += 1
    return parts


class Oracle:
    """What everybody has, after whatever was done."""

    def __init__(self, today: date) -> None:
        self.today = today
        self.people: dict[int, Person] = {}
        self.pots: dict[int, Pot] = {}
        self.owed: list[Owed] = []
        self.gifts: dict[int, Gift] = {}
        self.bills: dict[int, Bill] = {}
        self.payouts: dict[int, Payout] = {}

    # -- looking -----------------------------------------------------------------------------

    def last_on(self, who: int) -> date | None:
        days = [one.on for one in self.bills.values() if one.who == who and not one.is_void]
        return max(days, default=None)

    def ends(self, pot: Pot) -> date:
        if pot.waits:
            return date.max
        ends = [pot.ends or date.max]
        if pot.quiet_days:
            quiet_since = max(pot.begins, self.last_on(pot.who) or pot.begins)
            ends.append(quiet_since + timedelta(pot.quiet_days))
        return min(ends)

    def usable(self, who: int, unit: str) -> list[Pot]:
        """The pots that can be spent today, the one that ends first in front (R11)."""
        found = [
            pot for pot in self.pots.values()
            if (pot.who, pot.unit) == (who, unit) and pot.left and not pot.waits
            and pot.begins <= self.today <= self.ends(pot)
        ]  # fmt: skip
        return sorted(found, key=lambda pot: (self.ends(pot), pot.earned, pot.number))

    def friends(self, who: int) -> int:
        """How many effective friends somebody has brought."""
        return sum(one.friend == who and one.effective is not None for one in self.people.values())

    def above(self, who: int) -> list[int]:
        """Who brought somebody, who brought that one, and so on."""
        line = []
        while (friend := self.people[who].friend) is not None:
            line.append(friend)
            who = friend
        return line

    def spend(self, who: int) -> int:
        """What somebody has really paid, for his status."""
        return sum(
            paid - (paid * back // price if back else 0)
            for bill in self.bills.values() if bill.who == who and not bill.is_void
            for paid, back, price in zip(bill.paid, bill.back, bill.prices, strict=True)
        )  # fmt: skip

    def purse(self, who: int) -> dict[str, object]:
        """All that somebody has, as it is compared."""
        pots = [one for one in self.pots.values() if one.who == who and one.left]
        owed: dict[str, int] = {}
        for one in self.owed:
            if one.who == who and one.left:
                owed[one.unit] = owed.get(one.unit, 0) + one.left
        return {
            "pots": sorted(
                (pot.unit, pot.left, self.state(pot), pot.begins, str(self._end_shown(pot)))
                for pot in pots
            ),
            "owed": owed,
            "gifts": sorted(
                ("waiting" if gift.waits else "available", gift.begins, gift.ends)
                for gift in self.gifts.values()
                if gift.who == who and gift.used_in is None
                and (gift.waits or self.today <= gift.ends)
            ),
        }  # fmt: skip

    def state(self, pot: Pot) -> str:
        if pot.waits:
            return "waiting"
        return "available" if pot.begins <= self.today else "held"

    def _end_shown(self, pot: Pot) -> date | None:
        ends = self.ends(pot)
        return None if ends == date.max else ends

    # -- time and debts --------------------------------------------------------------------------

    def forward(self, days: int) -> None:
        """Day after day: what becomes available pays what is owed, what ends is gone."""
        for _ in range(days):
            self.today += timedelta(1)
            self.settle()

    def settle(self) -> None:
        for pot in self.pots.values():
            if pot.left and self.ends(pot) < self.today:
                pot.died, pot.left = pot.died + pot.left, 0
        for debt in self.owed:
            for pot in self.usable(debt.who, debt.unit) if debt.left else ():
                part = min(pot.left, debt.left)
                pot.left, debt.left = pot.left - part, debt.left - part

    def _take(self, pots: list[Pot], amount: int) -> tuple[dict[int, int], int]:
        taken: dict[int, int] = {}
        for pot in pots:
            part = min(pot.left, amount)
            if part:
                taken[pot.number] = part
                pot.left, amount = pot.left - part, amount - part
        return taken, amount

    def _pot(self, who: int, unit: str, programme: str, amount: int, **more: object) -> Pot:
        number = len(self.pots) + 1
        pot = Pot(number, who, unit, programme, amount, self.today, self.today)
        self.pots[number] = replace(pot, **more)  # type: ignore[arg-type]
        return self.pots[number]

    # -- people --------------------------------------------------------------------------------

    def enrol(self, friend: int | None = None) -> int:
        number = len(self.people) + 1
        self.people[number] = Person(friend)
        return number

    def block(self, who: int) -> None:
        self.people[who].is_blocked = True

    def unblock(self, who: int) -> None:
        """What waited begins today at the earliest, and lives as long as it would have."""
        self.people[who].is_blocked = False
        waiting: list[Pot | Gift] = [*self.pots.values(), *self.gifts.values()]
        for one in waiting:
            if one.who == who and one.waits:
                late = max(self.today - one.begins, timedelta(0))
                one.waits, one.begins = False, one.begins + late
                if one.ends is not None:
                    one.ends += late
        self.settle()

    # -- hands on accounts ------------------------------------------------------------------------

    def adjust(self, who: int, unit: str, by: int) -> None:
        if by > 0:
            self._pot(who, unit, "", by)
        else:
            _, missing = self._take(self.usable(who, unit), -by)
            self.owed.append(Owed(who, unit, missing))
        self.settle()

    def pay_out(self, who: int, amount: int) -> int:
        pots = self.usable(who, "money")
        if amount > sum(pot.left for pot in pots):
            raise Refused("payout_exceeds_balance")
        taken, _ = self._take(pots, amount)
        number = len(self.payouts) + 1
        self.payouts[number] = Payout(who, taken)
        return number

    def cancel_payout(self, number: int) -> None:
        payout = self.payouts[number]
        if payout.is_cancelled:
            raise Refused("payout_cancelled")
        payout.is_cancelled = True
        self._put_back(payout.pots)
        self.settle()

    def _put_back(self, parts: dict[int, int]) -> None:
        """To the very pots; to one that has ended with some days of grace (R12)."""
        for number, part in parts.items():
            pot = self.pots[number]
            if self.ends(pot) < self.today:
                pot.ends, pot.quiet_days = self.today + timedelta(GRACE), 0
            pot.left += part
