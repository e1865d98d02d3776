"""What cards are printed on, and how: from names and wishes to what the sheets need."""

from dataclasses import dataclass

from refdesk.cards.calibration import Calibration
from refdesk.cards.calibration_file import load_calibration, read_calibrations
from refdesk.cards.design import load_design
from refdesk.cards.elements import Design
from refdesk.cards.imposition import MOST_BLEED, Flip, Order, SheetOptions
from refdesk.cards.stocks import Stock, load_stock
from refdesk.domain.errors import DomainError
from refdesk.services.desk import Desk

DEFAULT_STOCK, DEFAULT_DESIGN = "a4-10-85x54", "clear"


@dataclass(frozen=True)
class Sheet:
    """What the cards are printed on: stock and design by name, the first free cell from 1.

    The rest as in ``SheetOptions``; ``printer`` is the name of the one whose calibration is used.
    ``drawn`` is a design that is not kept yet, in the place of the named one.
    """

    stock: str = DEFAULT_STOCK
    design: str = DEFAULT_DESIGN
    start: int = 1
    crop_marks: bool | None = None
    skipped: frozenset[int] = frozenset()
    copies: int = 1
    collate: bool = True
    order: Order = "rows"
    duplex: Flip | None = None
    bleed: float = MOST_BLEED
    printer: str = ""
    drawn: Design | None = None


@dataclass(frozen=True)
class Setup:
    """A sheet with all that its names stand for."""

    stock: Stock
    design: Design
    options: SheetOptions


def check_calibrated(desk: Desk, sheet: Sheet) -> None:
    """Make sure that the printer that is named has been measured with the stock.

    Raises DomainError ``printer_not_calibrated``, ``bad_calibration_file``.
    """
    if sheet.printer and (sheet.printer, sheet.stock) not in read_calibrations(desk.folder):
        raise DomainError("printer_not_calibrated", printer=sheet.printer, stock=sheet.stock)


def set_up(desk: Desk, sheet: Sheet, *, title: str = "") -> Setup:
    """Look up what a sheet is made of.

    Raises DomainError ``stock_unknown``, ``design_unknown``, ``bad_stock``, ``bad_design``,
    ``bad_calibration_file``.
    """
    calibration = Calibration()
    if sheet.printer:
        calibration = load_calibration(desk.folder, sheet.printer, sheet.stock)
    options = SheetOptions(
        start=sheet.start,
        skipped=sheet.skipped,
        copies=sheet.copies,
        collate=sheet.collate,
        order=sheet.order,
        duplex=sheet.duplex,
        crop_marks=sheet.crop_marks,
        bleed=sheet.bleed,
        calibration=calibration,
        title=title,
    )
    return Setup(
        load_stock(sheet.stock, desk.folder / "stocks.toml"),
        sheet.drawn or load_design(sheet.design, desk.folder / "designs"),
        options,
    )
