"""The slip of a payout: sent to a printer through the system's own dialog, or saved as a PDF.

A slip has the size of A6. It is printed at its own size from the corner of whatever page was chosen
in the dialog, smaller only where the page is; so a shop with A4 paper cuts it off.
"""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QMarginsF, QObject, QSizeF, Signal
from PySide6.QtGui import QPageLayout, QPageSize, QPainter
from PySide6.QtWidgets import QWidget

from refdesk.cards.painter import CardPainter
from refdesk.cards.slip import HEIGHT, WIDTH, SlipPages, slip_pages
from refdesk.cards.units import MM_PER_INCH
from refdesk.domain.payouts import Payout
from refdesk.domain.progress import Progress
from refdesk.services.desk import Desk
from refdesk.services.payout_slips import (
    SlipPrinted,
    SlipRead,
    log_slip,
    print_slip,
    read_slip,
)
from refdesk.ui.error_texts import message_of, printer_message
from refdesk.ui.files import ask_pdf, name_file_of
from refdesk.ui.page import Context
from refdesk.ui.pages.cards.printing import PrinterRefusedError
from refdesk.ui.widgets.buttons import Button, Look
from refdesk.ui.widgets.strips import Message

if TYPE_CHECKING:
    from PySide6.QtPrintSupport import QPrinter

AskPdf = Callable[[QWidget, str], Path | None]
AskPrinter = Callable[[QWidget, "QPrinter", int], bool]


class Slips(QObject):
    """``said`` gives a `Message` and its buttons."""

    said = Signal(object, object)

    def __init__(self, context: Context, desk: Desk, page: QWidget) -> None:
        super().__init__(page)
        self._context = context
        self._desk = desk
        self._page = page
        self.ask_path: AskPdf = lambda parent, name: ask_pdf(parent, context.words, name)
        self.ask_printer: AskPrinter = ask_slip_printer

    # -- what a strip offers ---------------------------------------------------------------

    def offer(self, payout: Payout) -> None:
        """Ask how a payout's slip is wanted."""
        words = self._context.words
        title = words.text("Slip of payout {number}", number=f"O{payout.id}")
        line = words.text("With lines to sign on")
        self.said.emit(Message("acc", title, line, icon="printer"), self.buttons(payout))

    def buttons(self, payout: Payout) -> list[Button]:
        """Print it, or save it."""
        theme, words = self._context.theme, self._context.words
        to_paper = Button(
            theme, "payout_slip_print", words.text("Print the slip…"),
            Look(icon="printer", height=44),
        )  # fmt: skip
        to_paper.clicked.connect(lambda: self.print(payout))
        to_file = Button(
            theme, "payout_slip", words.text("Save the slip…"), Look(icon="file-down", height=44)
        )
        to_file.clicked.connect(lambda: self.save(payout))
        return [to_paper, to_file]

    # -- as a file -------------------------------------------------------------------------

    def save(self, payout: Payout) -> None:
        """Save a payout's slip as a PDF with its signature lines."""
        words, desk = self._context.words, self._desk
        path = self.ask_path(self._page, words.text("Payout O{id}", id=payout.id))
        if path is None:
            return

        def saved(printed: SlipPrinted) -> None:
            title = words.text("Slip O{id} is saved", id=printed.payout.id)
            self.said.emit(Message("ok", title, str(path)), [self._open_button(path)])

        self._context.tasks.run(
            lambda: print_slip(desk, payout.id, path, words), owner=self, done=saved,
            failed=self._failed,
        )  # fmt: skip

    def _open_button(self, path: Path) -> Button:
        words = self._context.words
        look = Look(icon="printer", height=44)
        button = Button(self._context.theme, "slip_open", words.text("Open to print"), look)
        button.clicked.connect(lambda: open_file(path))
        return button

    # -- on paper --------------------------------------------------------------------------

    def print(self, payout: Payout) -> None:
        """Ask for a printer once it is known how many pages there are, and print."""
        words, desk = self._context.words, self._desk

        def work(_progress: Progress) -> tuple[SlipRead, SlipPages]:
            read = read_slip(desk, payout.id, words)
            return read, slip_pages(read.slip)

        self._context.tasks.run_long(
            work, owner=self, done=lambda laid_out: self._ask(*laid_out), failed=self._failed
        )

    def _ask(self, read: SlipRead, pages: SlipPages) -> None:
        words, desk = self._context.words, self._desk
        printer = make_slip_printer(words.text("Payout O{id}", id=read.payout.id))
        if not self.ask_printer(self._page, printer, len(pages)):
            return

        def printed(_count: object) -> None:
            title = words.text("Slip O{id} is sent to the printer", id=read.payout.id)
            self.said.emit(Message("ok", title, "", icon="printer"), [])

        def work(_progress: Progress) -> None:
            draw_slip(pages, printer)
            log_slip(desk, read)

        self._context.tasks.run_long(work, owner=self, done=printed, failed=self._failed)

    def _failed(self, error: Exception) -> None:
        words = self._context.words
        if isinstance(error, PrinterRefusedError):
            line = words.text("The payout itself stands. Check the printer, or save the slip.")
            self.said.emit(printer_message(words, line), [])
        elif isinstance(error, OSError):
            title = words.text("The slip is not saved")
            line = words.text("Choose another folder. The payout itself stands.")
            self.said.emit(Message("check", title, line), [])
        else:
            self.said.emit(message_of(words, error), [])


