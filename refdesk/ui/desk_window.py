"""The main window of a shop: asks before it closes, tells of its first paint, sends scans home."""

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtGui import QCloseEvent, QPaintEvent, QShowEvent
from PySide6.QtWidgets import QApplication

from refdesk.ui.main_window import CARDS, COUNTER, CUSTOMERS, MainWindow
from refdesk.ui.page import Context


class DeskWindow(MainWindow):
    """``close_requested`` comes instead of closing, until `finish` is called.

    ``painted`` comes once, with the first frame; ``appeared`` whenever the window is shown.
    """

    close_requested = Signal()
    painted = Signal()
    appeared = Signal()

    def __init__(
        self, context: Context, title: str, *, computer_stops: Callable[[], bool] = lambda: False
    ) -> None:
        """``computer_stops`` tells whether the system is ending the session: then it closes."""
        super().__init__(context, (), title)
        self._computer_stops = computer_stops
        self._is_painted = False
        self._may_close = False
        self.owner_of_pages: object = None
        """For whom the pages of the rail were made."""

    def finish(self) -> None:
        """Close now."""
        self._may_close = True
        self.close()

    def renew_pages(self, title: str, *, keep: str) -> None:
        """Have every page but one built anew when it is shown next; ``title`` is the shop's."""
        self._title = title
        for key in [key for key in self._pages if key != keep]:
            self._remove(self._pages.pop(key))
        page = self.current_page()
        self._set_title(page.title if page else "")

    def on_scan(self, text: str) -> None:
        """A scan goes to the counter, except where customers are chosen by it (R26)."""
        behind_rail = self.current_page() is self.page(self.current_key())
        in_dialog = QApplication.activeModalWidget() not in (None, self)
        takes_scans = self.current_key() in (COUNTER, CUSTOMERS, CARDS)
        if behind_rail and not in_dialog and not takes_scans:
            self.show_page(COUNTER)
        super().on_scan(text)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self._is_painted:
            self._is_painted = True
            self.painted.emit()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.activateWindow()  # also where it takes the place of another window
        self.appeared.emit()

    def closeEvent(self, event: QCloseEvent) -> None:
        page = self.current_page()
        if page is not None and not page.may_leave():
            event.ignore()
        elif self._may_close or self._computer_stops():
            super().closeEvent(event)
        else:
            event.ignore()
            self.close_requested.emit()
