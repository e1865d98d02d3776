"""To a printer without a file: the whole page, no margins, nothing scaled.

Only the question for the printer stands in the window's thread; sheets are laid out and drawn in a
worker, which owns its painter (a font belongs to the thread that made it).
"""

from typing import TYPE_CHECKING

from PySide6.QtCore import QMarginsF, QSizeF
from PySide6.QtGui import QPageLayout, QPageSize, QPainter
from PySide6.QtWidgets import QWidget

from refdesk.cards.imposition import Flip
from refdesk.cards.painter import CardPainter
from refdesk.cards.pdf import Printed
from refdesk.cards.stocks import Stock
from refdesk.cards.units import MM_PER_INCH
from refdesk.domain.progress import Progress
from refdesk.services.desk import Desk
from refdesk.services.print_runs import card_ids, log_printed, numbers_by_code
from refdesk.ui.files import name_file_of
from refdesk.ui.pages.cards.reading_back import check_sheet
from refdesk.ui.pages.cards.sheet import PrintOrder, draw_sheet, plan_order

if TYPE_CHECKING:
    from PySide6.QtPrintSupport import QPrinter


class PrinterRefusedError(Exception):
    """The printer took no page: it is off, or its file cannot be written."""


def make_printer(stock: Stock, title: str, flip: Flip | None = None) -> "QPrinter":
    """A printer set to the stock's own page at 100 %, as the dialog will show it."""
    from PySide6.QtPrintSupport import QPrinter

    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setDocName(title)
    set_page(printer, stock, flip)
    return printer


def set_page(printer: "QPrinter", stock: Stock, flip: Flip | None = None) -> None:
    """Set the page to the stock, and the edge to turn at; also after the dialog, which may have
    brought its own."""
    from PySide6.QtPrintSupport import QPrinter

    size = QSizeF(stock.page_width, stock.page_height)
    page = QPageSize(size, QPageSize.Unit.Millimeter, "", QPageSize.SizeMatchPolicy.FuzzyMatch)
    printer.setPageSize(page)
    printer.setPageOrientation(QPageLayout.Orientation.Portrait)
    printer.setFullPage(True)
    printer.setPageMargins(QMarginsF(0, 0, 0, 0))
    modes = {
        "long": QPrinter.DuplexMode.DuplexLongSide,
        "short": QPrinter.DuplexMode.DuplexShortSide,
    }
    printer.setDuplex(modes[flip] if flip else QPrinter.DuplexMode.DuplexNone)


def ask_printer(parent: QWidget, printer: "QPrinter", sheets: int) -> bool:
    """Ask with the system's own dialog which printer and which sheets; False when cancelled."""
    from PySide6.QtPrintSupport import QAbstractPrintDialog, QPrintDialog

    name_file_of(printer)
    dialog = QPrintDialog(printer, parent)
    dialog.setOption(QAbstractPrintDialog.PrintDialogOption.PrintPageRange, True)
    dialog.setOption(QAbstractPrintDialog.PrintDialogOption.PrintShowPageSize, False)
    dialog.setMinMax(1, sheets)
    accepted = bool(dialog.exec())
    dialog.deleteLater()
    return accepted


def print_sheets(desk: Desk, order: PrintOrder, printer: "QPrinter", progress: Progress) -> Printed:
    """Print the sheets that were asked for, and return what was printed.

    A sheet of a run goes to the printer once its symbols read back (R29). Raises
    PrinterRefusedError, ``Cancelled``, DomainError ``symbols_unreadable``, and what `plan_sheet`
    raises.
    """
    ids = card_ids(desk, order.selection)
    planner = plan_order(desk, order, len(ids))
    imposition = planner.imposition
    last = min(printer.toPage() or imposition.sheets, imposition.sheets)
    wanted = range(printer.fromPage() or 1, last + 1)
    painter = QPainter()
    if not painter.begin(printer):
        raise PrinterRefusedError
    cards = CardPainter()
    dots_per_mm = printer.resolution() / MM_PER_INCH
    run, printed, pieces, is_begun = order.selection.run, dict[int, None](), 0, False
    numbers = numbers_by_code(desk, run, ids) if run is not None else {}
    try:
        for plan in planner.plans(desk, ids, wanted):
            progress.check()
            if numbers and plan.side == "front":
                check_sheet(plan, cards, numbers)
            if is_begun and not printer.newPage():
                raise PrinterRefusedError
            is_begun = True
            draw_sheet(painter, cards, plan, dots_per_mm, calibrated=True)
            if plan.side == imposition.sides[-1]:
                printed.update(dict.fromkeys(ids[place.card] for place in plan.page.places))
                pieces += imposition.pieces_on(plan.number)
                progress.report(pieces, imposition.pieces)
    except BaseException:
        # What was begun is given up: the printer gets no half job.
        printer.abort()
        raise
    finally:
        painter.end()
    log_printed(desk, list(printed), run)
    return Printed(pieces, len(wanted), is_duplex=imposition.flip is not None)
