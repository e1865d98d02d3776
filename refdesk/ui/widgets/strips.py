"""Strips: a message in place with its icon, words and at most two buttons."""

from collections.abc import Sequence
from typing import Literal, NamedTuple

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QVBoxLayout

from refdesk.ui.scrolled import reveal
from refdesk.ui.theme.theme import Theme
from refdesk.ui.widgets.base import named, set_look, spoken, tight
from refdesk.ui.widgets.buttons import Button, Look
from refdesk.ui.widgets.labels import IconLabel, Label
from refdesk.ui.widgets.verdict import ICONS, announce
from refdesk.words.catalogue import Words

StripKind = Literal["ok", "check", "stop", "acc"]
_INKS = {"ok": "ok_ink", "check": "check_ink", "stop": "stop_ink", "acc": "accent"}


class Message(NamedTuple):
    """What a strip says."""

    kind: StripKind
    title: str
    line: str = ""
    icon: str = ""


class Strip(QFrame):
    """A message that stays until the next action; it has no timer. What belongs to it may stand
    ``below``."""

    def __init__(self, theme: Theme, name: str) -> None:
        super().__init__()
        self._theme = theme
        self._message: Message | None = None
        self._actions: list[Button] = []
        named(self, name)
        self.setProperty("strip", "acc")
        self.setMinimumHeight(theme.px(64))
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self._icon = IconLabel(theme, "", 28)
        self._title = Label(theme, "", bold=True).wrapped()
        self._line = Label(theme, "", "small").wrapped()
        margins = (theme.px(16), theme.px(8), theme.px(8), theme.px(8))
        outer = tight(QVBoxLayout(self), theme.px(8), margins)
        self._row = tight(QHBoxLayout(), theme.px(16))
        outer.addLayout(self._row)
        self.below = tight(QVBoxLayout())
        outer.addLayout(self.below)
        self._row.addWidget(self._icon)
        column = tight(QVBoxLayout())
        column.addStretch(1)
        column.addWidget(self._title)
        column.addWidget(self._line)
        column.addStretch(1)
        self._row.addLayout(column, 1)

    def message(self) -> Message | None:
        """What is shown now."""
        return self._message

    def show_message(self, message: Message, actions: Sequence[Button] = ()) -> None:
        """Show a message with at most two buttons, and announce it; a column scrolls to it.

        The strip takes the buttons and drops those of the message before.
        """
        if len(actions) > 2:
            raise ValueError("a strip has at most two buttons")
        self._message = message
        self._icon.set_icon(message.icon or ICONS[message.kind], _INKS[message.kind])
        self._title.setText(message.title)
        self._line.setText(message.line)
        self._line.setVisible(bool(message.line))
        set_look(self, "strip", message.kind)
        self._take(actions)
        announce(self, spoken(message.title, message.line))
        self.setVisible(True)
        reveal(self)

    def actions_shown(self) -> list[Button]:
        """The buttons that the strip shows."""
        return list(self._actions)

    def _take(self, actions: Sequence[Button]) -> None:
        for old in self._actions:
            if old not in actions:
                self._row.removeWidget(old)
                old.hide()
                old.deleteLater()
        self._actions = list(actions)
        for button in actions:
            self._row.addWidget(button)


class ResultStrip(Strip):
    """The last saved action with its Undo; stays until the next scan or action."""

    undo_requested = Signal()
    redo_requested = Signal()

    def __init__(self, theme: Theme, name: str, words: Words) -> None:
        super().__init__(theme, name)
        self._words = words
        self.hide()

    def show_done(self, at: str, title: str, line: str = "", *, can_undo: bool = True) -> None:
        """Show what was saved; ``at`` is its local time as text, ``12:41``."""
        button = self._action("undo", self._words.text("Undo"), "undo-2", "Ctrl+Z")
        button.clicked.connect(self.undo_requested)
        message = Message("ok", f"{at}\N{EN SPACE}{title}" if at else title, line)
        self.show_message(message, [button] if can_undo else [])

    def show_undone(self, title: str, line: str = "") -> None:
        """Show that the last action was undone, with Repeat."""
        button = self._action("redo", self._words.text("Repeat"), "redo-2", "Ctrl+Y")
        button.clicked.connect(self.redo_requested)
        self.show_message(Message("ok", title, line, icon="undo-2"), [button])

    def _action(self, name: str, text: str, icon: str, key: str) -> Button:
        look = Look(icon=icon, key=key, height=48)
        return Button(self._theme, f"{self.objectName()}_{name}", text, look)
