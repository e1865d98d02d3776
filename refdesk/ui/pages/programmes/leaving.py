"""Leaving a form that has changes: save them, drop them, or stay."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout

from refdesk.ui.page import Context
from refdesk.ui.widgets.base import named, tight
from refdesk.ui.widgets.buttons import Button, Look
from refdesk.ui.widgets.labels import IconLabel, Label
from refdesk.ui.widgets.verdict import announce


class LeavingStrip(QFrame):
    """A question in place with three answers; Esc stays."""

    save_wanted = Signal()
    discard_wanted = Signal()
    stayed = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__()
        theme, words = context.theme, context.words
        named(self, "editor_leaving")
        self.setProperty("strip", "check")
        pad = theme.px(8)
        row = tight(QHBoxLayout(self), theme.px(12), (theme.px(16), pad, pad, pad))
        row.addWidget(IconLabel(theme, "triangle-alert", 28, "check_ink"))
        self._title = Label(theme, "", bold=True).wrapped()
        row.addWidget(self._title, 1)
        self.save = Button(theme, "leaving_save", words.text("Save"), Look(height=44))
        self.discard = Button(theme, "leaving_discard", words.text("Discard"), Look(height=44))
        self.stay = Button(theme, "leaving_stay", words.text("Stay"), Look(height=44, key="Esc"))
        self.save.clicked.connect(self.save_wanted)
        self.discard.clicked.connect(self.discard_wanted)
        self.stay.clicked.connect(self.stayed)
        for button in (self.save, self.discard, self.stay):
            row.addWidget(button)
        self.hide()

    def ask(self, title: str, *, can_save: bool) -> None:
        """Ask; the safe answer has the focus."""
        self._title.setText(title)
        self.save.setEnabled(can_save)
        self.show()
        announce(self, title)
        self.stay.setFocus(Qt.FocusReason.OtherFocusReason)
