"""A shop in memory on the pure rules alone: quote, ledger and reversal, without any storage.

It books what a quote says the way the services do, on plain lists, so that the oracle can be played
against the rules a million times.
"""

from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from typing import Any

from refdesk.domain.bill import (
    Bill,
    Buyer,
    Effect,
    Entitlement,
    Facts,
    Line,
    Quote,
    Referrer,
    ShopRules,
    ShownCode,
    Source,
    Standing,
)
from refdesk.domain.errors import DomainError
from refdesk.domain.ledger import Draw, draw, pro_rata
from refdesk.domain.quote import quote
from refdesk.domain.reversal import (
    PaidLine,
    Undone,
    fall_on_lines,
    is_whole,
    money_back,
    undone_so_far,
)
from refdesk.domain.terms_file import parse_terms
from tests.support.oracle import PROGRAMMES, Told
from tests.support.pure_accounts import PureAccounts
from tests.support.quotes import MOSCOW

FAMILY, OWN, WASHES = range(1, 4)
TERMS = {number: parse_terms(text, 2) for number, text in enumerate(PROGRAMMES, 1)}


@dataclass
class _Person:
    friend: int | None = None
    effective: int | None = None
    is_blocked: bool = False


@dataclass
class _Booked:
    """An effect as it was booked: its lot or the lots that paid, and what is undone of it."""

    effect: Effect
    lot: int | None = None
    draws: tuple[Draw, ...] = ()
    undone: Undone = field(default_factory=Undone)
    returned: dict[int, int] = field(default_factory=dict)


@dataclass
class _Bill:
    who: int
    on: date
    lines: list[PaidLine]
    bases: tuple[int, ...]
    to_pay: int
    booked: list[_Booked]
    money_back: int = 0
    is_void: bool = False


@dataclass
class _Kept:
    who: int
    entitlement: Entitlement
    bill: int
    waits: bool
    used_in: int | None = None
    is_cancelled: bool = False


@dataclass
class _Payout:
    who: int
    draws: tuple[Draw, ...]
    is_cancelled: bool = False


