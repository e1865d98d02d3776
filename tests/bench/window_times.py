"""What a person at the counter waits for: the painted verdict, and a window that answers.

A `Watchdog` ticks in the window's thread; the longest pause between two ticks is how long the
window did not answer. The time in which these two threads were ready and the machine ran something
else is taken off, where the system tells it (Linux): the window's thread and the database's work
one after the other on the way to a verdict, and wait for each other's turn to run Python.
"""

import threading
from collections.abc import Callable
from pathlib import Path
from random import Random
from time import monotonic, perf_counter, thread_time
from typing import NamedTuple

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QWindow
from PySide6.QtTest import QTest

from refdesk.ui.main_window import CUSTOMERS
from refdesk.ui.page_list import CLOSE_SHIFT, SETTINGS
from refdesk.ui.pages.counter.layout import Screen
from refdesk.ui.pages.counter.page import CounterPage
from tests.support.scanner_sim import Device, Hand
from tests.ui.running import Running, pace

NOTHING_HELD = Qt.KeyboardModifier.NoModifier
CTRL = Qt.KeyboardModifier.ControlModifier
PATIENCE_S, LOOK_MS = 30, 100
_THREADS = Path("/proc/self/task")
_OURS = ("MainThread", "database")


def waited_for_processor() -> float:
    """Seconds that these threads were ready to run while the machine ran something else."""
    ours = (one for one in threading.enumerate() if one.name.startswith(_OURS))
    found = (_THREADS / str(one.native_id) / "schedstat" for one in ours)
    return sum(int(one.read_text().split()[1]) for one in found if one.exists()) / 1e9


def taken_by_the_host() -> int:
    """How much of all processors the host of a virtual machine has kept, in ticks of the kernel.

    Neither of the other two times tells it: a thread that the host stops seems to run.
    """
    stat = Path("/proc/stat")
    return int(stat.read_text().split(maxsplit=9)[8]) if stat.exists() else 0


class Turn(NamedTuple):
    """One turn of the window's loop, times in seconds."""

    wall: float
    """Without what the machine ran instead."""
    busy: float
    """What the window's thread used of the processor."""
    is_whole: bool
    """Whether the host kept no processor to itself meanwhile."""
    step: str
    """The step of the story it belongs to."""


CONTROL_S, CHUNK = 0.030, 1_000


def bare_turns(seconds: float) -> list[float]:
    """How long the same work takes again and again that usually takes ``CONTROL_S``, without a
    window, threads or files: what it takes at times is the machine's doing. Processor's time."""
    texts = {number: str(number) for number in range(100_000)}
    order = Random(5).choices(range(100_000), k=CHUNK)

    def work(chunks: int) -> float:
        begun = thread_time()
        for _ in range(chunks):
            sum(len(texts[number]) for number in order)
        return thread_time() - begun

    usual = sorted(work(1) for _ in range(301))[150]
    chunks = max(1, round(CONTROL_S / usual))
    end, found = monotonic() + seconds, list[float]()
    while monotonic() < end:
        found.append(work(chunks))
    return found


class Wait(NamedTuple):
    """Seconds from the last key to the painted verdict: on the wall, and without other work."""

    wall: float
    own: float


class Watchdog(QObject):
    """Tells how long the window's thread did not come back to its events."""

    def __init__(self) -> None:
        super().__init__()
        self.step = ""
        self.turns: list[Turn] = []
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._tick)
        self._last = self._read()
        self._timer.start(2)

    def stop(self) -> None:
        """No more ticks."""
        self._timer.stop()

    def _read(self) -> tuple[float, float, float, int]:
        return perf_counter(), waited_for_processor(), thread_time(), taken_by_the_host()

    def _tick(self) -> None:
        now, last = self._read(), self._last
        wall = max(0.0, now[0] - last[0] - (now[1] - last[1]))
        self.turns.append(Turn(wall, now[2] - last[2], now[3] == last[3], self.step))
        self._last = now


class PaintWatch(QObject):
    """Tells when the verdict of a code stands on the screen."""

    def __init__(self, page: CounterPage) -> None:
        super().__init__()
        self._page = page
        self._code = ""
        self.painted_at: float | None = None
        page.banner.installEventFilter(self)

    def expect(self, code: str) -> None:
        """Wait for the verdict of this code."""
        self._code, self.painted_at = code, None

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if (
            event.type() == QEvent.Type.Paint
            and self._code
            and self._page.screen_shown is Screen.NEWCOMER
            and self._page.newcomer.opening.code == self._code
        ):
            self._code = ""
            # painting and the way to the screen are over when the next event is served
            QTimer.singleShot(0, self, self._note)
        return False

    def _note(self) -> None:
        self.painted_at = perf_counter()


