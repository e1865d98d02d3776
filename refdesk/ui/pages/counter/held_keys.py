"""What is typed while a scan is still being looked up: kept, and given to the form that comes."""

import shiboken6
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

_COMMANDS = (
    Qt.KeyboardModifier.ControlModifier
    | Qt.KeyboardModifier.AltModifier
    | Qt.KeyboardModifier.MetaModifier
)
Keys = tuple[tuple[int, str], ...]


class HeldKeys(QWidget):
    """Has the focus from a scan until its form stands; symbols and Backspace wait in it.

    Enter is not kept: nobody has seen yet what it would do.
    """

    def __init__(self, page: QWidget) -> None:
        super().__init__(page)
        self.setObjectName("held_keys")
        self.setFixedSize(0, 0)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._keys: Keys = ()
        self._before: QWidget | None = None

    def is_holding(self) -> bool:
        """Whether keys wait for a form."""
        return self._before is not None

    def begin(self) -> None:
        """Keep what is typed from now on."""
        if self.is_holding():
            return
        self._keys = ()
        focused = self.window().focusWidget()
        self._before = focused if focused is not None else self
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def end(self, fallback: QWidget) -> None:
        """Give what was typed to what has the focus now, else to who had it before."""
        before, self._before = self._before, None
        if before is None:
            return
        keys, self._keys = self._keys, ()
        if self.window().focusWidget() in (self, None):
            usable = before is not self and shiboken6.isValid(before) and before.isVisible()
            (before if usable else fallback).setFocus(Qt.FocusReason.OtherFocusReason)
        target = self.window().focusWidget()
        if target is None or target is self:
            return
        for key, text in keys:
            for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
                event = QKeyEvent(kind, key, Qt.KeyboardModifier.NoModifier, text)
                QCoreApplication.sendEvent(target, event)

    def drop(self) -> None:
        """Nobody waits any more: what was typed goes."""
        self._keys = ()
        self._before = None

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Keep a symbol or Backspace; anything else goes on to the page."""
        text = event.text()
        is_symbol = len(text) == 1 and text.isprintable() and not event.modifiers() & _COMMANDS
        if self.is_holding() and (is_symbol or event.key() == Qt.Key.Key_Backspace):
            self._keys = (*self._keys, (event.key(), text))
            return
        super().keyPressEvent(event)

    def scan_snapshot(self) -> object:
        """What was kept before a scan."""
        return self._keys

    def scan_restore(self, snapshot: object) -> None:
        """Forget the first symbols of a scan."""
        self._keys = snapshot if isinstance(snapshot, tuple) else ()
