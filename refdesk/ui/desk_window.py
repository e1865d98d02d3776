"""The main window of a shop: asks before it closes, tells of its first paint, sends scans home."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Signal
from PySide6.QtGui import QCloseEvent, QPaintEvent, QShowEvent
from PySide6.QtWidgets import QApplication, QToolTip, QWidget

from refdesk.ui.main_window import CARDS, COUNTER, CUSTOMERS, MainWindow
from refdesk.ui.page import Context

if TYPE_CHECKING:  # the services bring the database's library along; the window comes first
    from refdesk.services.badges import BadgeSeen

FindBadge = Callable[[str], "BadgeSeen | None"]


class DeskWindow(MainWindow):
    """``close_requested`` comes instead of closing, until `finish` is called.

    ``painted`` comes once, with the first frame; ``appeared`` whenever the window is shown.
    ``badge_scanned`` gives a `BadgeSeen` that no dialog and no page has taken.
    """

    close_requested = Signal()
    badge_scanned = Signal(object)
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
        self.find_badge: FindBadge | None = None
        """Whose badge a text is, once there is a shop to ask; called off the window's thread."""
        self.scan_refused.connect(self._cue_busy)

    def finish(self) -> None:
        """Close now."""
        self._may_close = True
        self.close()

    def renew_pages(self, title: str, *, keep: str) -> None:
        """Have every page but one built anew when it is shown next; ``title`` is the shop's."""
        self._title = title
        self._drop_built()
        for key in [key for key in self._pages if key != keep]:
            self._remove(self._pages.pop(key))
        if self.current_page() is None:  # somebody went on before the change was done
            self.show_page(self._key)
        page = self.current_page()
        self._set_title(page.title if page else "")

    def on_scan(self, text: str) -> None:
        """A scan goes to the counter, except where customers are chosen by it; a badge names a
        person wherever it is scanned (R26). The counter looks badges up with all the rest."""
        at_counter = self.current_key() == COUNTER and self.current_page() is self.page(COUNTER)
        if self.find_badge is None or (at_counter and _modal_over(self) is None):
            self._pass_on(text)
            return
        find = self.find_badge
        self._context.tasks.run(
            lambda: find(text),
            owner=self,
            done=lambda seen: self._found(text, seen),
            failed=lambda error: self._not_found(text, error),
            urgent=True,
        )

    def _not_found(self, text: str, error: Exception) -> None:
        """Whose page it is tells the trouble, when it looks the text up itself."""
        from refdesk.domain.errors import DomainError
        from refdesk.storage.errors import StorageError

        if not isinstance(error, DomainError | StorageError):
            raise error
        self._pass_on(text)

    def _found(self, text: str, seen: "BadgeSeen | None") -> None:
        modal, page = _modal_over(self), self.current_page()
        if seen is None:
            self._pass_on(text)
        elif modal is not None:
            take = getattr(modal, "take_badge", None)
            if take is None:
                self.scan_refused.emit(text)
            else:
                take(seen)
        elif page is None or not page.on_badge(seen):
            self.badge_scanned.emit(seen)

    def _cue_busy(self, _text: str) -> None:
        """Say beside a dialog that the scan was not taken."""
        modal = _modal_over(self)
        if modal is not None:
            text = self._context.words.text("Not taken. Finish this first, then scan again")
            QToolTip.showText(modal.mapToGlobal(QPoint(0, modal.height())), text, modal)

    def _pass_on(self, text: str) -> None:
        behind_rail = self.current_page() is self.page(self.current_key())
        in_dialog = _modal_over(self) is not None
        page = self.current_page()
        takes_scans = self.current_key() in (COUNTER, CUSTOMERS, CARDS)
        takes_scans = takes_scans or (page is not None and page.takes_scans())
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


def _modal_over(window: QWidget) -> QWidget | None:
    modal = QApplication.activeModalWidget()
    return None if modal is window else modal