class Counter:
    """The counter of a running window with a scanner and a person at it."""

    def __init__(self, run: Running, page: CounterPage, watchdog: Watchdog) -> None:
        self.run = run
        self.page = page
        self.watchdog = watchdog
        self.hand = Hand(Random(3))
        self.device = Device(8)
        self.paint = PaintWatch(page)
        scanner = run.session.context.scanner
        scanner._clock = lambda _event: self.hand.now
        scanner._platform = "xcb"
        page.scans.clock = lambda: self.hand.now / 1_000

    def scan(self, code: str) -> Wait:
        """Scan a card; how long it takes from its last key to the painted verdict."""
        self.watchdog.step = "scan"
        self.hand.wait(3_000)
        self.paint.expect(code)
        strokes = self.device.strokes(code, self.hand.chance)
        for stroke in strokes[:-1]:
            self.hand.stroke(self._window(), stroke)
            pace(4)
        self.watchdog.step = "verdict"
        delayed, begun = waited_for_processor(), perf_counter()
        self.hand.stroke(self._window(), strokes[-1])
        self.until(lambda: self.paint.painted_at is not None)
        assert self.paint.painted_at is not None
        wall = self.paint.painted_at - begun
        return Wait(wall, max(0.0, wall - (waited_for_processor() - delayed)))

    def put_away(self) -> None:
        """Esc, back to the box."""
        self.watchdog.step = "esc"
        self.hand.press(self._window(), Qt.Key.Key_Escape)
        self.until(lambda: self.page.screen_shown is Screen.IDLE)
        self._settle()

    def story(self, code: str, phone: str) -> None:
        """Scan, verdict, phone, amount, Enter, saved, undone."""
        self.scan(code)
        self._settle()
        self._type("phone", phone)
        self.watchdog.step = "amount"
        self.hand.press(self._window(), Qt.Key.Key_F6)
        self._type("amount", "1000")
        self.until(lambda: not self.page.forms.live.is_waiting())
        self.hand.wait(1_000)
        self.watchdog.step = "save"
        self.hand.press(self._window(), Qt.Key.Key_Return)
        self.until(lambda: self.page.screen_shown is Screen.IDLE)
        self._settle()
        self.watchdog.step = "undo"
        QTest.keyClick(self._window(), Qt.Key.Key_Z, CTRL)
        self.until(self.page.saving.recorder.can_repeat)
        self._settle()

    def scan_from_customers(self, code: str) -> Wait:
        """Look at the customers and leave again: a card comes while their list is being read."""
        self._press("F3", Qt.Key.Key_F3)
        self.until(lambda: self.run.window.current_key() == CUSTOMERS)
        pace(LOOK_MS)
        self._press("back", Qt.Key.Key_F2)
        self.until(self.page.isVisible)
        return self.scan(code)

    def look_around(self) -> None:
        """What else belongs to a day at the counter: somebody without a code, a search for a
        customer, the close of the shift, the settings; each time back to the box."""
        self._press("F4", Qt.Key.Key_F4)
        self.until(lambda: self.page.screen_shown is Screen.NEWCOMER)
        self._settle()
        self.put_away()
        self._press("F3", Qt.Key.Key_F3)
        self.until(lambda: self.run.window.current_key() == CUSTOMERS)
        self._settle()
        self._type("search", "lebed")
        self._settle()
        self._back()
        self._press("close shift", Qt.Key.Key_F10)
        self.until(lambda: self.run.window.current_key() == CLOSE_SHIFT)
        self._settle()
        self._back()
        self._press("settings", Qt.Key.Key_6, CTRL)
        self.until(lambda: self.run.window.current_key() == SETTINGS)
        self._settle()
        self._back()

    # -- inside ----------------------------------------------------------------------------

    def _press(self, step: str, key: Qt.Key, modifiers: Qt.KeyboardModifier = NOTHING_HELD) -> None:
        self.watchdog.step = step
        self.hand.wait(3_000)
        QTest.keyClick(self._window(), key, modifiers)

    def _back(self) -> None:
        self._press("back", Qt.Key.Key_F2)
        self.until(self.page.isVisible)
        self._settle()

    def _type(self, step: str, text: str) -> None:
        self.watchdog.step = step
        for symbol in text:
            self.hand.type(self._window(), symbol)
            pace(4)

    def _settle(self) -> None:
        self.until(lambda: not self.run.session.context.tasks.has_work()
                   and not self.page.asking.held.is_holding())  # fmt: skip
        pace(2)

    def _window(self) -> QWindow:
        handle = self.run.window.windowHandle()
        assert handle is not None
        return handle

    def until(self, is_so: Callable[[], bool]) -> None:
        """Let the window work until something is so."""
        end = monotonic() + PATIENCE_S
        while not is_so():
            assert monotonic() < end, (self.watchdog.step, self.page.screen_shown)
            pace(1)
