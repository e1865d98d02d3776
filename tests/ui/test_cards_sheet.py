"""Sheets: how many, what stands where, and the same codes on screen, on paper and in the file."""

from pathlib import Path

import pytest
import zxingcpp
from PIL import Image
from PySide6.QtCore import QRect
from PySide6.QtGui import QImage, QPainter
from PySide6.QtPrintSupport import QPrinter
from pytestqt.qtbot import QtBot

from refdesk.cards.painter import CardPainter
from refdesk.cards.raster import count_pages, render_page
from refdesk.cards.stocks import list_stocks, load_stock
from refdesk.domain.codes import is_well_formed
from refdesk.domain.progress import Cancelled, Progress
from refdesk.services.desk import Desk
from refdesk.services.print_runs import NewRun, Selection, card_ids, create_run
from refdesk.storage.tables import AuditRow
from refdesk.ui.pages.cards.printing import (
    PrinterRefusedError,
    make_printer,
    print_sheets,
    set_page,
)
from refdesk.ui.pages.cards.sheet import (
    PrintOrder,
    draw_sheet,
    plan_sheet,
)
from tests.ui.customers_shop import People


@pytest.fixture
def run(desk: Desk) -> tuple[int, tuple[str, ...]]:
    """A run of 23 coupons and its codes."""
    made = create_run(desk, NewRun(count=23))
    return made.run.id, made.codes


def codes_in(image: Image.Image) -> set[str]:
    """The texts of all QR symbols of a picture."""
    found = zxingcpp.read_barcodes(image)
    return {one.text for one in found}


def as_picture(image: QImage) -> Image.Image:
    """A picture of Qt's as one of Pillow's."""
    grey = image.convertToFormat(QImage.Format.Format_Grayscale8)
    data = bytes(grey.constBits())
    return Image.frombytes(
        "L", (grey.width(), grey.height()), data, "raw", "L", grey.bytesPerLine()
    )


def to_file(order: PrintOrder, path: Path) -> QPrinter:
    """A printer that writes a PDF."""
    stock = load_stock(order.stock)
    printer = make_printer(stock, "Cards")
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(path))
    set_page(printer, stock)
    return printer


# -- counting ----------------------------------------------------------------------------------


def test_a_sheet_beyond_the_last_is_the_last(desk: Desk, run: tuple[int, tuple[str, ...]]) -> None:
    order = PrintOrder(Selection(run=run[0]), start=4)
    ids = card_ids(desk, order.selection)
    plan = plan_sheet(desk, order, ids, 99)
    assert (plan.number, plan.sheets, plan.total) == (3, 3, 23)
    assert tuple(plan.codes.values()) == run[1][17:]
    assert min(plan_sheet(desk, order, ids, 1).codes) == 4


# -- the same on screen and on paper -----------------------------------------------------------


@pytest.mark.parametrize("stock", [stock.name for stock in list_stocks()[:7]])
def test_what_the_screen_shows_can_be_scanned(
    qtbot: QtBot, desk: Desk, people: People, stock: str
) -> None:
    order = PrintOrder(Selection(customers=(people.anna, people.boris)), stock=stock)
    plan = plan_sheet(desk, order, card_ids(desk, order.selection), 1)
    dots = 200 / 25.4
    size = round(plan.stock.page_width * dots), round(plan.stock.page_height * dots)
    image = QImage(*size, QImage.Format.Format_RGB32)
    image.fill(0xFFFFFFFF)
    painter = QPainter(image)
    draw_sheet(painter, CardPainter(), plan, dots)
    painter.end()
    expected = set(plan.codes.values())
    assert codes_in(as_picture(image)) == expected
    assert people.anna_code in expected


def test_a_printed_run_decodes_card_by_card(
    qtbot: QtBot, desk: Desk, run: tuple[int, tuple[str, ...]], tmp_path: Path
) -> None:
    order = PrintOrder(Selection(run=run[0]), start=4)
    path = tmp_path / "run.pdf"
    printed = print_sheets(desk, order, to_file(order, path), Progress())
    assert (printed.cards, printed.sheets) == (23, 3)
    assert count_pages(path) == 3
    pages = [codes_in(render_page(path, page, 200)) for page in (1, 2, 3)]
    assert pages == [set(run[1][:7]), set(run[1][7:17]), set(run[1][17:])]
    assert all(is_well_formed(code) for page in pages for code in page)


