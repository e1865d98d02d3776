"""What time brings about, booked: holds that are over, expiries, birthdays, prizes (R41-R44, R78).

States are computed at reading, so nothing waits for this (R43); it writes down what has happened,
and may run late, twice, or after a week off, with the same result. An entry of an expiry is dated
with the day on which it is booked. It works in small transactions, so that no till is held up; one
that is stopped has done a part, and the next one does the rest.
"""

from dataclasses import dataclass
from datetime import date

from refdesk.domain.progress import Progress
from refdesk.domain.records import Shop
from refdesk.services import contest
from refdesk.services.birthdays import book_birthdays
from refdesk.services.desk import Desk
from refdesk.storage import entitlements, ledger
from refdesk.storage import shop as shops
from refdesk.storage import upkeep as storage

_ACCOUNTS_AT_ONCE = 200


@dataclass(frozen=True)
class Upkeep:
    """What was booked: lots that a hold has let go and lots that expired since the last time,
    kept benefits that expired unused, birthdays, and prizes of contests."""

    released: int
    expired: int
    entitlements: int
    birthdays: int
    prizes: int


def run_upkeep(desk: Desk, progress: Progress | None = None) -> Upkeep:
    """Book all that is due up to this business day.

    Raises DomainError ``clock_suspect`` (R46) and Cancelled, between two transactions.
    """
    progress = progress or Progress()
    shop, today = desk.shop(), desk.today()
    desk.refuse_suspect_clock(shop)
    since = shops.upkeep_on(desk.store)
    released = storage.count_released(desk.store, since, today)
    gifts = entitlements.count_expired(desk.store, since, today)
    _pay_debts(desk, shop, since, today, progress)
    expired = _expire(desk, shop, today, progress)
    birthdays = book_birthdays(desk, since, today, progress)
    prizes = contest.book_finished(desk)
    if since is None or since < today:
        with desk.store.write():
            desk.refuse_suspect_clock(shop)
            shops.set_upkeep_on(desk.store, today)
    return Upkeep(released, expired, gifts, birthdays, prizes)


def is_due(desk: Desk) -> bool:
    """Whether this business day has seen no upkeep yet."""
    since = shops.upkeep_on(desk.store)
    return since is None or since < desk.today()


def _pay_debts(desk: Desk, shop: Shop, since: date | None, today: date, progress: Progress) -> None:
    """What a hold has let go pays the oldest debt first (R68)."""
    debtors = storage.released_debtors(desk.store, since, today)
    for start in range(0, len(debtors), _ACCOUNTS_AT_ONCE):
        progress.check()
        with desk.store.write():
            stamp = desk.stamp(shop, opens_shift=False)
            for account in debtors[start : start + _ACCOUNTS_AT_ONCE]:
                ledger.settle(desk.store, stamp, account)


def _expire(desk: Desk, shop: Shop, today: date, progress: Progress) -> int:
    total, done = storage.count_expired_by_age(desk.store, today), 0

    def book(lots: list[int]) -> int:
        progress.check()
        with desk.store.write():
            stamp = desk.stamp(shop, opens_shift=False)
            booked = storage.book_expiry(desk.store, stamp, lots, today)
            if booked:
                desk.audit(stamp, "expired", lots=booked)
        return booked

    while lots := storage.expired_by_age(desk.store, today):
        done += book(lots)
        progress.report(done, max(total, done))
    for lots in storage.expired_by_inactivity(desk.store, today):
        done += book(lots)
        progress.report(done, None)
    return done