def make_slip_printer(title: str) -> "QPrinter":
    """A printer set to the slip's own page, as the dialog will show it."""
    from PySide6.QtPrintSupport import QPrinter

    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setDocName(title)
    size, unit = QSizeF(WIDTH, HEIGHT), QPageSize.Unit.Millimeter
    printer.setPageSize(QPageSize(size, unit, "", QPageSize.SizeMatchPolicy.FuzzyMatch))
    printer.setPageMargins(QMarginsF(0, 0, 0, 0))
    printer.setFullPage(True)
    return printer


def ask_slip_printer(parent: QWidget, printer: "QPrinter", pages: int) -> bool:
    """Ask with the system's own dialog which printer and paper; False when cancelled."""
    from PySide6.QtPrintSupport import QAbstractPrintDialog, QPrintDialog

    name_file_of(printer)
    dialog = QPrintDialog(printer, parent)
    dialog.setOption(QAbstractPrintDialog.PrintDialogOption.PrintPageRange, True)
    dialog.setMinMax(1, pages)
    accepted = bool(dialog.exec())
    dialog.deleteLater()
    return accepted


def draw_slip(pages: SlipPages, printer: "QPrinter") -> None:
    """Print the pages that were asked for. Raises PrinterRefusedError."""
    printer.setFullPage(True)
    first = printer.fromPage() or 1
    wanted = pages[first - 1 : printer.toPage() or len(pages)]
    painter = QPainter()
    if not painter.begin(printer):
        raise PrinterRefusedError
    paper = printer.pageLayout().fullRect(QPageLayout.Unit.Millimeter)
    fits = min(1.0, paper.width() / WIDTH, paper.height() / HEIGHT)
    dots_per_mm = printer.resolution() / MM_PER_INCH * fits
    cards = CardPainter()
    try:
        for number, page in enumerate(wanted):
            if number and not printer.newPage():
                raise PrinterRefusedError
            cards.draw(painter, page, x=0.0, y=0.0, dots_per_mm=dots_per_mm)
    except BaseException:
        # what was begun is given up: the printer gets no half job
        printer.abort()
        raise
    finally:
        painter.end()


def open_file(path: Path) -> None:
    """Open a file with the program that the system has for it."""
    from PySide6.QtCore import QUrl
    from PySide6.QtGui import QDesktopServices

    QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))
