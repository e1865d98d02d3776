"""R78: periods of contests and who stands where."""

from datetime import date

import pytest

from refdesk.domain.contests import Period, Place, Scored, period_of, periods_between, standings
from refdesk.domain.terms import Contest

ANNA, BORIS, CLARA = 1, 2, 3


def span(first: str, last: str) -> Period:
    return Period(date.fromisoformat(first), date.fromisoformat(last))


@pytest.mark.parametrize(
    "period, on, expected",
    [
        ("month", "2028-02-29", span("2028-02-01", "2028-02-29")),
        ("month", "2026-12-31", span("2026-12-01", "2026-12-31")),
        ("quarter", "2026-11-18", span("2026-10-01", "2026-12-31")),
        ("quarter", "2026-03-31", span("2026-01-01", "2026-03-31")),
        ("year", "2026-01-01", span("2026-01-01", "2026-12-31")),
    ],
)
def test_r78_periods_are_of_the_calendar(period: str, on: str, expected: Period) -> None:
    assert period_of(Contest(period), date.fromisoformat(on)) == expected


def test_r78_a_contest_of_its_own_dates_has_one_period() -> None:
    contest = Contest("dates", date(2026, 11, 10), date(2026, 11, 20))
    assert period_of(contest, date(2026, 11, 20)) == span("2026-11-10", "2026-11-20")
    assert period_of(contest, date(2026, 11, 21)) is None
    year = (date(2026, 1, 1), date(2026, 12, 31))
    assert list(periods_between(contest, *year)) == [span("2026-11-10", "2026-11-20")]
    assert list(periods_between(contest, date(2026, 11, 21), year[1])) == []


def test_r78_every_period_of_a_span_comes_once() -> None:
    found = list(periods_between(Contest("month"), date(2026, 11, 18), date(2027, 1, 1)))
    assert found == [
        span("2026-11-01", "2026-11-30"), span("2026-12-01", "2026-12-31"),
        span("2027-01-01", "2027-01-31"),
    ]  # fmt: skip


def test_r78_of_equals_who_got_there_first_stands_before() -> None:
    scored = [
        Scored(BORIS, 1),
        Scored(ANNA, 1),
        Scored(ANNA, 1),
        Scored(BORIS, 1),
        Scored(CLARA, 1),
    ]
    assert standings(Contest(), scored) == (
        Place(1, ANNA, 2), Place(2, BORIS, 2), Place(3, CLARA, 1),
    )  # fmt: skip


def test_r78_tokens_are_whole_and_got_when_the_last_of_them_is_full() -> None:
    contest = Contest(measure="tokens", token_price=100_000)
    scored = [
        Scored(ANNA, 99_999), Scored(BORIS, 200_000), Scored(CLARA, 99_999), Scored(ANNA, 100_001),
        Scored(BORIS, 99_999),
    ]  # fmt: skip
    # Boris had his second token before Anna, what he got later is no token
    assert standings(contest, scored) == (Place(1, BORIS, 2), Place(2, ANNA, 2))


def test_r78_paid_base_counts_every_unit() -> None:
    contest = Contest(measure="paid_base")
    scored = [Scored(ANNA, 100), Scored(BORIS, 101), Scored(CLARA, 0)]
    assert standings(contest, scored) == (Place(1, BORIS, 101), Place(2, ANNA, 100))
