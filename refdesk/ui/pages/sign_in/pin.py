"""Where a PIN is typed: dots that take keys, and a field for forms. Digits are never shown."""

from PySide6.QtCore import QRectF, QRegularExpression, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPen, QRegularExpressionValidator

from refdesk.ui.theme.theme import Theme
from refdesk.ui.widgets.fields import TextField
from refdesk.ui.widgets.value_fields import PinDots

LONGEST = 6
SHORTEST = 4


_COMMANDS = (
    Qt.KeyboardModifier.ControlModifier
    | Qt.KeyboardModifier.AltModifier
    | Qt.KeyboardModifier.MetaModifier
)


def digit_of(event: QKeyEvent) -> str:
    """The digit that a key types; none with Ctrl or Alt, which some systems report as a digit."""
    text = event.text()
    is_digit = len(text) == 1 and text.isascii() and text.isdigit()
    return text if is_digit and not event.modifiers() & _COMMANDS else ""


class PinEntry(PinDots):
    """Dots that fill as digits are typed.

    ``submitted`` gives the PIN on Enter, ``moved`` -1 or 1 for the arrow keys up and down,
    ``edited`` comes with every change.
    """

    submitted = Signal(str)
    moved = Signal(int)
    edited = Signal()

    def __init__(self, theme: Theme, name: str, spoken: str) -> None:
        super().__init__(theme, name, spoken)
        self._pin = ""
        self.setFixedHeight(theme.px(36))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def pin(self) -> str:
        """What was typed so far."""
        return self._pin

    def clear(self) -> None:
        """Forget what was typed."""
        self._set("")

    def type_digit(self, digit: str) -> None:
        """Add a digit, up to six."""
        self._set((self._pin + digit)[:LONGEST])

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, digit = event.key(), digit_of(event)
        if digit:
            self.type_digit(digit)
        elif key == Qt.Key.Key_Backspace:
            self._set(self._pin[:-1])
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.submitted.emit(self._pin)
        elif key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self.moved.emit(-1 if key == Qt.Key.Key_Up else 1)
        else:
            super().keyPressEvent(event)

    def scan_snapshot(self) -> str:
        """What a scan that begins here must leave unchanged."""
        return self._pin

    def scan_restore(self, snapshot: object) -> None:
        """Undo what the first keys of a scan typed."""
        self._set(snapshot if isinstance(snapshot, str) else "")

    def paintEvent(self, event: QPaintEvent) -> None:
        """The dots; with the focus a line under them."""
        super().paintEvent(event)
        if not self.hasFocus():
            return
        painter = QPainter(self)
        painter.setPen(QPen(self._theme.colour("accent"), self._theme.px(3)))
        half = self._theme.px(40) * SHORTEST / 2
        line = QRectF(self.width() / 2 - half, self.height() - 2, 2 * half, 0)
        painter.drawLine(line.topLeft(), line.topRight())
        painter.end()

    def _set(self, pin: str) -> None:
        if pin == self._pin:
            return
        self._pin = pin
        self.show_count(len(pin), SHORTEST)
        self.edited.emit()


class PinField(TextField):
    """A form's field for a PIN: dots, digits only, six at most."""

    def __init__(self, theme: Theme, name: str, *, height: int = 48) -> None:
        super().__init__(theme, name, height=height)
        self.setEchoMode(TextField.EchoMode.Password)
        self.setMaxLength(LONGEST)
        digits = QRegularExpression(f"[0-9]{{0,{LONGEST}}}")
        self.setValidator(QRegularExpressionValidator(digits, self))
        self.setInputMethodHints(
            Qt.InputMethodHint.ImhDigitsOnly | Qt.InputMethodHint.ImhSensitiveData
        )
