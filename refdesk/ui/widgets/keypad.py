"""The keypad on the screen: it types into the field that has the focus and never takes it."""

from typing import Literal

from PySide6.QtCore import QCoreApplication, QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QGridLayout, QLineEdit, QSizePolicy, QWidget

from refdesk.ui.theme.theme import Theme
from refdesk.ui.widgets.base import named, tight
from refdesk.ui.widgets.buttons import Button, IconButton, Kind, Look
from refdesk.words.catalogue import Words

_TILL = (("7", "8", "9"), ("4", "5", "6"), ("1", "2", "3"), ("00", "0", "back"))
_PIN = (("1", "2", "3"), ("4", "5", "6"), ("7", "8", "9"), ("clear", "0", "back"))
HIGH = 64
LOW = 56
LEAST = 48
"""Where a low window has much else to show: still more than a finger's 44 px."""


class Keypad(QWidget):
    """Three columns of keys of at least 80 x 56.

    ``till`` has 00 and the digits of a calculator, ``pin`` has Clear and those of a phone and
    does not show which key was pressed. A press is sent as a key stroke to the focused widget
    of the window and told by ``pressed`` (a digit, "00", "back" or "clear").
    """

    pressed = Signal(str)

    def __init__(
        self, theme: Theme, name: str, words: Words, *, order: Literal["till", "pin"] = "till"
    ) -> None:
        super().__init__()
        self._theme = theme
        self._is_pin = order == "pin"
        self._grid = tight(QGridLayout(self), theme.px(12 if self._is_pin else 8))
        self._keys: dict[str, Button] = {}
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        named(self, name, words.text("Keypad"))
        for row, keys in enumerate(_PIN if self._is_pin else _TILL):
            for column, key in enumerate(keys):
                self._grid.addWidget(self._key(key, words), row, column)

    def key(self, key: str) -> Button:
        """The button of a key."""
        return self._keys[key]

    def set_low(self, low: bool) -> None:
        """Use lower keys where there is little height."""
        self.set_height(LOW if low else HIGH)

    def set_height(self, height: int) -> None:
        """Set the height of a key, in px at scale 1."""
        for button in self._keys.values():
            button.setFixedHeight(self._theme.px(height))

    def height_with(self, height: int) -> int:
        """How high the keypad is with keys of so many px at scale 1, in px."""
        rows = self._grid.rowCount()
        return rows * self._theme.px(height) + (rows - 1) * self._grid.spacing()

    def fit(self, room: int, *, least: int) -> None:
        """Make the keys as high as there is room in px; ``least`` at scale 1 they always are."""
        fitting = (one for one in (HIGH, LOW) if self.height_with(one) <= room)
        self.set_height(next(fitting, least))

    def _key(self, key: str, words: Words) -> Button:
        is_digit = key.isdigit() and len(key) == 1
        kind: Kind = "pin" if self._is_pin else "key"
        if not is_digit:
            kind = "pinop" if self._is_pin else "keyop"
        button: Button
        name = f"{self.objectName()}_{key}"
        if key == "back":
            look = Look(kind, icon="delete", height=HIGH)
            button = IconButton(self._theme, name, words.text("Delete the last digit"), look)
        elif key == "clear":
            button = Button(self._theme, name, words.text("Clear"), Look(kind, height=HIGH))
        else:
            button = Button(self._theme, name, key, Look(kind, height=HIGH))
        button.setMinimumWidth(self._theme.px(80))
        button.setMaximumWidth(16_777_215)
        button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        button.clicked.connect(lambda: self._press(key))
        self._keys[key] = button
        return button

    def _press(self, key: str) -> None:
        target = self.window().focusWidget()
        if key == "clear" and isinstance(target, QLineEdit):
            target.clear()
        elif target is not None:
            for stroke, text in _strokes(key):
                modifiers = Qt.KeyboardModifier.NoModifier
                for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
                    QCoreApplication.sendEvent(target, QKeyEvent(kind, stroke, modifiers, text))
        self.pressed.emit(key)


def _strokes(key: str) -> list[tuple[Qt.Key, str]]:
    if key == "back":
        return [(Qt.Key.Key_Backspace, "\b")]
    if key == "clear":
        return []
    return [(Qt.Key(Qt.Key.Key_0 + int(digit)), digit) for digit in key]
