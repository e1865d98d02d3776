"""What a bug says to the person at the till; built when one happens."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPlainTextEdit, QVBoxLayout

from refdesk.ui.theme.theme import Theme
from refdesk.ui.widgets.base import named, tight
from refdesk.ui.widgets.buttons import Button, Look
from refdesk.ui.widgets.labels import Label
from refdesk.words.catalogue import Words


class CrashDialog(QDialog):
    """Says that nothing half-done was saved; Go on is the safe way and the default."""

    def __init__(self, theme: Theme, words: Words, details: str) -> None:
        super().__init__()
        self._details = details
        named(self, "crash_dialog")
        self.setWindowTitle(words.text("This was our mistake"))
        self.setMinimumWidth(theme.px(560))
        pad = theme.px(24)
        column = tight(QVBoxLayout(self), theme.px(16), (pad, pad, pad, pad))
        said = words.text("This was our mistake. Nothing half-done was saved.")
        column.addWidget(Label(theme, said, "title", bold=True).wrapped())
        hint = words.text("You can go on working. The details help to put it right.")
        column.addWidget(Label(theme, hint, tone="muted").wrapped())
        shown = named(QPlainTextEdit(details), "crash_details", words.text("Details"))
        shown.setReadOnly(True)
        shown.setFont(theme.font("small"))
        shown.setFixedHeight(theme.px(160))
        shown.setTabChangesFocus(True)
        column.addWidget(shown)
        copy = Button(theme, "crash_copy", words.text("Copy details"), Look(icon="copy"))
        copy.clicked.connect(self._copy)
        go_on = Button(theme, "crash_go_on", words.text("Go on"), Look("primary", key="Enter"))
        go_on.setDefault(True)
        go_on.clicked.connect(self.accept)
        row = tight(QHBoxLayout(), theme.px(8))
        row.addWidget(copy)
        row.addStretch(1)
        row.addWidget(go_on)
        column.addLayout(row)
        theme.dress(self)
        go_on.setFocus(Qt.FocusReason.OtherFocusReason)

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self._details)
