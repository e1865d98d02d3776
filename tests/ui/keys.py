"""Key strokes as a keyboard sends them: into the window, with physical key codes."""

from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from refdesk.domain.keyboards import as_us_keys
from refdesk.ui.keycodes import X11_OFFSET, us_key_number

# The same physical keys under a Russian layout.
_RUSSIAN = {
    dict(as_us_keys(letter)).get("ru", ""): letter
    for letter in "йцукенгшщзхъфывапролджэячсмитьбюЙЦУКЕНГШЩЗФЫВАПРОЛДЯЧСМИТЬ"
}


@dataclass
class Clock:
    """The time of the keys, in ms; a test moves it."""

    now: int = 1_000_000

    def pass_ms(self, milliseconds: int) -> None:
        self.now += milliseconds


def send(
    widget: QWidget,
    key: Qt.Key | int,
    text: str = "",
    *,
    modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier,
    scan_code: int = 0,
) -> bool:
    """Press and release a key in the window of a widget; tell whether a shortcut may have it."""
    window = widget.window().windowHandle()
    assert window is not None
    free = True
    for kind in (
        QEvent.Type.ShortcutOverride,
        QEvent.Type.KeyPress,
        QEvent.Type.KeyRelease,
    ):
        event = QKeyEvent(kind, int(key), modifiers, scan_code, 0, 0, text)
        event.setAccepted(False)
        QCoreApplication.sendEvent(window, event)
        if kind == QEvent.Type.ShortcutOverride:
            free = not event.isAccepted()
    return free


def press_symbol(
    widget: QWidget, symbol: str, *, layout: str = "us", physical: bool = True
) -> None:
    """Press the key that gives a symbol on a US keyboard, under another layout perhaps."""
    number, shift = us_key_number(symbol)
    typed = _RUSSIAN.get(symbol, symbol) if layout == "ru" else symbol
    modifiers = Qt.KeyboardModifier.ShiftModifier if shift else Qt.KeyboardModifier.NoModifier
    code = number + X11_OFFSET if physical else 0
    send(widget, ord(typed.upper()), typed, modifiers=modifiers, scan_code=code)


def scan(
    widget: QWidget,
    clock: Clock,
    text: str,
    *,
    gap_ms: int = 8,
    end: Qt.Key | None = Qt.Key.Key_Return,
    layout: str = "us",
    physical: bool = True,
) -> None:
    """Type a text as fast as a scanner."""
    clock.pass_ms(1_000)
    for symbol in text:
        clock.pass_ms(gap_ms)
        press_symbol(widget, symbol, layout=layout, physical=physical)
    if end is not None:
        clock.pass_ms(gap_ms)
        send(widget, end, "\r" if end != Qt.Key.Key_Tab else "\t")
