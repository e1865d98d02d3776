"""A counter under many mixed scans, with what each of them has to come to.

Every kind of scan looks at once whether the right verdict stands; the database is counted at the
end. Codes are coupons, so that a code that was redeemed twice or by half would be seen.
"""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from random import Random
from time import monotonic

from PySide6.QtCore import Qt
from PySide6.QtGui import QWindow

from refdesk.domain.codes import readings
from refdesk.ui.pages.counter.layout import Screen
from refdesk.ui.pages.counter.page import CounterPage
from tests.support.scanner_sim import Device, Hand, any_device
from tests.ui.running import Running, pace

PATIENCE_S = 15
LONG_MS = 3_000
"""More than the time in which the same code counts as read twice."""
SECOND_MS = 1_000


@dataclass
class Tally:
    """What was done, to be compared with the database."""

    scans: int = 0
    kinds: Counter[str] = field(default_factory=Counter)
    redeemed: dict[str, tuple[str, str]] = field(default_factory=dict)
    """Code -> phone and name that were typed with it."""


class ScanMix:
    """Takes coupons one after another through the window."""

    def __init__(self, run: Running, page: CounterPage, codes: list[str], seed: int) -> None:
        self.run = run
        self.page = page
        self.codes = codes
        self.chance = Random(seed)
        self.hand = Hand(self.chance)
        self.tally = Tally()
        self.heard: list[str] = []
        scanner = run.session.context.scanner
        scanner._clock = lambda _event: self.hand.now
        scanner._platform = "xcb"
        page.scans.clock = lambda: self.hand.now / SECOND_MS
        scanner.scanned.connect(self.heard.append)

    # -- the mix ---------------------------------------------------------------------------

    def play(self, scans: int) -> Tally:
        """Go on until so many scans were made."""
        kinds = {
            self.look: 5, self.redeem: 5, self.twice: 3, self.pair: 4,
            self.half: 2, self.stub: 1, self.finger: 1,
        }  # fmt: skip
        while self.tally.scans < scans:
            kind = self.chance.choices(list(kinds), list(kinds.values()))[0]
            self.tally.kinds[kind.__name__] += 1
            self.hand.wait(LONG_MS)
            kind()
        self.clear()
        return self.tally

    def look(self) -> None:
        """A card that is looked at and put away."""
        self.shown(self.scan())

    def twice(self) -> None:
        """A scanner that reads a card twice within 50 ms."""
        device = any_device(self.chance)
        code = self.scan(device)
        if device.is_silent:
            self.shown(code)  # without an end key and without silence it would be one scan
        self.hand.wait(self.chance.randint(1, 50))
        self.scan(device, code)
        self.shown(code)

    def pair(self) -> None:
        """Two scanners at once: the second begins as soon as the first has ended."""
        first, second = any_device(self.chance), any_device(self.chance)
        self.scan(first, wait=False)
        self.hand.wait(self.chance.randint(81, 200) if first.is_silent
                       else self.chance.randint(2, 60))  # fmt: skip
        code = self.scan(second)
        assert len(self.heard) == self.tally.scans
        self.shown(code)

    def half(self) -> None:
        """A scanner that loses the second half of a code."""
        code, device = self.next_code(), any_device(self.chance)
        self.tally.scans += 1
        self.hand.scan(self.window(), device, code, symbols=self.chance.randint(6, 9))
        self.until(lambda: len(self.heard) == self.tally.scans)
        self.settled()
        self.until(lambda: self.page.screen_shown is Screen.REFUSED)
        self.clear()

    def stub(self) -> None:
        """A few symbols that nobody can tell from typing, and the whole card after them."""
        self.clear()
        device = Device(self.chance.randint(2, 30))
        code = self.next_code()
        self.hand.scan(self.window(), device, code, symbols=self.chance.randint(1, 5))
        self.hand.wait(SECOND_MS)
        self.scan(any_device(self.chance), code)
        self.shown(code)

    def finger(self) -> None:
        """A key that somebody presses just before the scan is no part of it."""
        self.clear()
        code = self.next_code()
        self.hand.type(self.window(), "X")
        self.hand.wait(self.chance.randint(1, 25))
        self.tally.scans += 1
        self.hand.scan(self.window(), Device(8), code)
        self.shown(code)

    def redeem(self) -> None:
        """A newcomer with a coupon: phone, name, amount, Enter, with other scans in between."""
        code = self.scan()
        self.codes.remove(code)
        self.shown(code)
        number = len(self.tally.redeemed)
        phone, name = f"900{number:07}", f"Guest {number:05}"
        cut = self.chance.randint(1, len(phone) - 1)
        self.type(phone[:cut])
        self.interrupt(code)
        self.type(phone[cut:])
        self.press(Qt.Key.Key_Tab)
        cut = self.chance.randint(1, len(name) - 1)
        self.type(name[:cut])
        self.interrupt(code)
        self.type(name[cut:])
        self.press(Qt.Key.Key_F6)
        self.type("1000")
        form = self.page.newcomer
        assert (form.phone.e164(), form.name.text()) == (f"+7{phone}", name)
        assert form.entry.amount() == 100_000
        self.until(lambda: not self.page.forms.live.is_waiting())
        self.hand.wait(SECOND_MS)
        self.press(Qt.Key.Key_Return)
        self.until(lambda: self.page.screen_shown is Screen.IDLE)
        self.settled()
        self.tally.redeemed[code] = (f"+7{phone}", name)

    def interrupt(self, code: str) -> None:
        """A scan in the middle of typing; what is typed stays."""
        self.hand.wait(self.chance.randint(40, 500))
        match self.chance.randrange(4):
            case 0:  # the same card once more, at once
                self.scan(any_device(self.chance), code)
            case 1:  # somebody else's card
                self.scan()
            case 2:  # half of one
                self.tally.scans += 1
                device = any_device(self.chance)
                self.hand.scan(self.window(), device, self.next_code(), symbols=8)
                self.until(lambda: len(self.heard) == self.tally.scans)
            case _:
                return
        self.settled()
        if self.page.has_waiting_scan():
            self.press(Qt.Key.Key_Escape)
        self.hand.wait(SECOND_MS)
        assert self.page.newcomer.opening.code == code

    # -- hands and eyes --------------------------------------------------------------------

    def next_code(self) -> str:
        """A coupon that nobody used yet, and not one of the latest."""
        code = self.codes.pop(0)
        self.codes.append(code)
        return code

    def scan(self, device: Device | None = None, code: str = "", *, wait: bool = True) -> str:
        """Make a whole scan; the window has heard it then."""
        code = code or self.next_code()
        device = device or any_device(self.chance)
        self.tally.scans += 1
        self.hand.scan(self.window(), device, code)
        if wait:
            self.until(lambda: len(self.heard) == self.tally.scans)
            assert code in [one.code for one in readings(self.heard[-1])], (device, self.heard[-1])
        return code

    def shown(self, code: str) -> None:
        """The form of this code stands, with nothing typed into it."""
        page = self.page
        self.settled()
        self.until(lambda: page.screen_shown is Screen.NEWCOMER
                   and page.newcomer.opening.code == code)  # fmt: skip
        self.until(lambda: not page.asking.held.is_holding())
        verdict = page.banner.verdict()
        assert verdict is not None
        assert verdict.kind == "ok"
        assert not page.forms.is_touched()

    def settled(self) -> None:
        """Nothing is looked up any more, and what was found is shown."""
        tasks = self.run.session.context.tasks
        while True:
            self.until(lambda: not tasks.has_work())
            pace(1)  # what was found is on its way to the window, and may ask for more
            if not tasks.has_work():
                return

    def clear(self) -> None:
        """Esc, back to the box."""
        self.press(Qt.Key.Key_Escape)
        self.until(lambda: self.page.screen_shown is Screen.IDLE)
        self.settled()

    def type(self, text: str) -> None:
        self.hand.type(self.window(), text)

    def press(self, key: Qt.Key) -> None:
        self.hand.press(self.window(), key)

    def window(self) -> QWindow:
        """What keys go to."""
        handle = self.run.window.windowHandle()
        assert handle is not None
        return handle

    def until(self, is_so: Callable[[], bool]) -> None:
        """Let the window work until something is so."""
        end = monotonic() + PATIENCE_S
        while not is_so():
            assert monotonic() < end, (self.tally, self.heard[-3:], self.page.screen_shown)
            pace(1)
