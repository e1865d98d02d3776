"""What the dialogs of the Cards page share: a title, a place for what is wrong, and buttons."""

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from refdesk.services.desk import Desk
from refdesk.ui.error_texts import message_of
from refdesk.ui.page import Context
from refdesk.ui.pages.cards.output import PathAsker, PrinterAsker
from refdesk.ui.widgets.base import named, tight
from refdesk.ui.widgets.buttons import Button, Look
from refdesk.ui.widgets.fields import LabelledField, TextField
from refdesk.ui.widgets.labels import Label
from refdesk.ui.widgets.strips import Message, Strip

WIDTH = 560


class Bench(NamedTuple):
    """What the dialogs work with."""

    context: Context
    desk: Desk
    ask_path: PathAsker
    ask_printer: PrinterAsker


class CardsDialog(QDialog):
    """A modal dialog; Esc closes it. Put things into ``column``, then call `add_buttons`."""

    def __init__(
        self, context: Context, name: str, title: str, parent: QWidget, *, line: str = "",
        width: int = WIDTH,
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self.context = context
        theme = context.theme
        named(self, name, title)
        self.setWindowTitle(title)
        self.setModal(True)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setMinimumWidth(theme.px(width))
        pad = theme.px(20)
        outer = tight(QVBoxLayout(self), theme.px(12), (pad, pad, pad, pad))
        outer.addWidget(Label(theme, title, "title", bold=True).wrapped())
        if line:
            outer.addWidget(Label(theme, line, "small", tone="muted").wrapped())
        self.strip = Strip(theme, f"{name}_strip")
        self.strip.hide()
        outer.addWidget(self.strip)
        self.column = tight(QVBoxLayout(), theme.px(10))
        outer.addLayout(self.column, 1)
        self._foot = tight(QHBoxLayout(), theme.px(8))
        outer.addLayout(self._foot)

    def add_buttons(self, buttons: Sequence[Button], cancel: str = "") -> None:
        """Put these in the foot after a button that closes."""
        text = cancel or self.context.words.text("Close")
        close = Button(
            self.context.theme, f"{self.objectName()}_close", text, Look(height=44, key="Esc")
        )
        close.clicked.connect(self.reject)
        self._foot.addStretch(1)
        self._foot.addWidget(close)
        for button in buttons:
            button.setAutoDefault(False)
            self._foot.addWidget(button)
        if buttons:
            buttons[-1].setDefault(True)

    def button(self, name: str, text: str, icon: str = "", *, kind: str = "default") -> Button:
        """A button for the foot or the form."""
        look = Look("primary" if kind == "primary" else "default", icon=icon, height=44)
        button = Button(self.context.theme, name, text, look)
        button.setAutoDefault(False)
        return button

    def show_trouble(self, error: Exception) -> None:
        """Say what was refused; trouble with a file in words of its own."""
        words = self.context.words
        if isinstance(error, OSError):
            title = words.text("The file cannot be written there")
            message = Message("stop", title, words.text("Choose another folder"))
        else:
            message = message_of(words, error)
        self.show_message(message)

    def show_message(self, message: Message) -> None:
        """Say something above the form."""
        self.strip.show_message(message)


class NameDialog(CardsDialog):
    """Asks for a design's title; `name` is what was typed. It stays until the caller closes it."""

    def __init__(
        self, context: Context, title: str, deed: str, before: str, parent: QWidget
    ) -> None:
        super().__init__(context, "design_name_dialog", title, parent, width=440)
        self.field = TextField(context.theme, "design_name")
        self.field.setMaxLength(60)
        self.field.setText(before)
        self.field.selectAll()
        self._labelled = LabelledField(context.theme, context.words.text("Name"), self.field)
        self.column.addWidget(self._labelled)
        self.save_button = self.button("design_name_save", deed, "save", kind="primary")
        self.add_buttons([self.save_button], context.words.text("Cancel"))
        self.field.returnPressed.connect(self.save_button.click)
        self.field.setFocus(Qt.FocusReason.OtherFocusReason)

    def name(self) -> str:
        """What was typed."""
        return self.field.text().strip()

    def show_message(self, message: Message) -> None:
        """What is wrong stands at the field."""
        parts = (message.title, message.line)
        self._labelled.set_problem(". ".join(part for part in parts if part))
        self.field.setFocus(Qt.FocusReason.OtherFocusReason)
