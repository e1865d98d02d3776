"""Business dates: which trading day a moment belongs to, and calendar arithmetic (R40, R44).

A business day runs from the first moment at which the shop's clock shows the day start (such as
04:00) up to the first such moment of the next date. Both nights on which clocks change are
covered by that: a skipped hour starts the day at the end of the gap, a repeated hour starts it
at its first pass and does not fall back into the day before.

Decisions: a birthday of 29 February is kept on 28 February in a common year (the last of the
month, as in `add_months`).
"""

from calendar import monthrange
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

_DAY = timedelta(days=1)


def local(at: datetime, zone: ZoneInfo) -> datetime:
    """Return an aware moment as the shop's clock shows it. Raises ValueError for a naive one."""
    if at.tzinfo is None:
        raise ValueError("a moment needs its time zone")
    return at.astimezone(zone)


def business_date(at: datetime, zone: ZoneInfo, day_start: time) -> date:
    """Return the business date of an aware moment (R40)."""
    shown = local(at, zone).date()
    # Later dates come first: where the clock goes back over the day start, a date once begun
    # must not end again.
    for day in (shown + _DAY, shown):
        if day_start_at(day, zone, day_start) <= at:
            return day
    return shown - _DAY


def day_start_at(on: date, zone: ZoneInfo, day_start: time) -> datetime:
    """Return the first moment of a business day as aware UTC.

    The day ends where the next one starts.
    """
    wall = datetime.combine(on, day_start.replace(tzinfo=None, fold=0))
    start = wall.replace(tzinfo=zone).astimezone(UTC)
    if start.astimezone(zone).replace(tzinfo=None) == wall:
        return start
    return _end_of_gap(wall, zone)


def add_months(on: date, months: int) -> date:
    """Move a date by whole months; a day that the month does not have becomes its last (R40).

    Raises ValueError outside the years 1 to 9999.
    """
    year, month = divmod(on.year * 12 + on.month - 1 + months, 12)
    if not date.min.year <= year <= date.max.year:
        raise ValueError("the date leaves the calendar")
    return date(year, month + 1, min(on.day, monthrange(year, month + 1)[1]))


def next_period(period: str, on: date) -> date | None:
    """The first date of the day, month or year that comes after a date's; None of a lifetime."""
    if period == "day":
        return on + _DAY
    months = {"month": 1, "year": 12}.get(period)
    if months is None:
        return None
    return add_months(on.replace(day=1, month=on.month if months == 1 else 1), months)


def birthday_on(born: date, year: int) -> date:
    """Return the day on which a birthday is kept in a year (R44)."""
    return add_months(born, (year - born.year) * 12)


def _end_of_gap(wall: datetime, zone: ZoneInfo) -> datetime:
    """Return when the clock jumped over a time that it never showed, to the second."""
    # By PEP 495 a skipped time read with fold=1 lies before the jump, with fold=0 after it.
    before = wall.replace(tzinfo=zone, fold=1).astimezone(UTC)
    after = wall.replace(tzinfo=zone, fold=0).astimezone(UTC)
    old_offset = before.astimezone(zone).utcoffset()
    while after - before > timedelta(seconds=1):
        middle = (before + (after - before) / 2).replace(microsecond=0)
        if middle.astimezone(zone).utcoffset() == old_offset:
            before = middle
        else:
            after = middle
    return after.replace(microsecond=0)
