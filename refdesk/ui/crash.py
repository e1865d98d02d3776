"""A bug: say that it was ours, keep the counter usable, let the details be copied."""

import logging
import sys
import threading
from types import TracebackType
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QApplication

from refdesk.ui.theme.theme import Theme
from refdesk.words.catalogue import Words

if TYPE_CHECKING:  # it is built once there is a bug, not at every start
    from refdesk.ui.crash_dialog import CrashDialog

log = logging.getLogger("refdesk.ui")


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
        import traceback

        self._happened.emit("".join(traceback.format_exception(kind, error, trace)))
        # Python keeps the last exception with all that its functions held: a painter would outlive
        # what it paints on, and end the program with it
        traceback.clear_frames(trace)

    def dialog(self) -> "CrashDialog | None":
        """The dialog while it is open."""
        return self._dialog

    def _catch_in_thread(self, args: threading.ExceptHookArgs) -> None:
        if args.exc_value is not None:
            self.catch(args.exc_type, args.exc_value, args.exc_traceback)

    def _show(self, details: str) -> None:
        if self._dialog is not None:
            return
        from refdesk.ui.crash_dialog import CrashDialog

        self._dialog = CrashDialog(self._theme, self._words, details)
        self._dialog.finished.connect(self._forget)
        self._dialog.setModal(True)
        self._dialog.show()

    def _forget(self) -> None:
        if self._dialog is not None:
            self._dialog.deleteLater()
            self._dialog = None
