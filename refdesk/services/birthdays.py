"""What running programmes give for a birthday, once a calendar year (R44).

Decisions:
- The benefit is that of the first day that the terms hold for a birthday, and is dated by it, also
  where upkeep comes by later; the version is the one that is current when it does (R53).
- A shop that was never kept up begins today; after a longer absence than a year only the last one
  is made good.
- Somebody blocked gets nothing; who is free again within the days around his birthday, does.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from refdesk.domain.occasions import birthday_key, birthday_year, occasion_effects, rules_for
from refdesk.domain.progress import Progress
from refdesk.domain.records import Customer, Shop, Stamp, Version
from refdesk.domain.terms import Rule
from refdesk.services.desk import Desk
from refdesk.services.facts import own_source
from refdesk.services.occasions import Occasion, book_once
from refdesk.storage import customers as people
from refdesk.storage import occasions, programmes, upkeep

BIRTHDAY = "birthday"
AT_ONCE = 50
"""So many people are given to in one transaction."""
LONGEST = timedelta(days=366)


def book_birthdays(desk: Desk, since: date | None, today: date, progress: Progress) -> int:
    """Give for every birthday of a span of days, both ends included; how many were given."""
    shop = desk.shop()
    first = today if since is None else max(min(since, today), today - LONGEST)
    days = [first + timedelta(days=n) for n in range((today - first).days + 1)]
    return sum(
        _Giving(desk, shop, version, rule, days).run(progress)
        for version in programmes.running_versions(desk.store, shop.decimals)
        for rule in version.terms.rules
        if rule.trigger == BIRTHDAY
    )


@dataclass(frozen=True)
class _Giving:
    """One rule that gives for the birthdays of some days."""

    desk: Desk
    shop: Shop
    version: Version
    rule: Rule
    days: Sequence[date]

    def run(self, progress: Progress) -> int:
        store, given = self.desk.store, 0
        born = upkeep.born_on(store, _days_of_year(self.days, self.rule.within_days or 0))
        for start in range(0, len(born), AT_ONCE):
            progress.check()
            with store.write():
                stamp = self.desk.stamp(self.shop, opens_shift=False)
                given += sum(self._give(stamp, one) for one in born[start : start + AT_ONCE])
        return given

    def _give(self, stamp: Stamp, customer: int) -> int:
        person = people.find_customer(self.desk.store, customer)
        if person is None or person.state != "active" or person.birthday is None:
            return 0
        given = 0
        for on, key in self._due(person, person.birthday):
            # read again: what was given before has taken from the budget
            version = programmes.get_version(self.desk.store, self.version.id, self.shop.decimals)
            source = own_source(self.desk, self.shop, version, person)
            if self.rule in rules_for(source, BIRTHDAY, person.kind, on):
                worth = self.shop.settings.point_value
                effects = occasion_effects(source, self.rule, customer, on, point_value=worth)
                occasion = Occasion(key, BIRTHDAY, customer, self.rule.id, on)
                given += book_once(self.desk, stamp, source, occasion, effects)
        if given:
            programme = self.version.programme
            self.desk.audit(stamp, "birthday_kept", customer=customer, programme=programme)
        return given

    def _due(self, person: Customer, born: date) -> Iterator[tuple[date, str]]:
        """The days on which something is due, each with the key that makes it happen once."""
        rule, programme = self.rule, self.version.programme
        kept = occasions.live_occasions(self.desk.store, person.id, BIRTHDAY, programme)
        own = [one for one in kept if one.rule == rule.id]
        keys, last = {one.key for one in own}, max((one.on for one in own), default=None)
        for on in self.days:
            year = birthday_year(
                rule, born, on=on, registered_on=person.registered_on, last_given_on=last
            )
            key = birthday_key(programme, rule.id, person.id, year) if year else ""
            if key and key not in keys:
                keys.add(key)
                last = on
                yield on, key


def _days_of_year(days: Sequence[date], around: int) -> list[str]:
    """The birthdays (``MM-DD``) that may be kept on one of these days; in common years 29 February
    is kept a day earlier."""
    span = timedelta(days=around)
    first, last = days[0] - span, days[-1] + span
    found = {f"{first + timedelta(days=n):%m-%d}" for n in range(min((last - first).days, 366) + 1)}
    return sorted(found | ({"02-29"} if "02-28" in found else set()))
