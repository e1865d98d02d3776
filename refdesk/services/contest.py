"""Contests among referrers: where they stand, and the prizes when a period is over (R78).

Decisions:
- A contest goes by the version that was in force when its period began: measure, token price and
  prizes are frozen then. A programme that began within the period goes by its first version.
- The referrals of all versions count: who brings friends goes on with his old cards.
- Who is erased has no place; a blocked referrer has one only where his benefits wait (R35), else
  the next one moves up.
- Prizes are booked once a period and place, with the first upkeep after its last day, however
  late. A paused programme's wait until it goes on; an ended one gives none. What is undone later
  moves no prize.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from refdesk.domain.bill import Referrer, Source
from refdesk.domain.business_day import business_date
from refdesk.domain.contests import Period, Place, periods_between, standings
from refdesk.domain.occasions import CONTEST, prize_effects, prize_key
from refdesk.domain.records import Customer, Shop, Stamp, Version
from refdesk.domain.terms import Contest, Prize
from refdesk.services.desk import Desk
from refdesk.services.occasions import Occasion, book_once
from refdesk.storage import contests as storage
from refdesk.storage import customers as people
from refdesk.storage import programmes
from refdesk.storage import shop as shops


@dataclass(frozen=True)
class Winner:
    """A place with its person and prize, if there is one; ``is_given`` when it was booked."""

    place: Place
    customer: Customer
    prize: Prize | None
    is_given: bool = False


@dataclass(frozen=True)
class Standing:
    """A contest of one programme in one period, by the version it goes by."""

    version: Version
    contest: Contest
    period: Period
    is_over: bool
    winners: tuple[Winner, ...]


def list_standings(
    desk: Desk, first: date | None = None, last: date | None = None
) -> list[Standing]:
    """The contests with a day in a span, by default those that run today; the oldest first."""
    shop, today = desk.shop(), desk.today()
    begin, end = first or last or today, last or today
    found: list[Standing] = []
    with desk.store.read():
        for programme in programmes.current_versions(desk.store, shop.decimals):
            if programme.status == "draft":
                continue
            for version, contest, period in _periods(desk, shop, programme, begin, end):
                found.append(_standing(desk, version, contest, period, today))
    return sorted(found, key=lambda one: (one.period.first, one.version.programme))


def recent_standings(desk: Desk, programme: int, *, most: int = 4) -> list[Standing]:
    """A programme's contests, the newest first: the one that runs today and some that are over."""
    shop, today = desk.shop(), desk.today()
    with desk.store.read():
        found = [
            one for one in programmes.current_versions(desk.store, shop.decimals)
            if one.programme == programme and one.status != "draft"
        ]  # fmt: skip
        if not found:
            return []
        since = _versions(desk, shop, programme)[0][0]
        periods = _periods(desk, shop, found[0], since, today)
        newest = sorted(periods, key=lambda one: one[2].first, reverse=True)[:most]
        return [_standing(desk, *one, today) for one in newest]


def book_finished(desk: Desk) -> int:
    """Book the prizes of periods that are over; how many. Safe to run late and twice."""
    shop = desk.shop()
    running = [
        one for one in programmes.running_versions(desk.store, shop.decimals)
        if _ever_had_contest(desk, shop, one)
    ]  # fmt: skip
    return sum(_book_programme(desk, shop, one) for one in running)


# -- periods -----------------------------------------------------------------------------------


def _versions(desk: Desk, shop: Shop, programme: int) -> list[tuple[date, Version]]:
    """Every version with the business date from which it is in force, the oldest first."""
    start = shop.settings.business_day_start
    return [
        (
            business_date(programmes.version_since(desk.store, one), shop.zone, start),
            programmes.get_version(desk.store, one, shop.decimals),
        )
        for one in sorted(programmes.versions_of(desk.store, programme))
    ]


def _ever_had_contest(desk: Desk, shop: Shop, version: Version) -> bool:
    if version.terms.contest is not None or version.number == 1:
        return version.terms.contest is not None
    return any(one.terms.contest for _, one in _versions(desk, shop, version.programme))


def _periods(
    desk: Desk, shop: Shop, programme: Version, first: date, last: date
) -> list[tuple[Version, Contest, Period]]:
    """The periods with a day in a span, each with the version that was in force at its start."""
    versions = _versions(desk, shop, programme.programme)
    return [
        (version, version.terms.contest, period)
        for since, version in versions
        if version.terms.contest is not None
        for period in periods_between(version.terms.contest, max(first, since), last)
        if _in_force(versions, period) == version
    ]


