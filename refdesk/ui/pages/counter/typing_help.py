"""Customers suggested under the scan box while somebody types."""

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent

from refdesk.domain.records import CustomerLine
from refdesk.services.desk import Desk
from refdesk.services.look_up import find_matches
from refdesk.ui.pages.counter.matches import Suggestions
from refdesk.ui.tasks import Task, Tasks
from refdesk.ui.widgets.scan_box import ScanBox

DELAY_MS = 80


class TypingHelp(QObject):
    """Searches 80 ms after the last key; up and down choose, the page's Enter takes.

    ``failed`` gives what went wrong with the search.
    """

    failed = Signal(object)

    def __init__(self, tasks: Tasks, desk: Desk, box: ScanBox, suggestions: Suggestions) -> None:
        super().__init__(box)
        self._tasks = tasks
        self._desk = desk
        self._box = box
        self._suggestions = suggestions
        self._task: Task | None = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(DELAY_MS)
        self._timer.timeout.connect(self._search)
        box.edited.connect(self._typed)
        box.field.installEventFilter(self)

    def stop(self) -> None:
        """No suggestions until the next key."""
        self._timer.stop()
        if self._task is not None:
            self._task.cancel()
            self._task = None
        self._suggestions.hide()

    def chosen(self) -> CustomerLine | None:
        """The customer that up and down chose."""
        return None if self._suggestions.isHidden() else self._suggestions.list.current()

    def is_open(self) -> bool:
        """Whether suggestions are shown."""
        return not self._suggestions.isHidden()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kind = event.type()
        if kind == QEvent.Type.FocusOut:
            self.stop()
        elif kind == QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and self.is_open():
            step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()))
            if step is not None:
                self._suggestions.list.step(step)
                return True
        return False

    def _typed(self, text: str) -> None:
        self.stop()
        if text.strip():
            self._timer.start()

    def _search(self) -> None:
        desk, text = self._desk, self._box.text()
        self._task = self._tasks.run(
            lambda: find_matches(desk, text),
            owner=self,
            done=lambda lines: self._show(text, lines),
            failed=self.failed.emit,
            urgent=True,
        )

    def _show(self, text: str, lines: list[CustomerLine]) -> None:
        self._task = None
        if text == self._box.text() and self._box.field.hasFocus():
            self._suggestions.show_under(self._box.field, lines)
