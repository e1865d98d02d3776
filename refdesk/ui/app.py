"""Starting the window: the application object, what every page shares, and rebuilding."""

import gc
from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QApplication

from refdesk.ui.crash import CrashGuard
from refdesk.ui.main_window import MainWindow
from refdesk.ui.page import Context
from refdesk.ui.qt_texts import QtTexts
from refdesk.ui.scanner import Scanner
from refdesk.ui.tasks import Tasks
from refdesk.ui.theme.theme import Mode, Theme
from refdesk.words.catalogue import Words

SELDOM = 1_000
"""Collections of what is of middle age for one of all."""
FIRST_SIZE = (1366, 768)


def make_application(arguments: Sequence[str]) -> QApplication:
    """The one application object, in Qt's own flat style."""
    QApplication.setStyle("Fusion")
    app = QApplication(list(arguments))
    app.setApplicationName("RefDesk")
    app.setApplicationDisplayName("RefDesk")
    app.setDesktopFileName("refdesk")
    return app


class Shell(QObject):
    """Owns the window and everything that outlives it.

    ``make_window`` builds a window for a context; another language or scale builds a new one in
    the place of the old, while theme and scanner stay. Light and dark need no new window.
    """

    def __init__(
        self,
        app: QApplication,
        context: Context,
        make_window: Callable[[Context], MainWindow],
    ) -> None:
        super().__init__()
        self._app = app
        self._context = context
        self._make_window = make_window
        self._qt_texts = QtTexts(self, app)
        self._qt_texts.speak(context.words)
        self.crash_guard = CrashGuard(context.theme, context.words)
        self._window = make_window(context)
        context.scanner.start(app)

    @property
    def window(self) -> MainWindow:
        """The window that stands now."""
        return self._window

    @property
    def context(self) -> Context:
        """What the present window was built with."""
        return self._context

    def run(self) -> int:
        """Show the window and serve it until it is closed; return the exit code."""
        self.crash_guard.install()
        _show_on_screen(self._window)
        QTimer.singleShot(0, _collect_garbage_again)
        try:
            return self._app.exec()
        finally:
            self._context.tasks.shut_down()
            self.crash_guard.remove()

    def set_mode(self, mode: Mode) -> None:
        """Light, dark or as the system; the window stays."""
        self._context.theme.set_mode(mode)

    def set_words(self, words: Words) -> None:
        """Another language or currency: the window is built anew."""
        self._context = self._context._replace(words=words)
        self._qt_texts.speak(words)
        self.crash_guard.set_words(words)
        self.rebuild()

    def set_scale(self, scale: int) -> None:
        """Another scale in percent: the window is built anew."""
        self._context.theme.set_scale(scale)
        self.rebuild()

    def rebuild(self) -> None:
        """Put a new window in the place of the old, with the same page in front."""
        old = self._window
        was_full, geometry, key = old.isFullScreen(), old.geometry(), old.current_key()
        was_visible = old.isVisible()
        self._window = self._make_window(self._context)
        self._window.setGeometry(geometry)
        if key and not self._window.current_key():
            self._window.show_page(key)
        if was_full:
            self._window.showFullScreen()
        elif was_visible:
            self._window.show()
        # The new one is there before the old one goes: the program does not end in between.
        self._context.scanner.scanned.disconnect(old.on_scan)
        old.hide()
        old.deleteLater()


def _show_on_screen(window: MainWindow) -> None:
    """Show a window in its first size; on a screen with no room for it, all over the screen."""
    room = window.screen().availableGeometry()
    if room.width() <= FIRST_SIZE[0] or room.height() <= FIRST_SIZE[1]:
        # without a window manager nothing would be maximised, so the size is set as well
        window.setGeometry(room)
        window.showMaximized()
        return
    window.resize(*FIRST_SIZE)
    window.show()


def _collect_garbage_again() -> None:
    """Start-up runs best with the collector off; what it made stays and need not be walked.

    What lives long is walked in quiet moments (`getting_ready`); by itself that begins only where
    there are none.
    """
    gc.freeze()
    gc.set_threshold(*gc.get_threshold()[:2], SELDOM)
    gc.enable()


def make_context(
    app: QApplication,
    words: Words,
    *,
    mode: Mode = Mode.AUTO,
    scale: int = 100,
    on_thread_exit: Callable[[], None] | None = None,
) -> Context:
    """What every page is given; ``on_thread_exit`` closes a worker's database connection."""
    return Context(
        words=words,
        theme=Theme(app, mode=mode, scale=scale),
        tasks=Tasks(on_thread_exit=on_thread_exit),
        scanner=Scanner(),
    )
