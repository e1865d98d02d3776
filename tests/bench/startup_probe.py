"""Starts a window in a process of its own and says on standard output when it is ready.

``bare``: a main window with one label. ``FOLDER``: RefDesk on a data folder; the line ``keys``
comes when a key pressed in the window stands in the scan box, ``counter`` when the counter of the
open shop has read its day. Each line gives the processor time in seconds that was used until then.
"""

import gc
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication


def tell(what: str) -> None:
    """Write a line with what the process has used so far."""
    print(what, round(time.process_time(), 4), flush=True)


def bare() -> None:
    """A window with a label, until it was painted."""
    from PySide6.QtCore import QTimer
    from PySide6.QtGui import QPaintEvent
    from PySide6.QtWidgets import QApplication, QLabel, QMainWindow

    class Window(QMainWindow):
        def paintEvent(self, event: QPaintEvent) -> None:
            super().paintEvent(event)
            QTimer.singleShot(0, app.quit)

    app = QApplication(["bare"])
    window = Window()
    window.setCentralWidget(QLabel("RefDesk"))
    window.resize(1366, 768)
    window.show()
    app.exec()
    tell("keys")


def ours(folder: Path) -> None:
    """RefDesk itself, from its composition root on."""
    from refdesk.bootstrap import Opener
    from refdesk.ui import start

    gc.disable()  # as `start.run` does before it imports the same
    from refdesk.ui import app

    make_application = app.make_application

    def watched(arguments: Sequence[str]) -> "QApplication":
        made = make_application(arguments)
        made.setProperty("probe", Probe())
        return made

    app.make_application = watched
    start.run(Opener(folder), [])


class Probe:
    """Looks once a millisecond how far the window is."""

    def __init__(self) -> None:
        from PySide6.QtCore import QTimer

        self._takes_keys = False
        self._timer = QTimer()
        self._timer.timeout.connect(self._look)
        self._timer.start(1)

    def _look(self) -> None:
        from PySide6.QtWidgets import QApplication

        from refdesk.ui.widgets.scan_box import ScanField

        field = QApplication.focusWidget()
        if not isinstance(field, ScanField) or not field.isVisible():
            return
        if not self._takes_keys:
            self._takes_keys = self._press_key(field)
            if self._takes_keys:
                tell("keys")
        elif self._is_open(field):
            tell("counter")
            self._timer.stop()
            field.clear()
            QApplication.quit()

    def _press_key(self, field: object) -> bool:
        from PySide6.QtCore import QCoreApplication, QEvent, Qt
        from PySide6.QtGui import QKeyEvent
        from PySide6.QtWidgets import QLineEdit

        assert isinstance(field, QLineEdit)
        plain = Qt.KeyboardModifier.NoModifier
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            event = QKeyEvent(kind, Qt.Key.Key_A, plain, "a")
            QCoreApplication.sendEvent(field.window().windowHandle(), event)
        return field.text() == "a"

    def _is_open(self, field: object) -> bool:
        from PySide6.QtWidgets import QWidget

        assert isinstance(field, QWidget)
        page = getattr(field.window(), "current_page", lambda: None)()
        return type(page).__name__ == "CounterPage" and getattr(page, "_day", None) is not None


if __name__ == "__main__":
    if sys.argv[1] == "bare":
        bare()
    else:
        ours(Path(sys.argv[1]))
