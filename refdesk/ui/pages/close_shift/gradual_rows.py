"""Rows that are built a few at a time while they are in sight, so that the window answers."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QTimer
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from refdesk.ui.pages.counter.parts import clear_rows
from refdesk.ui.theme.theme import Theme
from refdesk.ui.widgets.base import tight
from refdesk.ui.widgets.labels import Label
from refdesk.ui.widgets.rows import rule

AT_ONCE, BREATH_MS = 2, 5
"""Rows that are built in one go, and the pause before the next ones."""


class GradualRows(QWidget):
    """A column of rows with a rule under each.

    Nothing is built unseen: Qt dresses and draws whatever is new in the turn that shows it.
    """

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._column = tight(QVBoxLayout(self))
        self._left: list[Callable[[], QWidget]] = []
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._add)

    def show_rows(self, makers: Sequence[Callable[[], QWidget]], nothing: str) -> None:
        """Have the rows that these make instead of those that stand, or a line for no rows."""
        clear_rows(self._column)
        if not makers:
            line = Label(self._theme, nothing, tone="muted")
            line.setContentsMargins(*(self._theme.px(16),) * 4)
            self._column.addWidget(line)
        self._column.addStretch(1)
        self._left = list(makers)
        self._timer.start(0)

    def showEvent(self, event: QShowEvent) -> None:
        """Go on with what was left when this was hidden."""
        super().showEvent(event)
        self._timer.start(0)

    def _add(self) -> None:
        if not self.isVisible() or not self._left:
            return
        for make in self._left[:AT_ONCE]:
            for part in (make(), rule(self._theme)):
                self._column.insertWidget(self._column.count() - 1, part)  # before the stretch
        del self._left[:AT_ONCE]
        self._timer.start(BREATH_MS)
