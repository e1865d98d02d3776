"""The slip of a payout on paper: through the printer's dialog, at its own size, or as a copy."""

from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtCore import QSizeF
from PySide6.QtGui import QPageLayout, QPageSize
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from refdesk.cards.primitives import Line
from refdesk.cards.raster import render_page
from refdesk.domain.terms import MONEY
from refdesk.services.adjusting import adjust
from refdesk.services.desk import Desk
from refdesk.services.payouts import list_payouts, make_payout
from refdesk.ui.page import Context
from refdesk.ui.pages.customers.page import CustomersPage
from refdesk.ui.pages.customers.slips import draw_slip, make_slip_printer
from tests.ui.customers_shop import People, show_in_window
from tests.ui.test_customers_deeds import push, refresh


@pytest.fixture
def page(qtbot: QtBot, context: Context, desk: Desk, people: People) -> CustomersPage:
    page = show_in_window(qtbot, context, CustomersPage(context, desk))
    page.select_customer(people.anna)
    return page


def grey(path: Path) -> Image.Image:
    """A page's picture in greys."""
    return render_page(path, 1, dpi=100).convert("L")


def test_a_slip_is_printed_through_the_dialog_and_the_next_one_is_a_copy(
    page: CustomersPage, desk: Desk, people: People, tmp_path: Path
) -> None:
    adjust(desk, people.anna, MONEY, 50_000, reason="brought in")
    made = make_payout(desk, people.anna, 20_000).payout
    refresh(page, people)
    asked: list[tuple[str, int, tuple[int, int]]] = []

    def ask_printer(_parent: QWidget, printer: QPrinter, pages: int) -> bool:
        size = printer.pageLayout().fullRect(QPageLayout.Unit.Millimeter).size()
        asked.append((printer.docName(), pages, (round(size.width()), round(size.height()))))
        printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
        printer.setOutputFileName(str(tmp_path / f"{len(asked)}.pdf"))
        return len(asked) < 3

    page.deeds.slips.ask_printer = ask_printer
    for title in (f"Slip O{made.id} is sent to the printer",) * 2:
        push(page, f"slip_{made.id}")
        push(page, "payout_slip_print")
        message = page.strip.message()
        assert message is not None
        assert message.title == title
    assert asked == [(f"Payout O{made.id}", 1, (105, 148))] * 2
    first, second = (grey(tmp_path / f"{number}.pdf") for number in (1, 2))
    assert first.size == second.size
    assert first.getextrema() == (0, 255)  # something black on white
    assert first.tobytes() != second.tobytes()  # the second one says that it is a copy
    push(page, f"slip_{made.id}")
    push(page, "payout_slip_print")
    assert not (tmp_path / "3.pdf").exists()  # cancelled in the dialog


@pytest.mark.qt_log_ignore("QPainter::begin")
def test_a_printer_that_takes_nothing_leaves_the_payout_and_says_so(
    page: CustomersPage, desk: Desk, people: People, tmp_path: Path
) -> None:
    adjust(desk, people.anna, MONEY, 50_000, reason="brought in")
    made = make_payout(desk, people.anna, 20_000).payout
    refresh(page, people)

    def nowhere(_parent: QWidget, printer: QPrinter, _pages: int) -> bool:
        printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
        printer.setOutputFileName(str(tmp_path / "no" / "folder" / "x.pdf"))
        return True

    page.deeds.slips.ask_printer = nowhere
    push(page, f"slip_{made.id}")
    push(page, "payout_slip_print")
    message = page.strip.message()
    assert message is not None
    assert message.title == "The printer does not answer"
    [payout] = list_payouts(desk, people.anna)
    assert payout.cancelled_at is None


def test_a_slip_fits_a_page_that_is_smaller(qapp: QApplication, tmp_path: Path) -> None:
    out = tmp_path / "small.pdf"
    printer = make_slip_printer("Payout O1")
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(out))
    small = QPageSize(QSizeF(72, 200), QPageSize.Unit.Millimeter)
    printer.setPageSize(small)
    draw_slip((((Line(104.0, 0.0, 105.0, 0.0, 2.0, "#000000")),),), printer)
    picture = grey(out)
    assert picture.getbbox() is not None
    right = [x for x in range(picture.width) if picture.getpixel((x, 1)) == 0]
    assert right
    assert right[-1] >= picture.width - 3
