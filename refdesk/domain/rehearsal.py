"""Playing purchases through terms in memory, as if they alone had run: nothing is written.

The same `quote` that the till asks decides each visit; what it gives changes the people in memory,
so that the next visit finds stamps, statuses and counts where they would be. The profit check plays
a made-up client's year, the replay plays the shop's own past.

Decisions:
- What is given is counted when it is given: points at their value, gifts at their cost, a kept
  discount when it is used, stamps when they pay for a visit (R84). Balances are not spent here,
  for what they pay was counted already.
- A kept discount is used at the next visit that may take it.
- Contests are not played.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from refdesk.domain import terms as t
from refdesk.domain.bill import (
    NEVER,
    Bill,
    Buyer,
    Counts,
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
from refdesk.domain.given import effect_cost
from refdesk.domain.halves import NEVER_COVERED
from refdesk.domain.ledger import SPENT, Lot
from refdesk.domain.occasions import occasion_effects, rules_for
from refdesk.domain.quote import quote
from refdesk.domain.statuses import period_start

ONLY = 1
"""The one version and programme that is played."""

REFERRAL_SIDES = ("referral", "referrer")


@dataclass(frozen=True)
class Visit:
    """One purchase to be played. ``shows_code``: his referrer's code, or the programme's word."""

    customer: int
    lines: tuple[Line, ...]
    local: datetime
    on: date
    till: str = "1"
    manual_discount: int = 0
    shows_code: bool = False


@dataclass
class Person:
    """Somebody in memory: who stands above him, and what the terms have made of him so far.

    ``stands_elsewhere``: he was brought under other terms, so that these give nothing by it (R53).
    """

    id: int
    kind: str = "client"
    referrer: int | None = None
    is_claimed: bool = False
    stands_elsewhere: bool = False
    was_new: bool = True
    is_effective: bool = False
    purchases: int = 0
    last_on: date | None = None
    paid: list[tuple[date, int]] = field(default_factory=list)
    effective: list[date] = field(default_factory=list)
    fired: Counter[tuple[str, str]] = field(default_factory=Counter)
    first_fired: dict[tuple[str, str], date] = field(default_factory=dict)
    stamps: list[Lot] = field(default_factory=list)
    kept: list[Entitlement] = field(default_factory=list)
    carry: dict[str, dict[int, int]] = field(default_factory=dict)
    credits: dict[str, list[date]] = field(default_factory=dict)
    own_credits: list[date] = field(default_factory=list)
    own_uses: dict[str, list[date]] = field(default_factory=dict)
    code_uses: list[date] = field(default_factory=list)
    uses: list[date] = field(default_factory=list)
    given: set[str] = field(default_factory=set)

    def standing(self, since: date | None) -> Standing:
        """What he has reached on and after a day (R45)."""
        spend = sum(sum_ for on, sum_ in self.paid if since is None or on >= since)
        return Standing(spend, sum(since is None or on >= since for on in self.effective))


def counts_of(days: Iterable[date], today: date) -> Counts:
    """How many of these days are today, in this month, in this year, and in all."""
    found = list(days)
    return Counts(
        day=sum(on == today for on in found),
        month=sum((on.year, on.month) == (today.year, today.month) for on in found),
        year=sum(on.year == today.year for on in found),
        life=len(found),
    )


@dataclass
class Rehearsal:
    """Terms at work among people in memory. ``next_id`` numbers lots and entitlements."""

    terms: t.Terms
    shop: ShopRules
    people: dict[int, Person] = field(default_factory=dict)
    budget_spent: int = 0
    next_id: int = 1
    word_uses: list[date] = field(default_factory=list)

    # -- playing ---------------------------------------------------------------------------

    def play(self, visit: Visit) -> tuple[Effect, ...]:
        """What the terms give for a visit; nothing where they refuse it."""
        person = self.people[visit.customer]
        made = self._quoted(visit, person)
        if made is None:
            self.pass_by(visit)
            return ()
        self._apply(person, visit, made)
        return made.effects

    def pass_by(self, visit: Visit) -> None:
        """A purchase from before the terms: it makes an old customer and counts as spent."""
        person = self.people[visit.customer]
        self._pay(person, visit, [line.price for line in visit.lines])

    def join(self, customer: int, on: date) -> tuple[Effect, ...]:
        """What joining gives."""
        return self._occasion("joining", customer, on)

    def birthday(self, customer: int, on: date) -> tuple[Effect, ...]:
        """What a birthday gives; that it is one, and the first of its year, is known."""
        return self._occasion("birthday", customer, on)

    def _occasion(self, occasion: str, customer: int, on: date) -> tuple[Effect, ...]:
        person = self.people[customer]
        source = replace(
            self._source(), buyer_standing=self._standing(person, on),
            referrers=self._line_above(person, on) if self._stands(person) else (),
        )  # fmt: skip
        effects: list[Effect] = []
        for rule in rules_for(source, occasion, person.kind, on):
            effects += occasion_effects(
                source, rule, customer, on, point_value=self.shop.point_value
            )
        for effect in effects:
            self._give(effect, person, on)
        return tuple(effects)

    def _quoted(self, visit: Visit, person: Person) -> Quote | None:
        """The quote with the code and with a kept discount; without what is refused."""
        offers = [self._use(person, visit.on), ()] if person.kept else [()]
        codes = [True, False] if visit.shows_code else [False]
        for shows in codes:
            facts = self._facts(visit, person, shows_code=shows)
            for use in offers:
                bill = Bill(visit.lines, manual_discount=visit.manual_discount, use=use)
                try:
                    made = quote(bill, facts)
                except DomainError:
                    continue
                if shows:
                    self._use_code(visit, person, made)
                return made
        return None

    def _use(self, person: Person, on: date) -> tuple[int, ...]:
        open_ = [
            one.id for one in person.kept
            if one.available_on <= on and (one.expires_on is None or on <= one.expires_on)
        ]  # fmt: skip
        return tuple(open_[:1])

    def _use_code(self, visit: Visit, person: Person, made: Quote) -> None:
        if not made.code_counts and not made.makes_claim:
            return
        person.uses.append(visit.on)
        if person.referrer is None:
            self.word_uses.append(visit.on)
        else:
            self.people[person.referrer].code_uses.append(visit.on)
        if not person.is_claimed and person.referrer is not None:
            person.is_claimed, person.was_new = True, not person.purchases

    # -- facts -----------------------------------------------------------------------------

    def _facts(self, visit: Visit, person: Person, *, shows_code: bool) -> Facts:
        standing = self._standing(person, visit.on)
        stands = self._stands(person)
        claim = self._claim(person, visit.on) if stands or shows_code else None
        own = replace(
            self._history(self._source(), person, ("buyer",)),
            buyer_standing=standing,
            carry=person.carry,
            own_credits_today=person.own_credits.count(visit.on) if self._has_daily else 0,
            own_uses={
                rule.id: counts_of(person.own_uses.get(rule.id, ()), visit.on)
                for rule in self.terms.rules
                if rule.limits.per_customer
            },
        )
        code = self._shown(visit, person, claim) if shows_code and claim else None
        return Facts(
            local=visit.local,
            today=visit.on,
            till=visit.till,
            shop=self.shop,
            buyer=self._buyer(person, visit.on),
            code=code,
            standing=claim if stands else None,
            own=(own,) if self.terms.rewards_buyers else (),
            spending={ONLY: own},
        )

    def _source(self) -> Source:
        budget = self.terms.budget
        left = None if budget is None else budget - self.budget_spent
        return Source(ONLY, 1, ONLY, self.terms, budget_left=left)

    def _history(self, source: Source, person: Person, sides: Sequence[str]) -> Source:
        fired = {rule: n for (side, rule), n in person.fired.items() if side in sides}
        first = {rule: on for (side, rule), on in person.first_fired.items() if side in sides}
        return replace(source, fired=fired, first_fired_on=first)

    def _claim(self, person: Person, on: date) -> Source:
        source = replace(
            self._source(),
            referrers=self._line_above(person, on),
            was_new_at_claim=person.was_new if person.is_claimed else not person.purchases,
            makes_effective=not person.is_effective and person.referrer is not None,
        )
        return self._history(source, person, ("referral",))

    def _shown(self, visit: Visit, person: Person, claim: Source) -> ShownCode:
        owner = person.referrer
        used = self.people[owner].code_uses if owner is not None else self.word_uses
        return ShownCode(
            kind="personal" if owner is not None else "campaign",
            state="live",
            source=replace(claim, is_shown=True),
            owner=owner,
            uses=counts_of(used, visit.on) if self._counts_uses else Counts(life=len(used)),
        )

    def _buyer(self, person: Person, on: date) -> Buyer:
        return Buyer(
            id=person.id,
            kind=person.kind,
            has_identity=True,
            paid_purchases=person.purchases,
            referrer=person.referrer if person.is_claimed else None,
            uses=counts_of(person.uses, on) if self._counts_uses else NEVER,
            last_purchase_on=person.last_on,
            lots=tuple(person.stamps),
            entitlements=tuple(person.kept),
            proof="code",
        )

    def _stands(self, person: Person) -> bool:
        """Whether a claim under these terms stands."""
        return person.is_claimed and not person.stands_elsewhere

    def _standing(self, person: Person, on: date) -> Standing:
        if not self.terms.statuses:
            return Standing()
        return person.standing(period_start(self.terms, on))

    def _line_above(self, person: Person, on: date) -> tuple[Referrer, ...]:
        line: list[Referrer] = []
        one, levels = person.referrer, max(self.terms.levels, 1)
        while one is not None and len(line) < levels:
            above = self.people[one]
            line.append(self._referrer(above, len(line) + 1, on))
            one = above.referrer if above.is_claimed else None
        return tuple(line)

    def _referrer(self, person: Person, level: int, on: date) -> Referrer:
        return Referrer(
            customer=person.id,
            level=level,
            effective_referrals=len(person.effective),
            standing=self._standing(person, on),
            given=frozenset(person.given),
            carry=person.carry,
            credits={
                rule.id: counts_of(person.credits.get(rule.id, ()), on)
                for rule in self.terms.rules
                if rule.limits.per_referrer
            },
            credits_today=self._credits_today(person, on),
        )

    def _credits_today(self, person: Person, on: date) -> int:
        return sum(days.count(on) for days in person.credits.values()) if self._has_daily else 0

    @property
    def _has_daily(self) -> bool:
        return bool(self.terms.spending.credits_per_day)

    @property
    def _counts_uses(self) -> bool:
        """Whether uses of codes are limited: counting all of a long past takes time."""
        limits = [rule.limits for rule in self.terms.rules]
        return any(one.per_code or one.per_customer for one in limits)

    # -- what came of it -------------------------------------------------------------------

    def _apply(self, person: Person, visit: Visit, made: Quote) -> None:
        on = visit.on
        for key in {(_half(one), one.rule) for one in made.effects if one.rule and _is_new(one)}:
            half, rule = key
            person.fired[half, rule or ""] += 1
            person.first_fired.setdefault((half, rule or ""), on)
            if half == "buyer" and rule:
                person.own_uses.setdefault(rule, []).append(on)
        for effect in made.effects:
            self._give(effect, person, on)
        for one in made.draws.get(t.STAMPS, ()):
            person.stamps = [
                replace(lot, left=lot.left - one.amount) if lot.id == one.lot else lot
                for lot in person.stamps
            ]
        person.stamps = [lot for lot in person.stamps if lot.left]
        if self._stands(person) and not person.is_effective and self._qualifies(made):
            person.is_effective = True
            if person.referrer is not None:
                self.people[person.referrer].effective.append(on)
        self._pay(person, visit, made.line_bases)

    def _qualifies(self, made: Quote) -> bool:
        """Whether the purchase makes a referral effective: by a rule for friends, or where there is
        none by being paid."""
        if self.terms.referral_rules:
            return any(map(_brings, made.effects))
        return any(made.line_bases)

    def _pay(self, person: Person, visit: Visit, bases: Sequence[int]) -> None:
        person.purchases += 1
        person.last_on = visit.on
        paid = sum(
            base for line, base in zip(visit.lines, bases, strict=True)
            if line.group not in NEVER_COVERED
        )  # fmt: skip
        person.paid.append((visit.on, paid))

    def _give(self, effect: Effect, buyer: Person, on: date) -> None:
        self.budget_spent += effect_cost(effect, self.shop.point_value)
        if effect.uses is not None and effect.benefit in t.DISCOUNTS:
            buyer.kept = [one for one in buyer.kept if one.id != effect.uses]
        if effect.rule is None or effect.state == SPENT or effect.uses is not None:
            return
        getter = self.people.get(effect.customer, buyer) if effect.customer else buyer
        if effect.carry_of is not None:
            carried = getter.carry.setdefault(effect.rule, {})
            carried[effect.carry_of] = carried.get(effect.carry_of, 0) + effect.carry
        if not effect.value:
            return
        if effect.side == "referrer":
            getter.credits.setdefault(effect.rule, []).append(on)
            if self._is_milestone(effect.rule):
                getter.given.add(effect.rule)
        elif effect.benefit not in t.DISCOUNTS or effect.keeps is not None:
            getter.own_credits.append(on)
        self._keep(effect, getter, on)

    def _is_milestone(self, rule: str) -> bool:
        return any(one.id == rule and one.trigger == "milestone" for one in self.terms.rules)

    def _keep(self, effect: Effect, getter: Person, on: date) -> None:
        starts_on, number = effect.available_on or on, self.next_id
        if effect.keeps is not None and effect.keeps.kind in t.DISCOUNTS:
            getter.kept.append(
                Entitlement(number, effect.keeps, starts_on, effect.expires_on, version=ONLY,
                            programme=ONLY, rule=effect.rule)
            )  # fmt: skip
        elif effect.benefit == t.STAMPS:
            days = self.terms.spending.expires_inactive_days
            getter.stamps.append(
                Lot(number, t.STAMPS, effect.value, on, starts_on, effect.expires_on, days,
                    version=ONLY, rule=effect.rule)
            )  # fmt: skip
        self.next_id += 1


def _half(effect: Effect) -> str:
    return "referral" if effect.side in REFERRAL_SIDES else "buyer"


def _is_new(effect: Effect) -> bool:
    """Whether the effect is a rule's at work now, not the use of what was kept."""
    return effect.uses is None


def _brings(effect: Effect) -> bool:
    return effect.side in REFERRAL_SIDES and effect.rule is not None and effect.uses is None
