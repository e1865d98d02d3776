"""Notices that nobody has touched the window for a while."""

import time
from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtGui import QWindow

MINUTE_MS = 60 * 1000
IDLE_MS = 5 * MINUTE_MS
# A key that is a shortcut reaches the window only as the question whether it may be one.
_TOUCHES = frozenset(
    {
        QEvent.Type.KeyPress,
        QEvent.Type.ShortcutOverride,
        QEvent.Type.MouseButtonPress,
        QEvent.Type.MouseMove,
        QEvent.Type.Wheel,
        QEvent.Type.TouchBegin,
    }
)


def _clock_ms() -> int:
    return time.monotonic_ns() // 1_000_000


class IdleWatch(QObject):
    """Tells once when a window had no key, click or move for ``limit_ms``, again after the next.

    The clock is monotonic: setting the computer's time neither locks nor keeps open.
    """

    expired = Signal()

    def __init__(self, *, limit_ms: int = IDLE_MS, clock: Callable[[], int] = _clock_ms) -> None:
        super().__init__()
        self._limit = limit_ms
        self._clock = clock
        self._touched = clock()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.check)
        self._timer.start(limit_ms)

    def watch(self, window: QWindow | None) -> None:
        """Listen to a window; once more does no harm."""
        if window is not None:
            window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in _TOUCHES:
            self.touch()
        return False

    def set_limit(self, limit_ms: int) -> None:
        """Tell after another time from now on."""
        self._limit = limit_ms
        self.touch()
        self._timer.start(limit_ms)

    def touch(self) -> None:
        """Somebody is there: by a device whose doings are no keys of a window."""
        self._touched = self._clock()
        if not self._timer.isActive():
            self._timer.start(self._limit)

    def check(self) -> None:
        """Look at the time; wait for what is left of it, or tell."""
        left = self._limit - (self._clock() - self._touched)
        if left > 0:
            self._timer.start(left)
        else:
            self.expired.emit()
