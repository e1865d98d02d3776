"""Contests: their periods and who stands where (R78).

A contest is won by effective referrals, by what these pay, or by whole tokens of that. Who reached
his score first stands before others of the same score; a score of 0 has no place. A period is of
the calendar: months, quarters (from January, April, July and October on) or years; or it has its
own two dates.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from refdesk.domain.business_day import add_months
from refdesk.domain.terms import Contest

_MONTHS = {"month": 1, "quarter": 3, "year": 12}


@dataclass(frozen=True)
class Period:
    """From a business date through another."""

    first: date
    last: date

    def holds(self, on: date) -> bool:
        """Whether a day is in it."""
        return self.first <= on <= self.last


@dataclass(frozen=True)
class Scored:
    """Something that counts for a referrer: one referral, or what was paid (minor units). Given in
    the order in which it happened."""

    referrer: int
    amount: int


@dataclass(frozen=True)
class Place:
    """Where a referrer stands; ``score`` counts referrals or tokens, or is minor units."""

    place: int
    customer: int
    score: int


def period_of(contest: Contest, on: date) -> Period | None:
    """The contest's period that a day is in; None outside a contest's own dates."""
    months = _MONTHS.get(contest.period)
    if months is None:
        if contest.starts_on is None or contest.ends_on is None:
            return None
        period = Period(contest.starts_on, contest.ends_on)
        return period if period.holds(on) else None
    first = date(on.year, (on.month - 1) // months * months + 1, 1)
    return Period(first, add_months(first, months) - timedelta(days=1))


def periods_between(contest: Contest, first: date, last: date) -> Iterator[Period]:
    """Every period of a contest that has a day in this span, in order."""
    if contest.period not in _MONTHS:
        if contest.starts_on and contest.ends_on:
            period = Period(contest.starts_on, contest.ends_on)
            if period.first <= last and first <= period.last:
                yield period
        return
    on = first
    while on <= last:
        found = period_of(contest, on)
        if found is None:
            return
        yield found
        on = found.last + timedelta(days=1)


def standings(contest: Contest, scored: Iterable[Scored]) -> tuple[Place, ...]:
    """Everybody with a score, the best first."""
    sums: dict[int, int] = {}
    reached: dict[int, tuple[int, int]] = {}
    for number, one in enumerate(scored):
        sums[one.referrer] = sums.get(one.referrer, 0) + one.amount
        score = _score(contest, sums[one.referrer])
        before = reached.get(one.referrer)
        if before is None or score > before[0]:
            reached[one.referrer] = score, number
    order = sorted(
        (-score, number, customer) for customer, (score, number) in reached.items() if score > 0
    )
    return tuple(
        Place(place, customer, -score) for place, (score, _, customer) in enumerate(order, 1)
    )


def _score(contest: Contest, total: int) -> int:
    return (
        total // contest.token_price
        if contest.measure == "tokens" and contest.token_price
        else total
    )