def test_print_and_file_put_cards_on_the_same_millimetres(
    qtbot: QtBot, desk: Desk, people: People, tmp_path: Path
) -> None:
    order = PrintOrder(Selection(customers=(people.anna,)), start=4)
    path = tmp_path / "one.pdf"
    print_sheets(desk, order, to_file(order, path), Progress())
    image = render_page(path, 1, 254)  # ten dots a mm
    # A PDF's page is a whole number of points: within a tenth of a millimetre.
    assert abs(image.width - 2100) <= 1
    assert abs(image.height - 2970) <= 1
    symbol = zxingcpp.read_barcodes(image)[0]
    corner = symbol.position.top_left
    left, top = load_stock(order.stock).cell_origin(4)
    cell = QRect(round(left * 10), round(top * 10), 850, 540)
    assert cell.contains(corner.x, corner.y)
    dark = image.convert("L").point(lambda grey: 255 if grey < 128 else 0).getbbox()
    assert dark is not None
    assert cell.contains(QRect(dark[0], dark[1], dark[2] - dark[0], dark[3] - dark[1]))


def test_only_the_sheets_asked_for_are_printed(
    qtbot: QtBot, desk: Desk, run: tuple[int, tuple[str, ...]], tmp_path: Path
) -> None:
    order = PrintOrder(Selection(run=run[0]))
    path = tmp_path / "part.pdf"
    printer = to_file(order, path)
    printer.setFromTo(2, 2)
    printed = print_sheets(desk, order, printer, Progress())
    assert (printed.cards, printed.sheets) == (10, 1)
    assert codes_in(render_page(path, 1, 200)) == set(run[1][10:20])
    assert count_pages(path) == 1


def test_crop_marks_stand_outside_the_card(
    qtbot: QtBot, desk: Desk, people: People, tmp_path: Path
) -> None:
    selection = Selection(customers=(people.anna,))
    darkest: dict[bool, int] = {}
    for marks in (True, False):
        order = PrintOrder(selection, stock="a4-1-85x54", crop_marks=marks)
        path = tmp_path / f"{marks}.pdf"
        print_sheets(desk, order, to_file(order, path), Progress())
        x, y = load_stock(order.stock).cell_origin(1)
        image = render_page(path, 1, 254).convert("L")
        beside = image.crop((round(x * 10) - 80, round(y * 10) - 3, round(x * 10) - 10,
                             round(y * 10) + 4))  # fmt: skip
        darkest[marks] = min(beside.tobytes())
    assert darkest[True] < 128
    assert darkest[False] == 255


def test_r29_what_was_printed_is_logged(
    qtbot: QtBot, desk: Desk, run: tuple[int, tuple[str, ...]], tmp_path: Path
) -> None:
    order = PrintOrder(Selection(run=run[0]))
    print_sheets(desk, order, to_file(order, tmp_path / "x.pdf"), Progress())
    logged = desk.store.first(AuditRow.select().order_by(AuditRow.seq.desc()))
    assert logged.action == "cards_printed"
    assert logged.details.items() >= {"cards": 23, "run": run[0]}.items()


def test_a_stopped_print_is_given_up_and_not_logged(
    qtbot: QtBot, desk: Desk, run: tuple[int, tuple[str, ...]], tmp_path: Path
) -> None:
    class Stops(Progress):
        def report(self, done: int, total: int | None) -> None:
            self.cancelled = True

    order = PrintOrder(Selection(run=run[0]))
    with pytest.raises(Cancelled):
        print_sheets(desk, order, to_file(order, tmp_path / "x.pdf"), Stops())
    logged = desk.store.first(AuditRow.select().order_by(AuditRow.seq.desc()))
    assert logged.action == "run_created"


@pytest.mark.qt_log_ignore("QPainter::begin")
def test_a_printer_that_takes_nothing_is_told_of(
    qtbot: QtBot, desk: Desk, people: People, tmp_path: Path
) -> None:
    order = PrintOrder(Selection(customers=(people.anna,)))
    printer = to_file(order, tmp_path / "no such folder" / "x.pdf")
    with pytest.raises(PrinterRefusedError):
        print_sheets(desk, order, printer, Progress())