class PureShop(PureAccounts):
    """The same deeds as the oracle's, by the program's own pure rules."""

    def __init__(self, today: date) -> None:
        super().__init__(today)
        self.people: dict[int, _Person] = {}
        self.kept: dict[int, _Kept] = {}
        self.bills: dict[int, _Bill] = {}
        self.payouts: dict[int, _Payout] = {}

    def last_on(self, who: int) -> date | None:
        days = [one.on for one in self.bills.values() if one.who == who and not one.is_void]
        return max(days, default=None)

    # -- facts -----------------------------------------------------------------------------------

    def _line(self, first: int) -> list[int]:
        line: list[int] = [first]
        while (above := self.people[line[-1]].friend) is not None:
            line.append(above)
        return line

    def _friends(self, who: int) -> int:
        return sum(one.friend == who and one.effective is not None for one in self.people.values())

    def _standing(self, who: int) -> Standing:
        spend = 0
        for bill in self.bills.values():
            if bill.who == who and not bill.is_void:
                for line, base in zip(bill.lines, bill.bases, strict=True):
                    gone = pro_rata(base, line.gone_back, line.price) if line.gone_back else 0
                    spend += base - gone
        return Standing(spend, self._friends(who))

    def _fired(self, who: int, version: int, sides: tuple[str, ...]) -> dict[str, int]:
        found: dict[str, int] = {}
        for bill in self.bills.values():
            if bill.who == who and not bill.is_void:
                effects = [one.effect for one in bill.booked if one.effect.version == version]
                worked = {effect.rule for effect in effects if effect.side in sides}
                for rule in worked - {None}:
                    found[str(rule)] = found.get(str(rule), 0) + 1
        return found

    def _family(self, who: int | None, first: int, *, makes_effective: bool) -> Source:
        referrers = tuple(
            Referrer(
                one, level, is_blocked=self.people[one].is_blocked,
                effective_referrals=self._friends(one), given=self._given(one),
            )
            for level, one in enumerate(self._line(first)[:3], 1)
        )  # fmt: skip
        fired = self._fired(who, FAMILY, ("referral", "referrer")) if who else {}
        return Source(
            FAMILY, 1, FAMILY, TERMS[FAMILY], referrers=referrers, fired=fired,
            makes_effective=makes_effective,
        )  # fmt: skip

    def _given(self, who: int) -> frozenset[str]:
        has = any(one.who == who and not one.is_cancelled for one in self.kept.values())
        return frozenset({"two"}) if has else frozenset()

    def _own(self, who: int | None) -> tuple[Source, ...]:
        made = []
        for number in (OWN, WASHES):
            source = Source(number, 1, number, TERMS[number])
            if who:
                source = replace(
                    source, fired=self._fired(who, number, ("buyer",)),
                    buyer_standing=self._standing(who), carry=self._carry(who, number),
                )  # fmt: skip
            made.append(source)
        return tuple(made)

    def _carry(self, who: int, version: int) -> dict[str, dict[int, int]]:
        found: dict[str, dict[int, int]] = {}
        for bill in self.bills.values():
            for one in bill.booked if bill.who == who else ():
                effect = one.effect
                if effect.version == version and effect.rule and effect.carry_of:
                    rule = found.setdefault(effect.rule, {})
                    move = effect.carry - one.undone.carry
                    rule[effect.carry_of] = rule.get(effect.carry_of, 0) + move
        return found

    def _buyer(self, who: int, friend: int | None) -> Buyer:
        person = self.people[who]
        lots, owed = self._purse(who)
        return Buyer(
            who, has_identity=True, is_blocked=person.is_blocked,
            paid_purchases=sum(b.who == who and not b.is_void for b in self.bills.values()),
            referrer=person.friend,
            is_above_referrer=friend is not None and who in self._line(friend)[1:],
            last_purchase_on=self.last_on(who), lots=tuple(lots), owed=owed, proof="code",
            entitlements=tuple(
                one.entitlement for one in self.kept.values()
                if one.who == who and one.used_in is None and not one.waits
                and not one.is_cancelled
            ),
        )  # fmt: skip

    def _facts(self, who: int | None, friend: int | None) -> Facts:
        person = self.people[who] if who else None
        code = standing = None
        if friend is not None:
            bound = person is not None and person.friend == friend
            pending = person.effective is None if person and bound else (
                person is None or person.friend is None)  # fmt: skip
            source = self._family(who, friend, makes_effective=pending)
            code = ShownCode("personal", "live", replace(source, is_shown=True), owner=friend,
                             owner_is_blocked=self.people[friend].is_blocked)  # fmt: skip
        if person is not None and person.friend is not None:
            is_pending = person.effective is None
            standing = self._family(who, person.friend, makes_effective=is_pending)
        own = self._own(who)
        family = Source(FAMILY, 1, FAMILY, TERMS[FAMILY])
        return Facts(
            datetime.combine(self.today, time(12), MOSCOW), self.today, "1", ShopRules(),
            self._buyer(who, friend) if who else Buyer(has_identity=True), code, standing, own,
            spending={FAMILY: family, **{one.version: one for one in own}} if who else {},
        )  # fmt: skip

    # -- deeds -----------------------------------------------------------------------------------

    def enrol(self, friend: int | None = None) -> int:
        number = len(self.people) + 1
        self.people[number] = _Person(friend)
        return number

    def buy(
        self, who: int | None, lines: list[tuple[str, int]], *, friend: int | None = None,
        points: Any = 0, credit: Any = 0, gift: bool = False, keeps_stamps: bool = False,
    ) -> Told:  # fmt: skip
        facts = self._facts(who, friend)
        use = tuple(one.id for one in facts.buyer.entitlements[:1]) if gift and facts.buyer else ()
        bill = Bill(
            tuple(Line(price, service) for service, price in lines), spend_points=points,
            spend_credit=credit, use=use, keeps_stamps=keeps_stamps,
        )  # fmt: skip
        made = quote(bill, facts)
        assert quote(bill, facts) == made
        buyer = who or self.enrol()
        if made.makes_claim:
            self.people[buyer].friend = friend
        self._book(buyer, bill, made)
        return Told(buyer, len(self.bills), made.to_pay)

    def _book(self, buyer: int, bill: Bill, made: Quote) -> None:
        number = len(self.bills) + 1
        booked = [self._book_effect(one, buyer, number, made) for one in made.effects]
        for account in [one for one in self.owners.values() if one[0] == buyer]:
            self._expire_account(account)
        off = made.line_discounts
        prices = [line.price - part for line, part in zip(bill.lines, off, strict=True)]
        self.bills[number] = _Bill(
            buyer, self.today, [PaidLine(price) for price in prices], made.line_bases,
            made.to_pay, booked,
        )  # fmt: skip
        self._note_effective(buyer)

    def _book_effect(self, effect: Effect, buyer: int, number: int, made: Quote) -> _Booked:
        one = replace(effect, customer=effect.customer or buyer)
        account = (one.customer or 0, one.benefit)
        if one.state == "spent":
            self._settle(account)
            self._take(account, made.draws[one.benefit])
            return _Booked(one, draws=made.draws[one.benefit])
        if one.uses is not None:
            self.kept[one.uses].used_in = number
        elif one.keeps is not None and one.value:
            key = len(self.kept) + 1
            entitlement = Entitlement(
                key, one.keeps, one.available_on or self.today, one.expires_on, one.version,
                one.programme, one.rule,
            )  # fmt: skip
            self.kept[key] = _Kept(account[0], entitlement, number, one.state == "waiting")
        elif one.benefit in ("points", "money", "store_credit", "stamps") and one.value:
            terms = TERMS[one.version or 0].spending
            return _Booked(one, self._earn(
                account, one.value, available_on=one.available_on, expires_on=one.expires_on,
                inactive_days=terms.expires_inactive_days, version=one.version, rule=one.rule,
                waits=one.state == "waiting",
            ))  # fmt: skip
        return _Booked(one)

    def _note_effective(self, who: int) -> None:
        paid = [
            number for number, bill in self.bills.items()
            if bill.who == who and not bill.is_void and any(bill.bases)
            and any(one.effect.version == FAMILY for one in bill.booked)
        ]  # fmt: skip
        self.people[who].effective = min(paid, default=None)

    def undo(self, number: int, amount: int | None = None) -> int:
        bill = self.bills[number]
        if bill.is_void:
            raise DomainError("already_voided")
        left = sum(line.left for line in bill.lines)
        parts = fall_on_lines(bill.lines, left if amount is None else amount)
        bill.lines = [replace(line, gone_back=line.gone_back + part)
                      for line, part in zip(bill.lines, parts, strict=True)]  # fmt: skip
        bill.is_void = is_whole(bill.lines)
        back = money_back([one.effect for one in bill.booked], bill.lines, bill.to_pay)
        now = [(one, undone_so_far(one.effect, bill.lines)) for one in bill.booked
               if one.effect.rule != "two"]  # fmt: skip
        for one, undone in now:
            if one.effect.spent and undone.spent > one.undone.spent:
                self._return(one, undone.spent - one.undone.spent)
        for one, undone in now:
            if one.lot is not None and undone.value > one.undone.value:
                account = (one.effect.customer or 0, one.effect.benefit)
                self._take_back(account, one.lot, undone.value - one.undone.value)
            one.undone = undone
        if bill.is_void:
            self._after_void(number, bill.who)
        back, bill.money_back = back - bill.money_back, back
        return back

    def _return(self, one: _Booked, amount: int) -> None:
        parts = []
        for drawn in sorted(one.draws, key=lambda one: one.lot):
            part = min(amount, drawn.amount - one.returned.get(drawn.lot, 0))
            if part:
                parts.append(Draw(drawn.lot, part))
                one.returned[drawn.lot] = one.returned.get(drawn.lot, 0) + part
                amount -= part
        self._put_back((one.effect.customer or 0, one.effect.benefit), parts)

    def _after_void(self, number: int, who: int) -> None:
        for one in self.kept.values():
            if one.used_in == number:
                one.used_in = None
        self._note_effective(who)
        friend = self.people[who].friend
        if friend is not None and self._friends(friend) < 2:
            for one in self.kept.values():
                if one.who == friend and one.used_in is None:
                    one.is_cancelled = True

    def adjust(self, who: int, unit: str, by: int) -> None:
        if by > 0:
            self._earn((who, unit), by)
        else:
            self._settle((who, unit))
            self._take_back((who, unit), None, -by)

    def pay_out(self, who: int, amount: int) -> int:
        self._settle((who, "money"))
        draws, missing = draw(self._usable((who, "money")), amount)
        if missing:
            raise DomainError("payout_exceeds_balance")
        self._take((who, "money"), draws)
        self.payouts[len(self.payouts) + 1] = _Payout(who, draws)
        return len(self.payouts)

    def cancel_payout(self, number: int) -> None:
        payout = self.payouts[number]
        if payout.is_cancelled:
            raise DomainError("payout_cancelled")
        payout.is_cancelled = True
        self._put_back((payout.who, "money"), sorted(payout.draws, key=lambda one: one.lot))

    def block(self, who: int) -> None:
        self.people[who].is_blocked = True

    def unblock(self, who: int) -> None:
        self.people[who].is_blocked = False
        for number, lot in self.lots.items():
            if self.owners[number][0] == who and lot.waits:
                self._settle(self.owners[number])
                begins, ends = self._later(lot.available_on, lot.expires_on)
                self.lots[number] = replace(lot, waits=False, available_on=begins, expires_on=ends)
                self._settle(self.owners[number])
        for one in self.kept.values():
            if one.who == who and one.waits:
                begins, ends = self._later(one.entitlement.available_on, one.entitlement.expires_on)
                one.waits = False
                one.entitlement = replace(one.entitlement, available_on=begins, expires_on=ends)

    def _later(self, begins: date, ends: date | None) -> tuple[date, date | None]:
        now = max(begins, self.today)
        return now, ends + (now - begins) if ends else None

    def forward(self, days: int) -> None:
        self.today += timedelta(days)

    def upkeep(self) -> None:
        """Book all that has expired."""
        for account in set(self.owners.values()):
            self._expire_account(account)

    # -- what is compared ------------------------------------------------------------------------

    def purse(self, who: int) -> dict[str, object]:
        lots, owed = self._purse(who)
        last_on = self.last_on(who)
        return {
            "pots": sorted(
                (lot.unit, lot.left, lot.state(self.today, last_on), lot.available_on,
                 str(lot.expiry(last_on)))
                for lot in lots if not lot.has_expired(self.today, last_on)
            ),
            "owed": owed,
            "gifts": sorted(
                ("waiting" if one.waits else "available", one.entitlement.available_on,
                 one.entitlement.expires_on)
                for one in self.kept.values()
                if one.who == who and one.used_in is None and not one.is_cancelled
                and (one.waits or (one.entitlement.expires_on or date.max) >= self.today)
            ),
        }  # fmt: skip
