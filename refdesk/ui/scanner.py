"""The scanner that types like a keyboard, heard whatever has the focus.

Key presses are seen on their way into the window that has the focus, before any widget and
before shortcuts. The filter stands on that window alone, not on the application: an application
filter would be called for every event of every object.
"""

import time
from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple, Protocol, runtime_checkable

import shiboken6
from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QWindow
from PySide6.QtWidgets import QAbstractButton, QApplication, QLineEdit, QWidget

if TYPE_CHECKING:  # Qt makes a class when it is first named; a start needs none of these
    from PySide6.QtWidgets import QAbstractItemView, QComboBox, QPlainTextEdit

from refdesk.ui.burst import Answer, BurstDetector, BurstLimits, Key, Scan
from refdesk.ui.keycodes import key_number, us_symbol

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


@runtime_checkable
class Restorable(Protocol):
    """A widget with a state of its own that the first keys of a scan may change."""

    def scan_snapshot(self) -> object:
        """The state before the scan."""

    def scan_restore(self, snapshot: object) -> None:
        """Return to that state."""


def event_time(event: QKeyEvent) -> int:
    """When a key was pressed, in ms; the event's own time is right even if the window was busy."""
    return event.timestamp() or time.monotonic_ns() // 1_000_000


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
        self._snapshot: _Snapshot | None = None
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

    def set_limits(self, limits: BurstLimits) -> None:
        """Use other limits from the next key on."""
        self._detector = BurstDetector(limits)

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
        return False

    # -- keys ------------------------------------------------------------------------------

    def _on_shortcut(self, event: QKeyEvent) -> bool:
        """Keep shortcuts off during a burst, and from the Enter that ends one."""
        at = self._clock(event)
        self._settle(at)
        mine = self._detector.is_fast_run(at)
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
        if key is Key.SYMBOL and not self._detector.is_running(at):
            self._snapshot = _Snapshot.of_focus()
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
        if answer in (Answer.TAKE_BACK, Answer.KEEP, Answer.DONE):
            return True
        return fast and symbol == " " and isinstance(QApplication.focusWidget(), QAbstractButton)

    def _settle(self, at: int) -> None:
        """The window was busy: this key is of what comes after a scan that nobody told yet."""
        if self._detector.settle(at):
            self._silence.stop()
            self._tell()

    def _read(self, event: QKeyEvent) -> tuple[Key, str]:
        key = event.key()
        if key in _MODIFIERS:
            return Key.QUIET, ""
        if event.isAutoRepeat():
            return Key.OTHER, ""
        if key in _ENDS:
            return Key.END, ""
        if event.modifiers() & _COMMANDS:
            return Key.CONTROL, ""
        symbol = self._symbol(event)
        return (Key.SYMBOL, symbol) if symbol else (Key.OTHER, "")

    def _symbol(self, event: QKeyEvent) -> str:
        text = event.text()
        if len(text) != 1 or not text.isprintable():
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
        if scan is not None:
            self.measured.emit(scan)
            self.scanned.emit(scan.text)


class _Snapshot(NamedTuple):
    """The focused widget and how to put it back."""

    widget: QWidget
    put_back: Callable[[], None]

    @staticmethod
    def of_focus() -> "_Snapshot | None":
        widget = QApplication.focusWidget()
        put_back = _restorer(widget) if widget is not None else None
        return _Snapshot(widget, put_back) if widget is not None and put_back is not None else None

    def restore(self) -> None:
        if shiboken6.isValid(self.widget):
            self.put_back()


def _restorer(widget: QWidget) -> Callable[[], None] | None:
    """How to put a widget back to what it is now; None where keys change nothing."""
    if isinstance(widget, Restorable):
        state = widget.scan_snapshot()
        return lambda: widget.scan_restore(state)
    if isinstance(widget, QLineEdit):
        return _line_restorer(widget)
    from PySide6.QtWidgets import QAbstractItemView, QAbstractSpinBox, QComboBox, QPlainTextEdit

    if isinstance(widget, QAbstractSpinBox):
        return _line_restorer(widget.lineEdit())
    if isinstance(widget, QComboBox):
        return _combo_restorer(widget)
    if isinstance(widget, QPlainTextEdit):
        return _document_restorer(widget)
    if isinstance(widget, QAbstractItemView):
        return _view_restorer(widget)
    return None


def _line_restorer(line: QLineEdit) -> Callable[[], None]:
    text, cursor = line.text(), line.cursorPosition()
    start, length = line.selectionStart(), line.selectionLength()

    def put_back() -> None:
        if line.text() != text:
            line.setText(text)
        line.setCursorPosition(cursor)
        if start >= 0:
            line.setSelection(start, length)

    return put_back


def _combo_restorer(combo: "QComboBox") -> Callable[[], None]:
    editor = combo.lineEdit()
    if combo.isEditable() and editor is not None:
        return _line_restorer(editor)
    index = combo.currentIndex()
    return lambda: combo.setCurrentIndex(index)


def _document_restorer(editor: "QPlainTextEdit") -> Callable[[], None]:
    text, cursor = editor.toPlainText(), editor.textCursor()
    anchor, position = cursor.anchor(), cursor.position()

    def put_back() -> None:
        if editor.toPlainText() != text:
            editor.setPlainText(text)
        again = editor.textCursor()
        again.setPosition(anchor)
        again.setPosition(position, again.MoveMode.KeepAnchor)
        editor.setTextCursor(again)

    return put_back


def _view_restorer(view: "QAbstractItemView") -> Callable[[], None]:
    from PySide6.QtCore import QPersistentModelIndex

    index = QPersistentModelIndex(view.currentIndex())

    def put_back() -> None:
        if index.isValid():
            view.setCurrentIndex(index.model().index(index.row(), index.column(), index.parent()))

    return put_back
