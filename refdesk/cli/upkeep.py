"""The clock that everything is dated by, and what time does to what people have."""

from collections.abc import Iterator
from dataclasses import asdict
from datetime import datetime
from typing import TYPE_CHECKING

from refdesk.cli.call import Call
from refdesk.cli.tree import Branch
from refdesk.cli.values import day, instant

if TYPE_CHECKING:
    from refdesk.services.clock import ClockView


def declare_upkeep(branch: Branch) -> None:
    """``upkeep``."""
    branch.runs(_upkeep)


def _upkeep(call: Call) -> None:
    from refdesk.cli.progress import TerminalProgress
    from refdesk.services import upkeep

    desk, words = call.desk(), call.words
    with TerminalProgress(call, words.text("Upkeep")) as progress:
        done = upkeep.run_upkeep(desk, progress)
    lines = [
        words.text("Released: {n}", n=words.number(done.released)),
        words.text("Expired: {n}", n=words.number(done.expired)),
        words.text("Gifts and discounts expired: {n}", n=words.number(done.entitlements)),
        words.text("Birthdays: {n}", n=words.number(done.birthdays)),
        words.text("Prizes: {n}", n=words.number(done.prizes)),
    ]
    call.out.result(asdict(done), lines)


def declare_clock(branch: Branch) -> None:
    """``clock``, ``clock confirm``."""
    branch.runs(_clock).add_argument(
        "what", nargs="?", choices=("confirm",),
        help=branch.words.text("a manager confirms that the clock is right"),
    )  # fmt: skip


def _clock(call: Call) -> None:
    from refdesk.services import clock

    desk = call.desk()
    view = clock.confirm_clock(desk) if call.options.what else clock.look_at_clock(desk)
    fields = {
        "name": "clock",
        "value": instant(view.now),
        "business_date": day(view.today),
        "state": view.state,
        "newest": instant(view.newest),
        "confirmed_at": instant(view.confirmed_at),
    }
    call.out.result(fields, _lines(call, view))


def _lines(call: Call, view: "ClockView") -> Iterator[str]:
    words, zone = call.words, call.shop.zone

    def shown(at: datetime) -> str:
        moment = at.astimezone(zone)
        return f"{words.date(moment.date())}, {words.time(moment)}"

    yield words.text("The clock shows: {moment}", moment=shown(view.now))
    if view.newest is not None:
        yield words.text("Recorded last: {moment}", moment=shown(view.newest))
    if view.is_suspect:
        yield words.text("Nothing is recorded before a manager confirms the time")
