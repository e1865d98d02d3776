"""The scan box: the one place that takes code, phone and name."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from refdesk.ui.theme.theme import Theme
from refdesk.ui.widgets.base import named, tight
from refdesk.ui.widgets.buttons import Button, Look
from refdesk.ui.widgets.fields import TextField
from refdesk.words.catalogue import Words

_WIDE = 80
_LOW = 72
_SLIM = 56


class ScanField(TextField):
    """The field of the scan box: its icon is 40 when it waits and 28 when it shows a code."""

    def icon_size(self) -> int:
        return 28 if self._height <= _SLIM else 40


class ScanBox(QWidget):
    """A big field with an icon and Find; slim with Clear while something is understood.

    ``submitted`` gives the text on Enter or Find, ``edited`` what a person types (not what is
    set), ``clear_requested`` a press of Clear. ``field`` is the line edit.
    """

    submitted = Signal(str)
    edited = Signal(str)
    clear_requested = Signal()

    def __init__(self, theme: Theme, name: str, words: Words) -> None:
        super().__init__()
        self._theme = theme
        self._is_low = False
        self._is_slim = False
        named(self, name)
        self.field = ScanField(theme, f"{name}_field", height=_WIDE)
        self.field.set_icon("scan-qr-code", "accent")
        self.field.setPlaceholderText(words.text("Code, phone or name"))
        self.field.setAccessibleName(words.text("Scan a card, or type a code, phone or name"))
        self.field.setMaxLength(256)
        self.find_button = Button(
            theme, f"{name}_find", words.text("Find"), Look("primary", key="Enter", height=_WIDE)
        )
        self.find_button.setMinimumWidth(theme.px(152))
        self.clear_button = Button(
            theme, f"{name}_clear", words.text("Clear"), Look(icon="x", key="Esc", height=_SLIM)
        )
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        row = tight(QHBoxLayout(self), theme.px(12))
        row.addWidget(self.field, 1)
        row.addWidget(self.find_button)
        row.addWidget(self.clear_button)
        self.field.returnPressed.connect(self._submit)
        self.field.textEdited.connect(self.edited)
        self.find_button.clicked.connect(self._submit)
        self.clear_button.clicked.connect(self.clear_requested)
        self.show_waiting()

    def text(self) -> str:
        """What stands in the box."""
        return self.field.text()

    def show_waiting(self) -> None:
        """Empty and big: ready for the next scan."""
        self._is_slim = False
        self.field.clear()
        self.field.set_note("")
        self._arrange()

    def show_understood(self, text: str, note: str = "") -> None:
        """Slim, with the understood code or phone and a remark at its right end."""
        self._is_slim = True
        self.field.setText(text)
        self.field.set_note(note)
        self._arrange()

    def set_low(self, low: bool) -> None:
        """Use less height where the window is low."""
        self._is_low = low
        self._arrange()

    def take_focus(self) -> None:
        """Put the focus into the box with its text selected, so that typing replaces it."""
        self.field.setFocus(Qt.FocusReason.OtherFocusReason)
        self.field.selectAll()

    def type_on(self, event: QKeyEvent) -> None:
        """Go on with the text of the box by a key that was pressed elsewhere."""
        self.field.setFocus(Qt.FocusReason.OtherFocusReason)
        self.field.end(False)
        self.field.keyPressEvent(event)

    def _arrange(self) -> None:
        height = _SLIM if self._is_slim else _LOW if self._is_low else _WIDE
        self.field.set_height(height)
        if self._is_slim:
            self.field.setFont(self._theme.font("title", code=True))
        self.find_button.setFixedHeight(self._theme.px(height))
        self.find_button.setVisible(not self._is_slim)
        self.clear_button.setVisible(self._is_slim)

    def _submit(self) -> None:
        if self.field.text().strip():
            self.submitted.emit(self.field.text())
