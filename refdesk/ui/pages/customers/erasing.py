"""What erasing a person takes in the window: asking, doing it aside, and the certificate (R51)."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QWidget

from refdesk.domain.errors import DomainError
from refdesk.services.customer_view import CustomerView
from refdesk.services.desk import Desk
from refdesk.services.erasing import Erased, Losses, erase_customer, look_at_losses
from refdesk.services.erasing_slips import print_certificate
from refdesk.services.staff import list_staff, prove_pin
from refdesk.ui.error_texts import message_of
from refdesk.ui.files import ask_pdf
from refdesk.ui.page import Context
from refdesk.ui.pages.customers.erase_dialog import EraseDialog, Given
from refdesk.ui.pages.customers.slips import open_file
from refdesk.ui.widgets.buttons import Button, Look
from refdesk.ui.widgets.strips import Message
from refdesk.words.erasing_text import unswept_line


class Erasing(QObject):
    """``erased`` gives the id of who is gone, ``backup_made`` the moment of the backup before it,
    ``said`` a `Message` and its buttons."""

    erased = Signal(int)
    backup_made = Signal(object)
    said = Signal(object, object)

    def __init__(self, context: Context, desk: Desk, page: QWidget) -> None:
        super().__init__(page)
        self._context = context
        self._desk = desk
        self._page = page
        self._dialog: EraseDialog | None = None
        self.ask_path: Callable[[QWidget, str], Path | None] = lambda parent, name: ask_pdf(
            parent, context.words, name
        )

    def dialog(self) -> EraseDialog | None:
        """The dialog that is open."""
        return self._dialog

    def ask(self, view: CustomerView) -> None:
        """Say what would go and stay, and ask for name, reason and PIN."""
        desk, person = self._desk, view.details.customer

        def work() -> tuple[Losses, bool]:
            asks = any(one.has_pin for one in list_staff(desk) if one.id == desk.actor.staff)
            return look_at_losses(desk, person.id), asks

        self._context.tasks.run(
            work, owner=self, done=lambda found: self._open(*found), failed=self._failed
        )

    def _open(self, losses: Losses, asks_pin: bool) -> None:
        if self._dialog is not None:
            return
        dialog = EraseDialog(self._context, losses, self._page, asks_pin=asks_pin)
        self._dialog = dialog
        dialog.confirmed.connect(lambda given: self._do(dialog, losses.customer.id, given))
        dialog.finished.connect(lambda _code: self._closed(dialog))
        dialog.open()

    def _closed(self, dialog: EraseDialog) -> None:
        self._dialog = None
        dialog.deleteLater()

    def _do(self, dialog: EraseDialog, customer: int, given: Given) -> None:
        desk = self._desk
        dialog.set_busy(busy=True)

        def work() -> Erased:
            prove_pin(desk, given.pin)
            return erase_customer(desk, customer, given.reason)

        def done(found: Erased) -> None:
            dialog.set_busy(busy=False)
            dialog.accept()
            self.backup_made.emit(desk.now())
            self.erased.emit(customer)
            self._tell(found)

        self._context.tasks.run(
            work, owner=self, done=done, failed=lambda error: self._refused(dialog, error)
        )

    def _refused(self, dialog: EraseDialog, error: Exception) -> None:
        if isinstance(error, DomainError):
            dialog.refuse(error)
            return
        dialog.set_busy(busy=False)
        dialog.reject()
        self._failed(error)

    def _failed(self, error: Exception) -> None:
        self.said.emit(message_of(self._context.words, error), [])

    # -- the certificate -------------------------------------------------------------------

    def _tell(self, done: Erased) -> None:
        words = self._context.words
        title = words.text("C{id} is erased", id=done.losses.customer.id)
        line = words.text("The reason stands on the certificate alone: save it now.")
        if not done.is_swept:
            line = f"{line} {unswept_line(words)}."
        button = self._button(done)
        self.said.emit(Message("ok", title, line), [button])
        button.show()  # what a strip has just taken cannot have the focus yet
        button.setFocus(Qt.FocusReason.OtherFocusReason)

    def save(self, done: Erased) -> None:
        """Save the certificate as a PDF."""
        words, desk = self._context.words, self._desk
        name = words.text("Certificate of erasing C{id}", id=done.losses.customer.id)
        path = self.ask_path(self._page, name)
        if path is None:
            return

        def saved(_pages: int) -> None:
            look = Look(icon="printer", height=44)
            button = Button(
                self._context.theme, "certificate_open", words.text("Open to print"), look
            )
            button.clicked.connect(lambda: open_file(path))
            title = words.text("The certificate is saved")
            self.said.emit(Message("ok", title, str(path)), [button])

        def failed(error: Exception) -> None:
            if not isinstance(error, OSError):
                self._failed(error)
                return
            title = words.text("The certificate is not saved")
            line = words.text("Choose another folder")
            self.said.emit(Message("check", title, line), [self._button(done)])

        self._context.tasks.run(
            lambda: print_certificate(desk, done, path, words), owner=self, done=saved,
            failed=failed,
        )  # fmt: skip

    def _button(self, done: Erased) -> Button:
        words = self._context.words
        button = Button(
            self._context.theme, "erase_certificate", words.text("Save the certificate…"),
            Look(icon="file-down", height=44),
        )  # fmt: skip
        button.clicked.connect(lambda: self.save(done))
        return button