def _in_force(versions: Sequence[tuple[date, Version]], period: Period) -> Version | None:
    """The version that was there before a period's first day, or with which the programme began
    within it."""
    before = [version for since, version in versions if since < period.first]
    if before:
        return before[-1]
    since, version = versions[0]
    return version if period.holds(since) else None


# -- standing ----------------------------------------------------------------------------------


def _standing(
    desk: Desk, version: Version, contest: Contest, period: Period, today: date
) -> Standing:
    given = storage.settled(desk.store, version.programme)
    prizes = {prize.place: prize for prize in contest.prizes}
    winners = tuple(
        Winner(
            place,
            person,
            prizes.get(place.place),
            prize_key(version.programme, period.first, place.place) in given,
        )
        for place, person in _places(desk, version, contest, period)
    )
    return Standing(version, contest, period, period.last < today, winners)


def _places(
    desk: Desk, version: Version, contest: Contest, period: Period
) -> list[tuple[Place, Customer]]:
    """Who stands where, without those who can have no place."""
    versions = programmes.versions_of(desk.store, version.programme)
    if contest.measure == "effective_referrals":
        scored = storage.brought(desk.store, versions, period.first, period.last)
    else:
        scored = list(storage.paid(desk.store, versions, period.first, period.last))
    persons = {
        one: people.find_customer(desk.store, one) for one in {one.referrer for one in scored}
    }
    waits = version.terms.blocked_referrer == "waits"
    taking_part = {
        number: person for number, person in persons.items()
        if person is not None and _takes_part(person, waits=waits)
    }  # fmt: skip
    places = standings(contest, [one for one in scored if one.referrer in taking_part])
    return [(place, taking_part[place.customer]) for place in places]


def _takes_part(person: Customer, *, waits: bool) -> bool:
    return person.state == "active" or (person.state == "blocked" and waits)


# -- prizes ------------------------------------------------------------------------------------


def _book_programme(desk: Desk, shop: Shop, programme: Version) -> int:
    since = _versions(desk, shop, programme.programme)[0][0]
    yesterday = desk.today() - timedelta(days=1)
    settled, booked = _settled_through(desk, programme.programme), 0
    for version, contest, period in _periods(desk, shop, programme, since, yesterday):
        if period.last <= yesterday and (settled is None or settled < period.last):
            booked += _book_period(desk, shop, version, contest, period)
    return booked


def _note(programme: int) -> str:
    """Through which day a programme's contests are settled: a note beside the settings, because a
    period may have nobody who won."""
    return f"contests_settled_{programme}"


def _settled_through(desk: Desk, programme: int) -> date | None:
    noted = shops.find_setting(desk.store, _note(programme))
    return date.fromisoformat(noted) if noted else None


def _book_period(desk: Desk, shop: Shop, version: Version, contest: Contest, period: Period) -> int:
    prizes = {prize.place: prize for prize in contest.prizes}
    with desk.store.write():
        settled = _settled_through(desk, version.programme)
        if settled is not None and period.last <= settled:
            return 0
        stamp = desk.stamp(shop, opens_shift=False)
        shops.set_setting(desk.store, _note(version.programme), period.last.isoformat())
        given = [
            _book_prize(desk, shop, stamp, version, (period, prizes[place.place], person))
            for place, person in _places(desk, version, contest, period)
            if place.place in prizes
        ]
        desk.audit(
            stamp, "contest_settled", programme=version.programme, first=period.first.isoformat(),
            prizes=sum(given),
        )  # fmt: skip
    return sum(given)


def _book_prize(
    desk: Desk, shop: Shop, stamp: Stamp, version: Version,
    won: tuple[Period, Prize, Customer],
) -> bool:  # fmt: skip
    period, prize, person = won
    # what other prizes took from the budget meanwhile counts
    fresh = programmes.get_version(desk.store, version.id, shop.decimals)
    source = Source(
        fresh.id, fresh.number, fresh.programme, fresh.terms, budget_left=fresh.budget_left
    )
    winner = Referrer(person.id, 0, name=person.name, is_blocked=person.state == "blocked")
    effects = prize_effects(source, prize, winner, stamp.on, point_value=shop.settings.point_value)
    key = prize_key(version.programme, period.first, prize.place)
    return book_once(desk, stamp, source, Occasion(key, CONTEST, person.id, CONTEST), effects)
