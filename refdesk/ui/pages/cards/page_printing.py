"""Single pages onto a printer: what a printer is set right with, and posters."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtGui import QPainter

from refdesk.cards.calibration import UNMOVED, Affine, Calibration
from refdesk.cards.calibration_pages import PageWords, ruler_page, trial_page
from refdesk.cards.imposition import Flip, Imposition, Side
from refdesk.cards.painter import CardPainter
from refdesk.cards.pdf import composer_for
from refdesk.cards.primitives import Primitive
from refdesk.cards.stocks import Stock
from refdesk.cards.units import MM_PER_INCH
from refdesk.services.pieces import Poster
from refdesk.ui.pages.cards.printing import PrinterRefusedError
from refdesk.ui.pages.cards.sheet import PrintOrder, SheetPlan, draw_sheet

if TYPE_CHECKING:
    from PySide6.QtPrintSupport import QPrinter


class PrintedPage(NamedTuple):
    """A page in mm from its corner, and where its points are drawn."""

    affine: Affine
    primitives: tuple[Primitive, ...]


def ruler_pages(stock: Stock, words: PageWords, flip: Flip | None) -> list[PrintedPage]:
    """The page to measure, as the printer does it by itself."""
    return [
        PrintedPage(UNMOVED, ruler_page(stock, words, side=side, flip=flip))
        for side in _sides(flip)
    ]


def trial_pages(
    stock: Stock, words: PageWords, kept: Calibration, flip: Flip | None
) -> list[PrintedPage]:
    """The page to hold against the stock, as the printer is set right."""
    return [
        PrintedPage(
            kept.on_page(stock.page_width, stock.page_height, side),
            trial_page(stock, words, side=side, flip=flip),
        )
        for side in _sides(flip)
    ]


def print_pages(pages: Sequence[PrintedPage], printer: "QPrinter") -> None:
    """Print pages, in a worker. Raises PrinterRefusedError."""
    cards, dots = CardPainter(), printer.resolution() / MM_PER_INCH
    painter = QPainter()
    if not painter.begin(printer):
        raise PrinterRefusedError
    try:
        for number, (affine, primitives) in enumerate(pages):
            if number and not printer.newPage():
                raise PrinterRefusedError
            painter.save()
            painter.translate(affine.left * dots, affine.top * dots)
            painter.scale(affine.scale_x, affine.scale_y)
            cards.draw(painter, primitives, x=0.0, y=0.0, dots_per_mm=dots)
            painter.restore()
    finally:
        painter.end()


def print_poster(poster: Poster, printer: "QPrinter") -> None:
    """Print a poster, as many as the sheet has room for, in a worker. Raises PrinterRefusedError,
    DomainError ``qr_too_small``."""
    composer = composer_for(poster.design, poster.stock, poster.options)
    imposition = Imposition(1, poster.stock, poster.options, has_back=composer.has_back)
    cards, dots = CardPainter(composer.faces), printer.resolution() / MM_PER_INCH
    page = imposition.page(1)
    cells = {place.cell: composer.compose(poster.record, place.face) for place in page.places}
    plan = SheetPlan(PrintOrder(), imposition, page, cells, {}, composer.faces)
    painter = QPainter()
    if not painter.begin(printer):
        raise PrinterRefusedError
    try:
        draw_sheet(painter, cards, plan, dots)
    finally:
        painter.end()


def _sides(flip: Flip | None) -> tuple[Side, ...]:
    return ("front", "back") if flip is not None else ("front",)
