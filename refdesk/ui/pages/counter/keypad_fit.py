"""How high the keypad of a form stands, and whether the line below the amount keeps its room."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject

from refdesk.ui.theme.theme import Theme
from refdesk.ui.widgets.fields import LabelledField
from refdesk.ui.widgets.keypad import LEAST, LOW, Keypad
from refdesk.ui.widgets.rows import Panel

_MOVED = (QEvent.Type.Move, QEvent.Type.Resize)


class KeypadFit(QObject):
    """Keeps the keypad of a panel as high as there is room.

    Where its keys stay high enough for that, the line below the amount keeps its room, so that
    nothing jumps when something is said there (ui.md section 3).
    """

    def __init__(
        self, theme: Theme, panel: Panel, keypad: Keypad, amount: LabelledField,
        room: Callable[[], int],
    ) -> None:  # fmt: skip
        """``room`` is the height that the panel may have, in px."""
        super().__init__(panel)
        self._theme = theme
        self._panel = panel
        self._keypad = keypad
        self._amount = amount
        self._room = room
        for one in (panel, keypad):
            one.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The panel has got another height, or something above the keypad has."""
        if event.type() in _MOVED and self._panel.isVisible():
            self.fit()
        return False

    def fit(self) -> None:
        """Choose the height of the keys."""
        column, keypad, amount = self._panel.column, self._keypad, self._amount
        room = self._room() - column.contentsMargins().bottom() - keypad.y()
        row = amount.parentWidget()
        is_above = row is not None and column.indexOf(row) >= 0  # else another line is as high
        line = self._theme.line("small") + self._theme.px(4) if is_above else 0
        if amount.has_line():
            room += line
        keeps = keypad.height_with(LOW) <= room - line
        amount.set_reserve(keeps)
        keypad.fit(room - line if keeps or amount.message() else room, least=LEAST)
