"""The scanner that types like a keyboard, heard whatever has the focus.

Key presses are seen on their way into the window that has the focus, before any widget and
before shortcuts. The filter stands on that window alone, not on the application: an application
filter would be called for every event of every object.
"""

import time
from collections.abc import Callable
from typing import NamedTuple

import shiboken6
from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QWindow
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget

from refdesk.ui import alt_digits
from refdesk.ui.alt_digits import AltDigits
from refdesk.ui.burst import Answer, BurstDetector, BurstLimits, Key, Scan
from refdesk.ui.keycodes import key_number, us_symbol
from refdesk.ui.scan_snapshot import Snapshot
from refdesk.ui.serial_device import SerialChoice
from refdesk.ui.serial_scanner import SerialScanner
from refdesk.ui.strays import part
from refdesk.ui.tasks import Tasks

_MODIFIERS = (
    Qt.Key.Key_Shift,
    Qt.Key.Key_CapsLock,
    Qt.Key.Key_NumLock,
    Qt.Key.Key_Control,
    Qt.Key.Key_Alt,
    Qt.Key.Key_AltGr,
    Qt.Key.Key_Meta,
)
_ENDS = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Tab)
_COMMANDS = (
    Qt.KeyboardModifier.ControlModifier
    | Qt.KeyboardModifier.AltModifier
    | Qt.KeyboardModifier.MetaModifier
)
_ALT_ON_PAD = Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.KeypadModifier


def event_time(event: QKeyEvent) -> int:
    """When a key was pressed, in ms; the event's own time is right even if the window was busy."""
    return event.timestamp() or time.monotonic_ns() // 1_000_000


class _Pressed(NamedTuple):
    """A key as it went to a widget, to be pressed there once more."""

    widget: QWidget | None
    key: int
    modifiers: Qt.KeyboardModifier
    text: str

    @staticmethod
    def of(event: QKeyEvent) -> "_Pressed":
        widget = QApplication.focusWidget()
        return _Pressed(widget, event.key(), event.modifiers(), event.text())

    def repeat(self) -> None:
        """Give the key to the widget that it was meant for, or to what has the focus now."""
        widget = self.widget
        if widget is None or not shiboken6.isValid(widget) or not widget.isVisible():
            widget = QApplication.focusWidget()
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            if widget is not None and shiboken6.isValid(widget):
                event = QKeyEvent(kind, self.key, self.modifiers, self.text)
                QCoreApplication.sendEvent(widget, event)


