"""What terms would have given, had they run since a day: the shop's own past played again (G10).

Nothing is written. Purchases are read in their order and played through the till's own `quote` in
memory, with real referrals, real lines at their prices before discounts, real times and tills.

Decisions:
- The terms are the only programme that runs; discounts by hand stay as they were. What other
  programmes gave in truth is not taken off.
- Purchases before the day make people old customers and count towards statuses. A referral that
  was claimed before it stands under what it was claimed under (R53) and gives nothing here.
- A campaign word is taken as shown where a word or a coupon of nobody was shown in truth; without
  such purchases a word cannot be replayed.
- Purchases of nobody known, contests and what was voided stay out; a part that has gone back is
  left out of its line.
- A refusal, such as a limit, is followed: the purchase is then played without the code.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta

from refdesk.domain.bill import Effect, Line
from refdesk.domain.business_day import birthday_on, local
from refdesk.domain.given import Total, add_up
from refdesk.domain.occasions import BIRTHDAY_AFTER_DAYS
from refdesk.domain.progress import Progress
from refdesk.domain.records import Shop
from refdesk.domain.rehearsal import Person, Rehearsal, Visit
from refdesk.domain.terms import Terms
from refdesk.services.desk import Desk
from refdesk.services.facts import shop_rules
from refdesk.storage import past

EVERY = 200
"""After so many purchases the progress is told, and a cancelled replay stops."""


@dataclass
class Replayed:
    """What came of it. ``totals`` by benefit, ``reached`` who got something, ``cost`` minor units.

    ``turnover`` is what was bought in the span before discounts, ``brought`` how many referrals
    became effective under the terms.
    """

    since: date
    until: date
    purchases: int = 0
    turnover: int = 0
    brought: int = 0
    totals: dict[str, Total] = field(default_factory=dict)
    reached: set[int] = field(default_factory=set)

    @property
    def cost(self) -> int:
        return sum(total.cost for total in self.totals.values())


def replay(
    desk: Desk, terms: Terms, *, since: date, until: date | None = None,
    progress: Progress | None = None,
) -> Replayed:  # fmt: skip
    """Play the past from a day on through these terms; owner or manager.

    Long work: it reports to ``progress`` and stops by it (`Cancelled`). Raises DomainError
    ``not_allowed``.
    """
    desk.require("manager", "replay_programme")
    shop, last, watch = desk.shop(), until or desk.today(), progress or Progress()
    with desk.store.read():
        return _Replay(desk, shop, terms, Replayed(since, last)).run(watch)


class _Replay:
    def __init__(self, desk: Desk, shop: Shop, terms: Terms, result: Replayed) -> None:
        self._store, self._shop, self._terms, self._result = desk.store, shop, terms, result
        self._rehearsal = Rehearsal(terms, shop_rules(shop.settings, shop.decimals))
        self._people = {one.id: one for one in past.past_people(desk.store)}
        self._invites = terms.codes in ("personal", "coupon")
        for one in self._people.values():
            self._rehearsal.people[one.id] = self._person(one)

    def _person(self, one: past.PastPerson) -> Person:
        """Somebody as he was on the first day."""
        person = Person(one.id, one.kind)
        if self._invites and one.referrer is not None and one.claimed_on is not None:
            person.referrer, person.was_new = one.referrer, one.was_new
            person.stands_elsewhere = one.claimed_on < self._result.since
            person.is_claimed = person.stands_elsewhere
        return person

    def run(self, watch: Progress) -> Replayed:
        self._old_referrals()
        total = past.count_purchases(self._store, self._result.until)
        occasions = self._occasions()
        waiting = next(occasions, None)
        for number, purchase in enumerate(past.past_purchases(self._store, self._result.until)):
            if number % EVERY == 0:
                watch.check()
                watch.report(number, total)
            while waiting is not None and waiting[0] <= purchase.on:
                self._celebrate(*waiting)
                waiting = next(occasions, None)
            self._play(purchase)
        while waiting is not None:
            self._celebrate(*waiting)
            waiting = next(occasions, None)
        watch.report(total, total)
        self._result.brought = sum(
            one.is_effective and not one.stands_elsewhere for one in self._rehearsal.people.values()
        )
        return self._result

    def _old_referrals(self) -> None:
        """Who was effective before the first day counts for those who brought him."""
        for one in self._people.values():
            person = self._rehearsal.people[one.id]
            if person.stands_elsewhere and one.effective_on and person.referrer is not None:
                person.is_effective = True
                self._rehearsal.people[person.referrer].effective.append(one.effective_on)

    # -- purchases -------------------------------------------------------------------------

    def _play(self, purchase: past.PastPurchase) -> None:
        visit = Visit(
            customer=purchase.customer,
            lines=tuple(Line(one.price, one.service, one.group) for one in purchase.lines),
            local=local(purchase.at, self._shop.zone),
            on=purchase.on,
            till=purchase.till,
            manual_discount=purchase.manual_discount,
            shows_code=self._shows(purchase),
        )
        if purchase.on < self._result.since:
            self._rehearsal.pass_by(visit)
            return
        self._claim_without_purchase(purchase)
        self._result.purchases += 1
        self._result.turnover += sum(one.price for one in purchase.lines)
        self._count(self._rehearsal.play(visit))

    def _shows(self, purchase: past.PastPurchase) -> bool:
        person = self._rehearsal.people[purchase.customer]
        if purchase.code_kind is None:
            return False
        if not self._invites:
            return self._terms.codes == "campaign" and purchase.code_kind in ("campaign", "coupon")
        claimed_on = self._people[purchase.customer].claimed_on
        has_claim = person.referrer is not None and not person.stands_elsewhere
        return has_claim and claimed_on is not None and claimed_on <= purchase.on

    def _claim_without_purchase(self, purchase: past.PastPurchase) -> None:
        """A claim made by enrolling or by import stands from its day (R54)."""
        person, known = self._rehearsal.people[purchase.customer], self._people[purchase.customer]
        if person.referrer is None or person.is_claimed or purchase.code_kind is not None:
            return
        if known.claimed_on is not None and known.claimed_on <= purchase.on:
            person.is_claimed = True

    def _count(self, effects: tuple[Effect, ...]) -> None:
        add_up(self._result.totals, effects, self._rehearsal.shop.point_value)
        self._result.reached |= {
            one.customer for one in effects
            if one.customer is not None and one.value and one.rule is not None
        }  # fmt: skip

    # -- occasions -------------------------------------------------------------------------

    def _occasions(self) -> Iterator[tuple[date, int, str]]:
        """Joinings and birthdays of the span, by day."""
        triggers = {rule.trigger for rule in self._terms.rules}
        first, last = self._result.since, self._result.until
        found: list[tuple[date, int, str]] = []
        for one in self._people.values():
            if "joining" in triggers and first <= one.registered_on <= last:
                found.append((one.registered_on, one.id, "joining"))
            if "birthday" in triggers and one.birthday is not None:
                days = [
                    birthday_on(one.birthday, year) for year in range(first.year, last.year + 1)
                ]
                from_on = max(first, one.registered_on + timedelta(days=BIRTHDAY_AFTER_DAYS))
                found += [(on, one.id, "birthday") for on in days if from_on <= on <= last]
        return iter(sorted(found))

    def _celebrate(self, on: date, customer: int, occasion: str) -> None:
        play = self._rehearsal.join if occasion == "joining" else self._rehearsal.birthday
        self._count(play(customer, on))
