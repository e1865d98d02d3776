"""Business days under any moment, place and day start."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from refdesk.domain.business_day import add_months, birthday_on, business_date, day_start_at

ZONES = st.sampled_from(
    [
        *("Europe/Moscow", "Europe/Berlin", "America/New_York", "America/St_Johns", "Asia/Beirut"),
        *("Pacific/Apia", "Australia/Lord_Howe", "America/Sao_Paulo", "Asia/Kathmandu", "UTC"),
    ]
).map(ZoneInfo)
MOMENTS = st.integers(1_167_609_600, 2_114_380_800).map(
    lambda seconds: datetime.fromtimestamp(seconds, UTC)  # of the years 2007 to 2036
)
DAY_STARTS = st.times().map(lambda at: at.replace(second=0, microsecond=0, fold=0))
DATES = st.dates(date(1900, 1, 1), date(2200, 12, 31))


@given(MOMENTS, ZONES, DAY_STARTS)
def test_r40_every_moment_lies_within_its_business_day(
    at: datetime, zone: ZoneInfo, day_start: time
) -> None:
    day = business_date(at, zone, day_start)
    assert day_start_at(day, zone, day_start) <= at
    assert at < day_start_at(day + timedelta(days=1), zone, day_start)


@given(MOMENTS, st.integers(0, 200_000), ZONES, DAY_STARTS)
def test_r40_business_dates_never_run_backwards(
    at: datetime, seconds: int, zone: ZoneInfo, day_start: time
) -> None:
    later = at + timedelta(seconds=seconds)
    assert business_date(at, zone, day_start) <= business_date(later, zone, day_start)


@given(MOMENTS.map(datetime.date), ZONES, DAY_STARTS)
def test_r40_no_shop_clock_shows_the_day_start_earlier(
    on: date, zone: ZoneInfo, day_start: time
) -> None:
    start = day_start_at(on, zone, day_start)
    shown = start.astimezone(zone).replace(tzinfo=None)
    assert shown >= datetime.combine(on, day_start)
    before = (start - timedelta(seconds=1)).astimezone(zone).replace(tzinfo=None)
    assert before < datetime.combine(on, day_start)


@given(DATES, st.integers(-240, 240))
def test_r40_adding_months_keeps_the_day_or_takes_the_last(on: date, months: int) -> None:
    moved = add_months(on, months)
    assert (moved.year * 12 + moved.month) - (on.year * 12 + on.month) == months
    assert moved.day == on.day or (moved.day < on.day and (moved + timedelta(days=1)).day == 1)


@given(DATES, st.integers(1900, 2200))
def test_r44_a_birthday_comes_once_in_every_year(born: date, year: int) -> None:
    kept = birthday_on(born, year)
    assert kept.year == year
    assert kept.month == born.month