class Scanner(QObject):
    """Tells of scans. ``scanned`` gives the text as a US keyboard types it.

    ``measured`` gives the same scan with its timing, for "Test scanner".
    """

    scanned = Signal(str)
    measured = Signal(object)

    def __init__(
        self,
        limits: BurstLimits | None = None,
        *,
        clock: Callable[[QKeyEvent], int] = event_time,
        platform: str = "",
    ) -> None:
        """``platform`` is Qt's name of it; by default that of the running application."""
        super().__init__()
        self._detector = BurstDetector(limits or BurstLimits())
        self._clock = clock
        self._platform = platform or QGuiApplication.platformName()
        self._snapshot: Snapshot | None = None
        self._first: _Pressed | None = None
        self._latest: _Pressed | None = None
        self._alt = AltDigits()
        self.serial = SerialScanner()
        """The scanner on a serial port, where the till has one; its scans go the same way."""
        self.serial.setParent(self)
        self.serial.read.connect(self._hear)
        self._silence = QTimer(self)
        self._silence.setSingleShot(True)
        self._silence.timeout.connect(self._after_silence)
        self._last_chance = QTimer(self)
        self._last_chance.setSingleShot(True)
        self._last_chance.setInterval(0)
        self._last_chance.timeout.connect(self._end_by_silence)

    @property
    def limits(self) -> BurstLimits:
        """The limits in use."""
        return self._detector.limits

    def use(self, choice: SerialChoice, limits: BurstLimits, tasks: Tasks) -> None:
        """Read this serial port, or none, and tell keys from scans by these limits."""
        self.set_limits(limits)
        self.serial.use(choice, tasks)

    def set_limits(self, limits: BurstLimits) -> None:
        """Use other limits from the next key on."""
        self._detector = BurstDetector(limits)

    def _hear(self, scan: Scan) -> None:
        """A scan that no keys had to be told from."""
        self.measured.emit(scan)
        self.scanned.emit(scan.text)

    def start(self, app: QGuiApplication) -> None:
        """Listen to every window of the application that gets the focus."""
        app.focusWindowChanged.connect(self.watch)
        if app.focusWindow() is not None:
            self.watch(app.focusWindow())

    def watch(self, window: QWindow | None) -> None:
        """Listen to a window; once more does no harm."""
        if window is not None:
            window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kind = event.type()
        if kind == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            return self._on_press(event)
        if kind == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            return self._on_shortcut(event)
        if kind == QEvent.Type.KeyRelease and isinstance(event, QKeyEvent):
            self._on_release(event)
        return False

    # -- keys ------------------------------------------------------------------------------

    def _on_shortcut(self, event: QKeyEvent) -> bool:
        """Keep shortcuts off during a burst, and from the Enter that ends one."""
        at = self._clock(event)
        self._settle(at)
        mine = self._detector.is_fast_run(at) or bool(self._alt_digit(event))
        if event.key() in _ENDS and not event.isAutoRepeat():
            mine = mine or self._detector.swallows_end(at)
        if mine:
            event.accept()
        return mine

    def _on_press(self, event: QKeyEvent) -> bool:
        key, symbol = self._read(event)
        at = self._clock(event)
        self._settle(at)
        fast = self._detector.is_fast_run(at)
        if key is Key.SYMBOL and self._alt.is_echo(symbol, at):
            return fast
        if key is Key.SYMBOL:
            self._latest = _Pressed.of(event)
        if self._press(key, at, symbol) or self._alt_digit(event):
            return True
        return fast and symbol == " " and isinstance(QApplication.focusWidget(), QAbstractButton)

    def _press(self, key: Key, at: int, symbol: str) -> bool:
        """Give a key to the detector; tell whether it is kept from everything else."""
        if key is Key.SYMBOL and not self._detector.is_running(at):
            self._snapshot, self._first = Snapshot.of_focus(), self._latest
        answer = self._detector.press(key, at, symbol)
        if answer is Answer.TAKE_BACK and self._snapshot is not None:
            self._snapshot.restore()
            self._snapshot = None
        if answer is Answer.DONE:
            self._silence.stop()
            self._last_chance.stop()
            self._tell()
        elif key is Key.SYMBOL:
            self._last_chance.stop()
            self._silence.start(self.limits.silence_ms)
        elif key is Key.OTHER:
            self._tell()  # a key that no scanner types ends a scan that has no end key
        return answer in (Answer.TAKE_BACK, Answer.KEEP, Answer.DONE)

    def _on_release(self, event: QKeyEvent) -> None:
        """Alt goes up: the digits that were typed meanwhile are a symbol."""
        if event.key() != Qt.Key.Key_Alt:
            return
        at = self._clock(event)
        symbol = self._alt.release(at)
        if not symbol:
            return
        self._settle(at)
        self._latest = None
        if symbol in alt_digits.ENDS:
            self._press(Key.END, at, "")
        else:
            self._press(Key.SYMBOL if symbol.isprintable() else Key.CONTROL, at, symbol)

    def _settle(self, at: int) -> None:
        """The window was busy: this key is of what comes after a scan that nobody told yet."""
        if self._detector.settle(at):
            self._silence.stop()
            self._tell()

    def _read(self, event: QKeyEvent) -> tuple[Key, str]:
        key = event.key()
        if key == Qt.Key.Key_Alt:
            self._alt.begin()
        elif digit := self._alt_digit(event):
            self._alt.press(digit)
            return Key.QUIET, ""
        if key in _MODIFIERS:
            return Key.QUIET, ""
        if event.isAutoRepeat():
            return Key.OTHER, ""
        if key in _ENDS:
            return Key.END, ""
        if event.modifiers() & _COMMANDS:
            return Key.CONTROL, ""
        symbol = self._symbol(event)
        if symbol:
            return Key.SYMBOL, symbol
        # half of an emoji, a mark of direction: nothing that a field shows, and no command either
        is_command = Qt.Key.Key_Escape <= key != Qt.Key.Key_unknown
        return (Key.OTHER if is_command else Key.CONTROL), ""

    def _alt_digit(self, event: QKeyEvent) -> str:
        """The digit that is typed on the number pad while Alt is held, Num Lock or not."""
        if event.modifiers() & ~Qt.KeyboardModifier.ShiftModifier != _ALT_ON_PAD:
            return ""
        if Qt.Key.Key_0 <= event.key() <= Qt.Key.Key_9:
            return chr(event.key())
        number = key_number(event.nativeScanCode(), self._platform)
        symbol = us_symbol(number, shift=False) or ""
        return symbol if symbol.isdecimal() else ""

    def _symbol(self, event: QKeyEvent) -> str:
        text = event.text()
        is_dead = Qt.Key.Key_Dead_Grave <= event.key() <= Qt.Key.Key_Dead_Longsolidusoverlay
        if not is_dead and (len(text) != 1 or not text.isprintable()):
            return ""
        number = key_number(event.nativeScanCode(), self._platform)
        shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        physical = us_symbol(number, shift=shift) if number else None
        return physical or text

    # -- the end ---------------------------------------------------------------------------

    def _after_silence(self) -> None:
        # Keys that waited while the window was busy are delivered before this second timer.
        self._last_chance.start()

    def _end_by_silence(self) -> None:
        if self._detector.silence():
            self._tell()

    def _tell(self) -> None:
        self._snapshot = None
        scan: Scan | None = self._detector.take()
        if scan is None:
            return
        first, latest = self._first, self._latest
        self._first = self._latest = None
        parted = part(scan.text)
        if parted.before and first is not None:
            first.repeat()
        self.measured.emit(scan._replace(text=parted.text))
        self.scanned.emit(parted.text)
        if parted.after and latest is not None:
            latest._replace(widget=None).repeat()
