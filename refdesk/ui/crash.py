"""A bug: say that it was ours, keep the counter usable, let the details be copied."""

import logging
import sys
import threading
import traceback
from types import TracebackType

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QDialog, QHBoxLayout, QPlainTextEdit, QVBoxLayout

from refdesk.ui.theme.theme import Theme
from refdesk.ui.widgets.base import named, tight
from refdesk.ui.widgets.buttons import Button, Look
from refdesk.ui.widgets.labels import Label
from refdesk.words.catalogue import Words

log = logging.getLogger("refdesk.ui")


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
        go_on.setFocus(Qt.FocusReason.OtherFocusReason)

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self._details)


class CrashGuard(QObject):
    """Catches what nobody caught, writes it to the log and shows the dialog once at a time."""

    _happened = Signal(str)

    def __init__(self, theme: Theme, words: Words) -> None:
        super().__init__()
        self._theme = theme
        self._words = words
        self._dialog: CrashDialog | None = None
        # Queued: a bug in a paint event or in another thread must not open a dialog right there.
        self._happened.connect(self._show, Qt.ConnectionType.QueuedConnection)

    def install(self) -> None:
        """Catch from now on."""
        sys.excepthook = self.catch
        threading.excepthook = self._catch_in_thread

    def remove(self) -> None:
        """Leave it to Python again."""
        sys.excepthook = sys.__excepthook__
        threading.excepthook = threading.__excepthook__

    def set_words(self, words: Words) -> None:
        """Speak another language."""
        self._words = words

    def catch(
        self,
        kind: type[BaseException],
        error: BaseException,
        trace: TracebackType | None,
    ) -> None:
        """Take an exception; a wish to end the program is passed on."""
        if not issubclass(kind, Exception):
            sys.__excepthook__(kind, error, trace)
            QApplication.quit()
            return
        log.error("Nobody caught this", exc_info=(kind, error, trace))
        self._happened.emit("".join(traceback.format_exception(kind, error, trace)))

    def dialog(self) -> CrashDialog | None:
        """The dialog while it is open."""
        return self._dialog

    def _catch_in_thread(self, args: threading.ExceptHookArgs) -> None:
        if args.exc_value is not None:
            self.catch(args.exc_type, args.exc_value, args.exc_traceback)

    def _show(self, details: str) -> None:
        if self._dialog is not None:
            return
        self._dialog = CrashDialog(self._theme, self._words, details)
        self._dialog.finished.connect(self._forget)
        self._dialog.setModal(True)
        self._dialog.show()

    def _forget(self) -> None:
        if self._dialog is not None:
            self._dialog.deleteLater()
            self._dialog = None
