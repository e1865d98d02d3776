"""The slip of a shift on paper, through the system's own dialog, or as a PDF."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from refdesk.cards.slip import SlipPages, slip_pages
from refdesk.domain.progress import Progress
from refdesk.services.desk import Desk
from refdesk.services.shift_slips import print_shift, shift_slip
from refdesk.services.shifts import read_shift
from refdesk.ui.error_texts import message_of, printer_message
from refdesk.ui.files import ask_pdf
from refdesk.ui.page import Context
from refdesk.ui.pages.cards.printing import PrinterRefusedError
from refdesk.ui.pages.customers.slips import ask_slip_printer, draw_slip, make_slip_printer
from refdesk.ui.widgets.strips import Message

if TYPE_CHECKING:
    from PySide6.QtPrintSupport import QPrinter

AskPdf = Callable[[QWidget, str], Path | None]
AskPrinter = Callable[[QWidget, "QPrinter", int], bool]


class ShiftPrinting(QObject):
    """``said`` gives a `Message`."""

    said = Signal(object)

    def __init__(self, context: Context, desk: Desk, page: QWidget) -> None:
        super().__init__(page)
        self._context = context
        self._desk = desk
        self._page = page
        self.ask_path: AskPdf = lambda parent, name: ask_pdf(parent, context.words, name)
        self.ask_printer: AskPrinter = ask_slip_printer

    def print(self, shift: int) -> None:
        """Lay the slip out, ask for a printer, and print."""
        words, desk = self._context.words, self._desk

        def work(_progress: Progress) -> SlipPages:
            try:
                return slip_pages(shift_slip(desk.shop(), read_shift(desk, shift), words))
            finally:
                desk.store.close()

        self._context.tasks.run_long(
            work, owner=self, done=lambda pages: self._ask(shift, pages), failed=self._failed
        )

    def save(self, shift: int) -> None:
        """Save the slip as a PDF."""
        words, desk = self._context.words, self._desk
        name = words.text("Shift {number}", number=words.number(shift))
        path = self.ask_path(self._page, name)
        if path is None:
            return
        self._context.tasks.run(
            lambda: print_shift(desk, shift, path, words), owner=self, failed=self._failed,
            done=lambda _pages: self.said.emit(
                Message("ok", words.text("The slip is saved"), str(path))
            ),
        )  # fmt: skip

    def _ask(self, shift: int, pages: SlipPages) -> None:
        words = self._context.words
        printer = make_slip_printer(words.text("Shift {number}", number=words.number(shift)))
        if not self.ask_printer(self._page, printer, len(pages)):
            return

        def work(_progress: Progress) -> None:
            draw_slip(pages, printer)

        def done(_nothing: object) -> None:
            file = printer.outputFileName()
            if file:
                self.said.emit(Message("ok", words.text("The slip is saved"), file))
                return
            title = words.text("The slip is sent to the printer")
            self.said.emit(Message("ok", title, "", icon="printer"))

        self._context.tasks.run_long(work, owner=self, done=done, failed=self._failed)

    def _failed(self, error: Exception) -> None:
        words = self._context.words
        if isinstance(error, PrinterRefusedError):
            line = words.text("Check the printer, or save the slip: Ctrl+S")
            self.said.emit(printer_message(words, line))
        elif isinstance(error, OSError):
            line = words.text("Choose another folder")
            self.said.emit(Message("check", words.text("The slip is not saved"), line))
        else:
            self.said.emit(message_of(words, error))
