"""A sheet is drawn as the printer will get it, and its symbols are read before it goes (R29)."""

from collections.abc import Mapping

from PySide6.QtCore import Qt
from PySide6.QtGui import QImage, QPainter

from refdesk.cards.painter import CardPainter
from refdesk.cards.units import MM_PER_INCH
from refdesk.domain.errors import DomainError
from refdesk.services.read_back import RESOLUTIONS, check_picture
from refdesk.ui.pages.cards.sheet import SheetPlan, draw_sheet


def check_sheet(plan: SheetPlan, cards: CardPainter, numbers: Mapping[str, int]) -> None:
    """Compare a sheet's symbols with its cards; ``numbers`` are the cards' by their bare codes.

    Raises DomainError ``symbols_unreadable``.
    """
    wanted = {code: numbers[code] for code in plan.codes.values() if code in numbers}
    for dpi in RESOLUTIONS:
        try:
            check_picture(*_grey(plan, cards, dpi / MM_PER_INCH), wanted, plan.number)
        except DomainError:
            if dpi == RESOLUTIONS[-1]:
                raise
        else:
            return


def _grey(plan: SheetPlan, cards: CardPainter, dots_per_mm: float) -> tuple[bytes, int, int]:
    """The sheet in grey: its pixels without gaps, width and height."""
    width = round(plan.stock.page_width * dots_per_mm)
    height = round(plan.stock.page_height * dots_per_mm)
    image = QImage(width, height, QImage.Format.Format_Grayscale8)
    image.fill(Qt.GlobalColor.white)
    painter = QPainter(image)
    try:
        draw_sheet(painter, cards, plan, dots_per_mm)
    finally:
        painter.end()
    gap = image.bytesPerLine()
    pixels = bytes(image.constBits())
    rows = (pixels[row * gap : row * gap + width] for row in range(height))
    return b"".join(rows), width, height
