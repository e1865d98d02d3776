"""The clock guard (R46, G18): what the clock shows, and a manager who confirms it.

While the clock is suspect nothing is recorded, expired or dated: `Desk.stamp` refuses with
``clock_suspect``. What must work all the same leaves no date that counts: signing in, noting a
refusal, backups, reading.
"""

from dataclasses import dataclass
from datetime import date, datetime

from refdesk.domain.business_day import business_date
from refdesk.domain.clock import OK, clock_state
from refdesk.domain.records import Shop
from refdesk.services.desk import Desk
from refdesk.storage import shop as shops


@dataclass(frozen=True)
class ClockView:
    """What the clock shows, as a moment and as a business date, and what speaks for or against it.

    ``state`` is ``ok``, ``behind`` or ``ahead``; ``newest`` the newest recording time since the
    clock was confirmed, ``confirmed_at`` what it showed then.
    """

    now: datetime
    today: date
    state: str
    newest: datetime | None
    confirmed_at: datetime | None

    @property
    def is_suspect(self) -> bool:
        return self.state != OK


def look_at_clock(desk: Desk) -> ClockView:
    """How the clock stands; two quick look-ups."""
    return _view(desk, desk.shop(), desk.now())


def _view(desk: Desk, shop: Shop, now: datetime) -> ClockView:
    newest = shops.newest_recording(desk.store)
    return ClockView(
        now=now,
        today=business_date(now, shop.zone, shop.settings.business_day_start),
        state=clock_state(now, newest),
        newest=newest,
        confirmed_at=shops.clock_confirmed_at(desk.store),
    )


def confirm_clock(desk: Desk) -> ClockView:
    """A manager says that the clock is right: recording goes on from what it shows now.

    Where the clock is not suspect there is nothing to confirm and nothing changes. Raises
    DomainError ``not_allowed``.
    """
    desk.require("manager", "confirm_clock")
    shop = desk.shop()
    with desk.store.write():
        stamp = desk.stamp(shop, opens_shift=False, minds_clock=False)
        before = _view(desk, shop, stamp.at)
        if before.is_suspect:
            shops.confirm_clock(desk.store, stamp.at, stamp.on)
            approver = desk.approver.staff if desk.approver else None
            desk.audit(
                stamp, "clock_confirmed", state=before.state, approver=approver,
                newest=before.newest.isoformat() if before.newest else None,
            )  # fmt: skip
        return _view(desk, shop, stamp.at)
