"""Business days over clock changes, and calendar arithmetic."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from refdesk.domain.business_day import (
    add_months,
    birthday_on,
    business_date,
    day_start_at,
    local,
)

MOSCOW = ZoneInfo("Europe/Moscow")
BERLIN = ZoneInfo("Europe/Berlin")
FOUR = time(4)


def _utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def test_r40_a_sale_after_midnight_belongs_to_the_evening_before() -> None:
    assert business_date(_utc("2026-11-18T00:59:59"), MOSCOW, FOUR) == date(2026, 11, 17)
    assert business_date(_utc("2026-11-18T01:00:00"), MOSCOW, FOUR) == date(2026, 11, 18)
    assert business_date(_utc("2026-12-31T21:30:00"), MOSCOW, FOUR) == date(2026, 12, 31)


def test_r40_a_day_that_starts_at_midnight_is_the_calendar_day() -> None:
    midnight = time(0)
    assert business_date(_utc("2026-11-17T20:59:59"), MOSCOW, midnight) == date(2026, 11, 17)
    assert business_date(_utc("2026-11-17T21:00:00"), MOSCOW, midnight) == date(2026, 11, 18)


def test_r40_the_start_of_a_business_day_is_an_aware_utc_moment() -> None:
    start = day_start_at(date(2026, 11, 18), MOSCOW, FOUR)
    assert start == _utc("2026-11-18T01:00:00")
    assert start.tzinfo is UTC


@pytest.mark.parametrize(
    "night, hours",
    [(date(2026, 3, 28), 23), (date(2026, 10, 24), 25), (date(2026, 6, 1), 24)],
)
def test_r40_the_nights_of_a_clock_change_make_days_of_23_and_25_hours(
    night: date, hours: int
) -> None:
    start = day_start_at(night, BERLIN, FOUR)
    end = day_start_at(night + timedelta(days=1), BERLIN, FOUR)
    assert end - start == timedelta(hours=hours)


def test_r40_a_day_start_that_the_clock_skips_is_the_end_of_the_gap() -> None:
    spring = date(2026, 3, 29)
    jump = _utc("2026-03-29T01:00:00")
    assert day_start_at(spring, BERLIN, time(2, 30)) == jump
    assert day_start_at(spring, BERLIN, time(2)) == jump
    assert day_start_at(spring, BERLIN, time(3)) == jump
    assert business_date(jump, BERLIN, time(2, 30)) == spring
    assert business_date(jump - timedelta(seconds=1), BERLIN, time(2, 30)) == date(2026, 3, 28)


def test_r40_a_repeated_hour_does_not_return_to_the_day_before() -> None:
    autumn = date(2026, 10, 25)
    day_start = time(2, 30)
    first_pass = _utc("2026-10-25T00:30:00")
    second_two_o_clock = _utc("2026-10-25T01:10:00")
    assert local(second_two_o_clock, BERLIN).time() == time(2, 10)
    assert day_start_at(autumn, BERLIN, day_start) == first_pass
    assert business_date(first_pass - timedelta(seconds=1), BERLIN, day_start) == date(2026, 10, 24)
    assert business_date(second_two_o_clock, BERLIN, day_start) == autumn


def test_r40_midnight_may_be_skipped() -> None:
    beirut = ZoneInfo("Asia/Beirut")
    start = day_start_at(date(2026, 3, 29), beirut, time(0))
    assert local(start, beirut).time() == time(1)
    assert business_date(start, beirut, time(0)) == date(2026, 3, 29)
    assert business_date(start - timedelta(seconds=1), beirut, time(0)) == date(2026, 3, 28)


def test_r40_a_clock_set_back_over_midnight_keeps_the_date() -> None:
    newfoundland = ZoneInfo("America/St_Johns")
    midnight = day_start_at(date(2008, 11, 2), newfoundland, time(0))
    again_before_midnight = midnight + timedelta(minutes=30)
    assert local(again_before_midnight, newfoundland).date() == date(2008, 11, 1)
    assert business_date(again_before_midnight, newfoundland, time(0)) == date(2008, 11, 2)


def test_r40_a_date_that_a_place_never_had_has_no_moment() -> None:
    apia = ZoneInfo("Pacific/Apia")
    skipped = day_start_at(date(2011, 12, 30), apia, FOUR)
    assert local(skipped, apia) == datetime(2011, 12, 31, tzinfo=apia)
    assert day_start_at(date(2011, 12, 31), apia, FOUR) - skipped == timedelta(hours=4)


def test_a_moment_without_a_zone_is_a_mistake_of_the_caller() -> None:
    with pytest.raises(ValueError, match="zone"):
        business_date(datetime(2026, 1, 1), MOSCOW, FOUR)  # noqa: DTZ001 - the point of the test


def test_the_zone_of_a_moment_does_not_matter() -> None:
    at = _utc("2026-11-18T00:30:00")
    tokyo = at.astimezone(ZoneInfo("Asia/Tokyo"))
    assert business_date(tokyo, MOSCOW, FOUR) == business_date(at, MOSCOW, FOUR)
    assert local(at, MOSCOW).isoformat() == "2026-11-18T03:30:00+03:00"


@pytest.mark.parametrize(
    "on, months, moved",
    [
        ("2026-01-31", 1, "2026-02-28"),
        ("2028-01-31", 1, "2028-02-29"),
        ("2026-01-31", 2, "2026-03-31"),
        ("2026-03-31", -1, "2026-02-28"),
        ("2026-11-18", 2, "2027-01-18"),
        ("2026-01-15", -1, "2025-12-15"),
        ("2026-12-31", 12, "2027-12-31"),
        ("2028-02-29", 12, "2029-02-28"),
        ("2026-05-05", 0, "2026-05-05"),
    ],
)
def test_r40_months_end_on_the_last_day_they_have(on: str, months: int, moved: str) -> None:
    assert add_months(date.fromisoformat(on), months) == date.fromisoformat(moved)


@pytest.mark.parametrize("months", [12 * 8_000, -12 * 2_026, 10**9])
def test_a_date_outside_the_calendar_is_refused(months: int) -> None:
    with pytest.raises(ValueError, match="calendar"):
        add_months(date(2026, 1, 1), months)


def test_r44_a_birthday_of_29_february_is_kept_every_year() -> None:
    born = date(1992, 2, 29)
    assert birthday_on(born, 2027) == date(2027, 2, 28)
    assert birthday_on(born, 2028) == date(2028, 2, 29)
    assert birthday_on(date(1990, 7, 5), 2026) == date(2026, 7, 5)
