"""Both sides of a sheet: preview, direct print and PDF draw the same in the same places."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image, ImageChops, ImageStat
from PySide6.QtGui import QImage, QPainter
from PySide6.QtPrintSupport import QPrinter
from pytestqt.qtbot import QtBot

from refdesk.cards.calibration import Calibration
from refdesk.cards.calibration_file import save_calibration
from refdesk.cards.imposition import FLIPS, Flip, Side
from refdesk.cards.painter import CardPainter
from refdesk.cards.pdf import count_pages, render_page
from refdesk.cards.stocks import load_stock
from refdesk.domain.progress import Progress
from refdesk.services.desk import Desk
from refdesk.services.print_runs import NewRun, Selection, card_ids, create_run, print_cards
from refdesk.ui.pages.cards.printing import make_printer, print_sheets, set_page
from refdesk.ui.pages.cards.sheet import PrintOrder, draw_sheet, plan_order, words_of_cards
from tests.ui.customers_shop import fill, open_shop
from tests.unit.cards.two_sides import TWO_SIDED

# Ten dots a mm: cells begin on whole dots, so pixels may be compared.
DPI = 254.0
STOCK = "a4-10-85x54"


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """A shop with a design of its own whose colour runs over the edges."""
    desk = open_shop(tmp_path / "shop")
    fill(desk)
    (desk.folder / "designs").mkdir()
    (desk.folder / "designs" / "two-sided.toml").write_text(TWO_SIDED, encoding="utf-8")
    yield desk
    desk.store.close()


@pytest.fixture
def order(desk: Desk) -> PrintOrder:
    """Seventeen coupons from the third place on, in piles, with crop marks."""
    run = create_run(desk, NewRun(count=17)).run
    return PrintOrder(
        Selection(run=run.id), STOCK, "two-sided", start=3, skipped=frozenset({5}),
        crop_marks=True, order="piles", duplex="long",
    )  # fmt: skip


def painted(desk: Desk, order: PrintOrder, *, calibrated: bool = False) -> list[Image.Image]:
    """The pages as the window draws them."""
    ids = card_ids(desk, order.selection)
    planner = plan_order(desk, order, len(ids))
    cards, pages = CardPainter(), []
    for plan in planner.plans(desk, ids, range(1, planner.imposition.sheets + 1)):
        dots = DPI / 25.4
        size = round(plan.stock.page_width * dots), round(plan.stock.page_height * dots)
        image = QImage(*size, QImage.Format.Format_RGB32)
        image.fill(0xFFFFFFFF)
        painter = QPainter(image)
        draw_sheet(painter, cards, plan, dots, calibrated=calibrated)
        painter.end()
        raw = bytes(image.constBits())
        pages.append(Image.frombuffer("RGB", size, raw, "raw", "BGRX", image.bytesPerLine(), 1))
    return pages


def written(desk: Desk, order: PrintOrder, path: Path) -> list[Image.Image]:
    """The pages as they stand in the PDF."""
    print_cards(desk, order.selection, path, words=words_of_cards(desk), sheet=order.sheet)
    return [render_page(path, page, DPI) for page in range(1, count_pages(path) + 1)]


def assert_alike(window: Image.Image, paper: Image.Image, distance: int = 4) -> None:
    """Qt and PDFium smooth edges differently; from a little further off they are alike."""
    coarse = [one.convert("L").resize(window.size).reduce(distance) for one in (window, paper)]
    apart = ImageChops.difference(*coarse)
    assert ImageStat.Stat(apart).mean[0] < 1.0
    assert max(grey for grey, count in enumerate(apart.histogram()) if count) < 100


@pytest.mark.slow
@pytest.mark.parametrize("flip", FLIPS)
def test_g04_preview_and_pdf_show_the_same_pages(
    qtbot: QtBot, desk: Desk, order: PrintOrder, tmp_path: Path, flip: Flip
) -> None:
    order = replace(order, duplex=flip)
    window, paper = painted(desk, order), written(desk, order, tmp_path / "run.pdf")
    assert len(window) == len(paper) == 4
    for one, other in zip(window, paper, strict=True):
        assert_alike(one, other)


@pytest.mark.slow
def test_a_mistake_of_one_place_is_seen(
    qtbot: QtBot, desk: Desk, order: PrintOrder, tmp_path: Path
) -> None:
    paper = written(desk, order, tmp_path / "run.pdf")
    moved = painted(desk, replace(order, order="rows"))
    with pytest.raises(AssertionError):
        assert_alike(moved[0], paper[0])


@pytest.mark.slow
def test_g05_a_printer_gets_the_sheet_calibrated_as_the_pdf_does(
    qtbot: QtBot, desk: Desk, order: PrintOrder, tmp_path: Path
) -> None:
    calibration = Calibration(dx=1.5, dy=-1.0, scale_x=0.985, scale_y=1.01, back_dx=2.0)
    save_calibration(desk.folder, "Laser", STOCK, calibration)
    order = replace(order, printer="Laser")
    paper = written(desk, order, tmp_path / "run.pdf")
    for one, other in zip(painted(desk, order, calibrated=True), paper, strict=True):
        assert_alike(one, other)
    with pytest.raises(AssertionError):
        assert_alike(painted(desk, order)[0], paper[0])


@pytest.mark.slow
def test_a_printer_gets_each_back_after_its_front(
    qtbot: QtBot, desk: Desk, order: PrintOrder, tmp_path: Path
) -> None:
    stock, path = load_stock(STOCK), tmp_path / "printed.pdf"
    printer = make_printer(stock, "Cards", order.duplex)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(path))
    set_page(printer, stock, order.duplex)
    printed = print_sheets(desk, order, printer, Progress())
    assert (printed.cards, printed.sheets, printed.is_duplex) == (17, 2, True)
    paper = written(desk, order, tmp_path / "file.pdf")
    assert count_pages(path) == 4
    for page in range(1, 5):
        # A page of Qt's PDF is a whole number of points, up to a tenth of a mm off.
        assert_alike(paper[page - 1], render_page(path, page, DPI), distance=10)


@pytest.mark.parametrize(
    "flip, mode",
    [
        (None, QPrinter.DuplexMode.DuplexNone),
        ("long", QPrinter.DuplexMode.DuplexLongSide),
        ("short", QPrinter.DuplexMode.DuplexShortSide),
    ],
)
def test_the_printer_is_told_at_which_edge_to_turn(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, flip: Flip | None, mode: QPrinter.DuplexMode
) -> None:
    told = []
    # A printer that writes a file turns no paper and keeps no wish.
    monkeypatch.setattr(QPrinter, "setDuplex", lambda _printer, wish: told.append(wish))
    make_printer(load_stock(STOCK), "Cards", flip)
    assert told == [mode]


def test_the_back_of_a_sheet_can_be_asked_for_alone(desk: Desk, order: PrintOrder) -> None:
    ids = card_ids(desk, order.selection)
    planner = plan_order(desk, order, len(ids))
    sides: tuple[Side, ...] = ("front", "back")
    front, back = planner.plans(desk, ids, range(2, 3), sides)
    assert (front.side, back.side) == sides
    assert (front.number, back.number) == (2, 2)
    assert front.codes == back.codes
    assert front.cells != back.cells
